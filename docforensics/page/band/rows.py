"""Whether a straight line of marks may belong to an MRZ: rows of evenly pitched characters without a blank.

Works on a strip cut along a seed and scaled so that one character cell is about `CELL` pixels wide.
"""

import math
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.capture.model import Pixels
from docforensics.page.band.seeds import Copies, Seed, stroke_contrast
from docforensics.page.geometry import Matrix, Points, median

Floats = NDArray[np.float64]

CELL = 12.0
"""Strip pixels of one character cell."""
_HALF_HEIGHT_CELLS = 5.0
"""The strip reaches this far on both sides of its seed: two line spacings of 2.5 cells."""
_MARGIN_CELLS = 5.0
"""Added at each end of a seed, which may miss pale characters there: a judgement."""
_LONGEST = 47.0
"""Cells of the longest line looked for."""
_SHORTEST = 20.0
"""Cells: the shortest line has 30 (TD1), a third of it may be lost."""
ROW_HEIGHT = 0.95
"""Height of a character in cells (OCR-B size I: 2.4 of 2.54 mm)."""
_BLANK_CELLS = 1.5
"""A row ends at a blank this wide; inside an MRZ every cell carries a mark."""
_CLEAR = 0.9
"""Nothing of the next line reaches nearer to a row's centre than this, in cells (its characters begin at 1.2)."""
_INKED = 0.45
"""Of the row's median contrast, which a column with ink has at least: a judgement; not fitted."""
_MIN_RHYTHM = 0.12
"""Of the pitch's own frequency in the row: a judgement; not fitted."""
_HORIZON = 0.3
"""Smallest by largest distance of a strip's corners from the camera: a judgement; not fitted."""
_MOST_RAISED = 4.0
"""Times that contrast is raised at most where it is made alike: what is paler still is ground beside print. A judgement."""
_FURTHER = (5, 20)
"""Cells over which the pitch is measured, one after the other."""
_LAGS = np.arange(int(0.4 * CELL), int(2.3 * CELL))
"""Strip pixels by which a row is laid on itself: half a cell and a half as well, to compare with."""
_INNER = np.flatnonzero((_LAGS >= 0.7 * CELL) & (_LAGS <= 1.5 * CELL))
"""Those of them that may be its pitch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BandRow:
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
    is_evened: bool = False
    """Whether its contrast was made alike along the strip."""


def cut_strip(copies: Copies, seed: Seed, *, aspect: float = 1.0, evened: bool = False) -> Strip:
    """Cut the strip along `seed`, wide enough for the longest MRZ line of which the seed may be a part.

    `aspect` is the width of its cells by their height in the image, other than 1 where the page is tilted away. `evened`
    makes the contrast alike along the strip, for print that a reflection or a shadow lies over.
    """
    scale = CELL * 1.05 / seed.height
    lengthwise = scale / aspect
    width, height = _size(seed.length * lengthwise, seed.fullness / aspect)
    (dx, dy), (ax, ay) = (np.array(seed.direction) / each for each in (scale, lengthwise))
    turn = np.array([[ax, -dy], [ay, dx]])
    origin = np.array(seed.centre) - turn @ np.array([(width - 1) / 2, (height - 1) / 2])
    to_image = np.array([[ax, -dy, origin[0]], [ay, dx, origin[1]], [0, 0, 1]])
    strip = _strip(copies, to_image, (width, height), max(scale, lengthwise), seed.length * lengthwise)
    return evened_strip(strip) if evened else strip


def flat_strip(
    copies: Copies, corners: Points, cells: float, height: float, *, evened: bool = False
) -> Strip | None:
    """Cut the strip in which the quadrilateral `corners` of the image is `cells` cells wide and `height` px high.

    None where its sides meet so near that the strip would reach beyond the horizon.
    """
    size = _size(cells * CELL, cells)
    (left, top), (right, low) = (
        (np.array(size) - 1) / 2 + sign * np.array([cells * CELL, height]) / 2 for sign in (-1, 1)
    )
    flat = np.array([[left, top], [right, top], [right, low], [left, low]])
    to_image = np.asarray(
        cv2.getPerspectiveTransform(flat.astype(np.float32), corners.astype(np.float32)), np.float64
    )
    ends = np.array([[0, 0, 1], [size[0], 0, 1], [*size, 1], [0, size[1], 1]]) @ to_image[2]
    if ends.min() < _HORIZON * ends.max():
        return None
    edges = np.linalg.norm(np.roll(corners, -1, axis=0) - corners, axis=1)
    scale = max(cells * CELL / min(edges[0], edges[2]), height / min(edges[1], edges[3]))
    strip = _strip(copies, to_image, size, float(scale), cells * CELL)
    return evened_strip(strip) if evened else strip


def _size(length: float, cells: float) -> tuple[int, int]:
    """Width and height of the strip around so many cells, `length` px long in it."""
    along = length + 2 * CELL * max(_MARGIN_CELLS, _LONGEST - cells)
    return int(min(along, 1.5 * _LONGEST * CELL)), int(2 * _HALF_HEIGHT_CELLS * CELL)


def _strip(copies: Copies, to_image: Matrix, size: tuple[int, int], scale: float, length: float) -> Strip:
    """Sample a strip whose middle `length` columns are its core."""
    pixels = _resampled(copies, to_image, *size, scale)
    half, middle = max(length / 2, 1.0), size[0] / 2
    core = slice(max(0, int(middle - half)), int(middle + half) + 1)
    return Strip(grey=pixels, contrast=stroke_contrast(pixels), core=core, to_image=to_image)


def is_pale_in_part(strip: Strip) -> bool:
    """Whether the row that the strip was cut along is so pale over more than a blank that it seems to end there."""
    half, middle = CELL * ROW_HEIGHT / 2, strip.contrast.shape[0] / 2
    darkest = strip.contrast[round(middle - half) : round(middle + half) + 1, strip.core].max(axis=0)
    cells = cv2.dilate(darkest[None], np.ones((1, 2 * round(CELL)), np.uint8))[0]
    level = median(cells)
    pale = (cells < _INKED * level) & (cells > level / _MOST_RAISED)
    return bool(np.count_nonzero(pale) > _BLANK_CELLS * CELL)


def evened_strip(strip: Strip) -> Strip:
    """Give print that is paler than the rest of its line the contrast that half of the line has at least."""
    window = (2 * round(CELL) + 1,) * 2
    highest = cv2.blur(cv2.dilate(strip.contrast, np.ones(window, np.uint8)), window)
    level = max(median(highest[len(highest) // 2, strip.core]), 1.0)
    share = np.maximum(np.asarray(highest, np.float32) / level, 1 / _MOST_RAISED)
    contrast = np.minimum(strip.contrast / share, 255).astype(np.uint8)
    return replace(strip, contrast=contrast, is_evened=True)


def _resampled(copies: Copies, to_image: Matrix, width: int, height: int, scale: float) -> Pixels:
    """Cut from the smallest copy that is still as fine as the strip, averaged where that is finer by more than half."""
    level = min((level for level in copies if level >= scale), default=1.0)
    shift = (level - 1) / 2
    to_copy = np.array([[level, 0, shift], [0, level, shift], [0, 0, 1]]) @ to_image
    finer = math.ceil(0.5 * level / scale)
    fine = to_copy @ np.array(
        [[1 / finer, 0, (1 / finer - 1) / 2], [0, 1 / finer, (1 / finer - 1) / 2], [0, 0, 1]]
    )
    flags, size = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, (width * finer, height * finer)
    if to_image[2, 0] or to_image[2, 1]:
        pixels = cv2.warpPerspective(copies[level], fine, size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
    else:
        pixels = cv2.warpAffine(copies[level], fine[:2], size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
    if finer > 1:
        pixels = cv2.resize(pixels, (width, height), interpolation=cv2.INTER_AREA)
    return np.asarray(pixels, dtype=np.uint8)


def find_rows(strip: Strip) -> tuple[BandRow, ...]:
    """Every row of evenly pitched characters in the strip, top to bottom; none when the seed's own is not one."""
    return () if _row_at(strip, strip.contrast.shape[0] / 2) is None else all_rows(strip)


