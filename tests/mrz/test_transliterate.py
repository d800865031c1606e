"""Printed letters and those of the MRZ: ICAO's tables as data, every alternative."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docforensics.formats.alphabet import LETTERS
from docforensics.mrz.transliterate import MOST_FORMS, letter_forms, mrz_forms


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
    assert "CANXXON" in set(mrz_forms("CAÑON"))
    assert "TERESA" in set(mrz_forms("Térèsa"))


def test_a_shadda_doubles_and_vowel_signs_are_left_out() -> None:
    """The standard's example: fidda with its signs becomes FXDZXDZXAH (its I is an unwritten kasra)."""
    assert "FXDZXDZXAH" in set(mrz_forms("\u0641\u0650\u0636\u0651\u0629"))


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
    assert (written in set(mrz_forms(printed))) is agrees


@given(st.lists(st.text(LETTERS, min_size=1, max_size=9), min_size=1, max_size=3))
def test_a_name_of_plain_letters_reads_as_itself(parts: list[str]) -> None:
    """And as nothing else."""
    assert list(mrz_forms(" ".join(parts))) == [" ".join(parts)]


@given(st.text("ÄÖÜÅÑ", min_size=1, max_size=30))
def test_forms_are_bounded_and_made_of_mrz_letters(printed: str) -> None:
    """However many letters have alternatives."""
    forms = list(mrz_forms(printed))
    assert 1 <= len(forms) <= MOST_FORMS
    assert set("".join(forms)) <= set(LETTERS)
