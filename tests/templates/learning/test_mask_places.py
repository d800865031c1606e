"""Boxes around the places of a mask."""

import numpy as np

from docforensics.templates.learning.mask_places import close_boxes, components


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
