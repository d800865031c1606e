"""Print that is missing or added over an area, and too faintly for any one place to show it.

A device of thin lines over a strong background changes the print by a twentieth where it is torn off: less than a single
place is tolerated to differ. Over some millimetres chance averages out and such a difference does not.
"""

import cv2
import numpy as np

from docforensics.templates.model import REFERENCE_PX_PER_MM
from docforensics.templates.planes import Map, Mask

FAINT_STEP = 4
"""Pixels of the reference a sample: half a millimetre."""
_POOL_MM = 2.5
"""Standard deviation of the window."""
_AROUND_MM = 5.0
"""The same of what surrounds it. How a page lies is measured on print over some 9 mm (`registration.nonrigid`); where most of that is the holder's,
between a field and the rim, it is guessed and the print lies beside its reference. On 14 genuine flatbed cards of Utopia (calibration half) a strip of 2 mm
below a portrait measured up to 2.7 times what is tolerated, a share of 0.13 to 0.28 of its surroundings known; devices that were torn off have 0.38 and more."""
_LEAST_SHARE = 0.35
"""Of either that must have been compared. What lies beyond the page never is."""
_USUAL_QUANTILE, _USUAL_TIMES = 0.75, 2.0
"""What a page differs by everywhere, and how often it is subtracted. A judgement; not fitted."""
_LEAST_LEVEL = 0.1
"""A capture that matches better than this is taken to match so well: below, the level is a matter of chance."""


def pooled(beyond: Map, difficulty: Map, compared: Mask, level: float) -> Map:
    """Pool the dissimilarity over an area, as a multiple of what the template and the page as a whole lead one to expect.

    Parameters
    ----------
    beyond
        (h, w), every `FAINT_STEP` pixels of the reference: dissimilarity that the capture's noise does not explain.
    difficulty
        (h, w): what the template tolerates at each place.
    compared
        (h, w): places to pool. Where print departs visibly, leave it out: it is judged by itself.
    level
        Median of `beyond / difficulty` over the page.

    Returns
    -------
    (h, w) float32; 0 where too little of the window, or of what surrounds it, was compared.

    """
    weight = compared.astype(np.float32)
    share = np.minimum(_window(weight), _window(weight, _AROUND_MM))
    found, expected = (_window(np.asarray(values * weight, np.float32)) for values in (beyond, difficulty))
    multiple = found / np.maximum(expected, 1e-6) / max(level, _LEAST_LEVEL)
    return np.asarray(np.where((share > _LEAST_SHARE) & (weight > 0), multiple, 0), dtype=np.float32)


def beyond_usual(multiples: Map) -> float:
    """Give the largest multiple of a map that `pooled` gave, less what the page has everywhere: a soft or bent page differs a little as a whole."""
    pooled_here = multiples[multiples > 0]
    if not pooled_here.size:
        return 0.0
    return max(
        float(pooled_here.max()) - _USUAL_TIMES * float(np.quantile(pooled_here, _USUAL_QUANTILE)), 0.0
    )


def _window(values: Map, sigma_mm: float = _POOL_MM) -> Map:
    sigma = sigma_mm * REFERENCE_PX_PER_MM / FAINT_STEP
    blurred = cv2.GaussianBlur(values, (0, 0), sigma, borderType=cv2.BORDER_CONSTANT)
    return np.asarray(blurred, dtype=np.float32)
