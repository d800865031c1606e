"""Tolerance: simulation, drawn towards what was seen."""

from collections.abc import Callable

import numpy as np

from docforensics.capture.model import Pixels
from docforensics.templates.learning.tolerance import shrunk_tolerance, simulated_tolerance


def test_simulated_recaptures_differ_a_little_and_not_everywhere_alike(card: Callable[..., Pixels]) -> None:
    """Sharp print is harder to match than soft print."""
    tolerance = simulated_tolerance(card(1), np.ones((432, 685), dtype=bool))
    assert 0.01 < float(np.median(tolerance)) < 0.6
    assert float(np.quantile(tolerance, 0.95)) > 1.3 * float(np.median(tolerance))


def test_more_captures_pull_the_tolerance_towards_what_they_show() -> None:
    """Ten quiet captures tighten it more than two, and never below half the simulation."""
    simulated, quiet = np.full((4, 4), 0.2, np.float32), np.full((4, 4), 0.02, np.float32)
    two, ten = (float(shrunk_tolerance(simulated, [quiet] * n).mean()) for n in (2, 10))
    assert 0.1 <= ten < two < 0.2
    assert np.array_equal(shrunk_tolerance(simulated, []), simulated)


def test_a_place_that_differs_from_capture_to_capture_is_tolerated_more() -> None:
    """The simulation, several times as wide, does not drown what twenty captures agree on."""
    simulated, seen = np.full((8, 8), 0.2, np.float32), np.full((8, 8), 0.02, np.float32)
    seen[3, 3] = 0.12
    few, many = (shrunk_tolerance(simulated, [seen] * n) for n in (2, 20))
    assert many[3, 3] / many[0, 0] > 4
    assert many[3, 3] / many[0, 0] > few[3, 3] / few[0, 0] > 2
