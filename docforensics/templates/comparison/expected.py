"""How heavy a place without a cause is expected to be, from what the template's own captures show of one another."""

from collections.abc import Sequence
from statistics import NormalDist, fmean, stdev

import numpy as np

_RARE = 0.01
"""Share of further genuine captures that may have a heavier place, by the spread of those seen. A judgement: what is asked of a check by itself."""
LEAST_MASS_MM2 = 0.15
"""Unexplained print below which a place is not worth marking. A judgement; not fitted."""
_SEVERAL, _TIMES_HEAVIEST = 5, 2.0
"""Captures from which the heaviest of them bounds what is expected (learning compares no fewer with one another, `learning.differences`), and the multiple of it that does. Most of six captures show nothing and one a few mm2, so logarithms alone spread so far
that 15 of 35 sides of 27 random designs expected more than an element (25 mm2), five with the bound. Of 432 genuine captures of these (seen, also when the multiple was set) none shows a place for the bound; at 1.5 times, one does."""


def heaviest_expected(own: Sequence[float]) -> float:
    """Mass, mm2, up to which the heaviest place of a genuine capture is expected; 0 where too few were seen.

    The masses spread over orders of magnitude, so their logarithms are taken for normal, and one capture in a hundred
    for heavier; of five captures and more it is twice the heaviest at most, which more than one in a hundred may exceed.
    """
    if len(own) < 2:
        return 0.0
    masses = [max(mass, LEAST_MASS_MM2) for mass in own]
    expected = float(np.exp(rarely_exceeded([float(np.log(mass)) for mass in masses])))
    return expected if len(own) < _SEVERAL else min(expected, _TIMES_HEAVIEST * max(masses))


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
