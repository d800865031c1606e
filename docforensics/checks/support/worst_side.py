"""The skeleton of the checks against a template: each side is measured by itself, and the worst of them is the outcome."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from docforensics.checks.outcome import Abstained, Measured
from docforensics.checks.support.registered import RegisteredSide
from docforensics.templates.comparison.residual import PrintCluster

Item = TypeVar("Item")
SideOutcome = Measured | Abstained


def worst(
    items: tuple[Item, ...] | Abstained, measure_one: Callable[[Item], SideOutcome], *steps: Abstained
) -> SideOutcome:
    """Measure each of the items (sides, portraits), at least one, and give the outcome of largest value, the first of equals.

    `items` may be the reason why there are none. Where nothing could be measured, the reason is that which comes last in
    `steps`, the reasons that `measure_one` gives in the order in which it tests: that item came nearest to a measurement.
    """
    if isinstance(items, Abstained):
        return items
    outcomes = [measure_one(item) for item in items]
    measured = [outcome for outcome in outcomes if isinstance(outcome, Measured)]
    if measured:
        return max(measured, key=lambda outcome: outcome.value)
    return max((outcome for outcome in outcomes if isinstance(outcome, Abstained)), key=steps.index)


def heaviest_place(
    found: Iterable[tuple[RegisteredSide, PrintCluster]], label: str, *, most: int
) -> Measured:
    """Give the mass of the heaviest place of all sides, 0 without any; the `most` heaviest are marked."""
    places = sorted(found, key=lambda item: -item[1].mass)
    regions = tuple(side.region(place.box, label) for side, place in places[:most])
    heaviest = places[0][1].mass if places else 0.0
    return Measured(value=heaviest, regions=regions, facts={"places": len(places)})
