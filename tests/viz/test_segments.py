"""Segments of print outside the MRZ."""

from collections.abc import Callable

import numpy as np
import pytest

from docforensics.page.frame import ScaleBasis
from docforensics.page.geometry import BoxMm
from docforensics.page.model import Page
from docforensics.viz.segments import WORK_PX_PER_MM, clearest, dark_strokes, find_segments, work_copy

TEXT_TOPS = (20, 28, 36, 44)


def _lines(page: Page, apart_from: tuple[BoxMm, ...] = ()) -> list[BoxMm]:
    assert page.visible is not None
    grey, scale = work_copy(page.visible, page.px_per_mm)
    segments = clearest(find_segments(page, grey, scale), apart_from)
    return [segment.box for segment in segments if segment.confidence > 0.4]


def test_every_line_of_print_is_found(make_page: Callable[..., Page]) -> None:
    """And little else, on a guilloche."""
    boxes = _lines(make_page(portrait=False, secondary=False))
    for top in TEXT_TOPS:
        written = BoxMm(left=42, top=top, right=70, bottom=top + 2.4)
        assert any(box.overlap(written) > 0.5 * written.width * written.height for box in boxes)
    assert len(boxes) <= 2 * len(TEXT_TOPS)


def test_the_mrz_is_no_line_of_the_visual_zone(make_page: Callable[..., Page]) -> None:
    """On a page laid out by its MRZ nothing is reported in the zone."""
    assert all(box.bottom <= 88 - 23.2 for box in _lines(make_page()))
    assert any(box.bottom > 88 - 23.2 for box in _lines(make_page(basis=ScaleBasis.ASSUMED)))


def test_what_lies_in_a_picture_is_left_out(make_page: Callable[..., Page]) -> None:
    """The caller names the pictures."""
    everywhere = BoxMm(left=40, top=0, right=125, bottom=88)
    assert all(box.overlap(everywhere) == 0 for box in _lines(make_page(), (everywhere,)))


def test_an_empty_page_has_no_lines(make_page: Callable[..., Page]) -> None:
    """Background printing is not taken for text."""
    assert _lines(make_page(portrait=False, secondary=False, text=False)) == []


def test_the_working_copy_is_coarse_and_never_finer_than_the_page() -> None:
    """At most 7 px per mm."""
    grey, scale = work_copy(np.zeros((140, 280, 3), np.uint8), 14.0)
    assert (grey.shape, scale) == ((70, 140), WORK_PX_PER_MM)
    assert work_copy(np.zeros((30, 30), np.uint8), 3.0)[1] == pytest.approx(3.0)


def test_bold_and_faint_print_are_found_in_the_same_dark_strokes(make_page: Callable[..., Page]) -> None:
    """Found once, they give what a search from the grey page gives."""
    page = make_page()
    assert page.visible is not None
    grey, scale = work_copy(page.visible, page.px_per_mm)
    dark = dark_strokes(grey, scale)
    for bold in (True, False):
        again = find_segments(page, grey, scale, bold=bold, dark=dark)
        assert again
        assert again == find_segments(page, grey, scale, bold=bold)
