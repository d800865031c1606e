"""Where pierced holes are, and the grid of rows and columns that they keep.

Holes are found as small round spots darker than what is around them (a dark lid behind the page) or brighter (a light behind
it). Their rows give the pitch, and with it their columns give how far symbols are apart; no measure of the type is taken for
granted but the grid's rows and columns.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.checks.data._perforation.fonts import DotFont
from docforensics.page.quantiles import median_of

Floats = NDArray[np.float64]
PX_PER_MM = 12.0
"""Scale at which holes are looked for; they are 0.2 to 0.5 mm wide. What follows are judgements that none of 271 genuine pages of
Utopia contradicts (docs/decisions/2026-11-25-perforation.md); none is fitted."""
_HOLE_MM, _AROUND_MM = 0.12, 0.3
"""Blurs whose difference answers to a hole."""
_APART_MM = 0.17
"""Radius in which a spot must be the strongest."""
_STRONGEST = 30
"""Spots whose middle tells how strong a hole is."""
STRONG = (0.5, 0.7)
"""A spot is a hole from this share of the middle of the strongest ones; from the second where nothing is read from the first: lines of print that
cross one another, and dots, are spots of half of a hole's strength. Of 8 genuine flatbed pages of two designs (seen) 3 are read by the first, 8 by both."""
LEAST_HOLES, MOST_HOLES = 24, 320
"""Fewer are no number; more are the grain of paper, where no spot stands out."""
PITCHES_MM = np.arange(0.40, 1.10, 0.01)
"""Between two holes of a symbol."""
_ON_ROW_MM, _ON_COLUMN_MM = 0.07, 0.09
"""Standard deviation of a hole's place about its row and its column."""
_ROWS_EXPLAIN = 0.75
"""Share of the holes that must lie on rows."""
_SPACES = np.arange(0.2, 2.6, 0.02)
"""Between two symbols, beyond their own columns, in pitches."""
_ROW_STEPS, _COLUMN_STEPS = 4, 2
"""Steps a pixel at which rows and columns are tried."""
_TRIED = 6
"""Placements of the columns that are read; more cost time."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class HoleGrid:
    """Where symbols stand in a picture turned upright, pixels."""

    font: DotFont
    count: int
    pitch: float
    advance: float
    x: float
    y: float

    def sites(self) -> Floats:
        """(n, rows, columns, 2)."""
        rows, columns = self.font.shape
        places = np.zeros((self.count, rows, columns, 2))
        places[..., 0] = (
            self.x
            + self.advance * np.arange(self.count)[:, None, None]
            + self.pitch * np.arange(columns)[None, None, :]
        )
        places[..., 1] = self.y + self.pitch * np.arange(rows)[None, :, None]
        return places


def spots_of(grey: NDArray[np.float32], *, dark: bool) -> NDArray[np.float32]:
    """How much each place is a spot of a hole's size."""
    hole, around = (cv2.GaussianBlur(grey, (0, 0), width * PX_PER_MM) for width in (_HOLE_MM, _AROUND_MM))
    return np.asarray(around - hole if dark else hole - around, dtype=np.float32)


def find_holes(spots: NDArray[np.float32], strong: float = STRONG[0]) -> tuple[Floats, float]:
    """Find the holes, spots from a share `strong` of what holes are: their middles (n, 2), and how strong a hole is."""
    reach = 2 * round(_APART_MM * PX_PER_MM) + 1
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach))
    peaks = (spots >= cv2.dilate(spots, kernel)) & (spots > 0)
    strengths = np.sort(spots[peaks])[::-1][:_STRONGEST]
    if strengths.size < _STRONGEST:
        return np.zeros((0, 2)), 0.0
    strength = median_of(strengths)
    y, x = np.nonzero(peaks & (spots >= strong * strength))
    return np.stack([x, y], axis=1).astype(np.float64), strength


def fit_rows(holes: Floats, rows: int) -> tuple[float, float, NDArray[np.bool_]] | None:
    """Fit equally spaced rows: pitch, the first row, and which holes lie on one."""
    y = holes[:, 1]
    pitches = PITCHES_MM * PX_PER_MM
    start = float(y.min()) - 1

    def on_row(distance: Floats) -> Floats:
        return _on_line(_off(distance, pitches[:, None], rows), _ON_ROW_MM)

    explained = _explained(y - start, y.max() + 1 - start - (rows - 1) * pitches, _ROW_STEPS, on_row)
    which, step = divmod(int(explained.argmax()), explained.shape[1])
    if explained[which, step] < _ROWS_EXPLAIN * len(y):
        return None
    pitch, first = float(pitches[which]), start + step / _ROW_STEPS
    return pitch, first, _off(y - first, pitch, rows) < 2 * _ON_ROW_MM * PX_PER_MM


def _off(distance: Floats, pitch: Floats | float, count: int) -> Floats:
    """How far places lie from the nearest of `count` lines, the first at 0."""
    nearest = np.clip(np.round(distance / pitch), 0, count - 1)
    return np.asarray(np.abs(distance - nearest * pitch))


def _on_line(off: Floats, spread_mm: float) -> Floats:
    """How well a line explains a hole that lies so far off it, 0..1."""
    return np.asarray(np.exp(-0.5 * (off / (spread_mm * PX_PER_MM)) ** 2))


