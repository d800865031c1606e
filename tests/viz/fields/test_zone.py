"""What a look at a page knows of its fields."""

from collections.abc import Callable

import pytest

from docforensics.viz.fields.zone import PrintedZone, caption_kind, is_in_another_script
from docforensics.viz.text import TextLine

Placed = Callable[..., TextLine]
MakeZone = Callable[..., PrintedZone]


@pytest.mark.parametrize(
    ("caption", "kind"),
    [
        ("Date of birth/Date de naissance", "birth_date"),
        ("Valid until", "expiry_date"),
        ("Valid from", "issue_date"),
        ("Passport No.", "document_number"),
        ("Authority", ""),
        ("Cognome/Surname", "surname"),
        ("Givennames/Antanomo", "given_names"),
        ("Prenom / Given name", "given_names"),
        ("Surname and given names", ""),
        ("Date of issue / Date of expiry", ""),
        ("Prenom du pere / Father's given name", "another"),
        ("Ime oca", "another"),
        ("Nome da mae", "another"),
        ("Nom d'usage", "another"),
        ("Apellido de soltera", "another"),
        ("Father", ""),
        ("Naskigloko / Place of birth", "another"),
        ("Luogo di nascita", "another"),
        ("Place of issue", "another"),
        ("Date and place of birth", "birth_date"),
        ("Numero", "document_number"),
        ("Numero di carta", "document_number"),
        ("Passport No / Numero personal", "document_number"),
        ("Personala numero", "another"),
        ("Numero de seguro social", "another"),
    ],
)
def test_captions_name_one_field_or_none(placed: Placed, caption: str, kind: str) -> None:
    """Valid from is no end of validity, and a place of birth no date."""
    assert caption_kind(placed(caption, 0, 0)) == kind


def test_the_nearest_caption_decides(placed: Placed, zone: MakeZone) -> None:
    """That of the field above is farther away."""
    seen = zone(
        placed("ANNA", 40, 20), captions=[placed("Surname", 40, 15.5), placed("Given names", 40, 17.5)]
    )
    assert seen.name_caption(seen.lines[0]) == "given_names"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("DRAKOS", False),
        ("ÄÑÜ-Nandu", False),
        ("Δpaxos", True),
        ("Джon", True),
        ("12 / -", False),
        ("ROBINSON Δ", False),
        ("Δλ / DRAKOS", False),
        ("DRAKOS Meλitis", True),
    ],
)
def test_a_line_with_a_word_of_two_scripts_is_known(placed: Placed, text: str, expected: bool) -> None:
    """Letters with marks are Latin ones; a letter of another script that stands by itself makes no word of two."""
    assert is_in_another_script(placed(text, 0, 0)) is expected


def test_a_caption_that_was_not_found_as_a_line_is_read_in_its_strip(placed: Placed, zone: MakeZone) -> None:
    """Small and grey."""
    seen = zone(placed("ANNA", 40, 20), strip=placed("Given names", 40, 17.5))
    assert seen.caption(seen.lines[0].box) == ""
    assert seen.name_caption(seen.lines[0]) == "given_names"


def test_a_caption_counts_only_if_no_other_value_stands_between(placed: Placed, zone: MakeZone) -> None:
    """The caption of a value that could not be read is not that of the value below it."""
    caption = placed("Date of birth", 40, 15.2)
    below = placed("16 APR 2020", 40, 19.8)
    assert zone(below, captions=[caption]).caption(below.box) == "birth_date"
    assert zone(placed("I2 ?? ??74", 40, 17.4), below, captions=[caption]).caption(below.box) == ""
