"""Hostile files of the kinds that are read quickly, here; all others by `python -m fuzz.hostile_tried`, which takes minutes."""

import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from docforensics.errors import DocforensicsError
from fuzz import hostile_formats, hostile_tables, hostile_tried
from fuzz.hostile import Hostile, Special, json_horrors
from fuzz.hostile_readers import READERS

QUICK = [
    *hostile_formats._seals(),
    *hostile_formats._answers(),
    *hostile_formats._keys(),
    *hostile_tables._confirmations(),
    *hostile_tables._benchmarks(),
    *hostile_tables._outcomes(),
    *hostile_tables._profiles(),
]


def test_there_are_many_and_each_is_another() -> None:
    """Of kinds that are read."""
    names = [(one.kind, one.name) for one in QUICK]
    assert len(set(names)) == len(names)
    assert min(Counter(kind for kind, _ in names).values()) >= 9
    assert {kind for kind, _ in names} <= set(READERS)


@pytest.mark.parametrize("one", QUICK, ids=lambda one: f"{one.kind}-{one.name}")
def test_it_raises_our_own_errors_alone(tmp_path: Path, one: Hostile) -> None:
    """With words, or is read."""
    one.lay(tmp_path)
    told = "it is read"
    try:
        READERS[one.kind](tmp_path)
    except DocforensicsError as error:
        told = str(error)
    assert told


def test_what_is_no_file_is_laid_as_such(tmp_path: Path) -> None:
    """A pipe, a device, a folder, a link to itself, a link elsewhere."""
    Hostile(kind="seal", name="", files={**{one.name: one for one in Special}, "a/link": tmp_path}).lay(
        tmp_path
    )
    assert (tmp_path / "PIPE").is_fifo()
    assert (tmp_path / "ENDLESS").readlink() == Path("/dev/zero")
    assert (tmp_path / "FOLDER").is_dir()
    assert not os.path.exists(tmp_path / "ITSELF")  # noqa: PTH110 (pathlib raises of such a link)
    assert (tmp_path / "a" / "link").readlink() == tmp_path


def test_a_value_is_put_at_its_key_at_any_depth() -> None:
    """And a key that is not there is a mistake of whoever names it."""
    told = dict(json_horrors({"a": [{"b": 1}, 2]}, "b"))
    assert told["b-beyond-float"] == b'{"a": [{"b": 1e999}, 2]}'
    with pytest.raises(ValueError, match="no key c"):
        dict(json_horrors({"a": 1}, "c"))


def test_what_is_none_of_ours_and_what_was_ended_are_counted(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """By kind and name."""

    def fails(_: Path) -> None:
        raise ZeroDivisionError("of theirs")

    monkeypatch.setattr(hostile_tried, "READERS", {"seal": fails})
    row: dict[str, Any] = {"kind": "seal", "name": "x", "here": hostile_tried.read("seal", tmp_path)}
    late = {"kind": "seal", "name": "late", "isolated": {"ended": "OverrunError", "seconds": 5.1}}
    found = hostile_tried.summary([{**row, "isolated": {}}, late])
    assert found["uncaught"] == {"seal/x": "ZeroDivisionError: of theirs"}
    assert found["ended"] == {"seal/late": "OverrunError"}
