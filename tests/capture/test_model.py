"""Images are what came in, and nobody changes them afterwards."""

from dataclasses import FrozenInstanceError

import numpy as np
import pytest
from numpy.typing import NDArray

from docforensics.capture.model import Image
from docforensics.errors import UsageError


def image(pixels: NDArray[np.uint8], dpi: float | None = None) -> Image:
    """Make an image as a decoder would."""
    return Image(pixels=pixels, sha256="0" * 64, raw=b"", media_type="array", dpi=dpi)


@pytest.fixture
def grey() -> NDArray[np.uint8]:
    """Give 3x4 grey pixels."""
    return np.arange(12, dtype=np.uint8).reshape(3, 4)


def test_later_changes_to_the_array_never_reach_the_image(grey: NDArray[np.uint8]) -> None:
    """A writeable array is copied."""
    made = image(grey)
    grey[:] = 99
    assert made.pixels.tolist() == [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9, 10, 11]]


def test_a_read_only_view_of_a_writeable_array_is_copied_too(grey: NDArray[np.uint8]) -> None:
    """The flag of a view says nothing of the array below."""
    view = grey[:, :]
    view.setflags(write=False)
    made = image(view)
    grey[:] = 99
    assert made.pixels[0, 0] == 0


def test_pixels_are_read_only_and_contiguous(pattern: NDArray[np.uint8]) -> None:
    """Whatever strides they came with."""
    made = image(pattern[::2, ::-1])
    assert made.pixels.flags.c_contiguous
    with pytest.raises(ValueError, match="read-only"):
        made.pixels[0, 0] = 0


def test_frozen_pixels_are_not_copied_again(grey: NDArray[np.uint8]) -> None:
    """A photo of 12 megapixels is held once."""
    grey = grey.copy()
    grey.setflags(write=False)
    assert image(grey).pixels is grey


@pytest.mark.parametrize("shape", [(3,), (3, 4, 4), (3, 4, 1), (0, 4), (2, 3, 4, 3)])
def test_other_shapes_are_refused(shape: tuple[int, ...]) -> None:
    """Expected and got are named."""
    with pytest.raises(UsageError, match="expected"):
        image(np.zeros(shape, np.uint8))


def test_an_image_tells_its_size(grey: NDArray[np.uint8]) -> None:
    """Rows and columns."""
    assert (image(grey).height, image(grey).width) == (3, 4)


def test_an_image_cannot_be_changed(grey: NDArray[np.uint8]) -> None:
    """Neither its fields nor its tags."""
    made = image(grey)
    with pytest.raises(FrozenInstanceError):
        made.dpi = 300.0  # type: ignore[misc]
    with pytest.raises(TypeError):
        made.exif["Software"] = "x"  # type: ignore[index]


def test_a_smaller_picture_is_the_average_and_made_once() -> None:
    """What is left over at the rim is left out; an even number of pixels is averaged in two steps, to a grey level."""
    pixels = np.random.default_rng(2).integers(0, 256, (63, 92, 3), np.uint8)
    made = image(pixels)
    assert made.averaged(1) is made.pixels
    for step in (2, 3, 6):
        height, width = 63 // step, 92 // step
        whole = pixels[: height * step, : width * step].reshape(height, step, width, step, 3)
        small = made.averaged(step)
        assert np.abs(small - whole.mean(axis=(1, 3))).max() <= 1.0
        assert made.averaged(step) is small
