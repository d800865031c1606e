"""Letters and digits of lines of print, each cut out by itself and brought to one height and one contrast.

A line's own paper and ink say how dark each pixel is, so that exposure and ink do not count; of a page in colour the brightest colour counts, in which
line work below black print is pale. A character is the connected print at the column where the reader saw it. Characters that touch one another, that touch
line work, or that broke, are as wide or as high as no character of their line, and are left out.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.capture.model import Pixels
from docforensics.page.quantiles import median_of, quantiles
from docforensics.viz.text import MARGIN_MM, PageText, TextLine

ROWS, COLUMNS = 12, 18
"""Pixels of a shape: capitals of 2 mm have 12 on a photo of 150 dpi, and W is half as wide again as high."""
SYMBOLS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
"""Characters that are compared: all as high as a capital, in nearly every type face."""
EDGE = 0.4
"""Share of the ink's darkness from which a pixel is print: at .5 thin strokes of two faces broke on pages of 300 dpi (design 143, seen)."""
SOFT_PX = 0.5
"""Blur before edges are looked for, so that noise makes none."""
_PAPER, _INK = 0.3, 0.98
"""Quantiles of the darkness of a line's picture that are its paper and its ink: print takes a fifth of it. Judgements; not fitted."""
_LEAST_CONTRAST = 40.0
"""Grey levels between both, below which there is no print to cut out. A judgement; not fitted."""
_SURE = 0.8
"""Certainty of the reader from which a character is the one it read. A judgement; not fitted."""
_ODD, _ODD_PX = 0.12, 1.5
"""Share of the height of a line's characters, and pixels, by which one may be higher, lower or set off. Judgements; not fitted."""
_WIDEST = 1.6
"""Width over height beyond which it is no character. A judgement; not fitted."""
_COARSE_PX, _COARSE_BLUR = 13.0, 0.8
"""Height of capitals of 2 mm on a photo of 165 dpi, and its softness, pixels. Judgements; not fitted."""
_FEWEST = 3
"""Characters of a line from which their height is known."""
_LEAST_AREA, _LEAST_HEIGHT = 6, 8
"""Pixels of a piece of print, and of the picture of a line, below which there is nothing to see."""

