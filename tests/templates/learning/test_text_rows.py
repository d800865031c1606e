"""Rows of text on captures, and whether they show the same strokes."""

from collections.abc import Callable

import cv2
import numpy as np
import pytest

from docforensics.capture.model import Pixels
from docforensics.page.geometry import BoxMm
from docforensics.templates.learning.text_rows import begins_where_it_varies, same_ink

CardMaker = Callable[..., Pixels]
NAME = BoxMm(left=36, top=20, right=76, bottom=25)
TITLE_FREE = BoxMm(left=60, top=45, right=80, bottom=50)


def test_the_same_text_is_the_same_ink_and_another_name_is_not(card: CardMaker) -> None:
    """Two captures of one holder's card agree; those of two holders differ where the name stands."""
    assert same_ink(NAME, card(1), card(1))
    assert not same_ink(NAME, card(1), card(2))


def test_a_place_without_text_is_the_same_on_all(card: CardMaker) -> None:
    """Background print is no ink."""
    assert same_ink(TITLE_FREE, card(1), card(2))


def row(value: str, label: str = "") -> Pixels:
    """A row of 60 x 6 mm: part of a label, and a value close behind it."""
    pixels = np.full((48, 480, 3), 230, np.uint8)
    for text, left in ((label, 8), (value, 100)):
        cv2.putText(pixels, text, (left, 34), 0, 0.8, (20, 20, 20), 2, cv2.LINE_AA)
    return pixels


ROW = BoxMm(left=0.5, top=0.5, right=42.0, bottom=5.5)
VALUES = ("N2 793 4941", "F1 040 3239", "D3 396 0514", "X7 512 8860", "T6 108 7325", "H9 264 1173")


def test_what_all_pages_show_before_a_value_is_no_part_of_it() -> None:
    """The end of a label that was read as one line with the value."""
    found = begins_where_it_varies(ROW, [row(value, "PVG/8") for value in VALUES])
    assert found.left == pytest.approx(12.5, abs=1.0)
    assert (found.top, found.right, found.bottom) == (ROW.top, ROW.right, ROW.bottom)


def test_a_row_that_all_share_and_one_that_varies_from_its_beginning_stay_whole() -> None:
    """A nationality, and a number."""
    assert begins_where_it_varies(ROW, [row("UTOPIAN", "PVG/8")] * 6) == ROW
    alone = BoxMm(left=12.0, top=0.5, right=42.0, bottom=5.5)
    assert begins_where_it_varies(alone, [row(value) for value in VALUES]) == alone
