"""Known texts are looked for with the reader's doubts."""

import numpy as np
import pytest
from hypothesis import given, strategies as st

from docforensics.viz.fields.match import FoldedText, find, find_all, find_each, fold
from docforensics.viz.recognise import ReadLine

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789ÄÑÜ .-/"


def line(text: str, certainty: float = 0.999, doubts: dict[int, tuple[str, float]] | None = None) -> ReadLine:
    """Make a line as read; `doubts` gives a second symbol its probability."""
    rows = np.full((len(text), len(ALPHABET)), (1 - certainty) / (len(ALPHABET) - 1), np.float32)
    for place, symbol in enumerate(text):
        rows[place, ALPHABET.index(symbol)] = certainty
        other, chance = (doubts or {}).get(place, ("", 0.0))
        if other:
            rows[place, ALPHABET.index(other)] = chance
    columns = (np.arange(len(text), dtype=np.float32) + 0.5) / max(len(text), 1)
    return ReadLine(text=text, posteriors=rows, alphabet=ALPHABET, columns=columns)


def page(*texts: str) -> FoldedText:
    """Fold some lines."""
    return fold([line(text) for text in texts])


def test_an_exact_text_costs_nothing_and_is_placed() -> None:
    """Wherever it stands."""
    text = page("Passport No.", "No. L898902C3 / UTO")
    found = find("L898902C3", text)
    assert found.cost < 0.1
    assert text.letters[found.start : found.stop] == "L898902C3"


@pytest.mark.parametrize(
    ("printed", "low", "high"), [("L8989O2C3", 1.0, 1.9), ("L898912C3", 3.0, 4.0), ("L898902C", 2.0, 3.0)]
)
def test_a_lookalike_costs_less_than_another_symbol(printed: str, low: float, high: float) -> None:
    """O for 0 is a misread; 1 for 0 is another text, and a lost character stands between."""
    assert low < find("L898902C3", page(printed)).cost < high


def test_a_doubt_of_the_reader_makes_another_reading_cheap() -> None:
    """What the reader holds half as likely costs 0.3."""
    text = fold([line("L898903C3", 0.6, {6: ("2", 0.3)})])
    assert find("L898902C3", text).cost == pytest.approx(0.3, abs=0.1)


def test_blanks_and_marks_cost_next_to_nothing() -> None:
    """A number may be set in groups."""
    assert find("123456789", page("123 456-789")).cost < 0.3


def test_a_text_does_not_run_on_into_the_next_line() -> None:
    """Lines are places of their own."""
    assert find("12 AUG 1974", page("12 AUG", "1974")).cost > 3


def test_the_whole_text_must_fit_when_asked() -> None:
    """A last character that differs cannot be dropped."""
    text = page("09 MAR 1951")
    assert find("09 MAR 1953", text).cost < 3
    assert find("09 MAR 1953", text, whole=True).cost > 3


@pytest.mark.parametrize(
    ("form", "expected"), [(0, "MUELLER"), (1, "MUXXLLER"), (2, "MULLER"), (0, "NUNEZ"), (1, "NUNXXEZ")]
)
def test_letters_fold_to_each_of_their_forms(form: int, expected: str) -> None:
    """All letters of a page take the same rank of form."""
    assert find(expected, fold([line("MÜLLER"), line("NUÑEZ")], form)).cost < 0.5


@pytest.mark.parametrize(
    ("printed", "folded"),
    [
        ("NationalityPavgUTOPIAN", "NATIONALITYPAVG UTOPIAN"),
        ("SÄDERBERG", "SADERBERG"),
        ("McDonald DE-FRIES", "MCDONALD DE FRIES"),
        ("MÄLN AG", "MALN AG"),
        ("Nr4ABC123", "NR4ABC123"),
    ],
)
def test_capitals_right_behind_a_label_are_a_word_of_their_own(printed: str, folded: str) -> None:
    """The reader overlooks the narrow blank between the two."""
    assert " ".join(fold([line(printed)], 1).letters.split()) == folded


def test_an_empty_page_has_nothing() -> None:
    """And does not fail."""
    assert find("ABC", fold([])).cost > 3


@given(
    st.text("ABC123", min_size=1, max_size=8), st.text("ABC123", max_size=12), st.text("ABC123", max_size=12)
)
def test_what_is_there_is_found(wanted: str, before: str, after: str) -> None:
    """Whatever stands around it."""
    text = page(before + wanted + after)
    found = find(wanted, text)
    assert found.cost < 0.1
    assert text.letters[found.start : found.stop] == wanted


@given(
    st.lists(st.text(ALPHABET[:26] + " 0", max_size=8), max_size=5),
    st.text(ALPHABET[:26] + " 0", min_size=1, max_size=12),
    st.booleans(),
)
def test_several_texts_are_found_as_each_by_itself(wanted: list[str], printed: str, whole: bool) -> None:
    """Of any lengths, empty ones and the same one twice too."""
    text = page(printed)
    assert find_all(wanted, text, whole=whole) == tuple(find(one, text, whole=whole) for one in wanted)


def test_of_an_empty_page_no_text_is_found() -> None:
    """One answer for each."""
    empty = page("X").part(0, 0)
    assert find_all(["A", "BC"], empty) == (find("A", empty),) * 2


def test_every_place_of_a_text_is_found() -> None:
    """The best of them is what `find` gives; a place at a higher cost is none."""
    text = page("MARTINEZ", "MARTIN", "MARTEN")
    every = find_each("MARTIN", text, 0.5)
    assert {text.letters[one.start : one.stop].strip() for one in every} == {"MARTIN"}
    assert sorted({one.start for one in every}) == [1, 10]
    assert find("MARTIN", text) in every
    assert find_each("", text, 9.0) == find_each("MARTIN", page(), 0.5) == ()
