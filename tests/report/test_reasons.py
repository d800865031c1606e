"""Reasons are findings put together; what to do now and what was not examined follow from the report alone."""

from dataclasses import replace

from docforensics.capture.light import Light
from docforensics.guidance.equipment import Profile
from docforensics.guidance.words import Text
from docforensics.page.geometry import BoxMm
from docforensics.report.reasons import light_of, not_examined, place_of, reason_of, reasons, todo
from docforensics.report.report import Report


def under_uv(report: Report) -> Report:
    """Give two findings that show under UV and one that shows in white light."""
    dull, print_ = (
        replace(report.reasons[2], check=f"security.{name}", lights=(Light.UV,), log10_lr=weight)
        for name, weight in (("uv_dull", 0.4), ("uv_print", 0.9))
    )
    return replace(report, findings=(print_, replace(report.reasons[0], check="mrz.check_digits"), dull))


def test_findings_of_one_light_are_one_reason(report: Report) -> None:
    """The page as a whole comes before its details, whatever weighs more; findings in white light stay apart."""
    glow, digits = reasons(under_uv(report))
    assert [finding.check for finding in glow.findings] == ["security.uv_dull", "security.uv_print"]
    assert (glow.number, glow.light) == (1, Light.UV)
    assert "Under UV light" in str(glow.title)
    assert str(digits.title) == digits.findings[0].title
    assert all(light_of(finding) is Light.VISIBLE for finding in digits.findings)


def test_what_to_do_now_is_possible_at_the_post(report: Report) -> None:
    """Each check has a tool that is there; what only another tool shows is named."""
    lit = under_uv(report)
    bare, lamp = (todo(lit.for_post(Profile.of(tools))) for tools in ([], ["uv-lamp"]))
    assert [tool.slug for _, tool in bare.lacking] == ["uv-lamp"]
    assert lamp.lacking == ()
    assert "uv-lamp" in [check.action.equipment.slug for check in lamp.checks]
    assert "uv-lamp" not in [check.action.equipment.slug for check in bare.checks]
    assert reason_of(lamp.checks[0], reasons(lit)) == 1


def test_a_character_in_doubt_is_asked_for_before_a_field_that_was_not_found(report: Report) -> None:
    """The first explains the second."""
    field, digit = (
        replace(report.in_order[0], check=check, family=family, left_open=check, said=Text(english=check))
        for check, family in (("data.mrz_against_viz", "data"), ("mrz.check_digits", "mrz"))
    )
    (first, *_) = todo(replace(report, findings=(field, digit))).checks
    assert str(first.do) == "mrz.check_digits"
    assert reason_of(first, ()) is None


def test_what_was_left_open_at_the_place_of_a_reason_belongs_to_it(report: Report) -> None:
    """It is asked as that reason's first check, under its number; the place is named."""
    place = "the 4th character of the document number"
    reason = replace(report.reasons[0], check="mrz.uniformity", facts={"where": place})
    doubt = replace(report.in_order[0], check="mrz.check_digits", left_open=f"5 or 6 as {place}")
    known = replace(report, findings=(reason, doubt)).for_post(Profile.of(["loupe"]))
    (numbered,) = reasons(known)
    assert numbered.left_open == (doubt,)
    first, second = todo(known).checks
    assert [reason_of(check, (numbered,)) for check in (first, second)] == [1, 1]
    assert (first.asked, second.topic.key) == (doubt.said, "mrz.uniformity")
    assert place_of("mrz.uniformity", known) == place
    assert place_of("mrz.length", known) == ""


def test_of_a_date_nothing_is_said_that_concerns_names(report: Report) -> None:
    """Transliteration does not change a date."""
    one = replace(report.reasons[0], check="data.mrz_against_viz", facts={"disagreeing": "date of expiry"})
    name = replace(one, facts={"disagreeing": "surname"})
    date, surname = (
        str(reasons(replace(report, findings=(finding,)))[0].keep_in_mind) for finding in (one, name)
    )
    assert "ransliteration" not in date
    assert "ransliteration" in surname


def test_a_device_is_told_by_its_place_on_the_page(report: Report) -> None:
    """In one of nine parts of the page."""
    page = replace(
        report.pages[0], devices={"optically variable device": BoxMm(left=2, top=60, right=12, bottom=80)}
    )
    side = replace(report.sides[0], features=("optically variable device",))
    clear = replace(report, findings=report.in_order, pages=(page,), sides=(side,))
    said = [str(check.where) for check in todo(clear).checks if check.where]
    assert said == ["Where: lower left of the page."]


def test_what_was_not_examined_is_named_once(report: Report) -> None:
    """Lights, chip, and all that a template would have allowed."""
    uv, chip = (
        replace(report.unchecked[0], lights=("uv",)),
        replace(report.unchecked[0], check="seal.chip_authenticity", lights=()),
    )
    known = replace(report.sides[0], template="UTO-P-1")
    assert not_examined(replace(report, unchecked=(uv, uv, chip), sides=(known,))) == ("UV", "chip")
    assert not_examined(replace(report, unchecked=())) == ("print, portrait and security features",)
