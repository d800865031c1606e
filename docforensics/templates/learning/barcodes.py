"""Whether dense print is a barcode, of one dimension or two: dark and light, and little between, change many times a millimetre.

Faces, flags and emblems change seldom or have tones between. Nothing is decoded.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.capture.model import Pixels
from docforensics.page.geometry import BoxMm
from docforensics.templates.masks import clipped
from docforensics.templates.model import REFERENCE_PX_PER_MM

_AROUND_MM = 3.0
"""Window in which dark and light are told: wider than the widest bar."""
_CONTRAST = 60.0
"""Grey levels between dark and light modules."""
_PER_MM = 0.8
"""Changes a millimetre along rows or columns of pixels. Utopia's DataMatrix makes 1.0 to 1.2, faces and emblems of shared documents 0.2 to 0.6."""
_TONES, _BETWEEN, _MOST_BETWEEN = (0.1, 0.9), (0.3, 0.7), 0.35
"""Tones of dark and light modules, and the share of pixels between the two at most: blurred edges of modules."""


def is_barcode(page: Pixels, box: BoxMm) -> bool:
    """Whether a place on a page (H, W[, 3]) at the reference's resolution has a barcode's texture, upright or turned by a quarter."""
    grey = page if page.ndim == 2 else cv2.cvtColor(page, cv2.COLOR_RGB2GRAY)
    place = np.ascontiguousarray(grey[clipped(box, grey.shape)], dtype=np.uint8)
    if min(place.shape) < 2 * REFERENCE_PX_PER_MM:
        return False
    side = round(_AROUND_MM * REFERENCE_PX_PER_MM) | 1
    square = np.ones((side, side), np.uint8)
    dark, light = (np.asarray(one(place, square), np.float32) for one in (cv2.erode, cv2.dilate))
    inked = (place < (dark + light) / 2) & (light - dark > _CONTRAST)
    return max(_changes(inked), _changes(inked.T)) > _PER_MM and _between(place) < _MOST_BETWEEN


def _changes(inked: NDArray[np.bool_]) -> float:
    """How often a row changes between dark and light, a millimetre."""
    return float(np.diff(inked.astype(np.int8), axis=1).astype(bool).mean()) * REFERENCE_PX_PER_MM


def _between(place: NDArray[np.uint8]) -> float:
    """Share of pixels whose tone is between dark and light modules."""
    dark, light = np.quantile(place, _TONES)
    share = (place.astype(np.float32) - dark) / max(float(light - dark), 1.0)
    return float(((share > _BETWEEN[0]) & (share < _BETWEEN[1])).mean())
