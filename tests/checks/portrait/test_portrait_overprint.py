"""Luminescent lines over the portrait, on a made-up series."""

from typing import Any

import numpy as np
import pytest

from docforensics.capture.light import Light
from docforensics.checks.outcome import Abstained, Measured
from docforensics.checks.portrait.portrait_overprint import measure

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
