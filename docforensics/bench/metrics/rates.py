"""Error rates of a detector (ISO/IEC 30107-3; standards.md 3.1).

A document is flagged at threshold t when its score is at least t. APCER is the share of attacks not flagged, BPCER the
share of genuine documents flagged.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Scores = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ErrorCurve:
    """APCER and BPCER at every threshold that matters, from nothing flagged to everything flagged."""

    thresholds: Scores
    """Falling; infinity first."""
    apcer: Scores
    """Falls from 1 to 0."""
    bpcer: Scores
    """Rises from 0 to 1."""


def curve(genuine: ArrayLike, forged: ArrayLike) -> ErrorCurve:
    """Sweep the threshold over all scores."""
    bona, attack = _sorted(genuine), _sorted(forged)
    falling = np.unique(np.concatenate([bona, attack]))[::-1]
    thresholds = np.concatenate([[np.inf], falling])
    # Scores below a threshold are not flagged.
    return ErrorCurve(
        thresholds=thresholds,
        apcer=np.searchsorted(attack, thresholds) / len(attack),
        bpcer=1.0 - np.searchsorted(bona, thresholds) / len(bona),
    )


def auc(genuine: ArrayLike, forged: ArrayLike) -> float:
    """Probability that a forged document scores higher than a genuine one, ties counting half (Mann-Whitney)."""
    bona, attack = _sorted(genuine), _sorted(forged)
    below, at_most = (np.searchsorted(bona, attack, side) for side in ("left", "right"))
    return float((below.sum() + at_most.sum()) / (2 * len(bona) * len(attack)))


def _sorted(values: ArrayLike) -> Scores:
    """Scores in order; ValueError for none at all, and for one that is no number."""
    scores = np.sort(np.asarray(values, np.float64))
    if not len(scores) or not np.isfinite(scores).all():
        raise ValueError("rates need scores of both classes, all of them finite")
    return scores


def equal_error_rate(swept: ErrorCurve) -> float:
    """Rate at which APCER and BPCER are equal, on straight lines between thresholds."""
    gap = swept.apcer - swept.bpcer
    after = int(np.argmax(gap <= 0))
    before = after - 1
    step = gap[before] - gap[after]
    share = gap[before] / step if step else 0.0
    return float(swept.bpcer[before] + share * (swept.bpcer[after] - swept.bpcer[before]))


def bpcer_at(swept: ErrorCurve, apcer: float) -> float:
    """BPCER at the highest threshold whose APCER is at most this: BPCER10, 20, 100 for 10, 5 and 1 %."""
    return float(swept.bpcer[swept.apcer <= apcer + 1e-12][0])


def detection_at(swept: ErrorCurve, false_alarms: float) -> float:
    """Greatest share of attacks flagged while BPCER is at most this."""
    return float(1.0 - swept.apcer[swept.bpcer <= false_alarms + 1e-12][-1])


def threshold_at(swept: ErrorCurve, false_alarms: float) -> float:
    """Lowest threshold with a BPCER of at most this; infinity when only flagging nothing keeps it."""
    return float(swept.thresholds[swept.bpcer <= false_alarms + 1e-12][-1])


def average_rank(swept: ErrorCurve) -> float:
    """AVRank of the PAD-IDCard competitions: 0.2 BPCER10 + 0.3 BPCER20 + 0.5 BPCER100; lowest wins."""
    return 0.2 * bpcer_at(swept, 0.10) + 0.3 * bpcer_at(swept, 0.05) + 0.5 * bpcer_at(swept, 0.01)
