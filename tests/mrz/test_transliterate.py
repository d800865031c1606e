"""Printed letters and those of the MRZ: ICAO's tables as data, every alternative."""

import unicodedata
from itertools import product

import pytest

from docforensics.mrz.transliterate import DOUBLES, letter_forms


def mrz_forms(printed: str) -> set[str]:
    """Put the forms of a name's letters together in every way."""
    choices = [letter_forms(character) for character in unicodedata.normalize("NFC", printed)]
    names = set()
    for parts in product(*choices):
        text = last = ""
        for part in parts:
            last = last if part == DOUBLES else part or last
            text += last if part else ""
        names.add(text)
    return names


@pytest.mark.parametrize(
    ("printed", "forms"),
    [
        ("Ä", ("AE", "A")),
        ("Å", ("AA", "A")),
        ("ñ", ("N", "NXX")),
        ("Ü", ("UE", "UXX", "U")),
        ("ß", ("SS",)),
        ("Þ", ("TH",)),
        ("Ș", ("S",)),
        ("Щ", ("SHCH", "SHT")),
        ("Ц", ("TS", "C")),
        ("\u0634", ("XSH",)),
        ("\u0629", ("XTA", "XAH")),
        ("Ω", ()),
        ("漢", ()),
    ],
)
def test_letters_have_the_forms_of_the_tables(printed: str, forms: tuple[str, ...]) -> None:
    """Doc 9303-3 section 6; Greek and East Asian scripts have no table there."""
    assert letter_forms(printed) == forms


def test_icaos_own_example_is_among_the_forms() -> None:
    """Térèsa CAÑON reads `CANXXON<<TERESA` in the text of the standard."""
    assert "CANXXON" in mrz_forms("CAÑON")
    assert "TERESA" in mrz_forms("Térèsa")


def test_a_shadda_doubles_and_vowel_signs_are_left_out() -> None:
    """The standard's example: fidda with its signs becomes FXDZXDZXAH (its I is an unwritten kasra)."""
    assert "FXDZXDZXAH" in mrz_forms("\u0641\u0650\u0636\u0651\u0629")


@pytest.mark.parametrize(
    ("printed", "written", "agrees"),
    [
        ("D'ARTAGNAN", "DARTAGNAN", True),
        ("Papandropoulous", "PAPANDROPOULOUS", True),
        ("SMITH-JONES", "SMITH JONES", True),
        ("MÜLLER", "MUELLER", True),
        ("MÜLLER", "MULLER", True),
        ("MÜLLER", "MILLER", False),
        ("JONATHON ALEC", "JONATHON A", False),
        ("\u0391\u039d\u039d\u0391", "ANNA", False),
    ],
)
def test_a_printed_name_may_read_so(printed: str, written: str, agrees: bool) -> None:
    """Apostrophes join, hyphens part, every alternative counts."""
    assert (written in mrz_forms(printed)) is agrees
