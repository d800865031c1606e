"""Labels are told from data, and name the places beside them."""

import pytest

from docforensics.viz.fields.captions import is_label, is_title, label_end, place_name, value_behind


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("SURNAME FAMILIA NOMO", "surname"),
        ("NOM SUMAME", "surname"),
        ("PRENOMS GIVEN NAMES", "given-names"),
        ("DATE OF BIRTH NASKIGDATO", "date-of-birth"),
        ("PLACE OF BIRTH", "place-of-birth"),
        ("VENDLINDJA PLACE OF BIRTH", "place-of-birth"),
        ("LESHUES AUTHORITY", "authority"),
        ("NR PERSONAL PERSONAL NO", "personal-number"),
        ("PERSONA NUMERO", "personal-number"),
        ("DOCUMENT NO NUMERO", "document-number"),
        ("N PERSONAL PERSONALA NUMERO", "personal-number"),
        ("N DE DOCUMENTO NUMERO", "document-number"),
        ("NUMERO", "document-number"),
        ("NUMERO DE SEGURO SOCIAL", ""),
        ("NUMERO AVS", ""),
        ("NUMERO DE LA TARJETA", "document-number"),
        ("GJINIA SEX", "sex"),
        ("NATIONAITY STATANECO", "nationality"),
        ("SON GECERLILIK VALID UNTIL", "date-of-expiry"),
        ("DATE DE NAISS DATE OF BIRTH", "date-of-birth"),
        ("IMZASI SIGNATURE", "signature"),
        ("NAME OF FATHER SURNAME", ""),
        ("GIWENNAMES", "given-names"),
        ("PLAGE OF BIRTHE", "place-of-birth"),
        ("PATE OF BIRTH", "date-of-birth"),
        ("OCUMENT N", "document-number"),
        ("DOCUMENT", ""),
        ("PERSONAL", ""),
        ("KOVACEVIC", ""),
        ("12 AUG 1974", ""),
        ("NATIONANITY", "nationality"),
        ("GEBURTSONT", "place-of-birth"),
        ("GUELTIA BIS", ""),
        ("DATA DE VALIDADE", "date-of-expiry"),
        ("VALIDADA", "date-of-expiry"),
        ("VALIDA DE", "valid-from"),
        ("CATEGORY OF PERMIT", "permit"),
    ],
)
def test_a_label_names_the_place_beside_it(label: str, name: str) -> None:
    """In several languages, with a letter misread and blanks lost; of a birth's place and of a father's name it says another thing than of the holder's."""
    assert place_name(label) == name


def test_values_are_no_labels() -> None:
    """Names, dates, numbers, codes and a State as a place; labels may bear a number of their own."""
    assert not any(map(is_label, ("ERIKSSON", "12 AUG 1974", "L898902C3", "F", "UTO", "NETHERLANDS", "")))
    assert all(map(is_label, ("IDENTITY CARD", "4B DATE OF EXPIRY", "NOM D USAGE ALTEMATE NAME", "SEX")))


def test_a_title_holds_some_words_of_pages_or_states() -> None:
    """Half of it may be of a language that is not known."""
    assert is_title("REPUBLIKA E SHQIPERISE")
    assert is_title("NETHERLANDS")
    assert not is_title("ERIKSSON")
    assert not is_title("")


def test_a_value_of_digits_behind_its_label_is_told_from_it() -> None:
    """So that the label stays print of the series."""
    assert "DATE OF BIRTH 12 08 1974"[: label_end("DATE OF BIRTH 12 08 1974")] == "DATE OF BIRTH"
    assert not label_end("DATE OF BIRTH")
    assert not label_end("12 08 1974")
    assert not label_end("ERIKSSON 12 08 1974")


def test_a_title_of_which_the_reader_lost_the_blanks_is_one() -> None:
    """A long word of labels within it; names hold none."""
    assert is_title("PASPORTOPASSPORT")
    assert not is_title("CHRISTOPHERSEN")


def test_a_word_that_begins_like_the_nationality_on_the_page_is_of_a_title() -> None:
    """The front of a card has no MRZ that names its State, whose own name for itself may be in no list."""
    assert not is_title("UTOPIA")
    assert is_title("UTOPIA", nationality="UTOPIAN")
    assert not is_title("ASTROM", nationality="UTOPIAN")
    assert not is_title("ASTROM", nationality="")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("SEX F", "F"),
        ("Eyes BRO", "BRO"),
        ("Place of birth BERLIN", "BERLIN"),
        ("PLACE OF BIRTH SAN JOSE", "SAN JOSE"),
        ("Sex / Sekso F", "F"),
        ("SEX / SEKSO", ""),
        ("Sex / Sekso", ""),
        ("Date of expiry / Valida gis", ""),
        ("GESCHLECHT SEX SEXE", ""),
        ("SEX", ""),
        ("BERLIN", ""),
        ("", ""),
    ],
)
def test_a_value_of_words_behind_its_label_is_told_from_it(text: str, value: str) -> None:
    """A label in two languages is no label and its value."""
    start = value_behind(text)
    assert text[start or len(text) :] == value
