"""What a check states of an alert that a document matches."""

from docforensics.alerts.file import SUFFIX
from docforensics.alerts.model import Alert
from docforensics.checks.outcome import AlertHit


def hit_of(alert: Alert, place: str, look_for: str, equipment: tuple[str, ...] = ()) -> AlertHit:
    """Give the match of a document with an alert, at one of its places or in one of its lists."""
    return AlertHit(
        alert=alert.id,
        revision=alert.revision,
        title=alert.title,
        issuer=alert.issuer,
        species=alert.species.value,
        severity=alert.severity.value,
        tlp=alert.tlp.value,
        place=place,
        look_for=look_for,
        equipment=equipment,
        card=f"{alert.id}{SUFFIX}",
    )
