"""Writes C40 and the dates of visible digital seals (Doc 9303-13, 2.5)."""

from datetime import date

_VALUES = {" ": 3, **{str(n): 4 + n for n in range(10)}, **{chr(65 + n): 14 + n for n in range(26)}}


def encode_c40(text: str) -> bytes:
    """Capital letters, digits, spaces and ``<`` (written as a space) as C40."""
    plain = text.replace("<", " ")
    whole = len(plain) // 3 * 3
    triples = b"".join(_packed([_VALUES[c] for c in plain[k : k + 3]]) for k in range(0, whole, 3))
    return triples + _tail(plain[whole:])


def _packed(values: list[int]) -> bytes:
    return (1600 * values[0] + 40 * values[1] + values[2] + 1).to_bytes(2, "big")


def _tail(rest: str) -> bytes:
    """Two characters are filled up with Shift 1, a single one is written in ASCII."""
    if len(rest) == 2:
        return _packed([_VALUES[rest[0]], _VALUES[rest[1]], 0])
    return bytes([0xFE, ord(rest) + 1]) if rest else b""


def encode_date(day: date) -> bytes:
    """MMDDYYYY as a number of three bytes."""
    return int(day.strftime("%m%d%Y")).to_bytes(3, "big")


def tlv(tag: int, value: bytes) -> bytes:
    """Tag (one or two bytes), DER length, value."""
    size = len(value)
    head = tag.to_bytes(2 if tag > 0xFF else 1, "big")
    if size < 0x80:
        return head + bytes([size]) + value
    octets = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return head + bytes([0x80 | len(octets)]) + octets + value
