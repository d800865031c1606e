"""Rows that make one zone: 2 or 3 alike, what outlines them, and a second look along them."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from docforensics.page.band.lean import rise_of
from docforensics.page.band.rows import (
    CELL,
    ROW_HEIGHT,
    BandRow,
    Strip,
    all_rows,
    cut_strip,
    find_rows,
    flat_strip,
)
from docforensics.page.band.seeds import Copies, Seed
from docforensics.page.geometry import Points, median, project

Floats = NDArray[np.float64]

_SPACING = (1.35, 3.2)
"""Line spacing in cells: 1/0.400 for two lines, 1/0.600 for three (standards.md 1.9), with room for other prints
and for a third line that cannot be seen."""
_WINDOW_CELLS = 4
"""Over which the height of a row is measured: a judgement."""
_TILTED = 0.1
"""Rows higher at one end than at the other by more, or cells wider or narrower than high, are seen on a tilted page."""
_LEVEL_PX, _LEVEL_PITCH = 1.5, 0.04
"""Rows that rise by no more, in a strip whose pitch is no farther from nominal, gain nothing by a second cut."""

_CLOSE, _SHORT = 2.1, 33.0
"""Cells from line to line, and in a line, below which a row may be followed onto the next line: three lines of 30 stand 1.67 apart.
Two stand 2.5 apart, which leaves a blank between them that ends a row."""
_LEFT_ITS_LINE = 0.83 * CELL
"""Strip pixels, half the distance of close lines: a row that ends farther off its line than this is on another one. On 221
bands of 200 photographs rows that follow their lines were 8 px off at most (99 %), those that cross them 20 and more."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RowsOutline:
    """What rows of one zone cover."""

    corners: Points
    """(4, 2) px of the image: the tight quadrilateral around the rows, first and last row each with its own slope."""
    middles: tuple[float, ...]
    """Where the middle of each row lies between the upper (0) and the lower (1) side."""
    cells: float
    """How many characters lie between the leftmost and the rightmost end."""
    rise: float
    """By how much the steepest row rises or falls, strip pixels."""
    fall: float
    """By how much the rows fall from left to right, their mean, strip pixels."""


def choose_rows(rows: tuple[BandRow, ...]) -> tuple[BandRow, ...]:
    """Choose the 3 or 2 neighbouring rows that look most like one zone; empty when no two do."""
    triples = [rows[i : i + 3] for i in range(len(rows) - 2)]
    pairs = [rows[i : i + 2] for i in range(len(rows) - 1)]
    return max(filter(_alike, [*triples, *pairs]), key=_strength, default=())


def _strength(group: tuple[BandRow, ...]) -> float:
    return sum(row.rhythm * min(row.cells, 44.0) for row in group)


def _alike(group: tuple[BandRow, ...]) -> bool:
    pitch = float(np.mean([row.pitch for row in group]))
    steps = [(below.y - above.y) / pitch for above, below in pairwise(group)]
    overlap = min(row.right for row in group) - max(row.left for row in group)
    longest = max(row.right - row.left for row in group)
    same_pitch = max(row.pitch for row in group) < 1.12 * min(row.pitch for row in group)
    even = max(steps) < 1.25 * min(steps)
    return (
        same_pitch
        and even
        and overlap > 0.6 * longest
        and all(_SPACING[0] <= s <= _SPACING[1] for s in steps)
    )


def outline_of(group: tuple[BandRow, ...], strip: Strip) -> RowsOutline:
    """Outline the rows from the places of their ink."""
    half = CELL * ROW_HEIGHT / 2
    left, right = min(row.left for row in group), max(row.right for row in group)
    ends = np.array([row_ends(row, strip, left, right) for row in group])
    (top_left, top_right), (low_left, low_right) = ends[0] - half, ends[-1] + half
    middles, top, bottom = ends.mean(axis=1), (top_left + top_right) / 2, (low_left + low_right) / 2
    corners = [(left, top_left), (right, top_right), (right, low_right), (left, low_left)]
    return RowsOutline(
        corners=project(strip.to_image, corners),
        middles=tuple(((middles - top) / (bottom - top)).tolist()),
        cells=(right - left) / median([row.pitch for row in group]),
        rise=float(np.abs(ends[:, 1] - ends[:, 0]).max()),
        fall=float((ends[:, 1] - ends[:, 0]).mean()),
    )


