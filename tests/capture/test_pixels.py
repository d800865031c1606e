"""Arrays become private 8-bit pixels; turning moves whole pixels."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, strategies as st
from hypothesis.extra import numpy as hnp
from numpy.typing import NDArray
from PIL import Image as PillowImage, ImageOps

from docforensics.capture.pixels import (
    as_stored,
    flatten_alpha,
    pixels_from_array,
    scale_to_8_bit,
    turn_upright,
)
from docforensics.errors import UsageError

SHAPES = st.one_of(
    hnp.array_shapes(min_dims=2, max_dims=2, max_side=6),
    st.tuples(st.integers(1, 6), st.integers(1, 6), st.sampled_from((1, 3, 4))),
)
ARRAYS = st.one_of(
    hnp.arrays(np.uint8, SHAPES),
    hnp.arrays(np.uint16, SHAPES),
    hnp.arrays(np.bool_, SHAPES),
    hnp.arrays(np.float32, SHAPES, elements=st.floats(0, 1, width=32)),
)


@given(ARRAYS)
def test_any_accepted_array_becomes_private_8_bit_pixels(array: NDArray[Any]) -> None:
    """The caller's array is neither changed nor shared."""
    before = array.copy()
    pixels = pixels_from_array(array)
    assert pixels.dtype == np.uint8
    assert pixels.shape[:2] == array.shape[:2]
    assert pixels.shape[2:] in ((), (3,))
    assert not np.shares_memory(pixels, array)
    assert np.array_equal(array, before)


def test_the_full_range_of_every_type_spans_black_to_white() -> None:
    """White stays white."""
    assert pixels_from_array(np.array([[False, True]])).tolist() == [[0, 255]]
    assert pixels_from_array(np.array([[0, 32768, 65535]], np.uint16)).tolist() == [[0, 128, 255]]
    assert pixels_from_array(np.array([[0.0, 0.5, 1.0]])).tolist() == [[0, 128, 255]]
    assert pixels_from_array(np.array([[0.0, 1.0]], np.float16)).tolist() == [[0, 255]]


def test_big_endian_samples_are_read_as_numbers() -> None:
    """The byte order of the array does not matter."""
    assert pixels_from_array(np.array([[0, 65535]], ">u2")).tolist() == [[0, 255]]


@given(st.integers(0, 65535))
def test_16_bit_samples_round_to_the_nearest(value: int) -> None:
    """No level is favoured."""
    assert int(scale_to_8_bit(np.array([value], np.uint16))[0]) == int(value * 255 / 65535 + 0.5)


def test_12_bit_samples_scale_by_their_own_white() -> None:
    """Scanners store 12 bits in 16."""
    assert scale_to_8_bit(np.array([0, 4095, 5000], np.uint16), 4095).tolist() == [0, 255, 255]


def test_transparent_pixels_show_the_white_below() -> None:
    """As a viewer shows them: hidden colours stay hidden."""
    array = np.array([[[10, 20, 30, 0], [10, 20, 30, 255], [0, 0, 0, 128]]], np.uint8)
    assert pixels_from_array(array).tolist() == [[[255, 255, 255], [10, 20, 30], [127, 127, 127]]]


def test_grey_with_alpha_stays_grey() -> None:
    """No channels are invented."""
    image = PillowImage.new("LA", (3, 2), (40, 255))
    assert flatten_alpha(image, "LA").tolist() == [[40] * 3] * 2


@pytest.mark.parametrize(
    "array",
    [
        np.zeros((3, 4), np.int64),
        np.zeros((3, 4), np.uint32),
        np.zeros((3, 4), np.complex64),
        np.full((3, 4), 255.0),
        np.full((3, 4), -0.1),
        np.full((3, 4), np.nan),
        np.zeros(5, np.uint8),
        np.zeros((3, 4, 2), np.uint8),
        np.zeros((3, 4, 5), np.uint8),
        np.zeros((2, 3, 4, 3), np.uint8),
        np.zeros((0, 4, 3), np.uint8),
        np.array([["a"]], object),
    ],
    ids=lambda array: f"{array.dtype}{array.shape}",
)
def test_any_other_array_is_a_usage_error_that_says_what_is_expected(array: NDArray[Any]) -> None:
    """Guessing a scale would change what is examined."""
    with pytest.raises(UsageError, match="expected"):
        pixels_from_array(array)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("grey", [False, True])
def test_every_exif_orientation_turns_as_pillow_does(
    pattern: NDArray[np.uint8], orientation: int, grey: bool
) -> None:
    """Pillow's own transposition is the reference."""
    pixels = pattern[..., 0] if grey else pattern
    image = PillowImage.fromarray(pixels)
    image.getexif()[274] = orientation
    assert np.array_equal(turn_upright(pixels, orientation), np.asarray(ImageOps.exif_transpose(image)))


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_pixel_that_was_turned_is_found_where_the_file_stores_it(
    pattern: NDArray[np.uint8], orientation: int
) -> None:
    """Its middle lies half a pixel from its corner in both."""
    upright = turn_upright(pattern, orientation)
    rows, columns = np.indices(upright.shape[:2])
    middles = np.stack([columns + 0.5, rows + 0.5, np.ones_like(rows)])
    x, y = np.tensordot(np.array(as_stored(upright.shape, orientation).matrix), middles, axes=1)
    assert np.array_equal(pattern[np.floor(y).astype(int), np.floor(x).astype(int)], upright)


@pytest.mark.parametrize("orientation", [0, 9, -1])
def test_an_orientation_that_does_not_exist_turns_nothing(
    pattern: NDArray[np.uint8], orientation: int
) -> None:
    """A damaged tag leaves the picture as it is."""
    assert np.array_equal(turn_upright(pattern, orientation), pattern)
