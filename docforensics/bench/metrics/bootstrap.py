"""Intervals: documents are resampled whole, since pictures of one document are no independent witnesses."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Figures = Mapping[str, float | None]
"""Figures by name; None where one cannot be formed."""
LEVEL = 95.0
"""Per cent: customary for intervals (ISO/IEC 19795-1)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A figure with its 95 % interval."""

    value: float
    low: float | None
    """None where too few resamples can form the figure."""
    high: float | None
    groups: int
    """Documents (groups) that it rests on."""


def estimates(
    figures: Callable[[NDArray[np.int64]], Figures], groups: Sequence[str], *, draws: int, seed: int
) -> dict[str, Estimate | None]:
    """Compute figures on all rows, and their intervals over `draws` resamples of the groups.

    Parameters
    ----------
    figures
        Takes the indices of rows, repeats included, and gives figures by name.
    groups
        The group of every row.
    draws
        Resamples; a figure that fewer than half of them can form gets no interval.

    """
    members = [np.flatnonzero(np.asarray(groups) == name) for name in dict.fromkeys(groups)]
    whole = figures(np.arange(len(groups)))
    drawn = _drawn(figures, members, draws, seed)
    return {
        name: None if value is None else _estimate(value, [one[name] for one in drawn], len(members))
        for name, value in whole.items()
    }


def _drawn(
    figures: Callable[[NDArray[np.int64]], Figures],
    members: Sequence[NDArray[np.int64]],
    draws: int,
    seed: int,
) -> list[Figures]:
    rng = np.random.default_rng(seed)
    chosen = rng.integers(0, len(members), (draws, len(members)))
    return [figures(np.concatenate([members[k] for k in row])) for row in chosen]


def _estimate(value: float, drawn: Sequence[float | None], groups: int) -> Estimate:
    known = [one for one in drawn if one is not None]
    if len(known) * 2 < len(drawn) or not known:
        return Estimate(value=value, low=None, high=None, groups=groups)
    low, high = np.percentile(known, [50 - LEVEL / 2, 50 + LEVEL / 2])
    return Estimate(value=value, low=float(min(low, value)), high=float(max(high, value)), groups=groups)


def share_bounds(estimate: Estimate) -> Estimate:
    """Widen the interval of a share of 0 or 1, which resampling leaves without one, by the rule of three."""
    three = min(1.0, 3.0 / estimate.groups)
    if estimate.value <= 0.0:
        return replace(estimate, low=0.0, high=max(three, estimate.high or 0.0))
    if estimate.value >= 1.0:
        low = 1.0 if estimate.low is None else estimate.low
        return replace(estimate, low=min(1.0 - three, low), high=1.0)
    return estimate
