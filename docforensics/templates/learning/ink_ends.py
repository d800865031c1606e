"""Where print in a box begins and ends: lines that are found reach into the background printing around them."""

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.page.geometry import BoxMm
from docforensics.templates.masks import clipped, square
from docforensics.templates.model import REFERENCE_PX_PER_MM
from docforensics.templates.planes import Map

_STRONG = 0.5
"""Share of the depth of a line's strokes from which something is one of them; lines of the background are thinner and paler."""
_OF_STROKES = 0.97
"""Quantile of the depth within the box that is the strokes': a line of type fills a tenth to a third of it. A judgement."""
_LEAST = 2
"""Pixels of strong ink in a row or column of pixels that belongs to the print; one alone is noise."""
_BLANK = 1.3
"""Between words of one value, in heights of the line. A judgement; not fitted."""
_CAPITALS = 0.55
"""Share of the highest print that capitals take where marks alone differ: É and Ç together are 1.75 times as high as capitals. A judgement."""
_NOT_ALL, _JITTER_MM = 0.2, 0.25
"""Share of many holders' pages that may lack what is the series', and how far its lines lie apart from page to page. Of ten holders' values less than half
have a stroke at one place. Judgements."""
_SMALLEST_MM = 0.6
"""Side of a box that holds print."""


def strokes_depth(box: BoxMm, depth: Map) -> float:
    """How deep the strokes of a line are, grey levels below the surroundings."""
    place = depth[clipped(box, depth.shape)]
    return float(np.quantile(place, _OF_STROKES)) if place.size else 0.0


def tightened(box: BoxMm, depth: Map) -> BoxMm:
    """The box around the strokes in a box; the box itself where they do not show."""
    rows, columns = clipped(box, depth.shape)
    place = depth[rows, columns]
    strong = place > _STRONG * strokes_depth(box, depth)
    across, down = (_span(strong.sum(axis=axis) >= _LEAST) for axis in (0, 1))
    if across is None or down is None:
        return box
    found = BoxMm(
        left=(columns.start + across[0]) / REFERENCE_PX_PER_MM,
        top=(rows.start + down[0]) / REFERENCE_PX_PER_MM,
        right=(columns.start + across[1]) / REFERENCE_PX_PER_MM,
        bottom=(rows.start + down[1]) / REFERENCE_PX_PER_MM,
    )
    return found if min(found.width, found.height) >= _SMALLEST_MM else box


def capitals(box: BoxMm, pages: Sequence[Map]) -> tuple[float, float] | None:
    """Top and bottom, mm, of the print in a box on half of the pages that bear any: marks above and below letters are on few of them.

    None where no page bears print there, and where the pages differ by more than marks: a value on one line here and on two there.
    """
    depths = [strokes_depth(box, page) for page in pages]
    deepest = max(depths, default=0.0)
    printed = (page for page, depth in zip(pages, depths, strict=True) if depth > _STRONG * deepest)
    tight = [found for page in printed if (found := tightened(box, page)) != box]
    if not tight:
        return None
    middle = (len(tight) - 1) // 2
    top = sorted((one.top for one in tight), reverse=True)[middle]
    bottom = sorted(one.bottom for one in tight)[middle]
    return (top, bottom) if bottom - top > _CAPITALS * max(one.height for one in tight) else None


def reached(box: BoxMm, pages: Sequence[Map], stops: Sequence[BoxMm]) -> BoxMm:
    """The box as far to the right as the print that begins in it runs on any page, up to what stands on its row."""
    return replace(box, right=max([box.right, *print_ends(box, pages, stops)]))


def print_ends(
    box: BoxMm, pages: Sequence[Map], stops: Sequence[BoxMm], common: Map | None = None
) -> list[float]:
    """Where on each page the print ends that begins in a box, mm, at most at what stands on its row; the box's left edge where the page bears none.

    `common` is what nearly all pages show (`common_print`), which ends no value; a value that nearly all holders share ends where it does.
    """
    stop = min(
        (one.left for one in stops if one.left >= box.right and _is_level(one, box)), default=float("inf")
    )
    return [_end(box, depth, stop, common) for depth in pages]


def common_print(pages: Sequence[Map]) -> Map:
    """Depth (H, W) of what nearly all of many holders' pages show: line work on which values are printed."""
    around = np.stack([cv2.dilate(page, square(_JITTER_MM)) for page in pages])
    fewest = int(_NOT_ALL * len(pages))
    return np.asarray(np.partition(around, fewest, axis=0)[fewest], np.float32)


def _is_level(one: BoxMm, other: BoxMm) -> bool:
    return min(one.bottom, other.bottom) - max(one.top, other.top) > 0


def _end(box: BoxMm, depth: Map, stop: float, common: Map | None) -> float:
    """Where the print of one page ends that begins in a box, millimetres."""
    rows, columns = clipped(
        replace(box, right=max(min(stop, depth.shape[1] / REFERENCE_PX_PER_MM), box.right)), depth.shape
    )
    least = _STRONG * strokes_depth(box, depth)
    first, blank = round(box.width * REFERENCE_PX_PER_MM), _BLANK * box.height * REFERENCE_PX_PER_MM
    place = depth[rows, columns]
    for seen in (place,) if common is None else (place - common[rows, columns], place):
        inked = np.flatnonzero((seen > least).sum(axis=0) >= _LEAST)
        if inked.size and inked[0] < first:
            # A blank ends the print where what follows stands behind the box: a value shorter than the one that was read is followed by nothing of its own.
            apart = np.flatnonzero((np.diff(inked) > blank) & (inked[1:] >= first))
            last = int(inked[apart[0]] if apart.size else inked[-1])
            return float(columns.start + last + 1) / REFERENCE_PX_PER_MM
    return float(columns.start) / REFERENCE_PX_PER_MM


def _span(inked: NDArray[np.bool_]) -> tuple[int, int] | None:
    """First and last of what is inked."""
    places = np.flatnonzero(inked)
    return (int(places[0]), int(places[-1]) + 1) if len(places) else None
