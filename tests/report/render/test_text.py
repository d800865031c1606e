"""The report for a terminal is short, says what decides it, and counts by cause what could not be checked."""

from dataclasses import replace
from html import unescape

import pytest

from docforensics.checks.claims import ClaimId, ClaimState, Layer, Why
from docforensics.checks.run import NO_SEAL_READER
from docforensics.claims.model import CLAIMS, ClaimResult
from docforensics.guidance.claims import BRIEF_CODES
from docforensics.guidance.words import Text
from docforensics.report.brief import causes, decides, first_step, not_run
from docforensics.report.headline import headline
from docforensics.report.model import Finding, Unchecked
from docforensics.report.render.full import full_text
from docforensics.report.render.html import to_html
from docforensics.report.render.text import MOST_LINES, short_text
from docforensics.report.report import Report
from docforensics.scoring.model import OutcomeClass, Result


def unchecked(why: Why, count: int, lights: tuple[str, ...] = ()) -> tuple[Unchecked, ...]:
    """Make checks without a value."""
    one = Unchecked(
        check="x.y",
        family="x",
        title="X",
        result=Result.UNDETERMINED,
        reason="r",
        needs="",
        why=why,
        lights=lights,
    )
    return (one,) * count


MISSING = (
    *unchecked(Why.NO_LIGHT, 8, ("uv",)),
    *unchecked(Why.NO_LIGHT, 5, ("ir",)),
    *unchecked(Why.CHANNEL, 10),
    *unchecked(Why.UNREADABLE, 1),
)


def crowded(report: Report) -> Report:
    """Give every claim of every layer, many reasons in long words, and a verdict that nothing supports."""
    claims = tuple(
        ClaimResult(
            claim=claim,
            state=ClaimState.NOT_SEEN if number % 2 else ClaimState.VERIFIED,
            why=tuple(Why)[number] if number % 2 else None,
            checks=(),
            is_mandatory=True,
        )
        for number, claim in enumerate(CLAIMS)
    )
    finding = report.reasons[0]
    many: tuple[Finding, ...] = tuple(
        replace(finding, check=f"mrz.c{number}", said=Text(english="A long sentence of many words. " * 9))
        for number in range(12)
    )
    verdict = replace(report.verdict, claims=claims)
    return replace(report, findings=many, verdict=verdict, unchecked=MISSING * 3)


@pytest.mark.parametrize("width", [40, 60, 80, 120])
@pytest.mark.parametrize("outcome", list(OutcomeClass))
def test_it_is_short_and_fits_the_terminal(report: Report, width: int, outcome: OutcomeClass) -> None:
    """At most fifteen lines, none longer than the terminal is wide, whatever was found."""
    for one in (report, crowded(report)):
        told = replace(one, verdict=replace(one.verdict, outcome=outcome))
        lines = short_text(told, name="a/folder/that/has/a/long/name/page-0001.jpg", width=width).splitlines()
        assert len(lines) <= MOST_LINES
        assert max(map(len, lines)) <= width
        assert outcome.value in lines[0]


def test_what_decides_an_inconclusive_result_is_never_left_out(report: Report) -> None:
    """However much else there is to show; of a referral the reasons state it."""
    crowd = crowded(report)
    told = replace(crowd, verdict=replace(crowd.verdict, outcome=OutcomeClass.INCONCLUSIVE))
    lines = short_text(told, name="a/folder/that/has/a/long/name/page-0001.jpg", width=40).splitlines()
    assert lines[1].startswith(str(headline(told).unverified[0])[:30])


def test_every_layer_has_its_line(report: Report) -> None:
    """In the order of the claims, also where there are most of them."""
    lines = short_text(crowded(report)).splitlines()
    assert len({claim.layer for claim in CLAIMS.values()}) == len(Layer)
    assert sum(line.startswith("  ") and ("in order" in line or "not seen" in line) for line in lines) == len(
        Layer
    )


def test_it_says_name_outcome_reasons_and_what_to_do_first(report: Report) -> None:
    """Of the reasons as much as there is room for."""
    text = short_text(report, name="page.jpg")
    assert text.startswith("page.jpg: ALERT  There are strong signs")
    assert "  1. Title of check_digits: The digit of document number is 4, not 6." in text
    assert "  Portrait  in order  verified: portrait\n" in text
    assert "  UV        not seen  no image in that light: substrate under UV\n" in text
    assert "Do first: Refer the document to second line now." in text
    assert "\n3 checks could not run: " in text
    assert " ".join(text.split()).endswith("; to_text(whole=True) lists them")


