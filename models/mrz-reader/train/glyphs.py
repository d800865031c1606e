"""OCR-B glyphs as signed distance fields, in many shapes, from which lines of any weight are set.

A distance field makes every stroke weight from one drawing: ink is where the distance to the outline exceeds a level.
"""

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

SYMBOLS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<"
CELL = 36
"""Pixels of one character cell (2.54 mm) in the drawings."""
TILE = 60
"""Side of a glyph's square tile; the middle of the cell is the middle of the tile."""

_CAPITAL = 0.945
"""Height of a capital in cells."""
_FIRST_FONT = 0.2
"""Share of the round cut, whose 4 is damaged in the font file: it must be read, but is not how a 4 is printed."""

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """How a typeface's glyphs are stretched in their cells."""

    font: Path
    wide: float = 1.0
    tall: float = 1.0
    slant: float = 0.0
    rounding: int = 0
    """Radius of the rounded stroke ends, tile pixels; for the sharp cut of OCR-B."""


def fields(shape: Shape, symbols: str = SYMBOLS) -> Floats:
    """(37, TILE, TILE) signed distances to the outline in tile pixels, positive inside the ink."""
    zoom = 4
    font = _font_of(shape.font, CELL * zoom)
    glyphs = np.stack([_mask(font, symbol, TILE * zoom) for symbol in symbols])
    return np.stack(
        [_field(_stretched(_rounded(mask, shape.rounding * zoom), shape), zoom) for mask in glyphs]
    )


def _rounded(mask: NDArray[np.uint8], radius: int) -> NDArray[np.uint8]:
    if radius == 0:
        return mask
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius + 1, 2 * radius + 1))
    return np.asarray(cv2.morphologyEx(mask, cv2.MORPH_OPEN, disc), np.uint8)


def _font_of(path: Path, advance: int) -> ImageFont.FreeTypeFont:
    """Size the font so that one character advances by `advance` pixels."""
    trial = ImageFont.truetype(str(path), 1000)
    return ImageFont.truetype(str(path), round(1000 * advance / trial.getlength("0")))


def _mask(font: ImageFont.FreeTypeFont, symbol: str, side: int) -> NDArray[np.uint8]:
    """Draw a symbol so that the cap height of H is centred in the tile, as the line centre runs."""
    _, top, _, bottom = font.getbbox("H", anchor="ls")
    canvas = Image.new("L", (side, side), 0)
    origin = (side / 2 - font.getlength(symbol) / 2, side / 2 - (top + bottom) / 2)
    ImageDraw.Draw(canvas).text(origin, symbol, fill=255, font=font, anchor="ls")
    return np.asarray(canvas, np.uint8)


def _stretched(mask: NDArray[np.uint8], shape: Shape) -> NDArray[np.uint8]:
    middle = mask.shape[0] / 2
    turn = np.array([[shape.wide, shape.slant, 0], [0, shape.tall, 0]], np.float64)
    turn[:, 2] = middle - turn[:, :2] @ [middle, middle]
    return np.asarray(cv2.warpAffine(mask, turn, mask.shape[::-1], flags=cv2.INTER_LINEAR), np.uint8)


def _field(mask: NDArray[np.uint8], zoom: int) -> Floats:
    inside = (mask > 127).astype(np.uint8)
    distance = cv2.distanceTransform(inside, cv2.DIST_L2, 5) - cv2.distanceTransform(
        1 - inside, cv2.DIST_L2, 5
    )
    small = cv2.resize(distance, (TILE, TILE), interpolation=cv2.INTER_AREA) / zoom
    return np.asarray(small, np.float32)


def atlases(fonts: tuple[Path, ...], rng: np.random.Generator, count: int) -> list[Floats]:
    """`count` shapes of the fonts (the sharp cut last): each plainly first, then stretched and slanted by chance."""
    shapes = [Shape(font=font) for font in fonts] + [Shape(font=fonts[-1], rounding=2)]
    while len(shapes) < count:
        shapes.append(
            Shape(
                font=fonts[0] if rng.random() < _FIRST_FONT else fonts[-1],
                wide=float(rng.uniform(0.78, 1.16)),
                tall=float(rng.uniform(0.82, 1.18)),
                slant=float(rng.normal(0, 0.025)),
                rounding=int(rng.integers(0, 3)),
            )
        )
    return [
        fields(shape) if i <= len(fonts) else _uneven(_other_cut(fields(shape), shape, rng), rng)
        for i, shape in enumerate(shapes)
    ]


