"""Luma of a picture on its own grid: from its pixels, and as its file stores it."""

import io

import cv2
import numpy as np
from PIL import Image as PillowImage

from docforensics.capture.model import Image
from docforensics.capture.side import Capture
from docforensics.checks.support.native_image import luma_of, read_native
from docforensics.page.band.find import grey_of


def saved(colours: np.ndarray, **options: object) -> Image:
    """A picture as a JPEG."""
    stream = io.BytesIO()
    PillowImage.fromarray(colours).save(stream, "JPEG", quality=90, **options)
    return Capture.load(visible=stream.getvalue()).primary


def pale() -> np.ndarray:
    """Colours that reach neither end of their scale."""
    noise = np.random.default_rng(5).normal(0, 40, (60, 80, 3))
    return np.clip(128 + cv2.GaussianBlur(noise, (0, 0), 2.0) * 2, 60, 200).astype(np.uint8)


def test_pixels_give_the_luma_that_was_stored() -> None:
    """So the file need not be decoded once more."""
    image = saved(pale())
    assert np.array_equal(grey_of(image.pixels), read_native(image).levels)


def test_a_picture_that_was_not_compressed_is_not_rounded() -> None:
    """Its luma lies between whole grey levels."""
    stream = io.BytesIO()
    PillowImage.fromarray(pale()).save(stream, "PNG")
    levels = luma_of(Capture.load(visible=stream.getvalue()).primary)
    assert levels.dtype == np.float32
    assert not np.array_equal(levels, np.round(levels))


def test_a_jpeg_that_stores_red_first_has_the_luma_of_its_pixels() -> None:
    """Its first component is no luma, so its steps say nothing of it."""
    native = read_native(saved(pale(), keep_rgb=True))
    assert native.levels.dtype == np.float32
    assert (native.steps == 1).all()
