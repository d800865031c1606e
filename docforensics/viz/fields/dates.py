"""Dates as the visual zone prints them (Doc 9303-3 section 4.8), looked for in what was read."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType

Triple = tuple[int, int, int]
"""Two-digit year, month, day: all that the MRZ says."""

_NUMBERS = re.compile(r"(?<!\d)(\d{2}|\d{4})[ ]{1,2}(\d{2})[ ]{1,2}(\d{4}|\d{2})(?!\d)")
_RUN = re.compile(r"(?<!\d)(\d{2})(\d{2})(\d{4})(?!\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedDate:
    """A date among what was read."""

    readings: frozenset[Triple]
    """What it may mean: day and month may stand in either order where the month is a number."""
    year: int | None
    """Four digits, where they are printed."""
    start: int
    stop: int
    """Characters of the text, half-open."""


@cache
def words() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """The tables of `words.toml`."""
    text = files("docforensics.viz.fields").joinpath("words.toml").read_text(encoding="utf-8")
    return MappingProxyType(
        {name: {key: tuple(row) for key, row in table.items()} for name, table in tomllib.loads(text).items()}
    )


@cache
def month_names() -> Mapping[str, int]:
    """Every month name of the tables, and its number."""
    return MappingProxyType(
        {name: number for row in words()["months"].values() for number, name in enumerate(row, start=1)}
    )


@cache
def _named() -> re.Pattern[str]:
    names = "|".join(sorted(month_names(), key=len, reverse=True))
    # A second month name may follow, in another language: `12 AUG AOUT 74`.
    return re.compile(
        rf"(?<!\d)(\d{{1,2}})[ ]{{0,2}}({names})(?:[ ]{{1,3}}(?:{names}))?[ ]{{0,2}}(\d{{4}}|\d{{2}})(?!\d)"
    )


def printed_dates(text: str) -> Iterator[PrintedDate]:
    """Yield the dates in a text of capitals, digits, blanks and newlines."""
    for found in _named().finditer(text):
        day, month, year = int(found[1]), month_names()[found[2]], found[3]
        yield _date(found, {(int(year[-2:]), month, day)}, year)
    for pattern in (_NUMBERS, _RUN):
        for found in pattern.finditer(text):
            first, middle, last = found.groups()
            if len(first) == 4:
                if len(last) == 2:
                    yield _date(found, {(int(first[-2:]), int(middle), int(last))}, first)
                continue
            either = {(int(last[-2:]), int(middle), int(first)), (int(last[-2:]), int(first), int(middle))}
            real = {reading for reading in either if is_real(reading)}
            if real:
                yield _date(found, real, last)


def _date(found: re.Match[str], readings: set[Triple], year: str) -> PrintedDate:
    return PrintedDate(
        readings=frozenset(readings),
        year=int(year) if len(year) == 4 else None,
        start=found.start(),
        stop=found.end(),
    )


def is_real(reading: Triple) -> bool:
    """Whether some century has this day."""
    year, month, day = reading
    try:
        date(2000 + year, month, day)
    except ValueError:
        return False
    return True


def renderings(reading: Triple, years: tuple[int, ...]) -> Iterator[str]:
    """Yield how a date may be printed, with four-digit `years` and with two digits, in capitals and blanks."""
    _, month, day = reading
    names = {row[month - 1] for row in words()["months"].values()} if 1 <= month <= 12 else set()
    for year in (*map(str, years), f"{reading[0]:02d}"):
        for name in sorted(names):
            yield f"{day:02d} {name} {year}"
        yield f"{day:02d} {month:02d} {year}"
        yield f"{month:02d} {day:02d} {year}"
        if len(year) == 4:
            yield f"{year} {month:02d} {day:02d}"


def distance(one: Triple, other: Triple) -> int:
    """How many of the six digits YYMMDD differ."""
    digits = ("".join(f"{part:02d}" for part in reading) for reading in (one, other))
    return sum(a != b for a, b in zip(*digits, strict=True))
