"""Figures of merit, each a few lines that can be checked by hand."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from docforensics.shares import share_interval

_RESAMPLES = 2000


def edit_distance(printed: str, read: str) -> int:
    """Levenshtein distance: the fewest characters to insert, delete or replace."""
    distances = list(range(len(read) + 1))
    for i, symbol in enumerate(printed, start=1):
        above, distances[0] = distances[0], i
        for j, other in enumerate(read, start=1):
            above, distances[j] = (
                distances[j],
                min(above + (symbol != other), distances[j] + 1, distances[j - 1] + 1),
            )
    return distances[-1]


def ratio_interval(
    numerators: ArrayLike, denominators: ArrayLike, *, seed: int = 0, resamples: int = _RESAMPLES
) -> tuple[float, float]:
    """95 % percentile interval of sum(numerators) / sum(denominators) when whole images are drawn again with replacement.

    Characters of one image stand or fall together, so that drawing characters would give an interval much too narrow.
    """
    above, below = np.asarray(numerators, np.float64), np.asarray(denominators, np.float64)
    if not len(above):
        return (0.0, 1.0)
    drawn = np.random.default_rng(seed).integers(0, len(above), (resamples, len(above)))
    low, high = np.percentile(above[drawn].sum(1) / below[drawn].sum(1), (2.5, 97.5))
    return float(low), float(high)


def share(successes: int, n: int) -> dict[str, object]:
    """A share with its count and Wilson interval, as the result files state it."""
    low, high = share_interval(successes, n)
    return {
        "n": n,
        "right": successes,
        "share": round(successes / n, 4) if n else None,
        "interval95": [round(low, 4), round(high, 4)],
    }


def reliability(
    posteriors: Sequence[float], right: Sequence[bool], bins: int = 15
) -> tuple[float, NDArray[np.float64]]:
    """Expected calibration error, and (B, 3) for the bins that hold something: mean posterior, share right, count.

    Bins of equal width on the posterior of the best symbol (Guo et al. 2017, ICML, section 2).
    """
    sure, hit = np.asarray(posteriors, np.float64), np.asarray(right, np.float64)
    which = np.minimum((sure * bins).astype(int), bins - 1)
    filled = [which == number for number in np.unique(which)]
    table = np.array([(sure[chosen].mean(), hit[chosen].mean(), chosen.sum()) for chosen in filled])
    error = float((table[:, 2] * np.abs(table[:, 0] - table[:, 1])).sum() / len(sure))
    return error, table
