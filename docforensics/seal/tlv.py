"""Tag, length and value, as seals and chip files write them: DER lengths, nothing beyond what is there, no nesting of its own."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from docforensics.errors import SealFormatError

MOST_ITEMS = 256
"""More in one file is no travel document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tlv:
    """One item."""

    tag: int
    value: bytes
    start: int
    """Offset of the tag."""
    stop: int
    """Offset behind the value."""


ReadLength = Callable[[bytes, int], tuple[int, int]]
"""Reads the length at an offset; gives it and the offset behind it."""


def der_length(raw: bytes, place: int) -> tuple[int, int]:
    """Read a definite DER length in its shortest form, of at most four bytes."""
    first = byte_length(raw, place)[0]
    if first < 0x80:
        return first, place + 1
    count = first & 0x7F
    octets = raw[place + 1 : place + 1 + count]
    length = int.from_bytes(octets[:4], "big")
    if not 1 <= count <= 4 or len(octets) < count or length < 0x80 or not octets[0]:
        raise SealFormatError(
            f"the length at byte {place} is cut, indefinite, too long or not the shortest form"
        )
    return length, place + 1 + count


def byte_length(raw: bytes, place: int) -> tuple[int, int]:
    """Read a length of one byte, as in the message zone of version 3."""
    if place >= len(raw):
        raise SealFormatError(f"the bytes end at {len(raw)}, where a length should stand")
    return raw[place], place + 1


def seal_length(raw: bytes, place: int) -> tuple[int, int]:
    """Read the length of version 4: DER, but 0x80, which DER does not use, is taken for the 128 that encoders mean by it."""
    return (0x80, place + 1) if raw[place : place + 1] == b"\x80" else der_length(raw, place)


def items(raw: bytes, *, length: ReadLength = der_length, long_tags: bool = False) -> Iterator[Tlv]:
    """Go through consecutive items; SealFormatError where one reaches beyond the bytes.

    Parameters
    ----------
    long_tags
        Whether a tag whose low five bits are all set goes on in a second byte (chip files); a seal's tag is one byte.
    """
    place = 0
    for _ in range(MOST_ITEMS):
        if place >= len(raw):
            return
        item = item_at(raw, place, length=length, long_tags=long_tags)
        yield item
        place = item.stop
    if place < len(raw):
        raise SealFormatError(f"more than {MOST_ITEMS} items in one structure")


def item_at(raw: bytes, start: int, *, length: ReadLength = der_length, long_tags: bool = False) -> Tlv:
    """Read the item that begins at `start`."""
    size = 2 if long_tags and raw[start : start + 1] and raw[start] & 0x1F == 0x1F else 1
    count, place = length(raw, start + size)
    if place + count > len(raw):
        raise SealFormatError(f"the item at byte {start} states {count} bytes, {len(raw) - place} are there")
    tag = int.from_bytes(raw[start : start + size], "big")
    return Tlv(tag=tag, value=raw[place : place + count], start=start, stop=place + count)
