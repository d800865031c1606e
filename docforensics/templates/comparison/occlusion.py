"""What lies on the print and is no part of it: ink of personal data, glare, reflections. None of it is accused."""

from functools import reduce

import cv2
import numpy as np

from docforensics.capture.model import Pixels
from docforensics.page.quantiles import quantiles
from docforensics.templates.masks import grown, square
from docforensics.templates.model import REFERENCE_PX_PER_MM
from docforensics.templates.planes import Map, Mask, Planes, blur, blur_masked, mean_colour

_INK_DEPTH = 28.0
"""Grey levels below the reference at which a pixel is taken for ink of personal data."""
_INK_SHARE, _TEXT_QUANTILE = 0.3, 0.02
"""The same as a share of the depth of text: of what only this share of the page is darker than."""
_TEXT_DEPTH = 105.0
"""Grey levels below the surroundings at which print is taken for text; background lines are paler."""
_SHADE_DEPTH = 12.0
"""Grey levels below the reference at which a place inside a portrait belongs to the picture and not to the page."""
_BURNT_LEVEL = 250.0
"""Grey level in every colour at which a sensor is full, but for noise. A judgement."""
_GLARE_FADES_MM, _REFLECTION_MM = 2.0, 2.5
"""How far glare fades, and the window in which a reflection is looked for. Judgements; not fitted."""
_REACH_SIGMAS = 3.0
"""Beyond so many standard deviations a Gaussian window tells nothing."""
_FADED = 0.3
"""Share of the reference's energy below which print is faded."""
_GLARE_LIFT = 20.0
"""From here on a reflection is no veil, and twice the share of energy may be left: its noise and rim are no print."""
_LIFT = 14.0
"""Grey levels by which a reflection brightens the page."""
_FADING_LIFT = 5.0
"""The same at its rim."""
_NOISE = 1.0
"""Variance, squared grey levels, below which structure is not told from noise."""
_MAX_STROKE_MM = 1.6
"""Strokes of text are thinner, also bold and closely set; OCR-B's are 0.35 mm."""
_INK_MARGIN_MM = 0.3
"""Blur of a stroke's edge. A judgement; not fitted."""


def personal_ink(seen: Map, expected: Map, *, solid_allowed: Mask, reflected: Mask | None = None) -> Mask:
    """Pixels of a page clearly darker than its reference, grown by a margin for blur and JPEG ringing; of both their mean colour.

    `reflected` are places under a reflection, where ink is paler.
    """
    # Strokes: contrast with the local background, so that a shadow over the page is not taken for ink.
    flat = _level(seen)
    deficit = _level(expected) - flat
    dark = deficit > _ink_depth(flat, solid_allowed)
    if reflected is not None:
        dark |= reflected & (deficit > _INK_DEPTH)
    side = round(_MAX_STROKE_MM * REFERENCE_PX_PER_MM)
    solid = cv2.morphologyEx(dark.astype(np.uint8), cv2.MORPH_OPEN, np.ones((side, side), np.uint8)) > 0
    ink = dark & ~solid
    if solid_allowed.any():
        ink |= solid_allowed & (dark | _shaded(expected - seen, solid_allowed))
    return grown(ink, _INK_MARGIN_MM)


def _ink_depth(flat: Map, solid_allowed: Mask) -> float:
    """Grey levels below the reference from which a pixel is ink: a share of how dark this capture shows its own text.

    A capture of more contrast than the reference shows the background print darker, too.
    """
    text = flat[::3, ::3][~solid_allowed[::3, ::3]]
    return max(_INK_DEPTH, _INK_SHARE * -quantiles(text, (_TEXT_QUANTILE,))[0]) if text.size else _INK_DEPTH


def printed_ink(reference: Pixels, *, margins: int = 1, deeper_than: float = _TEXT_DEPTH) -> Mask:
    """Pixels far darker than their surroundings, grown by margins: text that a capture itself shows."""
    return grown(printed_depth(reference) > deeper_than, margins * _INK_MARGIN_MM)


def printed_depth(pixels: Pixels) -> Map:
    """(H, W): grey levels by which print is darker than its surroundings."""
    return -_level(mean_colour(pixels.astype(np.float32).reshape(*pixels.shape[:2], -1)))


def burnt_out(page: Pixels | Planes) -> Mask:
    """Where glare has burnt the page out, grown by the range over which it fades."""
    darkest = reduce(cv2.min, cv2.split(page))
    if cv2.minMaxLoc(darkest)[1] < _BURNT_LEVEL:
        return np.zeros(page.shape[:2], np.bool_)
    white = cv2.blur(np.asarray(darkest, dtype=np.float32), (3, 3)) >= _BURNT_LEVEL
    # Single white pixels are noise; glare is a patch.
    patch = cv2.morphologyEx(white.astype(np.uint8), cv2.MORPH_OPEN, np.ones((5, 5), np.uint8)) > 0
    return grown(patch, _GLARE_FADES_MM)


def reflects(lift: Map) -> bool:
    """Whether any place is brightened enough to be asked for a reflection (`washed_out`)."""
    return bool((lift > _LIFT).any())


def near_reflections(lift: Map) -> tuple[slice, slice]:
    """Rows and columns that hold every place that `reflects`, with what its windows reach."""
    bright = lift > _LIFT
    reach = round(_REACH_SIGMAS * _REFLECTION_MM * REFERENCE_PX_PER_MM)
    spans = []
    for axis in (1, 0):
        places = np.flatnonzero(bright.any(axis=axis))
        spans.append(slice(max(int(places[0]) - reach, 0), int(places[-1]) + reach + 1))
    return spans[0], spans[1]


def washed_out(lift: Map, energy_p: Map, energy_r: Map, trusted: Mask) -> Mask:
    """Where a reflection lies on the print: brighter than the page around, and most of the contrast gone.

    Either alone is no reflection: an erased place is as bright as the page, a pale print is not brighter. Round a
    reflection its light fades, and takes contrast along. The energies are those of the band-passed print, (H, W).
    """
    weight = trusted.astype(np.float32)
    sigma = _REFLECTION_MM * REFERENCE_PX_PER_MM
    share = _FADED + _FADED * np.clip(lift / _GLARE_LIFT - 1, 0, 1)
    faded = blur(energy_p * weight, sigma) < share * (blur(energy_r * weight, sigma) + _NOISE)
    core = np.asarray(faded & (lift > _LIFT), dtype=bool)
    if not core.any():
        return core
    rim = grown(core, _GLARE_FADES_MM) & (lift > _FADING_LIFT)
    return np.asarray(core | rim, dtype=bool)


def _shaded(deficit: Map, zone: Mask) -> Mask:
    """Where a zone is darker than the reference at the brightness of the page around the zone: hair, skin, clothes."""
    around = blur_masked(deficit[..., None], ~zone, sigma_px=4 * REFERENCE_PX_PER_MM)[..., 0]
    return np.asarray(blur(deficit - around, 0.3 * REFERENCE_PX_PER_MM) > _SHADE_DEPTH, dtype=bool)


def _level(grey: Map) -> Map:
    """Grey less the brightness of the surroundings (a low-passed local maximum)."""
    window = square(1.5)
    surroundings = cv2.blur(cv2.dilate(cv2.blur(grey, (3, 3)), window), window.shape)
    return np.asarray(grey - surroundings, dtype=np.float32)
