"""Reads a number of pierced holes: which symbol each group of holes may be.

Each place of the grid is pierced or not, as likely as its spot is strong, and each symbol is as likely as the places that it
pierces and leaves. A reading in which holes are left over or missing is given up: it is of a type that is not known.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.capture.model import Pixels
from docforensics.checks.data._perforation.fonts import FONTS, DotFont
from docforensics.checks.data._perforation.grid import (
    LEAST_HOLES,
    MOST_HOLES,
    PX_PER_MM,
    STRONG,
    Floats,
    HoleGrid,
    cells,
    find_holes,
    fit_columns,
    fit_rows,
    fitted,
    left_over,
    spots_of,
)
from docforensics.formats.alphabet import SYMBOLS
from docforensics.page.geometry import median

_MOST_DOUBT = 4.6
"""log of how much one place of the grid may say: one hole in a hundred is torn, filled or none. A judgement, as are those below."""
_WIDTH = 0.15
"""Least spread of the strength of holes, as a share of their contrast."""
_LEAST_CONTRAST = 5.0
"""Contrast over spread below which pierced and whole places do not part."""
MISFIT = 0.04
"""Share of places and holes above which the type is not the one that was tried."""
AGREEING_MISFIT = 0.08
"""The same for a reading that is the number looked for, symbol by symbol: print through the holes leaves 0.042 and 0.054 on two genuine pages of
Utopia (calibration half), and chance does not read a given number. It shows agreement alone."""
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

    @property
    def is_told(self) -> bool:
        """Whether every symbol is likelier than all others together."""
        return bool((self.posteriors.max(axis=1) > 0.5).all())


class Perforation:
    """The perforation in a picture of its place, however it is turned along the longer side."""

    def __init__(self, picture: Pixels, px_per_mm: float, counts: Sequence[int]) -> None:
        """`counts` are the numbers of symbols that it may have."""
        grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY) if picture.ndim == 3 else picture
        self._scale = PX_PER_MM / px_per_mm
        way = cv2.INTER_AREA if self._scale < 1 else cv2.INTER_LINEAR
        scaled = cv2.resize(grey, None, fx=self._scale, fy=self._scale, interpolation=way)
        self._turns = int(scaled.shape[1] < scaled.shape[0])
        self._picture = np.rot90(np.asarray(scaled, np.float32), self._turns)
        self._counts = counts
        self._spots: dict[bool, NDArray[np.float32]] = {}
        self._found: dict[tuple[bool, float], tuple[DotReading, ...]] = {}

    def readings(self, *, most: float = MISFIT) -> tuple[DotReading, ...]:
        """The readings of misfit up to `most` that explain the holes best and equally well, dark holes first; empty where none does."""
        for dark, strong in product((True, False), STRONG):
            found = self._readings(dark=dark, strong=strong)
            best = min((reading.misfit for reading in found), default=1.0)
            if best <= most:
                return _distinct(reading for reading in found if reading.misfit <= best + _TIE)
        return ()

    def _readings(self, *, dark: bool, strong: float) -> tuple[DotReading, ...]:
        """Every reading of dark or bright holes of a strength, found once."""
        if (dark, strong) not in self._found:
            if dark not in self._spots:
                self._spots[dark] = spots_of(np.ascontiguousarray(self._picture), dark=dark)
            spots = self._spots[dark]
            self._found[dark, strong] = tuple(
                replace(reading, corners=_unturned(reading.corners, self._turns, spots.shape) / self._scale)
                for reading in _readings(spots, self._counts, strong)
            )
        return self._found[dark, strong]


def _distinct(readings: Iterable[DotReading]) -> tuple[DotReading, ...]:
    """Of readings that say the same, the one that fits best."""
    found: dict[str, DotReading] = {}
    for reading in readings:
        if reading.text not in found or reading.misfit < found[reading.text].misfit:
            found[reading.text] = reading
    return tuple(found.values())


def _readings(spots: NDArray[np.float32], counts: Sequence[int], strong: float) -> Iterator[DotReading]:
    """Every reading of a picture that lies along its line, in either direction."""
    holes, strength = find_holes(spots, strong)
    if not LEAST_HOLES <= len(holes) <= MOST_HOLES:
        return
    # Of each place, the strongest spot within a pixel.
    near = np.asarray(cv2.dilate(spots, np.ones((3, 3), np.uint8)), np.float32)
    for font in FONTS:
        rows = fit_rows(holes, font.shape[0])
        if rows is None:
            continue
        pitch, y, on_rows = rows
        for count in counts:
            for advance, x in fit_columns(holes[on_rows], font.shape[1], pitch, count):
                grid = HoleGrid(font=font, count=count, pitch=pitch, advance=advance, x=x, y=y)
                yield from _read(near, holes, strength, fitted(holes[on_rows], grid))


def _read(near: NDArray[np.float32], holes: Floats, strength: float, grid: HoleGrid) -> Iterator[DotReading]:
    """Read every symbol, upright and upside down; nothing where pierced and whole places do not part."""
    sites, corners = grid.sites(), cells(grid)
    seen = cv2.remap(
        near,
        sites[..., 0].reshape(-1, 1).astype(np.float32),
        sites[..., 1].reshape(-1, 1).astype(np.float32),
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    ).reshape(sites.shape[:-1])
    evidence = _evidence(np.asarray(seen, np.float32), strength)
    if evidence is None:
        return
    turned = evidence[::-1, ::-1, ::-1], sites[::-1, ::-1, ::-1], corners[::-1]
    for shown, places, boxes in ((evidence, sites, corners), turned):
        posteriors, pierced, wrong = _symbols(shown, grid.font)
        found = places[pierced]
        yield DotReading(
            font=grid.font.name,
            symbols=len(grid.font.symbols),
            posteriors=posteriors,
            corners=boxes,
            misfit=(wrong + left_over(holes, found, grid)) / max(len(found), 1),
        )


def _symbols(evidence: Floats, font: DotFont) -> tuple[Floats, NDArray[np.bool_], int]:
    """Posteriors (n, 37), which places the likeliest symbols pierce, and how many places they leave unexplained."""
    shapes = np.stack([glyph for _, glyph in font.glyphs])
    likely = np.einsum("nrc,grc->ng", evidence, shapes)
    pierced = shapes[likely.argmax(axis=1)]
    wrong = (pierced != (evidence > 0)).sum(axis=(1, 2))
    likely[wrong > _CELL_MISFITS] = 0.0
    return _posteriors(likely, font), pierced, int(wrong.sum())


def _evidence(seen: NDArray[np.float32], strength: float) -> Floats | None:
    """Log likelihood ratio of "pierced" against "whole" at each place."""
    pierced, whole = seen[seen >= 0.5 * strength], seen[seen < 0.5 * strength]
    if not (pierced.size and whole.size):
        return None
    high, low = median(pierced), median(whole)
    spread = max(
        1.4826 * median(np.abs(np.concatenate([pierced - high, whole - low]))),
        _WIDTH * (high - low),
    )
    if high - low < _LEAST_CONTRAST * spread and spread > _WIDTH * (high - low):
        return None
    bounded = np.clip(seen, low, high).astype(np.float64)
    ratio = (bounded - 0.5 * (high + low)) * (high - low) / spread**2
    return np.asarray(np.clip(ratio, -_MOST_DOUBT, _MOST_DOUBT))


def _posteriors(likely: Floats, font: DotFont) -> Floats:
    """Probability (n, 37) of every symbol, the likeliest of its shapes counting."""
    chances = np.zeros((len(SYMBOLS), len(likely)))
    places = [SYMBOLS.index(symbol) for symbol, _ in font.glyphs]
    np.maximum.at(chances, places, np.exp(likely - likely.max(axis=1, keepdims=True)).T)
    posteriors = (chances / chances.sum(axis=0)).T
    return np.asarray((1 - _MISREAD) * posteriors + _MISREAD / len(SYMBOLS))


def _unturned(points: Floats, turns: int, shape: tuple[int, ...]) -> Floats:
    """Points of a picture that `np.rot90` turned once or not at all, in the one before; `shape` is that of the turned one."""
    if not turns:
        return points
    return np.stack([shape[0] - 1 - points[..., 1], points[..., 0]], axis=-1)
