"""Claims in reports: what is open comes first, one table holds all, and a clear result states what it covers."""

import re
from dataclasses import replace

import numpy as np
import pytest

from docforensics.capture.light import Light
from docforensics.checks.claims import ClaimId, ClaimState, Layer, Why
from docforensics.claims.model import CLAIMS, ClaimResult
from docforensics.guidance.claims import CODES
from docforensics.page.geometry import BoxMm
from docforensics.report.claims import causes, covered, place_name, rows, unverified
from docforensics.report.model import PagePicture, UnseenPlace
from docforensics.report.picture import figures
from docforensics.report.render.full import full_text
from docforensics.report.render.html import to_html
from docforensics.report.report import Report
from docforensics.scoring.model import OutcomeClass


def seen(claim: ClaimId, why: Why | None = None, *, mandatory: bool = True) -> ClaimResult:
    """Make a claim that was verified, or not seen for a reason."""
    state = ClaimState.VERIFIED if why is None else ClaimState.NOT_SEEN
    return ClaimResult(claim=claim, state=state, why=why, checks=("a.b",), is_mandatory=mandatory)


def judged(report: Report, outcome: OutcomeClass, *claims: ClaimResult, score: float | None = 0.03) -> Report:
    """Give the report another outcome and other claims."""
    return replace(report, verdict=replace(report.verdict, outcome=outcome, claims=claims, score=score))


def under_glare(report: Report) -> Report:
    """Give a report that one field under glare keeps from being clear."""
    claims = (
        seen(ClaimId.MRZ_DATA),
        seen(ClaimId.EXPIRY_DATE, Why.GLARE),
        seen(ClaimId.PAGE_MODEL),
        seen(ClaimId.PORTRAIT, Why.GLARE),
        seen(ClaimId.UV_SUBSTRATE, Why.NO_LIGHT, mandatory=False),
    )
    return judged(report, OutcomeClass.INCONCLUSIVE, *claims)


def first_lines(text: str) -> str:
    """Join the lines before the table."""
    return " ".join(text.split("CLAIMS, LAYER BY LAYER", maxsplit=1)[0].split())


def test_the_first_claim_that_does_not_hold_comes_right_after_the_outcome(report: Report) -> None:
    """With its code; then the others, and what would mend it, as the next step."""
    one = under_glare(report)
    text = first_lines(full_text(one))
    assert text.startswith("INCONCLUSIVE Date of expiry: not seen, glare.")
    parts = ("Date of expiry: not seen", "Portrait: not seen, glare.", "without reflections")
    places = [text.index(part) for part in parts]
    assert places == sorted(places)
    page = to_html(one).split("</h1>")[1]
    assert page.strip().startswith('<p class="open">Date of expiry: not seen, glare.')
    assert page.index("Portrait: not seen, glare.") < page.index('class="action"')


def test_without_a_template_the_data_are_in_order_and_the_print_was_not_compared(report: Report) -> None:
    """An analyst reads it in one sentence, and filters by the layers."""
    claims = (
        seen(ClaimId.MRZ_DATA),
        seen(ClaimId.NAMES),
        seen(ClaimId.PAGE_MODEL, Why.NO_TEMPLATE),
        seen(ClaimId.PRINT_AT_DATA, Why.NO_TEMPLATE),
    )
    one = judged(report, OutcomeClass.INCONCLUSIVE, *claims)
    assert "The data are in order; the print was not compared." in first_lines(full_text(one))
    assert "That is no sign of forgery." in str(causes(one.verdict)[0])
    data, page = rows(one)
    assert (data.state, page.state, page.code) == ("in order", "not seen", "no reference template")


def test_a_clear_result_states_what_it_covers_and_what_it_does_not(report: Report) -> None:
    """The verified claims, and what was not seen with the reason."""
    claims = (seen(ClaimId.NAMES), seen(ClaimId.UV_SUBSTRATE, Why.NO_LIGHT, mandatory=False))
    one = judged(report, OutcomeClass.CLEAR, *claims)
    said = ("Verified: Names.", "Not claimed, since not seen: Substrate under UV (no image in that light).")
    assert tuple(map(str, covered(one.verdict))) == said
    assert all(sentence in first_lines(full_text(one)) for sentence in said)
    header = to_html(one).split("</header>")[0]
    assert said[1] in header
    assert said[0] not in header, "the table below it lists them"
    assert unverified(one.verdict) == ()


def test_a_weak_total_is_named_where_every_claim_was_verified(report: Report) -> None:
    """Else an inconclusive result would state no reason at all."""
    one = judged(report, OutcomeClass.INCONCLUSIVE, seen(ClaimId.NAMES))
    assert "the evidence as a whole is adverse, and weak" in first_lines(full_text(one))
    for page in (to_html(one), full_text(one)):
        assert "not all that a clear result needs was verified" not in page
        assert "Too few checks gave a value" not in page


def test_a_result_that_a_silent_check_keeps_open_is_not_called_adverse(report: Report) -> None:
    """Every claim holds, and the evidence is not adverse: the policy demands a check that gave no value."""
    one = judged(report, OutcomeClass.INCONCLUSIVE, seen(ClaimId.NAMES))
    one = replace(one, verdict=replace(one.verdict, log10_lr=-0.3))
    assert unverified(one.verdict) == ()
    for page in (to_html(one), full_text(one)):
        assert "not all that a clear result needs was verified" in page
        assert "the evidence is adverse" not in page


