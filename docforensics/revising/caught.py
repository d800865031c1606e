"""Whether forgeries that a template caught would pass its next revision."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from docforensics.capture.side import Capture
from docforensics.counting import examiner_of
from docforensics.report.report import Report
from docforensics.scoring.model import OutcomeClass, Result
from docforensics.settings import ExaminerSettings
from docforensics.templates.model import Template

_RANK = (OutcomeClass.CLEAR, OutcomeClass.INCONCLUSIVE, OutcomeClass.REFER, OutcomeClass.ALERT)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaughtForgery:
    """One forgery against a template and against its next revision."""

    file: str
    before: OutcomeClass
    after: OutcomeClass
    checks_before: tuple[str, ...]
    """Checks that were adverse."""
    checks_lost: tuple[str, ...]
    """Of those, the ones that are adverse no longer."""

    @property
    def was_caught(self) -> bool:
        """Whether any check was adverse before: else nothing is known of what the revision would pass."""
        return bool(self.checks_before)

    @property
    def would_pass(self) -> bool:
        """Whether the next revision has less against it: a check fewer, or a lower outcome."""
        return self.was_caught and (
            bool(self.checks_lost) or _RANK.index(self.after) < _RANK.index(self.before)
        )


def against_both(
    forgeries: Sequence[tuple[str, Capture]],
    before: Template,
    after: Template,
    *,
    settings: ExaminerSettings | None = None,
) -> Iterator[CaughtForgery]:
    """Examine each forgery, given with a name, with either revision alone."""
    former, next_one = examiner_of(before, settings), examiner_of(after, settings)
    for name, capture in forgeries:
        one, other = former.examine(capture), next_one.examine(capture)
        adverse, still = adverse_checks(one), adverse_checks(other)
        yield CaughtForgery(
            file=name,
            before=one.verdict.outcome,
            after=other.verdict.outcome,
            checks_before=adverse,
            checks_lost=tuple(check for check in adverse if check not in still),
        )


def adverse_checks(report: Report) -> tuple[str, ...]:
    """Give the checks of a report that are adverse, sorted."""
    return tuple(sorted({one.check for one in report.findings if one.result is Result.FAILED}))
