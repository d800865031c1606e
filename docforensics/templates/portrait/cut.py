"""How sharply a page is cut along a side of the portrait's place: the step of its grey levels, whatever the reference knows there."""

import numpy as np
from numpy.typing import NDArray

from docforensics.capture.model import Pixels
from docforensics.page.geometry import BoxMm
from docforensics.templates.masks import clipped
from docforensics.templates.model import REFERENCE_PX_PER_MM, PageSide
from docforensics.templates.planes import as_grey

_STEP = np.array([0.5, 0.5, 0.0, -0.5, -0.5])
"""Two pixels against two, a quarter of a millimetre each: half the smallest displacement that is looked for. A judgement."""


def cut_at(page: Pixels, box: BoxMm, side: PageSide, at_mm: float, within_mm: float) -> float:
    """Give the largest step, in grey levels, that the middle half of a side of `box` shows across itself about a place; 0 off the page.

    Parameters
    ----------
    page
        (H, W) or (H, W, 3) on the template frame.
    box
        The portrait's place.
    side
        Along which the portrait is cut.
    at_mm, within_mm
        Where, in page millimetres across that side, and how far from there.
    """
    steps = np.abs(np.convolve(_across(page, box, side), _STEP, mode="same"))
    low, high = (round(place * REFERENCE_PX_PER_MM - 0.5) for place in (at_mm - within_mm, at_mm + within_mm))
    about = steps[max(low, 0) : max(high + 1, 0)]
    return float(about.max()) if about.size else 0.0


def _across(page: Pixels, box: BoxMm, side: PageSide) -> NDArray[np.float64]:
    """Grey levels of the page across a side, in the mean along the middle half of it."""
    upright = side in (PageSide.TOP, PageSide.BOTTOM)
    rows, columns = clipped(box, page.shape)
    along = columns if upright else rows
    quarter = (along.stop - along.start) // 4
    middle = slice(along.start + quarter, max(along.stop - quarter, along.start + quarter + 1))
    grey = as_grey(page)
    return np.asarray(grey[:, middle].mean(axis=1) if upright else grey[middle].mean(axis=0), np.float64)
