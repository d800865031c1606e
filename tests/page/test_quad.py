"""Quadrilaterals: order, turns, homographies, and the aspect behind the perspective."""

import numpy as np
import pytest
from hypothesis import given, strategies as st

from docforensics.errors import UsageError
from docforensics.page.geometry import project
from docforensics.page.quad import (
    area,
    centred,
    clockwise,
    holds,
    homography_between,
    rectangle,
    true_aspect,
    turned,
    uncentred,
)

SKEWED = np.array([[10.0, 20.0], [310.0, 5.0], [330.0, 210.0], [0.0, 190.0]])


@given(st.permutations(range(4)))
def test_corners_in_any_order_become_clockwise_from_the_top_left(order: list[int]) -> None:
    """The order given does not matter."""
    assert np.array_equal(clockwise(SKEWED[order]), SKEWED)


def test_area_is_positive_for_clockwise_corners() -> None:
    """And negative for the other way round."""
    assert area(rectangle(30, 20)) == 600
    assert area(rectangle(30, 20)[::-1]) == -600


@pytest.mark.parametrize(("direction", "first"), [((1, 0), 0), ((0, 1), 1), ((-1, 0), 2), ((0, -1), 3)])
def test_corners_begin_where_the_text_begins(direction: tuple[int, int], first: int) -> None:
    """The first side of the page is the one along which the text runs."""
    assert np.array_equal(turned(SKEWED, np.array(direction, dtype=float))[0], SKEWED[first])


def test_homography_takes_the_four_points_to_their_targets() -> None:
    """Exactly, in double precision."""
    matrix = homography_between(SKEWED, rectangle(125, 88))
    assert project(matrix, SKEWED) == pytest.approx(rectangle(125, 88), abs=1e-9)


def test_three_corners_on_a_line_are_no_quadrilateral() -> None:
    """The error names what is wrong."""
    with pytest.raises(UsageError, match="one line"):
        homography_between(np.array([[0.0, 0], [1, 0], [2, 0], [3, 0]]), rectangle(1, 1))


def test_pixel_centres_and_edges_differ_by_half_a_pixel() -> None:
    """Halving an image takes the centre of pixel 0 to a quarter of a pixel before the centre of pixel 0."""
    halved = centred(np.diag([0.5, 0.5, 1.0]))
    assert project(halved, [[0.0, 0.0]]) == pytest.approx(np.array([[-0.25, -0.25]]))
    assert uncentred(halved) == pytest.approx(np.diag([0.5, 0.5, 1.0]))


def test_holds_tells_inside_from_outside() -> None:
    """With some slack if asked."""
    assert holds(rectangle(10, 10), np.array([[5.0, 5.0], [9.0, 1.0]]))
    assert not holds(rectangle(10, 10), np.array([[10.5, 5.0]]))
    assert holds(rectangle(10, 10), np.array([[10.5, 5.0]]), slack=1)


@pytest.mark.parametrize("tilt", [0.0, 15.0, 30.0])
@pytest.mark.parametrize("turn", [0.0, 20.0])
def test_the_aspect_of_a_tilted_page_is_that_of_the_page(tilt: float, turn: float) -> None:
    """A pinhole camera with a phone's focal length sees a page of 125 x 88 mm."""
    a, b = np.deg2rad(tilt), np.deg2rad(turn)
    about_x = np.array([[1, 0, 0], [0, np.cos(a), -np.sin(a)], [0, np.sin(a), np.cos(a)]])
    about_z = np.array([[np.cos(b), -np.sin(b), 0], [np.sin(b), np.cos(b), 0], [0, 0, 1]])
    flat = np.column_stack([rectangle(125, 88) - [62.5, 44], np.zeros(4)])
    there = flat @ (about_z @ about_x).T + [0, 0, 300]
    seen = 0.85 * 4000 * there[:, :2] / there[:, 2:] + [2000, 1500]
    assert true_aspect(seen, 4000, 3000) == pytest.approx(125 / 88, rel=0.01)
