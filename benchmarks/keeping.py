"""An examiner that keeps the outcomes of its checks, so that a document can be judged again under other bounds or policies."""

from collections.abc import Mapping
from dataclasses import replace

from docforensics.checks.outcome import Outcome
from docforensics.document import Document
from docforensics.examiner import Examiner
from docforensics.model_counts import counts_of_model
from docforensics.scoring.outcomes import Examined
from docforensics.scoring.policy import Policy
from docforensics.stopwatch import Stopwatch


class KeepingExaminer(Examiner):
    """Keeps the outcomes of its last report."""

    last: tuple[Outcome, ...] = ()

    def _outcomes(self, document: Document, policy: Policy, watch: Stopwatch) -> tuple[Outcome, ...]:
        self.last = super()._outcomes(document, policy, watch)
        return self.last

    def examined(self, document: Document, name: str) -> Examined:
        """Give the outcomes of the last report under a name, nothing of what was read; label and holder are the caller's to add."""
        outcomes = {check.id: one for check, one in zip(self._checks, self.last, strict=True)}
        return replace(
            named_outcomes(document, name, outcomes), counts=counts_of_model(document, self._checks)
        )


def named_outcomes(document: Document, name: str, outcomes: Mapping[str, Outcome]) -> Examined:
    """Give outcomes by their checks under a name, without label and counts."""
    return Examined(
        document=name,
        holder=name,
        split="",
        is_forged=False,
        species="",
        severity="",
        model="",
        capture="",
        channel=document.channels[0],
        lights=document.lights,
        has_template=any(side.match for side in document.sides),
        outcomes=outcomes,
    )
