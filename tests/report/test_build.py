"""The report is put together from facts; its words fit them or fall back."""

import json
from dataclasses import replace
from typing import Any

import pytest

from docforensics.checks.outcome import Measured
from docforensics.checks.spec import CheckSpec
from docforensics.mrz.reading import Settled, SettledBy
from docforensics.report.build import build_report, findings, mrz_report, said, unchecked
from docforensics.report.render.text import MOST_LINES
from docforensics.report.report import Report
from docforensics.scoring.model import Result
from docforensics.version import __version__
from tests.report.conftest import check, weighed


def test_adverse_findings_come_first_and_the_heaviest_on_top(report: Report) -> None:
    """The officer reads the strongest reason first."""
    assert [finding.check for finding in report.findings] == [
        "mrz.check_digits",
        "portrait.ring",
        "security.uv_dull",
        "mrz.length",
    ]


def test_messages_are_filled_with_facts(report: Report) -> None:
    """The sentence of the check's declaration is filled in; advice is given for adverse findings alone."""
    first, *_, last = report.findings
    assert first.message == "The digit of document number is 4, not 6."
    assert first.advice == "Read it again."
    assert last.message == "Both lines have 44 characters."
    assert last.advice == ""


@pytest.mark.parametrize("template", ["{missing}", "{0}", "{value:no}", "{value.nothing}", ""])
def test_a_sentence_that_does_not_fit_its_facts_falls_back_to_the_title(template: str) -> None:
    """A badly worded check of another package does not stop the report."""
    spec = CheckSpec(title="Thickness", unit="mm", adverse=template, favourable=template)
    assert str(said(spec, Measured(value=1.0), adverse=True)) == "Thickness: not as expected."
    assert str(said(spec, Measured(value=1.0), adverse=False)) == "Thickness: as expected."


def test_what_a_check_left_open_is_never_in_order(examination: Any) -> None:
    """What is left open makes a finding that is not adverse an open one, with the check's sentence for it."""
    spec = CheckSpec(
        title="Digits",
        unit="",
        favourable="All agree.",
        undecided="Look: {left_open}.",
        adverse="They differ.",
    )
    doubted = Measured(value=0.0, left_open="5 or 6")
    assert str(said(spec, doubted, adverse=False)) == "Look: 5 or 6."
    assert str(said(spec, doubted, adverse=True)) == "They differ."
    evidence = [replace(item, outcome=doubted) for item in examination.evidence if item.check == "mrz.length"]
    (found,) = findings({"mrz.length": spec}, evidence)
    assert found.undecided
    assert not found.adverse


def test_a_message_can_be_said_in_another_language(report: Report) -> None:
    """The sentence and what fills its blanks stay apart."""
    words = {
        "The digit of {name} is {printed}, not {computed}.": "Le chiffre {name} : {printed}, attendu {computed}."
    }
    said_in = report.findings[0].said.said(lambda text: words.get(text, text))
    assert said_in == "Le chiffre document number : 4, attendu 6."


def test_what_could_not_be_checked_says_why_and_what_would_allow_it(report: Report) -> None:
    """Checks that equipment would allow come first; a crash is listed and weighs nothing."""
    assert [(entry.check, entry.result, entry.needs) for entry in report.unchecked] == [
        ("security.b900", Result.NOT_SUPPORTED, "IR viewer 900 nm"),
        ("data.dates", Result.UNDETERMINED, ""),
        ("digital.blocks", Result.ABORTED, ""),
    ]
    assert report.unchecked[2].reason == "ValueError: shapes differ"


def test_evidence_of_an_unknown_check_keeps_its_id_as_title(examination: Any) -> None:
    """A check that is no longer installed can still be reported."""
    assert findings({}, examination.evidence)[0].title == "mrz.check_digits"
    assert unchecked({}, examination.evidence)[0].title == "security.b900"


def test_personal_facts_are_named(report: Report) -> None:
    """The report says which of its facts carry the holder's data."""
    by_check = {finding.check: finding for finding in report.findings}
    assert by_check["security.uv_dull"].personal_facts == ("holder",)
    assert by_check["mrz.check_digits"].personal_facts == ()


def test_the_mrz_is_reported_as_read(report: Report, examination: Any) -> None:
    """Lines, fields and digits are those of the reading."""
    assert report.mrz is not None
    assert report.mrz.format == "TD3"
    assert report.mrz.fields["document_number"] == "L898902C3"
    assert all(digit.agrees for digit in report.mrz.check_digits)
    reading = examination.document.mrz_reading
    assert report.mrz.lines == reading.lines


def test_a_reading_that_fits_no_format_is_reported_without_fields(examination: Any) -> None:
    """Nothing is invented for it."""
    bare = mrz_report(None, examination.document.mrz_reading)
    assert bare.format is None
    assert not bare.fields
    assert bare.lines


