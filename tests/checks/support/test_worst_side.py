"""The worst of several sides is the outcome; where none could be measured, the reason is that of the one that came furthest."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pytest

from docforensics.checks.claims import ClaimId, Why
from docforensics.checks.outcome import Abstained, AbstentionKind, Measured, undetermined
from docforensics.checks.support.places import Place
from docforensics.checks.support.unseen import HIDDEN
from docforensics.checks.support.worst_side import heaviest_place, worst, worst_seen
from docforensics.page.geometry import BoxMm
from docforensics.page.visibility import Blindness
from docforensics.templates.comparison.residual import PrintCluster

FIRST, SECOND, NONE = (
    Abstained(kind=AbstentionKind.UNDETERMINED, reason=reason, why=Why.UNREADABLE)
    for reason in ("first", "second", "none")
)
UNCALLED = undetermined("nothing there", expected=False, why=Why.NO_REFERENCE_HERE)
OUTCOMES: Mapping[str, Measured | Abstained] = {
    "low": Measured(value=1.0, facts={"side": "low"}),
    "high": Measured(value=2.0, facts={"side": "high"}),
    "as high": Measured(value=2.0, facts={"side": "as high"}),
    "fails first": FIRST,
    "fails second": SECOND,
    "fails uncalled": UNCALLED,
}


@pytest.mark.parametrize(
    ("sides", "expected"),
    [
        (("low", "high", "as high"), OUTCOMES["high"]),
        (("fails second", "low", "fails first"), OUTCOMES["low"]),
        (("fails second", "fails first"), SECOND),
        (("fails first", "fails first"), FIRST),
        (("fails uncalled", "fails first"), FIRST),
    ],
)
def test_the_largest_value_counts_and_else_the_last_reason(sides: tuple[str, ...], expected: object) -> None:
    """The first of the largest values is the outcome, or the reason that was tested for last; one that calls for the check goes first."""
    assert worst(sides, OUTCOMES.__getitem__, FIRST, SECOND, UNCALLED) is expected


def test_without_sides_the_reason_is_passed_on() -> None:
    """Where there are no sides, the reason why stays the reason."""
    assert worst(NONE, OUTCOMES.__getitem__, FIRST) is NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Marker:
    """Stands for a side: marks places by their label alone."""

    index: int = 0

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


def test_the_side_of_the_heaviest_place_is_odd_and_the_others_were_seen() -> None:
    """Nothing is odd where nothing was found."""
    side: Any = Marker(index=1)
    place = PrintCluster(box=BoxMm(left=0.0, top=0.0, right=1.0, bottom=1.0), mass=2.0)
    looked = [Place(side=0), Place(side=1), Place(side=2, hidden=HIDDEN[Blindness.GLARE])]
    for found, odd in (([(side, place)], {1}), ([], set())):
        outcome = heaviest_place(found, "odd", most=1, looked=looked, claims=[ClaimId.PORTRAIT])
        assert {one.side for one in outcome.sightings if one.is_odd} == odd
        assert {one.side: one.why for one in outcome.sightings} == {0: None, 1: None, 2: Why.GLARE}


def test_a_place_of_which_a_part_is_hidden_can_be_odd() -> None:
    """What was seen of it counts; where it is not adverse, the place was not seen."""
    side: Any = Marker(index=2)
    place = PrintCluster(box=BoxMm(left=0.0, top=0.0, right=1.0, bottom=1.0), mass=2.0)
    looked = [Place(side=2, hidden=HIDDEN[Blindness.GLARE])]
    outcome = heaviest_place([(side, place)], "odd", most=1, looked=looked, claims=[ClaimId.PORTRAIT])
    assert [(one.why, one.is_odd, one.in_doubt) for one in outcome.sightings] == [(None, True, Why.GLARE)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Stands for a side or a place on it: what it gives, and what it gives against all that the template knows."""

    place: Place
    gives: Measured | Abstained
    knows: Measured | Abstained | None = None

    def full(self) -> "Item":
        """Against all that the template knows."""
        return self if self.knows is None else replace(self, gives=self.knows)


BARE = undetermined("bare", expected=False, why=Why.NO_REFERENCE_HERE)
NOISY = undetermined("noisy", why=Why.TOO_NOISY)
GLARE = HIDDEN[Blindness.GLARE]


def seen(*items: Item) -> Measured | Abstained:
    """Measure what the items give."""
    return worst_seen(items, lambda item: item.gives, BARE, NOISY, claims=[ClaimId.PORTRAIT])


def test_every_place_is_stated_and_the_worst_is_odd() -> None:
    """A place that gave no value was not seen; one of which the template knows nothing calls for nothing."""
    gives = (Measured(value=1.0), Measured(value=2.0), NOISY, BARE)
    outcome = seen(*(Item(place=Place(side=at), gives=one) for at, one in enumerate(gives)))
    assert isinstance(outcome, Measured)
    assert outcome.value == 2.0
    told = {one.side: (one.why, one.is_odd) for one in outcome.sightings}
    assert told == {
        0: (None, False),
        1: (None, True),
        2: (Why.TOO_NOISY, False),
        3: (Why.NO_REFERENCE_HERE, False),
    }


def test_a_single_place_that_is_hidden_is_not_measured_and_a_side_is() -> None:
    """Of a side, what is left may still speak against the document, and contradicts the claim; it verifies nothing."""
    portrait = Item(place=Place(side=0, name="portrait", hidden=GLARE), gives=Measured(value=9.0))
    assert seen(portrait) == GLARE
    outcome = seen(Item(place=Place(side=0, hidden=GLARE), gives=Measured(value=9.0)))
    assert isinstance(outcome, Measured)
    assert [(one.why, one.is_odd, one.in_doubt) for one in outcome.sightings] == [(None, True, Why.GLARE)]


def test_what_is_hidden_is_not_what_the_template_lacks() -> None:
    """Glare over all print of a kind must not make a check uncalled for; where the template holds none, nothing does."""
    place = Place(side=0, cause=GLARE)
    assert seen(Item(place=place, gives=BARE)) is BARE
    assert seen(Item(place=place, gives=BARE, knows=Measured(value=0.0))) is GLARE


def test_what_hides_a_side_is_why_nothing_could_be_measured() -> None:
    """The page's own cause says more than that the picture is poor."""
    outcome = seen(Item(place=Place(side=0, hidden=GLARE), gives=NOISY))
    assert isinstance(outcome, Abstained)
    assert (outcome.reason, outcome.why) == ("noisy", Why.GLARE)
    assert seen(Item(place=Place(side=0), gives=NOISY)) is NOISY
