"""Local comparison with a reference."""

from collections.abc import Callable

import cv2
import numpy as np
import pytest

from docforensics.capture.model import Pixels
from docforensics.templates.comparison.dissimilarity import PageComparison, compare, to_reference_scale
from docforensics.templates.comparison.occlusion import personal_ink, printed_ink
from docforensics.templates.planes import mean_colour

Card = Callable[..., Pixels]
FIELD = (slice(240, 320), slice(450, 560))
"""A place with background print alone."""


def _held(page: Pixels, reference: Pixels, *, ink: bool = False) -> PageComparison:
    shape = reference.shape[:2]
    return compare(page, reference, ink_allowed=np.full(shape, ink), trusted=np.ones(shape, dtype=bool))


def test_a_page_is_the_same_as_itself(card: Card) -> None:
    """Nothing differs but the noise of two captures."""
    clean = _held(card(1, noise=0.0), card(1, noise=0.0))
    assert float(clean.dissimilarity.max()) < 0.02


@pytest.mark.parametrize("gain", [0.7, 1.0, 1.2])
def test_an_honest_pale_or_soft_capture_of_the_whole_page_leaves_little(card: Card, gain: float) -> None:
    """Contrast and sharpness of the page as a whole are no difference."""
    page = np.clip(128 + gain * (card(1).astype(np.float32) - 128), 0, 255).astype(np.uint8)
    page = np.asarray(cv2.GaussianBlur(page, (0, 0), 0.8), dtype=np.uint8)
    assert float(np.median(_held(page, card(1)).dissimilarity)) < 0.12


def test_a_patch_without_the_background_print_stands_out(card: Card) -> None:
    """A smooth patch in the right colour is what an eraser or a generator leaves."""
    page = card(1).copy()
    page[FIELD] = np.asarray(cv2.GaussianBlur(page, (0, 0), 12), dtype=np.uint8)[FIELD]
    seen = _held(page, card(2, noise=1.0)).dissimilarity
    assert float(np.median(seen[FIELD])) > 0.8
    assert float(np.median(seen[:, 300:440])) < 0.15


def test_print_shifted_by_half_a_line_stands_out(card: Card) -> None:
    """A patch with the right pattern in the wrong place is a patch."""
    page = card(1).copy()
    page[FIELD] = np.roll(page, 7, axis=0)[FIELD]
    assert float(np.median(_held(page, card(1)).dissimilarity[FIELD])) > 0.5


def test_personal_ink_is_left_out_where_it_may_stand_and_seen_where_it_may_not(card: Card) -> None:
    """Text over the background is the holder's inside a field and a fault outside."""
    page = card(1).copy()
    cv2.putText(page, "MARIA", (455, 300), cv2.FONT_HERSHEY_SIMPLEX, 0.9, (10, 10, 10), 2)
    outside = _held(page, card(1)).dissimilarity[FIELD]
    inside = _held(page, card(1), ink=True)
    assert float(outside.max()) > 0.5
    assert float(inside.dissimilarity[FIELD][inside.support[FIELD] > 0.3].max()) < 0.25


def _reflected(page: Pixels, lift: float, radius_px: float) -> Pixels:
    """A reflection in the middle of FIELD: light is added, and the contrast falls by as much as it nears white."""
    y, x = np.mgrid[0 : page.shape[0], 0 : page.shape[1]]
    veil = lift * np.exp(-((x - 505) ** 2 + (y - 280) ** 2) / (2 * radius_px**2))[..., None]
    return np.clip(page + veil * (255 - page.astype(np.float32)), 0, 255).astype(np.uint8)


def test_a_reflection_that_dims_the_print_is_no_difference(card: Card) -> None:
    """Brighter and fainter, but the same lines."""
    dark = (card(2).astype(np.float32) * 0.75).astype(np.uint8)
    seen = _held(_reflected(dark, 0.6, 60), card(1))
    compared = seen.support[FIELD] > 0.3
    assert not compared.any() or float(np.quantile(seen.dissimilarity[FIELD][compared], 0.9)) < 0.35


def test_a_patch_without_print_stays_a_difference_in_a_faint_reflection(card: Card) -> None:
    """What a reflection may explain is contrast, not the absence of every line."""
    dark = (card(2).astype(np.float32) * 0.75).astype(np.uint8)
    dark[FIELD] = np.asarray(cv2.GaussianBlur(dark, (0, 0), 12), dtype=np.uint8)[FIELD]
    seen = _held(_reflected(dark, 0.1, 60), card(1))
    assert float(np.median(seen.dissimilarity[FIELD])) > 0.6


def test_a_capture_of_more_contrast_turns_no_background_print_into_ink(card: Card) -> None:
    """Ink is as dark as the page's own text, not darker than the reference by a fixed amount."""
    page, reference = card(1).astype(np.float32), card(2).astype(np.float32)
    strong = np.clip(225 + 2.2 * (page - 225), 0, 255)
    ink = personal_ink(
        mean_colour(strong), mean_colour(reference), solid_allowed=np.zeros((432, 685), dtype=bool)
    )
    assert ink[FIELD].mean() < 0.02
    assert ink[172:196, 292:420].mean() > 0.4


def test_ink_is_told_from_background_print(card: Card) -> None:
    """The name is ink; waves and rosettes are not."""
    page = card(1)
    ink = printed_ink(page)
    assert ink[170:200, 292:400].mean() > 0.4
    assert ink[FIELD].mean() < 0.02
    level = mean_colour(page.astype(np.float32))
    nothing = personal_ink(level, level, solid_allowed=np.zeros((432, 685), dtype=bool))
    assert not nothing.any()


def test_a_grey_page_is_compared_in_grey(card: Card) -> None:
    """A page without colour is held against the reference's luminance."""
    grey = np.asarray(cv2.cvtColor(card(1), cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    assert float(np.median(_held(grey, card(1)).dissimilarity)) < 0.1


def test_resampling_to_the_reference_keeps_the_place_of_things() -> None:
    """A dot at (30, 20) mm lies at (240, 160) px of the reference, whatever the page's resolution."""
    for px_per_mm in (5.0, 8.0, 12.0):
        page = np.zeros((round(54 * px_per_mm), round(86 * px_per_mm)), np.uint8)
        cv2.circle(page, (round(30 * px_per_mm), round(20 * px_per_mm)), round(px_per_mm), 255, -1)
        small = to_reference_scale(page, px_per_mm, (432, 685)).astype(np.float64)
        y, x = (np.average(np.indices(small.shape)[axis], weights=small) for axis in (0, 1))
        assert x == pytest.approx(240, abs=1.0)
        assert y == pytest.approx(160, abs=1.0)


def test_the_arrays_given_are_not_changed(card: Card) -> None:
    """Comparison works on copies."""
    page, reference = card(1), card(2)
    before = page.copy(), reference.copy()
    _held(page, reference, ink=True)
    assert np.array_equal(page, before[0])
    assert np.array_equal(reference, before[1])
