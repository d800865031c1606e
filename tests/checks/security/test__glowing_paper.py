"""Print on glowing paper, told from luminescent print, sheets and threads within one picture."""

import cv2
import numpy as np
import pytest

from docforensics.capture.model import Pixels
from docforensics.checks.security._glowing_paper import GlowingGround, glowing_ground

SHAPE = (352, 500, 3)
"""A page at 4 px/mm."""
DULL = (10, 8, 60)
GLOW = (60, 160, 230)


def page(colour: tuple[int, int, int]) -> Pixels:
    """An empty page of a colour."""
    return np.full(SHAPE, colour, np.uint8)


def written(pixels: Pixels, ink: tuple[int, int, int]) -> Pixels:
    """The page with lines of print."""
    for row in range(6):
        cv2.putText(pixels, "UTOPIA 4711 SPECIMEN", (40, 60 + 50 * row), 0, 1.0, ink, 3)
    return pixels


def ground(pixels: Pixels) -> GlowingGround:
    """What glows on it."""
    found = glowing_ground(pixels, 4.0)
    assert found is not None
    return found


def test_dark_print_on_a_glow_is_paper() -> None:
    """It is the brightest thing there is."""
    found = ground(written(page(GLOW), DULL))
    assert found.is_paper
    assert found.printed > 0.02
    assert found.level == pytest.approx(1.0, abs=0.05)


def test_brightness_does_not_matter() -> None:
    """A picture of half the exposure says the same."""
    half = (written(page(GLOW), DULL) // 2).astype(np.uint8)
    found = ground(half)
    assert found.is_paper
    assert found.level == pytest.approx(1.0, abs=0.05)


@pytest.mark.parametrize("ink", [(30, 90, 255), (60, 120, 255)])
def test_luminescent_print_on_a_dull_page_is_none(ink: tuple[int, int, int]) -> None:
    """Light that is as fine as print is no ground."""
    found = ground(written(page(DULL), ink))
    assert not found.is_paper
    assert found.printed == 0


def test_a_blank_sheet_beside_the_page_is_none() -> None:
    """Nor are the corners between two of them, nor a thread."""
    pixels = written(page(DULL), (0, 0, 30))
    pixels[:, :60] = GLOW
    pixels[-30:] = GLOW
    pixels[40:300:40, 250:256] = (150, 220, 255)
    found = ground(pixels)
    assert found.printed < 0.001
    assert not found.is_paper


def test_print_of_another_hue_says_that_it_is_not_plain_paper() -> None:
    """Green lines of luminescent ink cover a part of a page whose ground reflects much of the lamp's light."""
    pixels = written(page(GLOW), DULL)
    pixels[::40] = pixels[1::40] = pixels[2::40] = (60, 200, 60)
    found = ground(pixels)
    assert found.printed > 0.01
    assert found.other_hues > 0.02
    assert not found.is_paper


def test_yellow_glow_is_no_brightener() -> None:
    """A picture printed in a luminescent ink, with text over it, holds less blue than green."""
    assert ground(written(page((180, 200, 60)), DULL)).printed == 0


def test_without_colour_nothing_is_said() -> None:
    """Hue is half of it."""
    assert glowing_ground(np.full(SHAPE[:2], 200, np.uint8), 4.0) is None


@pytest.mark.parametrize("shape", [(1, 1, 3), (3, 900, 3)])
def test_tiny_pictures_are_survived(shape: tuple[int, int, int]) -> None:
    """They hold no print."""
    assert ground(np.full(shape, 255, np.uint8)).printed == 0
