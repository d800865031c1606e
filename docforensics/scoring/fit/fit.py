"""The fit: a table of outcomes in, calibration rows and a combination out, one condition (channel and lights) at a time."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from docforensics.errors import EngineUnavailableError
from docforensics.scoring.calibration import Calibration
from docforensics.scoring.combine import FITTED, Combination, CombinationRule
from docforensics.scoring.fit.check import SMALLEST, CheckFit, Sample, fit_check
from docforensics.scoring.fit.folds import calibration_split, check_designs
from docforensics.scoring.fit.pieces import Pieces
from docforensics.scoring.fit.ratios import Numbers, cllr
from docforensics.scoring.fit.selection import select, totals_out_of_fold
from docforensics.scoring.fit.shares import SharedPieces
from docforensics.scoring.fit.units import FEWEST_DESIGNS, Units
from docforensics.scoring.fit.weights import PULLS
from docforensics.scoring.model import Basis, CalibrationRow
from docforensics.scoring.outcomes import Examined

SHARES = (0.10, 0.05, 0.02, 0.01)
"""Shares of false alarms whose score the fit states, as far as it has documents for them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionFit:
    """What was fitted under one condition."""

    condition: str
    data_set: str
    checks: tuple[CheckFit, ...]
    combination: Combination
    n_genuine: int
    n_forged: int
    units: Mapping[str, int]
    """Designs, presses and devices, as far as they were counted; else documents."""
    apart: tuple[str, ...]
    """What no fold shares with another."""
    species: Mapping[str, int]
    """Forged documents by kind of attack."""
    held_out: tuple[tuple[float, bool], ...]
    """Total log10 LR of every document, out of its fold, and whether it is forged."""

    @property
    def rows(self) -> tuple[CalibrationRow, ...]:
        """The fitted rows."""
        return tuple(one.row for one in self.checks if one.row is not None)


def require_solvers() -> None:
    """Raise EngineUnavailableError where the packages of the extra `fit` are not installed."""
    if not all(find_spec(package) for package in ("sklearn", "scipy")):
        raise EngineUnavailableError("fitting weights needs: pip install 'docforensics[fit]'")


def fit(
    table: Sequence[Examined],
    judged: Calibration,
    *,
    data_set: str,
    rule: CombinationRule = FITTED,
    by_design: bool = False,
    kept: Mapping[str, Collection[str]] = MappingProxyType({}),
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
    rule
        By which evidence will be combined.
    by_design
        Fit what is to hold for documents of other designs, presses and devices than those of the table: they are counted in place of
        documents (`fit.units`). CalibrationError where a document states no design, or one design stands in two splits.
    kept
        By condition, checks whose rows stay those by judgement whatever the data show.

    """
    require_solvers()
    if by_design:
        check_designs(table)
    known = calibration_split(table)
    groups: dict[str, list[Examined]] = {}
    for one in sorted(known, key=lambda one: one.document):  # sums in one order: equal tables give equal rows
        groups.setdefault(one.condition.name, []).append(one)
    source = f"{data_set}, calibration split"
    return tuple(
        _fit_condition(
            _Data(
                condition=name,
                documents=members,
                judged=judged,
                data_set=source,
                rule=rule,
                units=Units.of_designs(members) if by_design else Units.of_holders(members),
                kept=frozenset(kept.get(name, ())),
            )
        )
        for name, members in sorted(groups.items())
        if _enough(members, by_design=by_design)
    )


def _enough(documents: Sequence[Examined], *, by_design: bool) -> bool:
    """Whether there are enough documents of each class, and enough designs."""
    classes = [[one for one in documents if one.is_forged is label] for label in (False, True)]
    designs = [{one.design for one in members} for members in classes]
    return min(map(len, classes)) >= SMALLEST and (not by_design or min(map(len, designs)) >= FEWEST_DESIGNS)


@dataclass(frozen=True, kw_only=True, eq=False)
class _Data:
    """The documents of one condition."""

    condition: str
    documents: Sequence[Examined]
    judged: Calibration
    data_set: str
    rule: CombinationRule
    units: Units
    kept: frozenset[str]

    @cached_property
    def forged(self) -> NDArray[np.bool_]:
        return np.array([one.is_forged for one in self.documents])

    @property
    def counts(self) -> dict[str, int]:
        return {"n_genuine": int((~self.forged).sum()), "n_forged": int(self.forged.sum())}

    @property
    def checks(self) -> tuple[str, ...]:
        return tuple(sorted({check for one in self.documents for check in one.outcomes}))

    def values(self, check: str) -> Numbers:
        """(documents,) NaN where the check did not measure; infinite values are cut to the largest finite one."""
        found = np.array([np.nan if (v := one.value(check)) is None else v for one in self.documents])
        finite = found[np.isfinite(found)]
        return np.clip(found, finite.min(), finite.max()) if len(finite) else found * np.nan

    def sample(self, check: str) -> Sample:
        return Sample(
            check=check,
            values=self.values(check),
            forged=self.forged,
            units=self.units,
            condition=self.condition,
            data_set=self.data_set,
            is_kept=check in self.kept,
        )


def _fit_condition(data: _Data) -> ConditionFit:
    candidates = {
        check: fit_check(data.sample(check), data.judged.row_under(check, data.condition))
        for check in data.checks
    }
    alone = Pieces.of(
        data.documents, {check: options[0].ratios for check, options in candidates.items()}, data.rule
    )
    pull, _ = _pulled(data, lambda pull: totals_out_of_fold(alone, data.forged, data.units.fold, pull))
    chosen = select(data.documents, data.units, candidates, pull, data.rule)
    found = Pieces.of(data.documents, {check: one.ratios for check, one in chosen.items()}, data.rule)
    combination, totals = _fit_combination(data, found)
    return ConditionFit(
        condition=data.condition,
        data_set=data.data_set,
        checks=tuple(one.fit for one in chosen.values()),
        combination=combination,
        **data.counts,
        units={kind: len(np.unique(numbers)) for kind, numbers in data.units.kinds.items()},
        apart=data.units.apart,
        species=dict(sorted(Counter(one.species for one in data.documents if one.is_forged).items())),
        held_out=tuple(zip(totals.tolist(), data.forged.tolist(), strict=True)),
    )


def _fit_combination(data: _Data, found: Pieces) -> tuple[Combination, Numbers]:
    """Fit the shares on ratios that are out of the fold already; choose the pull by totals that are so once more."""
    shared = SharedPieces(pieces=found, forged=data.forged)
    pull, totals = _pulled(data, lambda pull: shared.totals_out_of_fold(data.units.fold, pull))
    fitted = shared.fit(pull, np.ones(len(data.forged), bool))
    low, high = data.units.supported(totals, ~data.forged, data.forged)
    least, most = round(low, 2), round(high, 2)
    combination = Combination(
        rule=data.rule,
        families=shared.families(fitted, least, most),
        checks=shared.named(fitted),
        log10_lr_min=least,
        log10_lr_max=most,
        condition=data.condition,
        data_set=data.data_set,
        **data.counts,
        basis=Basis.FITTED,
        false_alarms=data.units.false_alarm_points(totals, ~data.forged, SHARES),
    )
    return combination, np.clip(totals, low, high)


def _pulled(data: _Data, totals_of: Callable[[float], Numbers]) -> tuple[float, Numbers]:
    """Choose the pull by the cost of totals out of the fold; give it with them."""
    tried = {pull: totals_of(pull) for pull in PULLS}
    pull = min(PULLS, key=lambda one: cllr(tried[one][~data.forged], tried[one][data.forged]))
    return pull, tried[pull]