Ink = NDArray[np.float32]
Shapes = NDArray[np.float32]
Extent = tuple[float, float, float, float]
"""Left, top, right and bottom, pixels."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LetterShapes:
    """Characters as they are printed."""

    symbols: NDArray[np.intp]
    """(n,): which of `SYMBOLS` each is."""
    shapes: Shapes
    """(n, ROWS * COLUMNS): how dark it is, 0 paper to 1 ink, at one height and in the middle."""

    def __len__(self) -> int:
        """How many characters."""
        return len(self.symbols)

    def some(self, which: slice | NDArray[np.bool_]) -> "LetterShapes":
        """Some of them."""
        return LetterShapes(symbols=self.symbols[which], shapes=self.shapes[which])


def shapes_of(text: PageText, line: TextLine, *, coarse: bool = False) -> LetterShapes:
    """Cut out the characters of a line of a page; `coarse` as a capture of little resolution shows them."""
    picture = text.picture_of(line)
    found = list(_of_line(line, _coarser(picture, line) if coarse else picture))
    return LetterShapes(
        symbols=np.array([symbol for symbol, _ in found], np.intp),
        shapes=np.array([shape.ravel() for _, shape in found], np.float32).reshape(-1, ROWS * COLUMNS),
    )


def joined(lines: Iterable[LetterShapes]) -> LetterShapes:
    """The characters of some lines together."""
    each = [
        LetterShapes(symbols=np.zeros(0, np.intp), shapes=np.zeros((0, ROWS * COLUMNS), np.float32)),
        *lines,
    ]
    return LetterShapes(
        symbols=np.concatenate([one.symbols for one in each]),
        shapes=np.concatenate([one.shapes for one in each]),
    )


def _coarser(picture: Pixels, line: TextLine) -> Pixels:
    """Give the picture of a line in which its characters have about `_COARSE_PX` pixels, and their edges are soft."""
    height = picture.shape[0] * line.box.height / line.box.grown(MARGIN_MM).height
    scale = min(_COARSE_PX / max(height, 1.0), 1.0)
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.GaussianBlur(small, (0, 0), _COARSE_BLUR), np.uint8)


def _of_line(line: TextLine, picture: Pixels) -> Iterator[tuple[int, Shapes]]:
    ink = _ink_of(picture)
    if ink is None or not line.text:
        return
    sure = line.read.posteriors.max(axis=1)
    for place, piece, extent in _characters(ink, line.read.columns * picture.shape[1]):
        symbol = SYMBOLS.find(line.text[place])
        if symbol >= 0 and sure[place] >= _SURE:
            yield symbol, shape_of(piece, extent)


def _ink_of(picture: Pixels) -> Ink | None:
    """Give how dark a picture (H, W[, 3]) of a line is, 0 its paper to 1 its ink; None where it shows no print."""
    if min(picture.shape[:2]) < _LEAST_HEIGHT:
        return None
    dark = 255 - (picture.max(axis=2) if picture.ndim == 3 else picture).astype(np.float32)
    paper, full = quantiles(dark, (_PAPER, _INK))
    if full - paper < _LEAST_CONTRAST:
        return None
    return np.asarray(np.clip((dark - paper) / (full - paper), 0, 1), np.float32)


def _characters(ink: Ink, columns: NDArray[np.float32]) -> Iterator[tuple[int, Ink, Extent]]:
    """Yield the print of each character by its number on the line, alone, with its extent."""
    mask = (cv2.GaussianBlur(ink, (0, 0), SOFT_PX) >= EDGE).astype(np.uint8)
    count, labels, table, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    stats = np.asarray(table, np.int32)
    pieces = [label for label in range(1, count) if stats[label, cv2.CC_STAT_AREA] >= _LEAST_AREA]
    at = {place: _piece_at(float(column), pieces, stats) for place, column in enumerate(columns)}
    shared = Counter(at.values())
    single = {place: label for place, label in at.items() if label is not None and shared[label] == 1}
    if len(single) < _FEWEST:
        return
    heights = {label: float(stats[label, cv2.CC_STAT_HEIGHT]) for label in single.values()}
    feet = {label: float(stats[label, cv2.CC_STAT_TOP]) + heights[label] for label in single.values()}
    height, foot = (median_of(np.array(list(one.values()))) for one in (heights, feet))
    most = max(_ODD * height, _ODD_PX)
    for place, label in single.items():
        left, top, width, high, _ = (int(value) for value in stats[label])
        if abs(high - height) > most or abs(feet[label] - foot) > most or width > _WIDEST * height:
            continue
        others = (
            cv2.dilate(((labels > 0) & (labels != label)).astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
        )
        near = cv2.dilate((labels == label).astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
        alone = np.where(near & ~others, ink, 0).astype(np.float32)
        yield place, alone, (left, top, left + width, top + high)


def _piece_at(column: float, pieces: Iterable[int], stats: NDArray[np.int32]) -> int | None:
    """Give the highest piece of print at a column; None where there is none."""
    reached = [
        label
        for label in pieces
        if stats[label, cv2.CC_STAT_LEFT] - 1
        <= column
        <= stats[label, cv2.CC_STAT_LEFT] + stats[label, cv2.CC_STAT_WIDTH] + 1
    ]
    return max(reached, key=lambda label: int(stats[label, cv2.CC_STAT_HEIGHT]), default=None)


def shape_of(ink: Ink, extent: Extent) -> Shapes:
    """Draw what lies within an extent at the height of a shape and in its middle, (ROWS, COLUMNS)."""
    left, top, right, bottom = extent
    step = (bottom - top) / ROWS
    if step > 1:
        ink = np.asarray(cv2.GaussianBlur(ink, (0, 0), 0.4 * step), np.float32)
    # Centres of pixels: the first of the shape lies half a step inside its extent.
    across = (left + right) / 2 - COLUMNS / 2 * step - 0.5 + 0.5 * step
    matrix = np.array([[step, 0, across], [0, step, top - 0.5 + 0.5 * step]], np.float32)
    drawn = cv2.warpAffine(
        ink, matrix, (COLUMNS, ROWS), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderValue=0
    )
    return np.asarray(drawn, np.float32)
