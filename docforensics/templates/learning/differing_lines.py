"""The lines of print that differ between holders within a row that was found: line work round them joins lines to one another and to labels."""

from collections.abc import Iterator, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.page.geometry import BoxMm
from docforensics.templates.masks import clipped, square
from docforensics.templates.model import REFERENCE_PX_PER_MM
from docforensics.templates.planes import Map, Mask

_SLACK_MM = 0.25
"""Shift between captures within which print is the same: that of `text_rows`."""
_OF_STROKES = 0.97
"""Quantile of the depth of what differs that is the strokes', as in `ink_ends`."""
_STRONG, _DEEPEST = 0.5, 0.75
"""From which print differs, as a share of the most that it does, and is of the line, as a share of the strokes' depth. Line work beside a line is mostly paler than .75. Judgements."""
_LEAST_DEPTH = 40.0
"""Grey levels below the paper from which print is text, as in `text_rows`."""
_LEAST_PX = 2
"""Strong pixels in a row or column of pixels that belongs to a line; one alone is noise."""
_OF_ROWS = 0.3
"""Share of the ink of a line's rows of pixels that its other rows have at least, as in `second_look`: lines of the background cross fewer."""
_LINE_MM = (0.5, 0.4)
"""Least height of what differs of a line, and the blank between two. Judgements."""
_BLANK_HEIGHTS = (1.3, 3.0)
"""Between words of one value, and between values, in heights of the line. The first as in `ink_ends`; the second a judgement."""
_MARGINS_MM = 1.4
"""By how much a row is higher than its one line where nothing is joined to it: the margins of a row on both sides (`text_rows`), and a stroke."""


def lines_that_differ(box: BoxMm, depths: Sequence[Map]) -> list[BoxMm]:
    """The lines in a row that differ between pages; none where they fill the row, or where nothing differs.

    Parameters
    ----------
    box
        A row on the page, mm.
    depths
        Of several holders' pages, (H, W) each: grey levels by which print is darker than its surroundings.

    """
    rows, columns = clipped(box, depths[0].shape)
    stack = np.stack([depth[rows, columns] for depth in depths])
    if stack.shape[1] < _LEAST_PX or stack.shape[2] < _LEAST_PX:
        return []
    apart, strokes = _apart(stack)
    if not apart.any():
        return []
    deepest = np.asarray(stack.max(axis=0) > _DEEPEST * strokes, dtype=np.bool_)
    corner = (columns.start / REFERENCE_PX_PER_MM, rows.start / REFERENCE_PX_PER_MM)
    found = [
        (_whole((first, last), deepest[:, across[0] : across[1]]), across)
        for first, last in _runs(apart.sum(axis=1) >= _LEAST_PX, round(_LINE_MM[1] * REFERENCE_PX_PER_MM))
        if last - first >= _LINE_MM[0] * REFERENCE_PX_PER_MM
        for across in _values(apart[first:last], deepest[first:last])
    ]
    lines = [_box(down, across, corner) for down, across in found]
    return [] if len(lines) == 1 and box.height - lines[0].height < _MARGINS_MM else lines


def _whole(span: tuple[int, int], deepest: Mask) -> tuple[int, int]:
    """Rows of pixels of a line (half-open) with those that go on from it: digits of two holders may differ in their lower half alone."""
    ink = deepest.sum(axis=1)
    rows = _runs(ink >= max(_LEAST_PX, _OF_ROWS * float(np.median(ink[slice(*span)]))), 0)
    own = [run for run in rows if run[0] < span[1] and run[1] > span[0]]
    return min([span[0], *(run[0] for run in own)]), max([span[1], *(run[1] for run in own)])


def _apart(stack: NDArray[np.float32]) -> tuple[Mask, float]:
    """Where one page bears print and another has none near, (h, w), and how deep the strokes are that do."""
    around = square(_SLACK_MM)
    least = np.min([cv2.dilate(one, around) for one in stack], axis=0)
    deepest = stack.max(axis=0)
    differs = deepest - least
    seen = differs > _LEAST_DEPTH
    if not seen.any():
        return seen, 0.0
    strokes, beyond = (float(np.quantile(of[seen], _OF_STROKES)) for of in (deepest, differs))
    return np.asarray(differs > max(_LEAST_DEPTH, _STRONG * beyond), dtype=np.bool_), strokes


def _values(apart: Mask, deepest: Mask) -> Iterator[tuple[int, int]]:
    """Yield first and last column of each value on a line: what differs, with the print that it is a part of."""
    height = apart.shape[0]
    inked = _runs(deepest.sum(axis=0) >= _LEAST_PX, round(_BLANK_HEIGHTS[0] * height))
    for first, last in _runs(np.asarray(apart.any(axis=0), np.bool_), round(_BLANK_HEIGHTS[1] * height)):
        words = [run for run in inked if run[0] < last and run[1] > first]
        yield (
            min([first, *(run[0] for run in words)]),
            max([last, *(run[1] for run in words)]),
        )


def _runs(marked: NDArray[np.bool_], gap: int) -> list[tuple[int, int]]:
    """First and last (half-open) of runs of marked places, gaps up to `gap` closed."""
    places = np.flatnonzero(marked)
    if not places.size:
        return []
    parts = np.split(places, np.flatnonzero(np.diff(places) > gap + 1) + 1)
    return [(int(part[0]), int(part[-1]) + 1) for part in parts]


def _box(down: tuple[int, int], across: tuple[int, int], corner: tuple[float, float]) -> BoxMm:
    left, right = (corner[0] + place / REFERENCE_PX_PER_MM for place in across)
    top, bottom = (corner[1] + place / REFERENCE_PX_PER_MM for place in down)
    return BoxMm(left=left, top=top, right=right, bottom=bottom)
