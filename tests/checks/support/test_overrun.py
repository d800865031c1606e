"""What runs on beyond a place of writing is the same writing; what stands beside it is not."""

import cv2
import numpy as np
import pytest

from docforensics.checks.support.overrun import overrun
from docforensics.page.geometry import BoxMm
from docforensics.templates.masks import box_mask
from docforensics.templates.model import REFERENCE_PX_PER_MM
from docforensics.templates.planes import Mask

SHAPE = (240, 720)
PLACE = BoxMm(left=10, top=10, right=50, bottom=15)


def written(text: str, left_mm: float, *, top_mm: float = 10.5) -> Mask:
    """Strokes of a line of text, letters 3 mm high, from a place on."""
    drawn = np.zeros(SHAPE, np.uint8)
    at = (round(left_mm * REFERENCE_PX_PER_MM), round((top_mm + 3) * REFERENCE_PX_PER_MM))
    cv2.putText(drawn, text, at, cv2.FONT_HERSHEY_SIMPLEX, 1.0, 255, 3)
    return np.asarray(drawn > 0, np.bool_)


def beyond(strokes: Mask) -> Mask:
    """What of strokes lies outside the place."""
    return np.asarray(strokes & ~box_mask([PLACE], SHAPE), np.bool_)


def found(strokes: Mask) -> Mask:
    """What is taken for writing that runs on."""
    return overrun(strokes, box_mask([PLACE], SHAPE))


def test_the_end_of_a_longer_name_belongs_to_it() -> None:
    """Two or three letters behind the place, all of them."""
    strokes = written("MINISTRY AMAUROT", 18)
    assert beyond(strokes).any()
    assert np.array_equal(found(strokes), beyond(strokes))


def test_a_stroke_that_leaves_its_place_to_the_left_belongs_to_it() -> None:
    """A signature begins where the pen is put down."""
    strokes = written("Signed", 9.4)
    assert beyond(strokes)[:, : round(PLACE.left * REFERENCE_PX_PER_MM)].any()
    assert np.array_equal(found(strokes), beyond(strokes))


@pytest.mark.parametrize(
    ("text", "left", "top"), [("NEW", 53.0, 10.5), ("AB", 47.5, 10.5), ("BELOW", 20.0, 17.0)]
)
def test_what_stands_beside_a_place_is_compared(text: str, left: float, top: float) -> None:
    """A word of its own behind it, one that is mostly outside, and a row below."""
    strokes = written(text, left, top_mm=top)
    assert beyond(strokes).any()
    assert not found(strokes).any()


def test_far_behind_its_place_nothing_is_its_writing() -> None:
    """A line that is longer than any name."""
    strokes = written("ABCDEFGHIJKLMNOPQRSTUVWX", 11)
    far = round((PLACE.right + 6.5) * REFERENCE_PX_PER_MM)
    assert beyond(strokes)[:, far:].any()
    assert not found(strokes)[:, far:].any()


def test_a_page_without_writing_beyond_is_left_as_it_is() -> None:
    """Nothing is looked for where nothing leaves a place."""
    assert not found(written("ANNA", 11)).any()
