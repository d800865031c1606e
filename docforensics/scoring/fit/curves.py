"""One check's curve: from its value to a log10 likelihood ratio, rising throughout."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from docforensics.scoring.fit.ratios import Numbers
from docforensics.scoring.model import CalibrationRow

_RIDGE = 1e-3
"""Penalty on the slope, for classes that a threshold separates: their slope would be infinite."""
_LARGEST = 3.0
"""|log10 LR| of a point before bounds."""
_DIGITS = 4
"""Of a ratio in a calibration file: finer than any bound on it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """A fitted curve, in the words of a calibration row."""

    method: str
    parameters: Mapping[str, float]
    points: tuple[tuple[float, float], ...] = ()

    def apply(self, values: Numbers) -> Numbers:
        """Give log10 LR, without bounds."""
        if self.method == "logistic":
            return np.asarray(self.parameters["slope"] * (values - self.parameters["centre"]), np.float64)
        at, ratio = (np.array(column) for column in zip(*self.points, strict=True))
        return np.asarray(np.interp(values, at, ratio), np.float64)


def curve_of(row: CalibrationRow) -> Callable[[Numbers], Numbers]:
    """Give a row's own curve, with its bounds."""
    return lambda values: np.array([row.log10_lr(float(value)) for value in values])


def logistic(genuine: Numbers, forged: Numbers) -> Curve | None:
    """Fit a straight line of log odds, both classes weighing alike; None where it does not rise."""
    from sklearn.linear_model import LogisticRegression

    values = np.concatenate([genuine, forged])
    middle, spread = float(np.median(values)), float(values.std()) or 1.0
    x = np.clip((values - middle) / spread, -6, 6)  # a few wild values must not flatten the line
    y = np.repeat([0.0, 1.0], [len(genuine), len(forged)])
    weight = np.repeat([0.5 / len(genuine), 0.5 / len(forged)], [len(genuine), len(forged)])
    line = LogisticRegression(C=1 / _RIDGE, solver="newton-cg", tol=1e-10, max_iter=1000)
    line.fit(x[:, None], y, sample_weight=weight)
    rise = float(line.coef_[0, 0])
    if not rise > 0:
        return None
    centre, slope = middle - float(line.intercept_[0]) / rise * spread, rise / spread / np.log(10)
    return Curve(method="logistic", parameters={"centre": _short(centre), "slope": _short(slope)})


def _short(value: float) -> float:
    """Keep six digits that count, so that a slope of a large scale is not lost to nothing."""
    return float(f"{value:.6g}")


def isotonic(genuine: Numbers, forged: Numbers) -> Curve | None:
    """Pool adjacent violators; each pool is flat over the middle half of its documents, with straight lines between.

    None where one pool holds everything. Half a document is added to each class in each pool, so that no ratio is infinite.
    """
    from sklearn.isotonic import isotonic_regression

    values, place = np.unique(np.concatenate([genuine, forged]), return_inverse=True)
    forged_at = np.bincount(place[len(genuine) :], minlength=len(values)).astype(np.float64)
    all_at = np.bincount(place, minlength=len(values)).astype(np.float64)
    share = isotonic_regression(forged_at / all_at, sample_weight=all_at)
    pools = [np.flatnonzero(share == level) for level in np.unique(share)]
    if len(pools) < 2:
        return None
    points: list[tuple[float, float]] = []
    for members in pools:
        attack, bona = forged_at[members].sum(), (all_at - forged_at)[members].sum()
        odds = (attack + 0.5) / (len(forged) + 1) / ((bona + 0.5) / (len(genuine) + 1))
        ratio = float(np.clip(np.log10(odds), -_LARGEST, _LARGEST))
        inside = np.repeat(values[members], all_at[members].astype(int))
        points += [(float(at), ratio) for at in np.quantile(inside, (0.25, 0.75))]
    return Curve(method="isotonic", parameters={}, points=rising(points))


def rising(points: list[tuple[float, float]]) -> tuple[tuple[float, float], ...]:
    """Round, drop points at one place, and let ratios rise where the added halves made them fall."""
    kept: dict[float, float] = {}
    for at, ratio in points:
        kept[round(at, 6)] = round(ratio, _DIGITS)
    places = sorted(kept)
    ratios = np.maximum.accumulate([kept[at] for at in places])
    return tuple((at, float(ratio)) for at, ratio in zip(places, ratios, strict=True))


METHODS: Mapping[str, Callable[[Numbers, Numbers], Curve | None]] = {
    "logistic": logistic,
    "isotonic": isotonic,
}
"""The simpler one first: it is taken when both do alike."""
