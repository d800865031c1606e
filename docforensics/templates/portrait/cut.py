"""How sharply a page is cut along a side of the portrait's place: the step of its grey levels, whatever the reference knows there."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from docforensics.capture.model import Pixels
from docforensics.page.geometry import BoxMm
from docforensics.templates.masks import clipped
from docforensics.templates.model import REFERENCE_PX_PER_MM, PageSide, PortraitEdge
from docforensics.templates.planes import as_grey

_STEP = np.array([0.5, 0.5, 0.0, -0.5, -0.5])
"""Two pixels against two, a quarter of a millimetre each: half the smallest displacement that is looked for. A judgement."""

LEAST_CUT = 8.0
"""Grey levels from which a step is a cut. Of captures of twelve random designs (seen) whose nearest end lies off the place 0 to .6 there on seven genuine ones and 8.4 to 14 on three,
2.3 on one displaced portrait and 12 to 105 on ten that were displaced or replaced."""
_SPREADS = 3.0
"""Of where the captures end, from the learned place, within which their cuts are looked for. A judgement; not fitted."""


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


def own_cut(
    page: Pixels, print_: Pixels, box: BoxMm, side: PageSide, *, at_mm: float, within_mm: float
) -> Cut:
    """Give how sharply a page is cut about a place, beyond what the print of the reference is there: a printed frame is no cut of the picture."""
    of_page, of_print = (cut_at(pixels, box, side, at_mm, within_mm) for pixels in (page, print_))
    step, sharpest = max(of_page.step - of_print.step, 0.0), max(of_page.sharpest - of_print.sharpest, 0.0)
    return replace(of_page, step=step, sharpest=sharpest)


def cut_in_captures(
    edges: Sequence[PortraitEdge], captures: Sequence[Pixels], print_: Pixels, box: BoxMm
) -> tuple[PortraitEdge, ...]:
    """Give the edges at which most captures are cut: where all end at a line of the print, such as the foot of a coloured field, none is."""
    return tuple(edge for edge in edges if _median_step(edge, captures, print_, box) >= LEAST_CUT)


def _median_step(edge: PortraitEdge, captures: Sequence[Pixels], print_: Pixels, box: BoxMm) -> float:
    within_mm = _SPREADS * edge.spread_mm
    cuts = [own_cut(page, print_, box, edge.side, at_mm=edge.at_mm, within_mm=within_mm) for page in captures]
    return float(np.median([cut.step for cut in cuts]))


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
