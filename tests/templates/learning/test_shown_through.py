"""Print that shows round the heads of pale pictures."""

import cv2
import numpy as np

from docforensics.page.geometry import BoxMm
from docforensics.templates.learning.shown_through import around_pictures, without_islands
from docforensics.templates.model import REFERENCE_PX_PER_MM

PLACE = BoxMm(left=10.0, top=10.0, right=30.0, bottom=36.0)


SCALE = round(REFERENCE_PX_PER_MM)


def through(*, chin: bool = False) -> np.ndarray:
    """A page on which a head and its shoulders hide the print, and a pale chin does not."""
    hidden = np.zeros((50 * SCALE, 40 * SCALE), np.uint8)
    for middle, axes in (((20, 20), (5, 7)), ((20, 33), (8, 4))):
        cv2.ellipse(
            hidden,
            *(tuple(SCALE * one for one in pair) for pair in (middle, axes)),
            0,
            0,
            360,
            1,
            -1,
        )
    if chin:
        cv2.circle(hidden, (20 * SCALE, 24 * SCALE), 2 * SCALE, 0, -1)
    return hidden == 0


def at(mask: np.ndarray, x: float, y: float) -> bool:
    """What a mask holds at a place, millimetres."""
    return bool(mask[round(y * SCALE), round(x * SCALE)])


def test_the_corners_of_the_place_are_known() -> None:
    """And nothing beyond it: the page beside it is learned otherwise."""
    found = around_pictures(through(), [PLACE])
    assert at(found, 11, 11)
    assert at(found, 29, 11)
    assert not at(found, 5, 5)


def test_what_others_pictures_may_cover_is_left_out() -> None:
    """A pale chin within the head, the room between head and shoulders, and a margin round both."""
    found = around_pictures(through(chin=True), [PLACE])
    assert not at(found, 20, 24)
    assert not at(found, 14, 27)
    assert not at(found, 20, 12.4)


def test_a_place_without_a_picture_gives_nothing() -> None:
    """Nothing is known of where pictures may stand."""
    assert not around_pictures(np.ones((400, 320), bool), [PLACE]).any()
    assert not around_pictures(through(), ()).any()


def test_a_place_off_the_frame_shows_nothing() -> None:
    """OpenCV ends the process where it is given no pixel."""
    beyond = BoxMm(left=500.0, top=10.0, right=520.0, bottom=36.0)
    seen = through()
    assert (without_islands(seen, np.zeros((3, *seen.shape), bool), [beyond]) == np.zeros_like(seen)).all()


def test_a_pale_place_within_a_head_is_no_print() -> None:
    """Two captures that show one chin alike; that which all leave bare counts, and so does the page round the head."""
    seen = through(chin=True)
    all_bare = np.ones((3, *seen.shape), bool)
    one_covers = all_bare.copy()
    one_covers[0, round(24 * SCALE), round(20 * SCALE)] = False
    assert at(without_islands(seen, all_bare, [PLACE]), 20, 24)
    for x, y, is_known in ((20, 24, False), (11, 11, True), (20, 20, False)):
        assert at(without_islands(seen, one_covers, [PLACE]), x, y) is is_known
