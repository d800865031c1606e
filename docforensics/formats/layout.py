"""What a format fixes about the text of its MRZ: lines, fields, check digits.

The tables are written in ICAO's own positions (lines and columns from 1, last column included), so that they can be
compared with the document. What leaves this module counts from 0, half-open, as Python slices do.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from docforensics.formats.alphabet import DIGITS, FILLER, LETTERS, SYMBOLS

ANY = SYMBOLS
NAME = LETTERS + FILLER
DIGIT_OR_FILLER = DIGITS + FILLER
SEX = "FM" + FILLER


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
    digit: str | None = None
    """Name of the check digit that covers this field alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckDigitSpec:
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

    n_lines: int
    length: int
    """Characters a line."""
    fields: tuple[FieldSpec, ...]
    checks: tuple[CheckDigitSpec, ...]
    long_numbers: bool = False
    """Whether a document number of more than 9 characters runs on into the optional data (Part 5 note j)."""

    def field(self, name: str) -> FieldSpec | None:
        """Return the field of this name, or None where the format has none."""
        return next((spec for spec in self.fields if spec.name == name), None)


def span_at(line: int, first: int, last: int) -> Span:
    """Turn ICAO's positions into a span."""
    return Span(line=line - 1, start=first - 1, stop=last)


def field_at(
    name: str,
    where: tuple[int, int, int],
    charset: str,
    *,
    checked: bool = False,
) -> FieldSpec:
    """Declare a field at line, first and last column; `checked` where a check digit of its name covers it alone."""
    return FieldSpec(name=name, span=span_at(*where), charset=charset, digit=name if checked else None)


def digit_at(
    name: str, line: int, column: int, *covers: tuple[int, int, int], or_filler: bool = False
) -> CheckDigitSpec:
    """Declare a check digit at line and column, over what it covers."""
    spans = tuple(span_at(*where) for where in covers)
    return CheckDigitSpec(
        name=name, line=line - 1, column=column - 1, covers=spans, filler_when_empty=or_filler
    )