def own_aspect(strip: Strip) -> float:
    """Width of the cells by their height, of the row that the strip was cut along; 1 where there is none."""
    row = _row_at(strip, strip.contrast.shape[0] / 2)
    return 1.0 if row is None else row.pitch / CELL


def all_rows(strip: Strip) -> tuple[BandRow, ...]:
    """Every row of evenly pitched characters in the strip, top to bottom."""
    return tuple(row for y in _row_centres(strip) if (row := _row_at(strip, y)) is not None)


def rows_between(strip: Strip, n_lines: int) -> tuple[BandRow, ...]:
    """Find the rows of a strip that shows one zone from edge to edge; `n_lines` is the expected number."""
    strongest = sorted(all_rows(strip), key=lambda row: -row.rhythm * row.cells)[: max(n_lines, 3)]
    return tuple(sorted(strongest, key=lambda row: row.y))


def _row_centres(strip: Strip) -> list[float]:
    """Heights at which the contrast peaks over the length of the seed."""
    dark = np.square(strip.contrast[:, strip.core], dtype=np.float32).mean(axis=1)
    ink = cv2.blur(dark[:, None], (1, round(CELL * ROW_HEIGHT)))[:, 0]
    radius = int(CELL * 0.6)
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(ink, radius, mode="edge"), 2 * radius + 1)
    peaks = np.flatnonzero((ink >= windows.max(axis=1)) & (ink > 0.1 * ink.max()) & (ink > 0))
    return [float(y) for y in peaks]


