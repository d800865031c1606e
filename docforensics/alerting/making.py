"""Makes an alert of an examined document, and lists what leaves before it leaves."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from docforensics.alerting.draft import UNDESCRIBED, MarkRequest, places_of, side_of
from docforensics.alerts.file import alert_parts
from docforensics.alerts.model import Alert, AlertSeverity, FraudSpecies, Tlp
from docforensics.alerts.numbers import NumberList
from docforensics.document import Document
from docforensics.errors import AlertError, UsageError
from docforensics.report.render.redacted import secrets_of
from docforensics.report.report import Report

_WORDS = re.compile(r"[^\W\d_]{2,}")
_LEAST_WORDS, _LEAST_LETTERS = 2, 4
"""Words that state something visible, `a purple ring`; letters, where a script is written without spaces. Judgements; not fitted."""
_GENERAL = frozenset(
    _WORDS.findall(
        """the an of in on at is are and or to by from with it its this that there here not no defect defects fault faults error errors mistake
        flaw sign signs feature mark marks place spot area part something anything press printer plate counterfeit counterfeits forgery forged
        fake false genuine document passport card page different differs difference deviation anomaly wrong bad strange see look compare
        picture pictures"""
    )
)
"""Words that state nothing to look for: those that any alert could hold. English alone: of another language the number of words counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertFacts:
    """What an officer states of an alert, apart from its places."""

    title: str
    issuer: str
    issued_on: date
    valid_from: date
    valid_to: date
    species: FraudSpecies = FraudSpecies.COUNTERFEIT
    severity: AlertSeverity = AlertSeverity.MEDIUM
    tlp: Tlp = Tlp.AMBER
    summary: str = ""


def alert_of_document(
    document: Document,
    report: Report,
    facts: AlertFacts,
    *,
    marks: Sequence[MarkRequest] = (),
    numbers: Sequence[NumberList] = (),
) -> Alert:
    """Make an alert of an examined document.

    Raises
    ------
    AlertError
        As `places_of`, and where a text holds data of the holder.
    UsageError
        Of a named place nothing visible is stated.
    """
    refuse_vague(marks)
    side = document.sides[side_of(document)]
    model = side.match.template.model if side.match else None
    if model is None:
        raise AlertError("the template that fits is not named: an alert is about the documents of one model")
    _refuse_personal(
        (*_texts(facts), *(mark.look_for for mark in marks), *(one.note for one in numbers)), report
    )
    told = {name: getattr(facts, name) for name in AlertFacts.__slots__}
    places = places_of(document, report, marks)
    return Alert(id=str(uuid4()), model=model, places=places, numbers=tuple(numbers), **told)


def refuse_vague(marks: Sequence[MarkRequest]) -> None:
    """Refuse a place of which nothing visible is stated: UsageError names the place, and what is expected."""
    for number, mark in enumerate(marks, start=1):
        words = {one for one in _WORDS.findall(mark.look_for.lower()) if one not in _GENERAL}
        foreign = sum(len(one) for one in words if not one.isascii())
        if len(words) < _LEAST_WORDS and foreign < _LEAST_LETTERS:
            raise UsageError(
                f"place-{number}: expected what an officer sees there (--look-for), such as `a scratch through the T of the title`; "
                f"got {mark.look_for[:100]!r}, from which nobody knows what to look for"
            )


def _texts(facts: AlertFacts) -> tuple[str, ...]:
    return facts.title, facts.summary, facts.issuer


def _refuse_personal(texts: Iterable[str], report: Report) -> None:
    """Refuse a text in which a piece of the holder's data stands: it would leave with the alert."""
    written = " ".join(texts).upper()
    words = set("".join(one if one.isalnum() else " " for one in written).split())
    found = [secret for secret in (secrets_of(report.mrz) if report.mrz else ()) if secret.upper() in words]
    if found:
        raise AlertError(
            "a text of the alert holds data of the holder (a name, a number or a date of the zone): leave it out"
        )


def listing(alert: Alert) -> Iterator[str]:
    """State in lines what leaves the post with an alert: every picture, list and text."""
    yield f"Alert {alert.id}, revision {alert.revision}: {alert.title}"
    yield f"  issuer {alert.issuer}; {alert.tlp.value}; {alert.severity.value}; {alert.species.value} of {alert.model.id}"
    yield f"  in force from {alert.valid_from} to {alert.valid_to}"
    if alert.summary:
        yield f"  summary: {alert.summary}"
    if alert.withdrawn:
        yield f"  withdrawn: {alert.withdrawn}"
    for place in alert.places:
        box, rows, columns = place.box, *place.seen.shape[:2]
        use = "looked for by the check" if place.is_measured else "for the eye alone"
        tools = ", ".join(place.equipment) or "eyes alone"
        yield (
            f"  {place.name}: two pictures of {columns} x {rows} pixels in {place.light.facts.words}, genuine and seen, at {box.left:g},{box.top:g},"
            f"{box.right:g},{box.bottom:g} mm; data of the holder painted over; {use}; {tools}"
        )
        yield f"    look for: {place.look_for or 'nothing stated'}"
        if place.look_for == UNDESCRIBED:
            yield "    so that an officer knows what to look for, name this place and state it: --mark and --look-for"
    for one in alert.numbers:
        form = f"keyed {one.form.value}, for the holder of key {one.key_id}"
        yield f"  {one.name}: {one.count} numbers of {one.issuer or 'any issuer'} ({form}; {one.rate:g} false positives)"
    yield f"  {sum(map(len, alert_parts(alert).values()))} bytes"
