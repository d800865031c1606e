"""The coloured area of an optically variable device that covers its ground, as a print of colour-shifting ink does.

Its colour changes with the angle, so that no capture shows that of another and the reference holds only the ground there, closed from around it. What captures share is how large
the area is that departs from the ground in hue or chroma; print without ink of that kind, or in grey, departs in none.
"""

import cv2
import numpy as np

from docforensics.page.geometry import BoxMm
from docforensics.templates.comparison.photometric import LevelledPage
from docforensics.templates.masks import clipped, square
from docforensics.templates.model import REFERENCE_PX_PER_MM
from docforensics.templates.planes import blur

_SMOOTH_MM = 0.25
"""Over which colours are mixed: no capture shows the colours of finer lines. A judgement."""
_COLOURED = 15.0
"""Grey levels of hue and chroma by which a place departs from the ground. Of 15, 25 and 40 that which separates grey prints as well and leaves most of a device (design 596, seen)."""


def coloured_mm2(page: LevelledPage, place: BoxMm) -> float:
    """Measure the area of a device's place on a page whose colour departs from the ground, mm2; constant print of the place counts as ground."""
    window = clipped(place, page.shape)
    constant = page.reference.constant[window]
    if not constant.size:
        return 0.0
    departs = blur(page.departs(window), _SMOOTH_MM * REFERENCE_PX_PER_MM)
    chroma = np.linalg.norm(departs - departs.mean(axis=2, keepdims=True), axis=2)
    coloured = ((chroma > _COLOURED) & ~constant).astype(np.uint8)
    # Lines and single spots are no area.
    area = cv2.morphologyEx(coloured, cv2.MORPH_OPEN, square(_SMOOTH_MM))
    return float(np.count_nonzero(area)) / REFERENCE_PX_PER_MM**2
