"""What the checks against a template share."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from docforensics.capture.light import Light
from docforensics.checks.support.registered import RegisteredSide, registered_sides
from docforensics.page.geometry import BoxMm
from docforensics.templates.comparison.photometric import LEAST_GAIN
from docforensics.templates.model import REFERENCE_PX_PER_MM


def test_only_sides_that_were_compared_in_white_light_are_given(series: Any) -> None:
    """A side without a template, or with one that has no white reference, is passed over; indexes stay."""
    document = series.genuine(11)
    (side,) = document.sides
    assert side.match is not None
    dark = replace(side, match=replace(side.match, residuals={}))
    three = replace(document, sides=(replace(side, match=None), dark, side))
    assert [found.index for found in registered_sides(three)] == [2]


def test_clusters_are_those_inside_the_zone_alone(series: Any) -> None:
    """A zone that holds no excess has no cluster; the whole page has."""
    page = series.card(11).copy()
    page[320:380, 300:420] = 218
    (side,) = registered_sides(series.document(page))
    everywhere = np.ones(side.residual.excess.shape, dtype=bool)
    corner = side.zone(BoxMm(left=0, top=0, right=10, bottom=10))
    assert side.clusters(everywhere, min_mass=1.0)
    assert side.clusters(corner, min_mass=0.1) == ()


def test_a_zone_is_its_boxes_in_the_references_pixels(series: Any) -> None:
    """Ten by five millimetres are eighty by forty pixels."""
    (side,) = registered_sides(series.genuine(11))
    zone = side.zone(BoxMm(left=10, top=10, right=20, bottom=15))
    assert int(zone.sum()) == 80 * 40
    assert side.share(zone) == pytest.approx(1.0, abs=0.05)


def test_the_page_is_given_at_the_references_resolution(series: Any) -> None:
    """Whatever the capture's."""
    (side,) = registered_sides(series.genuine(11))
    assert side.page().shape[:2] == side.reference.mean.shape[:2]


def test_the_largest_gap_of_what_was_compared_is_named() -> None:
    """In square millimetres of connected constant print; what was compared, what varies and a narrow strip are no gap."""
    constant, comparable = np.ones((80, 120), bool), np.ones((80, 120), bool)
    scale = int(REFERENCE_PX_PER_MM)
    comparable[2 * scale : 5 * scale, 3 * scale : 10 * scale] = False
    comparable[72:76] = False
    side: Any = SimpleNamespace(
        light=Light.VISIBLE,
        template=SimpleNamespace(references={Light.VISIBLE: SimpleNamespace(constant=constant)}),
        residual=SimpleNamespace(comparable=comparable),
    )
    everywhere = np.ones_like(constant)
    found = RegisteredSide.gap(side, everywhere, least_mm2=20.0)
    assert found == BoxMm(left=3, top=2, right=10, bottom=5)
    assert RegisteredSide.gap(side, everywhere, least_mm2=22.0) is None
    assert RegisteredSide.gap(side, ~everywhere, least_mm2=0.1) is None
    strip = everywhere.copy()
    strip[:60] = False
    assert RegisteredSide.gap(side, strip, least_mm2=0.1) is None


def test_a_field_is_compared_by_what_lies_in_its_box(series: Any) -> None:
    """A zone that reaches beyond the box tells nothing of the field: it is asked inside alone."""
    (side,) = registered_sides(series.genuine(11))
    box, everywhere = (
        BoxMm(left=10, top=10, right=20, bottom=15),
        np.ones(side.residual.excess.shape, np.bool_),
    )
    hidden = side.residual.comparable.copy()
    hidden[side.zone(box)] = False
    seen = {Light.VISIBLE: replace(side.residual, comparable=hidden)}
    covered = replace(side, match=replace(side.match, residuals=seen))
    assert side.uncompared(box, everywhere, least=0.9) is None
    assert covered.uncompared(box, everywhere, least=0.1) is not None
    assert covered.uncompared(box.grown(20), everywhere, least=0.5) is None


def test_exposure_is_that_of_the_print_of_the_series(series: Any) -> None:
    """Of a page that was exposed half as long it is half; one that is all but black counts as one at the limit."""
    card = series.card(11)
    found = []
    for share in (1.0, 0.5, 0.1):
        (side,) = registered_sides(series.document((card * share).astype(np.uint8)))
        found.append(side.exposure())
    assert found == [pytest.approx(1.0, abs=0.1), pytest.approx(0.5, abs=0.1), LEAST_GAIN]


@pytest.mark.parametrize("planes", [1, 3])
def test_exposure_is_the_ratio_of_the_means_of_print_that_is_constant(series: Any, planes: int) -> None:
    """To the last digit, of a page in grey as of one in colour; where nothing is constant the page counts as it is."""
    (side,) = registered_sides(series.genuine(11))
    page, mean = (pixels[..., :planes].squeeze() for pixels in (side.page(), side.reference.mean))
    match = replace(side.match, pages={Light.VISIBLE: np.ascontiguousarray(page)})
    reference = replace(side.reference, mean=np.ascontiguousarray(mean))
    known = reference.constant
    asked = replace(side, match=match, reference=reference)
    assert asked.exposure() == float(np.mean(page[known])) / float(np.mean(mean[known]))
    nothing = replace(reference, constant=np.zeros_like(known))
    assert replace(asked, reference=nothing).exposure() == 1.0


def test_a_reflection_is_sought_once_a_side(series: Any) -> None:
    """The colours and the background print ask for the same map."""
    (side,) = registered_sides(series.genuine(11))
    (again,) = registered_sides(series.genuine(11))
    assert side.lift() is side.lift()
    assert np.array_equal(side.lift(), again.lift())
