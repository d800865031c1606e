"""Expert lower threshold for adverse LRs: no fitted curve is adverse below the value from which the expert row is.

The genuine documents of a fit come from few printers and devices, and lie closer together than those of the world do. Between
them and the forged ones a curve finds nothing, and would count the first genuine page of another device that falls there as
adverse. An expert row rests on more devices: its centre stands where none of them was seen. So the data set how far a log10 LR
goes, and the expert row from where: below its centre a fitted LR never exceeds 1, and it reaches the bound of the data where
the expert row reaches its own.

A check that has no expert row (a plug-in) is held to the same by its own genuine documents: its threshold is the highest value that any of
them measured, and the bound is reached as far above that again as it lies above their median. A device whose genuine pages lie a little
beyond all others then weighs little.
"""

from itertools import pairwise

import numpy as np

from docforensics.scoring.fit.curves import Curve, rising
from docforensics.scoring.fit.ratios import Numbers
from docforensics.scoring.model import CalibrationRow

Ramp = tuple[float, float]
"""Values from which a check is adverse, and at which it reaches its bound."""
_SAME = 1e-12
"""Below this two differences are one but for rounding."""


def with_threshold(curve: Curve, low: float, high: float, ramp: Ramp) -> Curve:
    """Bound a curve by what the data support and by the threshold of a check, as straight lines between points."""
    start, end = ramp

    def fitted(at: Numbers) -> Numbers:
        return np.clip(curve.apply(at), low, high)

    def expert(at: Numbers) -> Numbers:
        return np.asarray(high * np.clip((at - start) / (end - start), 0.0, 1.0), np.float64)

    knots = np.unique([*_knots(curve, low, high), start, end])
    gap = fitted(knots) - expert(knots)
    crossings = [
        a + (b - a) * d / (d - e)
        for (a, b), (d, e) in zip(pairwise(knots), pairwise(gap), strict=True)
        if d * e < -_SAME
    ]
    at = np.unique([*knots, *crossings])
    lowest = np.minimum(fitted(at), expert(at))
    return Curve(method="isotonic", parameters={}, points=rising(list(zip(at.tolist(), lowest, strict=True))))


def ramp_of(judged: CalibrationRow) -> Ramp:
    """Give the threshold of an expert row that weighs."""
    if judged.method == "identity":
        return 0.0, judged.log10_lr_max
    centre, slope = judged.parameters["centre"], judged.parameters["slope"]
    return centre, centre + judged.log10_lr_max / slope


def ramp_above(genuine: Numbers, forged: Numbers) -> Ramp | None:
    """Give the threshold of a check without an expert row by documents that it measured; None where no forged one lies above all genuine ones.

    Where all genuine documents measure alike, they have no scale: the bound is then reached at the lowest forged value above.
    """
    if not len(genuine):
        return None
    start = float(genuine.max())
    above = forged[forged > start]
    if not len(above):
        return None
    spread = start - float(np.median(genuine))
    return start, start + (spread or float(above.min()) - start)


def _knots(curve: Curve, low: float, high: float) -> list[float]:
    if curve.method == "logistic":
        centre, slope = curve.parameters["centre"], curve.parameters["slope"]
        return [centre + low / slope, centre, centre + high / slope]
    return [at for at, _ in _with_bounds(curve.points, low, high)]


def _with_bounds(
    points: tuple[tuple[float, float], ...], low: float, high: float
) -> list[tuple[float, float]]:
    """Add the places at which straight lines between points cross the bounds, where clipping bends them."""
    found = list(points)
    for (a, r), (b, s) in pairwise(points):
        found += [(a + (b - a) * (x - r) / (s - r), x) for x in (low, 0.0, high) if r < x < s]
    return sorted(found)