def test_what_a_prior_settled_is_reported_beside_what_is_printed(examination: Any) -> None:
    """In words, with its place from 1."""
    one = Settled(line=1, column=12, printed="0", symbol="O", weighed=0.9)
    shown = mrz_report(None, replace(examination.document.mrz_reading, settled=(one,)))
    assert shown.irregularities == (
        "line 2, position 13: 0 by the print alone, which is not sure; O by what the format allows",
    )


def test_what_was_settled_for_the_face_of_its_line_says_so(examination: Any) -> None:
    """The print and its face are told apart from what the format allows."""
    one = Settled(line=0, column=5, printed="T", symbol="I", weighed=0.9, by=SettledBy.FACE)
    shown = mrz_report(None, replace(examination.document.mrz_reading, settled=(one,)))
    (words,) = shown.irregularities
    assert words.startswith(
        "line 1, position 6: T by the print alone, which is not sure; I by the reader of ordinary print"
    )
    assert words.endswith("set in another face than OCR-B")


def test_a_digit_that_cannot_be_told_neither_agrees_nor_differs(examination: Any) -> None:
    """A line that is too short leaves the digit open."""
    mrz = examination.document.mrz
    digit = replace(mrz.check_digits[0], computed=None)
    shown = mrz_report(replace(mrz, check_digits=(digit,)), examination.document.mrz_reading)
    assert shown.check_digits[0].agrees is None


def test_sides_pictures_and_provenance_are_kept(report: Report) -> None:
    """Every side is described, its page kept for the picture, and the version stated."""
    assert [side.side for side in report.sides] == ["data_page", "back"]
    assert report.sides[0].lights == ("visible", "uv")
    assert report.sides[0].template is None
    assert len(report.pages) == len(report.sides)
    assert report.provenance == {"docforensics": "0.1.0", "policy": "ab" * 32}


def test_the_version_is_stated_when_the_caller_does_not(examination: Any) -> None:
    """It is that of the package."""
    bare = build_report(
        document=examination.document,
        checks=(),
        outcomes=(),
        evidence=(),
        verdict=examination.verdict,
        provenance={},
    )
    assert bare.provenance == {"docforensics": __version__}


def test_what_was_not_weighed_states_its_value_and_nothing_else(examination: Any) -> None:
    """In every form and language, and in no list of what is in order; what it left open is asked of nobody."""
    shown = check(
        "paper.brightness", unit="1 - correlation", adverse="It is dark.", favourable="It is bright."
    )
    outcome = Measured(value=0.5521, left_open="the light", facts={"holder": "ERIKSSON"})
    item = replace(weighed(shown.id, outcome), result=Result.UNDETERMINED, margin=None)
    made = replace(
        examination, checks=(*examination.checks, shown), evidence=(*examination.evidence, item)
    ).report()
    (finding,) = made.unweighed
    said = "Measured, not weighed: 0.552 (1 - correlation). It is no sign that anything is in order."
    assert finding.message == said
    assert finding not in (*made.in_order, *made.undecided, *made.reasons)
    short, full = (" ".join(made.to_text(whole=whole).split()) for whole in (False, True))
    assert "Measured, not weighed: Title of brightness 0.552 (1 - correlation)" in short
    assert said in full
    assert len(made.to_text().splitlines()) <= MOST_LINES
    told = next(one for one in json.loads(made.to_json())["findings"] if one["check"] == shown.id)
    assert (told["message"], told["message_code"]) == (said, "unweighed")
    assert (told["result"], told["margin"], told["undecided"]) == ("undetermined", None, False)
    assert said in made.to_html()
    assert "Mesuré, non pondéré : 0.552" in made.to_html(language="fr")
    redacted = made.to_redacted()
    assert said in redacted.to_html()
    for form in (short, full, made.to_json(), made.to_html(), redacted.to_html()):
        assert "It is bright" not in form


def test_a_score_stands_beside_the_prior_and_the_limits_of_the_policy(examination: Any) -> None:
    """In the text, on the page and in the JSON."""
    verdict = replace(examination.verdict, refer_from=0.15, alert_from=0.8)
    made = replace(examination, verdict=verdict).report()
    words = "0 genuine, 1 not genuine; prior 0.05, REFER from 0.15, ALERT from 0.8"
    assert words in " ".join(made.to_text(whole=True).split())
    assert words in made.to_html()
    told = json.loads(made.to_json())["verdict"]
    assert (told["refer_from"], told["alert_from"]) == (0.15, 0.8)
    assert "refer_from" not in json.loads(made.to_json(schema="2.0"))["verdict"]
