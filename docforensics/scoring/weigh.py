"""Outcomes become evidence: each measured value is weighed by its calibration row, within the row's bounds and those of its count.

What abstained, crashed or is switched off weighs exactly 0, and so does what nobody has calibrated, which is undetermined. A finding is adverse from a likelihood ratio of 2, where
the verbal scale starts to speak at all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from docforensics.checks.claims import Why
from docforensics.checks.modes import RunMode
from docforensics.checks.outcome import Aborted, Abstained, AbstentionKind, Measured, Outcome, not_supported
from docforensics.checks.spec import DeclaredCheck, family_of
from docforensics.errors import UsageError
from docforensics.scoring.calibration import Calibration
from docforensics.scoring.combine import EXPERT, Combination
from docforensics.scoring.condition import Condition
from docforensics.scoring.counted import ModelCount
from docforensics.scoring.model import CalibrationRow, Evidence, Result
from docforensics.scoring.policy import Policy
from docforensics.scoring.verbal import NO_SUPPORT_BELOW

NO_COUNTS: Mapping[str, ModelCount] = MappingProxyType({})
SWITCHED_OFF = not_supported("switched off", why=Why.SWITCHED_OFF)


def weigh(
    checks: Sequence[DeclaredCheck],
    outcomes: Sequence[Outcome],
    calibration: Calibration,
    policy: Policy,
    condition: Condition | None = None,
    *,
    counts: Mapping[str, ModelCount] = NO_COUNTS,
) -> tuple[Evidence, ...]:
    """Weigh each check's outcome. Evidence holds it without what was read: no score can depend on that.

    Parameters
    ----------
    checks, outcomes
        Of equal length, in the same order.
    condition
        Channel and lights of the document; None takes the rows that hold everywhere.
    counts
        False alarms on genuine documents of the same model, by check (`templates.model.AlarmCount`).
    """
    if len(checks) != len(outcomes):
        raise UsageError(
            f"weigh: expected one outcome a check, got {len(checks)} checks, {len(outcomes)} outcomes"
        )
    combination = calibration.combination(condition)
    return tuple(
        weigh_outcome(
            check.id,
            outcome,
            calibration.counted_row(
                check.id,
                condition,
                counts.get(check.id),
                outcome.value if isinstance(outcome, Measured) else None,
            ),
            mode_of(check, policy),
            policy=policy,
            combination=combination,
            tells_apart=bool(check.spec.adverse),
        )
        for check, outcome in zip(checks, outcomes, strict=True)
    )


def mode_of(check: DeclaredCheck, policy: Policy) -> RunMode:
    """The run mode of a check: the policy's, else the one that the check declares."""
    return policy.mode(check.id, check.family, check.spec.run_mode)


def weigh_outcome(
    check: str,
    outcome: Outcome,
    row: CalibrationRow,
    mode: RunMode,
    *,
    policy: Policy,
    combination: Combination = EXPERT,
    tells_apart: bool = True,
) -> Evidence:
    """Weigh the outcome of a check, by its id, under its row and run mode.

    Parameters
    ----------
    policy
        States how much a row without a count on real documents may weigh.
    combination
        States what share of an adverse log10 LR counts beside the other checks. What real documents support bounds what is left of it.
    tells_apart
        Whether the check declares a sentence for what is adverse; one that has a row and says the same of every value (the document has
        expired, it is a specimen) states a fact that needs no weight.
    """
    if mode is RunMode.OFF:
        outcome = SWITCHED_OFF
    if not isinstance(outcome, Measured):
        return Evidence(
            check=check,
            family=family_of(check),
            outcome=outcome,
            log10_lr=0.0,
            result=unmeasured_result(outcome),
            run_mode=mode,
        )
    claimed, single = row.log10_lr(outcome.value), policy.single_row_bound
    most = row.most(single, hold=policy.hold_uncounted)
    share = combination.share(check, outcome.value) if claimed > 0 else 1.0
    log10_lr, whole = min(claimed * share, most), min(claimed, most)
    margin = margin_of(claimed, row)  # what is adverse contradicts a claim, however little it may weigh
    weight = 0.0 if mode is RunMode.EVALUATORY else 1.0
    # Where no value can be adverse none is favourable either: a sentence in favour would be printed whatever was measured.
    is_known = (bool(weight) and row.can_be_adverse) or (row.is_calibrated and not tells_apart)
    return Evidence(
        check=check,
        family=family_of(check),
        outcome=replace(outcome, facts={}, left_open=""),
        log10_lr=log10_lr * weight + 0.0,  # + 0.0 turns -0.0 into 0.0
        whole_log10_lr=whole * weight + 0.0 if share < 1 else None,
        result=_result(margin * weight) if is_known else Result.UNDETERMINED,
        margin=margin if is_known else None,
        basis=row.basis,
        counted_on=row.counted_on,
        is_held=bool(weight) and claimed > most <= single,
        is_uncounted=policy.hold_uncounted and not row.is_counted(single),
        run_mode=mode,
    )


def _result(margin: float) -> Result:
    return Result.SUCCESSFUL if margin >= 0 else Result.FAILED


def unmeasured_result(outcome: Outcome) -> Result:
    """Name the TR-03135 result of an outcome that measured nothing."""
    if isinstance(outcome, Aborted):
        return Result.ABORTED
    if isinstance(outcome, Abstained) and outcome.kind is AbstentionKind.NOT_SUPPORTED:
        return Result.NOT_SUPPORTED
    return Result.UNDETERMINED


def margin_of(log10_lr: float, row: CalibrationRow) -> float:
    """Express a weight as the margin of TR-03135: 1 at the favourable bound, 0 at a LR of 2, -1 at the adverse bound."""
    distance = NO_SUPPORT_BELOW - log10_lr
    reach = NO_SUPPORT_BELOW - row.log10_lr_min if distance >= 0 else row.log10_lr_max - NO_SUPPORT_BELOW
    return min(max(distance / reach, -1.0), 1.0)
