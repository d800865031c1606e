"""Where a portrait begins and ends on the page: how far its ink reaches on each side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from docforensics.capture.model import Pixels
from docforensics.page.geometry import BoxMm
from docforensics.templates.masks import clipped
from docforensics.templates.model import REFERENCE_PX_PER_MM, LightReference, PageSide, PortraitEdge
from docforensics.templates.planes import Mask, as_grey, blur, blur_masked

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
NEAR_MM = 3 * _MAX_SPREAD_MM
"""From the middle, within which a portrait that is seen to end belongs to the others."""
_BEYOND_MM, _MOST_UNKNOWN = 1.0, 0.5
"""Strip beyond an edge, and the share of it that the reference may not know: .05 to .40 beyond 9 edges at which pictures are cut, .86 and .99 beyond
two that were none (four templates of Utopia and four of random designs, on which it was set)."""
_AGREE = 0.8
"""Share of the holders whose portraits must end at one place. The end of a pale one is missed now and then: of 1 of 10 holders of a series of the
calibration half, 15 mm off. A judgement; not fitted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PortraitEnd:
    """Where the portrait of one page ends on one side."""

    at_mm: float
    rise_mm: float
    """How far outside of it the ink begins: little where the picture is cut, more along the outline of a head."""


def portrait_extent(page: Pixels, reference: LightReference, box: BoxMm) -> Mapping[PageSide, PortraitEnd]:
    """Where the portrait's ink begins on each side on which it is seen to end, in page millimetres."""
    portrait = _portrait_mask(page, reference, box)
    window = box.grown(SEARCH_MM).to_px(REFERENCE_PX_PER_MM)
    rows, columns = portrait.mean(axis=1), portrait.mean(axis=0)
    if min(rows.max(), columns.max()) < _MIN_WIDEST:
        return {}
    left, top = max(window.left, 0), max(window.top, 0)
    middle_row, middle_column = len(rows) // 2, len(columns) // 2
    # From the middle outwards: what stands beyond a gap (a signature) is not the portrait.
    profiles = {
        PageSide.TOP: (top + middle_row, -1, rows[:middle_row][::-1], rows.max()),
        PageSide.BOTTOM: (top + middle_row, 1, rows[middle_row:], rows.max()),
        PageSide.LEFT: (left + middle_column, -1, columns[:middle_column][::-1], columns.max()),
        PageSide.RIGHT: (left + middle_column, 1, columns[middle_column:], columns.max()),
    }
    return {
        side: end
        for side, (middle, sign, coverage, widest) in profiles.items()
        if (end := _end(middle, sign, coverage, float(widest))) is not None
    }


def _end(middle: int, sign: int, coverage: NDArray[np.float64], widest: float) -> PortraitEnd | None:
    """Where a profile ends that begins at `middle`; None where no end was seen."""
    reach, begins = (_reach(coverage, share * widest) for share in (_REACH, _BEGINS))
    if reach is None:
        return None
    rise = np.inf if begins is None else (begins - reach) / REFERENCE_PX_PER_MM
    return PortraitEnd(at_mm=(middle + sign * reach) / REFERENCE_PX_PER_MM, rise_mm=float(rise))


def learned_edges(extents: Sequence[Mapping[PageSide, PortraitEnd]]) -> tuple[PortraitEdge, ...]:
    """The sides on which the portraits of three or more holders are cut at the same place.

    Heads that happen to be of one height are no cut: another holder's is higher.
    """
    if len(extents) < 3:
        return ()
    found = []
    for side in PageSide:
        ends = [extent[side] for extent in extents if side in extent]
        places = np.array([end.at_mm for end in ends])
        middle = float(np.median(places)) if places.size else 0.0
        near = places[np.abs(places - middle) <= NEAR_MM]
        if near.size < max(3, _AGREE * places.size) or np.std(near, ddof=1) > _MAX_SPREAD_MM:
            continue
        if np.median([end.rise_mm for end in ends]) > _MAX_RISE_MM:
            continue
        spread = max(float(np.std(near, ddof=1)), _MIN_SPREAD_MM)
        found.append(PortraitEdge(side=side, at_mm=middle, spread_mm=spread))
    return tuple(found)


def beside_known_ground(
    edges: Sequence[PortraitEdge], reference: LightReference, box: BoxMm
) -> tuple[PortraitEdge, ...]:
    """The edges beyond which the reference knows the page: what it does not know is filled from the print around, and a page departs from that anywhere."""
    return tuple(edge for edge in edges if _known(reference, _beyond(edge, box)) > 1 - _MOST_UNKNOWN)


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


def _reach(coverage: NDArray[np.float64], threshold: float) -> float | None:
    """How far the portrait reaches along a coverage profile, in pixels, between two of them.

    None where it does not begin (glare over its middle), or runs out of the window (a shadow beside it): no end was seen.
    """
    beyond = np.flatnonzero(coverage < threshold)
    if not beyond.size or beyond[0] == 0:
        return None
    at = int(beyond[0])
    above, below = float(coverage[at - 1]), float(coverage[at])
    return at - 0.5 + (above - threshold) / max(above - below, 1e-9)
