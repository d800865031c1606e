"""Details enlarge what the reasons speak of, each place once, in every light, beside the reference."""

from dataclasses import replace

import numpy as np
import pytest

from docforensics.capture.model import Light
from docforensics.checks.outcome import Region
from docforensics.page.geometry import BoxMm
from docforensics.report.details import MANY_REASONS, MAX_PLACES, details
from docforensics.report.model import Report


def region(left: float, top: float, right: float, bottom: float) -> Region:
    """Make a region of the first side."""
    return Region(side=0, box=BoxMm(left=left, top=top, right=right, bottom=bottom), label="place")


def with_regions(report: Report, *regions: Region) -> Report:
    """Leave one reason with these regions."""
    return replace(report, findings=(replace(report.reasons[0], regions=regions),))


def test_each_place_is_shown_in_every_light_of_its_page(report: Report) -> None:
    """The region's own light first."""
    (shown,) = details(with_regions(report, region(5, 5, 15, 12)))
    assert [detail.light for detail in shown] == list(report.pages[0].pixels)
    assert all(detail.reference is None for detail in shown)


def test_the_reference_is_cut_at_the_same_place(report: Report) -> None:
    """Of one shape with the document's detail."""
    reference = np.full((176, 250, 3), 200, np.uint8)
    page = replace(report.pages[0], reference={Light.VISIBLE: reference})
    (shown,) = details(replace(with_regions(report, region(5, 5, 15, 12)), pages=(page, *report.pages[1:])))
    visible = next(detail for detail in shown if detail.light is Light.VISIBLE)
    assert visible.reference is not None
    assert (visible.picture.width, visible.picture.height) == (
        visible.reference.width,
        visible.reference.height,
    )


def test_two_lines_of_a_zone_are_one_detail(report: Report) -> None:
    """What another detail shows already is not shown again."""
    lights = len(report.pages[0].pixels)
    (near,) = details(with_regions(report, region(6, 70, 118, 73), region(6, 76, 118, 79)))
    (apart,) = details(with_regions(report, region(6, 10, 20, 13), region(90, 60, 110, 64)))
    assert len(near) == lights
    assert len(apart) == 2 * lights


@pytest.mark.parametrize("box", [(0, 0, 125, 88), (200, 10, 220, 20)])
def test_the_whole_page_and_what_lies_outside_have_no_detail(
    report: Report, box: tuple[float, float, float, float]
) -> None:
    """The page itself shows the first, nothing the second."""
    assert details(with_regions(report, region(*box))) == ((),)


def test_many_places_are_left_to_the_page(report: Report) -> None:
    """Two are enlarged, all are marked."""
    many = [
        region(10 + 20 * (i % 5), 10 + 30 * (i // 5), 12 + 20 * (i % 5), 12 + 30 * (i // 5))
        for i in range(10)
    ]
    (shown,) = details(with_regions(report, *many))
    assert len(shown) == MAX_PLACES * len(report.pages[0].pixels)


def test_with_many_reasons_one_place_each_is_enough(report: Report) -> None:
    """The page has to be read in ten seconds."""
    regions = (region(6, 10, 20, 13), region(90, 60, 110, 64))
    reason = replace(report.reasons[0], regions=regions)
    (few, _), (first, *_) = (
        details(replace(report, findings=(reason,) * count)) for count in (2, MANY_REASONS)
    )
    assert len(few) == 2 * len(first)
