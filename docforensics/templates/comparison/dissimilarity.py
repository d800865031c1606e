"""Local comparison of a registered page with a reference: whether the print is what one expects there.

The measure is the contrast-structure term of SSIM on band-passed colour,

    d = 1 - (2 cov(p, r) + noise) / (var(p) + var(r) + noise),        0 same .. 1 unrelated .. 2 inverted,

computed in a Gaussian window. Unlike plain NCC it sees print that is *missing* (a patch smoother than the reference),
which is how pasted, erased and generated regions betray themselves (standards.md 6.2). Before it is taken, the
reference is brought to the page's sharpness and the page to the reference's contrast, so that an honest soft or
pale capture of the whole page leaves nothing behind.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from docforensics.capture.model import Pixels
from docforensics.templates.comparison.occlusion import (
    burnt_out,
    near_reflections,
    personal_ink,
    reflects,
    washed_out,
)
from docforensics.templates.comparison.photometric import LEAST_GAIN, MOST_GAIN, lifted
from docforensics.templates.comparison.sharpness import match_sharpness
from docforensics.templates.model import REFERENCE_PX_PER_MM
from docforensics.templates.planes import (
    Map,
    Mask,
    Planes,
    as_planes,
    blur,
    blur_masked,
    dot,
    only_where,
)

WINDOW_MM = 0.9
"""Standard deviation of the Gaussian window: a letter's height, so that one altered letter is seen."""
_FINE_MM, _COARSE_MM = 0.12, 0.75
"""Band pass: below lies sensor noise, above lies illumination."""
_GAIN_MM, _REFLECTED_GAIN_MM, _MOST_REFLECTED_GAIN = 7.0, 1.5, 4.0
"""Windows in which contrast is brought to the reference's, and how far: over the page, and in reflections, which are small and
fade more. Judgements; not fitted."""
_LIFT_FROM, _LIFT_OVER = 5.0, 6.0
"""Grey levels above the page's brightness at which a reflection begins, and over which it is believed in full."""
_UNDER_INK_MM = 1.5
"""Around ink, print is known from one side alone. A judgement; not fitted."""
_NOISE = 1.0
"""Variance, squared grey levels, below which structure is not told from noise."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PageComparison:
    """A page compared with its reference, place by place."""

    dissimilarity: Map
    """`d` at each place."""
    support: Map
    """Share of the window that could be compared, 0..1 (what varies from holder to holder is left out)."""
    energy: Map
    """Octaves by which the band-passed print exceeds what the reference leads one to expect: below 0 where print is
    missing, pale or soft against the page as a whole, above 0 where it is added or harder."""
    difference: Map
    """Root mean square of the band-passed difference in the window, grey levels at the reference's contrast."""
    strength: Map
    """Root mean square of the band-passed print of page and reference in the window, grey levels: what the dissimilarity
    is a share of."""
    compared: Mask
    """(H, W): pixels that were compared: constant print with no ink of personal data, glare or reflection on it."""


