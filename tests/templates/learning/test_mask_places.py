"""Boxes around the places of a mask."""

import numpy as np

from docforensics.templates.learning.mask_places import close_boxes, components, without_rim


def test_connected_places_are_boxed_largest_first() -> None:
    """Pieces near one another are one place; specks are none."""
    mask = np.zeros((200, 300), bool)
    mask[10:30, 10:60] = True
    mask[100:180, 100:200] = True
    mask[100:180, 204:240] = True
    mask[5, 290] = True
    large, small = components(mask, join_mm=1.0, least_mm2=2.0)
    assert (large.left, large.right) == (100 / 8, 240 / 8)
    assert (small.top, small.bottom) == (10 / 8, 30 / 8)


def test_a_place_whose_box_would_cover_much_of_the_page_is_cut_in_rows() -> None:
    """A crease along two edges; the number in the middle keeps its box."""
    mask = np.zeros((480, 480), bool)
    mask[8:16, 8:470] = True
    mask[8:470, 8:16] = True
    mask[200:216, 200:300] = True
    (whole,) = components(mask, join_mm=1.0, least_mm2=2.0)[:1]
    assert whole.area > 0.9 * 60 * 60
    number, *crease = close_boxes(mask, join_mm=1.0, least_mm2=2.0, most=12)
    assert (number.left, number.right, number.top, number.bottom) == (25.0, 37.5, 25.0, 27.0)
    covered = sum(box.area for box in crease)
    assert covered < 0.12 * 60 * 60
    assert any(box.left < 1 and box.right > 58 for box in crease)


def test_strips_of_ground_along_the_edges_are_no_difference() -> None:
    """A capture that is cut wider shows the ground beside the page; a number at the edge, as thick as type, stays."""
    mask = np.zeros((480, 640), bool)
    mask[:18] = mask[:, :20] = True
    mask[12:40, 300:420] = True
    mask[200:204, 100:300] = True
    kept = without_rim(mask)
    assert not kept[:, :30].any()
    assert not kept[:20, 40:280].any()
    assert kept[14:38, 302:418].all()
    assert kept[200:204, 100:300].all()
