"""The glyphs of a zone as printed, compared with type faces: what the checks of the print's shape share.

Every character is cut out on a grid of 32 pixels a pitch and compared, at every small shift, with the drawing of its
symbol in each face after the drawing was brought to the zone's own sharpness, stroke and size. So blur, a worn ribbon
or a zone printed 5 % large says nothing; another face does.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from types import MappingProxyType

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.formats.alphabet import SYMBOLS
from docforensics.page.geometry import BoxMm, Points
from docforensics.page.model import Page

Floats = NDArray[np.float32]

WIDTH, HEIGHT = 32, 40
"""Pixels of a drawing: a cell is `WIDTH` wide."""
REACH = 6
"""Pixels by which a character may stand off the middle of its cell."""
OCRB = ("ocrb", "ocrb_sharp")
"""Cuts of OCR-B; what fits either is OCR-B."""
LOOK_ALIKES = ("0O", "1I", "2Z", "5S", "6G", "8B")
"""Symbols that a reader takes for one another; which of them was read tells nothing of the print."""
SOFTNESS = (0.8, 1.6, 2.6, 3.8)
"""Blurs tried, pixels (sigma)."""
_STROKES = (-1, 0, 1, 2)
"""Pixels by which strokes are thinned or thickened."""
_SIZES = (0.94, 1.0, 1.06)
"""By which a print's characters may differ from the drawing's. A judgement; not fitted."""
_BESIDE_MM = 1.0
"""Round a cell, within which what hides another changes this one: the rim of glare or blur. A judgement; not fitted."""
_SAMPLE = 18
"""Characters that sharpness, stroke and size are found on."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Glyph:
    """One character as printed."""

    symbol: str
    line: int
    place: int
    """In its line."""
    patch: Floats
    """(HEIGHT + 2 REACH, WIDTH + 2 REACH): ink, 0 paper to about 1."""
    corners: Points
    """(4, 2) millimetres on the page."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class GlyphFit:
    """How a zone's glyphs fit one face at its best."""

    likeness: Floats
    """(n,): correlation of each glyph with the drawing of its symbol, -1..1."""
    shift: Floats
    """(n, 2): where the drawing fits best, pixels right and down of the middle."""
    manner: "Manner"
    """What it was drawn with."""

    def of(self, kept: NDArray[np.bool_]) -> "GlyphFit":
        """The fit of some of the glyphs alone, (n,)."""
        return replace(self, likeness=self.likeness[kept], shift=self.shift[kept])


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
    found = []
    for number, (symbols, middles) in enumerate(lines):
        turn = _direction(middles)
        for place, (symbol, middle) in enumerate(zip(symbols, middles, strict=True)):
            patch, corners = _cut(grey, page.px_per_mm, middle, turn, pitch_mm)
            around = BoxMm.around(corners).grown(_BESIDE_MM)
            if patch is not None and page.visibility.unseen(around, light) is None:
                found.append(Glyph(symbol=symbol, line=number, place=place, patch=patch, corners=corners))
    return tuple(found)


def _direction(middles: Points) -> Points:
    """Unit vector along a line."""
    if len(middles) < 2:
        return np.array([1.0, 0.0])
    along = middles[-1] - middles[0]
    return np.asarray(along / max(float(np.hypot(*along)), 1e-9))


def _cut(
    grey: Pixels, px_per_mm: float, middle: Points, turn: Points, pitch_mm: float
) -> tuple[Floats | None, Points]:
    """Cut a cell and its margins out of the page, dark as 1; None where it reaches over the edge."""
    step = pitch_mm / WIDTH
    across, down = turn * step, np.array([-turn[1], turn[0]]) * step
    width, height = WIDTH + 2 * REACH, HEIGHT + 2 * REACH
    origin = middle - across * (width - 1) / 2 - down * (height - 1) / 2
    box = np.array(
        [
            middle + across * x * WIDTH / 2 + down * y * HEIGHT / 2
            for x, y in ((-1, -1), (1, -1), (1, 1), (-1, 1))
        ]
    )
    to_page = np.column_stack([across, down, origin]) * px_per_mm
    to_page[:, 2] -= 0.5
    far = to_page @ np.array([[0, width, 0, width], [0, 0, height, height], [1, 1, 1, 1]])
    if far.min() < 0 or far[0].max() >= grey.shape[1] or far[1].max() >= grey.shape[0]:
        return None, box
    shrink = max(px_per_mm * step, 1.0)
    source = (
        cv2.GaussianBlur(_window(grey, far), (0, 0), 0.4 * shrink) if shrink > 1.5 else _window(grey, far)
    )
    corner = np.floor(far.min(axis=1)) - 4
    to_page[:, 2] -= np.maximum(corner, 0)
    cut = cv2.warpAffine(
        source,
        to_page,
        (width, height),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE,
    )
    paper = np.percentile(cut, 85)
    return np.asarray((paper - cut.astype(np.float32)) / max(float(paper), 1.0), np.float32), box


