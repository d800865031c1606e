"""Whether forgeries that a template caught would pass its next revision."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from docforensics.capture.model import Channel
from docforensics.capture.side import Capture
from docforensics.checks.registry import discover_checks
from docforensics.counting import examiner_of
from docforensics.report.report import Report
from docforensics.scoring.model import OutcomeClass, Result
from docforensics.settings import ExaminerSettings
from docforensics.templates.model import Template

_RANK = (OutcomeClass.CLEAR, OutcomeClass.INCONCLUSIVE, OutcomeClass.REFER, OutcomeClass.ALERT)


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownForgery:
    """One forgery, as it is examined: in one channel."""

    file: str
    capture: Capture
    sums: tuple[str, ...]
    """sha256 of every file of it."""
    checks: tuple[str, ...] = ()
    """Checks that were adverse on it in this channel with an earlier revision."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaughtForgery:
    """One forgery against a template and against its next revision."""

    file: str
    channel: Channel
    """That it was examined in: the one in which an earlier revision found it, else the update's."""
    before: OutcomeClass
    after: OutcomeClass
    checks_before: tuple[str, ...]
    """Checks that are adverse with the revision in force, or were with an earlier one."""
    checks_lost: tuple[str, ...]
    """Of those, the ones that are not adverse with the next revision."""

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
    forgeries: Sequence[KnownForgery],
    before: Template,
    after: Template,
    *,
    settings: ExaminerSettings | None = None,
) -> Iterator[CaughtForgery]:
    """Examine each forgery with either revision alone.

    A check of an earlier version of this program that is there no longer is asked of no revision.
    """
    former, next_one = examiner_of(before, settings), examiner_of(after, settings)
    there = {check.id for check in discover_checks()}
    for forgery in forgeries:
        one, other = former.examine(forgery.capture), next_one.examine(forgery.capture)
        adverse, still = {*adverse_checks(one), *there.intersection(forgery.checks)}, adverse_checks(other)
        yield CaughtForgery(
            file=forgery.file,
            channel=forgery.capture.channel,
            before=one.verdict.outcome,
            after=other.verdict.outcome,
            checks_before=tuple(sorted(adverse)),
            checks_lost=tuple(sorted(adverse.difference(still))),
        )


def adverse_checks(report: Report) -> tuple[str, ...]:
    """Give the checks of a report that are adverse, sorted."""
    return tuple(sorted({one.check for one in report.findings if one.result is Result.FAILED}))
