"""The glyphs of a zone as printed, and the drawings of type faces: what the checks of the print's shape compare.

Every character is cut out on a grid of 32 pixels a pitch. A drawing is brought to the zone's own sharpness, stroke and size.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.checks.support.quantiles import quantiles
from docforensics.formats.alphabet import SYMBOLS
from docforensics.page.geometry import BoxMm, Points
from docforensics.page.model import Page

Floats = NDArray[np.float32]

WIDTH, HEIGHT = 32, 40
"""Pixels of a drawing: a cell is `WIDTH` wide."""
REACH = 6
"""Pixels by which a character may stand off the middle of its cell."""
PATCH = (HEIGHT + 2 * REACH, WIDTH + 2 * REACH)
"""Rows and columns of a glyph as it is cut out."""
_SHRUNK = 1.5
"""Pixels of the page a pixel of the patch from which the page is smoothed first, so that no pixel is skipped. A judgement; not fitted."""
OCRB = ("ocrb", "ocrb_sharp")
"""Cuts of OCR-B; what fits either is OCR-B."""
LOOK_ALIKES = ("0O", "1I", "2Z", "5S", "6G", "8B")
"""Symbols that a reader takes for one another; which of them was read tells nothing of the print."""
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
    corners: Points
    """(4, 2) millimetres on the page."""


Manner = tuple[float, int, float]
"""Blur (sigma, pixels), thickening (pixels) and size of a drawing."""


@cache
def faces() -> Mapping[str, NDArray[np.uint8]]:
    """The drawings, (37, 40, 32) each, ink 255 (tools/make_faces.py)."""
    with (files("docforensics.checks.mrz") / "data" / "faces.npz").open("rb") as file:
        loaded = np.load(file, allow_pickle=False)
        return MappingProxyType({name: loaded[name] for name in loaded.files})


def other_faces() -> tuple[str, ...]:
    """The faces that are not OCR-B."""
    return tuple(name for name in faces() if name not in OCRB)


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
    pixels = page.pixels[light]
    grey = np.asarray(pixels if pixels.ndim == 2 else cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), np.uint8)
    all_seen = page.visibility.blind(light) is None
    cells = [
        (symbol, number, place, cell)
        for number, (symbols, middles) in enumerate(lines)
        for place, (symbol, cell) in enumerate(zip(symbols, _cells(middles, pitch_mm / WIDTH), strict=True))
        if cell.lies_in(grey, page.px_per_mm)
        and (all_seen or page.visibility.unseen(BoxMm.around(cell.corners).grown(_BESIDE_MM), light) is None)
    ]
    inks = _inked([cell.cut(grey, page.px_per_mm) for *_, cell in cells])
    return tuple(
        Glyph(symbol=symbol, line=line, place=place, patch=ink, corners=cell.corners)
        for (symbol, line, place, cell), ink in zip(cells, inks, strict=True)
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Cell:
    """The place of one character with its margins."""

    corners: Points
    """(4, 2) of the cell without its margins, millimetres on the page."""
    to_page: Points
    """(2, 3): from the pixels of the patch to millimetres on the page."""
    step: float
    """Millimetres a pixel of the patch."""

    def lies_in(self, grey: Pixels, px_per_mm: float) -> bool:
        """Whether nothing of it reaches over the edge of the page."""
        far = self._far(px_per_mm)
        return bool(far.min() >= 0 and far[0].max() < grey.shape[1] and far[1].max() < grey.shape[0])

    def cut(self, grey: Pixels, px_per_mm: float) -> Pixels:
        """Cut it out of the page."""
        far = self._far(px_per_mm)
        left, top = np.maximum(np.floor(far.min(axis=1)).astype(int) - 4, 0)
        right, bottom = np.ceil(far.max(axis=1)).astype(int) + 5
        source = grey[top:bottom, left:right]
        shrink = px_per_mm * self.step
        if shrink > _SHRUNK:
            source = np.asarray(cv2.GaussianBlur(source, (0, 0), 0.4 * shrink), np.uint8)
        place = self._placed(px_per_mm) - np.array([[0, 0, left], [0, 0, top]])
        way = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        return np.asarray(
            cv2.warpAffine(source, place, PATCH[::-1], flags=way, borderMode=cv2.BORDER_REPLICATE), np.uint8
        )

    def _placed(self, px_per_mm: float) -> Points:
        """From the pixels of the patch to those of the page, (2, 3)."""
        return np.asarray(self.to_page * px_per_mm - np.array([[0, 0, 0.5], [0, 0, 0.5]]))

    def _far(self, px_per_mm: float) -> Points:
        """Its corners with the margins, (2, 4) pixels of the page."""
        height, width = PATCH
        return np.asarray(
            self._placed(px_per_mm) @ np.array([[0, width, 0, width], [0, 0, height, height], [1, 1, 1, 1]])
        )


def _cells(middles: Points, step: float) -> Iterator[_Cell]:
    """The cells of a line, along it."""
    turn = _direction(middles) * step
    across, down = turn, np.array([-turn[1], turn[0]])
    (height, width), half = PATCH, np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * (WIDTH / 2, HEIGHT / 2)
    corners = half @ np.stack([across, down])
    origin = -across * (width - 1) / 2 - down * (height - 1) / 2
    for middle in middles:
        to_page = np.column_stack([across, down, middle + origin])
        yield _Cell(corners=middle + corners, to_page=to_page, step=step)


def _direction(middles: Points) -> Points:
    """Unit vector along a line."""
    if len(middles) < 2:
        return np.array([1.0, 0.0])
    along = middles[-1] - middles[0]
    return np.asarray(along / max(float(np.hypot(*along)), 1e-9))


def _inked(cuts: Sequence[Pixels]) -> Floats:
    """Turn grey levels into ink, (n, HEIGHT + 2 REACH, WIDTH + 2 REACH): 0 paper, dark as 1."""
    if not cuts:
        return np.zeros((0, *PATCH), np.float32)
    levels = np.array(cuts, np.float32)
    paper = np.array([quantiles(cut, (_PAPER,)) for cut in cuts], np.float32)[:, None]
    return np.asarray((paper - levels) / np.maximum(paper, np.float32(1.0)), np.float32)


def under(drawing: Floats, glyph: Glyph, shift: Floats) -> tuple[Floats, float]:
    """Give the part of a glyph that its drawing covers at its best shift, and the median ink in the drawing's strokes."""
    left, top = (REACH + round(float(way)) for way in shift)
    inside = glyph.patch[top : top + HEIGHT, left : left + WIDTH]
    return inside, quantiles(inside[drawing > 0.6 * drawing.max()], (0.5,))[0]


def look_alikes(symbol: str) -> str:
    """Give the symbols that a symbol may have been misread for, itself among them."""
    return next((group for group in LOOK_ALIKES if symbol in group), symbol)


@cache
def drawing(face: str, symbol: str, manner: Manner) -> Floats:
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
