"""How far a genuine capture may differ from the reference, at each place.

Honest captures differ by sharpness, noise, compression and a registration that is a little off. A few genuine
captures cannot show that range, so it is simulated on the reference itself; what the captures show beyond it is
added. Many captures give a tolerance of their own, few lean on the simulation (shrinkage).
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.capture.model import Pixels
from docforensics.templates.comparison.dissimilarity import compare
from docforensics.templates.comparison.sharpness import sharpness_ratios
from docforensics.templates.learning.spread import unbiased
from docforensics.templates.model import REFERENCE_PX_PER_MM
from docforensics.templates.planes import Map, Mask, mean_colour

PRIOR_WEIGHT = 4.0
"""Captures that the simulation counts for."""
_LEAST_SCALE = 0.5
"""Share of the simulation's scale that captures of one device, or of one day, cannot take away. A judgement; not fitted."""
_LEAST = 1e-3
"""Keeps a quotient finite."""
_SPREAD_OF_ONE = 0.25
"""Spread of dissimilarities that one capture stands for, as a share of its own. A judgement; not fitted."""
_SHIFT_MM = 0.06
"""Registration error that an honest page may keep."""


def simulated_tolerance(reference: Pixels, constant: Mask, *, seed: int = 0) -> Map:
    """Mean plus one spread of the dissimilarity of honest recaptures of the reference, (H, W)."""
    random = np.random.default_rng(seed)
    nowhere = np.zeros(constant.shape, dtype=bool)
    planes = reference.astype(np.float32).reshape(*reference.shape[:2], -1)
    ratios = sharpness_ratios(mean_colour(planes), constant)
    maps = [
        compare(
            _recapture(reference, random, scale, quality),
            reference,
            ink_allowed=nowhere,
            trusted=constant,
            ratios=ratios,
        )
        for scale, quality in ((1.0, 85), (0.75, 75), (0.6, 85), (1.0, 70), (0.85, 60), (0.7, 70))
    ]
    stack = np.stack([result.dissimilarity for result in maps])
    return np.asarray(stack.mean(axis=0) + stack.std(axis=0), dtype=np.float32)


def shrunk_tolerance(simulated: Map, observed: list[Map]) -> Map:
    """The simulation, drawn towards what other genuine captures showed: how much, and where more than elsewhere.

    The two are mixed in shape and in scale apart. The simulation spans any device and is several times as wide as what
    captures of one device show; mixed as they are, it would hide the places that differ from one capture to the next,
    however many captures there are. The scale never falls below half the simulation's: captures of one device, or of one
    day, do not show what the next device does.
    """
    if not observed:
        return simulated
    # The mean leans towards every capture that made it: a new one lies farther away.
    stack = np.stack(observed) * unbiased(len(observed)) if len(observed) > 1 else np.stack(observed)
    return drawn_towards(simulated, spread_of(stack), weight=len(observed), known=PRIOR_WEIGHT)


def spread_of(stack: NDArray[np.float32]) -> Map:
    """(H, W): mean plus one spread of dissimilarities (N, H, W); NaN is left out, and stays where all are."""
    known = ~np.isnan(stack)
    count = known.sum(axis=0)
    mean = np.where(known, stack, 0).sum(axis=0) / np.maximum(count, 1)
    apart = np.where(known, stack - mean, 0)
    spread = np.sqrt((apart * apart).sum(axis=0) / np.maximum(count, 1))
    # One capture tells no spread.
    found = mean + np.where(count > 1, spread, _SPREAD_OF_ONE * mean)
    return np.where(count > 0, found, np.nan).astype(np.float32)


def drawn_towards(
    former: Map,
    seen: Map,
    *,
    weight: float,
    known: float,
    least: float = _LEAST_SCALE,
    where: Mask | None = None,
) -> Map:
    """A tolerance drawn towards what `weight` further captures showed, where it counts for `known` captures itself.

    Parameters
    ----------
    seen
        (H, W): NaN where they showed nothing, and the former shape stays.
    least
        Share of the former scale below which it never falls.
    where
        Places of which the scale is taken; all when None.
    """
    share = weight / (weight + known)
    scaled = (one if where is None else one[where] for one in (former, seen))
    wide, narrow = (max(float(np.nanmedian(one)), _LEAST) for one in scaled)
    expected = former / wide
    there = np.where(np.isnan(seen), expected, seen / narrow)
    # Local maxima are kept: a place that once differed on a genuine page may differ again.
    shape = np.maximum((1 - share) * expected + share * there, 0.5 * expected)
    scale = max((1 - share) * wide + share * narrow, least * wide)
    return np.asarray(scale * shape, dtype=np.float32)


def _recapture(reference: Pixels, random: np.random.Generator, scale: float, quality: int) -> Pixels:
    """The reference seen again: shifted by a fraction of a pixel, reduced, noisy, compressed, enlarged."""
    height, width = reference.shape[:2]
    dx, dy = random.normal(0, _SHIFT_MM * REFERENCE_PX_PER_MM, size=2)
    matrix = np.array([[scale, 0, dx * scale], [0, scale, dy * scale]])
    size = (max(round(width * scale), 1), max(round(height * scale), 1))
    seen = cv2.warpAffine(reference, matrix, size, flags=cv2.INTER_AREA, borderMode=cv2.BORDER_REPLICATE)
    seen = np.clip(seen + random.normal(0, 2.5, size=seen.shape), 0, 255).astype(np.uint8)
    _, file = cv2.imencode(".jpg", seen, [cv2.IMWRITE_JPEG_QUALITY, quality])
    decoded = cv2.imdecode(file, cv2.IMREAD_UNCHANGED)
    if decoded is None:  # pragma: no cover (what was just encoded decodes)
        return reference
    return np.asarray(cv2.resize(decoded, (width, height), interpolation=cv2.INTER_LINEAR), dtype=np.uint8)
