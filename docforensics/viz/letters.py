"""Letters that stand alone, as the sex does: too short for a line of print, and without neighbours."""

from collections.abc import Iterator, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.capture.model import Pixels
from docforensics.page.geometry import BoxMm

_PX_PER_MM = 10.0
"""At which a page is searched: a capital of 2 mm has 20 pixels."""
_HEIGHT_MM = (1.5, 4.0)
_NARROWEST, _WIDEST = 0.3, 1.4
"""Width of a letter as a share of its height; I is no sex."""
_NEIGHBOUR_MM = (1.0, 5.0)
"""Height of print beside it that makes it a part of a line."""
_GAP = 0.8
"""Of its height, within which nothing stands beside a letter that stands alone."""
_DARK = 0.6
"""Share of the paper's brightness below which print is bold."""
_PAPER = 4, 21
"""By how much a page is reduced, and the window in which its paper is taken: 8 mm."""
_AROUND_MM = 6.0
"""Seen around a place: more than half the window of the paper, and than a letter's gap to its neighbours."""
_RIM_MM = 2.0
"""At the edges and corners of a page its ground looks like print."""
_MOST = 8
"""Letters that are read at most. Judgements, all."""

Stats = NDArray[np.int32]
"""(n, 5): left, top, width, height and area of connected dark places, pixels."""


def find_letters(
    pixels: Pixels, px_per_mm: float, apart_from: Sequence[BoxMm] = (), *, at: BoxMm | None = None
) -> tuple[BoxMm, ...]:
    """Find bold letters without neighbours on a page (H, W, 3) or (H, W), in millimetres, top to bottom; not within `apart_from`.

    With `at` those at a place; no more of the page is looked at than tells the paper and the neighbours there.
    """
    height, width = (side / px_per_mm for side in pixels.shape[:2])
    if min(height, width) <= 2 * _RIM_MM:
        return ()
    inner = BoxMm(left=_RIM_MM, top=_RIM_MM, right=width - _RIM_MM, bottom=height - _RIM_MM)
    found = (
        box
        for box in _letters(pixels, px_per_mm, at)
        if box.overlap(inner) > 0.99 * box.area
        and not any(box.overlap(other) > 0 for other in apart_from)
        and (at is None or box.overlap(at) > 0.5 * box.area)
    )
    return tuple(sorted(found, key=lambda box: (box.top, box.left))[:_MOST])


def _letters(pixels: Pixels, px_per_mm: float, at: BoxMm | None) -> Iterator[BoxMm]:
    """All letters of the page, or of a part around a place."""
    part, (left, top) = (pixels, (0, 0)) if at is None else _around(pixels, at, px_per_mm)
    shrink = min(1.0, _PX_PER_MM / px_per_mm)
    if min(part.shape[:2]) * shrink < 1:
        return
    grey = part if part.ndim == 2 else cv2.cvtColor(part, cv2.COLOR_RGB2GRAY)
    grey = np.asarray(cv2.resize(grey, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA), np.uint8)
    if min(grey.shape) < _PAPER[0] * _PAPER[1]:
        return
    scale = px_per_mm * shrink
    x, y = left / px_per_mm, top / px_per_mm
    for column, row, wide, high in _alone(_bold(grey), scale):
        yield BoxMm(
            left=x + column / scale,
            top=y + row / scale,
            right=x + (column + wide) / scale,
            bottom=y + (row + high) / scale,
        )


def _around(pixels: Pixels, at: BoxMm, px_per_mm: float) -> tuple[Pixels, tuple[int, int]]:
    """The page around a place, and the column and row at which that begins."""
    wide = at.grown(_AROUND_MM)
    left, top = (max(int(side * px_per_mm), 0) for side in (wide.left, wide.top))
    right, bottom = (max(int(side * px_per_mm), 0) for side in (wide.right, wide.bottom))
    return pixels[top:bottom, left:right], (left, top)


def _bold(grey: Pixels) -> Stats:
    """Connected places that are much darker than the paper around."""
    reduce, window = _PAPER
    small = cv2.resize(grey, None, fx=1 / reduce, fy=1 / reduce, interpolation=cv2.INTER_AREA)
    paper = cv2.resize(cv2.medianBlur(small, window), (grey.shape[1], grey.shape[0]))
    dark = (grey < _DARK * paper.astype(np.float32)).astype(np.uint8)
    stats = cv2.connectedComponentsWithStats(dark, connectivity=8)[2]
    return np.asarray(stats[1:], np.int32)


def _alone(places: Stats, scale: float) -> Iterator[tuple[float, float, float, float]]:
    """Left, top, width and height, pixels, of places of a letter's shape with nothing beside them."""
    low, high = (size * scale for size in _NEIGHBOUR_MM)
    print_ = places[(places[:, 3] >= low) & (places[:, 3] < high), :4].astype(float)
    least, most = (size * scale for size in _HEIGHT_MM)
    for left, top, width, height in print_:
        is_letter = least <= height <= most and _NARROWEST * height <= width <= _WIDEST * height
        beside = (
            (print_[:, 1] < top + height)
            & (print_[:, 1] + print_[:, 3] > top)
            & (print_[:, 0] < left + width + _GAP * height)
            & (print_[:, 0] + print_[:, 2] > left - _GAP * height)
        )
        if is_letter and int(beside.sum()) == 1:
            yield float(left), float(top), float(width), float(height)
