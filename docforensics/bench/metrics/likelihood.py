"""How good claimed likelihood ratios are: Cllr, its minimum, and what calibration loses.

Brummer & du Preez, Computer Speech & Language 20 (2006); pool adjacent violators after Zadrozny & Elkan, KDD 2002.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from docforensics.scoring.fit.ratios import cllr

__all__ = ["best_calibrated", "cllr", "cllr_min"]


def best_calibrated(genuine: ArrayLike, forged: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give the log10 likelihood ratios of the best monotone calibration on these very scores (infinite at the ends)."""
    from sklearn.isotonic import isotonic_regression

    bona, attack = np.asarray(genuine, np.float64), np.asarray(forged, np.float64)
    values, place = np.unique(np.concatenate([bona, attack]), return_inverse=True)
    forged_at = np.bincount(place[len(bona) :], minlength=len(values)).astype(np.float64)
    all_at = np.bincount(place, minlength=len(values)).astype(np.float64)
    share = isotonic_regression(forged_at / all_at, sample_weight=all_at)[place]
    with np.errstate(divide="ignore"):
        ratio = np.log10(share) - np.log10(1 - share) - np.log10(len(attack) / len(bona))
    return ratio[: len(bona)], ratio[len(bona) :]


def cllr_min(genuine: ArrayLike, forged: ArrayLike) -> float:
    """Cllr after the best monotone calibration: the discrimination of the scores."""
    return cllr(*best_calibrated(genuine, forged))
