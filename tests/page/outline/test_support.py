"""Edges along lines."""

import numpy as np
import pytest

from docforensics.page.outline.scene import Scene, make_scene
from docforensics.page.outline.support import EdgeLine, distinct, line_through, measure_support, snap


@pytest.fixture
def step() -> Scene:
    """Dark to the left of x = 100, light to the right."""
    picture = np.full((150, 200, 3), 60, np.uint8)
    picture[:, 100:] = 180
    return make_scene(picture)


def _upright(x: float) -> EdgeLine:
    return EdgeLine(normal=np.array([1.0, 0.0]), offset=x)


def test_an_edge_supports_the_line_along_it_and_no_other(step: Scene) -> None:
    """All of it, or nothing."""
    support = measure_support(step, (_upright(100), _upright(60)))
    both, ends = np.array([0, 1]), np.array([-140.0, -140.0])
    shares = support.share(both, ends, np.array([-10.0, -10.0]))
    assert shares[0] > 0.9
    assert shares[1] == 0


def test_a_line_near_an_edge_snaps_to_it(step: Scene) -> None:
    """Both ends move on their own: a line a few pixels off and askew comes straight."""
    askew = line_through(np.array([[97.0, 0.0, 103.0, 150.0]]))
    (snapped,) = snap(step, (askew,))
    assert abs(snapped.normal[0]) == pytest.approx(1.0, abs=1e-3)
    assert abs(snapped.offset) == pytest.approx(100, abs=1.0)


def test_lines_that_run_along_an_earlier_one_are_dropped() -> None:
    """The first of them stays."""
    lines = (_upright(50), _upright(51), _upright(80))
    assert distinct(lines, (200, 150), most=9) == (lines[0], lines[2])


def test_no_lines_snap_to_no_lines(step: Scene) -> None:
    """An image without edges is no error."""
    assert snap(step, ()) == ()
