"""Bringing other lights into the primary image's frame."""

from collections.abc import Callable

import cv2
import numpy as np
import pytest

from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.capture.side import Capture
from docforensics.page.geometry import project
from docforensics.page.lights import align_lights
from docforensics.page.quad import centred

CaptureOf = Callable[..., Capture]
PLACES = np.array([[200.0, 200.0], [900.0, 300.0], [500.0, 600.0]])


def _infrared(scene: Pixels) -> Pixels:
    """Another light: the background fades, dark print and the page's edges stay."""
    grey = cv2.cvtColor(scene, cv2.COLOR_RGB2GRAY).astype(np.float32)
    return np.asarray(np.clip(grey * 0.7 + 60, 0, 255), dtype=np.uint8)


def test_registered_images_stay_as_they_are(scene: Pixels, capture_of: CaptureOf) -> None:
    """Exactly the identity."""
    frames = align_lights(capture_of(visible=scene, ir=_infrared(scene)))
    assert np.array_equal(frames[Light.IR], np.eye(3))
    assert np.array_equal(frames[Light.VISIBLE], np.eye(3))


def test_a_shift_is_found_and_undone(scene: Pixels, capture_of: CaptureOf) -> None:
    """To about a pixel of the image."""
    shifted = np.roll(_infrared(scene), (9, -14), axis=(0, 1))
    frames = align_lights(capture_of(visible=scene, ir=shifted))
    assert project(frames[Light.IR], PLACES + np.array([-14, 9])) == pytest.approx(PLACES, abs=1.2)


def test_another_size_is_scaled(scene: Pixels, capture_of: CaptureOf) -> None:
    """Half the pixels cover the same place."""
    small = np.asarray(cv2.resize(_infrared(scene), (600, 410), interpolation=cv2.INTER_AREA), dtype=np.uint8)
    frames = align_lights(capture_of(visible=scene, ir=small))
    assert project(frames[Light.IR], PLACES / 2) == pytest.approx(PLACES, abs=1.5)


def test_a_small_change_of_scale_is_found(scene: Pixels, capture_of: CaptureOf) -> None:
    """A filter moves the focus: one per cent larger."""
    larger = np.array([[1.01, 0, -6], [0, 1.01, -4], [0, 0, 1.0]])
    moved = cv2.warpPerspective(
        _infrared(scene), centred(larger), (1200, 820), borderMode=cv2.BORDER_REPLICATE
    )
    frames = align_lights(capture_of(visible=scene, ir=np.asarray(moved, dtype=np.uint8)))
    assert project(frames[Light.IR], project(larger, PLACES)) == pytest.approx(PLACES, abs=1.5)


def test_unrelated_content_is_not_forced_together(scene: Pixels, capture_of: CaptureOf) -> None:
    """Fluorescence shows other things than white light: without agreement, nothing moves."""
    noise = np.random.default_rng(3).integers(0, 255, scene.shape, dtype=np.uint8)
    black = np.zeros_like(scene)
    for other in (noise, black):
        assert np.array_equal(align_lights(capture_of(visible=scene, uv=other))[Light.UV], np.eye(3))


def test_the_smallest_images_are_only_scaled(capture_of: CaptureOf) -> None:
    """There is nothing to measure on."""
    frames = align_lights(capture_of(visible=np.zeros((4, 4), np.uint8), uv=np.zeros((2, 2), np.uint8)))
    assert np.array_equal(frames[Light.UV], np.diag([2.0, 2.0, 1.0]))
