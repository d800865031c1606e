"""The lamp over a page: no lamp is even, and its course is smooth."""

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.page.quantiles import median_of
from docforensics.templates.model import REFERENCE_PX_PER_MM
from docforensics.templates.planes import Map, Mask, reduced

_STEP_MM = 2.0
"""One sample a square of this side: a lamp changes over centimetres. A judgement; not fitted."""
_ROUNDS, _TRIM, _LEAST = 8, 2.0, 1.0
"""Rounds of fitting; robust standard deviations, and at least grey levels, beyond which a sample does not tell the lamp: fibres, what glows. Judgements."""
_FEWEST = 100
"""Samples, 4 square centimetres, without which a course is not told from what lies on the page. A judgement; not fitted."""


def uneven(above: Map, bare: Mask, *, most: float) -> Map:
    """Give by how much a light is stronger over parts of a page, (H, W): a surface of the second degree through grey levels where the page is bare, robustly fitted.

    The fit starts from what most of the page shows: a band that was washed, up to a third of the page, differs from it at once and is not followed; a lamp departs from it by degrees.

    Parameters
    ----------
    above
        (H, W) grey levels by which a page is brighter than expected.
    bare
        (H, W) where nothing but the substrate is expected.
    most
        Grey levels up to which the course may lie above zero; where the light is weaker than expected nothing is added.
    """
    height, width = above.shape
    step = round(_STEP_MM * REFERENCE_PX_PER_MM)
    size = (width // step, height // step)
    share = reduced(bare.view(np.uint8), size)
    known = share > 0.5
    if np.count_nonzero(known) < _FEWEST:
        return np.zeros_like(above)
    levels = reduced(np.where(bare, above, np.float32(0)), size)[known] / share[known]
    terms = _terms((size[1], size[0]))
    course = np.tensordot(_fitted(terms[:, known], levels.astype(np.float64)), terms, 1)
    course = np.clip(course, 0, most).astype(np.float32)
    return np.asarray(cv2.resize(course, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)


def _terms(shape: tuple[int, int]) -> NDArray[np.float64]:
    """(6, H, W): 1, x, y, xx, xy, yy, the page from -1 to 1."""
    y, x = np.meshgrid(*(np.linspace(-1, 1, length) for length in shape), indexing="ij")
    return np.stack([np.ones_like(x), x, y, x * x, x * y, y * y])


def _fitted(terms: NDArray[np.float64], levels: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the weights of the terms, (6,), fitted on samples that lie near what is fitted; at first near the median."""
    found: NDArray[np.float64] = np.zeros(len(terms))
    found[0] = median_of(levels)
    kept = np.zeros(len(levels), np.bool_)
    for _ in range(_ROUNDS):
        off = np.abs(levels - found @ terms)
        before, kept = kept, off <= max(_TRIM * 1.4826 * median_of(off), _LEAST)
        if np.array_equal(kept, before):
            break
        found = np.asarray(np.linalg.lstsq(terms[:, kept].T, levels[kept], rcond=None)[0], np.float64)
    return found