def row_ends(row: BandRow, strip: Strip, left: float, right: float) -> tuple[float, float]:
    """Return the heights of the row's centre line at both ends, from the centres of its ink window by window."""
    reach = round(CELL)
    top = max(0, round(row.y) - reach)
    weights = strip.contrast[top : round(row.y) + reach + 1, int(row.left) : int(row.right)].astype(
        np.float64
    )
    weights = np.maximum(weights - 0.3 * weights.max(initial=1.0), 0)
    heights = np.arange(weights.shape[0], dtype=np.float64) + top
    window = round(_WINDOW_CELLS * CELL)
    starts = np.arange(0, max(1, weights.shape[1] - window // 2), window)
    # Sums window by window; the last takes what is left over.
    ink = np.add.reduceat(np.stack([weights.sum(axis=0), heights @ weights]), starts, axis=1)
    seen = ink[0] > 0
    if seen.sum() < 3:
        return row.y, row.y
    stops = np.append(starts[1:], weights.shape[1])
    x, y = (row.left + (starts + stops) / 2)[seen], (ink[1] / np.maximum(ink[0], 1e-9))[seen]
    # Theil-Sen: the median of the slopes of all pairs, unmoved by a window that holds something else.
    i, j = _pairs(len(x))
    slope = median((y[j] - y[i]) / (x[j] - x[i]))
    base = median(y - slope * x)
    return base + slope * left, base + slope * right


@lru_cache(maxsize=64)
def _pairs(count: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Every pair of so many windows; kept for 64 numbers, a judgement: a strip has few more windows."""
    first, second = np.triu_indices(count, k=1)
    return first, second


def recut_strip(
    copies: Copies, strip: Strip, group: tuple[BandRow, ...]
) -> tuple[Strip, tuple[BandRow, ...], RowsOutline]:
    """Cut the strip again along the rows found, at their pitch and slope; keep the old one if it shows them better.

    A strip that is level and at its pitch is kept. With the outline of the rows in the strip returned.
    """
    strip, group, outline = _along_lines(copies, strip, group)
    pitch, corners = float(np.mean([row.pitch for row in group])), outline.corners
    if outline.rise <= _LEVEL_PX and abs(pitch / CELL - 1) <= _LEVEL_PITCH:
        return strip, group, outline
    best = strip, group, outline
    turned = _turned(copies, corners, group, evened=strip.is_evened)
    for again in filter(None, (turned, _flat(copies, strip, outline, group))):
        rows = choose_rows(find_rows(again))
        if len(rows) >= len(best[1]) and _strength(rows) > _strength(best[1]):
            best = again, rows, outline_of(rows, again)
    return best


def _along_lines(
    copies: Copies, strip: Strip, group: tuple[BandRow, ...]
) -> tuple[Strip, tuple[BandRow, ...], RowsOutline]:
    """Cut the strip along its lines where the rows found run across them, from one close line onto the next."""
    outline = outline_of(group, strip)
    spacing = (group[-1].y - group[0].y) / (len(group) - 1) / median([row.pitch for row in group])
    if spacing >= _CLOSE and outline.cells >= _SHORT:
        return strip, group, outline
    rise = rise_of(strip, group)
    if abs(rise - outline.fall) < _LEFT_ITS_LINE:
        return strip, group, outline
    left, right = min(row.left for row in group), max(row.right for row in group)
    middle = (group[0].y + group[-1].y) / 2
    start, end = project(strip.to_image, [(left, middle - rise / 2), (right, middle + rise / 2)])
    again = _turned(copies, np.array([start, end, end, start]), group, evened=strip.is_evened)
    rows = choose_rows(all_rows(again))
    if len(rows) < len(group) or _strength(rows) <= _strength(group):
        return strip, group, outline
    return again, rows, outline_of(rows, again)


def _flat(copies: Copies, strip: Strip, outline: RowsOutline, group: tuple[BandRow, ...]) -> Strip | None:
    """Cut the rows as they would be seen straight on; None where that is how they are seen."""
    pitch = float(np.mean([row.pitch for row in group]))
    sides = np.linalg.norm(np.roll(outline.corners, -1, axis=0) - outline.corners, axis=1)
    growth = max(sides[1], sides[3]) / max(min(sides[1], sides[3]), 1e-6)
    if growth - 1 < _TILTED and abs(pitch / CELL - 1) < _TILTED:
        return None
    height = group[-1].y - group[0].y + CELL * ROW_HEIGHT
    return flat_strip(copies, outline.corners, outline.cells, height, evened=strip.is_evened)


def _turned(copies: Copies, corners: Points, group: tuple[BandRow, ...], *, evened: bool) -> Strip:
    """Cut along the rows at their pitch and slope."""
    ends = (corners[0] + corners[3]) / 2, (corners[1] + corners[2]) / 2
    length = float(np.linalg.norm(ends[1] - ends[0]))
    cells = float(np.mean([row.cells for row in group]))
    seed = Seed(
        centre=tuple((ends[0] + ends[1]) / 2),
        direction=tuple((ends[1] - ends[0]) / length),
        length=length,
        height=1.05 * length / cells,
    )
    return cut_strip(copies, seed, evened=evened)
