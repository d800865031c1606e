"""Which format an MRZ's lines have."""

import pytest

from docforensics.formats.recognise import format_of, nearest_format, shapes_in_words
from docforensics.formats.table import FORMATS, DocumentFormat, MrzFormat

EVERY = pytest.mark.parametrize("row", FORMATS.values(), ids=FORMATS)


@EVERY
def test_every_format_is_recognised_by_its_own_opening(row: DocumentFormat) -> None:
    """A row that another one hides would never be read."""
    code = row.opening or row.codes.first[0]
    first = code.ljust(row.layout.length, "<")
    assert format_of((first, *["<" * row.layout.length] * (row.layout.n_lines - 1))) is row.format


@EVERY
def test_every_format_is_named_where_none_fits(row: DocumentFormat) -> None:
    """The message of an error lists what would have fitted."""
    assert f"{row.layout.n_lines} lines of {row.layout.length} (" in shapes_in_words()
    assert row.title in shapes_in_words()


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
