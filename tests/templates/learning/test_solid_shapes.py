"""Emblems told from letters by their breadth."""

import cv2
import numpy as np

from docforensics.capture.model import Pixels
from docforensics.page.geometry import BoxMm
from docforensics.templates.learning.solid_shapes import is_solid, solid_shapes

EMBLEM = BoxMm(left=40, top=10, right=50, bottom=20)
LETTERS = BoxMm(left=5, top=10, right=30, bottom=16)


def _page() -> Pixels:
    page = np.full((240, 560, 3), 220, np.uint8)
    cv2.circle(page, (360, 120), 36, (60, 70, 140), -1)
    cv2.putText(page, "UTOPIA", (44, 124), 0, 1.6, (30, 30, 30), 9, cv2.LINE_AA)
    return page


def test_an_emblem_is_solid_and_bold_letters_are_not() -> None:
    """Strokes of letters are narrower than any solid shape, however dark."""
    shapes = solid_shapes(_page())
    assert is_solid(shapes, EMBLEM)
    assert not is_solid(shapes, LETTERS)
    assert not shapes[:, :300].any()


def test_a_place_beyond_the_page_is_none() -> None:
    """Nothing is there."""
    assert not is_solid(solid_shapes(_page()), BoxMm(left=100, top=10, right=110, bottom=20))
