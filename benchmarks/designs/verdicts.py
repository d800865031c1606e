"""Under which rows documents are judged: bounded by the number of designs alone, by real evidence too, as shipped, and by judgement."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from docforensics.checks.registry import declared_modes
from docforensics.scoring.calibration import Calibration
from docforensics.scoring.counted import RealCount
from docforensics.scoring.fit import ConditionFit
from docforensics.scoring.model import CalibrationRow, Verdict
from docforensics.scoring.outcomes import Examined
from docforensics.scoring.policy import Policy
from docforensics.scoring.table import verdict_of

ALONE = "bounded by designs alone"
REAL = "bounded by real evidence too"
SHIPPED = "rows that shipped before"
JUDGED = "judgement alone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judging:
    """Rows and a policy."""

    calibration: Calibration
    policy: Policy
    counts: bool = True
    """Whether what a template counted on its own documents is taken."""

    def verdicts(self, documents: Sequence[Examined]) -> list[Verdict]:
        """Judge documents."""
        declared = declared_modes()
        return [
            verdict_of(
                one if self.counts else replace(one, counts={}), self.calibration, self.policy, declared
            )
            for one in documents
        ]

    def freed(self, check: str) -> "Judging":
        """The same without the bound of real evidence on the rows of a check."""
        rows = self.calibration
        free = [replace(row, real=_MANY) if row.check == check else row for row in rows_of(rows)]
        return replace(
            self,
            calibration=Calibration.of(
                free,
                rows.combinations.values(),
                rows.shifts.values(),
                powers=rows.powers.values(),
            ),
        )


_MANY = RealCount(documents=10**9, sources=10**3, false_alarms=0)
"""So many that no row is bounded by them."""


def rows_of(calibration: Calibration) -> tuple[CalibrationRow, ...]:
    """Give all rows, by judgement and fitted."""
    return (*calibration.rows.values(), *calibration.fitted.values())


def judgings(fits: Sequence[ConditionFit], shipped: Calibration) -> Mapping[str, Judging]:
    """Give the ways in which documents are judged, by name."""
    policy = Policy()
    fitted = laid_over(shipped.judged, fits)
    return {
        ALONE: Judging(
            calibration=without_counts(fitted), policy=replace(policy, hold_uncounted=False), counts=False
        ),
        REAL: Judging(calibration=fitted, policy=policy),
        SHIPPED: Judging(calibration=shipped, policy=policy),
        JUDGED: Judging(calibration=shipped.judged, policy=policy),
    }


def laid_over(judged: Calibration, fits: Sequence[ConditionFit]) -> Calibration:
    """Lay fitted rows and combinations over those by judgement, each row with the count on real documents of its check."""
    rows = [replace(row, real=judged.row(row.check).real) for one in fits for row in one.rows]
    combined = {**judged.combinations, **{one.combination.condition: one.combination for one in fits}}
    return Calibration.of(judged.rows_with(rows), combined.values())


def without_counts(calibration: Calibration) -> Calibration:
    """Give the same rows without what was counted on real documents."""
    rows = [replace(row, real=None) for row in rows_of(calibration)]
    return Calibration.of(rows, calibration.combinations.values())