def _row_at(strip: Strip, y: float) -> BandRow | None:
    half = CELL * ROW_HEIGHT / 2
    band = strip.contrast[max(0, round(y - half)) : round(y + half) + 1]
    frames = _taller_than_text(strip, y)
    darkest = np.where(frames[0] & frames[1], 0, band.max(axis=0)).astype(np.uint8)
    run = _longest_run(darkest, strip.core, frames[0] | frames[1])
    if run is None:
        return None
    left, right = run
    pitch, rhythm = _rhythm(band[:, left:right].mean(axis=0, dtype=np.float64))
    row = BandRow(y=y, left=float(left), right=float(right), pitch=pitch, rhythm=rhythm)
    return row if rhythm > _MIN_RHYTHM and _SHORTEST <= row.cells <= _LONGEST + 3 else None


def _taller_than_text(strip: Strip, y: float) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Tell the columns in which a stroke runs on above, and those in which one runs on below the row: no character's."""
    inside = strip.contrast[_zone(y, -ROW_HEIGHT / 2, ROW_HEIGHT / 2)].max(axis=0, initial=0) * 0.5
    above = strip.contrast[_zone(y, -_CLEAR, -ROW_HEIGHT / 2 - 0.15)].min(axis=0, initial=255)
    below = strip.contrast[_zone(y, ROW_HEIGHT / 2 + 0.15, _CLEAR)].min(axis=0, initial=255)
    return np.asarray(above > inside, dtype=np.bool_), np.asarray(below > inside, dtype=np.bool_)


def _zone(y: float, low: float, high: float) -> slice:
    """Rows of the strip between two heights in cells from `y`."""
    return slice(max(0, round(y + low * CELL)), max(0, round(y + high * CELL) + 1))


def _longest_run(darkest: Pixels, core: slice, frames: NDArray[np.bool_]) -> tuple[int, int] | None:
    """Find the longest stretch of columns with ink whose blanks are all narrower than `_BLANK_CELLS`."""
    cells = cv2.dilate(darkest[None, core], np.ones((1, round(CELL)), np.uint8))
    level = median(cells)
    inked = np.flatnonzero(darkest > max(_INKED * level, 8))
    if len(inked) < 2:
        return None
    starts, stops = _groups(inked, round(_BLANK_CELLS * CELL))
    longest = int(np.argmax(inked[stops] - inked[starts]))
    run = _unframed(inked[starts[longest] : stops[longest] + 1], frames)
    return (int(run[0]), int(run[-1]) + 1) if run[-1] - run[0] >= _SHORTEST * 0.6 * CELL else None


def _groups(columns: NDArray[np.intp], blank: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Indices of the first and the last column of every group: more than `blank` columns lie between two."""
    breaks = np.flatnonzero(columns[1:] - columns[:-1] > blank)
    return np.concatenate([[0], breaks + 1]), np.concatenate([breaks, [len(columns) - 1]])


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
    agreement = _agreements(wave, _LAGS) * len(wave) / energy
    best = int(_INNER[np.argmax(agreement[_INNER])])
    pitch = float(_LAGS[best]) + _vertex(agreement, best)
    half = np.interp([0.5 * pitch, 1.5 * pitch], _LAGS, agreement)
    return _finer(wave, pitch), float(agreement[best] - half.mean()) / 2


def _finer(wave: Floats, pitch: float) -> float:
    """Tell the pitch more exactly, from the profile's agreement with itself several cells further."""
    for cells in _FURTHER:
        middle = round(cells * pitch)
        lags = np.arange(middle - 2, middle + 3)
        if lags[-1] > len(wave) * 0.6:
            break
        agreement = _agreements(wave, lags)
        best = int(np.argmax(agreement))
        pitch = (float(lags[best]) + _vertex(agreement, best)) / cells
    return pitch


def _agreements(wave: Floats, lags: NDArray[np.intp]) -> Floats:
    """How well the wave agrees with itself some consecutive pixels further, a pixel."""
    first, last = int(lags[0]), int(lags[-1])
    later = np.zeros(len(wave) + last - first)
    later[: len(wave) - first] = wave[first:]
    # The wave at every lag at once, a row a lag: `as_strided` takes as long for it as the product does.
    shifted: Floats = np.ndarray((len(lags), len(wave)), np.float64, later, strides=later.strides * 2)
    return np.asarray(shifted @ wave / (len(wave) - lags))


def _vertex(values: Floats, index: int) -> float:
    """Offset of the parabola's top through three neighbours."""
    if not 0 < index < len(values) - 1:
        return 0.0
    before, here, after = values[index - 1 : index + 2]
    curvature = before - 2 * here + after
    return 0.0 if curvature >= 0 else float(np.clip(0.5 * (before - after) / curvature, -0.5, 0.5))
