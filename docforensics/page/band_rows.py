"""Whether a straight line of marks belongs to an MRZ: rows of evenly pitched characters without a blank, 2 or 3 of them.

Works on a strip cut along a seed and scaled so that one character cell is about `CELL` pixels wide.
"""

import math
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.capture.model import Pixels
from docforensics.page.band_seeds import Copies, Seed, stroke_contrast
from docforensics.page.geometry import Matrix, Points, project

Floats = NDArray[np.float64]

CELL = 12.0
"""Strip pixels of one character cell."""
_HALF_HEIGHT_CELLS = 5.0
"""The strip reaches this far on both sides of its seed: two line spacings of 2.5 cells."""
_MARGIN_CELLS = 5.0
_LONGEST = 47.0
"""Cells of the longest line looked for."""
_SHORTEST = 20.0
_ROW_HEIGHT = 0.95
"""Height of a character in cells (OCR-B size I: 2.4 of 2.54 mm)."""
_BLANK_CELLS = 1.5
"""A row ends at a blank this wide; inside an MRZ every cell carries a mark."""
_CLEAR = 0.9
"""Nothing of the next line reaches nearer to a row's centre than this, in cells (its characters begin at 1.2)."""
_MIN_RHYTHM = 0.12
_FURTHER = (5, 20)
"""Cells over which the pitch is measured, one after the other."""
_FILLER_LIKENESS = 0.65
"""Correlation above which a mark counts as a filler."""
_SPACING_PAIR = (1.35, 3.2)
_SPACING_TRIPLE = (1.35, 3.2)
"""Line spacing in cells: 1/0.400 for two lines, 1/0.600 for three (standards.md 1.9), with room for other prints
and for a third line that cannot be seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of characters in strip pixels."""

    y: float
    left: float
    right: float
    pitch: float
    rhythm: float
    """How much better the marks agree with themselves one cell further than half a cell further, about 0..1."""

    @property
    def cells(self) -> float:
        """How many characters the row holds."""
        return (self.right - self.left) / self.pitch


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Strip:
    """The neighbourhood of a seed, its direction to the right."""

    grey: Pixels
    contrast: Pixels
    core: slice
    """Columns that the seed itself covers."""
    to_image: Matrix
    """Strip pixels -> pixels of the image that it was cut from."""


def cut_strip(copies: Copies, seed: Seed) -> Strip:
    """Cut the strip along `seed`, wide enough for the longest MRZ line of which the seed may be a part."""
    scale = CELL * 1.05 / seed.height
    along = seed.length * scale + 2 * CELL * max(_MARGIN_CELLS, _LONGEST - seed.fullness)
    width, height = int(min(along, 1.5 * _LONGEST * CELL)), int(2 * _HALF_HEIGHT_CELLS * CELL)
    dx, dy = seed.direction[0] / scale, seed.direction[1] / scale
    turn = np.array([[dx, -dy], [dy, dx]])
    origin = np.array(seed.centre) - turn @ np.array([(width - 1) / 2, (height - 1) / 2])
    to_image = np.array([[dx, -dy, origin[0]], [dy, dx, origin[1]], [0, 0, 1]])
    pixels = _resampled(copies, to_image, width, height, scale)
    half = max(seed.length * scale / 2, 1.0)
    core = slice(max(0, int(width / 2 - half)), int(width / 2 + half) + 1)
    return Strip(grey=pixels, contrast=stroke_contrast(pixels), core=core, to_image=to_image)


def _resampled(copies: Copies, to_image: Matrix, width: int, height: int, scale: float) -> Pixels:
    """Cut from the smallest copy that is still as fine as the strip, averaged where that is finer by more than half."""
    level = min((level for level in copies if level >= scale), default=1.0)
    shift = (level - 1) / 2
    to_copy = np.array([[level, 0, shift], [0, level, shift], [0, 0, 1]]) @ to_image
    finer = math.ceil(0.5 * level / scale)
    fine = to_copy @ np.array(
        [[1 / finer, 0, (1 / finer - 1) / 2], [0, 1 / finer, (1 / finer - 1) / 2], [0, 0, 1]]
    )
    pixels = cv2.warpAffine(
        copies[level],
        fine[:2],
        (width * finer, height * finer),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE,
    )
    if finer > 1:
        pixels = cv2.resize(pixels, (width, height), interpolation=cv2.INTER_AREA)
    return np.asarray(pixels, dtype=np.uint8)


def find_rows(strip: Strip) -> tuple[Row, ...]:
    """Every row of evenly pitched characters in the strip, top to bottom; none when the seed's own is not one."""
    return () if _row_at(strip, strip.contrast.shape[0] / 2) is None else all_rows(strip)


