"""The data set how far a log10 LR goes, the expert row from where."""

from dataclasses import replace

import numpy as np
import pytest

from docforensics.scoring.fit.curves import Curve
from docforensics.scoring.fit.threshold import ramp_above, ramp_of, with_threshold
from docforensics.scoring.model import Basis, CalibrationRow

JUDGED = CalibrationRow(
    check="a.b",
    method="logistic",
    parameters={"centre": 2.0, "slope": 0.5},
    log10_lr_min=-0.05,
    log10_lr_max=1.0,
    n_genuine=0,
    n_forged=0,
    data_set="none: judgement",
    basis=Basis.EXPERT,
)
LINE = Curve(method="logistic", parameters={"centre": 0.5, "slope": 2.0})
STEPS = Curve(method="isotonic", parameters={}, points=((0.0, -1.0), (0.2, -1.0), (0.3, 1.5), (9.0, 1.5)))
AT = np.linspace(-3, 8, 500)


@pytest.mark.parametrize("curve", [LINE, STEPS])
def test_the_lower_of_both_holds(curve: Curve) -> None:
    """Of the bounded curve, and of the ramp from the centre of judgement to where it has said all."""
    ramp = 1.4 * np.clip((AT - 2.0) / 2.0, 0, 1)
    wanted = np.minimum(np.clip(curve.apply(AT), -0.8, 1.4), ramp)
    assert with_threshold(curve, -0.8, 1.4, ramp_of(JUDGED)).apply(AT) == pytest.approx(wanted, abs=2e-4)


def test_a_log_ratio_is_its_own_judgement() -> None:
    """A check whose value is a log10 LR is odd from 0."""
    exact = replace(JUDGED, method="identity", parameters={})
    found = with_threshold(STEPS, -0.8, 1.4, ramp_of(exact)).apply(np.array([-1.0, 0.5, 1.0]))
    assert found == pytest.approx([-0.8, 0.7, 1.4], abs=1e-3)


def test_without_judgement_the_highest_genuine_value_is_the_threshold() -> None:
    """The bound is reached as far above it as it lies above the median; where all are alike, at the lowest forged value above."""
    genuine = np.array([1.0, 2.0, 5.0])
    assert ramp_above(genuine, np.array([3.0, 9.0])) == (5.0, 8.0)
    assert ramp_above(np.zeros(3), np.array([0.0, 2.0, 4.0])) == (0.0, 2.0)


def test_without_a_forged_value_above_all_genuine_ones_there_is_no_threshold() -> None:
    """Nor without genuine documents."""
    assert ramp_above(np.array([1.0, 5.0]), np.array([3.0, 5.0])) is None
    assert ramp_above(np.array([]), np.array([3.0])) is None
