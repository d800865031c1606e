"""What a count out of so many leaves open of the share behind it.

Source: E. B. Wilson, Probable inference, the law of succession, and statistical inference, JASA 22 (1927) 209-212.
"""

from math import sqrt

TWO_SIDED_95 = 1.959964
"""Standard deviations of the normal distribution: both ends together miss the share once in twenty."""
ONE_SIDED_95 = 1.644854
"""One end alone misses it once in twenty."""


def share_interval(hits: int, of: int, *, z: float = TWO_SIDED_95) -> tuple[float, float]:
    """Wilson's interval of a share, 0..1, which holds for few trials and for shares near 0 and 1; (0, 1) for none."""
    if of == 0:
        return 0.0, 1.0
    share, spread = hits / of, z * z / of
    middle, half = share + spread / 2, sqrt(spread * (share * (1 - share) + spread / 4))
    return max(middle - half, 0.0) / (1 + spread), min((middle + half) / (1 + spread), 1.0)