def all_rows(strip: Strip) -> tuple[Row, ...]:
    """Every row of evenly pitched characters in the strip, top to bottom."""
    return tuple(row for y in _row_centres(strip) if (row := _row_at(strip, y)) is not None)


def rows_between(strip: Strip, n_lines: int) -> tuple[Row, ...]:
    """Find the rows of a strip that shows one zone from edge to edge; `n_lines` tells how many to expect."""
    strongest = sorted(all_rows(strip), key=lambda row: -row.rhythm * row.cells)[: max(n_lines, 3)]
    return tuple(sorted(strongest, key=lambda row: row.y))


def _row_centres(strip: Strip) -> list[float]:
    """Heights at which the contrast peaks over the length of the seed."""
    dark = np.square(strip.contrast[:, strip.core], dtype=np.float32).mean(axis=1)
    ink = cv2.blur(dark[:, None], (1, round(CELL * _ROW_HEIGHT)))[:, 0]
    radius = int(CELL * 0.6)
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(ink, radius, mode="edge"), 2 * radius + 1)
    peaks = np.flatnonzero((ink >= windows.max(axis=1)) & (ink > 0.1 * ink.max()) & (ink > 0))
    return [float(y) for y in peaks]


def _row_at(strip: Strip, y: float) -> Row | None:
    half = CELL * _ROW_HEIGHT / 2
    band = strip.contrast[max(0, round(y - half)) : round(y + half) + 1]
    frames = _taller_than_text(strip, y)
    darkest = np.where(frames[0] & frames[1], 0, band.max(axis=0)).astype(np.uint8)
    run = _longest_run(darkest, strip.core, frames[0] | frames[1])
    if run is None:
        return None
    left, right = run
    pitch, rhythm = _rhythm(band[:, left:right].mean(axis=0, dtype=np.float64))
    row = Row(y=y, left=float(left), right=float(right), pitch=pitch, rhythm=rhythm)
    return row if rhythm > _MIN_RHYTHM and _SHORTEST <= row.cells <= _LONGEST + 3 else None


def _taller_than_text(strip: Strip, y: float) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Tell the columns in which a stroke runs on above, and those in which one runs on below the row: no character's."""
    inside = strip.contrast[_zone(y, -_ROW_HEIGHT / 2, _ROW_HEIGHT / 2)].max(axis=0, initial=0) * 0.5
    above = strip.contrast[_zone(y, -_CLEAR, -_ROW_HEIGHT / 2 - 0.15)].min(axis=0, initial=255)
    below = strip.contrast[_zone(y, _ROW_HEIGHT / 2 + 0.15, _CLEAR)].min(axis=0, initial=255)
    return np.asarray(above > inside, dtype=np.bool_), np.asarray(below > inside, dtype=np.bool_)


def _zone(y: float, low: float, high: float) -> slice:
    """Rows of the strip between two heights in cells from `y`."""
    return slice(max(0, round(y + low * CELL)), max(0, round(y + high * CELL) + 1))


def _longest_run(darkest: Pixels, core: slice, frames: NDArray[np.bool_]) -> tuple[int, int] | None:
    """Find the longest stretch of columns with ink whose blanks are all narrower than `_BLANK_CELLS`."""
    cells = cv2.dilate(darkest[None, core], np.ones((1, round(CELL)), np.uint8))
    level = float(np.median(cells))
    inked = np.flatnonzero(darkest > max(0.45 * level, 8))
    if len(inked) < 2:
        return None
    starts, stops = _groups(inked, round(_BLANK_CELLS * CELL))
    longest = int(np.argmax(inked[stops] - inked[starts]))
    run = _unframed(inked[starts[longest] : stops[longest] + 1], frames)
    return (int(run[0]), int(run[-1]) + 1) if run[-1] - run[0] >= _SHORTEST * 0.6 * CELL else None


