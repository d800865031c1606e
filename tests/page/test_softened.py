"""Tests of places where print was blurred."""

import cv2
import numpy as np
import pytest

from docforensics.page.geometry import BoxMm
from docforensics.page.softened import fine_print, softened_places

PX_PER_MM = 4.0
SIZE = (320, 200)
ROWS, COLUMNS = slice(180, 330), slice(300, 560)
ELSEWHERE = (BoxMm(left=2, top=2, right=12, bottom=14),)
INSIDE = (slice(66, 104), slice(106, 180))


def page(noise: float = 0.5, seed: int = 1) -> np.ndarray:
    """A page at 12 px a mm with a fine pattern all over and lines of text."""
    y, x = np.mgrid[0:600, 0:960].astype(np.float32)
    levels = 220 + 8 * np.sin((x + 20 * np.sin(y / 60)) * 1.2)
    for row in range(40, 560, 48):
        for column in range(40, 900, 24):
            levels[row : row + 30, column : column + 5] = 40
    levels = cv2.GaussianBlur(levels, (0, 0), 0.7)
    return np.clip(levels + np.random.default_rng(seed).normal(0, noise, levels.shape), 0, 255).astype(
        np.uint8
    )


def blurred(sigma: float) -> np.ndarray:
    """The page with a place blurred by so many pixels."""
    pixels = page()
    pixels[ROWS, COLUMNS] = cv2.GaussianBlur(pixels, (0, 0), sigma)[ROWS, COLUMNS]
    return pixels


@pytest.mark.parametrize("sigma", [6.0, 9.0])
def test_text_that_was_blurred_is_found_although_rounding_put_noise_on_it(sigma: float) -> None:
    """The place and its rim, and nothing far from it."""
    found = softened_places(blurred(sigma), SIZE, PX_PER_MM, ELSEWHERE)
    assert found[INSIDE].mean() > 0.9
    assert found.mean() < 0.16


def test_a_page_that_is_sharp_or_soft_as_a_whole_has_no_such_place() -> None:
    """Each place is held against the page's own others."""
    soft = cv2.GaussianBlur(page(), (0, 0), 3.0)
    for pixels in (page(), np.asarray(soft, np.uint8)):
        assert not softened_places(pixels, SIZE, PX_PER_MM, ELSEWHERE).any()


def test_in_a_picture_only_a_large_place_counts() -> None:
    """Clothes and faces have soft slopes, and nobody knows where a picture stands without a template."""
    small = page()
    rows, columns = slice(180, 250), slice(300, 390)
    small[rows, columns] = cv2.GaussianBlur(small, (0, 0), 6.0)[rows, columns]
    assert softened_places(small, SIZE, PX_PER_MM, ELSEWHERE).any()
    picture = (BoxMm(left=24, top=14, right=34, bottom=22),)
    assert not softened_places(small, SIZE, PX_PER_MM, picture).any()
    assert not softened_places(small, SIZE, PX_PER_MM).any()


def test_bare_paper_is_smooth_and_was_seen() -> None:
    """It holds no tone that print could have left."""
    pixels = page()
    bare = np.random.default_rng(2).normal(220, 0.5, pixels.shape)
    pixels[ROWS, COLUMNS] = bare.astype(np.uint8)[ROWS, COLUMNS]
    assert not softened_places(pixels, SIZE, PX_PER_MM, ELSEWHERE).any()


def test_colour_and_grey_are_looked_at_alike() -> None:
    """What was blurred in luminance was blurred."""
    pixels = np.dstack([blurred(6.0)] * 3)
    assert softened_places(pixels, SIZE, PX_PER_MM, ELSEWHERE)[INSIDE].mean() > 0.9


def test_fine_print_is_measured_at_the_work_s_resolution_or_below() -> None:
    """A finer page is reduced; a coarser one is not drawn larger."""
    assert fine_print(page(), SIZE, PX_PER_MM).shape == (400, 640)
    assert fine_print(page()[::3, ::3], SIZE, PX_PER_MM).shape == (200, 320)
