"""The fit: a table of outcomes in, calibration rows and a combination out, one condition (channel and lights) at a time."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from docforensics.checks.outcome import Measured
from docforensics.scoring.calibration import Calibration
from docforensics.scoring.combine import Combination, FamilyWeights
from docforensics.scoring.condition import condition_name
from docforensics.scoring.fit.curves import METHODS, Curve, curve_of
from docforensics.scoring.fit.folds import calibration_split, folds
from docforensics.scoring.fit.ratios import Numbers, cllr, cllr_error, false_alarm_points, supported
from docforensics.scoring.fit.weights import PULLS, by_family, features, fit_weights
from docforensics.scoring.model import Basis, CalibrationRow, Evidence, Result
from docforensics.scoring.outcomes import Examined
from docforensics.scoring.verbal import NO_SUPPORT_BELOW

SMALLEST = 30
"""Documents of each class that a check must have measured for its row to be fitted."""
GAIN = 0.005
"""Bits by which a fitted row must beat saying nothing, and the row by judgement, on documents that it has not seen."""
ERRORS = 2.0
"""Standard errors of the gain over saying nothing that it must exceed too."""
MISLEADING = 0.05
"""Share of genuine documents that a row by judgement must speak against before it is silenced."""
SHARES = (0.10, 0.05, 0.02, 0.01)
"""Shares of false alarms whose score the fit states, as far as it has documents for them."""
_NEVER = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckFit:
    """What became of one check."""

    check: str
    row: CalibrationRow | None
    """None where the row by judgement stays."""
    n_genuine: int
    """Genuine documents that it measured."""
    n_forged: int
    cllr: Mapping[str, float]
    """On documents out of the fold, in bits, by method; `judged` is the row by judgement."""
    why: str
    """Which row was chosen, and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionFit:
    """What was fitted under one condition."""

    condition: str
    data_set: str
    checks: tuple[CheckFit, ...]
    combination: Combination
    n_genuine: int
    n_forged: int
    species: Mapping[str, int]
    """Forged documents by kind of attack."""
    pull: float
    """Strength of the pull of the combination towards judgement, chosen out of the fold."""
    held_out: tuple[tuple[float, bool], ...]
    """Total log10 LR of every document, out of its fold, and whether it is forged."""

    @property
    def rows(self) -> tuple[CalibrationRow, ...]:
        """The fitted rows."""
        return tuple(one.row for one in self.checks if one.row is not None)


def fit(
    table: Sequence[Examined], judged: Calibration, *, data_set: str, never: Collection[str] = ()
) -> tuple[ConditionFit, ...]:
    """Fit every condition of a table that holds enough documents.

    Parameters
    ----------
    table
        Any documents; those of the calibration split are used and no others. CalibrationError when a holder or a
        document stands in two splits, or none is in that one.
    judged
        The rows by judgement: they stay where the data cannot say more.
    data_set
        What the rows will name as their source; that they are of the calibration split is added.
    never
        Checks that state a fact and have nothing to say against a document: they are not fitted.

    """
    kept = calibration_split(table)
    groups: dict[str, list[Examined]] = {}
    for one in kept:
        groups.setdefault(condition_name(one.channel, one.lights), []).append(one)
    source = f"{data_set}, calibration split"
    return tuple(
        _fit_condition(_Data.of(name, members, judged=judged, data_set=source, never=never))
        for name, members in sorted(groups.items())
        if _enough(np.array([one.is_forged for one in members]))
    )


