"""The table of document formats: one row a format, and the sizes that they have.

Doc 9303 Parts 4 to 7: section 4.2 of each for the text (Part 7 also 5.2), standards.md 1.9 for sizes and places. Whatever
else depends on the format reads it here; a format is added by a member of `MrzFormat` and a row, a size likewise.
"""

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from docforensics.formats.alphabet import DIGITS
from docforensics.formats.layout import (
    ANY,
    DIGIT_OR_FILLER,
    NAME,
    SEX,
    CheckDigitSpec,
    FieldSpec,
    MrzLayout,
    digit_at,
    field_at,
)

PITCH_MM = 2.54
"""Width of a character's cell in every format: 10 characters an inch."""
ZONE_HEIGHT_MM = 23.2
"""Of the zone and its margins at the page's foot (Doc 9303-3)."""
ZONE_PRINT_MM = 19.0
"""Of its print alone, at most: the first line's centre lies 15.75 mm above the foot, a character is 2.6 mm high, and print may lie a millimetre aside.
Data of some documents reach into the margin above."""


class PageSize(StrEnum):
    """Nominal document sizes of Doc 9303 Parts 4 to 7."""

    ID1 = "ID1"
    ID2 = "ID2"
    ID3 = "ID3"
    MRV_A = "MRV_A"

    @property
    def millimetres(self) -> tuple[float, float]:
        """Width and height."""
        return _SIZES[self][0]

    @property
    def portrait_widths(self) -> tuple[float, ...]:
        """Widths at which a portrait is sought, mm."""
        return _SIZES[self][1]

    @property
    def aspect(self) -> float:
        """Width over height."""
        width, height = self.millimetres
        return width / height


_SIZES = MappingProxyType(
    {
        PageSize.ID1: ((85.60, 53.98), (17.0, 20.0, 23.0, 26.0)),
        PageSize.ID2: ((105.0, 74.0), (24.0, 27.0, 30.0, 33.0)),
        PageSize.ID3: ((125.0, 88.0), (26.0, 29.0, 32.0, 35.0)),
        PageSize.MRV_A: ((120.0, 80.0), (24.0, 27.0, 30.0, 33.0)),
    }
)
"""Width and height, and widths of portraits: Doc 9303 gives 26 x 32 to 35 x 45 mm for passports; cards show smaller ones."""


class MrzFormat(StrEnum):
    """Formats recognised by number and length of lines, and by the first letters for visas and France."""

    TD1 = "TD1"
    TD2 = "TD2"
    TD3 = "TD3"
    MRVA = "MRVA"
    MRVB = "MRVB"
    FRA = "FRA"
    """French national identity card of 1988 to 2021: 2 x 36, not an ICAO layout."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MrzPlace:
    """Where a format's MRZ stands on its page, in millimetres."""

    size: PageSize
    columns: int
    left: float
    """From the left edge of the page to the left edge of the first character's cell."""
    centres: tuple[float, ...]
    """Height of each line's centre above the bottom edge, from the first line to the last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentCodes:
    """Which document codes (the first two characters of the MRZ) a format may bear."""

    first: str
    """Letters that may stand first."""
    unused: str | None = None
    """The pair that a card of this size never bears (Parts 5 and 6); AC on TD1 is the crew member certificate."""
    is_card: bool = False
    """Whether V never stands second, as on no official card."""
    also: tuple[str, ...] = ()
    """Whole codes that are allowed whatever the rest says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentFormat:
    """All that is fixed about the documents of one format."""

    format: MrzFormat
    title: str
    """As a message names it."""
    size: PageSize
    codes: DocumentCodes
    layout: MrzLayout
    left: float = 4.0
    """Of the MRZ, as `centres`; see `MrzPlace`."""
    centres: tuple[float, ...] = (15.75, 9.40)
    """Those of every format of two lines, unless stated."""
    opening: str = ""
    """How line 1 begins where several formats have lines of this count and length; empty for what no opening names."""
    is_visa: bool = False

    @property
    def place(self) -> MrzPlace:
        """Where the MRZ stands."""
        return MrzPlace(size=self.size, columns=self.layout.length, left=self.left, centres=self.centres)


def _two_lines(
    length: int,
    optional_data: FieldSpec,
    *checks: CheckDigitSpec,
    code_charset: str = NAME,
    long_numbers: bool = False,
) -> MrzLayout:
    """Lay out a two-line ICAO format: columns 1 to 28 of line 2 are the same in all, what follows differs."""
    return MrzLayout(
        n_lines=2,
        length=length,
        fields=(
            field_at("document_code", (1, 1, 2), code_charset),
            field_at("issuer", (1, 3, 5), NAME),
            field_at("name", (1, 6, length), NAME),
            field_at("document_number", (2, 1, 9), ANY, checked=True),
            field_at("nationality", (2, 11, 13), NAME),
            field_at("birth_date", (2, 14, 19), DIGIT_OR_FILLER, checked=True),
            field_at("sex", (2, 21, 21), SEX),
            field_at("expiry_date", (2, 22, 27), DIGITS, checked=True),
            optional_data,
        ),
        checks=(
            digit_at("document_number", 2, 10, (2, 1, 9)),
            digit_at("birth_date", 2, 20, (2, 14, 19)),
            digit_at("expiry_date", 2, 28, (2, 22, 27)),
            *checks,
        ),
        long_numbers=long_numbers,
    )


