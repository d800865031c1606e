"""Where a portrait begins and ends on the page: how far its ink reaches on each side."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.capture.model import Pixels
from docforensics.page.geometry import BoxMm
from docforensics.templates.masks import clipped
from docforensics.templates.model import REFERENCE_PX_PER_MM, LightReference, PageSide, PortraitEdge
from docforensics.templates.planes import Mask, as_grey, blur, blur_masked
from docforensics.templates.portrait.cut import cut_in_captures

SEARCH_MM = 4.0
"""How far outside its place a portrait is looked for."""
_LEVELS = 24.0
"""Grey levels from the reference at which a pixel belongs to the portrait."""
_REACH = 0.3
"""Share of the widest row or column at which the portrait is said to end."""
_BEGINS = 0.15
"""Share at which it begins. A judgement: half of where it ends."""
_MAX_RISE_MM = 0.2
"""Between the two, in the median of the holders: a cut of the picture is steep, the outline of a head is not. In the median of eight holders
.11 and .12 mm at two straight cuts, .28 at heads and .32 at clothes as pale as the page (three random designs, on which it was set)."""
_MIN_WIDEST = 0.25
"""Share of the box that the widest row or column must fill for there to be a portrait at all."""
_MAX_SPREAD_MM, _MIN_SPREAD_MM = 0.35, 0.10
"""Spread beyond which portraits do not end at one place; and the least that is learned, which few captures cannot show.
Judgements; not fitted."""
_LEAST_DEPTH_MM = 3.0
"""Of ink that goes on inside of an end, in the median of the holders, for it to be the picture's: less is a line of the print or the rim of a pale
picture. At 12 edges that were lines, rims or signatures .4 to 1.9 mm, at 31 lower edges of pictures 10 to 20 (33 random designs, seen)."""
_BRIDGED_PX = 3
"""Over which ink is closed: a pale line of a quarter of a millimetre, as at a collar, ends none. More would join a frame to the picture in it. A judgement."""
NEAR_MM = 3 * _MAX_SPREAD_MM
"""From the middle, within which a portrait that is seen to end belongs to the others."""
_BEYOND_MM, _MOST_UNKNOWN = 1.0, 0.5
"""Strip beyond an edge, and the share of it that the reference may not know: .05 to .40 beyond 9 edges at which pictures are cut, .86 and .99 beyond
two that were none (four templates of Utopia and four of random designs, on which it was set)."""
_OUTSIDE_MM = 0.4
"""Beyond the portrait's place, within which it may end: places are drawn round the ink, of which a soft edge is left out. A judgement; not fitted."""
_AGREE = 0.8
"""Share of the holders whose portraits must end at one place. The end of a pale one is missed now and then: of 1 of 10 holders of a series of the
calibration half, 15 mm off. A judgement; not fitted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PortraitEnd:
    """Where the portrait of one page ends on one side."""

    at_mm: float
    rise_mm: float
    """How far outside of it the ink begins: little where the picture is cut, more along the outline of a head."""
    depth_mm: float
    """How far the ink goes on inside of it: a line's width at a line of the print."""


def portrait_extent(
    page: Pixels, reference: LightReference, box: BoxMm
) -> Mapping[PageSide, tuple[PortraitEnd, ...]]:
    """Where the portrait's ink may end on each side, from the middle outwards: behind a pale stretch it may go on, and print beyond it gives ends as well."""
    portrait = _portrait_mask(page, reference, box)
    window = box.grown(SEARCH_MM).to_px(REFERENCE_PX_PER_MM)
    rows, columns = portrait.mean(axis=1), portrait.mean(axis=0)
    if min(rows.max(), columns.max()) < _MIN_WIDEST:
        return {}
    left, top = max(window.left, 0), max(window.top, 0)
    middle_row, middle_column = len(rows) // 2, len(columns) // 2
    profiles = {
        PageSide.TOP: (top + middle_row, -1, rows[:middle_row][::-1], rows.max()),
        PageSide.BOTTOM: (top + middle_row, 1, rows[middle_row:], rows.max()),
        PageSide.LEFT: (left + middle_column, -1, columns[:middle_column][::-1], columns.max()),
        PageSide.RIGHT: (left + middle_column, 1, columns[middle_column:], columns.max()),
    }
    return {
        side: ends
        for side, (middle, sign, coverage, widest) in profiles.items()
        if (ends := tuple(_ends(middle, sign, coverage, float(widest))))
    }


def _ends(middle: int, sign: int, coverage: NDArray[np.float64], widest: float) -> Iterator[PortraitEnd]:
    """Where a profile that begins at `middle` falls below its end; none that runs out of the window, as with a shadow beside it."""
    begins = _falls(coverage, _BEGINS * widest)
    inwards = _rises(coverage, _REACH * widest)
    for reach in _falls(coverage, _REACH * widest):
        further = begins[begins >= reach]
        rise = (further[0] - reach) / REFERENCE_PX_PER_MM if further.size else np.inf
        depth = reach - max(inwards[inwards < reach], default=0.0)
        yield PortraitEnd(
            at_mm=(middle + sign * float(reach)) / REFERENCE_PX_PER_MM,
            rise_mm=float(rise),
            depth_mm=float(depth) / REFERENCE_PX_PER_MM,
        )


def _falls(coverage: NDArray[np.float64], threshold: float) -> NDArray[np.float64]:
    """Where a coverage profile falls below a threshold, in pixels, between two of them; nowhere if it does not begin (glare over its middle)."""
    if not coverage.size or coverage[0] < threshold:
        return np.empty(0)
    below = coverage < threshold
    at = np.flatnonzero(below[1:] & ~below[:-1]) + 1
    above, under = coverage[at - 1], coverage[at]
    return np.asarray(at - 0.5 + (above - threshold) / np.maximum(above - under, 1e-9), np.float64)


