"""The data set how far a log10 LR goes, the expert row from where."""

from dataclasses import replace

import numpy as np
import pytest

from docforensics.scoring.fit.curves import Curve
from docforensics.scoring.fit.threshold import with_threshold
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
    assert with_threshold(curve, -0.8, 1.4, JUDGED).apply(AT) == pytest.approx(wanted, abs=2e-4)


def test_a_log_ratio_is_its_own_judgement() -> None:
    """A check whose value is a log10 LR is odd from 0."""
    exact = replace(JUDGED, method="identity", parameters={})
    found = with_threshold(STEPS, -0.8, 1.4, exact).apply(np.array([-1.0, 0.5, 1.0]))
    assert found == pytest.approx([-0.8, 0.7, 1.4], abs=1e-3)
