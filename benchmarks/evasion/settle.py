"""Examines a case only as far as it takes to know that it is not CLEAR: half the time for most forgeries.

Reading the visual zone takes about half of an examination, and nothing that it can say turns a document CLEAR that is not so without it.
So all other checks are run first, with the best outcome that `data.mrz_against_viz` can have; where the verdict is CLEAR even so, the
document is examined in full.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from docforensics.capture.load import Source
from docforensics.capture.model import Channel
from docforensics.checks.check import Check
from docforensics.checks.outcome import Measured
from docforensics.document import Document
from docforensics.examiner import Examiner
from docforensics.report.report import Report
from docforensics.scoring.model import OutcomeClass
from docforensics.settings import Templates
from docforensics.templates.store import TemplateStore

SLOW = "data.mrz_against_viz"
"""The check that has the visual zone read."""
_BEST = Measured(value=-1.0)
"""Below what any agreement of all fields measures (-0.15): its row bounds it."""


READERS = frozenset({"border-reader"})
"""Captures of a post with a document reader, where an image in UV or IR that was left out is missed."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Post:
    """The examiners of one post."""

    whole: Examiner
    hopeful: Examiner | None
    """None where every case is examined in full."""

    @classmethod
    def of(cls, templates: Templates, equipment: Sequence[str], *, settles: bool) -> "_Post":
        whole, hopeful = (Examiner(templates=templates, equipment=tuple(equipment)) for _ in range(2))
        hopeful._checks = hoping(hopeful._checks)  # noqa: SLF001 (a part of an examination has no public name)
        return cls(whole=whole, hopeful=hopeful if settles else None)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SettlingExaminer:
    """Examiners of two posts, one with a document reader; of each a whole one, and one that takes the visual zone to agree."""

    reader: _Post
    other: _Post

    @classmethod
    def of(cls, templates: Templates, *, settles: bool) -> "SettlingExaminer":
        """Load them."""
        store = TemplateStore.open(templates) if isinstance(templates, str) else templates
        return cls(
            reader=_Post.of(store, ("document-reader",), settles=settles),
            other=_Post.of(store, (), settles=settles),
        )

    def examine(
        self, source: Source, *, capture: str, inspected_on: date, channel: Channel, in_full: bool
    ) -> tuple[Report, bool]:
        """Give a report, and whether it is the whole one; one that is not whole is never CLEAR."""
        post = self.reader if capture in READERS else self.other
        document = post.whole.read(source, inspected_on=inspected_on, channel=channel)
        if in_full or post.hopeful is None:
            return post.whole.report(document), True
        report = post.hopeful.report(document)
        if report.verdict.outcome is not OutcomeClass.CLEAR:
            return report, False
        return post.whole.report(document), True


def hoping(checks: Sequence[Check]) -> tuple[Check, ...]:
    """Replace the slow check by one that finds every field to agree."""
    return tuple(replace(check, measure=_agrees) if check.id == SLOW else check for check in checks)


def _agrees(_document: Document) -> Measured:
    return _BEST
