"""Where both portraits show the picture, on a made-up series of cards."""

from dataclasses import replace
from typing import Any

import pytest

from docforensics.capture.light import Light
from docforensics.checks.outcome import Abstained, AbstentionKind, Measured
from docforensics.checks.portrait.portraits_aligned import measure


@pytest.mark.parametrize("holder", [11, 12, 15])
def test_genuine_cards_of_other_holders_show_it_in_place(lights: Any, holder: int) -> None:
    """Within the spread of those it was learned from, and nothing is marked."""
    outcome = measure(lights.genuine(holder))
    assert isinstance(outcome, Measured)
    assert outcome.value == pytest.approx(0.0, abs=0.05)
    assert outcome.facts["offset"] < 0.25


@pytest.mark.parametrize("moved", [(0.75, 0.0), (0.0, -0.75), (-0.5, 0.5)])
def test_a_portrait_printed_aside_is_measured_and_marked(lights: Any, moved: tuple[float, float]) -> None:
    """Three quarters of a millimetre in any direction, told to a quarter of one."""
    outcome = measure(lights.document(lights.pages(11, moved_mm=moved)))
    assert isinstance(outcome, Measured)
    assert outcome.value > 0.25
    assert outcome.facts["offset"] == pytest.approx(0.75, abs=0.25)
    assert outcome.regions[0].box.centre == pytest.approx((18.0, 27.0))


def test_another_picture_leaves_it_undetermined(lights: Any) -> None:
    """Two pictures cannot be laid on one another; that is another check's finding."""
    pages = lights.pages(11)
    page = pages[Light.VISIBLE].copy()
    page[96:336, 48:240] = page[96:336, 48:240][::-1]
    outcome = measure(lights.document({**pages, Light.VISIBLE: page}))
    assert isinstance(outcome, Abstained)
    assert outcome.kind is AbstentionKind.UNDETERMINED


def test_a_template_that_does_not_know_the_place_leaves_it_undetermined(lights: Any) -> None:
    """Learned from fewer than three captures."""
    second = lights.template.features[1]
    document = lights.told_otherwise(lights.genuine(11), second=replace(second, repeat=None))
    outcome = measure(document)
    assert isinstance(outcome, Abstained)
    assert "three" in outcome.needs


def test_one_capture_tells_no_spread(lights: Any) -> None:
    """It states where the picture lies on one page, and not how far others depart."""
    document = lights.genuine(11)
    (side,) = document.sides
    match = replace(side.match, template=replace(side.match.template, n_captures=1, n_holders=1))
    outcome = measure(replace(document, sides=(replace(side, match=match),)))
    assert isinstance(outcome, Abstained)
    assert "three" in outcome.needs


def test_without_a_template_it_is_undetermined(lights: Any) -> None:
    """No template is no failure."""
    document = lights.genuine(11)
    bare = replace(document, sides=tuple(replace(side, match=None) for side in document.sides))
    assert isinstance(measure(bare), Abstained)
