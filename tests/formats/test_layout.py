"""The parts of a format's text."""

from docforensics.formats.layout import Span, digit_at, field_at, span_at


def test_a_span_returns_what_is_there() -> None:
    """Short and missing lines give short and empty text, never an error."""
    assert Span(line=1, start=2, stop=5).of(("ABCDEFG", "HIJK")) == "JK"
    assert not Span(line=2, start=0, stop=5).of(("ABCDEFG", "HIJK"))


def test_positions_of_the_standard_become_slices() -> None:
    """Lines and columns from 1, last included, become lines and columns from 0, half-open."""
    assert span_at(2, 14, 19) == Span(line=1, start=13, stop=19)
    assert field_at("sex", (2, 21, 21), "FM<").span == Span(line=1, start=20, stop=21)
    digit = digit_at("document_number", 2, 10, (2, 1, 9))
    assert (digit.line, digit.column, digit.covers) == (1, 9, (Span(line=1, start=0, stop=9),))


def test_a_checked_field_names_its_own_digit() -> None:
    """The name of field and digit is one."""
    assert field_at("birth_date", (2, 14, 19), "0", checked=True).digit == "birth_date"
    assert field_at("sex", (2, 21, 21), "FM<").digit is None
