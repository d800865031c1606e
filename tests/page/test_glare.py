"""Tests of glare: what burnt out, and what is only white."""

import cv2
import numpy as np

from docforensics.page.glare import glare

PX_PER_MM = 4.0
SIZE = (320, 200)


def paper(level: int, seed: int = 1) -> np.ndarray:
    """Paper with lines of print, (600, 960, 3), three pixels to one of the mask."""
    noise = np.random.default_rng(seed).normal(0, 1.0, (600, 960, 3))
    levels = np.full((600, 960, 3), float(level))
    for row in range(40, 560, 60):
        for column in range(40, 900, 30):
            levels[row : row + 30, column : column + 6] = 40
    return np.clip(levels + noise, 0, 255).astype(np.uint8)


def test_a_burnt_patch_on_darker_paper_is_glare_with_its_soft_rim() -> None:
    """The rim, where light fades, hides print as well."""
    strength = np.zeros((600, 960, 1), np.float32)
    cv2.circle(strength, (480, 300), 60, 1.0, -1)
    strength = cv2.GaussianBlur(strength, (0, 0), 12)[..., None]
    page = np.clip(paper(215) * (1 - strength) + 255 * strength, 0, 255).astype(np.uint8)
    found = glare(page, SIZE, PX_PER_MM)
    assert found[100, 160]
    assert found[100, 160 + 22]
    assert not found[100, 160 + 60]
    assert 0.01 < found.mean() < 0.1


def test_paper_that_is_burnt_out_all_over_does_not_glare() -> None:
    """Print still shows on it."""
    assert not glare(paper(255), SIZE, PX_PER_MM).any()


def test_a_white_border_round_a_page_does_not_glare() -> None:
    """A scanner's lid, or the ground of a picture."""
    page = np.full((600, 960, 3), 255, np.uint8)
    page[60:540, 90:870] = paper(210)[60:540, 90:870]
    assert not glare(page, SIZE, PX_PER_MM).any()


def test_a_colour_that_is_full_in_one_channel_does_not_glare() -> None:
    """Every colour must be burnt out."""
    page = paper(215)
    page[200:320, 300:500] = (255, 230, 200)
    assert not glare(page, SIZE, PX_PER_MM).any()


def test_grey_pages_are_looked_at_as_well() -> None:
    """One channel is every channel."""
    page = paper(215)[..., 0].copy()
    page[200:320, 300:500] = 255
    assert glare(page, SIZE, PX_PER_MM)[80, 130]