def _explained(places: Floats, ranges: Floats, per_px: int, explains: Callable[[Floats], Floats]) -> Floats:
    """How much of the holes several gratings explain, (gratings, steps), each laid at every step of `1 / per_px` pixels.

    Holes lie on whole pixels, so that what a grating explains at each step is one correlation of their histogram with it.

    Parameters
    ----------
    places
        (n,) of the holes, behind the first place that is tried.
    ranges
        (gratings,) pixels through which each is moved.
    explains
        Gives how well each grating explains a hole at some distances (m,) behind its first line, (gratings, m).

    """
    steps = np.maximum(np.ceil(ranges * per_px), 0).astype(int)
    reach, least = max(int(steps.max()), 1), float(places.min())
    counted = np.bincount(np.round((places - least) * per_px).astype(int))
    distances = least + np.arange(-reach, len(counted)) / per_px
    size = 1 << (len(distances) - 1).bit_length()
    spectra = np.fft.rfft(explains(distances), size, axis=1) * np.conj(np.fft.rfft(counted, size))
    explained = np.fft.irfft(spectra, size, axis=1)[:, reach:0:-1]
    return np.where(np.arange(reach) < steps[:, None], explained, 0.0)


def fit_columns(holes: Floats, columns: int, pitch: float, count: int) -> Iterator[tuple[float, float]]:
    """Placements of the symbols along the line that explain most holes: how far apart they are, and the first column."""
    x = holes[:, 0]
    wide, extent = (columns - 1) * pitch, float(np.ptp(x))
    spare = wide + 1
    advances = (columns + _SPACES) * pitch
    # Of a symbol at an end all columns but one may be whole; where a line is longer than that allows, a symbol has no hole.
    advances = advances[(count - 1) * advances + wide <= extent + 2 * spare]
    if advances.size == 0:
        return
    start, apart = float(x.min()) - spare, advances[:, None]

    def on_column(distance: Floats) -> Floats:
        cell = np.clip(np.floor((distance + 0.5 * (apart - wide)) / apart), 0, count - 1)
        return _on_line(_off(distance - cell * apart, pitch, columns), _ON_COLUMN_MM)

    ranges = np.maximum(extent - (count - 1) * advances - wide, -spare) + 2 * spare
    explained = _explained(x - start, ranges, _COLUMN_STEPS, on_column)
    chosen: list[tuple[float, float]] = []
    for which, step in _best_places(explained):
        advance, first = float(advances[which]), start + step / _COLUMN_STEPS
        if all(abs(first - x0) + abs(advance - far) * (count - 1) > 0.35 * pitch for far, x0 in chosen):
            chosen.append((advance, first))
            if len(chosen) == _TRIED:
                break
    yield from chosen


def _best_places(explained: Floats) -> Iterator[tuple[int, int]]:
    """The best steps of every grating, those that explain most of all first."""
    steps = np.argsort(-explained, axis=1)[:, :_TRIED]
    values = np.take_along_axis(explained, steps, axis=1)
    for place in np.argsort(-values, axis=None):
        which, number = divmod(int(place), steps.shape[1])
        yield which, int(steps[which, number])


def fitted(holes: Floats, grid: HoleGrid) -> HoleGrid:
    """Lay the grid on the holes that it explains, by least squares."""
    rows, columns = grid.font.shape
    for _ in range(2):
        along = holes[:, 0] - grid.x
        middle = 0.5 * (grid.advance - (columns - 1) * grid.pitch)
        cell = np.clip(np.floor((along + middle) / grid.advance), 0, grid.count - 1)
        column = np.clip(np.round((along - cell * grid.advance) / grid.pitch), 0, columns - 1)
        row = np.clip(np.round((holes[:, 1] - grid.y) / grid.pitch), 0, rows - 1)
        wrong = np.abs(along - cell * grid.advance - column * grid.pitch)
        near = wrong < 3 * _ON_COLUMN_MM * PX_PER_MM
        if near.sum() < LEAST_HOLES // 2:
            return grid
        zero, one = np.zeros(near.sum()), np.ones(near.sum())
        system = np.concatenate(
            [
                np.stack([one, zero, cell[near], column[near]], axis=1),
                np.stack([zero, one, zero, row[near]], axis=1),
            ]
        )
        x, y, advance, pitch = np.linalg.lstsq(system, np.concatenate([holes[near, 0], holes[near, 1]]))[0]
        grid = HoleGrid(font=grid.font, count=grid.count, pitch=pitch, advance=advance, x=x, y=y)
    return grid


def left_over(holes: Floats, pierced: Floats, grid: HoleGrid) -> int:
    """Count holes on the line, or a symbol before and behind it, that no symbol pierces."""
    rows, columns = grid.font.shape
    end = grid.x + (grid.count - 1) * grid.advance + (columns - 1) * grid.pitch
    inside = (
        (holes[:, 0] > grid.x - grid.advance)
        & (holes[:, 0] < end + grid.advance)
        & (np.abs(holes[:, 1] - grid.y - (rows - 1) / 2 * grid.pitch) < (rows / 2 + 0.3) * grid.pitch)
    )
    # NumPy is slow in reducing a short last axis.
    across, down = (holes[inside, axis][:, None] - pierced[:, axis] for axis in (0, 1))
    far = np.sqrt(across * across + down * down).min(axis=1, initial=np.inf)
    return int((far > 0.4 * grid.pitch).sum())


def cells(grid: HoleGrid) -> Floats:
    """(n, 4, 2): the corners of every symbol, half a pitch around its holes."""
    rows, columns = grid.font.shape
    half = 0.5 * grid.pitch
    left, top = grid.x - half, grid.y - half
    right, bottom = left + columns * grid.pitch, top + rows * grid.pitch
    one = np.array([[left, top], [right, top], [right, bottom], [left, bottom]])
    shift = np.stack([np.arange(grid.count) * grid.advance, np.zeros(grid.count)], axis=1)
    return np.asarray(one[None] + shift[:, None])