def test_many_reasons_are_counted(report: Report) -> None:
    """None is dropped in silence."""
    assert "12 reasons: Title of check_digits; " in short_text(crowded(report), width=60)
    few = replace(crowded(report), verdict=report.verdict)
    assert "  3. Title of check_digits\n     and 9 more" in short_text(few, width=60)


def test_an_inconclusive_result_says_why_and_what_would_mend_it(empty_report: Report) -> None:
    """The first claim that does not hold, and the first step that lets it be verified."""
    text = short_text(empty_report)
    assert text.startswith("INCONCLUSIVE  Machine readable zone: not seen, no machine readable zone.")
    assert f"Do first: {first_step(empty_report)}"[:60] in text
    assert "No reasons against the document." in text
    assert text.splitlines()[-1] == "Every check gave a value."


def test_causes_are_counted_by_code_and_light() -> None:
    """The most frequent first; a sentence of a check plays no part."""
    assert causes(MISSING) == (
        ("other channel", 10),
        ("no UV image", 8),
        ("no IR image", 5),
        ("not readable", 1),
    )


def test_what_could_not_be_checked_is_one_line() -> None:
    """Where causes have no room they are counted together, and the sum stays right."""
    whole = "24 checks could not run: other channel 10, no UV image 8, no IR image 5, not readable 1; --all lists them"
    assert not_run(MISSING, 200, "--all lists them") == whole
    assert not_run(MISSING, 85, "--all lists them") == (
        "24 checks could not run: other channel 10, no UV image 8, other 6; --all lists them"
    )
    assert not_run(MISSING, 45, "--all lists them") == "24 checks could not run; --all lists them"
    assert not_run(MISSING, 30, "--all lists them") == "24 checks could not run."
    assert not_run(MISSING[:1], 99, "x") == "1 check could not run: no UV image 1; x"


def test_what_is_not_installed_is_named_with_what_brings_it(report: Report) -> None:
    """In the line that counts, in the whole text and on the page; a need that names no optional part stays a count."""
    (one,) = unchecked(Why.NOT_INSTALLED, 1)
    command = NO_SEAL_READER.needs
    seals = tuple(replace(one, title=title, needs=command) for title in ("Seal and MRZ", "Signature"))
    lacking = replace(report, unchecked=(*seals, replace(one, title="Other", needs="a program of yours")))
    assert causes(lacking.unchecked) == (("docforensics[seal] not installed", 2), ("not installed", 1))
    assert "docforensics[seal] not installed 2" in short_text(lacking, width=100)
    line = "Not installed: Seal and MRZ, Signature. To check them as well: "
    assert line + command in " ".join(full_text(lacking, width=200).split())
    page = unescape(to_html(lacking))
    assert f"{line}<code>{command}</code>" in page
    assert "Not installed: Other. To check them as well: <code>a program of yours</code>" in page
    assert "Not installed:" not in to_html(report)


@pytest.mark.parametrize("why", list(Why))
def test_every_code_has_words_for_a_line_that_counts(why: Why) -> None:
    """Short ones."""
    assert 0 < len(BRIEF_CODES[why]) <= 16


def test_what_decides_is_a_clause(report: Report, empty_report: Report) -> None:
    """The first reason, the claim that does not hold, or how many do."""
    assert decides(report) == "Title of check_digits (and 2 more)"
    assert decides(empty_report) == "Machine readable zone: no MRZ"
    clear = replace(report, findings=(), verdict=replace(report.verdict, outcome=OutcomeClass.CLEAR))
    assert decides(clear) == "2 of 5 claims verified, none contradicted"


def test_colours_are_added_to_the_same_text(report: Report) -> None:
    """Who sees none reads the same."""
    plain, coloured = short_text(report), short_text(report, colour=True)
    assert "\x1b[1;31mALERT\x1b[0m" in coloured
    bare = coloured
    for code in ("1;31", "31", "32", "33", "37", "1", "0"):
        bare = bare.replace(f"\x1b[{code}m", "")
    assert bare == plain


def test_text_of_a_document_cannot_steer_the_terminal(report: Report) -> None:
    """Nor a file name."""
    hostile = replace(report.findings[0], title="\x1b[2J", said=Text(english="\x1b[2J\u202egone\r\n\x07"))
    text = short_text(replace(report, findings=(hostile,)), name="\x1b[2J.png")
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_the_report_gives_both(report: Report) -> None:
    """The short one by default."""
    assert report.to_text() == short_text(report) == report.render("text")
    assert report.to_text(whole=True) == report.render("full")
    assert ClaimId.NAMES in {one.claim for one in report.verdict.claims}
