"""The working image."""

import numpy as np
import pytest

from docforensics.capture.model import Pixels
from docforensics.page.outline.scene import WORK_SIDE, make_scene, sample


def test_large_images_are_shrunk_and_small_ones_kept(scene: Pixels) -> None:
    """The longer side is at most `WORK_SIDE` pixels; the scale says by how much."""
    made = make_scene(scene)
    assert max(made.shape) == WORK_SIDE
    assert made.scale == pytest.approx(WORK_SIDE / 1200)
    assert make_scene(scene[:100, :100]).scale == 1.0


def test_grey_images_make_a_scene_too(scene: Pixels) -> None:
    """Infrared images have one channel."""
    assert make_scene(np.ascontiguousarray(scene[..., 0])).pixels.shape[2] == 3


def test_samples_are_taken_at_continuous_coordinates() -> None:
    """The value of a pixel stands at its centre, half a pixel from its edge."""
    ramp = np.arange(8, dtype=np.float32)[None].repeat(4, axis=0)[..., None]
    values = sample(np.ascontiguousarray(ramp), np.array([[0.5, 1.0], [3.0, 1.0], [7.5, 2.0]]))
    assert values[:, 0] == pytest.approx([0.0, 2.5, 7.0])
