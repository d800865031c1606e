"""An oval is a rim where strokes stand nearly everywhere on it, more than they do by chance."""

import itertools

import cv2
import numpy as np
import pytest

from docforensics.templates.comparison.stamp_rims import rim
from docforensics.templates.planes import Mask

CENTRE, AXES = (150, 110), (50, 34)
"""Pixels at half the reference's resolution: an oval of 25 x 17 mm."""


def oval(*, from_degree: int = 0, to_degree: int = 360) -> Mask:
    """A part of a rim, (h, w)."""
    drawn = np.zeros((220, 300), np.uint8)
    cv2.ellipse(drawn, CENTRE, AXES, -20, from_degree, to_degree, 1, 2)
    return drawn > 0


def compared() -> Mask:
    """The right of the page, (h, w)."""
    known = np.zeros((220, 300), np.bool_)
    known[:, 170:] = True
    return known


@pytest.fixture(name="scribbles")
def fixture_scribbles() -> Mask:
    """Hair and folds of clothes, (h, w): curves beside the oval and across it."""
    drawn = np.zeros((220, 300), np.uint8)
    rng = np.random.default_rng(5)
    for _ in range(6):
        points = np.cumsum(rng.normal(size=(20, 2)) * 6, axis=0) + np.array([80, 100])
        cv2.polylines(drawn, [points.astype(np.int32)], False, 1, 1)
    return drawn > 0


def test_a_rim_is_found_among_other_strokes(scribbles: Mask) -> None:
    """A quarter of it was compared."""
    known = compared()
    found = rim(oval() & known, oval() | (scribbles & ~known), known)
    assert found is not None
    assert np.hypot(found.centre[0] - CENTRE[0], found.centre[1] - CENTRE[1]) < 4
    area = found.area((220, 300))
    assert 0.9 < area.sum() / (np.pi * AXES[0] * AXES[1]) < 1.2


def test_an_arc_alone_is_no_rim(scribbles: Mask) -> None:
    """Of half an oval nothing says that it goes on."""
    known, half = compared(), oval(from_degree=-90, to_degree=90)
    assert rim(half & known, half | (scribbles & ~known), known) is None


def test_among_line_work_no_oval_is_a_rim() -> None:
    """Strokes stand on any oval there."""
    y, x = np.mgrid[0:220, 0:300]
    lines = np.sin(x) > 0.0
    known = compared()
    assert rim(lines & known & (x < 185) & (abs(y - 110) < 20), lines, known) is None


def test_a_rim_that_is_interrupted_where_it_was_compared_is_none() -> None:
    """Strokes are sure there: what lies on the picture may be anything."""
    known = compared()
    y, _ = np.mgrid[0:220, 0:300]
    torn = oval() & ~(known & (y % 12 < 6))
    assert rim(torn & known, torn, known) is None


def test_small_and_flat_ovals_are_no_stamps() -> None:
    """A letter's bowl, and a fold."""
    known = compared()
    for axes in ((12, 10), (90, 18)):
        drawn = np.zeros((220, 300), np.uint8)
        cv2.ellipse(drawn, CENTRE, axes, 0, 0, 360, 1, 2)
        strokes = drawn > 0
        assert rim(strokes & known, strokes, known) is None


def test_where_opencv_fits_no_oval_the_next_points_are_tried(
    scribbles: Mask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It raises where the eigenvalues of six points do not converge."""
    fitted = cv2.fitEllipseDirect
    tried = itertools.count()

    def now_and_then(points: np.ndarray) -> object:
        if next(tried) % 3 == 0:
            raise cv2.error("Algorithm doesn't converge")
        return fitted(points)

    monkeypatch.setattr(cv2, "fitEllipseDirect", now_and_then)
    known = compared()
    assert rim(oval() & known, oval() | (scribbles & ~known), known) is not None
