"""What the desk shows besides the report: written once, complete, and free of what the report's page hides."""

from dataclasses import replace

import numpy as np

from docforensics.capture.light import Light
from docforensics.checks.claims import ClaimId, ClaimState, Why
from docforensics.checks.modes import Component
from docforensics.claims.model import ClaimResult, PlaceResult
from docforensics.guidance.words import Text
from docforensics.report.model import PagePicture
from docforensics.report.report import Report
from docforensics.scoring.model import OutcomeClass, Result
from docforensics.service.desk.sight import packed_sight, unpacked_sight
from tests.batch.odd_examiner import make_report
from tests.service.odd_service import alerted

GREY = np.full((88, 125, 3), 180, np.uint8)


def pictured(outcome: OutcomeClass = OutcomeClass.REFER) -> Report:
    """A report with two lights, one of them with a reference."""
    pixels = {Light.VISIBLE: GREY, Light.UV: GREY // 4}
    page = PagePicture(size_mm=(125.0, 88.0), pixels=pixels, reference={Light.VISIBLE: GREY})
    return replace(make_report(outcome), pages=(page,))


def test_every_light_and_reference_is_there_with_the_numbers_of_the_reasons() -> None:
    """In the order of the report, under the side's name."""
    sight = unpacked_sight(packed_sight(pictured(), "fr"))
    ((side, pictures),) = sight.sides
    assert (side, sight.language) == ("Other", "fr")
    assert [(one.light, bool(one.reference)) for one in pictures] == [
        ("visible light", True),
        ("UV light", False),
    ]
    assert all(one.page.startswith("data:image/webp;base64,") for one in pictures)
    assert [mark.number for mark in pictures[0].marks] == [1]
    assert [one.number for one in sight.reasons] == [1]


def test_sentences_keep_their_blanks_apart() -> None:
    """So that the language of who looks fills them in."""
    report = pictured()
    said = Text(english="{share:.0%} of {what}", values={"share": 0.5, "what": "portrait"})
    report = replace(report, findings=(replace(report.findings[0], said=said),))
    (reason,) = unpacked_sight(packed_sight(report, "en")).reasons
    assert reason.brief == said
    assert (
        reason.brief.said({"portrait": "visage", said.english: said.english}.__getitem__) == "50% of visage"
    )


def test_an_alert_that_a_finding_matches_is_named_by_its_id() -> None:
    """And nothing where there is none."""
    report = pictured()
    matched = replace(report.findings[0], facts={"alert": "UTO-2026-001"})
    assert unpacked_sight(packed_sight(report, "en")).reasons[0].alert == ""
    named = unpacked_sight(packed_sight(replace(report, findings=(matched,)), "en"))
    assert named.reasons[0].alert == "UTO-2026-001"


def test_places_of_an_alert_are_marked_as_such_and_no_others() -> None:
    """In their own style on the pictures; what to look for is there with the match."""
    report = pictured()
    other = replace(report.findings[0], check="security.background_print")
    report = replace(report, findings=(other, *report.findings))
    named = unpacked_sight(packed_sight(alerted(report, "Ring series"), "en"))
    assert [hit.title for hit in named.alerts] == ["Ring series"]
    (marked,) = [one.alerted for one in named.pictures if one.alerted]
    assert [number for number, _ in marked] == [one.number for one in named.reasons if one.alert]
    plain = unpacked_sight(packed_sight(report, "en"))
    assert (plain.alerts, [one.alerted for one in plain.pictures]) == ((), [(), ()])


def signed(report: Report, **changed: object) -> list[tuple[str, bool]]:
    """States of the checks of signed data where the first finding is of a seal, and whether each repeats what was seen."""
    seal = replace(report.findings[0], family="seal", title="Seal", **changed)  # type: ignore[arg-type]
    shown = unpacked_sight(packed_sight(replace(report, findings=(seal,)), "en")).signed
    return [(one.state, one.said == seal.said) for one in shown]


def test_checks_of_signed_data_have_their_state_and_what_was_seen() -> None:
    """In order is only what was weighed, decided and is proven: an unknown signer's seal, and a check without weight, are not."""
    clear, fine = pictured(OutcomeClass.CLEAR), {"result": Result.SUCCESSFUL}
    assert signed(pictured()) == [("adverse", True)]
    assert signed(clear, **fine) == [("in order", True)]
    assert signed(clear, **fine, facts={"is_proven": True}) == [("in order", True)]
    assert signed(clear, **fine, facts={"is_proven": False}) == [("not proven", True)]
    assert signed(clear, result=Result.UNDETERMINED) == [("measured, not weighed", True)]
    assert signed(clear, **fine, left_open="the number") == [("left open", True)]


def test_what_a_signature_that_nobody_proved_states_is_not_in_order() -> None:
    """Of a chip whose authenticity was not verified, and of the claim that no trusted certificate leads to."""
    clear = pictured(OutcomeClass.CLEAR)
    seal = {"result": Result.SUCCESSFUL, "check": "seal.seal_signature"}
    chip = {"result": Result.SUCCESSFUL, "component": Component.ELECTRONIC}
    assert signed(clear, **chip, check="seal.chip_portrait") == [("not proven", True)]
    assert signed(clear, **chip, check="seal.chip_authenticity") == [("in order", True)]
    unseen = {"state": ClaimState.NOT_SEEN, "why": Why.UNTRUSTED, "checks": ("seal.seal_signature",)}
    place = PlaceResult(place="", side=None, **unseen)  # type: ignore[arg-type]
    claim = ClaimResult(claim=ClaimId.SIGNED_DATA, places=(place,), **unseen)  # type: ignore[arg-type]
    doubted = replace(clear, verdict=replace(clear.verdict, claims=(claim,)))
    assert signed(doubted, **seal) == [("not proven", True)]
    assert signed(clear, **seal) == [("in order", True)]


def test_a_report_without_pictures_has_a_sight_without() -> None:
    """Nothing is made up."""
    sight = unpacked_sight(packed_sight(make_report(OutcomeClass.CLEAR), "en"))
    assert (sight.sides, sight.reasons, sight.signed) == ((), (), ())
