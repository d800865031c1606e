"""The quick check card."""

import dataclasses
from collections.abc import Callable
from datetime import date

import pytest

from docforensics.alerting.card import MOST_ON_CARD, card_html
from docforensics.alerts.model import Alert, Tlp
from docforensics.templates.model import TemplateModel
from tests.alerts.conftest import make_place

MakeAlert = Callable[..., Alert]


def test_the_card_states_what_to_look_for_and_with_what(alerts_made: MakeAlert) -> None:
    """With both pictures, the caveat and the validity."""
    page = card_html(alerts_made())
    for words in ("A purple ring.", "TLP:GREEN", "UTO-P-2-2023", "2027-11-28", "Genuine", "False"):
        assert words in page
    assert page.count("<img ") == 2
    assert page.index("was not verified") < page.index("You need")
    assert "all the same" in page
    signed = card_html(alerts_made(), signed_by="abc")
    assert "Signature verified, key abc" in signed
    assert "was not verified" not in signed


@pytest.mark.parametrize("tlp", Tlp)
def test_the_card_states_who_may_have_it(alerts_made: MakeAlert, tlp: Tlp) -> None:
    """In words: a label alone is not known to everybody."""
    assert f"{tlp.value}: for " in card_html(dataclasses.replace(alerts_made(), tlp=tlp))


def test_what_an_issuer_writes_does_not_steer_the_page(alerts_made: MakeAlert) -> None:
    """It is text."""
    page = card_html(alerts_made(title="<script>alert(1)</script>", summary='"><img src=x>'))
    assert "<script>" not in page
    assert "<img src=x>" not in page


def test_a_withdrawn_alert_shows_nothing_to_look_for(alerts_made: MakeAlert) -> None:
    """But the reason."""
    page = card_html(alerts_made().withdrawal("The print is genuine.", date(2026, 12, 1)))
    assert "Do not use this alert" in page
    assert "all the same" not in page
    assert "The print is genuine." in page
    assert "<img " not in page


def test_more_places_than_one_sheet_shows_are_counted(alerts_made: MakeAlert) -> None:
    """So that nobody takes the card for the whole alert."""
    places = tuple(make_place(f"place-{number}") for number in range(MOST_ON_CARD + 2))
    page = card_html(alerts_made(places=places))
    assert page.count("<img ") == 2 * MOST_ON_CARD
    assert "Further places of this alert: 2." in page


def test_the_card_names_the_document_and_leaves_no_doubt_about_absence(alerts_made: MakeAlert) -> None:
    """An alert that does not match clears nothing and accuses nobody; colours of two devices are no sign."""
    page = card_html(alerts_made())
    assert "Utopia, passport (type P), model 2" in page
    assert "does not mean that the document is genuine" in page
    assert "two cameras made the pictures" in page


def test_the_page_is_sketched_where_the_type_states_its_size(alerts_made: MakeAlert) -> None:
    """With the place on it and the zone at the bottom; a card of another letter may have one of two sizes."""
    page = card_html(alerts_made())
    assert '<rect class="spot" x="20.00" y="30.00" width="6.00" height="5.00"/>' in page
    assert page.count('class="zone"') == 2
    card = card_html(alerts_made(model=TemplateModel(country="UTO", type="I", number=1, year=2020)))
    assert "<svg" not in card
    assert "Hold the page upright" in card


def test_what_is_painted_over_is_hatched_and_said(alerts_made: MakeAlert) -> None:
    """So that nobody takes it for print."""
    place = make_place()
    pictures = {name: getattr(place, name).copy() for name in ("genuine", "seen")}
    for picture in pictures.values():
        picture[50:] = 190
    page, plain = (card_html(alerts_made(places=(one,))) for one in (make_place(**pictures), place))
    assert "Hatched areas" in page
    assert "Hatched areas" not in plain