def _enough(forged: NDArray[np.bool_]) -> bool:
    return min(int(forged.sum()), int((~forged).sum())) >= SMALLEST


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Data:
    """The documents of one condition."""

    condition: str
    documents: tuple[Examined, ...]
    forged: NDArray[np.bool_]
    fold: NDArray[np.int64]
    judged: Calibration
    data_set: str
    never: frozenset[str]

    @classmethod
    def of(
        cls,
        condition: str,
        documents: Sequence[Examined],
        *,
        judged: Calibration,
        data_set: str,
        never: Collection[str],
    ) -> "_Data":
        return cls(
            condition=condition,
            documents=tuple(documents),
            forged=np.array([one.is_forged for one in documents]),
            fold=folds(documents),
            judged=judged,
            data_set=data_set,
            never=frozenset(never),
        )

    @property
    def checks(self) -> tuple[str, ...]:
        return tuple(sorted({check for one in self.documents for check in one.outcomes}))

    def values(self, check: str) -> Numbers:
        """(documents,) NaN where the check did not measure; infinite values are cut to the largest finite one."""
        found = np.array([np.nan if (v := one.value(check)) is None else v for one in self.documents])
        finite = found[np.isfinite(found)]
        return np.clip(found, finite.min(), finite.max()) if len(finite) else found * np.nan


def _fit_condition(data: _Data) -> ConditionFit:
    fits, held_out = [], {}
    for check in data.checks:
        found, ratios = _fit_check(data, check)
        fits.append(found)
        held_out[check] = ratios
    combination, pull, totals = _fit_combination(data, held_out)
    return ConditionFit(
        condition=data.condition,
        data_set=data.data_set,
        checks=tuple(fits),
        combination=combination,
        n_genuine=int((~data.forged).sum()),
        n_forged=int(data.forged.sum()),
        species=dict(sorted(Counter(one.species for one in data.documents if one.is_forged).items())),
        pull=pull,
        held_out=tuple(zip(totals.tolist(), data.forged.tolist(), strict=True)),
    )


def _fit_check(data: _Data, check: str) -> tuple[CheckFit, Numbers]:
    """Choose a check's curve; give it with the ratios of all documents, each by a curve that has not seen its fold."""
    values = data.values(check)
    known = ~np.isnan(values)
    judged = data.judged.row(check)
    bona, attack = known & ~data.forged, known & data.forged
    as_judged = np.where(known, curve_of(judged)(np.nan_to_num(values)), 0.0)
    counts = (int(bona.sum()), int(attack.sum()))
    kept: dict[str, Any] = {"check": check, "n_genuine": counts[0], "n_forged": counts[1]}
    if check in data.never or min(counts) < SMALLEST:
        why = "states a fact, weighs nothing" if check in data.never else "too few documents"
        return CheckFit(row=None, cllr={}, why=why, **kept), as_judged
    ratios = {name: _out_of_fold(data, values, name) for name in METHODS}
    bounds = {name: supported(one[bona], one[attack]) for name, one in ratios.items()}
    bounded = {name: np.where(known, np.clip(one, *bounds[name]), 0.0) for name, one in ratios.items()}
    costs = {name: cllr(one[bona], one[attack]) for name, one in bounded.items()}
    costs["judged"] = cllr(as_judged[bona], as_judged[attack])
    best = min(METHODS, key=lambda name: costs[name] - (GAIN if name == "logistic" else 0.0))
    found = METHODS[best](values[bona], values[attack])
    told = {name: round(cost, 4) for name, cost in costs.items()}
    surely = 1.0 - ERRORS * cllr_error(bounded[best][bona], bounded[best][attack])
    if found is None or costs[best] > min(surely, 1.0 - GAIN, costs["judged"] - GAIN):
        return _not_fitted(data, told, kept, as_judged, alarms=_alarms(as_judged[bona]))
    median, high = np.quantile(values[bona], (0.5, 0.9))
    row = CalibrationRow(
        check=check,
        method=found.method,
        parameters=found.parameters,
        points=found.points,
        log10_lr_min=round(bounds[best][0], 2),
        log10_lr_max=round(bounds[best][1], 2),
        genuine=(round(float(median), 6), round(float(high), 6)),
        **_source(data, kept),
    )
    return CheckFit(row=row, cllr=told, why=f"{best}: lowest cost out of the fold", **kept), bounded[best]


