"""The table of formats: every row is whole, and whatever depends on the format can use it."""

from itertools import combinations

import pytest

from docforensics.formats.alphabet import SYMBOLS
from docforensics.formats.layout import MrzLayout, Span
from docforensics.formats.table import (
    FORMATS,
    PITCH_MM,
    DocumentFormat,
    MrzFormat,
    PageSize,
)
from docforensics.mrz.icao import document_code_faults

EVERY = pytest.mark.parametrize("layout", [row.layout for row in FORMATS.values()], ids=FORMATS)


def _places(span: Span) -> set[tuple[int, int]]:
    return {(span.line, column) for column in range(span.start, span.stop)}


def test_every_format_has_a_layout() -> None:
    """No format is named without its table, and each table says which format it is."""
    assert set(FORMATS) == set(MrzFormat)
    assert all(row.format is name for name, row in FORMATS.items())


@EVERY
def test_fields_and_digits_tile_the_lines(layout: MrzLayout) -> None:
    """Every character belongs to one field or is one check digit; only the French issue date overlaps."""
    fields = [_places(spec.span) for spec in layout.fields if spec.name != "issue_date"]
    digits = [{(check.line, check.column)} for check in layout.checks]
    everywhere = {(line, column) for line in range(layout.n_lines) for column in range(layout.length)}
    assert set().union(*fields, *digits) == everywhere
    assert not any(one & other for one, other in combinations([*fields, *digits], 2))


@EVERY
def test_names_are_unique_and_a_field_names_the_digit_that_covers_it_alone(layout: MrzLayout) -> None:
    """`FieldSpec.digit` and `CheckDigitSpec.covers` tell the same story."""
    checks = {check.name: check for check in layout.checks}
    assert len(checks) == len(layout.checks)
    assert len({spec.name for spec in layout.fields}) == len(layout.fields)
    covered = {spec.digit: (spec.span,) for spec in layout.fields if spec.digit}
    assert covered == {name: check.covers for name, check in checks.items() if name != "composite"}


@EVERY
def test_charsets_are_of_the_mrz(layout: MrzLayout) -> None:
    """No field allows what no MRZ prints."""
    assert all(set(spec.charset) <= set(SYMBOLS) for spec in layout.fields)


def test_visas_have_no_composite() -> None:
    """Doc 9303-7 has one check fewer than Parts 4 to 6."""
    without = {
        name for name, row in FORMATS.items() if "composite" not in [c.name for c in row.layout.checks]
    }
    assert without == {MrzFormat.MRVA, MrzFormat.MRVB}


@pytest.mark.parametrize(
    ("mrz_format", "covered"),
    [
        (MrzFormat.TD1, {0: [(6, 30)], 1: [(1, 7), (9, 15), (19, 29)]}),
        (MrzFormat.TD2, {1: [(1, 10), (14, 20), (22, 35)]}),
        (MrzFormat.TD3, {1: [(1, 10), (14, 20), (22, 43)]}),
        (MrzFormat.FRA, {0: [(1, 36)], 1: [(1, 35)]}),
    ],
)
def test_composites_cover_what_the_standard_says(
    mrz_format: MrzFormat, covered: dict[int, list[tuple[int, int]]]
) -> None:
    """Positions from 1, last included, as in Doc 9303."""
    composite = next(check for check in FORMATS[mrz_format].layout.checks if check.name == "composite")
    wanted = [(line, first - 1, last) for line, spans in covered.items() for first, last in spans]
    assert [(span.line, span.start, span.stop) for span in composite.covers] == wanted


def test_only_cards_let_numbers_run_on() -> None:
    """The long document number is a rule of Parts 5 and 6 alone."""
    assert {name for name, row in FORMATS.items() if row.layout.long_numbers} == {
        MrzFormat.TD1,
        MrzFormat.TD2,
    }


EVERY_ROW = pytest.mark.parametrize("row", FORMATS.values(), ids=FORMATS)


@EVERY_ROW
def test_the_zone_stands_on_the_page(row: DocumentFormat) -> None:
    """One centre a line, from the top down, and every character between the page's edges."""
    width, height = row.size.millimetres
    place = row.place
    assert len(place.centres) == row.layout.n_lines
    assert list(place.centres) == sorted(place.centres, reverse=True)
    assert 0 < place.centres[-1] < place.centres[0] < height
    assert place.left > 0
    assert place.left + place.columns * PITCH_MM < width


@EVERY_ROW
def test_some_document_code_is_allowed(row: DocumentFormat) -> None:
    """Each first letter with a filler has no fault, and the opening agrees with the letters."""
    assert all(document_code_faults(letter + "<", row.format) == () for letter in row.codes.first)
    assert row.opening[:1] in ("", *row.codes.first)


@EVERY_ROW
def test_of_the_formats_of_one_shape_one_needs_no_opening(row: DocumentFormat) -> None:
    """And the openings of the others differ, so that any first line has exactly one format."""
    shape = (row.layout.n_lines, row.layout.length)
    openings = [
        other.opening for other in FORMATS.values() if (other.layout.n_lines, other.layout.length) == shape
    ]
    assert openings.count("") == 1
    assert len(set(openings)) == len(openings)


@pytest.mark.parametrize("size", PageSize)
def test_every_size_is_measured_and_knows_its_portraits(size: PageSize) -> None:
    """Wider than high, and portraits from narrow to wide that leave room on the page."""
    width, height = size.millimetres
    assert width > height > 0
    assert list(size.portrait_widths) == sorted(set(size.portrait_widths))
    assert 0 < size.portrait_widths[0] <= size.portrait_widths[-1] < width / 2


def test_only_stickers_in_a_passport_are_visas() -> None:
    """Doc 9303-7 is the part of visas."""
    assert {name for name, row in FORMATS.items() if row.is_visa} == {MrzFormat.MRVA, MrzFormat.MRVB}
