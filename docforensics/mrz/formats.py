"""The MRZ formats: which field stands where (Doc 9303 Parts 4 to 7, section 4.2 of each; Part 7 also 5.2).

The tables below are written in ICAO's own positions (lines and columns from 1, last column included), so that
they can be laid beside the document. What leaves this module counts from 0, half-open, as Python slices do.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from docforensics.mrz.alphabet import DIGITS, FILLER, LETTERS, SYMBOLS


class MrzFormat(StrEnum):
    """Formats told apart by number and length of lines, and by the first letters for visas and France."""

    TD1 = "TD1"
    TD2 = "TD2"
    TD3 = "TD3"
    MRVA = "MRVA"
    MRVB = "MRVB"
    FRA = "FRA"
    """French national identity card of 1988 to 2021: 2 x 36, not an ICAO layout."""


class DateKind(StrEnum):
    """Which century rule a date field follows, and how many of its parts are printed."""

    BIRTH = "birth"
    EXPIRY = "expiry"
    ISSUE = "issue"
    """YYMM, on the French card only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Characters `start` to `stop` (half-open) of one line, all counted from 0."""

    line: int
    start: int
    stop: int

    def of(self, lines: Sequence[str]) -> str:
        """Return the characters that are there; fewer, or none, where a line is too short."""
        return lines[self.line][self.start : self.stop] if self.line < len(lines) else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldSpec:
    """One field of a format."""

    name: str
    span: Span
    charset: str
    """The symbols that the standard allows here."""
    date: DateKind | None = None
    digit: str | None = None
    """Name of the check digit that covers this field alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckSpec:
    """One check digit of a format."""

    name: str
    line: int
    column: int
    covers: tuple[Span, ...]
    """In the order in which the weights 7, 3, 1 run over them, without a restart."""
    filler_when_empty: bool = False
    """Whether a filler may stand for 0 when everything covered is filler (TD3 optional data)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MrzLayout:
    """Everything that a format fixes about its text."""

    format: MrzFormat
    n_lines: int
    length: int
    """Characters a line."""
    size_mm: tuple[float, float]
    """Nominal width and height of the document."""
    fields: tuple[FieldSpec, ...]
    checks: tuple[CheckSpec, ...]
    long_numbers: bool = False
    """Whether a document number of more than 9 characters runs on into the optional data (Part 5 note j)."""

    def field(self, name: str) -> FieldSpec | None:
        """Return the field of this name, or None where the format has none."""
        return next((spec for spec in self.fields if spec.name == name), None)


ANY = SYMBOLS
NAME = LETTERS + FILLER
DIGIT_OR_FILLER = DIGITS + FILLER
SEX = "FM" + FILLER


def _span(line: int, first: int, last: int) -> Span:
    return Span(line=line - 1, start=first - 1, stop=last)


def _field(
    name: str,
    where: tuple[int, int, int],
    charset: str,
    *,
    date: DateKind | None = None,
    checked: bool = False,
) -> FieldSpec:
    digit = name if checked else None
    return FieldSpec(name=name, span=_span(*where), charset=charset, date=date, digit=digit)


def _check(
    name: str, line: int, column: int, *covers: tuple[int, int, int], or_filler: bool = False
) -> CheckSpec:
    spans = tuple(_span(*where) for where in covers)
    return CheckSpec(name=name, line=line - 1, column=column - 1, covers=spans, filler_when_empty=or_filler)


def _first_line(length: int, code_charset: str) -> tuple[FieldSpec, ...]:
    """Line 1 of every two-line ICAO format."""
    return (
        _field("document_code", (1, 1, 2), code_charset),
        _field("issuer", (1, 3, 5), NAME),
        _field("name", (1, 6, length), NAME),
    )


_SECOND_LINE = (
    _field("document_number", (2, 1, 9), ANY, checked=True),
    _field("nationality", (2, 11, 13), NAME),
    _field("birth_date", (2, 14, 19), DIGIT_OR_FILLER, date=DateKind.BIRTH, checked=True),
    _field("sex", (2, 21, 21), SEX),
    _field("expiry_date", (2, 22, 27), DIGITS, date=DateKind.EXPIRY, checked=True),
)
"""Columns 1 to 28 of line 2 are the same in every two-line ICAO format."""
_SECOND_LINE_CHECKS = (
    _check("document_number", 2, 10, (2, 1, 9)),
    _check("birth_date", 2, 20, (2, 14, 19)),
    _check("expiry_date", 2, 28, (2, 22, 27)),
)

_TD3 = MrzLayout(
    format=MrzFormat.TD3,
    n_lines=2,
    length=44,
    size_mm=(125.0, 88.0),
    fields=(*_first_line(44, NAME), *_SECOND_LINE, _field("optional_data", (2, 29, 42), ANY, checked=True)),
    checks=(
        *_SECOND_LINE_CHECKS,
        _check("optional_data", 2, 43, (2, 29, 42), or_filler=True),
        _check("composite", 2, 44, (2, 1, 10), (2, 14, 20), (2, 22, 43)),
    ),
)
_TD2 = MrzLayout(
    format=MrzFormat.TD2,
    n_lines=2,
    length=36,
    size_mm=(105.0, 74.0),
    fields=(*_first_line(36, ANY), *_SECOND_LINE, _field("optional_data", (2, 29, 35), ANY)),
    checks=(*_SECOND_LINE_CHECKS, _check("composite", 2, 36, (2, 1, 10), (2, 14, 20), (2, 22, 35))),
    long_numbers=True,
)
_TD1 = MrzLayout(
    format=MrzFormat.TD1,
    n_lines=3,
    length=30,
    size_mm=(85.60, 53.98),
    fields=(
        _field("document_code", (1, 1, 2), ANY),
        _field("issuer", (1, 3, 5), NAME),
        _field("document_number", (1, 6, 14), ANY, checked=True),
        _field("optional_data", (1, 16, 30), ANY),
        _field("birth_date", (2, 1, 6), DIGIT_OR_FILLER, date=DateKind.BIRTH, checked=True),
        _field("sex", (2, 8, 8), SEX),
        _field("expiry_date", (2, 9, 14), DIGITS, date=DateKind.EXPIRY, checked=True),
        _field("nationality", (2, 16, 18), NAME),
        _field("optional_data_2", (2, 19, 29), ANY),
        _field("name", (3, 1, 30), NAME),
    ),
    checks=(
        _check("document_number", 1, 15, (1, 6, 14)),
        _check("birth_date", 2, 7, (2, 1, 6)),
        _check("expiry_date", 2, 15, (2, 9, 14)),
        _check("composite", 2, 30, (1, 6, 30), (2, 1, 7), (2, 9, 15), (2, 19, 29)),
    ),
    long_numbers=True,
)
_MRVA = MrzLayout(
    format=MrzFormat.MRVA,
    n_lines=2,
    length=44,
    size_mm=(120.0, 80.0),
    fields=(*_first_line(44, NAME), *_SECOND_LINE, _field("optional_data", (2, 29, 44), ANY)),
    checks=_SECOND_LINE_CHECKS,
)
_MRVB = MrzLayout(
    format=MrzFormat.MRVB,
    n_lines=2,
    length=36,
    size_mm=(105.0, 74.0),
    fields=(*_first_line(36, NAME), *_SECOND_LINE, _field("optional_data", (2, 29, 36), ANY)),
    checks=_SECOND_LINE_CHECKS,
)
_FRA = MrzLayout(
    format=MrzFormat.FRA,
    n_lines=2,
    length=36,
    size_mm=(105.0, 74.0),
    fields=(
        _field("document_code", (1, 1, 2), NAME),
        _field("issuer", (1, 3, 5), NAME),
        _field("surname", (1, 6, 30), NAME),
        _field("issuing_office", (1, 31, 36), ANY),  # department, then office
        _field("document_number", (2, 1, 12), ANY, checked=True),
        _field("issue_date", (2, 1, 4), DIGITS, date=DateKind.ISSUE),  # the number begins with YYMM of issue
        _field("given_names", (2, 14, 27), NAME),
        _field("birth_date", (2, 28, 33), DIGIT_OR_FILLER, date=DateKind.BIRTH, checked=True),
        _field("sex", (2, 35, 35), SEX),
    ),
    checks=(
        _check("document_number", 2, 13, (2, 1, 12)),
        _check("birth_date", 2, 34, (2, 28, 33)),
        _check("composite", 2, 36, (1, 1, 36), (2, 1, 35)),
    ),
)

LAYOUTS = MappingProxyType({layout.format: layout for layout in (_TD1, _TD2, _TD3, _MRVA, _MRVB, _FRA)})

NEAR = 4
"""Characters that a line may lack or have too many and still be laid against a format."""


def format_of(lines: Sequence[str]) -> MrzFormat | None:
    """Tell the format whose line count and lengths these lines have exactly; None when none does."""
    layout = LAYOUTS[nearest] if (nearest := nearest_format(lines)) else None
    exact = layout is not None and all(len(line) == layout.length for line in lines)
    return nearest if exact else None


def nearest_format(lines: Sequence[str]) -> MrzFormat | None:
    """Tell the format of this line count from which no line differs by more than `NEAR`, or None.

    Two lines of 40 lie between 36 and 44 and are laid against the longer.
    """
    shapes = {(layout.n_lines, layout.length) for layout in LAYOUTS.values()}
    near = [shape for shape in shapes if excess(lines, *shape) <= NEAR]
    if not near:
        return None
    n_lines, length = min(
        near, key=lambda shape: (sum(abs(len(line) - shape[1]) for line in lines), -shape[1])
    )
    return _told_by_letters(n_lines, length, lines[0])


def excess(lines: Sequence[str], n_lines: int, length: int) -> float:
    """Measure the largest difference of any line from `length`; infinite for another number of lines."""
    return max(abs(len(line) - length) for line in lines) if lines and len(lines) == n_lines else float("inf")


def _told_by_letters(n_lines: int, length: int, first: str) -> MrzFormat:
    if n_lines == _TD1.n_lines:
        return MrzFormat.TD1
    if length == _TD3.length:
        return MrzFormat.MRVA if first.startswith("V") else MrzFormat.TD3
    if first.startswith("IDFRA"):
        return MrzFormat.FRA
    return MrzFormat.MRVB if first.startswith("V") else MrzFormat.TD2
