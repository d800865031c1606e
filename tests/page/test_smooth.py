"""Tests of places that bear no noise of the page: covers and blur."""

import cv2
import numpy as np

from docforensics.page.smooth import fineness, smooth_places

PX_PER_MM = 4.0
SIZE = (320, 200)
NOWHERE = np.zeros((SIZE[1], SIZE[0]), np.bool_)
ROWS, COLUMNS = slice(200, 320), slice(300, 500)
INSIDE = (slice(72, 100), slice(105, 160))


def page(noise: float = 1.5, seed: int = 1) -> np.ndarray:
    """Paper with lines of print, (600, 960), three pixels to one of the mask."""
    levels = np.full((600, 960), 215.0)
    for row in range(40, 560, 60):
        for column in range(40, 900, 30):
            levels[row : row + 30, column : column + 6] = 40
    levels = cv2.GaussianBlur(levels, (0, 0), 0.8)
    return np.clip(levels + np.random.default_rng(seed).normal(0, noise, levels.shape), 0, 255).astype(
        np.uint8
    )


def test_a_patch_of_one_colour_is_a_cover() -> None:
    """No sensor gives a place without noise."""
    pixels = page()
    pixels[ROWS, COLUMNS] = 200
    cover, blurred = smooth_places(pixels, SIZE, PX_PER_MM, apart_from=NOWHERE)
    assert cover[INSIDE].mean() > 0.9
    assert cover.mean() < 0.08
    assert not blurred.any()


def test_a_cover_is_found_after_compression() -> None:
    """JPEG leaves a patch flat, and the page its noise."""
    pixels = page(noise=2.5)
    pixels[ROWS, COLUMNS] = 200
    jpeg = cv2.imdecode(cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, 90])[1], cv2.IMREAD_GRAYSCALE)
    cover, _ = smooth_places(np.asarray(jpeg, np.uint8), SIZE, PX_PER_MM, apart_from=NOWHERE)
    assert cover[INSIDE].mean() > 0.8


def test_print_that_was_blurred_is_blurred_and_not_covered() -> None:
    """Tone is left, noise and edges are gone."""
    pixels = page()
    pixels[ROWS, COLUMNS] = cv2.GaussianBlur(pixels, (0, 0), 4)[ROWS, COLUMNS]
    cover, blurred = smooth_places(pixels, SIZE, PX_PER_MM, apart_from=NOWHERE)
    assert blurred[INSIDE].mean() > 0.8
    assert not cover[INSIDE].any()


def test_a_drawing_without_noise_hides_nothing() -> None:
    """There is no noise elsewhere that could be missing here."""
    pixels = page(noise=0.0)
    pixels[ROWS, COLUMNS] = 200
    assert not any(found.any() for found in smooth_places(pixels, SIZE, PX_PER_MM, apart_from=NOWHERE))


def test_sharp_print_on_a_patch_without_noise_was_seen() -> None:
    """A retyped field is evidence, and keeps speaking."""
    pixels = page()
    pixels[ROWS, COLUMNS] = 215
    for column in range(320, 490, 24):
        pixels[240:275, column : column + 6] = 40
    assert not any(found.any() for found in smooth_places(pixels, SIZE, PX_PER_MM, apart_from=NOWHERE))


def test_fineness_of_plain_paper_is_its_noise() -> None:
    """Grey levels, standard deviation (mean over a place)."""
    noise = np.random.default_rng(2).normal(128, 3, (300, 300)).astype(np.uint8)
    assert abs(float(fineness(noise).mean()) - 3) < 0.2
