"""Tag, length, value: what is there is read, what is not is refused."""

import pytest
from hypothesis import given, strategies as st

from docforensics.errors import SealFormatError
from docforensics.seal.tlv import byte_length, items, seal_length
from sample_docs.generator.seals.c40 import tlv


@given(st.lists(st.tuples(st.integers(0, 254), st.binary(max_size=300)), max_size=5))
def test_items_read_back(pairs: list[tuple[int, bytes]]) -> None:
    """Items of any length survive."""
    raw = b"".join(tlv(tag, value) for tag, value in pairs)
    assert [(item.tag, item.value) for item in items(raw)] == pairs


@pytest.mark.parametrize(
    "raw", ["01", "0105aa", "018105", "01820001", "0180", "0185ffffffffff", "0184ffffffff"]
)
def test_a_length_that_lies_is_refused(raw: str) -> None:
    """Cut, beyond the end, not the shortest form, indefinite, larger than memory."""
    with pytest.raises(SealFormatError):
        list(items(bytes.fromhex(raw)))


def test_tags_of_two_bytes_are_read_where_chips_use_them() -> None:
    """5F1F in EF.DG1."""
    (item,) = items(bytes.fromhex("5f1f02abcd"), long_tags=True)
    assert (item.tag, item.value) == (0x5F1F, b"\xab\xcd")


def test_a_seal_s_lengths() -> None:
    """Version 3 has one byte; in version 4, 0x80 alone is the 128 that encoders mean by it."""
    assert next(items(b"\x01\xc8" + bytes(200), length=byte_length)).value == bytes(200)
    assert next(items(b"\x01\x80" + bytes(128), length=seal_length)).value == bytes(128)


def test_too_many_items_are_refused() -> None:
    """Thousands of empty items are no document."""
    with pytest.raises(SealFormatError, match="more than"):
        list(items(b"\x01\x00" * 4000))
