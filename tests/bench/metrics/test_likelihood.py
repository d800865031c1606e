"""Cllr, against the worked values of the NFI's package and frozen runs of it."""

import numpy as np
import pytest

from docforensics.bench.metrics.likelihood import best_calibrated, cllr, cllr_min

# Likelihood ratios of genuine and of forged documents, and Cllr: the values that NetherlandsForensicInstitute/lir
# states in its own tests (Apache-2.0).
PUBLISHED = [
    ([1, 1], [1, 1], 1.0),
    ([3.0] * 2, [1 / 3.0] * 2, 2.0),
    ([1 / 3.0] * 2, [3.0] * 2, 0.4150374992788437),
    ([1 / 3.0] * 2, [1], 0.7075187496394219),
    ([1 / 100.0] * 100, [1], 0.507177646488535),
    ([1 / 100.0] * 100 + [100], [1], 0.5400680236656377),
    ([1 / 100.0] * 100 + [100] * 2, [1], 0.5723134914863265),
]

# numpy default_rng(7): normal(-0.6, 0.8, 40) and normal(0.9, 0.9, 25), to two decimals; run through lir 1.3.1
# (LLRData, metrics.cllr, cllr_min, cllr_cal) on 25 November 2026.
GENUINE = [
    -0.6, -0.36, -0.82, -1.31, -0.96, -1.39, -0.55, 0.47, -0.99, -1.1, -0.21, -0.31, -0.52, -1.34, -0.62, -0.04,
    -1.68, -0.97, -2.12, -1.63, -2.07, -0.79, -1.61, -0.38, -0.47, -0.75, -2.61, -1.03, -0.64, -0.51, -1.82, -0.98,
    -1.38, -1.25, 0.25, -1.25, -0.63, 0.11, -1.07, -0.69,
]  # fmt: skip
FORGED = [
    1.0, 0.96, -0.2, 0.97, 2.12, -0.49, 1.67, 1.01, 0.32, 2.7, 1.59, -0.18, 0.97, 1.42, 0.73, 1.51, 0.84, 1.5, 2.19,
    0.29, 1.08, 0.48, 1.01, -0.17, 0.38,
]  # fmt: skip


@pytest.mark.parametrize(("genuine", "forged", "expected"), PUBLISHED)
def test_cllr_is_as_published(genuine: list[float], forged: list[float], expected: float) -> None:
    """From likelihood ratios, here as their logarithms."""
    assert cllr(np.log10(genuine), np.log10(forged)) == pytest.approx(expected, abs=1e-12)


def test_cllr_and_its_minimum_are_those_of_lir() -> None:
    """To the last digit that the package printed."""
    assert cllr(GENUINE, FORGED) == pytest.approx(0.35865862346743305, abs=1e-12)
    assert cllr_min(GENUINE, FORGED) == pytest.approx(0.2077238428640201, abs=1e-9)
    assert cllr(GENUINE, FORGED) - cllr_min(GENUINE, FORGED) == pytest.approx(0.15093478060341295, abs=1e-9)


def test_cllr_of_enormous_ratios_is_finite_or_as_large_as_they_deserve() -> None:
    """No overflow: a wrong ratio of 10^400 costs 400 decades."""
    assert cllr([-400.0], [400.0]) == pytest.approx(0.0, abs=1e-12)
    assert cllr([400.0], [-400.0]) == pytest.approx(400 * np.log2(10))


@pytest.mark.parametrize("seed", range(4))
def test_the_best_calibration_is_isotonic_regression(seed: int) -> None:
    """scikit-learn's, on scores with ties, turned into likelihood ratios by the prior of the set."""
    from sklearn.isotonic import IsotonicRegression

    rng = np.random.default_rng(seed)
    genuine, forged = rng.normal(0, 1, 40).round(1), rng.normal(1, 1, 20).round(1)
    labels = np.r_[np.zeros(40), np.ones(20)]
    share = IsotonicRegression(out_of_bounds="clip").fit_transform(np.r_[genuine, forged], labels)
    with np.errstate(divide="ignore"):
        expected = np.log10(share / (1 - share)) - np.log10(20 / 40)
    np.testing.assert_allclose(np.concatenate(best_calibrated(genuine, forged)), expected, atol=1e-9)
    assert cllr_min(genuine, forged) <= cllr(genuine, forged)


def test_scores_that_tell_everything_apart_have_a_minimum_of_zero() -> None:
    """And scores that say nothing one of 1; a monotone change of the scores does not matter."""
    assert cllr_min([1.0, 2.0], [3.0, 4.0]) == 0.0
    assert cllr_min([1.0, 1.0], [1.0]) == pytest.approx(1.0)
    assert cllr_min(np.exp(GENUINE), np.exp(FORGED)) == pytest.approx(cllr_min(GENUINE, FORGED), abs=1e-12)
