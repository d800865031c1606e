"""Fine lines of optically variable devices under UV: as grey as their lamp, between print that glows."""

import cv2
import numpy as np

from docforensics.capture.model import Pixels
from docforensics.page.quantiles import median_of
from docforensics.templates.comparison.luminescence import luminescence
from docforensics.templates.masks import grown
from docforensics.templates.model import REFERENCE_PX_PER_MM
from docforensics.templates.planes import Map, Mask, Planes, blur, darkest

FINE_MM, COARSE_MM = 0.1, 0.6
"""Band in which lines of a device lie."""
SHIFT_PX = 2
"""Pixels by which a device may lie aside: it is applied apart from the print, and registration is not perfect."""
MARGIN_MM = (SHIFT_PX + 1) / REFERENCE_PX_PER_MM + 2 * COARSE_MM
"""Around a device, which its lines need to be told from what surrounds them."""
_GLOWS, _COLOURED = 8.0, 0.5
"""Grey levels above the substrate from which colours count, and the share of the brightest by which the faintest falls short in print that
glows: a device is as grey as its lamp. On 21 devices of 18 random designs (seen) they leave .14 to 1.0 of a device."""
_BRIGHT, _BRIGHT_GREY = 50.0, 18.0
"""Grey levels above the substrate from which print glows, whatever its colour: lines of those devices reach about 40; and in a picture without colours, where nothing else tells."""
_APART_PX = 1
"""Margin around print that glows. With .3 mm nothing was left of a device between lines a millimetre apart."""
_OUTLIER = 4.0
"""Median differences beyond which a pixel counts no further: fibres, dust."""


def free_of_print(pixels: Pixels) -> Mask:
    """Where a page or reference (H, W[, 3]) under UV bears no print that glows, (H, W): by its colour, and by its brightness."""
    above = np.stack([_smooth(luminescence(np.asarray(plane, np.uint8))) for plane in cv2.split(pixels)])
    most, least = above.max(axis=0), above.min(axis=0)
    if len(above) == 1:
        return ~grown(most > _BRIGHT_GREY, _APART_PX / REFERENCE_PX_PER_MM)
    coloured = (most > _GLOWS) & (most - least > _COLOURED * most)
    return ~grown((most > _BRIGHT) | coloured, _APART_PX / REFERENCE_PX_PER_MM)


def fine_lines(picture: Pixels | Planes, free: Mask) -> Map:
    """Take the fine structure (H, W) of what has no colour, of what is `free` of print that glows alone, grey levels."""
    grey, weight = darkest(picture), free.astype(np.float32)
    fine, coarse = (_mean(grey, weight, reach * REFERENCE_PX_PER_MM) for reach in (FINE_MM, COARSE_MM))
    return np.asarray(fine - coarse, np.float32)


def best_move(expected: Map, seen: Map, within: Mask) -> tuple[int, int]:
    """Give the pixels down and to the right, at most `SHIFT_PX`, by which lines that were seen correlate best with those expected."""
    steps = range(-SHIFT_PX, SHIFT_PX + 1)
    moves = [(down, right) for right in steps for down in steps]
    return max(moves, key=lambda move: correlation(expected, moved(seen, move), within))


def moved(lines: Map, move: tuple[int, int]) -> Map:
    """Move lines (H, W) by pixels down and to the right."""
    return np.asarray(np.roll(lines, move, (0, 1)), np.float32)


def correlation(expected: Map, seen: Map, where: Mask) -> float:
    """Correlate lines about 0, in which no single pixel counts for much; 0 where there are none."""
    if not where.any():
        return 0.0
    one, other = expected[where], seen[where]
    limit = _OUTLIER * median_of(np.abs(other))
    other = np.clip(other, -limit, limit)
    each = float(np.sqrt((one * one).sum() * (other * other).sum()))
    return float((one * other).sum()) / each if each > 0 else 0.0


def _smooth(levels: Map) -> Map:
    return np.asarray(cv2.GaussianBlur(levels, (0, 0), 1.0), np.float32)


def _mean(grey: Map, weight: Map, sigma: float) -> Map:
    """Blur what has weight, from itself alone."""
    return np.asarray(blur(grey * weight, sigma) / np.maximum(blur(weight, sigma), 1e-3), np.float32)
