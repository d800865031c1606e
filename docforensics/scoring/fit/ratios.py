"""What claimed likelihood ratios cost, and how far data can support them.

Cllr: Brummer & du Preez, Computer Speech & Language 20 (2006). ELUB: Vergeer,
van Es, de Jongh, Alberink & Stoel, Science & Justice 56 (2016), "Numerical likelihood ratios outputted by LR systems are
often based on extrapolation: when to stop extrapolating?".
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Numbers = NDArray[np.float64]
_STEP = 0.01
"""log10 LR: grid on which bounds are looked for."""


def cllr(genuine: ArrayLike, forged: ArrayLike) -> float:
    """Cost of log10 likelihood ratios, in bits: 0 is perfect, 1 is without information, above 1 misleads."""
    bona, attack = (np.asarray(values, np.float64) * np.log(10) for values in (genuine, forged))
    cost = np.logaddexp(0, -attack).mean() + np.logaddexp(0, bona).mean()
    return float(cost / 2 / np.log(2))


def cllr_error(genuine: ArrayLike, forged: ArrayLike) -> float:
    """Standard error of `cllr` over documents, in bits."""
    bona, attack = (np.asarray(values, np.float64) * np.log(10) for values in (genuine, forged))
    costs = (np.logaddexp(0, bona), np.logaddexp(0, -attack))
    return float(np.sqrt(sum(cost.var(ddof=1) / len(cost) for cost in costs)) / 2 / np.log(2))


def supported(genuine: ArrayLike, forged: ArrayLike) -> tuple[float, float]:
    """Give the lowest and the highest log10 LR that these data support (empirical lower and upper bound).

    With one misleading ratio more than were seen on either side, decisions at every threshold between the bounds must
    still cost no more than deciding without the system. Nothing is then claimed beyond about the number of documents.
    """
    bona, attack = (np.sort(np.asarray(values, np.float64)) for values in (genuine, forged))
    reach = np.log10(max(len(bona), len(attack)) + 1) + _STEP
    thresholds = np.arange(_STEP, reach, _STEP)
    return -_reach(-attack[::-1], -bona[::-1], thresholds), _reach(bona, attack, thresholds)


def _reach(against: Numbers, for_it: Numbers, thresholds: Numbers) -> float:
    """Highest threshold up to which ratios at or above it are worth acting on; both sorted."""
    ratios = 10.0**thresholds
    false = (len(against) - np.searchsorted(against, thresholds, side="left") + 1) / (len(against) + 1)
    missed = np.minimum((np.searchsorted(for_it, thresholds, side="left") + 1) / (len(for_it) + 1), 1.0)
    worth = missed + ratios * false <= 1.0
    # Nothing of the sample lies between the highest ratio seen and the bound: the claim is capped, not extended.
    return float(thresholds[worth].max()) if worth.any() else 0.0


def false_alarm_points(genuine: ArrayLike, shares: tuple[float, ...]) -> tuple[tuple[float, float], ...]:
    """Give the log10 LR above which at most a share of new genuine documents is expected; as far as their number supports.

    Of n documents a new one exceeds the j-th largest with probability j / (n + 1), if it is drawn alike.
    """
    ordered = np.sort(np.asarray(genuine, np.float64))[::-1]
    found = []
    for share in shares:
        place = int(share * (len(ordered) + 1))
        if place >= 1:
            found.append((share, float(np.ceil(ordered[place - 1] * 1e4 + 1) / 1e4)))
    return tuple(found)
