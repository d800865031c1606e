"""One check: which curve, between which bounds, and whether any of it beats judgement on documents that it has not seen."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from docforensics.checks.spec import EVALUATORY, family_of
from docforensics.scoring.fit.curves import METHODS, Curve, curve_of
from docforensics.scoring.fit.ratios import Numbers, cllr
from docforensics.scoring.fit.threshold import Ramp, ramp_above, ramp_of, with_threshold
from docforensics.scoring.fit.units import FEWEST_DESIGNS, Units
from docforensics.scoring.model import Basis, CalibrationRow
from docforensics.scoring.verbal import NO_SUPPORT_BELOW

SMALLEST = 30
"""Documents of each class that a check must have measured for its row to be fitted."""
GAIN = 0.005
"""Bits by which a fitted row must beat saying nothing, and the row by judgement, on documents that it has not seen."""
ERRORS = 2.0
"""Standard errors of the gain over saying nothing that it must exceed too."""
MISLEADING = 0.05
"""False alarms of an expert row, as a share of genuine documents, from which its weight is set to 0 by themselves."""
NOISY = 0.02
"""False alarms above which the selection may set a row's weight to 0: as many as may be referred for all reasons together.
A row with fewer may be the only one that finds a species of forgery that is not among these."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckFit:
    """What became of one check."""

    check: str
    row: CalibrationRow | None
    """None where the row by judgement stays."""
    n_genuine: int
    """Genuine documents that it measured."""
    n_forged: int
    n_designs: int
    """Designs that it measured, of the class that has fewer; 0 where designs are not counted."""
    cllr: Mapping[str, float]
    """On documents out of the fold, in bits, by method; `judged` is the row by judgement."""
    why: str
    """Which row was chosen, and why."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Candidate:
    """A candidate row of a check, and its results on documents that it was not fitted on."""

    fit: CheckFit
    ratios: Numbers
    """(documents,) log10 LR, each by a curve that has not seen its fold."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sample:
    """What one check measured on the documents of one condition; arrays of (documents,)."""

    check: str
    values: Numbers
    """NaN where it did not measure."""
    forged: NDArray[np.bool_]
    units: Units
    condition: str
    data_set: str
    is_kept: bool = False
    """Whether the row by judgement stays whatever the data show."""

    @property
    def known(self) -> NDArray[np.bool_]:
        """Where it measured."""
        return ~np.isnan(self.values)

    @property
    def classes(self) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """The genuine and the forged documents that it measured."""
        return self.known & ~self.forged, self.known & self.forged

    def ramp(self, judged: CalibrationRow, *, without: np.int64 | None = None) -> Ramp | None:
        """Give the threshold: of the expert row, else by the documents that it measured outside of a fold; None where these show none."""
        if judged.is_calibrated:
            return ramp_of(judged)
        here = np.ones(len(self.values), bool) if without is None else self.units.fold != without
        genuine, forged = self.classes
        return ramp_above(self.values[genuine & here], self.values[forged & here])

    def split(self, numbers: Numbers) -> tuple[Numbers, Numbers]:
        """Give numbers of the genuine and of the forged documents that it measured."""
        genuine, forged = self.classes
        return numbers[genuine], numbers[forged]

    @property
    def counts(self) -> dict[str, int]:
        """Documents that it measured."""
        genuine, forged = self.split(self.values)
        return {"n_genuine": len(genuine), "n_forged": len(forged)}

    @property
    def source(self) -> dict[str, Any]:
        """The provenance of a fitted row."""
        return {
            **self.counts,
            "data_set": self.data_set,
            "basis": Basis.FITTED,
            "condition": self.condition,
        }


def fit_check(sample: Sample, judged: CalibrationRow) -> tuple[Candidate, ...]:
    """Give a check's candidates: the best by itself first, then the expert row, and weight 0 where it has many false alarms.

    A check without an expert row has weight 0 in its place, and a threshold by its genuine documents (`fit.threshold`).
    """
    as_judged = np.where(sample.known, curve_of(judged)(np.nan_to_num(sample.values)), 0.0)
    if why := _not_to_fit(sample, judged):
        return (Candidate(fit=_told(sample, {}, why), ratios=as_judged),)
    tried = {method: _tried(sample, judged, method) for method in METHODS}
    costs = {method: cllr(*sample.split(one.ratios)) for method, one in tried.items()}
    costs["judged"] = cllr(*sample.split(as_judged))
    best = min(METHODS, key=lambda method: costs[method] - (GAIN if method == "logistic" else 0.0))
    told = {name: round(cost, 4) for name, cost in costs.items()}
    better = (
        "than judgement" if judged.is_calibrated else "than weight 0, which a check without an expert row has"
    )
    stays = Candidate(fit=_told(sample, told, f"no method does better {better}"), ratios=as_judged)
    weightless = replace(
        judged, method="none", parameters={}, log10_lr_min=0.0, log10_lr_max=0.0, **sample.source
    )
    evaluatory = Candidate(
        fit=_told(sample, told, "costs the total more than it adds: weight 0", weightless),
        ratios=np.zeros_like(as_judged),
    )
    surely = 1.0 - ERRORS * sample.units.cllr_error(tried[best].ratios, *sample.classes)
    found, ramp = METHODS[best](*sample.split(sample.values)), sample.ramp(judged)
    if found is None or ramp is None or costs[best] > min(surely, 1.0 - GAIN, costs["judged"] - GAIN):
        return _by_judgement(sample, told["judged"], stays, evaluatory)
    row = _row(sample, with_threshold(found, *tried[best].bounds, ramp), tried[best].bounds)
    begins = "judgement begins" if judged.is_calibrated else "no genuine document was"
    why = f"{best}, where {begins}: lowest cost out of the fold, or as low and simpler"
    fitted = Candidate(fit=_told(sample, told, why, row), ratios=tried[best].ratios)
    beside = replace(
        stays,
        fit=replace(
            stays.fit,
            why=f"the total is better {'with expert judgement' if judged.is_calibrated else 'without it'}",
        ),
    )
    return (fitted, beside, evaluatory) if _alarms(sample, fitted.ratios) > NOISY else (fitted, beside)


