"""What shows under UV: print that glows, fibres, and print that absorbs."""

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.capture.model import Pixels
from docforensics.templates.masks import grown
from docforensics.templates.model import REFERENCE_PX_PER_MM, LightReference
from docforensics.templates.planes import Mask

LUMINESCENT_LEVEL = 18.0
"""Grey levels above the dull substrate around, in the brightest colour, from which print is luminescent. A judgement; not fitted."""
SOFT_MM = 0.12
"""Blur of what is compared: a registration that is a little off must not look like print that is missing. A judgement; not fitted."""
GAINS = (0.4, 2.5)
"""How much weaker or stronger the whole luminescence may be: lamps and exposures differ. A judgement; not fitted."""
NOISE = 6.0
"""Squared grey levels of luminescence that do not differ from none."""
UNLIKE = 0.3
"""Dissimilarity from which print is not the same: 0 same, 1 unrelated. A judgement; not fitted."""
BESIDE_MM = 0.6
"""Around luminescent print, where a line out of place would lie. A judgement; not fitted."""
_ABSORBS = 6.0
"""Grey levels below it; a dull substrate is dark already."""
_SURROUNDINGS_MM = 9.0
"""In which the substrate's level is found: wider than luminescent print. A judgement; not fitted."""
_BLUR_MARGIN_MM = 0.3
"""Around print that glows, which spreads in the lens. A judgement; not fitted."""
_LONGEST_FIBRE_MM, _MOST_FIBRE_MM2 = 7.0, 4.0
"""Fibres are 2 to 6 mm long and thin as a hair."""
_BESIDE_PRINT_MM = 1.0
"""Pieces of the print itself, broken by blur, are as short and thin as fibres."""


def luminescence(pixels: Pixels) -> NDArray[np.float32]:
    """(H, W): grey levels above the substrate around each place, the largest over the colours; negative where darker."""
    step = 4
    side = round(_SURROUNDINGS_MM * REFERENCE_PX_PER_MM / step) | 1
    above = np.full(pixels.shape[:2], -255.0, dtype=np.float32)
    for plane in cv2.split(pixels):
        levels = plane.astype(np.float32)
        small = cv2.resize(levels, None, fx=1 / step, fy=1 / step, interpolation=cv2.INTER_AREA)
        # The substrate shows between what glows: a low quantile, here the median after an erosion.
        eroded = cv2.erode(small, np.ones((3, 3), np.uint8))
        base = cv2.medianBlur(np.clip(eroded, 0, 255).astype(np.uint8), side).astype(np.float32)
        full = cv2.resize(base, (pixels.shape[1], pixels.shape[0]), interpolation=cv2.INTER_LINEAR)
        cv2.max(above, cv2.subtract(levels, full, dst=full), dst=above)
    return above


def luminescent(pixels: Pixels) -> Mask:
    """(H, W): where print or fibres glow."""
    return np.asarray(cv2.GaussianBlur(luminescence(pixels), (0, 0), 0.8) > LUMINESCENT_LEVEL, dtype=bool)


def structure(pixels: Pixels) -> Mask:
    """(H, W): where anything shows at all, glowing or absorbing, grown by a margin for blur."""
    above = cv2.GaussianBlur(luminescence(pixels), (0, 0), 1.2)
    return grown((above > LUMINESCENT_LEVEL) | (above < -_ABSORBS), _BLUR_MARGIN_MM)


def fibres(pixels: Pixels) -> Mask:
    """(H, W): glowing pieces as short and thin as a fibre, apart from other print, grown by a margin."""
    marks = luminescent(pixels)
    near = grown(marks, _BLUR_MARGIN_MM).astype(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(near, connectivity=8)
    area = np.bincount(labels.ravel(), weights=marks.ravel(), minlength=len(stats)) / REFERENCE_PX_PER_MM**2
    length = np.hypot(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]) / REFERENCE_PX_PER_MM
    short = (length < _LONGEST_FIBRE_MM) & (area < _MOST_FIBRE_MM2)
    short[0] = False
    return np.asarray(short[labels], dtype=bool)


def fibre_mask(pixels: Pixels, reference: LightReference) -> Mask:
    """(H, W): the light of fibres on a page that lies on its reference, where neither print nor the holder's data glow."""
    return np.asarray(fibres(pixels) & luminescent(pixels) & _bare(reference), dtype=bool)


def fibres_mm2(pixels: Pixels, reference: LightReference) -> float:
    """Square millimetres of `fibre_mask`."""
    return float(fibre_mask(pixels, reference).sum()) / REFERENCE_PX_PER_MM**2


def _bare(reference: LightReference) -> Mask:
    return np.asarray(reference.constant & ~grown(luminescent(reference.mean), _BESIDE_PRINT_MM), dtype=bool)
