"""Any array of samples as 8-bit RGB or grey, and its turning upright. The caller's array is never changed."""

from collections.abc import Callable
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image as PillowImage

from docforensics.capture.model import AS_STORED, InFile, Pixels
from docforensics.errors import UsageError

UPRIGHT: Final = 1
"""The EXIF orientation that asks for nothing."""
_TRANSPOSED: Final = frozenset((5, 6, 7, 8))
"""EXIF orientations that exchange rows and columns."""
_FLIPS: Final = {2: 1, 3: -1, 4: 0, 6: 1, 7: -1, 8: 0}
"""By EXIF orientation what `cv2.flip` is asked for, after that."""
_MIRRORED_ACROSS, _MIRRORED_DOWN = frozenset((1, -1)), frozenset((0, -1))
"""Codes of `cv2.flip` that mirror left and right, and above and below."""
_STRIP_ROWS: Final = 256
"""Rows of a picture that are converted at a time: a hundredth of a large picture. A judgement."""
_FULL_16_BIT: Final = 65535
"""White where 16 bits are used in full."""


def pixels_from_array(array: NDArray[Any]) -> Pixels:
    """Turn a caller's array into a private copy as (H, W) or (H, W, 3) uint8.

    Accepts (H, W), (H, W, 1), (H, W, 3) in RGB order and (H, W, 4) RGBA (laid on white); uint8, bool, uint16 over its
    full range, or float within 0..1. Raises UsageError for anything else.
    """
    if array.ndim == 3 and array.shape[2] == 1:
        array = array[:, :, 0]
    if array.ndim not in (2, 3) or 0 in array.shape or (array.ndim == 3 and array.shape[2] not in (3, 4)):
        raise UsageError(f"Array: expected shape (H, W), (H, W, 3) RGB or (H, W, 4) RGBA, got {array.shape}")
    samples = _to_8_bit(array)
    return flatten_samples(samples) if samples.shape[2:] == (4,) else samples


def _to_8_bit(array: NDArray[Any]) -> Pixels:
    """Scale the samples to uint8, in a new array."""
    if array.dtype == np.uint8:
        return np.asarray(np.array(array, order="C"), dtype=np.uint8)
    if array.dtype == np.bool_:
        return np.where(array, np.uint8(255), np.uint8(0))
    if array.dtype.kind == "u" and array.dtype.itemsize == 2:
        return scale_to_8_bit(array)
    if array.dtype.kind == "f":
        return _from_unit_interval(array)
    raise UsageError(
        f"Array: expected uint8, bool, uint16 or float in 0..1, got {array.dtype}: convert it, "
        "for example with array.astype(numpy.uint8) when its values lie within 0..255"
    )


def _from_unit_interval(array: NDArray[np.floating[Any]]) -> Pixels:
    low, high = float(array.min()), float(array.max())
    if not (low >= 0.0 and high <= 1.0):  # also refuses NaN
        raise UsageError(
            f"Array: expected float values in 0..1, got {low:g}..{high:g}: divide by the largest possible value, "
            "or give uint8"
        )
    return np.asarray(np.rint(array * 255.0), dtype=np.uint8)


def scale_to_8_bit(array: NDArray[np.uint16], full: int = _FULL_16_BIT) -> Pixels:
    """Scale unsigned samples whose white is `full` to 0..255, rounding to the nearest."""
    table = np.minimum((np.arange(_FULL_16_BIT + 1, dtype=np.int64) * 255 + full // 2) // full, 255)
    return np.asarray(table.astype(np.uint8)[array])


def flatten_alpha(image: PillowImage.Image, mode: str) -> Pixels:
    """Lay an image that has transparency, in the mode `RGBA` or `LA`, on white, as a viewer shows it."""
    flat = "L" if mode == "LA" else "RGB"
    return by_strips(image, flat, lambda strip: _on_white(strip.convert(mode), flat))


def flatten_samples(samples: Pixels) -> Pixels:
    """Lay (H, W, 4) RGBA samples on white, in a new array (H, W, 3)."""
    flat = np.empty((*samples.shape[:2], 3), np.uint8)
    for top in range(0, len(flat), _STRIP_ROWS):
        strip = PillowImage.fromarray(samples[top : top + _STRIP_ROWS])
        flat[top : top + _STRIP_ROWS] = np.asarray(_on_white(strip, "RGB"))
    return flat


def by_strips(
    image: PillowImage.Image, mode: str, made: Callable[[PillowImage.Image], PillowImage.Image]
) -> Pixels:
    """Convert an image to `mode`, L or RGB, strip by strip, so that no second whole picture is in memory."""
    whole = np.empty((image.height, image.width) if mode == "L" else (image.height, image.width, 3), np.uint8)
    for top in range(0, image.height, _STRIP_ROWS):
        bottom = min(top + _STRIP_ROWS, image.height)
        whole[top:bottom] = np.asarray(made(image.crop((0, top, image.width, bottom))))
    return whole


def _on_white(image: PillowImage.Image, mode: str) -> PillowImage.Image:
    alpha = image.getchannel("A")
    flat = image.convert(mode)
    if alpha.getextrema() == (255, 255):
        return flat
    white = PillowImage.new(mode, image.size, "white")
    white.paste(flat, mask=alpha)
    return white


def turn_upright(pixels: Pixels, orientation: int) -> Pixels:
    """Apply an EXIF orientation (1..8, JEITA CP-3451 4.6.4) by moving whole pixels, never by resampling."""
    if orientation in _TRANSPOSED:
        pixels = np.asarray(cv2.transpose(pixels), dtype=np.uint8)
    if orientation in _FLIPS:
        pixels = np.asarray(cv2.flip(pixels, _FLIPS[orientation]), dtype=np.uint8)
    return pixels


def as_stored(shape: tuple[int, ...], orientation: int) -> InFile:
    """Where pixels of this shape, which `turn_upright` turned, lie among those that the file stores."""
    height, width = shape[:2]
    flip = _FLIPS.get(orientation)
    across = (-1.0, 0.0, float(width)) if flip in _MIRRORED_ACROSS else AS_STORED.matrix[0]
    down = (0.0, -1.0, float(height)) if flip in _MIRRORED_DOWN else AS_STORED.matrix[1]
    if orientation in _TRANSPOSED:
        return InFile(matrix=(down, across), size=(float(height), float(width)))
    return InFile(matrix=(across, down), size=(float(width), float(height)))
