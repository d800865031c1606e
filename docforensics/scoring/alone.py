"""Findings that stand alone: what it means that one check is adverse and all others are in order.

A counterfeit shows in many places at once: of 83 forged border-reader pages of random designs whose print technique was adverse, none had that finding alone, while
genuine pages had it alone five times. A zone that was typed anew shows in its alignment and nowhere else. So how often each check stood alone on genuine documents, and how
often on forged ones, is counted over designs, and where it was more often on genuine ones the finding refers no document by itself. It is adverse all the same: the claim is
contradicted, and nothing is CLEAR.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log10

from docforensics.checks.outcome import Measured
from docforensics.errors import CalibrationError
from docforensics.scoring.condition import Condition
from docforensics.scoring.model import Evidence, Result

_UNSEEN = 0.5
"""Of a document, added to each count: what was never seen alone may be the next time (Jeffreys' prior)."""
_FAR = 2.0
"""Times the largest value that stood alone on a genuine document, beyond which a finding is of another size. A judgement; not fitted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AloneCount:
    """On how many documents of designs a check alone was adverse, under one condition."""

    check: str
    condition: str
    """Name of a channel, its lights, and whether a template fitted."""
    genuine: int
    """Documents."""
    genuine_alone: int
    """Of them those on which it was adverse and no other check was."""
    genuine_most: float
    """The largest value of it among those."""
    forged: int
    forged_alone: int
    others: int = 0
    """Checks that were in order on all but one in a hundred of the genuine documents, at least: where fewer are, a finding is alone because others had nothing to measure."""
    data_set: str = ""

    def __post_init__(self) -> None:
        pairs = ((self.genuine_alone, self.genuine), (self.forged_alone, self.forged))
        if not all(0 <= alone <= documents for alone, documents in pairs) or self.others < 0:
            raise CalibrationError(
                f"{self.check}: expected 0 <= genuine_alone <= genuine, 0 <= forged_alone <= forged and others >= 0, got {self.genuine_alone} of "
                f"{self.genuine}, {self.forged_alone} of {self.forged} and {self.others}"
            )

    @property
    def log10_lr(self) -> float:
        """How much more often it stands alone on forged documents than on genuine ones, log10."""
        forged, genuine = (
            (alone + _UNSEEN) / (documents + 2 * _UNSEEN)
            for alone, documents in ((self.forged_alone, self.forged), (self.genuine_alone, self.genuine))
        )
        return log10(forged / genuine)

    def refers(self, value: float) -> bool:
        """Whether such a finding may refer a document: it never stood alone on a genuine one, or no less often on forged ones, or is far beyond all that did."""
        return not self.genuine_alone or self.log10_lr >= 0 or value > _FAR * self.genuine_most


AloneCounts = Mapping[tuple[str, str], AloneCount]
"""By check id and condition."""


def stands_alone(evidence: Sequence[Evidence], counts: AloneCounts, condition: Condition | None) -> bool:
    """Whether one check alone is adverse, as many others as on genuine documents are in order, and a finding of it that stands alone refers nothing."""
    adverse = [item for item in evidence if item.is_adverse]
    if len(adverse) != 1 or condition is None:
        return False
    count, outcome = counts.get((adverse[0].check, condition.name)), adverse[0].outcome
    if count is None or not isinstance(outcome, Measured) or count.refers(outcome.value):
        return False
    return in_order(evidence) >= count.others


def in_order(evidence: Sequence[Evidence]) -> int:
    """Count the checks that measured and are in order."""
    return sum(item.result is Result.SUCCESSFUL for item in evidence)
