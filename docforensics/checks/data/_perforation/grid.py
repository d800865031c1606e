"""Where pierced holes are, and the grid of rows and columns that they keep.

Holes are found as small round spots darker than what is around them (a dark lid behind the page) or brighter (a light behind
it). Their rows give the pitch, and with it their columns give how far symbols are apart; no measure of the type is taken for
granted but the grid's rows and columns.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.checks.data._perforation.fonts import DotFont

Floats = NDArray[np.float64]
PX_PER_MM = 12.0
"""Scale at which holes are looked for; they are 0.2 to 0.5 mm wide. What follows are judgements that none of 271 genuine pages of
Utopia contradicts (docs/decisions/2026-11-25-perforation.md); none is fitted."""
_HOLE_MM, _AROUND_MM = 0.12, 0.3
"""Blurs whose difference answers to a hole."""
_APART_MM = 0.17
"""Radius in which a spot must be the strongest."""
_STRONGEST, _STRONG = 30, 0.5
"""A spot is a hole from this share of the middle of the strongest ones."""
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


def find_holes(spots: NDArray[np.float32]) -> tuple[Floats, float]:
    """Find the holes: their middles (n, 2), and how strong a hole is."""
    reach = 2 * round(_APART_MM * PX_PER_MM) + 1
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach))
    peaks = (spots >= cv2.dilate(spots, kernel)) & (spots > 0)
    strengths = np.sort(spots[peaks])[::-1][:_STRONGEST]
    if strengths.size < _STRONGEST:
        return np.zeros((0, 2)), 0.0
    strength = float(np.median(strengths))
    y, x = np.nonzero(peaks & (spots >= _STRONG * strength))
    return np.stack([x, y], axis=1).astype(np.float64), strength


def fit_rows(holes: Floats, rows: int) -> tuple[float, float, NDArray[np.bool_]] | None:
    """Fit equally spaced rows: pitch, the first row, and which holes lie on one."""
    y = holes[:, 1]
    best: tuple[float, float, float] = (0.0, 0.0, 0.0)
    for pitch in PITCHES_MM * PX_PER_MM:
        first = np.arange(y.min() - 1, y.max() - (rows - 1) * pitch + 1, 0.25)
        if first.size == 0:
            continue
        off = _off(y[:, None] - first[None, :], pitch, rows)
        explained = np.exp(-0.5 * (off / (_ON_ROW_MM * PX_PER_MM)) ** 2).sum(axis=0)
        place = int(explained.argmax())
        best = max(best, (float(explained[place]), float(pitch), float(first[place])))
    if best[0] < _ROWS_EXPLAIN * len(y):
        return None
    _, pitch, first_row = best
    return pitch, first_row, _off(y - first_row, pitch, rows) < 2 * _ON_ROW_MM * PX_PER_MM


def _off(distance: Floats, pitch: float, count: int) -> Floats:
    """How far places lie from the nearest of `count` lines, the first at 0."""
    nearest = np.clip(np.round(distance / pitch), 0, count - 1)
    return np.asarray(np.abs(distance - nearest * pitch))


def fit_columns(holes: Floats, columns: int, pitch: float, count: int) -> Iterator[tuple[float, float]]:
    """Placements of the symbols along the line that explain most holes: how far apart they are, and the first column."""
    x = holes[:, 0]
    found = []
    for advance in (columns - 1 + 1 + _SPACES) * pitch:
        length = (count - 1) * advance + (columns - 1) * pitch
        spare = (columns - 1) * pitch + 1
        first = np.arange(x.min() - spare, max(x.max() - length, x.min() - spare) + spare, 0.5)
        distance = x[:, None] - first[None, :]
        cell = np.clip(np.floor((distance + 0.5 * (advance - (columns - 1) * pitch)) / advance), 0, count - 1)
        off = _off(distance - cell * advance, pitch, columns)
        explained = np.exp(-0.5 * (off / (_ON_COLUMN_MM * PX_PER_MM)) ** 2).sum(axis=0)
        best = np.argsort(-explained)[:_TRIED]
        found += [(float(explained[place]), float(advance), float(first[place])) for place in best]
    chosen: list[tuple[float, float]] = []
    for _, advance, x0 in sorted(found, reverse=True):
        if all(abs(x0 - other) + abs(advance - far) * (count - 1) > 0.35 * pitch for far, other in chosen):
            chosen.append((advance, x0))
            if len(chosen) == _TRIED:
                break
    yield from chosen


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
    far = np.linalg.norm(holes[inside][:, None] - pierced[None], axis=2).min(axis=1, initial=np.inf)
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
