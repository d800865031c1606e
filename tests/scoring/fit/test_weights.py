"""The combination: held near judgement, never negative."""

import numpy as np
import pytest

from docforensics.scoring.fit.weights import fit_weights

RNG = np.random.default_rng(2)
FORGED = np.repeat([False, True], 150)


def pieces_of(strength: float) -> np.ndarray:
    """Draw pieces of one family whose ratios are right as they stand when `strength` is 1."""
    ratio = RNG.normal(0, 1, 300) * 0.8 + np.where(FORGED, 0.64, -0.64) * np.log(10) / 2
    ratio = ratio / strength
    zero = np.zeros(300)
    return np.stack([np.maximum(ratio, 0), zero, np.minimum(ratio, 0), zero], axis=1)


def test_what_says_nothing_keeps_the_judged_weights() -> None:
    """No data, no change."""
    weights = fit_weights(np.zeros((300, 4)), FORGED, 0.01)
    assert weights.tolist() == [1.0, 0.5, 1.0, 0.5]


def test_a_family_told_twice_counts_half() -> None:
    """Two families that hold the same ratios share one weight."""
    once = pieces_of(1.0)
    alone = fit_weights(once, FORGED, 1e-4)
    both = fit_weights(np.hstack([once, once]), FORGED, 1e-4)
    assert both[0] + both[4] == pytest.approx(alone[0], rel=0.1)


def test_weights_are_never_negative() -> None:
    """Ratios that point the wrong way are put out, not turned round."""
    assert (fit_weights(-pieces_of(1.0)[:, [2, 1, 0, 3]], ~FORGED, 0.001) >= 0).all()
    assert (fit_weights(pieces_of(1.0), ~FORGED, 0.001) >= 0).all()


def test_what_speaks_against_a_document_is_never_made_more() -> None:
    """Rows that claim too little stay as they are: a row by judgement is small on purpose."""
    weights = fit_weights(pieces_of(4.0), FORGED, 1e-4)
    assert weights[0] == 1.0
    assert 1.0 < weights[2] <= 3.0
