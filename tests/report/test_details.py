"""One pair of pictures a reason: this document, and what it is to be held against, in the light in which it shows."""

from dataclasses import replace

import numpy as np
import pytest

from docforensics.capture.light import Light
from docforensics.checks.outcome import Region
from docforensics.checks.spec import Beside
from docforensics.page.geometry import BoxMm
from docforensics.report.details import Pair, pairs
from docforensics.report.holder import Holder
from docforensics.report.reasons import reasons
from docforensics.report.report import Report

GREY = np.full((176, 250, 3), 200, np.uint8)


def region(left: float, top: float, right: float, bottom: float, light: Light = Light.VISIBLE) -> Region:
    """Make a region of the first side."""
    return Region(
        side=0, box=BoxMm(left=left, top=top, right=right, bottom=bottom), label="place", light=light
    )


def pair_of(report: Report, *regions: Region, **changes: object) -> Pair | None:
    """Give the pair of the only reason, which has these regions."""
    finding = replace(report.reasons[0], regions=regions, **changes)  # type: ignore[arg-type]
    one = replace(report, findings=(finding,))
    (pair,) = pairs(one, reasons(one))
    return pair


def with_reference(report: Report, **changes: object) -> Report:
    """Give the first page a reference in white light and under UV."""
    page = replace(report.pages[0], reference={Light.VISIBLE: GREY, Light.UV: GREY}, **changes)  # type: ignore[arg-type]
    return replace(report, pages=(page, *report.pages[1:]))


def test_the_reference_is_cut_at_the_same_place(report: Report) -> None:
    """Of one shape with the document's detail, and marked alike."""
    pair = pair_of(with_reference(report), region(5, 5, 15, 12))
    assert pair is not None
    assert pair.second is not None
    assert (pair.first.picture.width, pair.first.picture.height) == (
        pair.second.picture.width,
        pair.second.picture.height,
    )
    assert pair.first.marks == pair.second.marks
    assert "Reference" in str(pair.second.caption)


def test_marks_stand_beside_the_place(report: Report) -> None:
    """The frame lies outside the region."""
    pair = pair_of(report, region(30, 30, 40, 40))
    assert pair is not None
    (mark,) = pair.first.marks
    assert mark.width > 100 * 10 / 22
    assert mark.left < 100 * 6 / 22


def test_without_a_reference_the_place_stands_alone(report: Report) -> None:
    """Nothing is put in its stead."""
    pair = pair_of(report, region(5, 5, 15, 12))
    assert pair is not None
    assert pair.second is None


def test_a_reference_that_is_painted_over_is_left_out(report: Report) -> None:
    """A flat patch tells nothing; where another region is shown on the reference, that one is chosen."""
    painted = np.zeros((704, 1000), np.bool_)
    painted[:, :500] = True
    hidden = with_reference(report, painted={Light.VISIBLE: painted})
    alone = pair_of(hidden, region(5, 5, 40, 30))
    other = pair_of(hidden, region(5, 5, 40, 30), region(90, 40, 100, 50))
    assert alone is not None
    assert other is not None
    assert alone.second is None
    assert other.second is not None


def test_places_that_contradict_each_other_stand_side_by_side(report: Report) -> None:
    """Both of this document: what is printed, and what the zone says."""
    pair = pair_of(
        with_reference(report), region(60, 50, 80, 54), region(50, 76, 70, 80), beside=Beside.SECOND
    )
    assert pair is not None
    assert pair.second is not None
    assert str(pair.first.caption) == str(pair.second.caption) == "This document: place."


def test_the_portrait_stands_beside_what_should_be_like_it(report: Report) -> None:
    """The first portrait that is another place."""
    faces = (BoxMm(left=5, top=18, right=43, bottom=66), BoxMm(left=100, top=40, right=118, bottom=62))
    pair = pair_of(
        with_reference(report, holder=lambda: Holder(faces=faces)),
        region(100, 40, 118, 62),
        beside=Beside.PORTRAIT,
    )
    assert pair is not None
    assert pair.second is not None
    assert str(pair.first.caption) == "This document: portrait."
    assert pair.first.marks == ()


def test_what_stands_beside_the_portrait_itself_is_named_secondary(report: Report) -> None:
    """A place in the portrait is shown with the small one, which is none."""
    portrait = BoxMm(left=5, top=20, right=35, bottom=60)
    small = BoxMm(left=80, top=30, right=90, bottom=43)
    shown = with_reference(report, holder=lambda: Holder(faces=(portrait, small)))
    for place, name in ((portrait, "secondary portrait"), (small, "portrait")):
        marked = region(place.left, place.top, place.right, place.bottom)
        pair = pair_of(shown, marked, beside=Beside.PORTRAIT)
        assert pair is not None
        assert str(pair.first.caption).endswith(f": {name}.")


def test_an_ink_that_must_stay_is_shown_in_both_lights(report: Report) -> None:
    """The zone in infrared and the same place in white light, where all its lines are seen together."""
    page = replace(report.pages[0], pixels={Light.VISIBLE: GREY, Light.IR: GREY})
    lit = replace(report, pages=(page, *report.pages[1:]))
    lines = (region(6, 70, 110, 73, Light.IR), region(6, 76, 110, 79, Light.IR))
    pair = pair_of(lit, *lines, beside=Beside.WHITE_LIGHT, lights=(Light.IR,))
    assert pair is not None
    assert pair.second is not None
    assert (pair.first.light, pair.second.light) == (Light.IR, Light.VISIBLE)
    assert (pair.first.picture.width, pair.first.picture.height) == (
        pair.second.picture.width,
        pair.second.picture.height,
    )


def test_what_is_held_against_its_neighbours_stands_alone_and_wide(report: Report) -> None:
    """A blurred reference of other holders' characters would show nothing."""
    pair = pair_of(with_reference(report), region(60, 76, 62, 80), beside=Beside.NOTHING)
    assert pair is not None
    assert pair.second is None
    assert pair.first.picture.width > 2 * pair.first.picture.height


def test_what_shows_all_over_the_page_under_uv_is_shown_as_the_page(report: Report) -> None:
    """The whole page beside the whole reference, in that light."""
    pair = pair_of(with_reference(report), region(0, 0, 125, 88, Light.UV), lights=(Light.UV,))
    assert pair is not None
    assert pair.second is not None
    assert pair.first.light is Light.UV
    assert (pair.first.picture.width, pair.first.picture.height) == (250, 176)


@pytest.mark.parametrize("box", [(200, 10, 220, 20), (-30, 10, -20, 20)])
def test_what_lies_outside_the_page_has_no_picture(
    report: Report, box: tuple[float, float, float, float]
) -> None:
    """Nor has a finding without a region."""
    assert pair_of(report, region(*box)) is None
    assert pair_of(report) is None
