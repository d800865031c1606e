"""How good claimed likelihood ratios are: Cllr, its minimum, and what calibration loses.

Brummer & du Preez, Computer Speech & Language 20 (2006); pool adjacent violators after Zadrozny & Elkan, KDD 2002.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray


def cllr(genuine: ArrayLike, forged: ArrayLike) -> float:
    """Cost of log10 likelihood ratios, in bits: 0 is perfect, 1 says nothing, above 1 misleads."""
    bona, attack = (np.asarray(values, np.float64) * np.log(10) for values in (genuine, forged))
    cost = np.logaddexp(0, -attack).mean() + np.logaddexp(0, bona).mean()
    return float(cost / 2 / np.log(2))


def best_calibrated(genuine: ArrayLike, forged: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give the log10 likelihood ratios of the best monotone calibration on these very scores (infinite at the ends)."""
    bona, attack = np.asarray(genuine, np.float64), np.asarray(forged, np.float64)
    values, place = np.unique(np.concatenate([bona, attack]), return_inverse=True)
    forged_at = np.bincount(place[len(bona) :], minlength=len(values)).astype(np.float64)
    all_at = np.bincount(place, minlength=len(values)).astype(np.float64)
    share = _monotone(forged_at / all_at, all_at)[place]
    with np.errstate(divide="ignore"):
        ratio = np.log10(share) - np.log10(1 - share) - np.log10(len(attack) / len(bona))
    return ratio[: len(bona)], ratio[len(bona) :]


def cllr_min(genuine: ArrayLike, forged: ArrayLike) -> float:
    """Cllr after the best monotone calibration: what the scores can tell apart at all."""
    return cllr(*best_calibrated(genuine, forged))


def _monotone(values: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Fit the closest rising sequence by pooling adjacent violators."""
    pools: list[tuple[float, float, int]] = []
    for value, weight in zip(values.tolist(), weights.tolist(), strict=True):
        pool = (value, weight, 1)
        while pools and pools[-1][0] >= pool[0]:
            last = pools.pop()
            total = last[1] + pool[1]
            pool = ((last[0] * last[1] + pool[0] * pool[1]) / total, total, last[2] + pool[2])
        pools.append(pool)
    means = np.array([pool[0] for pool in pools])
    return np.repeat(means, [pool[2] for pool in pools])
