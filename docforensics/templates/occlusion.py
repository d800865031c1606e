"""What lies on the print and is no part of it: ink of personal data, glare, reflections. None of it is accused."""

import cv2
import numpy as np

from docforensics.capture.model import Pixels
from docforensics.templates.model import REFERENCE_PX_PER_MM
from docforensics.templates.planes import Map, Mask, Planes, blur, blur_masked, mean_colour

_INK_DEPTH = 28.0
"""Grey levels below the reference at which a pixel is taken for ink of personal data."""
_TEXT_DEPTH = 105.0
"""Grey levels below the surroundings at which print is taken for text; background lines are paler."""
_SHADE_DEPTH = 12.0
"""Grey levels below the reference at which a place inside a portrait belongs to the picture and not to the page."""
_BURNT_LEVEL = 250.0
_GLARE_FADES_MM = 2.0
_REFLECTION_MM = 2.5
_FADED = 0.3
"""Share of the reference's energy below which print is faded."""
_LIFT = 14.0
"""Grey levels by which a reflection brightens the page."""
_NOISE = 1.0
"""Variance, squared grey levels, below which structure is not told from noise."""
_MAX_STROKE_MM = 1.6
"""Strokes of text are thinner, also bold and closely set; OCR-B's are 0.35 mm."""
_INK_MARGIN_MM = 0.3


def personal_ink(page: Planes, reference: Planes, *, solid_allowed: Mask) -> Mask:
    """Pixels clearly darker than the reference, grown by a margin for blur and JPEG ringing."""
    # Strokes: contrast with the local background, so that a shadow over the page is not taken for ink.
    dark = _flattened(reference) - _flattened(page) > _INK_DEPTH
    side = round(_MAX_STROKE_MM * REFERENCE_PX_PER_MM)
    solid = cv2.morphologyEx(dark.astype(np.uint8), cv2.MORPH_OPEN, np.ones((side, side), np.uint8)) > 0
    ink = dark & ~solid
    if solid_allowed.any():
        ink |= solid_allowed & (dark | _shaded(page, reference, solid_allowed))
    return _with_margin(ink)


def printed_ink(reference: Pixels, *, margins: int = 1) -> Mask:
    """Pixels far darker than their surroundings, grown by margins: text that a capture itself shows."""
    return _with_margin(printed_depth(reference) > _TEXT_DEPTH, margin_mm=margins * _INK_MARGIN_MM)


def printed_depth(pixels: Pixels) -> Map:
    """(H, W): grey levels by which print is darker than its surroundings."""
    return -_flattened(pixels.astype(np.float32).reshape(*pixels.shape[:2], -1))


def burnt_out(page: Planes) -> Mask:
    """Where glare has burnt the page out, grown by the range over which it fades."""
    darkest = page[..., 0] if page.shape[2] == 1 else cv2.min(cv2.min(*_first_two(page)), page[..., 2])
    white = cv2.blur(np.asarray(darkest, dtype=np.float32), (3, 3)) >= _BURNT_LEVEL
    # Single white pixels are noise; glare is a patch.
    patch = cv2.morphologyEx(white.astype(np.uint8), cv2.MORPH_OPEN, np.ones((5, 5), np.uint8)) > 0
    return _with_margin(patch, margin_mm=_GLARE_FADES_MM)


def washed_out(page: Planes, reference: Planes, energy_p: Map, energy_r: Map, trusted: Mask) -> Mask:
    """Where a reflection lies on the print: brighter than the page around, and most of the contrast gone.

    Either alone is no reflection: an erased place is as bright as the page, a pale print is not brighter. The energies
    are those of the band-passed print, (H, W).
    """
    lift = blur(mean_colour(page - reference), 1.5 * REFERENCE_PX_PER_MM)
    lift -= float(np.median(lift[::3, ::3][trusted[::3, ::3]])) if trusted[::3, ::3].any() else 0.0
    if not (lift > _LIFT).any():
        return np.zeros(trusted.shape, dtype=bool)
    weight = trusted.astype(np.float32)
    sigma = _REFLECTION_MM * REFERENCE_PX_PER_MM
    faded = blur(energy_p * weight, sigma) < _FADED * (blur(energy_r * weight, sigma) + _NOISE)
    return np.asarray(faded & (lift > _LIFT), dtype=bool)


def _first_two(page: Planes) -> tuple[Map, Map]:
    return np.ascontiguousarray(page[..., 0]), np.ascontiguousarray(page[..., 1])


def _shaded(page: Planes, reference: Planes, zone: Mask) -> Mask:
    """Where a zone is darker than the reference at the brightness of the page around the zone: hair, skin, clothes."""
    deficit = mean_colour(reference - page)
    around = blur_masked(deficit[..., None], ~zone, sigma_px=4 * REFERENCE_PX_PER_MM)[..., 0]
    return np.asarray(blur(deficit - around, 0.3 * REFERENCE_PX_PER_MM) > _SHADE_DEPTH, dtype=bool)


def _flattened(pixels: Planes) -> Map:
    """Mean over colour, less the brightness of the surroundings (a low-passed local maximum)."""
    grey = mean_colour(pixels)
    size = 2 * round(1.5 * REFERENCE_PX_PER_MM) + 1
    surroundings = cv2.blur(cv2.dilate(cv2.blur(grey, (3, 3)), np.ones((size, size), np.uint8)), (size, size))
    return np.asarray(grey - surroundings, dtype=np.float32)


def _with_margin(mask: Mask, *, margin_mm: float = _INK_MARGIN_MM) -> Mask:
    size = 2 * round(margin_mm * REFERENCE_PX_PER_MM) + 1
    return np.asarray(cv2.dilate(mask.astype(np.uint8), np.ones((size, size), np.uint8)), dtype=bool)
