"""How sharply a page is cut along a side of the portrait's place: the step of its grey levels, whatever the reference knows there."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from docforensics.capture.model import Pixels
from docforensics.page.geometry import BoxMm
from docforensics.templates.masks import clipped
from docforensics.templates.model import REFERENCE_PX_PER_MM, LightReference, PageSide, PortraitEdge
from docforensics.templates.planes import Mask, as_grey

_STEP = np.array([0.5, 0.5, 0.0, -0.5, -0.5])
"""Two pixels against two, a quarter of a millimetre each: half the smallest displacement that is looked for. A judgement."""

LEAST_CUT = 8.0
"""Grey levels from which a step is a cut. Of captures of twelve random designs (seen) whose nearest end lies off the place 0 to .6 there on seven genuine ones and 8.4 to 14 on three,
2.3 on one displaced portrait and 12 to 105 on ten that were displaced or replaced."""
_BESIDE_MM, _LEAST_KNOWN_MM = 5.0, 1.5
"""Length past each end of a side on which the print is looked at as well, and the least of each stretch that the reference must know across the step. Judgements; not fitted."""
_AS_NEAR_MM = 0.25
"""From where a capture is cut, within which a step of the print is the same: captures lie some tenths of a millimetre apart on the frame. A judgement; not fitted."""
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
    is_rise: bool = False
    """Whether the page is lighter below its sharpest place, or to the right of it."""


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
    rises = np.convolve(_across(page, box, side), _STEP, mode="same")
    steps = np.abs(rises)
    about = _about(at_mm, within_mm)
    found = steps[about]
    if not found.size:
        return Cut(step=0.0, at_mm=at_mm, sharpest=0.0)
    top = _top(steps, about.start + int(found.argmax()))
    return Cut(
        step=float(found.max()),
        at_mm=(top + 0.5) / REFERENCE_PX_PER_MM,
        sharpest=float(steps[top]),
        is_rise=bool(rises[top] > 0),
    )


def own_cut(
    page: Pixels, print_: Pixels, box: BoxMm, side: PageSide, *, at_mm: float, within_mm: float
) -> Cut:
    """Give how sharply a page is cut about a place, beyond what the print of the reference is there: a printed frame is no cut of the picture."""
    of_page, of_print = (cut_at(pixels, box, side, at_mm, within_mm) for pixels in (page, print_))
    step, sharpest = max(of_page.step - of_print.step, 0.0), max(of_page.sharpest - of_print.sharpest, 0.0)
    return replace(of_page, step=step, sharpest=sharpest)


def cut_in_captures(
    edges: Sequence[PortraitEdge], captures: Sequence[Pixels], reference: LightReference, box: BoxMm
) -> tuple[PortraitEdge, ...]:
    """Give the edges at which most captures are cut, by more than the print is there or next to it: where all end at a line of the print, such as the foot of a coloured field, none is."""
    return tuple(edge for edge in edges if _median_step(edge, captures, reference, box) >= LEAST_CUT)


def _median_step(
    edge: PortraitEdge, captures: Sequence[Pixels], reference: LightReference, box: BoxMm
) -> float:
    within_mm = _SPREADS * edge.spread_mm
    inside = cut_at(reference.mean, box, edge.side, edge.at_mm, within_mm).step
    steps = []
    for page in captures:
        cut = cut_at(page, box, edge.side, edge.at_mm, within_mm)
        beside = printed_step(reference, box, edge.side, cut.at_mm, is_rise=cut.is_rise)
        steps.append(max(min(cut.step - inside, cut.sharpest - beside), 0.0))
    return float(np.median(steps))


def printed_step(
    reference: LightReference, box: BoxMm, side: PageSide, at_mm: float, *, is_rise: bool
) -> float:
    """Give the step in grey levels, one way, that the print makes along a side on all stretches that the reference knows: before the place, in it about the picture, and behind it.

    What lies behind a picture the reference fills in from around, and a step that runs through it is blurred there. A step on one stretch
    alone ends beside the picture: it is none of this, nor are letters and lines, which take up less than half of a stretch. A picture
    that ends with a coloured field and is no darker than it has no cut by this: its step and that of the field are one.
    """
    about, window = _about(at_mm, _AS_NEAR_MM), len(_STEP)
    rows = slice(max(about.start - window // 2, 0), about.stop + window // 2)
    found = []
    for levels, known in _stretches(reference, box, side):
        if levels[rows].shape[0] < window:
            return 0.0
        steps = sliding_window_view(levels[rows], window, axis=0) @ _STEP[::-1]
        seen: Mask = np.min(sliding_window_view(known[rows], window, axis=0), axis=-1)
        enough = seen.sum(axis=1) >= _LEAST_KNOWN_MM * REFERENCE_PX_PER_MM
        if enough.any():
            most = np.nanmedian(np.where(seen[enough], steps[enough], np.nan), axis=1)
            found.append(float((most if is_rise else -most).max()))
    return max(min(found), 0.0) if len(found) > 1 else 0.0


def _stretches(
    reference: LightReference, box: BoxMm, side: PageSide
) -> tuple[tuple[NDArray[np.float64], Mask], ...]:
    """Grey levels of the reference along a side, and what it knows of them, across the side first: before the place, in it, and behind it."""
    upright = side in (PageSide.TOP, PageSide.BOTTOM)
    rows, columns = clipped(box, reference.constant.shape)
    inside = columns if upright else rows
    grey = np.asarray(as_grey(reference.mean), np.float64)
    levels, known = (grey, reference.constant) if upright else (grey.T, reference.constant.T)
    beside = round(_BESIDE_MM * REFERENCE_PX_PER_MM)
    along = (
        slice(max(inside.start - beside, 0), inside.start),
        inside,
        slice(inside.stop, inside.stop + beside),
    )
    return tuple((levels[:, one], known[:, one]) for one in along)


def _about(at_mm: float, within_mm: float) -> slice:
    """The pixels about a place across a side, those of them that a page can have."""
    low, high = (round(place * REFERENCE_PX_PER_MM - 0.5) for place in (at_mm - within_mm, at_mm + within_mm))
    return slice(max(low, 0), max(high + 1, 0))


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
