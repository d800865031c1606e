"""Error rates, against hand-worked values and scikit-learn."""

import numpy as np
import pytest

from docforensics.bench.metrics.rates import (
    auc,
    average_rank,
    bpcer_at,
    curve,
    detection_at,
    equal_error_rate,
    threshold_at,
)

GENUINE = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0]
FORGED = [0.55, 0.65, 0.75, 0.85, 0.95, 1.05, 1.1, 1.2, 1.3, 1.4]


def drawn(seed: int, ties: int | None = None) -> tuple[np.ndarray, np.ndarray]:
    """Draw scores of two classes that overlap, rounded to `ties` decimals."""
    rng = np.random.default_rng(seed)
    genuine, forged = rng.normal(0, 1, 57), rng.normal(0.8, 1.3, 31)
    return (genuine, forged) if ties is None else (genuine.round(ties), forged.round(ties))


def test_the_curve_starts_with_nothing_flagged_and_ends_with_everything() -> None:
    """APCER falls from 1 to 0, BPCER rises from 0 to 1."""
    swept = curve(GENUINE, FORGED)
    assert (swept.apcer[0], swept.bpcer[0]) == (1.0, 0.0)
    assert (swept.apcer[-1], swept.bpcer[-1]) == (0.0, 1.0)
    assert np.all(np.diff(swept.apcer) <= 0)
    assert np.all(np.diff(swept.bpcer) >= 0)


def test_rates_of_ten_and_ten_are_as_counted_by_hand() -> None:
    """BPCER10 lets one attack of ten pass: threshold 0.65, four genuine above; BPCER20 and 100 let none."""
    swept = curve(GENUINE, FORGED)
    assert bpcer_at(swept, 0.10) == pytest.approx(0.4)
    assert bpcer_at(swept, 0.05) == pytest.approx(0.5)
    assert bpcer_at(swept, 0.01) == pytest.approx(0.5)
    assert average_rank(swept) == pytest.approx(0.2 * 0.4 + 0.3 * 0.5 + 0.5 * 0.5)
    assert detection_at(swept, 0.0) == pytest.approx(0.5)
    assert detection_at(swept, 0.1) == pytest.approx(0.6)
    assert threshold_at(swept, 0.1) == pytest.approx(0.95)


def test_no_threshold_keeps_the_false_alarms_when_a_genuine_document_is_on_top() -> None:
    """Then nothing may be flagged."""
    assert threshold_at(curve([0.0, 2.0], [1.0]), 0.1) == np.inf
    assert detection_at(curve([0.0, 2.0], [1.0]), 0.1) == 0.0


@pytest.mark.parametrize("ties", [None, 1, 0])
@pytest.mark.parametrize("seed", range(5))
def test_auc_is_that_of_scikit_learn(seed: int, ties: int | None) -> None:
    """With ties and without."""
    from sklearn.metrics import roc_auc_score

    genuine, forged = drawn(seed, ties)
    labels = np.r_[np.zeros(len(genuine)), np.ones(len(forged))]
    assert auc(genuine, forged) == pytest.approx(roc_auc_score(labels, np.r_[genuine, forged]), abs=1e-12)


@pytest.mark.parametrize("ties", [None, 1])
@pytest.mark.parametrize("seed", range(5))
def test_the_curve_holds_every_point_of_scikit_learns(seed: int, ties: int | None) -> None:
    """Its false positive rate is BPCER, its false negative rate APCER."""
    from sklearn.metrics import det_curve, roc_curve

    genuine, forged = drawn(seed, ties)
    labels, scores = np.r_[np.zeros(len(genuine)), np.ones(len(forged))], np.r_[genuine, forged]
    swept = curve(genuine, forged)
    ours = set(zip(swept.bpcer.round(12), swept.apcer.round(12), strict=True))
    false_positive, true_positive, _ = roc_curve(labels, scores, drop_intermediate=False)
    assert set(zip(false_positive.round(12), (1 - true_positive).round(12), strict=True)) == ours
    positive, negative, _ = det_curve(labels, scores)
    assert set(zip(positive.round(12), negative.round(12), strict=True)) <= ours


def test_the_equal_error_rate_lies_where_the_lines_cross() -> None:
    """Ten and ten: both rates are 0.4 at a threshold of 0.7, by hand 3 attacks and 4 genuine, then 3 and 3."""
    swept = curve(GENUINE, FORGED)
    assert equal_error_rate(swept) == pytest.approx(0.3)
    assert equal_error_rate(curve([0.0], [1.0])) == 0.0
    assert equal_error_rate(curve([1.0], [0.0])) == 1.0
    assert equal_error_rate(curve([0.0, 1.0], [0.0, 1.0])) == pytest.approx(0.5)


@pytest.mark.parametrize("seed", range(5))
def test_the_equal_error_rate_is_that_of_the_interpolated_roc(seed: int) -> None:
    """The usual recipe: the root of 1 - x - TPR(x) on straight lines."""
    from scipy.interpolate import interp1d
    from scipy.optimize import brentq
    from sklearn.metrics import roc_curve

    genuine, forged = drawn(seed)
    labels, scores = np.r_[np.zeros(len(genuine)), np.ones(len(forged))], np.r_[genuine, forged]
    false_positive, true_positive, _ = roc_curve(labels, scores, drop_intermediate=False)
    crossing = brentq(lambda x: 1.0 - x - interp1d(false_positive, true_positive)(x), 0.0, 1.0)
    assert equal_error_rate(curve(genuine, forged)) == pytest.approx(crossing, abs=1.0 / len(genuine))


@pytest.mark.parametrize(
    ("genuine", "forged"), [([], [1.0]), ([0.0], []), ([0.0, np.nan], [1.0]), ([0.0], [np.inf])]
)
def test_scores_that_no_rate_can_be_formed_of_are_refused(genuine: list[float], forged: list[float]) -> None:
    """A class that is missing, and what is no finite number."""
    for rate in (auc, curve):
        with pytest.raises(ValueError, match="finite"):
            rate(genuine, forged)
