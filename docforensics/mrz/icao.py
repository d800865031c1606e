"""ICAO's code tables: States and organisations (Doc 9303-3 section 5, Amendment 1) and document codes.

Codes are given as the MRZ shows them or without their fillers: `D<<` and `D` are the same. A code outside the
table is a fact about the print; specimens and real issuers deviate, and ISO or ICAO may have added it since.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from types import MappingProxyType

from docforensics.formats.alphabet import FILLER
from docforensics.formats.table import FORMATS, MrzFormat


class CodePart(StrEnum):
    """Which part of section 5 a code stands in."""

    ISO = "ISO 3166-1"
    COUNTRY = "A"
    """Countries that differ from ISO 3166-1, and the variants of British nationality."""
    EUROPEAN_UNION = "B"
    UNITED_NATIONS = "C"
    ORGANISATION = "D"
    NO_NATIONALITY = "E"
    WITHDRAWN = "F"
    """No longer in ISO 3166-1, still on documents that are valid."""
    SPECIMEN = "G"
    MASTER_LIST = "H"
    """Signs ICAO's master list and stands on no document."""
    KNOWN_DEFECT = "defect"
    """Not ICAO's code, but known to be used in its place (TR-03135-1 section 5.12.1); no proof."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IcaoCode:
    """One code of the table."""

    code: str
    """Without fillers."""
    name: str
    part: CodePart


_OWN: Mapping[CodePart, Mapping[str, str]] = {
    CodePart.COUNTRY: {
        "D": "Germany",
        "GBD": "British Overseas Territories citizen",
        "GBN": "British National (Overseas)",
        "GBO": "British Overseas citizen",
        "GBP": "British protected person",
        "GBS": "British subject",
        "RKS": "Kosovo",
    },
    CodePart.EUROPEAN_UNION: {"EUE": "European Union (laissez-passer)"},
    CodePart.UNITED_NATIONS: {
        "UNO": "United Nations Organization or one of its officials",
        "UNA": "United Nations specialized agency or one of its officials",
        "UNK": "Resident of Kosovo, travel document issued by UNMIK",
    },
    CodePart.ORGANISATION: {
        "XBA": "African Development Bank",
        "XIM": "African Export-Import Bank (Afreximbank)",
        "XCC": "Caribbean Community (CARICOM)",
        "XCE": "Council of Europe",
        "XCO": "Common Market for Eastern and Southern Africa (COMESA)",
        "XEC": "Economic Community of West African States (ECOWAS)",
        "XPO": "International Criminal Police Organization (INTERPOL)",
        "XES": "Organization of Eastern Caribbean States (OECS)",
        "XMP": "Parliamentary Assembly of the Mediterranean (PAM)",
        "XOM": "Sovereign Military Order of Malta",
        "XDC": "Southern African Development Community (SADC)",
    },
    CodePart.NO_NATIONALITY: {
        "XXA": "Stateless person (1954 Convention)",
        "XXB": "Refugee (1951 Convention, 1967 Protocol)",
        "XXC": "Refugee, other than under the 1951 Convention",
        "XXX": "Person of unspecified nationality",
    },
    CodePart.WITHDRAWN: {"ANT": "Netherlands Antilles", "NTZ": "Neutral Zone"},
    CodePart.SPECIMEN: {"UTO": "Utopia", "YTO": "Utopia, in ICAO's worked examples"},
    CodePart.MASTER_LIST: {"IAO": "International Civil Aviation Organization"},
    CodePart.KNOWN_DEFECT: {
        "DEU": "Germany",  # ISO's code; ICAO's is D
        "INP": "International Criminal Police Organization (INTERPOL)",  # before ICAO's XPO
        "ROM": "Romania",  # ISO's until 2002
        "XKX": "Kosovo",  # free for users in ISO 3166-1; ICAO's is RKS
        # ISO 3166-3: withdrawn since travel documents bear machine readable zones, and in no table of ICAO's.
        "CSK": "Czechoslovakia",
        "SCG": "Serbia and Montenegro",
        "TMP": "East Timor",
        "YUG": "Yugoslavia",
        "ZAR": "Zaire",
    },
}

_ON_NO_DOCUMENT = frozenset({CodePart.MASTER_LIST, CodePart.KNOWN_DEFECT})


def find_code(code: str) -> IcaoCode | None:
    """Look a code up, with or without its trailing fillers."""
    return _table().get(code.rstrip(FILLER))


def known_codes() -> Collection[str]:
    """Every code of the table, without trailing fillers."""
    return _table().keys()


def code_name(code: str) -> str | None:
    """Name the State, organisation or status that a code stands for; None for one not in the table."""
    found = find_code(code)
    return found.name if found else None


def state_names() -> tuple[str, ...]:
    """Name every State, organisation and status of the table."""
    return tuple(found.name for found in _table().values())


def is_issuer(code: str) -> bool:
    """Whether documents may bear this code, perhaps withdrawn, as their issuer."""
    return _part(code) not in {None, CodePart.NO_NATIONALITY, *_ON_NO_DOCUMENT}


def is_nationality(code: str) -> bool:
    """Whether documents may bear this code as the holder's nationality or status."""
    return _part(code) not in {None, *_ON_NO_DOCUMENT}