def _rises(coverage: NDArray[np.float64], threshold: float) -> NDArray[np.float64]:
    """Where a coverage profile rises to a threshold again, in pixels; not behind a pale line within the picture."""
    above = (coverage >= threshold).astype(np.uint8)[None]
    bridged = cv2.morphologyEx(above, cv2.MORPH_CLOSE, np.ones((1, _BRIDGED_PX), np.uint8))[0]
    below = bridged == 0
    return np.asarray(np.flatnonzero(~below[1:] & below[:-1]) + 0.5, np.float64)


def nearest(ends: Sequence[PortraitEnd], at_mm: float) -> PortraitEnd:
    """The end that lies nearest to a place."""
    return min(ends, key=lambda end: abs(end.at_mm - at_mm))


def picture_edges(
    captures: Sequence[Pixels], reference: LightReference, box: BoxMm
) -> tuple[PortraitEdge, ...]:
    """Where the pictures of a model's captures, (H, W) or (H, W, 3) on its frame, are cut: in common, more than the print is, next to ground that the reference knows."""
    common = learned_edges([portrait_extent(page, reference, box) for page in captures], box)
    return beside_known_ground(cut_in_captures(common, captures, reference, box), reference, box)


def learned_edges(
    extents: Sequence[Mapping[PageSide, Sequence[PortraitEnd]]], box: BoxMm
) -> tuple[PortraitEdge, ...]:
    """Where the portraits of three or more holders are cut at the same place inside of theirs, from the middle outwards.

    Heads that happen to be of one height are no cut: another holder's is higher. Several places of one side are given, since print that
    all have in common may lie farther out.
    """
    if len(extents) < 3:
        return ()
    found: list[PortraitEdge] = []
    for side in PageSide:
        seen = [extent[side] for extent in extents if extent.get(side)]
        places = {end.at_mm for ends in seen for end in ends if _is_inside(end.at_mm, side, box)}
        for at_mm in sorted(places, reverse=side in (PageSide.TOP, PageSide.LEFT)):
            edge = _edge(side, [nearest(ends, at_mm) for ends in seen], at_mm)
            known = [one for one in found if one.side is side]
            if edge is not None and all(abs(edge.at_mm - one.at_mm) > NEAR_MM for one in known):
                found.append(edge)
    return tuple(found)


def _is_inside(at_mm: float, side: PageSide, box: BoxMm) -> bool:
    upright = side in (PageSide.TOP, PageSide.BOTTOM)
    low, high = (box.top, box.bottom) if upright else (box.left, box.right)
    return low - _OUTSIDE_MM <= at_mm <= high + _OUTSIDE_MM


def _edge(side: PageSide, ends: Sequence[PortraitEnd], at_mm: float) -> PortraitEdge | None:
    """The edge about a place, if enough of the portraits are cut there; `ends` are those that lie nearest to it."""
    near = [end for end in ends if abs(end.at_mm - at_mm) <= NEAR_MM]
    if len(near) < max(3, _AGREE * len(ends)) or np.median([end.rise_mm for end in near]) > _MAX_RISE_MM:
        return None
    if np.median([end.depth_mm for end in near]) < _LEAST_DEPTH_MM:
        return None
    spread = float(np.std([end.at_mm for end in near], ddof=1))
    if spread > _MAX_SPREAD_MM:
        return None
    middle = float(np.median([end.at_mm for end in near]))
    return PortraitEdge(side=side, at_mm=middle, spread_mm=max(spread, _MIN_SPREAD_MM))


def beside_known_ground(
    edges: Sequence[PortraitEdge], reference: LightReference, box: BoxMm
) -> tuple[PortraitEdge, ...]:
    """The first edge of each side beyond which the reference knows the page: what it does not know is filled from the print around, and a page departs from that anywhere."""
    known = [edge for edge in edges if _known(reference, _beyond(edge, box)) > 1 - _MOST_UNKNOWN]
    sides = [edge.side for edge in known]
    return tuple(edge for place, edge in enumerate(known) if edge.side not in sides[:place])


def _beyond(edge: PortraitEdge, box: BoxMm) -> BoxMm:
    outwards = _BEYOND_MM * (-1 if edge.side in (PageSide.TOP, PageSide.LEFT) else 1)
    low, high = sorted((edge.at_mm, edge.at_mm + outwards))
    if edge.side in (PageSide.TOP, PageSide.BOTTOM):
        return replace(box, top=low, bottom=high)
    return replace(box, left=low, right=high)


def _known(reference: LightReference, box: BoxMm) -> float:
    """Share of a place that is constant; 0 off the page."""
    place = reference.constant[clipped(box, reference.constant.shape)]
    return float(place.mean()) if place.size else 0.0


def _portrait_mask(page: Pixels, reference: LightReference, box: BoxMm) -> Mask:
    """(h, w) of the search window: where the page is darker or brighter than the page's own background."""
    p, r = as_grey(page), as_grey(reference.mean)
    outside = reference.constant.copy()
    window = clipped(box.grown(SEARCH_MM), p.shape)
    outside[window] = False
    # The capture's brightness is taken from around the window, so that the portrait does not shift it.
    level = blur_masked((p - r)[..., None], outside, sigma_px=4 * REFERENCE_PX_PER_MM)[..., 0]
    differs = np.abs(blur(p - r - level, 2.0)) > _LEVELS
    return np.asarray(differs[window], dtype=bool)
