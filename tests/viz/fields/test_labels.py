"""Words of pages that are no holder's name."""

import pytest

from docforensics.viz.fields.labels import (
    is_of_page,
    mended_label,
    names_another,
    state_words,
    writes_otherwise,
)


@pytest.mark.parametrize(
    "word",
    [
        "APELLIDOS",
        "VORNAMEN",
        "PRENOM",
        "MBIEMRI",
        "IMIONA",
        "REPUBLIKA",
        "PASSAPORTO",
        "NATIONALLITY",
        "SIGNATUR",
        "SPECIMEN",
    ],
)
def test_labels_and_titles_are_of_the_page(word: str) -> None:
    """With one letter misread or lost, too."""
    assert is_of_page(word)


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("UTOPIAN", "UTO"),
        ("UTOPIE", "UTO"),
        ("COLOMBIANA", "COL"),
        ("FRANCAISE", "FRA"),
        ("DEUTSCHLAND", "D<<"),
        ("DEUTSCH", "D"),
        ("HRVATSKA", "HRV"),
        ("SUOMI", "FIN"),
        ("BRITISH", "GBR"),
        ("NORGE", "NOR"),
    ],
)
def test_words_of_the_issuer_in_any_language_are_of_the_page(word: str, code: str) -> None:
    """And those that begin like it, as the words for its nationals do."""
    assert is_of_page(word, [code])


@pytest.mark.parametrize(
    "word", ["ERIKSSON", "QUILLWORT", "ANNA", "MARIA", "CASTELLANO", "HUGO", "TAMSIN", "OREL", "MORA"]
)
def test_names_are_not(word: str) -> None:
    """Of people who do not exist."""
    assert not is_of_page(word, ["UTO", "FRA"])


@pytest.mark.parametrize(
    ("caption", "is_another"),
    [
        ("PRENOM DU PERE", True),
        ("IME MAJKE", True),
        ("NOMBRE DEL PADRE", True),
        ("BABA ADI", True),
        ("GIVEN NAMES", False),
        ("APELLIDOS", False),
        ("PREZIME", False),
    ],
)
def test_captions_of_other_people_say_so(caption: str, *, is_another: bool) -> None:
    """As whole words: IME is none of the holder's father."""
    assert names_another(caption.split()) is is_another


def test_names_of_states_are_known_in_many_languages() -> None:
    """Letters of other scripts are written as the zone writes them, or left out."""
    assert {"GREECE", "GRECE", "GRIECHENLAND", "GRECIA"} <= state_words("GRC")
    assert all(word.isascii() and word.isalpha() for word in state_words("GRC"))
    assert state_words("QQQ") == frozenset()


def test_issuers_of_two_scripts_are_told() -> None:
    """Utopia writes Latin letters alone."""
    assert writes_otherwise("BGR")
    assert not writes_otherwise("UTO")
    assert not writes_otherwise("D<<")


@pytest.mark.parametrize("word", ["PRENOMS", "EXPIRES", "NATIONALITE", "VORNAME"])
def test_a_label_is_not_mended_to_another_one(word: str) -> None:
    """PRENOM and PRENOMS differ by a letter, too: which one stands first in a set depends on the process."""
    assert mended_label(word) == word
    assert mended_label("EMISSION") == "EMISION"
