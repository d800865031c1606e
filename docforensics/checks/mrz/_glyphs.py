"""The glyphs of a zone as printed, and the drawings of type faces: what the checks of the print's shape compare.

Every character is cut out on a grid of 32 pixels a pitch. A drawing is brought to the zone's own sharpness, stroke and size.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.formats.alphabet import SYMBOLS
from docforensics.mrz.drawn_faces import HEIGHT, WIDTH, faces
from docforensics.page.geometry import BoxMm, Points
from docforensics.page.model import Page
from docforensics.page.quantiles import quantiles

Floats = NDArray[np.float32]

REACH = 6
"""Pixels by which a character may stand off the middle of its cell."""
PATCH = (HEIGHT + 2 * REACH, WIDTH + 2 * REACH)
"""Rows and columns of a glyph as it is cut out."""
_SHRUNK = 1.5
"""Pixels of the page a pixel of the patch from which the page is smoothed first, so that no pixel is skipped. A judgement; not fitted."""
LOOK_ALIKES = ("0O", "1I", "2Z", "5S", "6G", "8B")
"""Symbols that a reader takes for one another; which of them was read tells nothing of the print."""
STROKE = 0.6
"""Of a drawing's darkest, which its strokes have at least. A judgement; not fitted."""
_PAPER = 0.85
"""Share of a cell that is darker than its paper. A judgement; not fitted."""
_BESIDE_MM = 1.0
"""Round a cell, within which what hides another changes this one: the rim of glare or blur. A judgement; not fitted."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Glyph:
    """One character as printed."""

    symbol: str
    line: int
    place: int
    """In its line."""
    patch: Floats
    """Of the shape `PATCH`: ink, 0 paper to about 1."""
    paper: float
    """Grey level of the paper round it."""
    corners: Points
    """(4, 2) millimetres on the page."""


Manner = tuple[float, int, float]
"""Blur (sigma, pixels), thickening (pixels) and size of a drawing."""


def cut_glyphs(
    page: Page, lines: Sequence[tuple[str, Points]], pitch_mm: float, light: Light = Light.VISIBLE
) -> tuple[Glyph, ...]:
    """Cut out the characters of a zone that could be seen.

    Parameters
    ----------
    lines
        For each line its symbols, and the middle of each cell (n, 2) in page millimetres.
    pitch_mm
        Of the zone as it is printed.
    """
    grey = page.grey(light)
    all_seen = page.visibility.blind(light) is None
    cells = [
        (symbol, number, place, cell)
        for number, (symbols, middles) in enumerate(lines)
        for place, (symbol, cell) in enumerate(
            zip(symbols, _cells(middles, pitch_mm / WIDTH, page.px_per_mm), strict=True)
        )
        if cell.lies_in(grey)
        and (all_seen or page.visibility.unseen(BoxMm.around(cell.corners).grown(_BESIDE_MM), light) is None)
    ]
    shrink = page.px_per_mm * pitch_mm / WIDTH
    inks, papers = _inked([cell.cut(grey, shrink) for *_, cell in cells])
    return tuple(
        Glyph(symbol=symbol, line=line, place=place, patch=ink, paper=paper, corners=cell.corners)
        for (symbol, line, place, cell), ink, paper in zip(cells, inks, papers.tolist(), strict=True)
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Cell:
    """The place of one character with its margins."""

    corners: Points
    """(4, 2) of the cell without its margins, millimetres on the page."""
    to_page: Points
    """(2, 3): from the pixels of the patch to those of the page."""
    low: Points
    high: Points
    """(2,) left and top, right and bottom of the patch on the page, pixels."""

    def lies_in(self, grey: Pixels) -> bool:
        """Whether nothing of it reaches over the edge of the page."""
        return bool(self.low.min() >= 0 and (self.high < grey.shape[::-1]).all())

    def cut(self, grey: Pixels, shrink: float) -> Pixels:
        """Cut it out of the page, of which `shrink` pixels make a pixel of the patch."""
        left, top = np.maximum(np.floor(self.low).astype(int) - 4, 0).tolist()
        right, bottom = (np.ceil(self.high).astype(int) + 5).tolist()
        source = grey[top:bottom, left:right]
        if shrink > _SHRUNK:
            source = np.asarray(cv2.GaussianBlur(source, (0, 0), 0.4 * shrink), np.uint8)
        place = self.to_page - ((0, 0, left), (0, 0, top))
        way = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        return np.asarray(
            cv2.warpAffine(source, place, PATCH[::-1], flags=way, borderMode=cv2.BORDER_REPLICATE), np.uint8
        )


def _cells(middles: Points, step: float, px_per_mm: float) -> Iterator[_Cell]:
    """The cells of a line, along it; `step` is millimetres a pixel of the patch."""
    turn = direction(middles) * step
    across, down = turn, np.array([-turn[1], turn[0]])
    (height, width), half = PATCH, np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * (WIDTH / 2, HEIGHT / 2)
    around = half @ np.stack([across, down])
    origins = middles - across * (width - 1) / 2 - down * (height - 1) / 2
    # From the pixels of the patch to those of the page, which count from the middle of the first.
    to_page = np.stack(np.broadcast_arrays(across, down, origins), axis=2) * px_per_mm
    to_page[:, :, 2] -= 0.5
    reached = to_page @ np.array([[0, width, 0, width], [0, 0, height, height], [1, 1, 1, 1]])
    for middle, place, low, high in zip(
        middles, to_page, reached.min(axis=2), reached.max(axis=2), strict=True
    ):
        yield _Cell(corners=middle + around, to_page=place, low=low, high=high)


def direction(middles: Points) -> Points:
    """Unit vector along a line."""
    if len(middles) < 2:
        return np.array([1.0, 0.0])
    along = middles[-1] - middles[0]
    return np.asarray(along / max(float(np.hypot(*along)), 1e-9))


def _inked(cuts: Sequence[Pixels]) -> tuple[Floats, Floats]:
    """Turn grey levels into ink, (n, HEIGHT + 2 REACH, WIDTH + 2 REACH): 0 paper, dark as 1; and give the level (n,) of each one's paper."""
    if not cuts:
        return np.zeros((0, *PATCH), np.float32), np.zeros(0, np.float32)
    levels = np.array(cuts, np.float32)
    papers = np.array([quantiles(cut, (_PAPER,)) for cut in cuts], np.float32)
    paper = papers[:, None]
    return np.asarray((paper - levels) / np.maximum(paper, np.float32(1.0)), np.float32), papers[:, 0]


