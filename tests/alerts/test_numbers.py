"""Lists of numbers: matched with the key, and nothing else than chance without it."""

import time
from dataclasses import replace
from pathlib import Path

import pytest

from docforensics.alerts.numbers import (
    DIGEST_BYTES,
    LEAST_RATE,
    MOST_LIST_BYTES,
    MOST_NUMBERS,
    ListForm,
    NumberKeys,
    NumberList,
    _bloom_bytes,
    key_id,
    make_list,
    normalised,
    read_key,
)
from docforensics.errors import AlertError

KEY, OTHER = bytes(range(32)), bytes(range(1, 33))
NUMBERS = [f"UV{number:07d}" for number in range(2000)]


@pytest.mark.parametrize("form", ListForm)
def test_every_number_of_a_list_is_found_however_it_is_written(form: ListForm) -> None:
    """Fillers, blanks, dashes and small letters do not count."""
    found = make_list(NUMBERS, KEY, form=form)
    assert all(found.holds(KEY, number) for number in NUMBERS)
    assert found.holds(KEY, "uv 000-0007<<<")
    assert found.count == 2000


def test_other_numbers_match_at_the_stated_rate() -> None:
    """20,000 numbers that are not listed, at one in a hundred: within four standard deviations of 200."""
    found = make_list(NUMBERS, KEY, form=ListForm.BLOOM, rate=0.01)
    hits = sum(found.holds(KEY, f"XA{number:07d}") for number in range(20_000))
    assert abs(hits - 200) < 4 * 200**0.5


def test_other_numbers_match_no_list_of_hmacs() -> None:
    """Eight bytes a number leave no chance to speak of."""
    found = make_list(NUMBERS, KEY, form=ListForm.HMAC)
    assert found.rate == 0.0
    assert len(found.data) == 2000 * DIGEST_BYTES
    assert not any(found.holds(KEY, f"XA{number:07d}") for number in range(5000))


@pytest.mark.parametrize("form", ListForm)
def test_without_the_key_nothing_is_found(form: ListForm) -> None:
    """Numbers that are listed match no more than others do."""
    found = make_list(NUMBERS, KEY, form=form, rate=0.01)
    assert sum(found.holds(OTHER, number) for number in NUMBERS) < 60


def test_one_number_is_written_otherwise_in_every_list() -> None:
    """So that two lists cannot be compared without their keys."""
    one, two = (make_list(["UV3144810"], KEY, form=ListForm.HMAC) for _ in range(2))
    assert one.data != two.data
    assert one.key_id == two.key_id == key_id(KEY)


def test_a_match_takes_far_less_than_a_millisecond() -> None:
    """In a list of 2,000, and an HMAC, not the list, takes the time."""
    found = make_list(NUMBERS, KEY)
    begin = time.perf_counter()
    for number in NUMBERS:
        found.holds(KEY, number)
    assert (time.perf_counter() - begin) / len(NUMBERS) < 0.001


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"count": 1999}, "bytes, got"),
        ({"rate": 0.5}, "rate"),
        ({"rate": 0.0}, "rate"),
        ({"name": "../x"}, "slug"),
        ({"salt": "00"}, "salt"),
        ({"salt": "zz" * 16}, "salt"),
        ({"data": b""}, "bytes, got 0"),
    ],
)
def test_a_list_that_does_not_fit_is_refused(changes: dict[str, object], words: str) -> None:
    """Its size follows from what it states."""
    with pytest.raises(AlertError, match=words):
        replace(make_list(NUMBERS, KEY), **changes)  # type: ignore[arg-type]


def test_lists_of_nothing_are_refused() -> None:
    """And rates beyond what a list may have."""
    for numbers, rate, words in (
        ([], 1e-6, "1 to"),
        (["--"], 1e-6, "letters and digits"),
        (NUMBERS, 0.2, "rate"),
    ):
        with pytest.raises(AlertError, match=words):
            make_list(numbers, KEY, rate=rate)


def test_keys_are_files_of_32_bytes(tmp_path: Path) -> None:
    """A folder of them, or one."""
    (tmp_path / "a.key").write_bytes(KEY)
    keys = NumberKeys.load(tmp_path)
    assert keys.ids == (key_id(KEY),)
    assert keys.get(key_id(KEY)) == KEY
    assert keys.get("0" * 16) is None
    (tmp_path / "b.key").write_bytes(b"short")
    with pytest.raises(AlertError, match="32 bytes"):
        NumberKeys.load(tmp_path)
    with pytest.raises(AlertError, match="32 bytes"):
        read_key(tmp_path / "none.key")
    with pytest.raises(AlertError, match="found none"):
        NumberKeys.load(_empty(tmp_path))


def _empty(root: Path) -> Path:
    folder = root / "empty"
    folder.mkdir()
    return folder


def test_numbers_are_compared_as_letters_and_digits() -> None:
    """In capitals."""
    assert normalised("ab-12<<") == "AB12"
    assert isinstance(make_list(["ab-12"], KEY), NumberList)


@pytest.mark.parametrize("count", [1, 2, 20])
def test_a_short_list_matches_no_more_often_than_it_states(count: int) -> None:
    """A filter of few numbers is larger than it need be to be full: two hashes give few rows of places in a small one."""
    rate, others = 0.001, 20_000
    lists = [
        make_list([f"A{n}" for n in range(count)], KEY, name="short", rate=rate, salt=bytes([turn]) * 16)
        for turn in range(3)
    ]
    matched = sum(one.holds(KEY, f"B{n}") for one in lists for n in range(others))
    assert matched < 1.5 * rate * others * len(lists)
    assert all(one.holds(KEY, f"A{n}") for one in lists for n in range(count))


def test_a_short_list_that_was_made_before_is_read() -> None:
    """It is as large as it need be to be full, and no other size is."""
    made = make_list(["A0", "A1"], KEY, rate=0.001)
    assert not replace(made, data=bytes(4)).holds(KEY, "A0")
    with pytest.raises(AlertError, match="got 5"):
        replace(made, data=bytes(5))


def test_no_list_is_larger_than_one_that_is_read() -> None:
    """The longest list at the least rate."""
    assert _bloom_bytes(MOST_NUMBERS, LEAST_RATE) <= MOST_LIST_BYTES
