"""How sharply a page is cut along a side of the portrait's place: the step of its grey levels, whatever the reference knows there."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from docforensics.capture.model import Pixels
from docforensics.page.geometry import BoxMm
from docforensics.templates.masks import clipped
from docforensics.templates.model import REFERENCE_PX_PER_MM, PageSide
from docforensics.templates.planes import as_grey

_STEP = np.array([0.5, 0.5, 0.0, -0.5, -0.5])
"""Two pixels against two, a quarter of a millimetre each: half the smallest displacement that is looked for. A judgement."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """The sharpest step about a place."""

    step: float
    """Grey levels; 0 off the page."""
    at_mm: float
    """Where that step is sharpest: what was found may be its flank, and its top lie beyond where it was looked for."""
    sharpest: float
    """Grey levels of the step there."""


def cut_at(page: Pixels, box: BoxMm, side: PageSide, at_mm: float, within_mm: float) -> Cut:
    """Give the sharpest step that the middle half of a side of `box` shows across itself about a place.

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
    low = max(low, 0)
    about = steps[low : max(high + 1, 0)]
    if not about.size:
        return Cut(step=0.0, at_mm=at_mm, sharpest=0.0)
    top = _top(steps, low + int(about.argmax()))
    return Cut(step=float(about.max()), at_mm=(top + 0.5) / REFERENCE_PX_PER_MM, sharpest=float(steps[top]))


def _top(steps: NDArray[np.float64], at: int) -> int:
    """Where the steps rise to from a place."""
    while True:
        near = steps[max(at - 1, 0) : at + 2]
        higher = max(at - 1, 0) + int(near.argmax())
        if steps[higher] <= steps[at]:
            return at
        at = higher


def _across(page: Pixels, box: BoxMm, side: PageSide) -> NDArray[np.float64]:
    """Grey levels of the page across a side, in the mean along the middle half of it."""
    upright = side in (PageSide.TOP, PageSide.BOTTOM)
    rows, columns = clipped(box, page.shape)
    along = columns if upright else rows
    quarter = (along.stop - along.start) // 4
    middle = slice(along.start + quarter, max(along.stop - quarter, along.start + quarter + 1))
    grey = as_grey(page)
    return np.asarray(grey[:, middle].mean(axis=1) if upright else grey[middle].mean(axis=0), np.float64)
