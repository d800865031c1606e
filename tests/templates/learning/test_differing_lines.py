"""Lines that differ between holders are cut out of rows that line work joins to labels."""

import numpy as np

from docforensics.page.geometry import BoxMm
from docforensics.templates.learning.differing_lines import lines_that_differ
from docforensics.templates.planes import Map

ROW = BoxMm(left=5, top=4, right=40, bottom=12)
"""Of a label, a value below it and line work round both."""


def page(*values: tuple[float, float, float], label: bool = True) -> Map:
    """Pale line work everywhere, a label at 5 mm, and values: left, right and top, of upright strokes whose gaps tell them apart, 2 mm high."""
    depth = np.zeros((200, 480), np.float32)
    depth[::5, ::2] = 60.0
    if label:
        _strokes(depth, (6, 16, 5), step=1.0, height=1.0)
    for number, value in enumerate(values):
        _strokes(depth, value, step=1.0 + 0.37 * number, height=2.0)
    return depth


def _strokes(depth: Map, span: tuple[float, float, float], *, step: float, height: float) -> None:
    left, right, top = span
    for x in np.arange(left, right, step):
        depth[round(8 * top) : round(8 * (top + height)), round(8 * x) : round(8 * x) + 3] = 120.0


def test_a_value_is_cut_out_of_a_row_that_holds_its_label() -> None:
    """As wide as the wider of two, with what both share of it."""
    (line,) = lines_that_differ(ROW, [page((6, 14, 8)), page((6, 24, 8))])
    assert (line.top, line.bottom, line.left) == (8, 10, 6)
    assert 23 < line.right <= 24


def test_two_values_of_a_row_are_two_lines() -> None:
    """One under the other, or far apart on one line."""
    below = lines_that_differ(replace_bottom(14), [page((6, 14, 7), (6, 14, 11)), page()])
    assert [(line.top, line.bottom) for line in below] == [(7, 9), (11, 13)]
    beside = lines_that_differ(ROW, [page((6, 12, 8), (30, 36, 8)), page()])
    assert [(line.left, round(line.right)) for line in beside] == [(6, 11), (30, 36)]


def replace_bottom(bottom: float) -> BoxMm:
    """Give the row another end."""
    return BoxMm(left=ROW.left, top=ROW.top, right=ROW.right, bottom=bottom)


def test_digits_that_differ_in_their_lower_half_alone_make_a_whole_line() -> None:
    """Their upper half goes on from it."""
    one, other = page((6, 14, 8)), page((6, 14, 8))
    other[72:80, 48:112] = 0.0
    (line,) = lines_that_differ(ROW, [one, other])
    assert (line.top, line.bottom) == (8, 10)


def test_a_line_that_fills_its_row_is_not_cut() -> None:
    """Nothing is joined to it."""
    tight = BoxMm(left=5, top=7.5, right=30, bottom=10.5)
    assert lines_that_differ(tight, [page((6, 14, 8)), page((6, 24, 8))]) == []


def test_what_all_pages_show_is_no_line_that_differs() -> None:
    """Also where captures lie a little beside one another; and a place without a pixel holds none."""
    shown = page((6, 14, 8))
    assert lines_that_differ(ROW, [shown, np.roll(shown, 1, axis=1)]) == []
    assert lines_that_differ(BoxMm(left=70, top=4, right=72, bottom=6), [shown, page()]) == []
