"""Examines a case only as far as it takes to know that it is not CLEAR.

Checks are run one by one, quick ones first. Those that were not run yet are taken to be as favourable as they can be. Nothing that they
can say repairs a claim that does not hold, or lowers what is adverse; so where the verdict is not CLEAR even so, it is settled.
What stays CLEAR to the end was examined in full.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from benchmarks.keeping import KeepingExaminer
from docforensics.capture.load import Source
from docforensics.capture.model import Channel
from docforensics.checks.check import Check
from docforensics.checks.modes import RunMode
from docforensics.checks.outcome import Measured, Outcome
from docforensics.checks.run import run_check
from docforensics.document import Document
from docforensics.examiner import Examiner
from docforensics.scoring.model import OutcomeClass, Verdict
from docforensics.scoring.weigh import mode_of
from docforensics.settings import Templates
from docforensics.templates.store import TemplateStore

SLOW = (
    "mrz.uniformity",
    "mrz.typeface",
    "data.perforated_number",
    "digital.copied_glyphs",
    "data.mrz_against_viz",
)
"""Checks that are run last, since most forgeries are settled without them: glyph by glyph, and at the end the one that reads the visual zone."""
_BEST = Measured(value=-100.0)
"""Below what any check measures: its row bounds it."""
READERS = frozenset({"border-reader"})
"""Captures of a post with a document reader, where an image in UV or IR that was left out is missed."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SettlingExaminer:
    """Examiners of two posts, one with a document reader."""

    reader: KeepingExaminer
    other: KeepingExaminer

    @classmethod
    def of(cls, templates: Templates) -> "SettlingExaminer":
        """Load both."""
        store = TemplateStore.open(templates) if isinstance(templates, str) else templates
        return cls(
            reader=KeepingExaminer(templates=store, equipment=("document-reader",)),
            other=KeepingExaminer(templates=store),
        )

    def read(
        self, source: Source, *, capture: str, inspected_on: date, channel: Channel
    ) -> tuple[KeepingExaminer, Document]:
        """Read a document at the post where such captures are made."""
        examiner = self.reader if capture in READERS else self.other
        return examiner, examiner.read(source, inspected_on=inspected_on, channel=channel)


def settled(examiner: Examiner, document: Document) -> Verdict | None:
    """Give the verdict of the first checks that rule CLEAR out; None where all of them leave it CLEAR."""
    policy = examiner._policy.for_issuer(document.mrz.issuer if document.mrz else "")  # noqa: SLF001
    checks = examiner._checks  # noqa: SLF001 (parts of an examination have no public names)
    running = [mode_of(check, policy) is not RunMode.OFF for check in checks]
    outcomes: list[Outcome] = [run_check(hoping(check), document) for check in checks]
    verdict = examiner._judged(document, outcomes, policy)[1]  # noqa: SLF001
    for place in in_order(checks):
        if verdict.outcome is not OutcomeClass.CLEAR:
            return verdict
        if running[place] and isinstance(outcomes[place], Measured):
            outcomes[place] = run_check(checks[place], document)
            verdict = examiner._judged(document, outcomes, policy)[1]  # noqa: SLF001
    return None if verdict.outcome is OutcomeClass.CLEAR else verdict


def in_order(checks: Sequence[Check]) -> list[int]:
    """Give the places of checks, those that take long last."""
    ranks = [SLOW.index(check.id) if check.id in SLOW else -1 for check in checks]
    return sorted(range(len(checks)), key=ranks.__getitem__)


def hoping(check: Check) -> Check:
    """Give the check as it would be if it measured the best; what the document does not meet, it still abstains for."""
    return replace(check, measure=_best)


def _best(_document: Document) -> Measured:
    return _BEST
