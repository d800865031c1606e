"""What is printed dark on a page in one light, whatever the paper does there."""

import cv2
import numpy as np

from docforensics.capture.model import Pixels
from docforensics.templates.planes import Map, Mask, blur_masked, mean_colour

_SOFT_MM = 0.1
"""Blur that removes the sensor's noise. A judgement; not fitted."""
_PAPER_MM = 3.6
"""Window in whose median the paper shows between strokes. A judgement; not fitted."""


def ink(pixels: Pixels, px_per_mm: float, bright: Mask | None = None) -> Map:
    """(H, W): grey levels by which a place is darker than the paper around it; 0 where it is lighter, as luminescent print is.

    `bright` is where print luminesces: between its lines the paper is dark, and no ink; it is taken from what does not luminesce alone.
    """
    levels = mean_colour(pixels.reshape(*pixels.shape[:2], -1).astype(np.float32))
    grey = cv2.GaussianBlur(levels, (0, 0), _SOFT_MM * px_per_mm)
    small = cv2.resize(grey, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    if bright is not None and bright.any():
        plain = cv2.resize(bright.view(np.uint8), small.shape[::-1], interpolation=cv2.INTER_NEAREST) == 0
        around = blur_masked(
            np.asarray(small[..., None], np.float32), plain, sigma_px=_PAPER_MM * px_per_mm / 8
        )[..., 0]
        small = np.where(plain, small, around)
    window = round(_PAPER_MM * px_per_mm / 4) | 1
    median = cv2.medianBlur(np.clip(small, 0, 255).astype(np.uint8), window).astype(np.float32)
    paper = cv2.resize(median, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR)
    return np.asarray(np.maximum(paper - grey, 0.0), dtype=np.float32)
