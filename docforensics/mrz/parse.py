"""Text of an MRZ -> `Mrz`: fields and check digits. Pure; it never judges and never repairs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from docforensics.errors import MrzFormatError
from docforensics.formats.alphabet import FILLER, SYMBOLS
from docforensics.formats.layout import CheckDigitSpec, MrzLayout, Span
from docforensics.formats.recognise import NEAR, excess, nearest_format, shapes_in_words
from docforensics.formats.table import FORMATS, MrzFormat
from docforensics.mrz import dates
from docforensics.mrz.check_digit import check_digit
from docforensics.mrz.names import MrzName, components, ends_in_letter, split_name
from docforensics.mrz.reading import MrzReading


@dataclass(frozen=True, slots=True, kw_only=True)
class MrzField:
    """One field as printed. Lines and columns count from 0, half-open."""

    name: str
    raw: str
    """The characters as printed, fillers included; shorter than the field where a line is too short."""
    value: str
    """`raw` without outer fillers, inner ones as spaces; for a long document number the whole number."""
    line: int
    start: int
    stop: int
    digit: str | None
    """Name of the check digit that covers this field alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckDigit:
    """One check digit, printed and computed."""

    name: str
    printed: str
    """The character in the digit's place; empty where the line is too short for it."""
    computed: str | None
    """The digit that belongs to what is covered; None where a character is missing or no MRZ symbol."""
    covers: tuple[Span, ...]
    """What it is computed over, in the order of the weights."""
    line: int
    column: int
    filler_allowed: bool = False
    """Everything covered is filler, and the format lets a filler stand for the digit."""

    @property
    def agrees(self) -> bool:
        """Whether the printed digit is the computed one. Agreement is no evidence of authenticity."""
        return self.decidable and (
            self.printed == self.computed or (self.filler_allowed and self.printed == FILLER)
        )

    @property
    def decidable(self) -> bool:
        """Whether the digit and all it covers are there as MRZ symbols; if not, `agrees` has no meaning."""
        return self.computed is not None and self.printed != "" and self.printed in SYMBOLS


@dataclass(frozen=True, slots=True, kw_only=True)
class Mrz:
    """A machine readable zone, taken apart."""

    format: MrzFormat
    lines: tuple[str, ...]
    """As given, without blanks around them."""
    all_fields: tuple[MrzField, ...]
    """In the order of the format's table."""
    check_digits: tuple[CheckDigit, ...]
    irregularities: tuple[str, ...]
    """Lines of another length than the format's, characters that are no MRZ symbols; mostly empty."""

    @property
    def fields(self) -> Mapping[str, MrzField]:
        """The fields by name."""
        return MappingProxyType({field.name: field for field in self.all_fields})

    def value(self, name: str) -> str | None:
        """Return the value of a field; None where this format has no such field."""
        return next((field.value for field in self.all_fields if field.name == name), None)

    def check_digit(self, name: str) -> CheckDigit | None:
        """Return the check digit of this name; None where this format has none."""
        return next((digit for digit in self.check_digits if digit.name == name), None)

    @property
    def document_code(self) -> str:
        """One or two characters, without fillers."""
        return self.value("document_code") or ""

    @property
    def issuer(self) -> str:
        """Code of the issuing State or organisation, without fillers (`D` for Germany)."""
        return self.value("issuer") or ""

    @property
    def document_number(self) -> str:
        """The whole number, also where it runs on into the optional data."""
        return self.value("document_number") or ""

    @property
    def nationality(self) -> str | None:
        """Code of the nationality, without fillers; None where the format prints none."""
        return self.value("nationality")

    @property
    def name(self) -> MrzName:
        """The holder's name."""
        fields = self.fields
        if "name" in fields:
            return split_name(fields["name"].raw)
        surname, given = fields["surname"].raw, fields["given_names"].raw
        truncated = ends_in_letter(surname) or ends_in_letter(given)
        return MrzName(primary=components(surname), secondary=components(given), may_be_truncated=truncated)

    @property
    def surname(self) -> str:
        """The primary identifier with spaces."""
        return self.name.surname

    @property
    def given_names(self) -> str:
        """The secondary identifier with spaces; empty when there is none."""
        return self.name.given_names

    def birth_date(self, inspected_on: date) -> dates.MrzDate:
        """Read the date of birth, its century by the rule of TR-03135."""
        return dates.birth_date(self.fields["birth_date"].raw, inspected_on)

    def expiry_date(self, inspected_on: date) -> dates.MrzDate | None:
        """Read the date of expiry, century by the rule of TR-03135; None where none is printed (France)."""
        field = self.fields.get("expiry_date")
        return dates.expiry_date(field.raw, inspected_on) if field else None

    def issue_date(self, inspected_on: date) -> dates.MrzDate | None:
        """Year and month of issue; None where the format prints none (all but France)."""
        field = self.fields.get("issue_date")
        return dates.issue_date(field.raw, inspected_on) if field else None


def parse_mrz(text: str | Sequence[str], *, format: MrzFormat | None = None) -> Mrz:  # noqa: A002
    """Take an MRZ apart, exactly as it is printed.

    Parameters
    ----------
    text
        The lines, as one text with line breaks or as a sequence. Empty lines and blanks around a line are
        dropped, and nothing else: lower case and foreign characters stay and are named in `irregularities`.
    format
        The format to lay it against; by default the one that its line count, lengths and first letters tell.

    Raises
    ------
    MrzFormatError
        No format has this number of lines with lengths within 4 characters.
    """
    lines = _lines(text)
    found = _fitting_format(lines, format)
    layout = FORMATS[found].layout
    fields, checks = _place(layout, lines)
    return Mrz(
        format=found,
        lines=lines,
        all_fields=fields,
        check_digits=tuple(_compare(check, lines) for check in checks),
        irregularities=(*_wrong_lengths(found, lines), *_forbidden_characters(lines)),
    )


