"""The skeleton of the checks against a template: each side is measured by itself, and the worst of them is the outcome."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from docforensics.checks.claims import ClaimId, Sighting
from docforensics.checks.outcome import Abstained, Measured
from docforensics.checks.support.places import Located, Place
from docforensics.checks.support.registered import RegisteredSide
from docforensics.checks.support.unseen import ANY_HIDDEN, HIDDEN
from docforensics.page.visibility import Blindness
from docforensics.templates.comparison.residual import PrintCluster

Item = TypeVar("Item")
PlacedItem = TypeVar("PlacedItem", bound=Located)
SideOutcome = Measured | Abstained


def worst(
    items: tuple[Item, ...] | Abstained, measure_one: Callable[[Item], SideOutcome], *steps: Abstained
) -> SideOutcome:
    """Measure each of the items (sides, portraits), at least one, and give the outcome of largest value, the first of equals.

    `items` may be the reason why there are none. Where nothing could be measured, the reason is one for which the document calls
    for the check, if any is, and of those that which comes last in `steps`, the reasons that `measure_one` gives in the order in
    which it tests: that item came nearest to a measurement.
    """
    if isinstance(items, Abstained):
        return items
    return _chosen([measure_one(item) for item in items], steps)


def worst_seen(
    items: tuple[PlacedItem, ...] | Abstained,
    measure_one: Callable[[PlacedItem], SideOutcome],
    *steps: Abstained,
    claims: Iterable[ClaimId],
) -> SideOutcome:
    """Do as `worst`, and state for each item what was seen of the claims there: hidden places, and those that gave no value, were not.

    What an outcome states by itself is taken.
    """
    if isinstance(items, Abstained):
        return items
    seen = [(item.place, _measured(item, measure_one)) for item in items]
    chosen = _chosen([outcome for _, outcome in seen], (*steps, *ANY_HIDDEN))
    if isinstance(chosen, Abstained):
        return next(_with_cause(place, chosen) for place, outcome in seen if outcome is chosen)
    sightings = [one for place, outcome in seen for one in _stated(place, outcome, chosen, sorted(claims))]
    return replace(chosen, sightings=tuple(sightings))


def _measured(item: PlacedItem, measure_one: Callable[[PlacedItem], SideOutcome]) -> SideOutcome:
    """Measure one item; where the template seems to hold nothing, tell what it holds from what is hidden of it here."""
    place = item.place
    if place.name and place.hidden is not None:
        return place.hidden
    outcome = measure_one(item)
    if not isinstance(outcome, Abstained) or outcome.expected:
        return outcome
    again = measure_one(item.full())
    if isinstance(again, Abstained) and not again.expected:
        return outcome
    return place.hidden or place.cause or HIDDEN[Blindness.OCCLUDED]


def _chosen(outcomes: Sequence[SideOutcome], steps: Sequence[Abstained]) -> SideOutcome:
    measured = [outcome for outcome in outcomes if isinstance(outcome, Measured)]
    if measured:
        return max(measured, key=lambda outcome: outcome.value)
    reasons = (outcome for outcome in outcomes if isinstance(outcome, Abstained))
    return max(reasons, key=lambda reason: (reason.expected, steps.index(reason)))


def _stated(
    place: Place, outcome: SideOutcome, chosen: SideOutcome, claims: Iterable[ClaimId]
) -> Iterator[Sighting]:
    if isinstance(outcome, Measured) and outcome.sightings:
        yield from outcome.sightings
        return
    for claim in claims:
        if isinstance(outcome, Measured):
            yield place.sighting(claim, is_odd=outcome is chosen)
        else:
            yield place.sighting(claim, why=outcome.why)


def _with_cause(place: Place, outcome: Abstained) -> Abstained:
    """Name what hides the place where this picture is to blame."""
    return outcome if place.hidden is None or not outcome.expected else replace(outcome, why=place.hidden.why)


def heaviest_place(
    found: Iterable[tuple[RegisteredSide, PrintCluster]],
    label: str,
    *,
    most: int,
    looked: Iterable[Place] = (),
    claims: Iterable[ClaimId] = (),
) -> Measured:
    """Give the mass of the heaviest place of all sides, 0 without any; the `most` heaviest are marked.

    `looked` are the places that were looked at for the claims; that of the heaviest place is the odd one.
    """
    places = sorted(found, key=lambda item: -item[1].mass)
    regions = tuple(side.region(place.box, label) for side, place in places[:most])
    heaviest, odd = (places[0][1].mass, places[0][0].index) if places else (0.0, None)
    stated = tuple(
        place.sighting(claim, is_odd=place.side == odd) for place in looked for claim in sorted(claims)
    )
    return Measured(value=heaviest, regions=regions, facts={"places": len(places)}, sightings=stated)
