"""AUC and its interval."""

import numpy as np

from sample_docs.measure.separation import Auc, each_alone, separation


def _classes(shift: float) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(4)
    genuine, forged = rng.normal(size=(2, 80, 3))
    forged[:, 1] += shift
    return genuine, forged


def test_classes_that_are_alike_are_not_told_apart() -> None:
    """The AUC is near one half, and so is its interval."""
    found = separation(*_classes(0.0)).values()
    assert all(0.3 < auc.low < auc.value < auc.high < 0.7 for auc in found)
    assert all(abs(auc.value - 0.5) < 0.12 for auc in found)


def test_an_interval_that_lies_beside_one_half_does_not_contain_it() -> None:
    """On either side."""
    assert Auc(0.55, 0.49, 0.61).contains_half
    assert not Auc(0.58, 0.51, 0.64).contains_half
    assert not Auc(0.42, 0.36, 0.48).contains_half


def test_a_fact_that_differs_is_found_by_both_classifiers() -> None:
    """And named when each fact is looked at alone."""
    genuine, forged = _classes(1.5)
    assert all(auc.low > 0.6 for auc in separation(genuine, forged).values())
    alone = each_alone(genuine, forged)
    assert int(np.argmax(np.abs(alone - 0.5))) == 1
    assert alone[1] > 0.8


def test_a_constant_fact_says_nothing() -> None:
    """One half, not an error."""
    assert each_alone(np.ones((5, 1)), np.ones((5, 1)))[0] == 0.5
