"""Intervals over documents."""

import numpy as np
import pytest

from docforensics.bench.metrics.bootstrap import Estimate, Figures, estimates, share_bounds


def test_pictures_of_one_document_are_resampled_together() -> None:
    """Forty rows of four documents leave the interval of four, not of forty."""
    values = np.repeat([0.0, 0.0, 1.0, 1.0], 10)

    def mean(which: np.ndarray) -> Figures:
        return {"mean": float(values[which].mean())}

    together = estimates(mean, [f"d{k // 10}" for k in range(40)], draws=400, seed=1)["mean"]
    apart = estimates(mean, [str(k) for k in range(40)], draws=400, seed=1)["mean"]
    assert together is not None
    assert apart is not None
    assert (together.value, together.groups, apart.groups) == (0.5, 4, 40)
    assert together.low == 0.0
    assert together.high == 1.0
    assert apart.low is not None
    assert apart.low > 0.3


def test_the_interval_of_a_mean_covers_as_often_as_it_says() -> None:
    """Of 200 samples of 40 independent documents about 95 % of the intervals hold the truth."""
    rng = np.random.default_rng(3)
    hits = 0
    for _ in range(200):
        sample = rng.normal(2.0, 1.0, 40)
        found = estimates(
            lambda which, s=sample: {"m": float(s[which].mean())},
            [str(k) for k in range(40)],
            draws=200,
            seed=4,
        )["m"]
        assert found is not None
        assert found.low is not None
        assert found.high is not None
        hits += found.low <= 2.0 <= found.high
    assert 0.88 <= hits / 200 <= 0.99


def test_the_same_seed_gives_the_same_interval() -> None:
    """And another one another."""
    values = np.random.default_rng(0).normal(0, 1, 12)

    def mean(which: np.ndarray) -> Figures:
        return {"m": float(values[which].mean())}

    groups = [str(k) for k in range(12)]
    first, again = (estimates(mean, groups, draws=50, seed=5)["m"] for _ in range(2))
    assert first == again
    assert estimates(mean, groups, draws=50, seed=6)["m"] != first


def test_a_figure_that_most_resamples_cannot_form_has_no_interval() -> None:
    """One genuine document among many is left out of most resamples."""

    def rare(which: np.ndarray) -> Figures:
        return {"r": 1.0 if np.count_nonzero(which == 0) > 2 or len(set(which)) == 20 else None}

    found = estimates(rare, [str(k) for k in range(20)], draws=100, seed=1)["r"]
    assert found is not None
    assert (found.low, found.high) == (None, None)


@pytest.mark.parametrize(("value", "bounds"), [(0.0, (0.0, 0.1)), (1.0, (0.9, 1.0)), (0.5, (0.4, 0.6))])
def test_a_share_of_nothing_or_all_has_the_rule_of_three(value: float, bounds: tuple[float, float]) -> None:
    """No error in 30 documents bounds the rate at 10 %, which resampling cannot see."""
    low, high = (0.4, 0.6) if value == 0.5 else (value, value)
    found = share_bounds(Estimate(value=value, low=low, high=high, groups=30))
    assert (found.low, found.high) == pytest.approx(bounds)
