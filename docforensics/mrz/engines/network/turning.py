"""Quarter turns: a page on its side is turned by moving whole pixels, and its characters' places are turned back."""

import math

import numpy as np
from numpy.typing import NDArray

from docforensics.capture.model import Pixels
from docforensics.page.geometry import Points


def quarters_from_level(direction: Points) -> int:
    """How many quarters (0..3) a picture must be turned counter-clockwise so that `direction` (2,) points right."""
    return round(math.atan2(float(direction[1]), float(direction[0])) / (math.pi / 2)) % 4


def turned(pixels: Pixels, quarters: int) -> Pixels:
    """Turn counter-clockwise by so many quarters; no pixel is resampled."""
    return np.ascontiguousarray(np.rot90(pixels, quarters)) if quarters else pixels


def turned_back(places: NDArray[np.float64], quarters: int, shape: tuple[int, ...]) -> NDArray[np.float64]:
    """Take places (..., 2) in a picture of `shape` that `turned` made back to the picture that it was made of."""
    height, width = shape[:2]
    for _ in range(quarters):
        places = np.stack([height - 1 - places[..., 1], places[..., 0]], axis=-1)
        height, width = width, height
    return places
