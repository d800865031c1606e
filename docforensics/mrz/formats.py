"""The MRZ formats: which field stands where (standards.md 1.1; Doc 9303 Parts 4 to 7)."""

from enum import StrEnum


class MrzFormat(StrEnum):
    """Formats told apart by the number and length of their lines, and by the first letter for visas and France."""

    TD1 = "TD1"
    TD2 = "TD2"
    TD3 = "TD3"
    MRVA = "MRVA"
    MRVB = "MRVB"
    FRA = "FRA"
    """French national identity card of 1988 to 2021: 2 x 36, not an ICAO layout."""
