"""Reads a number of pierced holes: where the holes are, what grid they keep, and which symbol each group of them may be.

Holes are found as small round spots darker than what is around them (a dark lid behind the page) or brighter (a light behind
it). Their rows give the pitch, and with it their columns give how far symbols are apart; no measure of the type is taken for
granted but the grid's rows and columns. Each place of the grid then is pierced or not, as likely as its spot is
strong, and each symbol is as likely as the places that it pierces and leaves. A reading in which holes are left over or missing is
given up: it is of a type that is not known.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.capture.model import Pixels
from docforensics.checks.data._dot_fonts import FONTS, DotFont
from docforensics.formats.alphabet import SYMBOLS

Floats = NDArray[np.float64]
PX_PER_MM = 12.0
"""Scale at which holes are looked for; they are 0.2 to 0.5 mm wide."""
_HOLE_MM, _AROUND_MM = 0.12, 0.3
"""Blurs whose difference answers to a hole."""
_APART_MM = 0.17
"""Radius in which a spot must be the strongest."""
_STRONGEST, _STRONG = 30, 0.5
"""A spot is a hole from this share of the middle of the strongest ones."""
_LEAST_HOLES, _MOST_HOLES = 24, 320
"""Fewer are no number; more are the grain of paper, where no spot stands out."""
PITCHES_MM = np.arange(0.40, 1.10, 0.01)
"""Between two holes of a symbol."""
_ON_ROW_MM, _ON_COLUMN_MM = 0.07, 0.09
_ROWS_EXPLAIN = 0.75
"""Share of the holes that must lie on rows."""
_SPACES = np.arange(0.2, 2.6, 0.02)
"""Between two symbols, beyond their own columns, in pitches."""
_TRIED = 6
"""Placements of the columns that are read."""
_MOST_DOUBT = 4.6
"""log of how much one place of the grid may say: one hole in a hundred is torn, filled or none."""
_WIDTH = 0.15
"""Least spread of the strength of holes, as a share of their contrast."""
_LEAST_CONTRAST = 5.0
"""Contrast over spread below which pierced and whole places do not part."""
MISFIT = 0.04
"""Share of places and holes above which the type is not the one that was tried."""
_CELL_MISFITS = 1
"""Places that may be wrong in a symbol that is still read."""
_MISREAD = 0.002
"""Share of each symbol's certainty that goes to all others."""
_TIE = 0.02
"""Readings whose misfit differs by less are as good as one another."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DotReading:
    """One way to read a perforation."""

    font: str
    posteriors: Floats
    """(n, 37), rows sum to 1, of symbols that were equally likely before; a symbol that cannot be told stays so."""
    symbols: int
    """How many symbols the type has."""
    corners: Floats
    """(n, 4, 2): each symbol's place in pixels of the picture that was read."""
    misfit: float
    """Share of places and holes that the symbols leave unexplained."""

    @property
    def text(self) -> str:
        """The likeliest symbols."""
        return "".join(SYMBOLS[place] for place in self.posteriors.argmax(axis=1))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Grid:
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


def read_dots(picture: Pixels, px_per_mm: float, counts: Sequence[int]) -> tuple[DotReading, ...]:
    """Read the perforation in a picture of its place, however it is turned along the longer side.

    Parameters
    ----------
    counts
        How many symbols it may have.

    Returns
    -------
    tuple
        The readings that explain the holes best and equally well; empty where none does.

    """
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY) if picture.ndim == 3 else picture
    scale = PX_PER_MM / px_per_mm
    scaled = cv2.resize(
        grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    )
    turns = (0, 2) if scaled.shape[1] >= scaled.shape[0] else (1, 3)
    for dark in (True, False):
        spots = _spots(np.asarray(scaled, np.float32), dark=dark)
        readings = [
            reading
            for turn in turns
            for reading in _readings(np.ascontiguousarray(np.rot90(spots, turn)), turn, counts, scale)
        ]
        best = min((reading.misfit for reading in readings), default=1.0)
        if best <= MISFIT:
            return _distinct(reading for reading in readings if reading.misfit <= best + _TIE)
    return ()


def _distinct(readings: Iterable[DotReading]) -> tuple[DotReading, ...]:
    """Of readings that say the same, the one that fits best."""
    found: dict[str, DotReading] = {}
    for reading in readings:
        if reading.text not in found or reading.misfit < found[reading.text].misfit:
            found[reading.text] = reading
    return tuple(found.values())


def _spots(grey: NDArray[np.float32], *, dark: bool) -> NDArray[np.float32]:
    """How much each place is a spot of a hole's size."""
    hole, around = (cv2.GaussianBlur(grey, (0, 0), width * PX_PER_MM) for width in (_HOLE_MM, _AROUND_MM))
    return np.asarray(around - hole if dark else hole - around, dtype=np.float32)


def _readings(
    spots: NDArray[np.float32], turn: int, counts: Sequence[int], scale: float
) -> Iterator[DotReading]:
    """Every reading of a picture that is turned by so many quarters."""
    holes, strength = _holes(spots)
    if not _LEAST_HOLES <= len(holes) <= _MOST_HOLES:
        return
    for font in FONTS:
        rows = _rows(holes, font.shape[0])
        if rows is None:
            continue
        pitch, y, on_rows = rows
        for count in counts:
            for advance, x in _columns(holes[on_rows], font.shape[1], pitch, count):
                grid = _fitted(
                    holes[on_rows], _Grid(font=font, count=count, pitch=pitch, advance=advance, x=x, y=y)
                )
                reading = _read(spots, holes, strength, grid)
                if reading is not None:
                    posteriors, misfit = reading
                    yield DotReading(
                        font=font.name,
                        symbols=len(font.symbols),
                        posteriors=posteriors,
                        corners=_unturned(_cells(grid), turn, spots.shape) / scale,
                        misfit=misfit,
                    )


