"""The picture around a face."""

import cv2
import numpy as np
import pytest

from docforensics.capture.model import Pixels
from docforensics.page.geometry import BoxMm
from docforensics.viz.picture import picture_around

SCALE = 8.0
FACE = BoxMm(left=20, top=30, right=40, bottom=50)


def page_with(picture: BoxMm, *, paper: int = 225, tone: int = 120) -> Pixels:
    """A page with a picture of one dark tone and rows of print beside it."""
    page = np.full((88 * 8, 125 * 8, 3), paper, np.uint8)
    rows, columns = picture.to_px(SCALE).slices
    page[rows, columns] = tone
    for top in range(80, 600, 40):
        cv2.putText(page, "SPECIMEN", (columns.stop + 16, top), 0, 1.0, (25, 25, 35), 3, cv2.LINE_AA)
    return page


def likeness(one: BoxMm, other: BoxMm) -> float:
    """Intersection over union."""
    shared = one.overlap(other)
    return shared / (one.area + other.area - shared)


@pytest.mark.parametrize(
    "box",
    [
        BoxMm(left=15, top=20, right=45, bottom=58),
        BoxMm(left=12, top=16, right=47, bottom=61),
        BoxMm(left=18, top=26, right=42, bottom=56),
    ],
)
def test_it_ends_where_the_picture_does(box: BoxMm) -> None:
    """Tight or wide around the same face; in plain numbers, which a template can be saved with."""
    found = picture_around(FACE, page_with(box), SCALE)
    assert likeness(found, box) > 0.8
    assert {type(side) for side in (found.left, found.top, found.right, found.bottom)} == {float}


def test_where_the_page_looks_the_same_the_usual_picture_is_kept() -> None:
    """A half more than the face is wide, and a quarter higher than that."""
    box = picture_around(FACE, np.full((704, 1000), 200, np.uint8), SCALE)
    assert box.width / FACE.width == pytest.approx(1.52, abs=0.05)
    assert box.height / box.width == pytest.approx(1.27, abs=0.05)
    assert box.centre[0] == pytest.approx(30.0, abs=0.6)


@pytest.mark.parametrize(
    "face", [BoxMm(left=-4, top=-3, right=12, bottom=13), BoxMm(left=110, top=70, right=128, bottom=88)]
)
def test_it_lies_on_the_page(face: BoxMm) -> None:
    """Even where the page's edge cuts the face."""
    box = picture_around(face, page_with(BoxMm(left=50, top=20, right=60, bottom=30)), SCALE)
    assert box.left >= 0
    assert box.top >= 0
    assert box.right <= 125.1
    assert box.bottom <= 88.1


def test_tiny_pages_are_no_error() -> None:
    """There is a pixel to give."""
    box = picture_around(BoxMm(left=0, top=0, right=1, bottom=1), np.zeros((1, 1), np.uint8), 1.0)
    assert box.width > 0
