"""C40 and the dates of visible digital seals (Doc 9303-13, section 2.5; ISO/IEC 16022).

Three values 0 to 39 stand in two bytes as 1600 U1 + 40 U2 + U3 + 1. Seals use the basic set alone: space, digits and
capital letters; 0xFE starts a lone last character in ASCII plus one.
"""

from datetime import date

from docforensics.errors import SealFormatError

_BASIC = {3: " ", **{4 + n: str(n) for n in range(10)}, **{14 + n: chr(65 + n) for n in range(26)}}
_SHIFT_1 = 0
"""ISO/IEC 16022, 5.2.5: the values of C40."""
_UNLATCH = 0xFE  # of the same standard


def decode_c40(raw: bytes) -> str:
    """Decode bytes to text; SealFormatError names the place of the first value that is no character.

    A final Shift 1 is padding. `<` is written as a space, which stays a space here.
    """
    if len(raw) % 2:
        raise SealFormatError(f"C40: expected an even number of bytes, got {len(raw)}")
    return "".join(_pair(raw, place) for place in range(0, len(raw), 2))


def _pair(raw: bytes, place: int) -> str:
    last = place + 2 == len(raw)
    if raw[place] == _UNLATCH and last:
        return _lone(raw[place + 1], place)
    packed = raw[place] * 256 + raw[place + 1] - 1
    values = [packed // 1600, packed // 40 % 40, packed % 40]
    while last and values and values[-1] == _SHIFT_1:
        values.pop()
    try:
        return "".join(_BASIC[value] for value in values)
    except KeyError:
        raise SealFormatError(f"C40: bytes {place} and {place + 1} are no basic characters") from None


def _lone(byte: int, place: int) -> str:
    symbol = chr(byte - 1) if byte else ""
    if not (symbol == " " or (symbol.isascii() and symbol.isalnum() and not symbol.islower())):
        raise SealFormatError(f"C40: byte {place + 1} is no basic character")
    return symbol


def decode_date(raw: bytes) -> date | None:
    """Decode three bytes MMDDYYYY; None for zero, which states no date."""
    number = int.from_bytes(raw, "big")
    if len(raw) != 3:
        raise SealFormatError(f"date: expected 3 bytes, got {len(raw)}")
    if not number:
        return None
    try:
        return date(number % 10_000, number // 1_000_000, number // 10_000 % 100)
    except ValueError:
        raise SealFormatError(f"date: {number:08d} is no date as MMDDYYYY") from None


def decode_masked_date(raw: bytes) -> str:
    """Decode an IDB date, a byte that masks unknown digits before MMDDYYYY, to `YYYY-MM-DD` with `x` for a masked digit."""
    if len(raw) != 4:
        raise SealFormatError(f"masked date: expected 4 bytes, got {len(raw)}")
    digits = f"{int.from_bytes(raw[1:], 'big'):08d}"
    shown = "".join("x" if raw[0] >> (7 - place) & 1 else digit for place, digit in enumerate(digits))
    return f"{shown[4:]}-{shown[:2]}-{shown[2:4]}"
