"""What each check saw, next to what it weighs: from both claims are folded."""

from collections.abc import Sequence

from docforensics.checks.check import Check
from docforensics.checks.modes import WEIGHED, RunMode
from docforensics.checks.outcome import Outcome
from docforensics.claims.fold import WeighedCheck
from docforensics.scoring.calibration import Calibration
from docforensics.scoring.condition import Condition
from docforensics.scoring.model import Evidence


def weighed_checks(
    checks: Sequence[Check],
    outcomes: Sequence[Outcome],
    evidence: Sequence[Evidence],
    calibration: Calibration,
    condition: Condition | None,
) -> tuple[WeighedCheck, ...]:
    """Put what each check saw next to what it weighs, for the claims; one outcome and one piece of evidence a check."""
    rows = [calibration.row(check.id, condition) for check in checks]
    return tuple(
        WeighedCheck(
            check=check,
            outcome=outcome,
            log10_lr=item.log10_lr,
            is_adverse=item.is_adverse,
            is_weighed=item.run_mode in WEIGHED,
            verifies_from=calibration.verifies_from(check.id, condition),
            # A mandatory check contradicts by abstaining, and needs no weight.
            can_be_adverse=check.spec.run_mode is RunMode.MANDATORY or row.can_be_adverse,
            is_adverse_at=row.is_adverse,
        )
        for check, outcome, item, row in zip(checks, outcomes, evidence, rows, strict=True)
    )
