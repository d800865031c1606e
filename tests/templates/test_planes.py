"""Arithmetic on planes of colour."""

import cv2
import numpy as np
import pytest

from docforensics.templates.planes import (
    blur,
    blur_masked,
    brightest,
    darkest,
    means_within,
    middle_of,
    only_where,
    reduced,
)


def test_a_blur_inside_a_mask_knows_nothing_of_what_lies_outside() -> None:
    """Colours outside do not leak in; inside a plane of one colour stays what it is."""
    random = np.random.default_rng(3)
    mask = random.random((60, 80)) > 0.3
    planes = np.where(mask[..., None], np.float32([10, 20, 30]), np.float32(999)).astype(np.float32)
    assert np.abs(blur_masked(planes, mask, sigma_px=5.0) - [10, 20, 30]).max() < 1e-3
    other = np.where(mask[..., None], planes, np.float32(-5)).astype(np.float32)
    assert np.array_equal(blur_masked(planes, mask, sigma_px=5.0), blur_masked(other, mask, sigma_px=5.0))


def test_pixels_are_taken_where_the_mask_says_and_nothing_is_changed() -> None:
    """Outside it the other ones stand, or none."""
    random = np.random.default_rng(4)
    mask = random.random((20, 30)) > 0.5
    one, other = (random.normal(0, 9, (20, 30, 3)).astype(np.float32) for _ in range(2))
    kept = other.copy()
    assert np.array_equal(only_where(one, mask, otherwise=other), np.where(mask[..., None], one, other))
    assert np.array_equal(only_where(one, mask), np.where(mask[..., None], one, 0))
    assert np.array_equal(other, kept)


def test_a_wide_blur_on_a_reduced_picture_is_nearly_the_exact_one() -> None:
    """A mean stays a mean."""
    values = np.random.default_rng(5).normal(100, 20, (200, 300)).astype(np.float32)
    assert abs(float(blur(values, 30.0).mean()) - float(values.mean())) < 0.5


def test_means_are_those_of_a_blur_at_every_fourth_pixel() -> None:
    """Computed on the reduced picture alone, instead of at every pixel."""
    rng = np.random.default_rng(5)
    pixels = cv2.GaussianBlur(rng.uniform(0, 255, (120, 160, 3)).astype(np.float32), (0, 0), 2.0)
    mask = cv2.GaussianBlur(rng.normal(0, 1, (120, 160)), (0, 0), 4.0) > 0
    expected = blur_masked(pixels, mask, sigma_px=8.0)[::4, ::4]
    found = means_within(pixels, mask, 4, sigma_px=8.0)
    assert np.abs(found - expected)[mask[::4, ::4]].max() < 0.25


def test_the_darkest_and_brightest_colour() -> None:
    """Of colours, and of grey."""
    pixels = np.random.default_rng(6).integers(0, 255, (5, 7, 3)).astype(np.uint8)
    assert np.array_equal(darkest(pixels), pixels.min(axis=2))
    assert np.array_equal(brightest(pixels), pixels.max(axis=2))
    assert np.array_equal(darkest(pixels[..., 0]), pixels[..., 0])


@pytest.mark.parametrize("shape", [(32, 48), (30, 45, 3)])
def test_grey_levels_are_reduced_as_finely_as_floating_point_does(shape: tuple[int, ...]) -> None:
    """Whole levels and floating point give the same means, but for the smallest step kept."""
    levels = np.random.default_rng(6).integers(0, 256, shape).astype(np.uint8)
    exact = cv2.resize(levels.astype(np.float32), (12, 8), interpolation=cv2.INTER_AREA)
    assert np.abs(reduced(levels, (12, 8)) - exact).max() <= 1 / 256
    assert np.array_equal(reduced(levels.astype(np.float32), (12, 8)), exact)


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 8, 13])
def test_the_middle_of_planes_is_their_median(count: int) -> None:
    """Of few as of many, and of planes of any shape; they stay as they are."""
    for shape in ((5, 7), (5, 7, 3)):
        planes = np.random.default_rng(count).normal(0, 9, (count, *shape)).astype(np.float32)
        before = planes.copy()
        assert np.allclose(middle_of(list(planes)), np.median(planes, axis=0), atol=1e-6)
        assert np.array_equal(planes, before)
