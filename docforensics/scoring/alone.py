"""Findings that stand alone: what it means that one check is adverse and all others are in order.

A counterfeit shows in many places at once, a zone that was typed anew in its alignment and nowhere else; a poor capture of a genuine page in one check, whichever. So how often
each check stood alone on captures of genuine documents, and how often on those of forged ones, is counted over designs, and where it was more often on genuine ones the finding refers no
document by itself. It is adverse all the same: the claim is contradicted, and nothing is CLEAR.

Source: docs/decisions/2026-11-30-findings-that-stand-alone.md.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import isfinite, log10

from docforensics.checks.outcome import Measured
from docforensics.errors import CalibrationError
from docforensics.scoring.model import Evidence, Result

_UNSEEN = 0.5
"""Of a capture, added to each count: what was never seen alone may be the next time (Jeffreys' prior)."""
_FAR = 1.5
"""Times the usual value of a lone finding on genuine captures, beyond which a finding is of another size: 0 is in order on every scale, and where a finding is adverse it grows with
what was altered. A judgement; not fitted."""
FAMILIES = frozenset({"security", "portrait"})
"""Families of checks that see print, which what forges print shows in: that dates and check digits are in order says nothing of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AloneCount:
    """On how many captures of designs a check alone was adverse, under one condition."""

    check: str
    condition: str
    """Name of a channel, its lights, and whether a template fitted."""
    genuine: int
    """Captures."""
    genuine_alone: int
    """Of them those on which it was adverse and no other check was."""
    usual: float
    """What it measured there: the largest value of each design, their median."""
    forged: int
    forged_alone: int
    others: int = 0
    """Checks of print (`FAMILIES`) in order on nine of ten of the genuine captures, at least: where fewer are, a finding may be alone because others had nothing to measure."""
    data_set: str = ""

    def __post_init__(self) -> None:
        pairs = ((self.genuine_alone, self.genuine), (self.forged_alone, self.forged))
        if not all(0 <= alone <= captures for alone, captures in pairs) or self.others < 0:
            raise CalibrationError(
                f"{self.check}: expected 0 <= genuine_alone <= genuine, 0 <= forged_alone <= forged and others >= 0, got {self.genuine_alone} of "
                f"{self.genuine}, {self.forged_alone} of {self.forged} and {self.others}"
            )
        if not (isfinite(self.usual) and self.usual >= 0):
            raise CalibrationError(f"{self.check}: expected a finite usual value from 0, got {self.usual}")

    @property
    def log10_lr(self) -> float:
        """How much more often it stands alone on forged captures than on genuine ones, log10."""
        forged, genuine = (
            (alone + _UNSEEN) / (captures + 2 * _UNSEEN)
            for alone, captures in ((self.forged_alone, self.forged), (self.genuine_alone, self.genuine))
        )
        return log10(forged / genuine)

    @property
    def held_up_to(self) -> float:
        """Give the value beyond which a lone finding is of another size than on genuine captures."""
        return _FAR * self.usual

    def refers(self, value: float) -> bool:
        """Whether such a finding may refer a document: it never stood alone on a genuine capture, or no less often on forged ones, or is far beyond what was usual alone."""
        return not self.genuine_alone or self.log10_lr >= 0 or value > self.held_up_to


AloneCounts = Mapping[tuple[str, str], AloneCount]
"""By check id and condition."""


def hold_lone(
    evidence: Sequence[Evidence], counted: Callable[[str], AloneCount | None], bound: float
) -> tuple[Evidence, ...]:
    """Let a finding that stands alone weigh no more than `bound` (log10 LR), where others had as much to measure as on genuine documents and such a finding refers nothing.

    Parameters
    ----------
    counted
        Gives how often a check, by its id, stood alone under the document's condition; None where nobody counted it.
    """
    adverse = [item for item in evidence if item.is_adverse]
    finding = adverse[0] if len(adverse) == 1 else None
    count = counted(finding.check) if finding else None
    if finding is None or count is None or not isinstance(finding.outcome, Measured):
        return tuple(evidence)
    if count.refers(finding.outcome.value) or in_order(evidence) < count.others:
        return tuple(evidence)
    held = replace(finding, log10_lr=min(finding.log10_lr, bound), is_alone=True)
    return tuple(held if item is finding else item for item in evidence)


def in_order(evidence: Sequence[Evidence]) -> int:
    """Count the checks of print that measured and are in order."""
    return sum(item.result is Result.SUCCESSFUL and item.family in FAMILIES for item in evidence)
