"""What a check states of an alert."""

from datetime import date

from docforensics.alerts.model import Alert, FraudSpecies, Tlp
from docforensics.alerts.numbers import make_list
from docforensics.checks.support.alerted import hit_of
from docforensics.templates.model import TemplateModel


def test_a_match_names_the_alert_its_place_and_its_card() -> None:
    """In plain text, so that scoring and reports need no alert."""
    alert = Alert(
        id="2ec9c2d0-5735-4d2f-b497-ed4f12a3a7f8",
        revision=3,
        title="Blanks",
        issuer="Post A",
        issued_on=date(2026, 1, 1),
        valid_from=date(2026, 1, 1),
        valid_to=date(2027, 1, 1),
        model=TemplateModel(country="UTO", type="P", number=2, year=2023),
        species=FraudSpecies.STOLEN_BLANK,
        tlp=Tlp.RED,
        numbers=(make_list(["A1"], bytes(32)),),
    )
    hit = hit_of(alert, "star", "It leans.", ("loupe",))
    assert (hit.alert, hit.revision, hit.species, hit.tlp) == (alert.id, 3, "stolen blank", "TLP:RED")
    assert (hit.place, hit.look_for, hit.equipment) == ("star", "It leans.", ("loupe",))
    assert hit.card == f"{alert.id}.dfalert"