def covered(glyph: Glyph, shift: Floats) -> Floats:
    """Give the part of a glyph that its drawing covers at its best shift."""
    left, top = (REACH + round(float(way)) for way in shift)
    return glyph.patch[top : top + HEIGHT, left : left + WIDTH]


def under(drawing: Floats, glyph: Glyph, shift: Floats) -> tuple[Floats, float]:
    """Give the part of a glyph that its drawing covers, and the median ink in the drawing's strokes."""
    inside = covered(glyph, shift)
    return inside, quantiles(inside[drawing > STROKE * drawing.max()], (0.5,))[0]


def look_alikes(symbol: str) -> str:
    """Give the symbols that a symbol may have been misread for, itself among them."""
    return next((group for group in LOOK_ALIKES if symbol in group), symbol)


@lru_cache(maxsize=256)
def drawing(face: str, symbol: str, manner: Manner) -> Floats:
    """Give the drawing of a symbol, as `draw` makes it; kept, 5 kB each: a zone takes at most 37, and 256 are those of some zones."""
    return draw(face, symbol, manner)


def draw(face: str, symbol: str, manner: Manner) -> Floats:
    """Draw a symbol of a face, (HEIGHT, WIDTH), ink 1."""
    soft, stroke, size = manner
    drawn = faces()[face][SYMBOLS.index(symbol)].astype(np.float32) / 255
    if size != 1.0:
        sized = np.array([[size, 0, (1 - size) * WIDTH / 2], [0, size, (1 - size) * HEIGHT / 2]])
        drawn = cv2.warpAffine(drawn, sized, (WIDTH, HEIGHT))
    if stroke:
        change = cv2.dilate if stroke > 0 else cv2.erode
        drawn = change(drawn, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * abs(stroke) + 1,) * 2))
    return np.asarray(cv2.GaussianBlur(drawn, (0, 0), soft), np.float32)
