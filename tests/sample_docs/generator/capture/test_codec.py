"""Bytes to pixels."""

from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from sample_docs.generator.capture.codec import decode, encode
from sample_docs.generator.capture.shot import Codec


@pytest.mark.parametrize("subsampling", ["4:4:4", "4:2:2", "4:2:0"])
def test_decoded_pixels_are_those_that_pillow_reads(subsampling: str) -> None:
    """OpenCV decodes the files of the generator, to the same pixels."""
    pixels = np.random.default_rng(5).integers(0, 256, (45, 67, 3), np.uint8)
    data = encode(pixels, Codec(quality=90, subsampling=subsampling))
    assert np.array_equal(decode(data), np.asarray(Image.open(BytesIO(data)).convert("RGB")))


def test_a_png_comes_back_as_it_was() -> None:
    """PNG loses nothing."""
    pixels = np.random.default_rng(6).integers(0, 256, (45, 67, 3), np.uint8)
    assert np.array_equal(decode(encode(pixels, Codec(format="PNG"))), pixels)
