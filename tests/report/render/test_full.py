"""The whole report in lines can be acted on from its first ones, and steers no terminal."""

from dataclasses import replace

import pytest

from docforensics.capture.light import Light
from docforensics.guidance.equipment import Profile
from docforensics.guidance.words import Text
from docforensics.report.pen import printable
from docforensics.report.render.full import full_text, mrz_text
from docforensics.report.report import Report


def test_the_first_lines_say_what_it_is_and_what_to_do(report: Report) -> None:
    """Outcome, meaning, action and score with its prior stand on top."""
    top = " ".join(full_text(report).splitlines()[:5])
    for part in (
        "ALERT",
        "Refer the document to second line now.",
        "Score 0.87",
        "prior 0.05",
        "130 times more",
    ):
        assert part in top


def test_sections_come_in_the_order_of_reading(report: Report) -> None:
    """Reasons, what was in order, what could not be checked, next steps, limits, MRZ."""
    text = full_text(report)
    headings = (
        "REASONS",
        "EXAMINED; NOT ADVERSE",
        "COULD NOT BE CHECKED",
        "WHAT TO DO NEXT",
        "DOES NOT MEAN",
        "MACHINE READABLE",
    )
    places = [text.index(heading) for heading in headings]
    assert places == sorted(places)


def test_what_to_do_now_comes_before_the_reasons(report: Report) -> None:
    """The hand-over first, then checks with what either outcome asks for; what the post lacks is named."""
    finding = replace(report.reasons[0], check="mrz.infrared", lights=(Light.IR,))
    text = full_text(replace(report, findings=(finding,)).for_post(Profile.of(["loupe"])))
    flat = " ".join(text.split())
    places = [flat.index(part) for part in ("NOW", "Hand the document", "1. Magnifier 8-10x:", "REASONS")]
    assert places == sorted(places)
    assert "Dots of several colours, as inkjet prints them. Note the place and inform second line." in flat
    assert "since inks that look so may vanish in infrared. State it in the referral." in flat
    assert "a tool that this post lacks: IR viewer" in flat


def test_reasons_carry_their_weight_and_its_basis(report: Report) -> None:
    """Each reason says how heavy it is and what that rests on."""
    text = full_text(report)
    assert "1. Title of check_digits: The digit of document number is 4, not 6." in text
    assert "[LR 7.9, weak support" in text
    assert "expert judgement" in text


def test_lines_fit_the_width(report: Report, empty_report: Report) -> None:
    """No line is longer than asked for."""
    for one in (report, empty_report):
        assert max(map(len, full_text(one).splitlines())) <= 100
        assert max(map(len, full_text(one, width=60).splitlines())) <= 60


def test_equipment_and_scale_and_digits_are_there(report: Report) -> None:
    """What would allow more checks, the words for likelihood ratios and the digits are printed."""
    text = " ".join(full_text(report).split())
    assert "Needs: IR viewer 900 nm." in text
    assert "2 to 10 weak support" in text
    assert "document number 6 agrees" in text


def test_colour_only_when_asked_for(report: Report) -> None:
    """Without a terminal there is no escape sequence; with one the text is the same."""
    plain, coloured = full_text(report), full_text(report, colour=True)
    assert "\x1b" not in plain
    assert "\x1b[1;31mALERT\x1b[0m" in coloured


def test_text_of_a_document_cannot_steer_the_terminal(report: Report) -> None:
    """Escape sequences and direction marks from a document or a plug-in are made harmless."""
    hostile = replace(report.findings[0], said=Text(english="\x1b[2J\u202egone\r\n\x07"))
    text = full_text(replace(report, findings=(hostile,)))
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert printable("a\x9bb\u200b") == "a\ufffdb\ufffd"


def test_what_was_not_examined_and_what_is_open_is_said(report: Report) -> None:
    """Neither hides among what is in order."""
    left = replace(report.in_order[0], left_open="5 or 6", said=Text(english="5 or 6?"))
    text = full_text(
        replace(report, findings=(left,), unchecked=(replace(report.unchecked[0], lights=("uv",)),))
    )
    assert "Not examined: UV" in text
    assert "LEFT OPEN" in text
    assert "5 or 6?" in text
    assert "EXAMINED; NOT ADVERSE" not in text


def test_a_report_without_findings_says_so(empty_report: Report) -> None:
    """Nothing read is no reason against the document."""
    text = full_text(empty_report)
    assert text.startswith("INCONCLUSIVE")
    assert "NO REASONS AGAINST THE DOCUMENT" in text
    assert "There is no evidence either way, and so no score." in text
    assert "From prior to score" not in text
    assert "MACHINE READABLE ZONE (" not in text


def test_a_digit_that_differs_is_marked_in_words(report: Report) -> None:
    """The printed and the computed digit stand side by side."""
    assert report.mrz is not None
    digits = (
        replace(report.mrz.check_digits[0], printed="4", agrees=False),
        replace(report.mrz.check_digits[1], printed="", agrees=None),
    )
    text = mrz_text(replace(report.mrz, check_digits=digits))
    assert "document number 4 DIFFERS from 6" in text
    assert "missing undecided" in text


@pytest.mark.parametrize("name", ["lines", "fields"])
def test_the_zone_alone_shows_lines_and_fields(report: Report, name: str) -> None:
    """The command `mrz` prints both."""
    assert report.mrz is not None
    text = mrz_text(report.mrz)
    shown = report.mrz.lines if name == "lines" else report.mrz.fields.values()
    assert all(part in text for part in shown)
