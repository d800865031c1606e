"""What the picture hides: by code, with what was measured of it, the claims that so were not seen, and what checks need."""

from collections import Counter
from dataclasses import dataclass

from docforensics.checks.claims import ClaimId, Why
from docforensics.claims.model import CLAIMS
from docforensics.guidance.claims import CODES
from docforensics.page.frame import ScaleBasis
from docforensics.page.geometry import MM_PER_INCH
from docforensics.report.model import ReportData, SideReport
from docforensics.report.words import percent

OF_QUALITY = (
    Why.NOT_A_DOCUMENT,
    Why.SECOND_PAGE,
    Why.CROPPED,
    Why.GLARE,
    Why.OCCLUDED,
    Why.BLURRED,
    Why.TOO_COARSE,
    Why.TOO_NOISY,
    Why.NO_COLOUR,
)
"""Codes that another picture of the same document would mend, in the order in which they are stated."""

_MOST = 4
"""Claims that a line names; the data have them all. A judgement."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityIssue:
    """One thing that another picture would mend."""

    code: Why
    measured: str
    """What was measured, in a few words: `glare 12 %`, `180 dpi`; the words of the code where nothing is."""
    claims: tuple[ClaimId, ...]
    """Claims that were not seen for it."""
    needs: tuple[tuple[str, int], ...]
    """What checks need in its place, each with the number of checks."""
    is_in_the_way: bool
    """Whether a claim that is mandatory for CLEAR was not seen for it."""

    def __str__(self) -> str:
        """State it in one line; of many claims the first ones, of many needs what most checks need and what fewest do."""
        shown = [CLAIMS[claim].title for claim in self.claims[:_MOST]]
        titles = ", ".join([*shown, *([f"{len(self.claims) - _MOST} more"] if self.claims[_MOST:] else [])])
        ends = (self.needs[0], *self.needs[1:][-1:]) if self.needs else ()
        needed = ", ".join(f"{needs} ({count} check{'s' * (count != 1)})" for needs, count in ends)
        said = (f"not seen: {titles}" if titles else "", f"needed: {needed}" if needed else "")
        return f"{self.measured}: {'; '.join(filter(None, said))}"


def quality_issues(report: ReportData) -> tuple[QualityIssue, ...]:
    """List what the picture hides, those that other explanations follow from first."""
    issues = (_issue(report, code) for code in OF_QUALITY)
    return tuple(issue for issue in issues if issue.claims or issue.needs)


def _issue(report: ReportData, code: Why) -> QualityIssue:
    unseen = [claim for claim in report.verdict.claims if claim.why is code]
    needs = Counter(entry.needs for entry in report.unchecked if entry.why is code and entry.needs)
    return QualityIssue(
        code=code,
        measured=_measured(report.sides, code),
        claims=tuple(claim.claim for claim in unseen),
        needs=tuple(sorted(needs.items(), key=lambda item: (-item[1], item[0]))),
        is_in_the_way=any(claim.is_mandatory for claim in unseen),
    )


def _measured(sides: tuple[SideReport, ...], code: Why) -> str:
    if code is Why.GLARE and sides:
        return f"glare {percent(max(side.quality.get('glare_share', 0.0) for side in sides))}"
    known = [side.px_per_mm for side in sides if side.scale_basis != ScaleBasis.ASSUMED]
    if code is Why.TOO_COARSE and known:
        return f"{min(known) * MM_PER_INCH:.0f} dpi"
    return CODES[code]
