"""The pictures stay small, and the marks stand where the findings are."""

import base64
import io
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from docforensics.capture.light import Light
from docforensics.checks.outcome import Region
from docforensics.page.geometry import BoxMm
from docforensics.report.model import PagePicture
from docforensics.report.picture import encode, figures, shown_in
from docforensics.report.reasons import reasons
from docforensics.report.report import Report

GAP = 0.8
"""Millimetres between a place and the frame round it."""


def test_one_picture_a_side_and_light(report: Report) -> None:
    """Every light of every side is shown, in order."""
    shown = [(figure.side, figure.light) for figure in figures(report, reasons(report))]
    assert shown == [(0, Light.VISIBLE), (0, Light.UV), (1, Light.VISIBLE)]


def test_a_picture_is_a_webp_of_the_page(report: Report) -> None:
    """The data URI decodes to a picture of the page's shape."""
    uri = figures(report, reasons(report))[0].picture.uri
    picture = Image.open(io.BytesIO(base64.b64decode(uri.removeprefix("data:image/webp;base64,"))))
    assert picture.size == (250, 176)


@pytest.mark.parametrize("shape", [(900, 1500, 3), (900, 1500), (1, 1, 3), (1, 4000, 3)])
def test_noise_of_any_shape_fits_the_budget(shape: tuple[int, ...]) -> None:
    """The worst picture, noise, is made coarser and smaller until it fits."""
    pixels = np.random.default_rng(7).integers(0, 256, shape, dtype=np.uint8)
    data, (width, height) = encode(pixels, 60_000)
    assert len(data) <= 60_000
    assert max(width, height) <= 1400


def test_marks_stand_where_the_regions_are(report: Report) -> None:
    """A box of the page in millimetres becomes per cent of the picture, under the finding's number."""
    mark = next(mark for mark in figures(report, reasons(report))[0].marks if mark.number == 2)
    assert (mark.left, mark.top) == pytest.approx((100 * (5 - GAP) / 125, 100 * (18 - GAP) / 88))
    assert (mark.width, mark.height) == pytest.approx((100 * (38 + 2 * GAP) / 125, 100 * (48 + 2 * GAP) / 88))
    assert mark.label == "portrait border"


def test_a_region_is_drawn_in_its_own_light_where_there_is_one(report: Report) -> None:
    """A glow under UV is marked on the UV picture alone; without one on the picture there is."""
    visible, uv, _ = figures(report, reasons(report))
    assert [mark.number for mark in visible.marks] == [1, 2]
    assert [mark.number for mark in uv.marks] == [3]
    glow = report.reasons[2].regions[0]
    only_visible = PagePicture(size_mm=(125, 88), pixels={Light.VISIBLE: np.zeros((2, 2), np.uint8)})
    assert shown_in(glow, only_visible) is Light.VISIBLE


def test_badges_stay_apart_and_on_the_page(report: Report) -> None:
    """Many findings at one place keep readable numbers."""
    box = BoxMm(left=-3, top=-3, right=40, bottom=9)
    same = tuple(
        replace(
            report.reasons[0], check=f"mrz.number_{index}", regions=(Region(side=0, box=box, label="same"),)
        )
        for index in range(6)
    )
    crowded = replace(report, findings=same)
    centres = [mark.badge for mark in figures(crowded, reasons(crowded))[0].marks if mark.badge]
    assert len(set(centres)) == len(centres) == 6
    assert all(0 <= x <= 100 and 0 <= y <= 100 for x, y in centres)


def test_a_reason_that_speaks_of_the_whole_page_is_not_framed(report: Report) -> None:
    """Frames all over it would hide it; many places of one cause are framed a few times."""
    whole = Region(side=0, box=BoxMm(left=0, top=0, right=125, bottom=88), label="all", light=Light.UV)
    small = tuple(
        Region(side=0, box=BoxMm(left=9 * i, top=9, right=9 * i + 5, bottom=14), label="spot", light=Light.UV)
        for i in range(12)
    )
    glow = replace(report.reasons[2], lights=(Light.UV,), regions=small)
    both = replace(report, findings=(glow, replace(glow, check="security.uv_print", regions=small[:1])))
    over = replace(report, findings=(glow, replace(glow, check="security.uv_print", regions=(whole,))))
    assert len(figures(both, reasons(both))[1].marks) == 4
    assert figures(over, reasons(over))[1].marks == ()


def test_a_region_beyond_the_page_is_not_drawn(report: Report) -> None:
    """A box outside the frame is left out; a side that is not there too."""
    outside = Region(side=0, box=BoxMm(left=130, top=2, right=140, bottom=9), label="beyond")
    missing = Region(side=7, box=BoxMm(left=1, top=2, right=4, bottom=9), label="no such side")
    reason = replace(report.reasons[0], regions=(outside, missing))
    beyond = replace(report, findings=(reason,))
    assert not any(figure.marks for figure in figures(beyond, reasons(beyond)))


def test_a_finding_in_many_places_is_numbered_a_few_times(report: Report) -> None:
    """Every place is drawn, but the numbers do not hide the page."""
    places = tuple(
        Region(side=0, box=BoxMm(left=5 * i, top=40, right=5 * i + 3, bottom=44), label="tile")
        for i in range(20)
    )
    reason = replace(report.reasons[0], regions=places)
    many = replace(report, findings=(reason,))
    marks = figures(many, reasons(many))[0].marks
    assert len(marks) == 20
    assert sum(mark.badge is not None for mark in marks) == 2


def test_places_of_one_reason_that_overlap_have_one_frame(report: Report) -> None:
    """Two findings of one light at one place are one mark."""
    places = [BoxMm(left=10, top=10, right=30, bottom=20), BoxMm(left=12, top=11, right=28, bottom=22)]
    regions = tuple(Region(side=0, box=box, label="field") for box in places)
    one = replace(report, findings=(replace(report.reasons[0], regions=regions),))
    assert len(figures(one, reasons(one))[0].marks) == 1


@pytest.mark.parametrize(("columns", "is_shown"), [(400, True), (600, False)])
def test_a_reference_that_is_mostly_painted_over_is_left_out(
    report: Report, columns: int, is_shown: bool
) -> None:
    """Its fragments would look like another document."""
    painted = np.zeros((704, 1000), np.bool_)
    painted[:, :columns] = True
    page = report.pages[0]
    reference = {Light.VISIBLE: page.pixels[Light.VISIBLE]}
    pages = (replace(page, reference=reference, painted={Light.VISIBLE: painted}), *report.pages[1:])
    shown = figures(replace(report, pages=pages), ())[0]
    assert (shown.reference is not None) is is_shown
