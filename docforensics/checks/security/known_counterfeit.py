"""Marks of counterfeits that were seen before, matched in reverse.

A template may carry what a seen counterfeit shows at a place, in a light, and no genuine document does: a wrong letter, a star
that leans, an emblem in another ink. The page is compared with both, the mark and the genuine reference, where the two differ;
what counts is how far it lies nearer to the mark. The alerts in force at the post are compared in the same way; a match names the
alert and is a rule of the policy, and no part of the value, which is -1 where the template itself carries no mark.

Cannot see: counterfeits that nobody has marked, marks in a light that was not captured, and details finer than a quarter
of a millimetre. A page without any mark is no better for it.

Sources: TR-03135-1 5.4 (inverted routines for known counterfeits); standards.md 2.2.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from docforensics.alerts.book import AlertBook
from docforensics.alerts.matching import SeenPlace, prepared, seen_places, shows
from docforensics.alerts.model import Alert
from docforensics.checks.claims import ClaimId, Why
from docforensics.checks.outcome import AlertHit, Fact, Measured, Outcome, Region, not_supported, undetermined
from docforensics.checks.spec import CheckSpec
from docforensics.checks.support.alerted import hit_of
from docforensics.document import Document, Side
from docforensics.templates.model import CounterfeitMark
from docforensics.templates.retrieval.marks import agreement

SPEC = CheckSpec(
    title="Marks of known counterfeits",
    unit="nearness to the mark of a known counterfeit, -1 the genuine print .. 1 the mark",
    contradicts=frozenset({ClaimId.PAGE_MODEL}),
    tr03135="VI,AB,IS",
    needs_template=True,
    min_px_per_mm=5.0,
    adverse="The page shows the mark {mark} of a known counterfeit rather than the genuine print ({value:.2f} of 1).",
    favourable="The page shows no mark of a known counterfeit. Marks looked for: {marks}.",
    alerted="The page shows what an alert describes: {alert_title} ({alert_issuer}, alert {alert}). {look_for}",
    advice="Compare the marked place with the description of the counterfeit and with a genuine document.",
    facts={
        "mark": str,
        "marks": int,
        "source": str,
        "alert": str,
        "alert_title": str,
        "alert_issuer": str,
        "look_for": str,
        "alert_nearness": float,
    },
)
_NO_MARKS = undetermined(
    "the template carries no mark of a known counterfeit", expected=False, why=Why.NO_REFERENCE_HERE
)
_NOT_SEEN = not_supported(
    "no mark of a known counterfeit could be looked for in the lights that were captured",
    expected=False,
    why=Why.NO_LIGHT,
)
_SHOWN = 0.0
"""From here on the page is nearer to the mark."""
_NONE = -1.0
"""Value where the template carries no mark: what alerts found is no part of it."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _AlertSeen:
    """What a side shows of one alert."""

    side: int
    alert: Alert
    places: tuple[SeenPlace, ...]


def measure(document: Document) -> Outcome:
    """Find the mark that the page is nearest to, and the alerts that it shows."""
    found = sorted(_looked_for(document), key=lambda item: -item[0])
    alerts = list(_alerts(document))
    if not found and not alerts:
        marked = any(side.match and side.match.template.counterfeits for side in document.sides)
        return _NOT_SEEN if marked else _NO_MARKS
    shown = [one for one in alerts if shows(one.places)]
    regions = [
        Region(side=side, box=mark.box, label=f"mark of a known counterfeit: {mark.name}", light=mark.light)
        for near, side, mark in found
        if near > _SHOWN
    ]
    regions += [
        Region(
            side=one.side,
            box=seen.box,
            label=f"mark of a known counterfeit: {seen.place.name}",
            light=seen.place.light,
        )
        for one in shown
        for seen in one.places
        if seen.nearness > _SHOWN
    ]
    facts: dict[str, Fact] = {"marks": len(found) + sum(len(one.places) for one in alerts)}
    if found:
        facts |= _of_mark(found[0][2])
    if shown:
        facts |= _of_alert(shown[0])
    return Measured(
        value=found[0][0] if found else _NONE,
        regions=tuple(regions),
        facts=facts,
        note=found[0][2].note if found else "",
        alerts=tuple(map(_hit, shown)),
    )


def _looked_for(document: Document) -> Iterator[tuple[float, int, CounterfeitMark]]:
    """Nearness, side and mark, for every mark of a template that could be looked for."""
    for index, side in enumerate(document.sides):
        if side.match is None:
            continue
        template = side.match.template
        for mark in template.counterfeits:
            page = side.match.pages.get(mark.light)
            if page is None:
                continue
            near = agreement(page, template.references[mark.light], mark)
            if near is not None:
                yield near, index, mark


def _alerts(document: Document) -> Iterator[_AlertSeen]:
    """Every alert in force of which a place could be looked for."""
    for index, side in enumerate(document.sides):
        if document.alerts is None or side.match is None:
            continue
        for alert in document.alerts.with_marks(side.match.template.model, document.inspected_on):
            places = _places(side, document.alerts, alert)
            if places:
                yield _AlertSeen(side=index, alert=alert, places=places)


def _places(side: Side, book: AlertBook, alert: Alert) -> tuple[SeenPlace, ...]:
    match = side.match
    if match is None:
        return ()
    laid = prepared(book, alert, match.template)
    return tuple(
        seen
        for light, page in match.pages.items()
        if (of_light := tuple(one for one in laid if one.place.light is light))
        for seen in seen_places(page, of_light, match.blind.get(light))
    )


def _nearest(one: _AlertSeen) -> SeenPlace:
    return max(one.places, key=lambda seen: seen.nearness)


def _hit(one: _AlertSeen) -> AlertHit:
    nearest = _nearest(one).place
    return hit_of(one.alert, nearest.name, nearest.look_for, nearest.equipment)


def _of_mark(mark: CounterfeitMark) -> dict[str, Fact]:
    facts: dict[str, Fact] = {"mark": mark.name, "source": mark.source}
    return facts


def _of_alert(one: _AlertSeen) -> dict[str, Fact]:
    nearest = _nearest(one)
    facts: dict[str, Fact] = {
        "alert": one.alert.id,
        "alert_title": one.alert.title,
        "alert_issuer": one.alert.issuer,
        "look_for": nearest.place.look_for,
        "alert_nearness": nearest.nearness,
    }
    return facts
