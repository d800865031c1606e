"""Reads a number of pierced holes: which symbol each group of holes may be.

Each place of the grid is pierced or not, as likely as its spot is strong, and each symbol is as likely as the places that it
pierces and leaves. A reading in which holes are left over or missing is given up: it is of a type that is not known.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.capture.model import Pixels
from docforensics.checks.data._perforation.fonts import FONTS
from docforensics.checks.data._perforation.grid import (
    LEAST_HOLES,
    MOST_HOLES,
    PX_PER_MM,
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


def read_dots(
    picture: Pixels, px_per_mm: float, counts: Sequence[int], *, most: float = MISFIT
) -> tuple[DotReading, ...]:
    """Read the perforation in a picture of its place, however it is turned along the longer side.

    Parameters
    ----------
    counts
        How many symbols it may have.
    most
        Misfit up to which a reading is given.

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
        spots = spots_of(np.asarray(scaled, np.float32), dark=dark)
        readings = [
            reading
            for turn in turns
            for reading in _readings(np.ascontiguousarray(np.rot90(spots, turn)), turn, counts, scale)
        ]
        best = min((reading.misfit for reading in readings), default=1.0)
        if best <= most:
            return _distinct(reading for reading in readings if reading.misfit <= best + _TIE)
    return ()


def _distinct(readings: Iterable[DotReading]) -> tuple[DotReading, ...]:
    """Of readings that say the same, the one that fits best."""
    found: dict[str, DotReading] = {}
    for reading in readings:
        if reading.text not in found or reading.misfit < found[reading.text].misfit:
            found[reading.text] = reading
    return tuple(found.values())


def _readings(
    spots: NDArray[np.float32], turn: int, counts: Sequence[int], scale: float
) -> Iterator[DotReading]:
    """Every reading of a picture that is turned by so many quarters."""
    holes, strength = find_holes(spots)
    if not LEAST_HOLES <= len(holes) <= MOST_HOLES:
        return
    for font in FONTS:
        rows = fit_rows(holes, font.shape[0])
        if rows is None:
            continue
        pitch, y, on_rows = rows
        for count in counts:
            for advance, x in fit_columns(holes[on_rows], font.shape[1], pitch, count):
                grid = fitted(
                    holes[on_rows], HoleGrid(font=font, count=count, pitch=pitch, advance=advance, x=x, y=y)
                )
                reading = _read(spots, holes, strength, grid)
                if reading is not None:
                    posteriors, misfit = reading
                    yield DotReading(
                        font=font.name,
                        symbols=len(font.symbols),
                        posteriors=posteriors,
                        corners=_unturned(cells(grid), turn, spots.shape) / scale,
                        misfit=misfit,
                    )


def _read(
    spots: NDArray[np.float32], holes: Floats, strength: float, grid: HoleGrid
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
    misfit = (wrong.sum() + left_over(holes, pierced, grid)) / max(len(pierced), 1)
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
