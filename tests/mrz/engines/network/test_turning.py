"""Quarter turns move whole pixels, and places follow them back."""

import numpy as np
import pytest

from docforensics.mrz.engines.network.turning import quarters_from_level, turned, turned_back


@pytest.mark.parametrize(
    ("direction", "quarters"), [((9, 1), 0), ((-1, 9), 1), ((-9, 2), 2), ((1, -9), 3), ((-9, -2), 2)]
)
def test_the_nearest_quarter_makes_the_direction_level(direction: tuple[int, int], quarters: int) -> None:
    """Down wants one turn counter-clockwise, up three."""
    assert quarters_from_level(np.array(direction, np.float64)) == quarters


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_a_place_in_the_turned_picture_leads_back_to_its_pixel(quarters: int) -> None:
    """The one bright pixel is found again, exactly."""
    pixels = np.zeros((5, 8), np.uint8)
    pixels[1, 6] = 255
    upright = turned(pixels, quarters)
    y, x = np.argwhere(upright)[0]
    back = turned_back(np.array([[[x, y]]], np.float64), quarters, upright.shape)
    assert back.tolist() == [[[6.0, 1.0]]]
