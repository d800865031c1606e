"""WebP is decoded as Pillow decodes it, with its tags, and without a second picture in memory."""

import io
from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image as PillowImage

from docforensics.capture.limits import DEFAULT_LIMITS, Limits
from docforensics.capture.webp import decode_webp
from docforensics.errors import DecodeError, LimitExceededError, UnsupportedFormatError


@pytest.mark.parametrize("lossless", [True, False])
@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_the_pixels_are_those_that_pillow_gives(
    encode: Callable[..., bytes], pattern: NDArray[np.uint8], mode: str, *, lossless: bool
) -> None:
    """With transparency laid on white, turned as EXIF asks."""
    image = PillowImage.fromarray(pattern).convert(mode)
    if mode == "RGBA":
        image.putalpha(120)
    exif = PillowImage.Exif()
    exif[0x0112], exif[0x0131] = 6, "Scanner 3"
    raw = encode(image, "WEBP", lossless=lossless, exif=exif)
    found = decode_webp(raw, DEFAULT_LIMITS)
    with PillowImage.open(io.BytesIO(raw)) as opened:
        whole = opened.convert("RGBA")
    white = PillowImage.new("RGBA", whole.size, "white")
    expected = np.rot90(np.asarray(PillowImage.alpha_composite(white, whole).convert("RGB")), -1)
    assert np.abs(found.pixels.astype(int) - expected).max() <= 1
    assert found.exif["Software"] == "Scanner 3"


def test_an_animation_is_refused(encode: Callable[..., bytes], picture: PillowImage.Image) -> None:
    """Of which one picture alone would be examined."""
    other = picture.transpose(PillowImage.Transpose.ROTATE_180)
    raw = encode(picture, "WEBP", save_all=True, append_images=[other], duration=100)
    with pytest.raises(UnsupportedFormatError, match="animation"):
        decode_webp(raw, DEFAULT_LIMITS)


def test_sizes_chunks_and_damage_are_refused(
    encode: Callable[..., bytes], picture: PillowImage.Image
) -> None:
    """Before anything is decoded where the header shows it."""
    raw = encode(picture, "WEBP")
    with pytest.raises(LimitExceededError, match="pixels"):
        decode_webp(raw, Limits(max_pixels=100))
    with pytest.raises(LimitExceededError, match="chunks"):
        decode_webp(raw + b"abcd\0\0\0\0" * 2000, DEFAULT_LIMITS)
    with pytest.raises(DecodeError, match="truncated"):
        decode_webp(raw[: len(raw) // 2], DEFAULT_LIMITS)
