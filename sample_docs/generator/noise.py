"""Fast reproducible Gaussian noise."""

import cv2
import numpy as np
from numpy.typing import NDArray

UNIT = 64
"""Sigma of the fields, so that they may be whole numbers."""


def seed_noise(seed: int) -> None:
    """Start OpenCV's generator; the fields that follow depend on nothing else."""
    cv2.setRNGSeed(seed & 0x7FFFFFFF)


def gaussian(*shape: int) -> NDArray[np.int16]:
    """White noise of mean 0 and sigma ``UNIT``."""
    # One channel always: with several, OpenCV reads as many means and sigmas, beyond the arrays it is given.
    field = np.empty((shape[0], int(np.prod(shape[1:]))), np.int16)
    cv2.randn(field, np.zeros(1), np.full(1, float(UNIT)))
    return field.reshape(shape)


def in_colour(field: NDArray[np.int16]) -> NDArray[np.int16]:
    """(H, W) repeated to (H, W, 3)."""
    return np.asarray(cv2.cvtColor(field.view(np.uint16), cv2.COLOR_GRAY2BGR)).view(np.int16)