def _not_fitted(
    data: _Data, costs: Mapping[str, float], kept: Mapping[str, Any], as_judged: Numbers, *, alarms: float
) -> tuple[CheckFit, Numbers]:
    """Keep the row by judgement, unless the data show that it misleads: then the check weighs nothing here.

    Misleading is what speaks against genuine documents. A check that these forgeries never trip costs a little too,
    and may still be the one that finds another kind.
    """
    if costs["judged"] <= 1.0 + GAIN or alarms < MISLEADING:
        return CheckFit(row=None, cllr=costs, why="no method does better than judgement", **kept), as_judged
    silent = replace(
        data.judged.row(kept["check"]),
        method="none",
        parameters={},
        log10_lr_min=0.0,
        log10_lr_max=0.0,
        **_source(data, kept),
    )
    why = "judgement misleads here and nothing can be learned: weighs nothing"
    return CheckFit(row=silent, cllr=costs, why=why, **kept), np.zeros_like(as_judged)


def _alarms(ratios: Numbers) -> float:
    return float((ratios >= NO_SUPPORT_BELOW).mean())


def _out_of_fold(data: _Data, values: Numbers, method: str) -> Numbers:
    ratios = np.zeros(len(values))
    known = ~np.isnan(values)
    for fold in np.unique(data.fold):
        others = known & (data.fold != fold)
        curve: Curve | None = METHODS[method](values[others & ~data.forged], values[others & data.forged])
        here = known & (data.fold == fold)
        if curve is not None:
            ratios[here] = curve.apply(values[here])
    return ratios


def _source(data: _Data, kept: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "n_genuine": kept["n_genuine"],
        "n_forged": kept["n_forged"],
        "data_set": data.data_set,
        "basis": Basis.FITTED,
        "condition": data.condition,
    }


def _fit_combination(data: _Data, ratios: Mapping[str, Numbers]) -> tuple[Combination, float, Numbers]:
    """Fit the weights on ratios that are out of the fold already; choose the pull by totals that are so once more."""
    families = sorted({check.partition(".")[0] for check in ratios})
    x = np.stack(
        [
            features(_evidence(one, {check: ratios[check][place] for check in ratios}), families)
            for place, one in enumerate(data.documents)
        ]
    )
    y = data.forged.astype(np.float64)
    tried = {pull: _totals_out_of_fold(data, x, y, pull) for pull in PULLS}
    pull = min(PULLS, key=lambda one: cllr(tried[one][~data.forged], tried[one][data.forged]))
    weights = by_family(fit_weights(x, y, pull), families)
    totals = tried[pull]
    low, high = supported(totals[~data.forged], totals[data.forged])
    bounded = np.clip(totals, low, high)
    combination = Combination(
        families={
            family: FamilyWeights(**weights[family], log10_lr_min=round(low, 2), log10_lr_max=round(high, 2))
            for family in families
        },
        log10_lr_min=round(low, 2),
        log10_lr_max=round(high, 2),
        condition=data.condition,
        data_set=data.data_set,
        n_genuine=int((~data.forged).sum()),
        n_forged=int(data.forged.sum()),
        basis=Basis.FITTED,
        false_alarms=false_alarm_points(totals[~data.forged], SHARES),
    )
    return combination, pull, bounded


def _totals_out_of_fold(data: _Data, x: Numbers, y: Numbers, pull: float) -> Numbers:
    totals = np.zeros(len(y))
    for fold in np.unique(data.fold):
        here = data.fold == fold
        totals[here] = x[here] @ fit_weights(x[~here], y[~here], pull)
    return totals


def _evidence(one: Examined, ratios: Mapping[str, float]) -> list[Evidence]:
    """Lay ratios on the outcomes that they were computed from, as `weigh` does."""
    return [
        Evidence(
            check=check,
            family=check.partition(".")[0],
            outcome=outcome,
            log10_lr=float(ratios[check]),
            result=Result.SUCCESSFUL,
            margin=None,
            basis=None,
        )
        for check, outcome in one.outcomes.items()
        if isinstance(outcome, Measured) and abs(ratios[check]) > _NEVER
    ]
