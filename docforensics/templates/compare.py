"""Local comparison of a registered page with a reference: whether the print is what one expects there.

The measure is the contrast-structure term of SSIM on band-passed colour,

    d = 1 - (2 cov(p, r) + noise) / (var(p) + var(r) + noise),        0 same .. 1 unrelated .. 2 inverted,

computed in a Gaussian window. Unlike plain NCC it sees print that is *missing* (a patch smoother than the reference),
which is how pasted, erased and generated regions betray themselves (forensics.md 1.3). Before it is taken, the
reference is brought to the page's sharpness and the page to the reference's contrast, so that an honest soft or
pale capture of the whole page leaves nothing behind.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.capture.model import Pixels
from docforensics.templates.model import REFERENCE_PX_PER_MM

Map = NDArray[np.float32]
"""(H, W) float32 on the template frame, `REFERENCE_PX_PER_MM` pixels a millimetre."""
Mask = NDArray[np.bool_]
"""(H, W) on the template frame."""

WINDOW_MM = 0.9
"""Standard deviation of the Gaussian window: a letter's height, so that one altered letter is seen."""
_FINE_MM, _COARSE_MM = 0.12, 0.75
"""Band pass: below lies sensor noise, above lies illumination."""
_GAIN_MM = 7.0
_NOISE = 1.0
"""Variance, squared grey levels, below which structure is not told from noise."""
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
_MAX_STROKE_MM = 1.6
"""Strokes of text are thinner, also bold and closely set; OCR-B's are 0.35 mm."""
_INK_MARGIN_MM = 0.3


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Comparison:
    """A page held against its reference, place by place."""

    dissimilarity: Map
    """`d` at each place."""
    support: Map
    """Share of the window that could be compared, 0..1 (what varies from holder to holder is left out)."""
    energy: Map
    """Octaves by which the band-passed print exceeds what the reference leads one to expect: below 0 where print is
    missing, pale or soft against the page as a whole, above 0 where it is added or harder."""
    difference: Map
    """Root mean square of the band-passed difference in the window, grey levels at the reference's contrast."""


