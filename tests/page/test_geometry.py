"""Small things that the geometry of pages is reckoned with."""

import numpy as np
import pytest

from docforensics.page.geometry import (
    BoxMm,
    BoxPx,
    lengths_of,
    median,
    quarter_turned,
    quarter_turned_back,
    quarters_from_level,
)


@pytest.mark.parametrize("count", [1, 2, 5, 44])
@pytest.mark.parametrize("dtype", [np.uint8, np.float64])
def test_the_median_is_numpys(count: int, dtype: type[np.generic]) -> None:
    """To the last bit, of bytes too, whose sum may exceed a byte."""
    values = np.random.default_rng(count).integers(0, 256, (1, count)).astype(dtype)
    assert median(values) == float(np.median(values))


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
    upright = quarter_turned(pixels, quarters)
    y, x = np.argwhere(upright)[0]
    back = quarter_turned_back(np.array([[[x, y]]], np.float64), quarters, upright.shape)
    assert back.tolist() == [[[6.0, 1.0]]]


def test_a_box_holds_what_lies_inside_and_on_its_border() -> None:
    """A point beyond any side is not held."""
    box = BoxMm(left=1, top=2, right=3, bottom=4)
    assert box.holds(box.centre)
    assert box.holds((1, 4))
    assert not any(box.holds(point) for point in ((0.9, 3), (3.1, 3), (2, 1.9), (2, 4.1)))


def test_a_box_lies_in_an_image_when_all_its_pixels_do() -> None:
    """The shape is rows before columns; the box is half-open."""
    box = BoxPx(left=0, top=0, right=8, bottom=5)
    assert box.lies_in((5, 8, 3))
    assert not box.lies_in((4, 8))
    assert not BoxPx(left=-1, top=0, right=2, bottom=2).lies_in((5, 8))


def test_lengths_of_vectors_are_numpys_to_the_last_bit() -> None:
    """Of any number of axes before the last."""
    vectors = np.random.default_rng(5).normal(size=(40, 4, 2))
    assert np.array_equal(lengths_of(vectors), np.linalg.norm(vectors, axis=-1))
