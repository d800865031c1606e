"""Outlines to a fraction of a pixel."""

import numpy as np
import pytest

from docforensics.capture.model import Pixels
from docforensics.page.geometry import Points
from docforensics.page.outline.refine import refine_corners


def test_a_coarse_outline_is_refined_to_a_fraction_of_a_pixel(scene: Pixels, corners: Points) -> None:
    """Corners off by up to 4 pixels end within half a pixel."""
    coarse = corners + np.array([[3.0, -2.0], [-4.0, 3.0], [2.0, 4.0], [-3.0, -3.0]])
    refined = refine_corners(scene, coarse, reach=6.0)
    assert np.abs(refined - corners).max() < 0.5


def test_a_thumb_over_an_edge_does_not_bend_it(scene: Pixels, corners: Points) -> None:
    """A third of the lower edge is covered; the line through the rest stays."""
    covered = scene.copy()
    covered[690:760, 300:560] = (190, 150, 130)
    refined = refine_corners(covered, corners + 2.0, reach=6.0)
    assert np.abs(refined - corners).max() < 0.7


def test_without_edges_the_outline_stays_as_it_was() -> None:
    """An even image moves nothing."""
    corners = np.array([[50.0, 50.0], [350.0, 50.0], [350.0, 250.0], [50.0, 250.0]])
    assert refine_corners(np.full((300, 400), 128, np.uint8), corners, reach=5.0) == pytest.approx(corners)
