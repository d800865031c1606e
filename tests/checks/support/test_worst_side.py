"""The worst of several sides is the outcome; where none could be measured, the reason is that of the one that came furthest."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from docforensics.checks.claims import Why
from docforensics.checks.outcome import Abstained, AbstentionKind, Measured
from docforensics.checks.support.worst_side import heaviest_place, worst
from docforensics.page.geometry import BoxMm
from docforensics.templates.comparison.residual import PrintCluster

FIRST, SECOND, NONE = (
    Abstained(kind=AbstentionKind.UNDETERMINED, reason=reason, why=Why.UNREADABLE)
    for reason in ("first", "second", "none")
)
OUTCOMES: Mapping[str, Measured | Abstained] = {
    "low": Measured(value=1.0, facts={"side": "low"}),
    "high": Measured(value=2.0, facts={"side": "high"}),
    "as high": Measured(value=2.0, facts={"side": "as high"}),
    "fails first": FIRST,
    "fails second": SECOND,
}


@pytest.mark.parametrize(
    ("sides", "expected"),
    [
        (("low", "high", "as high"), OUTCOMES["high"]),
        (("fails second", "low", "fails first"), OUTCOMES["low"]),
        (("fails second", "fails first"), SECOND),
        (("fails first", "fails first"), FIRST),
    ],
)
def test_the_largest_value_counts_and_else_the_last_reason(sides: tuple[str, ...], expected: object) -> None:
    """The first of the largest values is the outcome, or the reason that was tested for last."""
    assert worst(sides, OUTCOMES.__getitem__, FIRST, SECOND) is expected


def test_without_sides_the_reason_is_passed_on() -> None:
    """Where there are no sides, the reason why stays the reason."""
    assert worst(NONE, OUTCOMES.__getitem__, FIRST) is NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Marker:
    """Stands for a side: marks places by their label alone."""

    def region(self, box: BoxMm, label: str) -> Any:
        """A place and its label."""
        return (box, label)


def test_the_heaviest_places_of_all_sides_are_marked() -> None:
    """The value is the heaviest mass, and as many places are marked as were asked for."""
    side: Any = Marker()
    boxes = [BoxMm(left=at, top=0.0, right=at + 1, bottom=1.0) for at in (0.0, 5.0, 9.0)]
    masses = (1.0, 3.0, 2.0)
    found = [(side, PrintCluster(box=box, mass=mass)) for box, mass in zip(boxes, masses, strict=True)]
    outcome = heaviest_place(found, "odd", most=2)
    assert outcome.value == 3.0
    assert outcome.regions == ((boxes[1], "odd"), (boxes[2], "odd"))
    assert outcome.facts["places"] == 3
    assert heaviest_place([], "odd", most=2).value == 0.0
