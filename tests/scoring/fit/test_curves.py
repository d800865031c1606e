"""Curves: rising, finite, and unmoved by one wild value."""

import numpy as np
import pytest

from docforensics.scoring.fit.curves import METHODS, isotonic, logistic

RNG = np.random.default_rng(1)
GENUINE, FORGED = RNG.normal(0, 1, 200), RNG.normal(2, 1, 200)


@pytest.mark.parametrize("method", list(METHODS))
def test_a_curve_rises_and_is_finite(method: str) -> None:
    """Also where one class alone was seen."""
    curve = METHODS[method](GENUINE, FORGED)
    assert curve is not None
    ratios = curve.apply(np.linspace(-10, 10, 200))
    assert np.isfinite(ratios).all()
    assert np.all(np.diff(ratios) >= 0)
    assert ratios[0] < 0 < ratios[-1]


def test_logistic_finds_the_ratio_of_two_normal_laws() -> None:
    """Of equal spread 1 and means 0 and 2: ln LR = 2 (x - 1)."""
    curve = logistic(RNG.normal(0, 1, 20000), RNG.normal(2, 1, 20000))
    assert curve is not None
    assert curve.parameters["centre"] == pytest.approx(1.0, abs=0.05)
    assert curve.parameters["slope"] == pytest.approx(2 / np.log(10), rel=0.05)


@pytest.mark.parametrize("method", list(METHODS))
def test_values_that_fall_with_forgery_teach_nothing(method: str) -> None:
    """A check says larger is more forged-looking; the fit does not turn it round."""
    curve = METHODS[method](FORGED, GENUINE)
    if curve is not None:
        assert np.ptp(curve.apply(np.linspace(-3, 5, 50))) < 0.7


def test_one_pool_is_no_curve() -> None:
    """Where all values are one there is nothing to tell."""
    assert isotonic(np.zeros(50), np.zeros(50)) is None


def test_a_wild_value_does_not_flatten_the_line() -> None:
    """One broken measurement among two hundred."""
    plain, wild = logistic(GENUINE, FORGED), logistic(np.append(GENUINE, 1e4), FORGED)
    assert plain is not None
    assert wild is not None or plain.parameters["slope"] > 0


def test_a_large_scale_loses_no_slope() -> None:
    """Values in the thousands of millions rise slowly, and rise."""
    rng = np.random.default_rng(6)
    genuine, forged = rng.normal(0, 1e9, 100), rng.normal(1e9, 1e9, 100)
    line = logistic(genuine, forged)
    assert line is not None
    assert line.parameters["slope"] > 0
    assert line.apply(forged).mean() > line.apply(genuine).mean() + 0.1
