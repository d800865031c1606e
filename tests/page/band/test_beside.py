"""What lies around the page of a zone."""

import numpy as np
import pytest

from docforensics.page.band.beside import around_page
from docforensics.page.geometry import Points

PX = 10
"""Pixels a millimetre."""


def zone(left: float, bottom: float) -> Points:
    """A zone of two lines of 44 on a page whose left lower corner lies there, px."""
    first, last = left + 6 * PX, left + (6 + 44 * 2.54) * PX
    low, high = bottom - 8.13 * PX, bottom - 17 * PX
    return np.array([[first, high], [last, high], [last, low], [first, low]])


def test_nothing_lies_around_a_page_that_fills_the_picture() -> None:
    """A scan cut to the page."""
    assert not list(around_page(np.zeros((880, 1250), np.uint8), zone(0, 880), 44))


def test_strips_reach_from_the_page_to_the_rim_of_the_picture() -> None:
    """A page with 30 mm above it and 20 mm to its right."""
    strips = list(around_page(np.zeros((1180, 1450), np.uint8), zone(0, 1180), 44))
    assert [strip.pixels.shape for strip in strips] == [
        (pytest.approx(300, abs=3), 1450),
        (1180, pytest.approx(200, abs=3)),
    ]
    assert strips[0].origin == (0, 0)
    assert strips[1].origin == (pytest.approx(1250, abs=3), 0)


def test_a_zone_that_stands_on_its_side_has_its_page_beside_it() -> None:
    """Lines that run up: the page lies to their left."""
    corners = zone(0, 880)
    turned = np.column_stack([corners[:, 1], 1250 - corners[:, 0]])
    assert not list(around_page(np.zeros((1250, 880), np.uint8), turned, 44))
