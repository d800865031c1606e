"""Tables become our types, and what does not fit is named by its place."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType

import pytest

from docforensics.errors import CalibrationError, UsageError
from docforensics.parsing import MOST_TOML_BYTES, made, placed, plain, read_json, read_toml


class Colour(StrEnum):
    """Of ink."""

    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ink:
    """An ink."""

    colour: Colour
    share: float = 1.0

    def __post_init__(self) -> None:
        if self.share > 1:
            raise UsageError(f"Ink.share: expected at most 1, got {self.share}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Print:
    """A print of inks."""

    inks: tuple[Ink, ...]
    first: Ink | None = None
    by_light: Mapping[str, Colour] = field(default_factory=lambda: MappingProxyType({}))
    by_use: Mapping[Colour, str] = field(default_factory=lambda: MappingProxyType({}))


def test_a_value_comes_back_as_it_was_laid_out() -> None:
    """Whole numbers become numbers, text becomes the choice that it names."""
    told = {"inks": [{"colour": "red", "share": 1}], "first": None, "by_light": {"uv": "blue"}, "by_use": {}}
    found = made(Print, told)
    assert found == Print(inks=(Ink(colour=Colour.RED),), by_light={"uv": Colour.BLUE})
    assert json.loads(json.dumps(plain(found))) == told


@pytest.mark.parametrize(
    ("told", "text"),
    [
        ({}, "missing key inks"),
        ({"inks": 3}, "inks: expected a list, got a whole number"),
        ({"inks": [{"colour": "green"}]}, r"inks\[0\].colour: expected red, blue, got 'green'"),
        ({"inks": [{"colour": "red", "share": "x"}]}, r"inks\[0\].share: expected a number, got text"),
        ({"inks": [{"colour": "red", "share": 2}]}, r"inks\[0\]: Ink.share: expected at most 1, got 2"),
        ({"inks": [{"colour": "red", "hue": 2}]}, "unknown key hue; known are colour, share"),
        ({"inks": [], "first": {"colour": 1}}, "first.colour: expected text, got a whole number"),
        ({"inks": [], "by_light": {"uv": "green"}}, r"by_light\[uv\]: expected red, blue, got 'green'"),
        ({"inks": [], "by_light": {"uv": "blue", "a.b": "green"}}, r"by_light\[a\.b\]: expected red, blue"),
        ({"inks": [], "by_use": {"green": "x"}}, r"by_use: expected red, blue, got 'green'"),
        ([], "expected a table, got a list"),
    ],
)
def test_what_does_not_fit_is_named_by_its_place(told: object, text: str) -> None:
    """With what was expected and what was found."""
    with pytest.raises(ValueError, match=text):
        made(Print, told)


def test_keys_are_named_at_every_depth() -> None:
    """Those of tables in lists, and of tables in tables."""
    with pytest.raises(ValueError, match=r"^\[1\]\[a\]\[d\]\.share: expected a number, got text$"):
        made(
            list[dict[str, dict[str, Ink]]],
            [{}, {"a": {"c": {"colour": "red"}, "d": {"colour": "red", "share": "x"}}}],
        )


def test_unknown_keys_may_be_passed_over() -> None:
    """For tables that other versions write."""
    assert made(Ink, {"colour": "red", "hue": 2}, more=True) == Ink(colour=Colour.RED)


def test_errors_take_the_class_and_the_name_of_the_file(tmp_path: Path) -> None:
    """Whatever the reading or the types raise inside."""
    (tmp_path / "a.toml").write_text("inks = [", encoding="utf-8")
    for file, text in (("a.toml", "a.toml: "), ("b.toml", "No such file")):
        with pytest.raises(CalibrationError, match=text), placed(file, CalibrationError):
            read_toml(tmp_path / file)
    with pytest.raises(CalibrationError, match=r"c: 'x' is missing"), placed("c", CalibrationError):
        raise KeyError("x")


def test_toml_nested_too_deep_is_no_crash(tmp_path: Path) -> None:
    """It is not readable, like other text that is no TOML."""
    file = tmp_path / "deep.toml"
    file.write_text("a=" + "[" * 3000, encoding="utf-8")
    with pytest.raises(ValueError, match="not readable as TOML"):
        read_toml(file)


@pytest.mark.parametrize(
    "text",
    [".".join(["a"] * 50_000) + " = 1", "[" + "'b' . " * 60 + "a]", "a = " + "9" * 5000, "a = [" * 100_000],
)
def test_toml_that_takes_minutes_is_refused(tmp_path: Path, text: str) -> None:
    """By the square of a key's parts, or of a number's digits."""
    file = tmp_path / "slow.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match="not readable as TOML"):
        read_toml(file)


def test_only_regular_files_of_bounded_size_are_read(tmp_path: Path) -> None:
    """Others are named as files that cannot be read are; a long key is cut in the message."""
    os.mkfifo(tmp_path / "pipe.toml")
    (tmp_path / "large.toml").write_text("#" * (MOST_TOML_BYTES + 1), encoding="utf-8")
    for name in ("pipe.toml", "large.toml"):
        with pytest.raises(UsageError, match=r"c: .*(regular|at most)"), placed("c", UsageError):
            read_toml(tmp_path / name)
    with pytest.raises(ValueError, match="unknown key") as refused:
        made(Ink, {"x" * 1_000_000: 1})
    assert len(str(refused.value)) < 1000


def test_a_byte_order_mark_is_passed_over(tmp_path: Path) -> None:
    """Some editors write one before the text."""
    file = tmp_path / "marked"
    file.write_text("a = 1", encoding="utf-8-sig")
    assert read_toml(file) == {"a": 1}
    assert read_json('{"a": 1}'.encode("utf-8-sig")) == read_json('{"a": 1}') == {"a": 1}
