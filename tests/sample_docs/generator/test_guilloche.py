"""Line work."""

import numpy as np
import pytest

from sample_docs.generator.geometry import Box
from sample_docs.generator.guilloche import Rosette, Waves, fibre, star

BOX = Box(x=10.0, y=20.0, w=60.0, h=30.0)


def test_a_wave_family_spans_its_box() -> None:
    """From edge to edge, overshooting by no more than its amplitude."""
    waves = Waves(lines=12, amplitude=1.0, periods=3.0, drift=1.0, swell_periods=1.0, swell=0.5)
    bounds = waves.path(BOX).getBounds()
    assert bounds.left() == pytest.approx(10.0)
    assert bounds.right() == pytest.approx(70.0)
    assert 16.0 < bounds.top() < 20.0
    assert 50.0 < bounds.bottom() < 54.0


def test_a_rosette_is_as_large_as_its_recipe() -> None:
    """Outer radius with the depth of its petals."""
    rosette = Rosette(petals=8, curves=5, inner=2.0, outer=10.0, depth=0.1, twist=1.0)
    bounds = rosette.path(30.0, 30.0).getBounds()
    assert 9.0 < bounds.width() / 2 < 10.0 * 1.14


def test_a_star_has_twice_as_many_corners_as_points() -> None:
    """Tips and notches."""
    assert star(0.0, 0.0, 5.0, 7).countPoints() >= 14


def test_fibres_lie_where_chance_puts_them() -> None:
    """The same chance, the same fibre."""
    one, same, other = (fibre(np.random.default_rng(seed), BOX).getBounds() for seed in (1, 1, 2))
    assert one == same
    assert one != other
