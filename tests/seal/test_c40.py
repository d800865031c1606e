"""C40 and dates: the vectors of the standard, and everything that is written reads back."""

import contextlib
from datetime import date

import pytest
from hypothesis import given, strategies as st

from docforensics.errors import SealFormatError
from docforensics.seal.c40 import decode_c40, decode_date, decode_masked_date
from sample_docs.generator.seals.c40 import encode_c40, encode_date

VECTORS = {"XK CD": "EB0466A9", "XKCD": "EB11FE45", "VISA01": "DE515826", "UTO": "D9C5", "D  ": "6ABC"}
BASIC = st.text(alphabet=" 0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", max_size=80)


@pytest.mark.parametrize("text", VECTORS)
def test_the_vectors_of_the_standard_read(text: str) -> None:
    """Doc 9303-13 Appendix C, with its hexadecimal and not its misprinted decimal."""
    assert decode_c40(bytes.fromhex(VECTORS[text])) == text
    assert encode_c40(text).hex().upper() == VECTORS[text]


def test_the_date_of_the_standard_reads() -> None:
    """25 March 1957 is 03251957."""
    assert decode_date(bytes.fromhex("319EF5")) == date(1957, 3, 25)


def test_no_date_is_none() -> None:
    """Three zero bytes state no date."""
    assert decode_date(bytes(3)) is None


def test_masked_digits_are_shown() -> None:
    """An ICAO barcode masks unknown digits of MMDDYYYY, the first in the highest bit."""
    assert decode_masked_date(bytes.fromhex("009b5d7e")) == "2014-10-18"
    assert decode_masked_date(bytes([0b11110000]) + (1957).to_bytes(3, "big")) == "1957-xx-xx"


@given(BASIC)
def test_what_is_written_reads_back(text: str) -> None:
    """Any text of the basic set survives."""
    assert decode_c40(encode_c40(text)) == text


@given(st.dates(min_value=date(1000, 1, 1)))
def test_dates_read_back(day: date) -> None:
    """Any date survives."""
    assert decode_date(encode_date(day)) == day


@given(st.binary(max_size=12))
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    """No byte string does anything but give a text or a typed error."""
    with contextlib.suppress(SealFormatError):
        assert isinstance(decode_c40(raw), str)


@pytest.mark.parametrize("raw", ["FFFF", "0000", "FE61", "01", "FE45FE45"])
def test_what_is_no_c40_is_refused(raw: str) -> None:
    """Values beyond the set, small letters, odd lengths, an unlatch inside."""
    with pytest.raises(SealFormatError):
        decode_c40(bytes.fromhex(raw))


@pytest.mark.parametrize("number", [13011999, 2302000, 99999999])
def test_no_calendar_date_is_refused(number: int) -> None:
    """Month 13, 30 February and a number without sense."""
    with pytest.raises(SealFormatError):
        decode_date(number.to_bytes(4, "big")[1:] if number < 1 << 24 else number.to_bytes(4, "big"))