def _groups(columns: NDArray[np.intp], blank: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Indices of the first and the last column of every group: more than `blank` columns lie between two."""
    breaks = np.flatnonzero(np.diff(columns) > blank)
    return np.append(0, breaks + 1), np.append(breaks, len(columns) - 1)


def _unframed(run: NDArray[np.intp], frames: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Drop a mark at either end of the run that runs on above or below: the frame beside the zone."""
    starts, stops = _groups(run, 1)
    marks = [run[start : stop + 1] for start, stop in zip(starts[:2], stops[:2], strict=True)]
    ends = [run[start : stop + 1] for start, stop in zip(starts[:-3:-1], stops[:-3:-1], strict=True)]
    low = next((k for k, mark in enumerate(marks) if not frames[mark].mean() > 0.5), 0)
    high = next((k for k, mark in enumerate(ends) if not frames[mark].mean() > 0.5), 0)
    return run[starts[low] : stops[len(stops) - 1 - high] + 1]


def _rhythm(profile: Floats) -> tuple[float, float]:
    """Pitch in strip pixels and its strength, from the profile's agreement with itself a cell further."""
    smooth = cv2.GaussianBlur(profile[:, None], (1, 9), 1.0)[:, 0]
    local = cv2.blur(smooth[:, None], (1, round(2 * CELL) + 1))[:, 0]
    wave = np.asarray(smooth - local, dtype=np.float64)
    energy = float(wave @ wave)
    if energy <= 0:
        return CELL, 0.0
    lags = np.arange(int(0.4 * CELL), int(2.3 * CELL))
    agreement = np.array([wave[lag:] @ wave[:-lag] / (len(wave) - lag) for lag in lags]) * len(wave) / energy
    eligible = (lags >= 0.7 * CELL) & (lags <= 1.5 * CELL)
    inner = np.flatnonzero(eligible)
    best = int(inner[np.argmax(agreement[inner])])
    pitch = float(lags[best]) + _vertex(agreement, best)
    half = np.interp([0.5 * pitch, 1.5 * pitch], lags, agreement)
    return _finer(wave, pitch), float(agreement[best] - half.mean()) / 2


def _finer(wave: Floats, pitch: float) -> float:
    """Tell the pitch more exactly, from the profile's agreement with itself several cells further."""
    for cells in _FURTHER:
        middle = round(cells * pitch)
        lags = np.arange(middle - 2, middle + 3)
        if lags[-1] > len(wave) * 0.6:
            break
        agreement = np.array([wave[lag:] @ wave[:-lag] / (len(wave) - lag) for lag in lags])
        best = int(np.argmax(agreement))
        pitch = (float(lags[best]) + _vertex(agreement, best)) / cells
    return pitch


def _vertex(values: Floats, index: int) -> float:
    """Offset of the parabola's top through three neighbours."""
    if not 0 < index < len(values) - 1:
        return 0.0
    before, here, after = values[index - 1 : index + 2]
    curvature = before - 2 * here + after
    return 0.0 if curvature >= 0 else float(np.clip(0.5 * (before - after) / curvature, -0.5, 0.5))


def choose_rows(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Choose the 3 or 2 neighbouring rows that look most like one zone; empty when no two do."""
    triples = [rows[i : i + 3] for i in range(len(rows) - 2)]
    pairs = [rows[i : i + 2] for i in range(len(rows) - 1)]
    fitting = [group for group in triples if _alike(group, _SPACING_TRIPLE)]
    fitting += [group for group in pairs if _alike(group, _SPACING_PAIR)]
    return max(fitting, key=_strength, default=())


def _strength(group: tuple[Row, ...]) -> float:
    return sum(row.rhythm * min(row.cells, 44.0) for row in group)


def _alike(group: tuple[Row, ...], spacing: tuple[float, float]) -> bool:
    pitch = float(np.mean([row.pitch for row in group]))
    steps = [(below.y - above.y) / pitch for above, below in pairwise(group)]
    overlap = min(row.right for row in group) - max(row.left for row in group)
    longest = max(row.right - row.left for row in group)
    same_pitch = max(row.pitch for row in group) < 1.12 * min(row.pitch for row in group)
    even = max(steps) < 1.25 * min(steps)
    return (
        same_pitch and even and overlap > 0.6 * longest and all(spacing[0] <= s <= spacing[1] for s in steps)
    )


def cells_of(group: tuple[Row, ...]) -> float:
    """How many characters lie between the leftmost and the rightmost end of the rows."""
    length = max(row.right for row in group) - min(row.left for row in group)
    return length / float(np.median([row.pitch for row in group]))


def middles_of(group: tuple[Row, ...], strip: Strip) -> tuple[float, ...]:
    """Where the middle of each row lies between the upper (0) and the lower (1) side of `corners_of`."""
    half = CELL * _ROW_HEIGHT / 2
    left, right = min(row.left for row in group), max(row.right for row in group)
    middles = [sum(row_ends(row, strip, left, right)) / 2 for row in group]
    top, bottom = middles[0] - half, middles[-1] + half
    return tuple((middle - top) / (bottom - top) for middle in middles)


def corners_of(group: tuple[Row, ...], strip: Strip) -> Points:
    """(4, 2) px of the image: the tight quadrilateral around the rows, first and last row each with its own slope."""
    half = CELL * _ROW_HEIGHT / 2
    left, right = min(row.left for row in group), max(row.right for row in group)
    top = [y - half for y in row_ends(group[0], strip, left, right)]
    bottom = [y + half for y in row_ends(group[-1], strip, left, right)]
    return project(strip.to_image, [(left, top[0]), (right, top[1]), (right, bottom[1]), (left, bottom[0])])


def row_ends(row: Row, strip: Strip, left: float, right: float) -> tuple[float, float]:
    """Return the heights of the row's centre line at both ends, from the centres of its ink window by window."""
    reach = round(CELL)
    top = max(0, round(row.y) - reach)
    weights = strip.contrast[top : round(row.y) + reach + 1, int(row.left) : int(row.right)].astype(
        np.float64
    )
    weights = np.maximum(weights - 0.3 * weights.max(initial=1.0), 0)
    heights = np.arange(weights.shape[0], dtype=np.float64)[:, None] + top
    window = round(4 * CELL)
    starts = range(0, max(1, weights.shape[1] - window // 2), window)
    parts = [weights[:, start : start + window] for start in starts]
    usable = [(start, part) for start, part in zip(starts, parts, strict=True) if part.sum() > 0]
    if len(usable) < 3:
        return row.y, row.y
    x = np.array([row.left + start + part.shape[1] / 2 for start, part in usable])
    y = np.array([float((part * heights).sum() / part.sum()) for _, part in usable])
    slope = _median_slope(x, y)
    base = float(np.median(y - slope * x))
    return base + slope * left, base + slope * right


def _median_slope(x: Floats, y: Floats) -> float:
    """Theil-Sen: the median of the slopes of all pairs, unmoved by a window that holds something else."""
    i, j = np.triu_indices(len(x), k=1)
    return float(np.median((y[j] - y[i]) / (x[j] - x[i])))


@lru_cache(maxsize=1)
def _filler_pattern() -> Pixels:
    """Draw a filler `<` as OCR-B draws it, bright on dark: 0.69 cells wide, 0.87 cells high."""
    zoom = 8
    size = round(CELL * zoom)
    canvas = np.zeros((size, size), np.uint8)
    middle, left, right = size // 2, round(0.16 * size), round(0.82 * size)
    arms = np.array([[right, round(0.09 * size)], [left, middle], [right, round(0.91 * size)]], np.int32)
    cv2.polylines(
        canvas, [arms], isClosed=False, color=255, thickness=round(0.13 * size), lineType=cv2.LINE_AA
    )
    small = cv2.resize(cv2.GaussianBlur(canvas, (0, 0), 0.6 * zoom), None, fx=1 / zoom, fy=1 / zoom)
    pattern = np.asarray(small, dtype=np.uint8)
    pattern.setflags(write=False)
    return pattern


def count_fillers(group: tuple[Row, ...], strip: Strip) -> tuple[int, int]:
    """How many marks in the rows look like `<` and like `>`: the latter are fillers upside down."""
    return _count(group, strip, _filler_pattern()), _count(group, strip, _filler_pattern()[:, ::-1].copy())


def _count(group: tuple[Row, ...], strip: Strip, pattern: Pixels) -> int:
    return sum(_count_in_row(row, strip, pattern) for row in group)


def _count_in_row(row: Row, strip: Strip, pattern: Pixels) -> int:
    reach = round(row.pitch)
    rows = slice(max(0, round(row.y) - reach), round(row.y) + reach + 1)
    columns = slice(max(0, int(row.left) - reach), int(row.right) + reach)
    zoom = CELL / row.pitch
    line = cv2.resize(strip.contrast[rows, columns], None, fx=zoom, fy=zoom, interpolation=cv2.INTER_LINEAR)
    if line.shape[0] < pattern.shape[0] or line.shape[1] < pattern.shape[1]:
        return 0
    match = cv2.matchTemplate(line, pattern, cv2.TM_CCOEFF_NORMED).max(axis=0)
    peaks = match >= cv2.dilate(match[None, :], np.ones((1, round(CELL) - 1), np.uint8))[0]
    return int((peaks & (match > _FILLER_LIKENESS)).sum())


def recut_strip(copies: Copies, strip: Strip, group: tuple[Row, ...]) -> tuple[Strip, tuple[Row, ...]]:
    """Cut the strip again along the rows found, at their pitch and slope; keep the old one if it shows them better."""
    corners = corners_of(group, strip)
    ends = (corners[0] + corners[3]) / 2, (corners[1] + corners[2]) / 2
    length = float(np.linalg.norm(ends[1] - ends[0]))
    cells = float(np.mean([row.cells for row in group]))
    seed = Seed(
        centre=tuple((ends[0] + ends[1]) / 2),
        direction=tuple((ends[1] - ends[0]) / length),
        length=length,
        height=1.05 * length / cells,
    )
    again = cut_strip(copies, seed)
    rows = choose_rows(find_rows(again))
    return (again, rows) if len(rows) >= len(group) and _strength(rows) > _strength(group) else (strip, group)
