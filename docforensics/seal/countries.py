"""From the three-letter codes that documents print to the two letters that certificates name."""

from docforensics.formats.alphabet import FILLER

_OTHERS = {"D": "DE", "UTO": "UT", "EUE": "EU", "UNO": "UN", "UNA": "UN", "RKS": "KS"}
"""Codes of Doc 9303-3 Part 5 that are not in ISO 3166, by what their certificates state."""
_ALIKE = {"XK": "KS", "UK": "GB"}
"""Other letters that are met for the same State."""


def two_letters(code: str) -> str:
    """Give the two letters of a printed code; empty where none is known."""
    code = code.strip(FILLER).upper()
    if code in _OTHERS:
        return _OTHERS[code]
    import pycountry  # slow to load, and needed only when a document bears a seal

    found = pycountry.countries.get(alpha_3=code) if len(code) == 3 else None
    return str(found.alpha_2) if found else ""


def same_country(printed: str, certificate: str) -> bool:
    """Whether a printed three-letter code and a certificate's two letters may be one State; unknown codes may be."""
    expected, stated = two_letters(printed), certificate.upper()
    return not expected or _ALIKE.get(stated, stated) == expected
