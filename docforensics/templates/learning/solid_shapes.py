"""Emblems and other solid shapes of a page: darker than the page around them, and broader than the stroke of any letter or pen."""

import cv2
import numpy as np

from docforensics.capture.model import Pixels
from docforensics.page.geometry import BoxMm
from docforensics.templates.masks import clipped, grown
from docforensics.templates.model import REFERENCE_PX_PER_MM
from docforensics.templates.planes import Mask, as_grey

_AROUND_MM = 12.0
"""Window of what a shape is darker than: twice as wide as most emblems. A judgement."""
_DARK = 40.0
"""Grey levels below the page around; fine print blurs to less. A judgement."""
_BROAD_MM = 1.7
"""Broader than strokes: `occlusion` takes 1.6 mm for the broadest ones of text."""
_RIM_MM, _SHARE = 0.3, 0.25
"""A shape's edge, blurred; and share of a place that shapes fill where it is an emblem's: letters fill none. Judgements."""


def solid_shapes(page: Pixels) -> Mask:
    """(H, W): solid shapes on a page (H, W[, 3]) at the reference's resolution, with their points and rims."""
    grey = as_grey(page)
    step = round(REFERENCE_PX_PER_MM)
    small = cv2.resize(grey, None, fx=1 / step, fy=1 / step, interpolation=cv2.INTER_AREA)
    side = round(_AROUND_MM) | 1
    usual = cv2.medianBlur(np.clip(small, 0, 255).astype(np.uint8), side)
    around = cv2.resize(usual, grey.shape[::-1], interpolation=cv2.INTER_LINEAR).astype(np.float32)
    dark = ((around - cv2.GaussianBlur(grey, (0, 0), 1.0)) > _DARK).astype(np.uint8)
    broad = round(_BROAD_MM * REFERENCE_PX_PER_MM) | 1
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (broad, broad))
    core = cv2.morphologyEx(dark, cv2.MORPH_OPEN, disc)
    near = np.asarray(cv2.dilate(core, disc), dtype=np.uint8) & dark
    return grown(near > 0, _RIM_MM)


def is_solid(shapes: Mask, box: BoxMm) -> bool:
    """Whether solid shapes fill a place as letters never do."""
    place = shapes[clipped(box, shapes.shape)]
    return bool(place.size) and float(place.mean()) > _SHARE
