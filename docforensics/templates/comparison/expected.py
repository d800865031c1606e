"""How heavy a place without a cause is expected to be, from what the template's own captures show of one another."""

from collections.abc import Sequence
from statistics import NormalDist, fmean, stdev

import numpy as np

_RARE = 0.01
"""Share of further genuine captures that may have a heavier place. A judgement: what is asked of a check by itself."""
LEAST_MASS_MM2 = 0.15
"""Unexplained print below which a place is not worth marking. A judgement; not fitted."""


def heaviest_expected(own: Sequence[float]) -> float:
    """Mass, mm2, that the heaviest place of one genuine capture in a hundred exceeds; 0 where too few were seen.

    The masses spread over orders of magnitude, so their logarithms are taken for normal.
    """
    if len(own) < 2:
        return 0.0
    logs = [float(np.log(max(mass, LEAST_MASS_MM2))) for mass in own]
    return float(np.exp(rarely_exceeded(logs)))


def rarely_exceeded(own: Sequence[float]) -> float:
    """Value that one further capture in a hundred exceeds, of two or more that were seen."""
    return fmean(own) + rare(len(own)) * stdev(own)


def rare(seen: int) -> float:
    """Standard deviations, of so many captures, by which one further capture in a hundred lies beyond their mean.

    Few captures show a mean and a spread poorly: Student's quantile, by its expansion about the normal one.
    """
    z, known = NormalDist().inv_cdf(1 - _RARE), seen - 1
    student = z + (z**3 + z) / (4 * known) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * known**2)
    return float(student * (1 + 1 / seen) ** 0.5)