def to_reference_scale(pixels: Pixels, px_per_mm: float, shape: tuple[int, int]) -> Pixels:
    """Resample a page that lies on the template frame to the reference's resolution and (height, width)."""
    scale = REFERENCE_PX_PER_MM / px_per_mm
    matrix = np.array([[scale, 0.0, (scale - 1) / 2], [0.0, scale, (scale - 1) / 2]])
    if scale < 1:
        # Area averaging first: linear interpolation alone would alias the background print into moire.
        height, width = pixels.shape[:2]
        reduced = (max(round(width * scale), 1), max(round(height * scale), 1))
        pixels = np.asarray(cv2.resize(pixels, reduced, interpolation=cv2.INTER_AREA), dtype=np.uint8)
        if pixels.shape[:2] == shape:
            return pixels
        matrix = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])
    warped = cv2.warpAffine(
        pixels, matrix, (shape[1], shape[0]), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(warped, dtype=np.uint8)


def compare(
    page: Pixels,
    reference: Pixels,
    *,
    ink_allowed: Mask,
    trusted: Mask,
    solid_allowed: Mask | None = None,
    ratios: tuple[float, ...] | None = None,
) -> PageComparison:
    """Compare a page with a reference.

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
    ratios
        The reference's sharpness, where it was measured before (`sharpness.reference_ratios`).

    """
    p, r = as_planes(page, reference)
    r = match_sharpness(r, p, trusted, ratios)
    solid = np.zeros_like(ink_allowed) if solid_allowed is None else solid_allowed
    band_r = _band(r)
    lift = lifted(p, r, trusted)
    inked = np.zeros_like(trusted)
    if ink_allowed.any():
        inked = ink_allowed & personal_ink(p, r, solid_allowed=solid, reflected=lift > _LIFT_FROM)
    hidden = inked | burnt_out(page)
    if reflects(lift):
        hidden |= _washed_out(p, band_r, lift, trusted & ~inked)
    left_out = hidden | ~trusted
    if left_out.any():
        p = only_where(_expected(r, p, ~left_out), left_out, otherwise=p)
    del r
    return _structure(_band(p), band_r, trusted & ~hidden, lift)


def _washed_out(page: Planes, band_r: Planes, lift: Map, trusted: Mask) -> Mask:
    """Where a reflection lies on the print; the page's band is made nowhere but round the places that are brightened."""
    rows, columns = near_reflections(lift)
    band_p, expected = _band(page[rows, columns]), band_r[rows, columns]
    energies = dot(band_p, band_p), dot(expected, expected)
    found = np.zeros_like(trusted)
    found[rows, columns] = washed_out(lift[rows, columns], *energies, trusted[rows, columns])
    return found


def _band(pixels: Planes) -> Planes:
    fine, coarse = _FINE_MM * REFERENCE_PX_PER_MM, _COARSE_MM * REFERENCE_PX_PER_MM
    # In place: planes of three colours are most of the memory of an examination.
    band = blur(pixels, fine)
    band -= blur(pixels, coarse)
    return band


def _expected(reference: Planes, page: Planes, trusted: Mask) -> Planes:
    """The reference at the page's brightness nearby: what to expect under the ink."""
    sigma = _UNDER_INK_MM * REFERENCE_PX_PER_MM
    expected = blur_masked(page - reference, trusted, sigma_px=sigma)
    expected += reference
    return expected


def _structure(p: Planes, r: Planes, trusted: Mask, lift: Map) -> PageComparison:
    weight = trusted.astype(np.float32)
    own, expected, cross = (
        _halved(np.asarray(dot(a, b) * weight, np.float32)) for a, b in ((p, p), (r, r), (p, r))
    )
    gain = _gain(own, expected, _halved(lift))
    support = _window(_halved(weight))
    norm = np.maximum(support, 1e-3)
    cross, own, expected = (
        np.asarray(_window(values) / norm, np.float32)
        for values in (cross * gain, own * (gain * gain), expected)
    )
    noise = np.float32(_NOISE * p.shape[2])
    similarity = (2 * cross + noise) / (own + expected + noise)
    energy = np.log2((own + noise) / (expected + noise))
    difference = np.sqrt(np.maximum(own + expected - 2 * cross, 0) / p.shape[2])
    strength = np.sqrt((own + expected + noise) / p.shape[2])
    size = (weight.shape[1], weight.shape[0])
    full = [
        np.asarray(cv2.resize(part, size), dtype=np.float32)
        for part in (1 - similarity, support, energy, difference, strength)
    ]
    return PageComparison(
        dissimilarity=full[0],
        support=full[1],
        energy=full[2],
        difference=full[3],
        strength=full[4],
        compared=trusted,
    )


def _halved(values: Map) -> Map:
    """At half the resolution: window and gain are far wider than a pixel."""
    return np.asarray(cv2.resize(values, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA), np.float32)


def _window(half: Map) -> Map:
    """Mean in the Gaussian window, of what was halved."""
    return blur(half, WINDOW_MM * REFERENCE_PX_PER_MM / 2)


def _gain(own: Map, expected: Map, lift: Map) -> Map:
    """Contrast of the reference over that of the page around each place, from the energies there, all at half the resolution.

    Shadow takes contrast away over centimetres; an altered place is smaller, and its surroundings set its gain. A
    reflection takes it away over millimetres, and brightens: where the page is lifted, the gain follows at that pace, so
    that what shows through must still be the reference's print, only fainter. Only a factor of two and a half either way
    is believed, and under a reflection of four.
    """
    wide = _contrast(own, expected, _GAIN_MM, (LEAST_GAIN, MOST_GAIN))
    reflected = np.clip((lift - _LIFT_FROM) / _LIFT_OVER, 0, 1).astype(np.float32)
    if not reflected.any():
        return wide
    near = _contrast(own, expected, _REFLECTED_GAIN_MM, (LEAST_GAIN, _MOST_REFLECTED_GAIN))
    return np.asarray(wide + reflected * (np.maximum(near, wide) - wide), dtype=np.float32)


def _contrast(own: Map, expected: Map, sigma_mm: float, limits: tuple[float, float]) -> Map:
    sigma = sigma_mm * REFERENCE_PX_PER_MM / 2
    gain = np.sqrt((blur(expected, sigma) + _NOISE) / (blur(own, sigma) + _NOISE))
    return np.asarray(np.clip(gain, *limits), dtype=np.float32)