@pytest.mark.parametrize("outcome", [OutcomeClass.REFER, OutcomeClass.ALERT])
def test_a_referral_begins_with_what_to_do(report: Report, outcome: OutcomeClass) -> None:
    """Its reasons count; the claims stand in the table."""
    verdict = judged(report, outcome, seen(ClaimId.NAMES, Why.GLARE)).verdict
    assert unverified(verdict) == covered(verdict) == ()


def test_the_table_holds_every_claim_once_and_marks_the_mandatory_ones(report: Report) -> None:
    """Layer by layer, in text and page; what was not verified with its reason and its place."""
    text, html = full_text(report), to_html(report)
    table = html.split('aria-labelledby="claims"')[1].split("</section>")[0]
    for result in report.verdict.claims:
        marked = f"{result.facts.title}{'*' * result.is_mandatory}"
        assert marked in text
        assert table.count(marked) == 1
    assert "contradicted: Machine readable zone*" in text
    assert "not seen, glare: Date of expiry*" in text
    assert re.sub(r"<[^>]+>|\s+", " ", table).count("adverse") == 1


def test_places_are_named_where_the_claim_does_not_name_them(report: Report) -> None:
    """`Date of expiry (date of expiry)` would say it twice."""
    (expiry,) = (claim for claim in rows(report)[0].claims if claim.title == "Date of expiry")
    assert expiry.places == ()
    first = report.verdict.claims[2]
    moved = replace(first, claim=ClaimId.PRINT_AT_DATA)
    (layer,) = rows(replace(report, verdict=replace(report.verdict, claims=(moved,))))
    assert layer.claims[0].places == ("date of expiry",)
    assert "(date of expiry)" in to_html(judged(report, OutcomeClass.REFER, moved))
    assert place_name("portrait-secondary") == "portrait secondary"


def test_where_nothing_spoke_there_is_no_score_and_no_waterfall(empty_report: Report) -> None:
    """A prior is no score."""
    for text in (full_text(empty_report), to_html(empty_report)):
        assert "There is no evidence either way, and so no score." in text
        assert "Score 0" not in text
    assert 'class="waterfall"' not in to_html(empty_report)
    assert "From prior to score" not in full_text(empty_report)


def test_a_place_that_was_not_seen_is_hatched_on_the_page(report: Report) -> None:
    """In the light in which it was to be seen, with its reason below; not on the reference."""
    place = UnseenPlace(
        place="expires",
        label="date of expiry",
        code=CODES[Why.GLARE],
        light=Light.VISIBLE,
        box=BoxMm(left=60, top=50, right=90, bottom=54),
    )
    pixels = np.full((88, 125, 3), 200, np.uint8)
    page = PagePicture(
        size_mm=(125, 88),
        pixels={Light.VISIBLE: pixels, Light.UV: pixels},
        reference={Light.VISIBLE: pixels},
        unseen=(place, replace(place, place="expiry_date")),
    )
    one = replace(report, pages=(page,), sides=report.sides[:1], findings=())
    white, uv = figures(one, ())
    assert [hatched.code for hatched in white.hatched] == ["glare"]
    assert uv.hatched == ()
    lines = white.hatched[0].lines
    assert 10 < len(lines) <= 40
    assert all(upper > lower for upper, lower in lines)
    html = to_html(one)
    assert html.count('class="hatch"') == 1
    assert "Hatched: not seen (date of expiry: glare)" in html


def test_a_place_bears_the_name_of_its_field(report: Report) -> None:
    """Whatever the template calls it: where a box is known, its label names it in the table too."""
    place = UnseenPlace(
        place="expires",
        label="date of expiry",
        code="glare",
        light=Light.VISIBLE,
        box=BoxMm(left=60, top=50, right=90, bottom=54),
    )
    page = replace(report.pages[0], unseen=(place,))
    first = report.verdict.claims[2]
    moved = replace(first, claim=ClaimId.PRINT_AT_DATA, places=(replace(first.places[0], place="expires"),))
    one = replace(judged(report, OutcomeClass.REFER, moved), pages=(page, *report.pages[1:]))
    assert rows(one)[0].claims[0].places == ("date of expiry",)


def test_a_verdict_without_claims_has_no_table(report: Report) -> None:
    """A table of outcomes holds none."""
    bare = judged(report, OutcomeClass.INCONCLUSIVE)
    assert "CLAIMS, LAYER BY LAYER" not in full_text(bare)
    assert 'id="claims"' not in to_html(bare)
    assert full_text(bare).startswith("INCONCLUSIVE  No answer either way")


def test_every_layer_and_state_is_worded(report: Report) -> None:
    """One verdict with every claim is laid out without a gap."""
    claims = tuple(seen(claim, why) for claim, why in zip(CLAIMS, Why, strict=False))
    one = judged(report, OutcomeClass.INCONCLUSIVE, *claims)
    assert len(rows(one)) == len(Layer)
    assert all(row.title and row.state for row in rows(one))
