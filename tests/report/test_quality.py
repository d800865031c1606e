"""What a picture hides is stated by code, with what was measured, and what it keeps from being seen."""

from dataclasses import replace

from docforensics.checks.claims import ClaimId, ClaimState, Why
from docforensics.claims.model import ClaimResult
from docforensics.report.model import Unchecked
from docforensics.report.quality import quality_issues
from docforensics.report.report import Report
from docforensics.scoring.model import Result


def hidden(report: Report, why: Why, *claims: ClaimId, mandatory: bool = True) -> Report:
    """Let claims be unseen for one reason, and nothing else be hidden."""
    seen = tuple(
        ClaimResult(claim=claim, state=ClaimState.NOT_SEEN, why=why, checks=(), is_mandatory=mandatory)
        for claim in claims
    )
    return replace(report, verdict=replace(report.verdict, claims=seen), unchecked=())


def test_glare_is_stated_with_its_share_and_what_it_hides(report: Report) -> None:
    """The worst side counts; a claim that is mandatory makes it stand in the way."""
    sides = tuple(
        replace(side, quality={"glare_share": share})
        for side, share in zip(report.sides, (0.12, 0.01), strict=True)
    )
    one = replace(hidden(report, Why.GLARE, ClaimId.NAMES, ClaimId.SEX), sides=sides)
    (issue,) = one.quality
    assert (issue.code, issue.measured, issue.is_in_the_way) == (Why.GLARE, "glare 12 %", True)
    assert str(issue) == "glare 12 %: not seen: Names, Sex"
    (other,) = quality_issues(hidden(report, Why.GLARE, ClaimId.NAMES, mandatory=False))
    assert not other.is_in_the_way


def test_a_resolution_is_stated_with_what_checks_need(report: Report) -> None:
    """In dots an inch, where the scale is known; what most checks need, and what fewest do."""
    sides = tuple(replace(side, px_per_mm=180 / 25.4, scale_basis="mrz") for side in report.sides)
    entry = Unchecked(
        check="a.b",
        family="a",
        title="A",
        result=Result.UNDETERMINED,
        reason="r",
        needs="",
        why=Why.TOO_COARSE,
    )
    needs = [replace(entry, needs=f"at least {ppi} ppi") for ppi in (200, 200, 250, 300)]
    (issue,) = quality_issues(replace(hidden(report, Why.TOO_COARSE), sides=sides, unchecked=tuple(needs)))
    assert issue.needs == (("at least 200 ppi", 2), ("at least 250 ppi", 1), ("at least 300 ppi", 1))
    assert str(issue) == "180 dpi: needed: at least 200 ppi (2 checks), at least 300 ppi (1 check)"
    assumed = tuple(replace(side, scale_basis="assumed") for side in sides)
    (issue,) = quality_issues(replace(hidden(report, Why.TOO_COARSE, ClaimId.NAMES), sides=assumed))
    assert issue.measured == "resolution too low"


def test_what_no_other_picture_mends_is_no_matter_of_quality(report: Report) -> None:
    """A missing template, a missing light; many claims are counted, not listed."""
    assert quality_issues(hidden(report, Why.NO_TEMPLATE, ClaimId.PAGE_MODEL)) == ()
    (issue,) = quality_issues(hidden(report, Why.BLURRED, *list(ClaimId)[:6]))
    assert str(issue).endswith("Date of birth, 2 more")