def _window(grey: Pixels, far: Points) -> Pixels:
    left, top = np.maximum(np.floor(far.min(axis=1)).astype(int) - 4, 0)
    right, bottom = np.ceil(far.max(axis=1)).astype(int) + 5
    return np.asarray(grey[top:bottom, left:right], np.uint8)


def fit_face(glyphs: Sequence[Glyph], face: str, manner: Manner) -> GlyphFit:
    """Fit glyphs to a face drawn at a sharpness, stroke and size."""
    found = [_best_shift(glyph.patch, drawing(face, glyph.symbol, manner)) for glyph in glyphs]
    likeness = np.array([value for value, _, _ in found], np.float32)
    return GlyphFit(
        likeness=likeness,
        shift=np.array([(x, y) for _, x, y in found], np.float32).reshape(-1, 2),
        manner=manner,
    )


def under(drawing: Floats, glyph: Glyph, shift: Floats) -> tuple[Floats, float]:
    """Give the part of a glyph that its drawing covers at its best shift, and the median ink in the drawing's strokes."""
    left, top = (REACH + round(float(way)) for way in shift)
    inside = glyph.patch[top : top + HEIGHT, left : left + WIDTH]
    return inside, float(np.median(inside[drawing > 0.6 * drawing.max()]))


def look_alikes(symbol: str) -> str:
    """Give the symbols that a symbol may have been misread for, itself among them."""
    return next((group for group in LOOK_ALIKES if symbol in group), symbol)


def likeness_to(patch: Floats, names: Sequence[str], symbol: str, manner: Manner) -> float:
    """Give the best likeness of a patch to a symbol, or a look-alike of it, in any of some faces."""
    return max(
        _best_shift(patch, drawing(name, alike, manner))[0] for name in names for alike in look_alikes(symbol)
    )


def settled(glyphs: Sequence[Glyph], manner: Manner) -> tuple[Glyph, ...]:
    """Take each glyph for the one of its look-alikes that OCR-B fits best, so that a misread stands out in nothing."""

    def fits(glyph: Glyph, symbol: str) -> float:
        return max(_best_shift(glyph.patch, drawing(name, symbol, manner))[0] for name in OCRB)

    return tuple(
        replace(glyph, symbol=max(look_alikes(glyph.symbol), key=lambda symbol: fits(glyph, symbol)))
        if len(look_alikes(glyph.symbol)) > 1
        else glyph
        for glyph in glyphs
    )


def best_manner(glyphs: Sequence[Glyph], face: str) -> Manner:
    """Find the sharpness, stroke and size at which a zone fits a face best, one after the other."""
    told = [glyph for glyph in glyphs if glyph.symbol != "<"] or list(glyphs)
    sample = told[:: max(len(told) // _SAMPLE, 1)][:_SAMPLE]

    def mean(manner: Manner) -> float:
        return float(np.median(fit_face(sample, face, manner).likeness))

    soft, stroke = max(
        ((soft, stroke) for soft in SOFTNESS for stroke in _STROKES), key=lambda pair: mean((*pair, 1.0))
    )
    return soft, stroke, max(_SIZES, key=lambda size: mean((soft, stroke, size)))


def _best_shift(patch: Floats, drawing: Floats) -> tuple[float, float, float]:
    scores = cv2.matchTemplate(patch, drawing, cv2.TM_CCOEFF_NORMED)
    _, best, _, (x, y) = cv2.minMaxLoc(scores)
    return (float(best), float(x - REACH), float(y - REACH)) if np.isfinite(best) else (0.0, 0.0, 0.0)


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
