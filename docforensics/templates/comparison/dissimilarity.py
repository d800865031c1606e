"""Local comparison of a registered page with a reference: whether the print is what one expects there.

The measure is the contrast-structure term of SSIM on band-passed colour,

    d = 1 - (2 cov(p, r) + noise) / (var(p) + var(r) + noise),        0 same .. 1 unrelated .. 2 inverted,

computed in a Gaussian window. Unlike plain NCC it sees print that is *missing* (a patch smoother than the reference),
which is how pasted, erased and generated regions betray themselves (standards.md 6.2). Before it is taken, the
reference is brought to the page's sharpness and the page to the reference's contrast, so that an honest soft or
pale capture of the whole page leaves nothing behind.
"""

from collections.abc import Sequence
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
from docforensics.templates.comparison.sharpness import softened, softening
from docforensics.templates.model import REFERENCE_PX_PER_MM
from docforensics.templates.planes import (
    Map,
    Mask,
    MeanWithin,
    blur,
    colours_of,
    mean_of,
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

_Colour = tuple[cv2.typing.MatLike, cv2.typing.MatLike]
"""One colour of a page and of its reference, (H, W)."""


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
    soft_px: float
    """Standard deviation of the blur, one of `sharpness.SIGMAS_PX`, by which the reference was made as soft as the page."""


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
    colours = colours_of(page, reference)
    seen, expected = (mean_of(planes) for planes in zip(*colours, strict=True))
    soft_px = softening(expected, seen, trusted, ratios)
    expected = softened(expected, soft_px)
    solid = np.zeros_like(ink_allowed) if solid_allowed is None else solid_allowed
    lift = lifted(seen, expected, trusted)
    inked = np.zeros_like(trusted)
    if ink_allowed.any():
        inked = ink_allowed & personal_ink(seen, expected, solid_allowed=solid, reflected=lift > _LIFT_FROM)
    hidden = inked | burnt_out(page)
    if reflects(lift):
        hidden |= _washed_out(colours, soft_px, lift, trusted & ~inked)
    del seen, expected
    compared = trusted & ~hidden
    return _structure(_energies(colours, soft_px, compared), len(colours), compared, lift, soft_px)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Energies:
    """Of the band-passed print at each place, summed over the colours; 0 where it is not compared."""

    own: Map
    expected: Map
    """The reference's."""
    cross: Map


def _energies(colours: Sequence[_Colour], soft_px: float, compared: Mask) -> _Energies:
    """Colour by colour. Under what is left out, the page is taken for the reference at its brightness nearby."""
    kept, left_out = compared.view(np.uint8), (~compared).view(np.uint8)
    near = MeanWithin(compared, sigma_px=_UNDER_INK_MM * REFERENCE_PX_PER_MM) if left_out.any() else None
    own, expected, cross = (np.zeros(compared.shape, np.float32) for _ in range(3))
    for page, reference in colours:
        p, r = np.array(page, np.float32), softened(np.array(reference, np.float32), soft_px)
        if near is not None:
            cv2.copyTo(near.of(p - r) + r, left_out, p)
        p, r = band(p), band(r)
        cv2.accumulateSquare(p, own, kept)
        cv2.accumulateSquare(r, expected, kept)
        cv2.accumulateProduct(p, r, cross, kept)
    return _Energies(own=own, expected=expected, cross=cross)


def _washed_out(colours: Sequence[_Colour], soft_px: float, lift: Map, trusted: Mask) -> Mask:
    """Where a reflection lies on the print; bands are made nowhere but round the places that are brightened."""
    place = near_reflections(lift)
    own, expected = (np.zeros(trusted[place].shape, np.float32) for _ in range(2))
    for page, reference in colours:
        cv2.accumulateSquare(band(np.array(page[place], np.float32)), own)
        cv2.accumulateSquare(band(softened(np.array(reference[place], np.float32), soft_px)), expected)
    found = np.zeros_like(trusted)
    found[place] = washed_out(lift[place], own, expected, trusted[place])
    return found


def band(plane: Map) -> Map:
    """Print without the sensor's noise, which is finer, and the illumination, which is coarser."""
    passed = blur(plane, _FINE_MM * REFERENCE_PX_PER_MM)
    passed -= blur(plane, _COARSE_MM * REFERENCE_PX_PER_MM)
    return passed


def _structure(
    energies: _Energies, colours: int, compared: Mask, lift: Map, soft_px: float
) -> PageComparison:
    weight = compared.astype(np.float32)
    own, expected, cross = map(_halved, (energies.own, energies.expected, energies.cross))
    del energies  # At full resolution they take as much memory as what is made below.
    gain = _gain(own, expected, _halved(lift))
    support = _window(_halved(weight))
    norm = np.maximum(support, 1e-3)
    cross, own, expected = (
        np.asarray(_window(values) / norm, np.float32)
        for values in (cross * gain, own * (gain * gain), expected)
    )
    noise = np.float32(_NOISE * colours)
    similarity = (2 * cross + noise) / (own + expected + noise)
    energy = np.log2((own + noise) / (expected + noise))
    difference = np.sqrt(np.maximum(own + expected - 2 * cross, 0) / colours)
    strength = np.sqrt((own + expected + noise) / colours)
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
        compared=compared,
        soft_px=soft_px,
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
