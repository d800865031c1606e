"""Luminescent lines over the portrait, on a made-up series."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from docforensics.capture.light import Light
from docforensics.checks.claims import ClaimId, Why
from docforensics.checks.outcome import Abstained, Measured
from docforensics.checks.portrait.portrait_overprint import measure
from docforensics.checks.support.glow import luminescent_sides
from docforensics.checks.support.least_glow import least_of

PLACE = (slice(96, 336), slice(48, 240))


def over(lights: Any, patch: np.ndarray, place: tuple[slice, slice] = PLACE) -> Any:
    """A card whose UV image shows something else over the portrait."""
    pages = lights.pages(11)
    ultraviolet = pages[Light.UV].copy()
    ultraviolet[place] = patch
    return lights.document({**pages, Light.UV: ultraviolet})


@pytest.mark.parametrize("holder", [11, 12, 13])
def test_genuine_cards_carry_it_whole(lights: Any, holder: int) -> None:
    """Whoever the portrait shows."""
    outcome = measure(lights.genuine(holder))
    assert isinstance(outcome, Measured)
    assert outcome.value < 0.03
    assert outcome.regions == ()


def test_a_photo_over_the_lines_hides_them(lights: Any) -> None:
    """All of the print over the portrait is missing."""
    outcome = measure(over(lights, np.array((16, 11, 36), np.uint8)))
    assert isinstance(outcome, Measured)
    assert outcome.value > 0.9
    assert outcome.regions[0].light is Light.UV


def test_lines_that_were_drawn_anew_do_not_meet(lights: Any) -> None:
    """Half a millimetre beside their place."""
    pages = lights.pages(11)
    aside = np.roll(pages[Light.UV], (4, 3), axis=(0, 1))[PLACE]
    outcome = measure(over(lights, aside))
    assert isinstance(outcome, Measured)
    assert outcome.value > 0.5


def test_half_a_photo_hides_half(lights: Any) -> None:
    """The share follows the area."""
    outcome = measure(over(lights, np.array((16, 11, 36), np.uint8), (slice(96, 216), slice(48, 240))))
    assert isinstance(outcome, Measured)
    assert 0.3 < outcome.value < 0.7


def test_a_weaker_lamp_hides_nothing(lights: Any) -> None:
    """What is paler all over the page is the lamp's."""
    pages = lights.pages(11)
    weaker = (0.6 * pages[Light.UV]).astype(np.uint8)
    outcome = measure(lights.document({**pages, Light.UV: weaker}))
    assert isinstance(outcome, Measured)
    assert outcome.value < 0.05


def test_without_uv_it_is_undetermined(lights: Any) -> None:
    """A page in white light alone."""
    pages = lights.pages(11)
    assert isinstance(measure(lights.document({Light.VISIBLE: pages[Light.VISIBLE]})), Abstained)


@pytest.mark.parametrize(("strength", "is_whole"), [(0.4, True), (0.2, False)])
def test_print_over_a_dark_picture_may_be_weaker_than_around(
    lights: Any, strength: float, is_whole: bool
) -> None:
    """The picture absorbs the lamp's light; print at a fifth of the strength is missing."""
    pages = lights.pages(11)
    weaker = (strength * pages[Light.UV][PLACE]).astype(np.uint8)
    outcome = measure(over(lights, weaker))
    assert isinstance(outcome, Measured)
    assert (outcome.value < 0.12) is is_whole


@pytest.fixture(scope="module")
def level(lights: Any) -> Any:
    """The series whose reference keeps nothing of the print over the portrait, and how much of it its captures show."""
    reference = lights.template.references[Light.UV]
    constant = reference.constant.copy()
    constant[PLACE] = False
    bare = with_reference(lights, replace(reference, constant=constant))
    sides = [luminescent_sides(bare.document(bare.pages(holder)))[0] for holder in (1, 2, 3, 4)]
    return with_reference(lights, replace(reference, constant=constant, least_glow=least_of(sides)))


def with_reference(lights: Any, reference: Any) -> Any:
    """The series with another reference under UV."""
    references = {**lights.template.references, Light.UV: reference}
    return replace(lights, template=replace(lights.template, references=references))


def test_print_that_no_reference_holds_is_asked_for_by_its_area(level: Any) -> None:
    """In order on a genuine card, of which nothing is verified; hidden by a photo it is missing, and marked."""
    genuine = measure(level.genuine(12))
    assert isinstance(genuine, Measured)
    assert (genuine.value, genuine.regions) == (0, ())
    assert [(one.claim, one.why) for one in genuine.sightings] == [
        (ClaimId.UV_PORTRAIT, Why.NO_REFERENCE_HERE)
    ]
    hidden = measure(over(level, np.array((16, 11, 36), np.uint8)))
    assert isinstance(hidden, Measured)
    assert hidden.value > 0.9
    assert hidden.regions[0].light is Light.UV


@pytest.mark.parametrize(("share", "is_missing"), [(0.4, False), (0.1, False), (0.03, True)])
def test_print_over_a_dark_picture_is_not_missing(level: Any, share: float, is_missing: bool) -> None:
    """The picture below absorbs the lamp's light; a trace of it is none."""
    ground = np.array((16, 11, 36), np.float32)
    paler = ground + share * (level.pages(11)[Light.UV][PLACE] - ground)
    outcome = measure(over(level, paler.clip(0, 255).astype(np.uint8)))
    assert isinstance(outcome, Measured)
    assert (outcome.value > 0) is is_missing


def test_a_template_without_either_asks_nothing(lights: Any) -> None:
    """No print that is the same on all, and nothing known of what varies."""
    reference = lights.template.references[Light.UV]
    constant = reference.constant.copy()
    constant[PLACE] = False
    outcome = measure(with_reference(lights, replace(reference, constant=constant)).genuine(12))
    assert isinstance(outcome, Abstained)
    assert not outcome.expected