def to_reference_scale(pixels: Pixels, px_per_mm: float, shape: tuple[int, int]) -> Pixels:
    """Resample a page that lies on the template frame to the reference's resolution and (height, width)."""
    scale = REFERENCE_PX_PER_MM / px_per_mm
    matrix = np.array([[scale, 0.0, (scale - 1) / 2], [0.0, scale, (scale - 1) / 2]])
    if scale < 1:
        # Area averaging first: linear interpolation alone would alias the background print into moire.
        height, width = pixels.shape[:2]
        reduced = (max(round(width * scale), 1), max(round(height * scale), 1))
        pixels = np.asarray(cv2.resize(pixels, reduced, interpolation=cv2.INTER_AREA), dtype=np.uint8)
        matrix = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])
    warped = cv2.warpAffine(
        pixels, matrix, (shape[1], shape[0]), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(warped, dtype=np.uint8)


def compare(
    page: Pixels, reference: Pixels, *, ink_allowed: Mask, trusted: Mask, solid_allowed: Mask | None = None
) -> Comparison:
    """Hold a page against a reference.

    Parameters
    ----------
    page, reference
        (H, W, 3) or (H, W) uint8 on the template frame; colour is compared only when both have it.
    ink_allowed
        Where print of personal data may stand: dark ink there that the reference lacks is left out of the
        comparison, the background between and around it is not.
    solid_allowed
        Where that ink may be solid (portraits), not strokes alone: elsewhere a dark patch is no text, and is compared.
    trusted
        Where the print is constant: only these pixels are compared, and sharpness and contrast are matched on them.

    """
    p, r = _as_float(page, reference)
    r = match_sharpness(r, p, trusted)
    solid = np.zeros_like(ink_allowed) if solid_allowed is None else solid_allowed
    ink = (personal_ink(p, r, solid_allowed=solid) & ink_allowed) | burnt_out(p) | washed_out(p, r, trusted)
    p = np.where(ink[..., None], _gain_matched(r, p, trusted & ~ink), p)
    return _structure(_band(p), _band(r), trusted & ~ink)


def personal_ink(page: NDArray[np.float32], reference: NDArray[np.float32], *, solid_allowed: Mask) -> Mask:
    """Pixels clearly darker than the reference, grown by a margin for blur and JPEG ringing."""
    # Strokes: contrast with the local background, so that a shadow over the page is not taken for ink.
    dark = _flattened(reference) - _flattened(page) > _INK_DEPTH
    side = round(_MAX_STROKE_MM * REFERENCE_PX_PER_MM)
    solid = cv2.morphologyEx(dark.astype(np.uint8), cv2.MORPH_OPEN, np.ones((side, side), np.uint8)) > 0
    return _with_margin((dark & ~solid) | (solid_allowed & (dark | _shaded(page, reference, solid_allowed))))


def _shaded(page: NDArray[np.float32], reference: NDArray[np.float32], zone: Mask) -> Mask:
    """Where a zone is darker than the reference at the brightness of the page around the zone: hair, skin, clothes."""
    deficit = (reference - page).mean(axis=2)
    around = blur_masked(deficit[..., None], ~zone, sigma_px=4 * REFERENCE_PX_PER_MM)[..., 0]
    smooth = cv2.GaussianBlur(deficit - around, (0, 0), 0.3 * REFERENCE_PX_PER_MM)
    return np.asarray(smooth > _SHADE_DEPTH, dtype=bool)


def printed_ink(reference: Pixels, *, margins: int = 1) -> Mask:
    """Pixels far darker than their surroundings, grown by margins: text that a capture itself shows."""
    return _with_margin(printed_depth(reference) > _TEXT_DEPTH, margin_mm=margins * _INK_MARGIN_MM)


def printed_depth(pixels: Pixels) -> Map:
    """(H, W): grey levels by which print is darker than its surroundings."""
    return -_flattened(pixels.astype(np.float32).reshape(*pixels.shape[:2], -1))


def burnt_out(page: NDArray[np.float32]) -> Mask:
    """Where glare has burnt the page out, grown by the range over which it fades."""
    white = cv2.blur(page.min(axis=2), (3, 3)) >= _BURNT_LEVEL
    # Single white pixels are noise; glare is a patch.
    patch = cv2.morphologyEx(white.astype(np.uint8), cv2.MORPH_OPEN, np.ones((5, 5), np.uint8)) > 0
    return _with_margin(patch, margin_mm=_GLARE_FADES_MM)


def washed_out(page: NDArray[np.float32], reference: NDArray[np.float32], trusted: Mask) -> Mask:
    """Where a reflection lies on the print: brighter than the page around, and most of the contrast gone.

    Either alone is no reflection: an erased place is as bright as the page, a pale print is not brighter.
    """
    lift = (page - reference).mean(axis=2)
    lift = cv2.GaussianBlur(lift, (0, 0), 1.5 * REFERENCE_PX_PER_MM) - float(np.median(lift[trusted]))
    weight = trusted.astype(np.float32)
    sigma = _REFLECTION_MM * REFERENCE_PX_PER_MM / 4
    energy_p, energy_r = (
        _quarter_blur((_band(values) ** 2).sum(axis=2) * weight, sigma) for values in (page, reference)
    )
    faded = energy_p < _FADED * (energy_r + _NOISE)
    full = cv2.resize(
        faded.astype(np.uint8), (weight.shape[1], weight.shape[0]), interpolation=cv2.INTER_NEAREST
    )
    return np.asarray((full > 0) & (lift > _LIFT), dtype=bool)


def _with_margin(mask: Mask, *, margin_mm: float = _INK_MARGIN_MM) -> Mask:
    size = 2 * round(margin_mm * REFERENCE_PX_PER_MM) + 1
    return np.asarray(cv2.dilate(mask.astype(np.uint8), np.ones((size, size), np.uint8)), dtype=bool)


def match_sharpness(
    reference: NDArray[np.float32], page: NDArray[np.float32], trusted: Mask
) -> NDArray[np.float32]:
    """Blur the reference until its fine detail is as weak, against its coarse detail, as the page's."""
    target = _detail_ratio(page.mean(axis=2), trusted)
    grey = reference.mean(axis=2)
    sigma = min(
        _SIGMAS_PX, key=lambda candidate: abs(_detail_ratio(_softened(grey, candidate), trusted) - target)
    )
    return _softened(reference, sigma)


_SIGMAS_PX = (0.0, 0.4, 0.6, 0.8, 1.0, 1.3, 1.7, 2.2, 3.0)


def _softened(pixels: NDArray[np.float32], sigma_px: float) -> NDArray[np.float32]:
    return _blur(pixels, sigma_px) if sigma_px > 0 else pixels


def _as_float(page: Pixels, reference: Pixels) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    if page.ndim == 3 and reference.ndim == 3:
        return page.astype(np.float32), reference.astype(np.float32)
    return _grey(page)[..., None], _grey(reference)[..., None]


def _grey(pixels: Pixels) -> NDArray[np.float32]:
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY) if pixels.ndim == 3 else pixels
    return np.asarray(grey, dtype=np.float32)


