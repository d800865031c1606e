"""How far genuine captures differ from their mean in colour, energy and brightness: seen, and shrunk to a prior."""

from collections.abc import Sequence

import cv2
import numpy as np

from docforensics.capture.model import Pixels
from docforensics.templates.comparison.dissimilarity import PageComparison
from docforensics.templates.comparison.photometric import colour_difference
from docforensics.templates.model import (
    PRIOR_COLOUR_SPREAD,
    PRIOR_ENERGY_SPREAD,
    PRIOR_LEVEL_SPREAD,
    REFERENCE_PX_PER_MM,
)
from docforensics.templates.planes import Map, Mask

PRIOR_WEIGHT = 4.0
"""Captures that the prior counts for."""
SMOOTH_MM = 1.0
"""Two captures tell a variance poorly; the places around tell the same one."""


def colour_spread(stack: Sequence[Pixels], mean: Pixels, constant: Mask) -> Map:
    """(H, W): standard deviation of the captures' colour, grey levels (`LightReference.colour_spread`)."""
    squares = [(colour_difference(pixels, mean, constant) ** 2).mean(axis=2) for pixels in stack]
    return _shrunk(squares, PRIOR_COLOUR_SPREAD, constant)


def energy_spread(seen: Sequence[PageComparison], constant: Mask) -> Map:
    """(H, W): standard deviation of the captures' energy, octaves (`LightReference.energy_spread`)."""
    return _shrunk([one.energy**2 for one in seen], PRIOR_ENERGY_SPREAD, constant)


def levels(stack: Sequence[Pixels], constant: Mask) -> tuple[tuple[float, ...], float]:
    """Median level of the constant print a colour, the mean over the captures, and how it varies between them."""
    where = constant if constant.any() else np.ones_like(constant)
    each = np.array([np.median(pixels.reshape(*where.shape, -1)[where], axis=0) for pixels in stack])
    seen = float(each.var(axis=0, ddof=1).mean()) if len(stack) > 1 else 0.0
    known = len(stack) - 1
    variance = (PRIOR_WEIGHT * PRIOR_LEVEL_SPREAD**2 + known * seen) / (PRIOR_WEIGHT + known)
    return tuple(float(value) for value in each.mean(axis=0)), float(np.sqrt(variance))


def unbiased(count: int) -> float:
    """How much farther than the captures that made the mean a new one lies from it, as a ratio of variances."""
    return (count + 1) / (count - 1)


def _shrunk(squares: Sequence[Map], prior: float, constant: Mask) -> Map:
    if len(squares) < 2:
        return np.full(constant.shape, prior, dtype=np.float32)
    seen = np.mean(np.stack(squares), axis=0) * unbiased(len(squares))
    smooth = cv2.GaussianBlur(np.where(constant, seen, prior**2), (0, 0), SMOOTH_MM * REFERENCE_PX_PER_MM)
    known = len(squares) - 1
    variance = (PRIOR_WEIGHT * prior**2 + known * smooth) / (PRIOR_WEIGHT + known)
    return np.asarray(np.sqrt(variance), dtype=np.float32)