def is_specimen(code: str) -> bool:
    """Whether the code is that of Utopia, which issues only samples (NoTestDocument)."""
    return _part(code) is CodePart.SPECIMEN


def is_known_defect(code: str) -> bool:
    """Whether the code is one that real issuers are known to use in place of ICAO's."""
    return _part(code) is CodePart.KNOWN_DEFECT


def _part(code: str) -> CodePart | None:
    found = find_code(code)
    return found.part if found else None


@cache
def _table() -> Mapping[str, IcaoCode]:
    import pycountry  # noqa: PLC0415 (slow to load, and needed only when a code is looked up)

    iso = {
        country.alpha_3: IcaoCode(code=country.alpha_3, name=country.name, part=CodePart.ISO)
        for country in pycountry.countries
    }
    own = {
        code: IcaoCode(code=code, name=name, part=part)
        for part, rows in _OWN.items()
        for code, name in rows.items()
    }
    return MappingProxyType(iso | own)


HARMONISED_CODES = MappingProxyType(
    {
        "PP": "national (ordinary) passport",
        "PE": "emergency passport",
        "PD": "diplomatic passport",
        "PO": "official or service passport",
        "PR": "refugee travel document (1951 Convention)",
        "PT": "alien's or non-citizen's travel document",
        "PS": "stateless person's travel document (1954 Convention)",
        "PL": "laissez-passer",
        "PM": "military passport",
        "PU": "single-sheet emergency travel document (Doc 9303-8)",
    }
)
"""The harmonised passport codes (Doc 9303-4 section 4.4, Amendments 1 of 2024 and 2 of 2026)."""

LETTER_RULED_FROM = date(2026, 1, 1)
"""From this day of issue a second letter must be one of the table."""
CODE_REQUIRED_FROM = date(2028, 1, 1)
"""From this day of issue every passport must bear a harmonised code."""
LAST_WITHOUT_CODE = date(2038, 1, 1)
"""A passport without a harmonised code must expire before this day."""


class CodeStatus(StrEnum):
    """The state of one document under the rule of harmonised passport codes."""

    HARMONISED = "harmonised"
    """The code is one of the table."""
    EARLIER_RULE = "earlier rule"
    """It is not, and when the document was issued it had not to be."""
    NOT_HARMONISED = "not harmonised"
    """It is not, and it had to be."""
    EVALUATORY = "evaluatory"
    """It is not, and whether it had to be hangs on a date of issue that is not known."""
    NOT_APPLICABLE = "not applicable"
    """No passport: the code does not begin with P."""


def harmonised_code_status(
    code: str, *, issued: date | None, expiry: date | None, inspected_on: date
) -> CodeStatus:
    """Judge a passport's document code by the timeline of Doc 9303-4 section 4.4.

    Parameters
    ----------
    code
        One or two characters, with or without filler.
    issued
        The date of issue, which the MRZ of a passport does not hold; None when not known. It then lies before
        the expiry and not after the inspection, and that alone may decide.
    expiry
        None when not known.
    """
    bare = code.rstrip(FILLER)
    if not bare.startswith("P"):
        return CodeStatus.NOT_APPLICABLE
    if bare in HARMONISED_CODES:
        return CodeStatus.HARMONISED
    if expiry is not None and expiry >= LAST_WITHOUT_CODE:
        return CodeStatus.NOT_HARMONISED
    ruled_from = CODE_REQUIRED_FROM if bare == "P" else LETTER_RULED_FROM
    if issued is not None:
        return CodeStatus.NOT_HARMONISED if issued >= ruled_from else CodeStatus.EARLIER_RULE
    surely_before = inspected_on < ruled_from or (expiry is not None and expiry <= ruled_from)
    return CodeStatus.EARLIER_RULE if surely_before else CodeStatus.EVALUATORY


def document_code_faults(code: str, mrz_format: MrzFormat) -> tuple[str, ...]:
    """State how a document code departs from its format (Parts 4 to 7, section 4.2); empty when it does not.

    The dates of the harmonised passport codes are another matter: `harmonised_code_status`.
    """
    bare, codes = code.rstrip(FILLER), FORMATS[mrz_format].codes
    if bare in codes.also:
        return ()
    faults = []
    if bare[:1] not in tuple(codes.first):
        faults.append(
            f"the first letter is {bare[:1] or FILLER}, and {mrz_format} has {' or '.join(codes.first)}"
        )
    if codes.is_card and bare[1:2] == "V":
        faults.append("the second letter is V, which no official document has")
    if bare == codes.unused:
        faults.append(f"{bare} is not used on {mrz_format}")
    return tuple(faults)
