"""The coloured area of devices against that of the template's own captures."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from docforensics.capture.light import Light
from docforensics.checks.claims import ClaimId, Why
from docforensics.checks.outcome import Abstained, Measured, Region
from docforensics.checks.security import device_colour
from docforensics.checks.security.device_colour import SPEC, measure, own_facts
from docforensics.checks.support.places import Place
from docforensics.checks.support.unseen import HIDDEN
from docforensics.page.geometry import BoxMm
from docforensics.page.visibility import Blindness

DOCUMENT: Any = None
"""Its sides are given."""
BOX = BoxMm(left=20, top=20, right=32, bottom=32)
OWN = (30.0, 28.0, 33.0)
COLOURED = np.stack([np.full((8, 8), level, np.uint8) for level in (90, 140, 60)], axis=-1)


def side(own: tuple[float, ...] = OWN, *, page: Any = COLOURED, index: int = 0) -> Any:
    """A side on a template that names a device, whose captures show so much colour there."""

    def region(where: BoxMm, label: str) -> Region:
        return Region(side=index, box=where, label=label)

    template = SimpleNamespace(
        own_values=lambda name: own if name == "security.device_colour:coloured@device" else (),
        of_kind=lambda _kind: (SimpleNamespace(name="device", box=BOX),),
    )
    made = SimpleNamespace(
        index=index,
        template=template,
        region=region,
        page=lambda: page,
        levelled=lambda: page,
        light=Light.VISIBLE,
        place=Place(side=index, name="", hidden=None, cause=None),
        side=SimpleNamespace(page=None),
    )
    made.full = lambda: made
    return made


@pytest.fixture
def examined(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Measure sides whose devices show so much colour."""

    def run(shown: float, *sides: Any) -> Any:
        monkeypatch.setattr(device_colour, "coloured_mm2", lambda *_: shown)
        monkeypatch.setattr(device_colour, "hidden", lambda *_, **__: None)
        monkeypatch.setattr(device_colour, "registered_sides", lambda _document: sides or (side(),))
        return measure(DOCUMENT)

    return run


@pytest.mark.parametrize("shown", [26.0, 31.0, 60.0])
def test_a_device_in_colour_is_in_order(examined: Any, shown: float) -> None:
    """More colour than on the captures is none lacking."""
    outcome = examined(shown)
    assert isinstance(outcome, Measured)
    assert 0 <= outcome.value < 0.3
    assert outcome.regions == ()


def test_a_device_without_colour_is_marked(examined: Any) -> None:
    """It contradicts that devices are as they should be."""
    outcome = examined(1.0)
    assert isinstance(outcome, Measured)
    assert outcome.value > 0.9
    assert [one.box for one in outcome.regions] == [BOX]
    assert [(one.claim, one.is_odd) for one in outcome.sightings] == [(ClaimId.DEVICES, True)]


@pytest.mark.parametrize(
    "own",
    [(), OWN[:2], (30.0, 28.0, 9.0), (3.0, 3.0, 3.5)],
    ids=["nothing kept", "few captures", "colour of the ground at times", "line work"],
)
def test_a_device_whose_area_is_not_known_is_not_compared(examined: Any, own: tuple[float, ...]) -> None:
    """No template, no finding."""
    outcome = examined(0.0, side(own))
    assert isinstance(outcome, Abstained)
    assert outcome.why is Why.NO_REFERENCE_HERE
    assert not outcome.expected


def test_a_page_in_grey_shows_no_colour_of_any_device(examined: Any) -> None:
    """It was captured so."""
    grey = side(page=np.full((8, 8), 120, np.uint8))
    outcome = examined(0.0, grey)
    assert isinstance(outcome, Abstained)
    assert outcome.why is Why.NO_COLOUR
    assert own_facts(DOCUMENT) == {}


def test_a_device_under_glare_is_not_looked_at(monkeypatch: pytest.MonkeyPatch, examined: Any) -> None:
    """It takes the colour."""
    examined(0.0)
    monkeypatch.setattr(device_colour, "hidden", lambda *_, **__: HIDDEN[Blindness.GLARE])
    outcome = measure(DOCUMENT)
    assert isinstance(outcome, Abstained)
    assert outcome.why is Why.GLARE


def test_the_device_that_lacks_most_counts(monkeypatch: pytest.MonkeyPatch, examined: Any) -> None:
    """And is the one that is odd."""
    whole, lacking = side(index=0), side(index=1)
    examined(0.0, whole, lacking)
    monkeypatch.setattr(device_colour, "coloured_mm2", lambda page, *_: 30.0 if page is COLOURED else 0.0)
    lacking.levelled = lambda: None
    outcome = measure(DOCUMENT)
    assert isinstance(outcome, Measured)
    assert outcome.value == 1.0
    assert [region.side for region in outcome.regions] == [1]
    assert {one.side: one.is_odd for one in outcome.sightings}[1]


def test_a_template_keeps_the_area_of_each_device(examined: Any) -> None:
    """Under the fact that is declared."""
    examined(29.0)
    assert own_facts(DOCUMENT) == {"coloured@device": 29.0}
    assert all(map(SPEC.keeps, own_facts(DOCUMENT)))
