"""Bounds and costs of ratios."""

import numpy as np
import pytest

from docforensics.scoring.fit.ratios import cllr, false_alarm_points, supported


def test_saying_nothing_costs_one_bit() -> None:
    """And perfect ratios nothing."""
    assert cllr([0, 0], [0]) == pytest.approx(1.0)
    assert cllr([-9, -9], [9]) == pytest.approx(0.0, abs=1e-6)


@pytest.mark.parametrize("n", [20, 100, 400])
def test_what_a_perfect_system_may_claim_grows_with_its_test(n: int) -> None:
    """Never more than the number of documents, whatever it says."""
    low, high = supported(np.full(n, -9.0), np.full(n, 9.0))
    assert 0.8 * np.log10(n) < high <= np.log10(n + 1) + 0.01
    assert low == pytest.approx(-high)


def test_a_system_that_sees_few_forgeries_may_claim_little() -> None:
    """Seven of a hundred, no false alarm: (8 - 1)/101 over 1/101 at most."""
    forged = np.where(np.arange(100) < 7, 3.0, 0.0)
    low, high = supported(np.zeros(100), forged)
    assert 0.7 < high < np.log10(8)
    assert low == 0.0


def test_misleading_ratios_support_nothing() -> None:
    """Genuine documents with high ratios, forged ones with low."""
    assert supported(np.full(50, 2.0), np.full(50, -2.0)) == (0.0, 0.0)


def test_false_alarms_below_one_document_are_not_stated() -> None:
    """Nine genuine documents say something of one in ten, not of one in twenty."""
    points = dict(false_alarm_points(np.arange(9.0), (0.10, 0.05)))
    assert set(points) == {0.10}
    assert points[0.10] > 8.0


def test_a_bound_does_not_pass_over_claims_that_mislead() -> None:
    """Thirty of a hundred genuine documents lie at .6, where half of the forged are below: a claim beyond is not supported by those at 2.5."""
    genuine = np.concatenate([np.full(70, -1.0), np.full(30, 0.6)])
    forged = np.concatenate([np.full(50, -0.2), np.full(50, 2.5)])
    assert supported(genuine, forged) == pytest.approx((-0.13, 0.20), abs=1e-9)
