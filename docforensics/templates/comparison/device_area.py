"""The coloured area of an optically variable device that covers its ground, as a print of colour-shifting ink does.

Its colour changes with the angle, so that no capture shows that of another and the reference holds only the ground there, closed from around it. What captures share is how large
the area is that departs from the ground in hue or chroma; print without ink of that kind, or in grey, departs in none.
"""

import cv2
import numpy as np

from docforensics.capture.model import Pixels
from docforensics.page.geometry import BoxMm
from docforensics.templates.comparison.photometric import levelled
from docforensics.templates.masks import clipped, square
from docforensics.templates.model import REFERENCE_PX_PER_MM, LightReference
from docforensics.templates.planes import as_planes, blur

_SMOOTH_MM = 0.25
"""Over which colours are mixed: no capture shows the colours of finer lines. A judgement."""
_COLOURED = 15.0
"""Grey levels of hue and chroma by which a place departs from the ground. Of 15, 25 and 40 that which separates grey prints as well and leaves most of a device (design 596, seen)."""


def coloured_mm2(page: Pixels, reference: LightReference, place: BoxMm) -> float:
    """Measure the area of a device's place on a page (H, W, 3) whose colour departs from the ground, mm2; constant print of the place counts as ground."""
    box = clipped(place, reference.constant.shape)
    if not reference.constant[box].size:
        return 0.0
    level = levelled(page, reference.mean, reference.constant)[box]
    _, ground = as_planes(page[box], reference.mean[box])
    departs = blur(np.asarray(level - ground, np.float32), _SMOOTH_MM * REFERENCE_PX_PER_MM)
    chroma = np.linalg.norm(departs - departs.mean(axis=2, keepdims=True), axis=2)
    coloured = ((chroma > _COLOURED) & ~reference.constant[box]).astype(np.uint8)
    # Lines and single spots are no area.
    area = cv2.morphologyEx(coloured, cv2.MORPH_OPEN, square(_SMOOTH_MM))
    return float(np.count_nonzero(area)) / REFERENCE_PX_PER_MM**2