def parse_reading(reading: MrzReading | None) -> Mrz | None:
    """Take what was read apart; None where nothing was, or it fits no format."""
    try:
        return None if reading is None else parse_mrz(reading.lines)
    except MrzFormatError:
        return None


def _lines(text: str | Sequence[str]) -> tuple[str, ...]:
    whole = text if isinstance(text, str) else "\n".join(text)
    return tuple(stripped for line in whole.splitlines() if (stripped := line.strip()))


def _fitting_format(lines: tuple[str, ...], wanted: MrzFormat | None) -> MrzFormat:
    if wanted is None:
        found = nearest_format(lines)
        if found is None:
            raise MrzFormatError(f"expected {shapes_in_words()}; got {_shape(lines)}")
        return found
    layout = FORMATS[wanted].layout
    if excess(lines, layout.n_lines, layout.length) > NEAR:
        expected = f"{layout.n_lines} lines of {layout.length} characters ({wanted})"
        raise MrzFormatError(f"expected {expected}; got {_shape(lines)}")
    return wanted


def _shape(lines: tuple[str, ...]) -> str:
    """Tell the lengths alone: an error's text must not carry personal data into a log."""
    if not lines:
        return "an empty text"
    lengths = ", ".join(str(len(line)) for line in lines[:6]) + (", ..." if len(lines) > 6 else "")
    return f"{len(lines)} line{'s' if len(lines) > 1 else ''} of {lengths} characters"


def _place(
    layout: MrzLayout, lines: tuple[str, ...]
) -> tuple[tuple[MrzField, ...], tuple[CheckDigitSpec, ...]]:
    fields = tuple(_field(spec.name, spec.span, spec.digit, lines) for spec in layout.fields)
    continuation = _continuation(layout, lines)
    if continuation is None:
        return fields, layout.checks
    return _with_long_number(fields, continuation, lines), _with_long_digit(layout.checks, continuation)


def _field(name: str, span: Span, digit: str | None, lines: tuple[str, ...]) -> MrzField:
    raw = span.of(lines)
    return MrzField(
        name=name,
        raw=raw,
        value=_value(raw),
        line=span.line,
        start=span.start,
        stop=span.stop,
        digit=digit,
    )


def _value(raw: str) -> str:
    return raw.strip(FILLER).replace(FILLER, " ")


def _continuation(layout: MrzLayout, lines: tuple[str, ...]) -> Span | None:
    """Where the rest of a long document number stands, without its digit (Doc 9303-5 section 4.2.2 note j).

    The number field is full, a filler stands for its digit, and at least one character and the digit open the
    optional data.
    """
    number, rest = layout.field("document_number"), layout.field("optional_data")
    if not (layout.long_numbers and number and rest):
        return None
    printed = Span(line=number.span.line, start=number.span.start, stop=number.span.stop + 1).of(lines)
    opening = len(rest.span.of(lines).partition(FILLER)[0])
    if len(printed) < 10 or printed[-1] != FILLER or printed[-2] == FILLER or opening < 2:
        return None
    return Span(line=rest.span.line, start=rest.span.start, stop=rest.span.start + opening - 1)


def _with_long_number(
    fields: tuple[MrzField, ...], continuation: Span, lines: tuple[str, ...]
) -> tuple[MrzField, ...]:
    """Make the value whole and the continuation a field; the optional data begin after its digit."""
    extra = _field("document_number_continuation", continuation, "document_number", lines)
    return (*(_lengthened(field, extra.raw, extra.stop + 1) for field in fields), extra)


def _lengthened(field: MrzField, rest: str, start: int) -> MrzField:
    if field.name == "document_number":
        return replace(field, value=field.value + rest)
    if field.name == "optional_data":
        raw = field.raw[start - field.start :]
        return replace(field, raw=raw, value=_value(raw), start=start)
    return field


def _with_long_digit(checks: tuple[CheckDigitSpec, ...], continuation: Span) -> tuple[CheckDigitSpec, ...]:
    """Move the digit behind the continuation and let it cover both parts, without the filler between."""
    return tuple(
        replace(check, line=continuation.line, column=continuation.stop, covers=(*check.covers, continuation))
        if check.name == "document_number"
        else check
        for check in checks
    )


def _compare(spec: CheckDigitSpec, lines: tuple[str, ...]) -> CheckDigit:
    covered = "".join(span.of(lines) for span in spec.covers)
    whole = len(covered) == sum(span.stop - span.start for span in spec.covers) and set(covered) <= set(
        SYMBOLS
    )
    return CheckDigit(
        name=spec.name,
        printed=lines[spec.line][spec.column : spec.column + 1],
        computed=check_digit(covered) if whole else None,
        covers=spec.covers,
        line=spec.line,
        column=spec.column,
        filler_allowed=spec.filler_when_empty and not covered.strip(FILLER),
    )


def _wrong_lengths(found: MrzFormat, lines: tuple[str, ...]) -> tuple[str, ...]:
    length = FORMATS[found].layout.length
    return tuple(
        f"line {number}: {len(line)} characters, expected {length} for {found}"
        for number, line in enumerate(lines, start=1)
        if len(line) != length
    )


def _forbidden_characters(lines: tuple[str, ...]) -> tuple[str, ...]:
    odd = [[column for column, symbol in enumerate(line, start=1) if symbol not in SYMBOLS] for line in lines]
    return tuple(
        f"line {number}: not A-Z, 0-9 or < in column {', '.join(map(str, columns))}"
        for number, columns in enumerate(odd, start=1)
        if columns
    )
