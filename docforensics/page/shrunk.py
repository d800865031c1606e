"""Pictures made much smaller."""

from collections.abc import Callable

import cv2
import numpy as np

from docforensics.capture.averages import averaged
from docforensics.capture.model import Pixels

By = Callable[[int], Pixels]
"""Gives a picture with so many pixels averaged to one, each way."""


def shrunk(pixels: Pixels, shape: tuple[int, int], by: By | None = None) -> Pixels:
    """Averaged to this width and height: whole pixels first, which is far quicker than shares of pixels.

    `by` gives the picture with so many pixels averaged to one, where that is kept (`Image.averaged`).
    """
    height, width = pixels.shape[:2]
    step = min(width // shape[0], height // shape[1])
    if step > 1:
        pixels = by(step) if by else averaged(pixels, step)
    return np.asarray(cv2.resize(pixels, shape, interpolation=cv2.INTER_AREA), np.uint8)
