"""Ten to fifty genuine documents of one's own move thresholds; no weight is fitted anew (see `scoring/shift.py`)."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from docforensics.errors import CalibrationError
from docforensics.scoring.calibration import Calibration
from docforensics.scoring.combine import combine
from docforensics.scoring.condition import Condition
from docforensics.scoring.fit.ratios import Numbers
from docforensics.scoring.model import CalibrationRow
from docforensics.scoring.outcomes import Examined
from docforensics.scoring.shift import SMALLEST, Shift
from docforensics.scoring.table import evidence_of

SHRINKAGE = 3.0
"""Documents by whose number the move is held back: of n documents n / (n + 3) of it counts."""
SPREADS = 2.0
"""Standard deviations above the mean under which genuine totals should lie: one in forty-four, if they are normal."""
FALSE_ALARMS = 0.02
"""As in bench/score.py: share of genuine documents flagged at which detection is stated. A judgement."""
REFERRED_FROM = 0.5
"""log10 LR, a little less than the 0.525 from which the policy `balanced` refers, unless a fit says that genuine documents reach more: genuine totals are
to lie below it, or below what `FALSE_ALARMS` of the genuine documents of the fit reached where that is more."""


def few_shot(
    own: Sequence[Examined],
    calibration: Calibration,
    *,
    like: str = "",
) -> Shift:
    """Learn from few documents of one source how its genuine documents measure.

    Parameters
    ----------
    own
        At least 5 genuine documents of one condition, forged ones if there are any; all labelled right. A forged one
        among the genuine would hide others of its kind.
    calibration
        What is moved.
    like
        Condition whose fitted rows are taken; the documents' own when empty.
    """
    genuine = [one for one in own if not one.is_forged]
    conditions = {one.condition.source for one in own}
    if len(conditions) != 1 or len(genuine) < SMALLEST:
        raise CalibrationError(
            f"few-shot: expected at least {SMALLEST} genuine documents of one channel and set of lights, got "
            f"{len(genuine)} of {', '.join(sorted(conditions)) or 'none'}"
        )
    here = _condition(genuine)
    moved = Shift(
        condition=here.source,
        like=like,
        n_genuine=len(genuine),
        n_forged=len(own) - len(genuine),
        checks={},
        total=0.0,
    )
    checks = _moves(genuine, calibration.with_shift(moved), here)
    by_check = moved.changed(checks=checks, total=0.0)
    borrowed = calibration.with_shift(by_check)
    combination = borrowed.combination(here)
    known = combination.threshold(FALSE_ALARMS)
    # A limit beyond the bounds of the total is one of the total without them.
    beyond = known > combination.log10_lr_max
    totals, forged = (
        _totals([one for one in own if one.is_forged is label], borrowed, here, unbounded=beyond)
        for label in (False, True)
    )
    return by_check.changed(checks=checks, total=_total_move(totals, forged, max(known, REFERRED_FROM)))


def _condition(genuine: Sequence[Examined]) -> Condition:
    """Give the condition that most of them are of, with a template or without."""
    fitted = sum(one.has_template for one in genuine)
    return replace(genuine[0].condition, has_template=2 * fitted >= len(genuine))


def _moves(genuine: Sequence[Examined], calibration: Calibration, here: Condition) -> dict[str, float]:
    moves = {}
    for check in sorted({check for one in genuine for check in one.outcomes}):
        row = calibration.row(check, here)
        values = np.array([value for one in genuine if (value := one.value(check)) is not None])
        if len(values) >= SMALLEST and row.method in ("logistic", "isotonic"):
            moves[check] = round(_move(values, row) * len(values) / (len(values) + SHRINKAGE), 6)
    return {check: by for check, by in moves.items() if by}


def _move(values: Numbers, row: CalibrationRow) -> float:
    """Say how much higher these genuine values lie than those of the fit.

    A row by judgement has no genuine documents to lie on: its scale is only moved up, until nine tenths of them weigh
    nothing against the document.
    """
    median, high = (float(value) for value in np.quantile(values, (0.5, 0.9)))
    if row.genuine is None:
        return max(0.0, high - row.parameters["centre"]) if row.method == "logistic" else 0.0
    return ((median - row.genuine[0]) + (high - row.genuine[1])) / 2


def _totals(
    documents: Sequence[Examined], calibration: Calibration, here: Condition, *, unbounded: bool
) -> Numbers:
    combination = calibration.combination(here)
    combined = [combine(evidence_of(one, calibration, here), combination) for one in documents]
    return np.array([one.unbounded if unbounded else one.total for one in combined], np.float64)


def _total_move(genuine: Numbers, forged: Numbers, limit: float) -> float:
    """Move the total so that genuine documents lie below the limit; not so far that half of the forged ones known go too."""
    upper = float(genuine.mean() + SPREADS * genuine.std(ddof=1))
    move = min(0.0, limit - upper)
    if len(forged):
        move = max(move, min(0.0, limit - float(np.median(forged))))
    return round(move, 4)
