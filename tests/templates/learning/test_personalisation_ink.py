"""Letters in the ink of the holders' data."""

import cv2
import numpy as np

from docforensics.capture.model import Pixels
from docforensics.page.geometry import BoxMm
from docforensics.templates.learning.personalisation_ink import alike, lettering

NAME = BoxMm(left=9, top=9, right=45, bottom=15)
HEADING = BoxMm(left=9, top=1.5, right=60, bottom=8)
SEX = BoxMm(left=9, top=20, right=13, bottom=26)


def page() -> Pixels:
    """A purple heading, a black name, one black letter and a black border beyond the page's cut."""
    pixels = np.full((432, 685, 3), 215, np.uint8)
    cv2.putText(pixels, "UTOPIA", (80, 56), cv2.FONT_HERSHEY_COMPLEX, 1.3, (70, 25, 110), 3, cv2.LINE_AA)
    for text, row in (("ELENA", 112), ("F", 200)):
        cv2.putText(pixels, text, (80, row), cv2.FONT_HERSHEY_SIMPLEX, 0.9, (20, 20, 20), 3, cv2.LINE_AA)
    pixels[:4] = 0
    return pixels


def test_a_single_letter_of_the_names_ink_is_found_with_room() -> None:
    """Six holders of one sex would make it look like print of the series; heading and border are none."""
    letters = lettering(page())
    ink = letters.ink([NAME])
    assert ink is not None
    (box,) = letters.loose(ink, [NAME])
    assert box.overlap(SEX) > 0
    assert box.left < 9.5
    assert box.height < 8


def test_a_heading_is_of_another_ink() -> None:
    """And a place without text is of none."""
    letters = lettering(page())
    ink = letters.ink([NAME])
    assert letters.is_of(ink, SEX)
    assert letters.is_not_of(ink, HEADING)
    empty = BoxMm(left=60, top=30, right=80, bottom=40)
    assert not letters.is_of(ink, empty)
    assert not letters.is_not_of(ink, empty)
    assert not letters.is_of(None, SEX)


def test_width_of_strokes_changes_lightness_and_not_hue() -> None:
    """Thin strokes are paler."""
    black, pale, purple = (np.array(one, np.float32) for one in ((8, 0, 0), (30, 2, -3), (20, 30, -40)))
    assert alike(black, pale)
    assert not alike(black, purple)


def test_a_barcode_is_found_and_a_heading_is_none() -> None:
    """One capture cannot tell that its modules are the holder's."""
    pixels = page()
    random = np.random.default_rng(4)
    modules = random.random((24, 24)) < 0.5
    pixels[200:296, 500:596][np.kron(modules, np.ones((4, 4), bool))] = 20
    (box,) = lettering(pixels).codes([NAME])
    assert box.overlap(BoxMm(left=62.5, top=25, right=74.5, bottom=37)) > 120
    assert lettering(pixels).codes([NAME, box]) == []
