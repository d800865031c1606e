"""What claimed likelihood ratios cost, and how far data can support them.

Cllr: Brummer & du Preez, Computer Speech & Language 20 (2006). ELUB: Vergeer,
van Es, de Jongh, Alberink & Stoel, Science & Justice 56 (2016), "Numerical likelihood ratios outputted by LR systems are
often based on extrapolation: when to stop extrapolating?".
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Numbers = NDArray[np.float64]
Whole = NDArray[np.int64]
_STEP = 0.01
"""log10 LR: grid on which bounds are looked for."""
_EXACT = 1e-9
"""Sums of shares of a unit are exact to this."""


def cllr(genuine: ArrayLike, forged: ArrayLike) -> float:
    """Cost of log10 likelihood ratios, in bits: 0 is perfect, 1 is without information, above 1 misleads."""
    bona, attack = (np.asarray(values, np.float64) * np.log(10) for values in (genuine, forged))
    cost = np.logaddexp(0, -attack).mean() + np.logaddexp(0, bona).mean()
    return float(cost / 2 / np.log(2))


def cllr_error(genuine: ArrayLike, forged: ArrayLike, units: tuple[Whole, Whole] | None = None) -> float:
    """Standard error of `cllr`, in bits, over documents or over the units that they are of.

    What documents of one unit cost more than the mean, genuine and forged together, counts as one deviation.
    """
    bona, attack = (np.asarray(values, np.float64) * np.log(10) for values in (genuine, forged))
    costs = np.logaddexp(0, bona), np.logaddexp(0, -attack)
    if units is None:
        units = np.arange(len(bona)), len(bona) + np.arange(len(attack))
    _, place = np.unique(np.concatenate(units), return_inverse=True)
    off = np.concatenate([(cost - cost.mean()) / len(cost) for cost in costs])
    together = np.bincount(place, weights=off)
    few = len(together) / max(len(together) - 1, 1)
    return float(np.sqrt(few * (together**2).sum()) / 2 / np.log(2))


def supported(
    genuine: ArrayLike, forged: ArrayLike, shares: tuple[Numbers, Numbers] | None = None
) -> tuple[float, float]:
    """Give the lowest and the highest log10 LR that these data support (empirical lower and upper bound).

    With one misleading unit more than were seen on either side, decisions at every threshold between the bounds must
    still cost no more than deciding without the system. Nothing is then claimed beyond about the number of units.

    Parameters
    ----------
    shares
        What each genuine and each forged document counts of a unit: those of one unit sum to 1. None makes each document a unit.
    """
    against, for_it = (np.asarray(values, np.float64) for values in (genuine, forged))
    counts = (np.ones(len(against)), np.ones(len(for_it))) if shares is None else shares
    reach = np.log10(max(counts[0].sum(), counts[1].sum()) + 1) + _STEP
    thresholds = np.arange(_STEP, reach, _STEP)
    bona, attack = _sorted(against, counts[0]), _sorted(for_it, counts[1])
    mirrored = _sorted(-for_it, counts[1]), _sorted(-against, counts[0])
    return -_reach(*mirrored, thresholds), _reach(bona, attack, thresholds)


def _sorted(ratios: Numbers, counts: Numbers) -> tuple[Numbers, Numbers]:
    """Sort ratios; give with them what those before each place count together, (documents + 1,)."""
    order = np.argsort(ratios, kind="stable")
    return ratios[order], np.concatenate([[0.0], np.cumsum(counts[order])])


def _reach(against: tuple[Numbers, Numbers], for_it: tuple[Numbers, Numbers], thresholds: Numbers) -> float:
    """Highest threshold up to which, at every one, ratios at or above it are worth acting on; 0 where that is none."""
    ratios = 10.0**thresholds
    (false, n_false), (below, n_below) = (_share_below(one, thresholds) for one in (against, for_it))
    missed = np.minimum((below + 1) / (n_below + 1), 1.0)
    worth = missed + ratios * (n_false - false + 1) / (n_false + 1) <= 1.0 + _EXACT
    # Nothing of the sample lies between the highest ratio seen and the bound: the claim is capped, not extended. A threshold that pays
    # beyond one that does not supports nothing: claims between the two would mislead.
    count = len(worth) if worth.all() else int(np.argmin(worth))
    return float(thresholds[count - 1]) if count else 0.0


def _share_below(sample: tuple[Numbers, Numbers], thresholds: Numbers) -> tuple[Numbers, float]:
    """Give what lies below each threshold, and all there is, in units."""
    ratios, before = sample
    return before[np.searchsorted(ratios, thresholds, side="left")], float(before[-1])


def false_alarm_points(
    genuine: ArrayLike, shares: tuple[float, ...], counts: Numbers | None = None
) -> tuple[tuple[float, float], ...]:
    """Give the log10 LR above which at most a share of new genuine documents is expected; as far as their number supports.

    Of n documents a new one exceeds the j-th largest with probability j / (n + 1), if it is drawn alike. `counts` are what each document
    counts of a unit, where several are of one: a new unit may be one of those that exceed it whole.
    """
    ratios = np.asarray(genuine, np.float64)
    counted = np.ones(len(ratios)) if counts is None else counts
    order = np.argsort(-ratios, kind="stable")
    above = np.cumsum(counted[order])
    found = []
    for share in shares:
        allowed = share * (above[-1] + 1) - 1 if len(above) else -1.0
        if allowed >= -_EXACT:
            place = int(np.argmax(above > allowed + _EXACT))
            found.append((share, float(np.ceil(ratios[order][place] * 1e4 + 1) / 1e4)))
    return tuple(found)