def _holes(spots: NDArray[np.float32]) -> tuple[Floats, float]:
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


def _rows(holes: Floats, rows: int) -> tuple[float, float, NDArray[np.bool_]] | None:
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


def _columns(holes: Floats, columns: int, pitch: float, count: int) -> Iterator[tuple[float, float]]:
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


def _fitted(holes: Floats, grid: _Grid) -> _Grid:
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
        if near.sum() < _LEAST_HOLES // 2:
            return grid
        zero, one = np.zeros(near.sum()), np.ones(near.sum())
        system = np.concatenate(
            [
                np.stack([one, zero, cell[near], column[near]], axis=1),
                np.stack([zero, one, zero, row[near]], axis=1),
            ]
        )
        x, y, advance, pitch = np.linalg.lstsq(system, np.concatenate([holes[near, 0], holes[near, 1]]))[0]
        grid = _Grid(font=grid.font, count=grid.count, pitch=pitch, advance=advance, x=x, y=y)
    return grid


def _read(
    spots: NDArray[np.float32], holes: Floats, strength: float, grid: _Grid
) -> tuple[Floats, float] | None:
    """Read every symbol: posteriors (n, 37) and the share that they leave unexplained; None where nothing parts."""
    sites = grid.sites()
    near = cv2.dilate(spots, np.ones((3, 3), np.uint8))
    seen = cv2.remap(  # of each place, the strongest spot within a pixel
        near,
        sites[..., 0].reshape(-1, 1).astype(np.float32),
        sites[..., 1].reshape(-1, 1).astype(np.float32),
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    ).reshape(sites.shape[:-1])
    evidence = _evidence(np.asarray(seen, np.float32), strength)
    if evidence is None:
        return None
    names = [symbol for symbol, _ in grid.font.glyphs]
    shapes = np.stack([glyph for _, glyph in grid.font.glyphs])
    likely = np.einsum("nrc,grc->ng", evidence, shapes)
    best = likely.argmax(axis=1)
    wrong = (shapes[best] != (evidence > 0)).sum(axis=(1, 2))
    pierced = sites[shapes[best]]
    likely[wrong > _CELL_MISFITS] = 0.0
    posteriors = np.stack([_posterior(row, names) for row in likely])
    misfit = (wrong.sum() + _left_over(holes, pierced, grid)) / max(len(pierced), 1)
    return posteriors, float(misfit)


def _evidence(seen: NDArray[np.float32], strength: float) -> Floats | None:
    """Log likelihood ratio of "pierced" against "whole" at each place."""
    pierced, whole = seen[seen >= 0.5 * strength], seen[seen < 0.5 * strength]
    if not (pierced.size and whole.size):
        return None
    high, low = float(np.median(pierced)), float(np.median(whole))
    spread = max(
        1.4826 * float(np.median(np.abs(np.concatenate([pierced - high, whole - low])))),
        _WIDTH * (high - low),
    )
    if high - low < _LEAST_CONTRAST * spread and spread > _WIDTH * (high - low):
        return None
    bounded = np.clip(seen, low, high).astype(np.float64)
    ratio = (bounded - 0.5 * (high + low)) * (high - low) / spread**2
    return np.asarray(np.clip(ratio, -_MOST_DOUBT, _MOST_DOUBT))


def _posterior(likely: Floats, names: Sequence[str]) -> Floats:
    """Probability (37,) of every symbol, the likeliest of its shapes counting."""
    chances = np.zeros(len(SYMBOLS))
    for value, symbol in zip(np.exp(likely - likely.max()), names, strict=True):
        place = SYMBOLS.index(symbol)
        chances[place] = max(chances[place], value)
    chances /= chances.sum()
    return np.asarray((1 - _MISREAD) * chances + _MISREAD / len(SYMBOLS))


def _left_over(holes: Floats, pierced: Floats, grid: _Grid) -> int:
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


def _cells(grid: _Grid) -> Floats:
    """(n, 4, 2): the corners of every symbol, half a pitch around its holes."""
    rows, columns = grid.font.shape
    half = 0.5 * grid.pitch
    left, top = grid.x - half, grid.y - half
    right, bottom = left + columns * grid.pitch, top + rows * grid.pitch
    one = np.array([[left, top], [right, top], [right, bottom], [left, bottom]])
    shift = np.stack([np.arange(grid.count) * grid.advance, np.zeros(grid.count)], axis=1)
    return np.asarray(one[None] + shift[:, None])


def _unturned(points: Floats, turn: int, shape: tuple[int, ...]) -> Floats:
    """Points of a picture that `np.rot90` turned, in the one before; `shape` is that of the turned one."""
    height, width = shape[:2]
    x, y = points[..., 0], points[..., 1]
    turned = {
        0: (x, y),
        1: (height - 1 - y, x),
        2: (width - 1 - x, height - 1 - y),
        3: (y, width - 1 - x),
    }[turn]
    return np.stack(turned, axis=-1)
