"""The tables of the formats."""

from itertools import combinations

import pytest

from docforensics.mrz.alphabet import SYMBOLS
from docforensics.mrz.formats import LAYOUTS, MrzFormat, MrzLayout, Span, format_of, nearest_format

EVERY = pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)


def _places(span: Span) -> set[tuple[int, int]]:
    return {(span.line, column) for column in range(span.start, span.stop)}


def test_every_format_has_a_layout() -> None:
    """No format is named without its table, and each table says which format it is."""
    assert set(LAYOUTS) == set(MrzFormat)
    assert all(layout.format is name for name, layout in LAYOUTS.items())


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
    """`FieldSpec.digit` and `CheckSpec.covers` tell the same story."""
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
    without = {name for name, layout in LAYOUTS.items() if "composite" not in [c.name for c in layout.checks]}
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
    composite = next(check for check in LAYOUTS[mrz_format].checks if check.name == "composite")
    wanted = [(line, first - 1, last) for line, spans in covered.items() for first, last in spans]
    assert [(span.line, span.start, span.stop) for span in composite.covers] == wanted


def test_only_cards_let_numbers_run_on() -> None:
    """The long document number is a rule of Parts 5 and 6 alone."""
    assert {name for name, layout in LAYOUTS.items() if layout.long_numbers} == {MrzFormat.TD1, MrzFormat.TD2}


@pytest.mark.parametrize(
    ("first", "n_lines", "length", "wanted"),
    [
        ("I<", 3, 30, MrzFormat.TD1),
        ("V<", 3, 30, MrzFormat.TD1),
        ("I<", 2, 36, MrzFormat.TD2),
        ("PU", 2, 36, MrzFormat.TD2),
        ("V<", 2, 36, MrzFormat.MRVB),
        ("IDFRA", 2, 36, MrzFormat.FRA),
        ("P<", 2, 44, MrzFormat.TD3),
        ("VN", 2, 44, MrzFormat.MRVA),
    ],
)
def test_lines_tell_their_format(first: str, n_lines: int, length: int, wanted: MrzFormat) -> None:
    """Count and length of the lines, then the first letters."""
    lines = (first.ljust(length, "<"), *["<" * length] * (n_lines - 1))
    assert format_of(lines) is wanted
    assert nearest_format(lines) is wanted


@pytest.mark.parametrize(
    ("length", "wanted"), [(33, "TD2"), (39, "TD2"), (40, "TD3"), (41, "TD3"), (48, "TD3")]
)
def test_a_line_of_odd_length_has_only_a_nearest_format(length: int, wanted: str) -> None:
    """Exact lengths or nothing for `format_of`; up to four characters more or fewer for `nearest_format`."""
    lines = ("P" * length, "<" * length)
    assert format_of(lines) is None
    assert nearest_format(lines) == wanted


@pytest.mark.parametrize(
    "lengths",
    [(), (44,), (44, 44, 44), (30, 30), (31, 31), (49, 44), (44, 36), (30, 30, 25), (30, 30, 30, 30)],
)
def test_other_shapes_have_no_format(lengths: tuple[int, ...]) -> None:
    """Another number of lines, or a line too far from every length."""
    lines = tuple("P" * length for length in lengths)
    assert nearest_format(lines) is None
    assert format_of(lines) is None


def test_a_span_returns_what_is_there() -> None:
    """Short and missing lines give short and empty text, never an error."""
    assert Span(line=1, start=2, stop=5).of(("ABCDEFG", "HIJK")) == "JK"
    assert not Span(line=2, start=0, stop=5).of(("ABCDEFG", "HIJK"))
