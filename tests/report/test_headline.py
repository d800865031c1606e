"""The top of a report does not contradict itself: a specimen is no travel document whatever the outcome, and clear is not referred."""

from dataclasses import replace

import pytest

from docforensics.capture.light import Light
from docforensics.report.headline import headline
from docforensics.report.render.html import to_html
from docforensics.report.report import Report
from docforensics.scoring.model import OutcomeClass

NOTE = "A specimen, as a check says it."


def judged(report: Report, outcome: OutcomeClass, lights: tuple[str, ...] = ("visible",)) -> Report:
    """Change the outcome and the lights alone."""
    sides = tuple(replace(side, lights=lights) for side in report.sides)
    return replace(report, sides=sides, verdict=replace(report.verdict, outcome=outcome))


def specimen(report: Report) -> Report:
    """Let one finding say that it is a specimen, with its note beside the verdict."""
    told = replace(report.in_order[0], is_specimen=True, note=NOTE)
    notes = (*report.verdict.notes, NOTE)
    return replace(report, findings=(*report.findings, told), verdict=replace(report.verdict, notes=notes))


@pytest.mark.parametrize("outcome", [OutcomeClass.CLEAR, OutcomeClass.INCONCLUSIVE])
def test_a_specimen_is_no_travel_document_and_referred_by_no_sentence(
    report: Report, outcome: OutcomeClass
) -> None:
    """What it asks for begins with that, and a result that asks for no referral has no sentence that does."""
    top = headline(specimen(judged(report, outcome)))
    assert "no travel document, whatever the result" in str(top.specimen)
    assert str(top.action).startswith("It is a specimen and no travel document. ")
    assert "a specimen is no travel document, whatever the result" in str(top.closing)
    assert not [sentence for sentence in (top.specimen, top.action, top.closing) if "ccept" in str(sentence)]
    said = (top.specimen, top.action, top.meaning, top.good, top.closing, *top.notes)
    assert not [sentence for sentence in said if "refer" in str(sentence).lower()]
    assert top.hand_over == ()
    assert top.notes == report.verdict.notes


def test_the_banner_stands_before_the_action(report: Report) -> None:
    """In the page and in the text; the note that says the same is said once."""
    one = specimen(judged(report, OutcomeClass.CLEAR))
    top = headline(one)
    html = to_html(one)
    assert html.index(str(top.specimen)) < html.index(str(top.action))
    assert NOTE not in html
    assert str(top.specimen) in one.to_text()
    assert str(top.specimen) in one.to_text(whole=True)
    assert str(top.specimen) in one.to_share().to_html()


def test_a_document_of_a_state_has_no_banner(report: Report) -> None:
    """Nor sentences about exercises."""
    clear = judged(report, OutcomeClass.CLEAR)
    assert headline(clear).specimen is None
    assert "exercise" not in to_html(clear)
    assert str(headline(clear).good) == "Go on."


def test_a_clear_result_says_in_which_lights(report: Report) -> None:
    """In its first sentence, unless all three were there."""
    few = headline(judged(report, OutcomeClass.CLEAR, ("uv", "visible"))).action
    assert str(few).startswith("In visible light, UV light only, ")
    whole = tuple(light.value for light in (Light.VISIBLE, Light.UV, Light.IR))
    assert " only" not in str(headline(judged(report, OutcomeClass.CLEAR, whole)).action)


def test_what_is_said_of_documents_that_are_not_genuine_is_not_said_of_a_clear_one(report: Report) -> None:
    """It is said with every other outcome."""
    for outcome in OutcomeClass:
        said = "A document that is not genuine does not by itself" in to_html(judged(report, outcome))
        assert said is (outcome is not OutcomeClass.CLEAR)
