"""Composes machine readable zones (Doc 9303 parts 3 to 7).

The generator writes the MRZ with its own few lines, so that ``docforensics.parse_mrz`` stays an independent judge.
"""

from dataclasses import dataclass
from datetime import date
from itertools import cycle

_VALUES = {**{str(n): n for n in range(10)}, **{chr(65 + n): 10 + n for n in range(26)}, "<": 0}


def check_digit(text: str) -> str:
    """The modulus 10, weights 7-3-1 digit over ``text`` (Doc 9303-3, 4.9)."""
    return str(sum(_VALUES[c] * w for c, w in zip(text, cycle((7, 3, 1)), strict=False)) % 10)


def checked(text: str) -> str:
    """``text`` followed by its check digit."""
    return text + check_digit(text)


def name_field(primary: str, secondary: str, length: int) -> str:
    """The name field, filled or truncated to ``length`` (Doc 9303-4, 4.2.3).

    A name that does not fit loses the tail of its secondary part, and the field then ends in a letter.
    """
    name = primary.replace(" ", "<") + ("<<" + secondary.replace(" ", "<") if secondary else "")
    if len(name) <= length:
        return name.ljust(length, "<")
    cut = name[:length]
    return cut if not cut.endswith("<") else name_field(primary[:-1], secondary, length)


def mrz_date(day: date) -> str:
    """YYMMDD."""
    return day.strftime("%y%m%d")


@dataclass(frozen=True, slots=True, kw_only=True)
class MrzData:
    """What an MRZ says; all text already in A-Z, 0-9 and space."""

    code: str
    issuer: str
    surname: str
    given: str
    number: str
    nationality: str
    birth: date
    sex: str
    expiry: date
    optional: str = ""


def _sex(sex: str) -> str:
    return sex if sex in {"F", "M"} else "<"


def _line_two(data: MrzData) -> str:
    return (
        checked(data.number.ljust(9, "<"))
        + data.nationality.ljust(3, "<")
        + checked(mrz_date(data.birth))
        + _sex(data.sex)
        + checked(mrz_date(data.expiry))
    )


def _line_one(data: MrzData, length: int) -> str:
    return (
        data.code.ljust(2, "<") + data.issuer.ljust(3, "<") + name_field(data.surname, data.given, length - 5)
    )


def td3(data: MrzData) -> tuple[str, ...]:
    """Two lines of 44: the passport."""
    optional = data.optional.ljust(14, "<")
    second = _line_two(data) + optional + (check_digit(optional) if data.optional else "<")
    return (_line_one(data, 44), second + check_digit(second[:10] + second[13:20] + second[21:43]))


def td2(data: MrzData) -> tuple[str, ...]:
    """Two lines of 36: the ID-2 card."""
    second = _line_two(data) + data.optional.ljust(7, "<")
    return (_line_one(data, 36), second + check_digit(second[:10] + second[13:20] + second[21:35]))


def td1(data: MrzData) -> tuple[str, ...]:
    """Three lines of 30: the ID-1 card."""
    first = data.code.ljust(2, "<") + data.issuer.ljust(3, "<") + checked(data.number.ljust(9, "<"))
    first += data.optional.ljust(15, "<")
    second = checked(mrz_date(data.birth)) + _sex(data.sex) + checked(mrz_date(data.expiry))
    second += data.nationality.ljust(3, "<") + "<" * 11
    composite = check_digit(first[5:30] + second[0:7] + second[8:15] + second[18:29])
    return (first, second + composite, name_field(data.surname, data.given, 30))


def mrv_a(data: MrzData) -> tuple[str, ...]:
    """Two lines of 44 without a composite digit: the large visa."""
    return (_line_one(data, 44), _line_two(data) + data.optional.ljust(16, "<"))


def mrv_b(data: MrzData) -> tuple[str, ...]:
    """Two lines of 36 without a composite digit: the small visa."""
    return (_line_one(data, 36), _line_two(data) + data.optional.ljust(8, "<"))