def _other_cut(glyphs: Floats, shape: Shape, rng: np.random.Generator) -> Floats:
    """Draw zero, O and filler as other cuts of OCR-B do: a zero is a racetrack, wide or narrow, and an O an oval."""
    glyphs = glyphs.copy()
    if rng.random() < 0.6:
        _set_rings(glyphs, shape.wide, shape.tall, rng)
    filler = SYMBOLS.index("<")
    zoom = np.diag(rng.uniform(0.78, 1.15, 2))
    middle = TILE / 2
    matrix = np.column_stack([zoom, middle - zoom @ [middle, middle] + (0, rng.normal(0, 0.8))])
    glyphs[filler] = cv2.warpAffine(glyphs[filler], matrix, (TILE, TILE), borderMode=cv2.BORDER_REPLICATE)
    return glyphs


def _set_rings(glyphs: Floats, wide_scale: float, tall_scale: float, rng: np.random.Generator) -> None:
    o_wide, o_tall = rng.uniform(0.60, 0.78), rng.uniform(0.97, 1.06)
    zero_wide, zero_tall = rng.uniform(0.50, 0.72), o_tall * rng.uniform(0.99, 1.1)
    stroke = rng.uniform(0.105, 0.135)
    for symbol, wide, tall, power in (
        ("O", o_wide, o_tall, rng.uniform(1.75, 2.3)),
        ("0", zero_wide, zero_tall, rng.uniform(2.9, 5.0)),
    ):
        size = (wide * wide_scale * CELL, tall * tall_scale * CELL)
        glyphs[SYMBOLS.index(symbol)] = _ring(size, float(power), float(stroke * CELL))


def with_other_rings(glyphs: Floats, rng: np.random.Generator) -> Floats:
    """The glyphs with a zero and an O of yet another cut, as tall as their H is."""
    tall = float((glyphs[SYMBOLS.index("H")].max(axis=1) > 0).sum()) / (CELL * _CAPITAL)
    glyphs = glyphs.copy()
    _set_rings(glyphs, tall * float(rng.uniform(0.85, 1.1)), tall, rng)
    return glyphs


def _ring(size: tuple[float, float], power: float, stroke: float) -> Floats:
    """Distance field of a superellipse drawn with a pen: `size` is that of its outer edge, tile pixels."""
    zoom = 4
    angle = np.linspace(0, 2 * np.pi, 240, endpoint=False)
    radii = (np.array(size) - stroke) / 2
    cos, sin = np.cos(angle), np.sin(angle)
    x = np.sign(cos) * np.abs(cos) ** (2 / power) * radii[0]
    y = np.sign(sin) * np.abs(sin) ** (2 / power) * radii[1]
    points = ((np.stack([x, y], axis=1) + TILE / 2) * zoom).round().astype(np.int32)
    canvas = np.zeros((TILE * zoom, TILE * zoom), np.uint8)
    cv2.polylines(canvas, [points], True, 255, max(round(stroke * zoom), 1))
    return _field(canvas, zoom)


def _uneven(glyphs: Floats, rng: np.random.Generator) -> Floats:
    """Stretch every glyph a little by itself: other cuts of OCR-B differ so."""
    middle = TILE / 2
    stretched = []
    for glyph in glyphs:
        turn = np.diag(1 + rng.normal(0, 0.035, 2)) @ np.array([[1, rng.normal(0, 0.02)], [0, 1]])
        matrix = np.column_stack([turn, middle - turn @ [middle, middle] + rng.normal(0, 0.4, 2)])
        stretched.append(cv2.warpAffine(glyph, matrix, (TILE, TILE), borderMode=cv2.BORDER_REPLICATE))
    return np.stack(stretched)