_TD1 = DocumentFormat(
    format=MrzFormat.TD1,
    title="TD1",
    size=PageSize.ID1,
    left=5.0,
    centres=(15.73, 11.5, 7.27),
    codes=DocumentCodes(first="ACI", unused="AI", is_card=True),
    layout=MrzLayout(
        n_lines=3,
        length=30,
        fields=(
            field_at("document_code", (1, 1, 2), ANY),
            field_at("issuer", (1, 3, 5), NAME),
            field_at("document_number", (1, 6, 14), ANY, checked=True),
            field_at("optional_data", (1, 16, 30), ANY),
            field_at("birth_date", (2, 1, 6), DIGIT_OR_FILLER, checked=True),
            field_at("sex", (2, 8, 8), SEX),
            field_at("expiry_date", (2, 9, 14), DIGITS, checked=True),
            field_at("nationality", (2, 16, 18), NAME),
            field_at("optional_data_2", (2, 19, 29), ANY),
            field_at("name", (3, 1, 30), NAME),
        ),
        checks=(
            digit_at("document_number", 1, 15, (1, 6, 14)),
            digit_at("birth_date", 2, 7, (2, 1, 6)),
            digit_at("expiry_date", 2, 15, (2, 9, 14)),
            digit_at("composite", 2, 30, (1, 6, 30), (2, 1, 7), (2, 9, 15), (2, 19, 29)),
        ),
        long_numbers=True,
    ),
)
_TD2 = DocumentFormat(
    format=MrzFormat.TD2,
    title="TD2",
    size=PageSize.ID2,
    # PU: the emergency travel document of Part 8.
    codes=DocumentCodes(first="ACI", unused="AC", is_card=True, also=("PU",)),
    layout=_two_lines(
        36,
        field_at("optional_data", (2, 29, 35), ANY),
        digit_at("composite", 2, 36, (2, 1, 10), (2, 14, 20), (2, 22, 35)),
        code_charset=ANY,
        long_numbers=True,
    ),
)
_TD3 = DocumentFormat(
    format=MrzFormat.TD3,
    title="TD3",
    size=PageSize.ID3,
    left=6.0,
    codes=DocumentCodes(first="P"),
    layout=_two_lines(
        44,
        field_at("optional_data", (2, 29, 42), ANY, checked=True),
        digit_at("optional_data", 2, 43, (2, 29, 42), or_filler=True),
        digit_at("composite", 2, 44, (2, 1, 10), (2, 14, 20), (2, 22, 43)),
    ),
)
_MRVA = DocumentFormat(
    format=MrzFormat.MRVA,
    title="MRV-A",
    size=PageSize.MRV_A,
    codes=DocumentCodes(first="V"),
    opening="V",
    is_visa=True,
    layout=_two_lines(44, field_at("optional_data", (2, 29, 44), ANY)),
)
_MRVB = DocumentFormat(
    format=MrzFormat.MRVB,
    title="MRV-B",
    size=PageSize.ID2,
    codes=DocumentCodes(first="V"),
    opening="V",
    is_visa=True,
    layout=_two_lines(36, field_at("optional_data", (2, 29, 36), ANY)),
)
_FRA = DocumentFormat(
    format=MrzFormat.FRA,
    title="French ID",
    size=PageSize.ID2,
    codes=DocumentCodes(first="I"),
    opening="IDFRA",
    layout=MrzLayout(
        n_lines=2,
        length=36,
        fields=(
            field_at("document_code", (1, 1, 2), NAME),
            field_at("issuer", (1, 3, 5), NAME),
            field_at("surname", (1, 6, 30), NAME),
            field_at("issuing_office", (1, 31, 36), ANY),  # department, then office
            field_at("document_number", (2, 1, 12), ANY, checked=True),
            field_at("issue_date", (2, 1, 4), DIGITS),  # the number begins with YYMM of issue
            field_at("given_names", (2, 14, 27), NAME),
            field_at("birth_date", (2, 28, 33), DIGIT_OR_FILLER, checked=True),
            field_at("sex", (2, 35, 35), SEX),
        ),
        checks=(
            digit_at("document_number", 2, 13, (2, 1, 12)),
            digit_at("birth_date", 2, 34, (2, 28, 33)),
            digit_at("composite", 2, 36, (1, 1, 36), (2, 1, 35)),
        ),
    ),
)

FORMATS = MappingProxyType({row.format: row for row in (_TD1, _TD2, _TD3, _MRVA, _MRVB, _FRA)})