def _not_to_fit(sample: Sample, judged: CalibrationRow) -> str:
    if sample.is_kept:
        return "kept by judgement: a fitted row does not ship"
    if family_of(sample.check) == EVALUATORY:
        return "weight 0: an evaluatory check, which has not beaten its same-mask genuine control"
    if judged.method == "none" and judged.is_calibrated:
        return "weight 0 by expert judgement: it states a fact, or its adverse threshold is not known"
    if min(sample.counts.values()) < SMALLEST:
        return "too few documents"
    if any(len(np.unique(sample.units.fold[one])) == 1 for one in sample.classes):
        return "all documents of one class are in one fold, such as forgeries of one holder"
    return "" if sample.units.suffice(*sample.classes) else f"fewer than {FEWEST_DESIGNS} designs"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Tried:
    """One method, out of the fold."""

    ratios: Numbers
    bounds: tuple[float, float]


def _tried(sample: Sample, judged: CalibrationRow, method: str) -> _Tried:
    """Fit a method fold by fold: bounds come from ratios that are out of the fold, and so do the ratios under them."""
    curves = {fold: _without(sample, method, fold) for fold in np.unique(sample.units.fold)}
    free = _applied(sample, curves)
    low, high = (round(bound, 2) for bound in sample.units.supported(free, *sample.classes))
    bounded = {
        fold: None
        if curve is None or (ramp := sample.ramp(judged, without=fold)) is None
        else with_threshold(curve, low, high, ramp)
        for fold, curve in curves.items()
    }
    return _Tried(ratios=_applied(sample, bounded), bounds=(low, high))


def _without(sample: Sample, method: str, fold: np.int64) -> Curve | None:
    others = sample.known & (sample.units.fold != fold)
    return METHODS[method](sample.values[others & ~sample.forged], sample.values[others & sample.forged])


def _applied(sample: Sample, curves: Mapping[np.int64, Curve | None]) -> Numbers:
    ratios = np.zeros(len(sample.values))
    for fold, curve in curves.items():
        here = sample.known & (sample.units.fold == fold)
        if curve is not None:
            ratios[here] = curve.apply(sample.values[here])
    return ratios


def _row(sample: Sample, curve: Curve, bounds: tuple[float, float]) -> CalibrationRow:
    median, high = np.quantile(sample.split(sample.values)[0], (0.5, 0.9))
    return CalibrationRow(
        check=sample.check,
        method=curve.method,
        parameters=curve.parameters,
        points=curve.points,
        log10_lr_min=bounds[0],
        log10_lr_max=bounds[1],
        genuine=(round(float(median), 6), round(float(high), 6)),
        **sample.source,
    )


def _by_judgement(
    sample: Sample, cost: float, stays: Candidate, evaluatory: Candidate
) -> tuple[Candidate, ...]:
    """Keep the expert row, unless the data show that it misleads: then its weight is set to 0 under this condition.

    Misleading is what is adverse for genuine documents. A check that these forgeries never trip costs a little too, and may
    still be the one that finds another species.
    """
    alarms = _alarms(sample, stays.ratios)
    if cost <= 1.0 + GAIN or alarms < MISLEADING:
        return (stays, evaluatory) if alarms > NOISY else (stays,)
    why = "expert judgement is misleading here and nothing can be fitted: weight 0"
    return (replace(evaluatory, fit=replace(evaluatory.fit, why=why)),)


def _alarms(sample: Sample, ratios: Numbers) -> float:
    """Share of the genuine documents for which ratios are adverse."""
    return float((sample.split(ratios)[0] >= NO_SUPPORT_BELOW).mean())


def _told(
    sample: Sample, costs: Mapping[str, float], why: str, row: CalibrationRow | None = None
) -> CheckFit:
    n_designs = min(map(sample.units.count, sample.classes))
    return CheckFit(check=sample.check, row=row, cllr=costs, why=why, n_designs=n_designs, **sample.counts)