def _blur(pixels: NDArray[np.float32], sigma_px: float) -> NDArray[np.float32]:
    blurred = cv2.GaussianBlur(pixels, (0, 0), sigma_px, borderType=cv2.BORDER_REFLECT_101)
    return np.asarray(blurred, dtype=np.float32).reshape(pixels.shape)


def _band(pixels: NDArray[np.float32]) -> NDArray[np.float32]:
    fine, coarse = _FINE_MM * REFERENCE_PX_PER_MM, _COARSE_MM * REFERENCE_PX_PER_MM
    return _blur(pixels, fine) - _blur(pixels, coarse)


def _flattened(pixels: NDArray[np.float32]) -> NDArray[np.float32]:
    """Mean over colour, less the brightness of the surroundings (a low-passed local maximum)."""
    grey = pixels.mean(axis=2)
    size = 2 * round(1.5 * REFERENCE_PX_PER_MM) + 1
    surroundings = cv2.blur(cv2.dilate(cv2.blur(grey, (3, 3)), np.ones((size, size), np.uint8)), (size, size))
    return np.asarray(grey - surroundings, dtype=np.float32)


def _detail_ratio(grey: NDArray[np.float32], trusted: Mask) -> float:
    finer = cv2.GaussianBlur(grey, (0, 0), 1.2)
    # Every third pixel tells as much; medians of absolute values, so that a forged patch does not set the page's
    # sharpness.
    fine = np.abs(grey - finer)[::3, ::3][trusted[::3, ::3]]
    coarse = np.abs(finer - cv2.GaussianBlur(grey, (0, 0), 5.0))[::3, ::3][trusted[::3, ::3]]
    return float(np.median(fine) / max(float(np.median(coarse)), 1e-3)) if fine.size else 0.0


def _gain_matched(
    reference: NDArray[np.float32], page: NDArray[np.float32], trusted: Mask
) -> NDArray[np.float32]:
    """The reference at the page's brightness nearby: what to expect under the ink."""
    return reference + blur_masked(page - reference, trusted, sigma_px=12.0)


def blur_masked(pixels: NDArray[np.float32], mask: Mask, *, sigma_px: float) -> NDArray[np.float32]:
    """Gaussian mean of the pixels (H, W, C) inside `mask` alone."""
    weight = mask.astype(np.float32)
    total = _blur(weight, sigma_px)[..., None]
    return np.asarray(_blur(pixels * weight[..., None], sigma_px) / np.maximum(total, 1e-3), dtype=np.float32)


def _structure(p: NDArray[np.float32], r: NDArray[np.float32], trusted: Mask) -> Comparison:
    p = p * _gain(p, r, trusted)
    weight = trusted.astype(np.float32)
    support = _window(weight)
    norm = np.maximum(support, 1e-3)
    cross, own, expected = (_window((a * b).sum(axis=2) * weight) / norm for a, b in ((p, r), (p, p), (r, r)))
    noise = _NOISE * p.shape[2]
    similarity = (2 * cross + noise) / (own + expected + noise)
    energy = np.log2((own + noise) / (expected + noise))
    difference = np.sqrt(np.maximum(own + expected - 2 * cross, 0) / p.shape[2])
    shape = (weight.shape[1], weight.shape[0])
    full = [
        np.asarray(cv2.resize(part, shape), dtype=np.float32)
        for part in (1 - similarity, support, energy, difference)
    ]
    return Comparison(dissimilarity=full[0], support=full[1], energy=full[2], difference=full[3])


def _window(values: Map) -> Map:
    """Mean in the Gaussian window, at half the resolution: the window is far wider than a pixel."""
    half = cv2.resize(values, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    return _blur(np.asarray(half, dtype=np.float32), WINDOW_MM * REFERENCE_PX_PER_MM / 2)


def _gain(p: NDArray[np.float32], r: NDArray[np.float32], trusted: Mask) -> NDArray[np.float32]:
    """Contrast of the reference over that of the page around each place, (H, W, 1).

    Glare and shadow take contrast away over centimetres; an altered place is smaller, and its surroundings set its
    gain. Only a factor of two and a half either way is believed.
    """
    weight = trusted.astype(np.float32)
    sigma = _GAIN_MM * REFERENCE_PX_PER_MM / 4
    energy_p, energy_r = (_quarter_blur((values * values).sum(axis=2) * weight, sigma) for values in (p, r))
    gain = np.sqrt((energy_r + _NOISE) / (energy_p + _NOISE))
    full = cv2.resize(np.clip(gain, 0.4, 2.5), (weight.shape[1], weight.shape[0]))
    return np.asarray(full, dtype=np.float32)[..., None]


def _quarter_blur(values: Map, sigma: float) -> Map:
    quarter = cv2.resize(values, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    return _blur(np.asarray(quarter, dtype=np.float32), sigma)
