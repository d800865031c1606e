"""Wear: what happens to a document between its issue and its capture, to genuine and forged ones alike.

Fading takes ink, dirt gathers from the edges, folds break the print, laminates are scratched, officers stamp pages. Each is drawn from the
document's own seed, never from its label.
"""

from dataclasses import dataclass

import cv2
import numpy as np
import skia
from numpy.typing import NDArray

from . import fonts
from .elements import Element, Lines, Text
from .geometry import Box
from .guilloche import polyline
from .ink import Ink
from .lights import Light, View
from .people import MONTHS

Raster = NDArray[np.uint8]
_FIELD_PX_PER_MM = 1.5
"""Resolution of what is smooth."""
STAMP_INKS = (
    Ink(white=(0.35, 0.25, 0.62), ir=0.93, uv=0.5),
    Ink(white=(0.20, 0.30, 0.62), ir=0.95, uv=0.5),
    Ink(white=(0.72, 0.22, 0.25), ir=0.95, uv=0.6),
    Ink(white=(0.16, 0.17, 0.20), ir=0.30, uv=0.4),
    Ink(white=(0.20, 0.45, 0.32), ir=0.94, uv=0.5),
)
SCRATCH = Ink(white=(0.86, 0.86, 0.87), ir=0.92, uv=0.85)
BROKEN = Ink(white=(0.72, 0.70, 0.68), ir=0.85, uv=1.0, glow=(0.05, 0.06, 0.12))
"""A fold: the print is broken and fibres of the core show, which paper mills brighten."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wear:
    """The state of one side."""

    seed: int
    fade: float
    """Share of the ink that light has taken, 0..1."""
    yellow: float
    """Yellowing of the substrate, 0..1."""
    dirt: float
    """Darkness of the dirt at its worst, 0..1."""
    marks: tuple[Element, ...]
    """Folds, scratches and stamps, on top of everything."""


def drawn_wear(rng: np.random.Generator, page: Box, *, plastic: bool, stamped: float) -> Wear:
    """The wear of one side: a third is as new, a sixth much used. ``stamped`` is the share that bears a stamp."""
    used = float(rng.choice([0.0, rng.uniform(0.1, 0.5), rng.uniform(0.5, 1.0)], p=(0.35, 0.48, 0.17)))
    marks: list[Element] = []
    if not plastic and rng.random() < 0.6 * used:
        marks += _folds(rng, page, used)
    if rng.random() < 0.9 * used:
        marks += _scratches(rng, page, int(1 + (30 if plastic else 8) * used))
    if rng.random() < stamped:
        marks += _stamp(rng, page)
    return Wear(
        seed=int(rng.integers(0, 2**31)),
        fade=0.28 * used * float(rng.random()),
        yellow=0.12 * used * float(rng.random()),
        dirt=0.22 * used * float(rng.random()),
        marks=tuple(marks),
    )


def worn(page: Raster, wear: Wear, view: View, px_per_mm: float) -> Raster:
    """The raster of a side after its use."""
    faded = _faded(page, wear, view.light)
    if wear.dirt > 0.01:
        field = _dirt(page.shape[:2], wear, view.light, px_per_mm)
        faded = np.asarray(cv2.multiply(faded, field, scale=1 / 255), np.uint8)
    if not wear.marks:
        return faded
    rgba = np.ascontiguousarray(cv2.cvtColor(faded, cv2.COLOR_RGB2RGBA))
    canvas = skia.Surface(rgba).getCanvas()
    canvas.scale(px_per_mm, px_per_mm)
    for mark in wear.marks:
        mark.draw(canvas, view)
    return np.asarray(cv2.cvtColor(rgba, cv2.COLOR_RGBA2RGB), np.uint8)


def _faded(page: Raster, wear: Wear, light: Light) -> Raster:
    """Ink pales towards the paper; what glows loses brightness."""
    if wear.fade < 0.01 and wear.yellow < 0.01:
        return page
    level = np.arange(256, dtype=np.float64)[:, None].repeat(3, axis=1)
    if light is Light.UV:
        level *= 1.0 - 0.9 * wear.fade
    else:
        share = wear.fade if light is Light.WHITE else 0.4 * wear.fade
        level = 240.0 - (240.0 - level) * (1.0 - share)
        if light is Light.WHITE:
            level *= 1.0 - wear.yellow * np.array([0.05, 0.12, 0.6])
    return np.asarray(
        cv2.LUT(page, np.clip(level + 0.5, 0, 255).astype(np.uint8).reshape(256, 1, 3)), np.uint8
    )


def _dirt(shape: tuple[int, ...], wear: Wear, light: Light, px_per_mm: float) -> Raster:
    """What dirt leaves of the light: blotches that gather at the edges, brown in white light."""
    rng = np.random.default_rng([wear.seed, 5])
    height, width = (max(6, round(n * _FIELD_PX_PER_MM / px_per_mm)) for n in shape)
    blotch = cv2.GaussianBlur(rng.normal(0, 1, (height, width)).astype(np.float32), (0, 0), 3.5)
    blotch = np.clip(0.4 + 0.9 * blotch / max(1e-6, float(blotch.std())), 0, 2) / 2
    y, x = np.mgrid[0:height, 0:width]
    edge = np.minimum(np.minimum(x, width - 1 - x) / width, np.minimum(y, height - 1 - y) / height)
    amount = wear.dirt * blotch * (0.35 + 0.65 * np.exp(-edge / 0.06))
    # Grease and dust absorb less the longer the wave.
    tint = {Light.WHITE: (0.8, 1.0, 1.35), Light.UV: (1.2, 1.2, 1.2), Light.IR: (0.4, 0.4, 0.4)}[light]
    small = np.clip(255.0 * (1.0 - amount[..., None] * np.array(tint)), 0, 255).astype(np.uint8)
    return np.asarray(cv2.resize(small, (shape[1], shape[0]), interpolation=cv2.INTER_LINEAR), np.uint8)


def _folds(rng: np.random.Generator, page: Box, used: float) -> list[Element]:
    made: list[Element] = []
    for number in range(int(rng.integers(1, 3))):
        if rng.random() < 0.4:
            x = page.w * float(rng.uniform(0.3, 0.7))
            ends = np.array([(x, 0.0), (x + rng.normal(0, 1.0), page.h)])
        else:
            ends = np.array(
                [
                    (page.w * rng.random(), page.h * rng.random()),
                    (page.w * rng.random(), page.h * rng.choice([0, 1])),
                ]
            )
        t = np.linspace(0, 1, 24)[:, None]
        points = ends[0] + t * (ends[1] - ends[0]) + rng.normal(0, 0.12, (24, 2))
        width, alpha = float(rng.uniform(0.12, 0.3)), 0.35 + 0.5 * used
        made.append(Lines(name=f"fold-{number}", path=polyline(points), ink=BROKEN, width=width, alpha=alpha))
    return made


def _scratches(rng: np.random.Generator, page: Box, count: int) -> list[Element]:
    path = skia.Path()
    for _ in range(count):
        x, y = page.w * float(rng.random()), page.h * float(rng.random())
        angle, length = float(rng.uniform(0, np.pi)), float(rng.gamma(1.5, 6.0))
        path.moveTo(x, y)
        path.quadTo(
            x + 0.5 * length * np.cos(angle) + rng.normal(0, 0.5),
            y + 0.5 * length * np.sin(angle) + rng.normal(0, 0.5),
            x + length * np.cos(angle),
            y + length * np.sin(angle),
        )
    width, alpha = float(rng.uniform(0.03, 0.09)), float(rng.uniform(0.3, 0.9))
    return [Lines(name="scratches", path=path, ink=SCRATCH, width=width, alpha=alpha)]


def _stamp(rng: np.random.Generator, page: Box) -> list[Element]:
    """An officer's stamp of Utopia, somewhere and askew."""
    ink = STAMP_INKS[int(rng.integers(0, len(STAMP_INKS)))]
    reach = float(rng.uniform(9, 15))
    x, y = page.w * float(rng.uniform(0.2, 0.8)), page.h * float(rng.uniform(0.2, 0.65))
    turn, alpha = float(rng.normal(0, 18)), float(rng.uniform(0.3, 0.75))
    outline = skia.Path()
    if rng.random() < 0.5:
        outline.addOval(skia.Rect.MakeLTRB(x - reach, y - 0.75 * reach, x + reach, y + 0.75 * reach))
    else:
        outline.addRect(skia.Rect.MakeLTRB(x - reach, y - 0.55 * reach, x + reach, y + 0.55 * reach))
    rim = skia.Path()
    rim.addPath(outline, skia.Matrix().setRotate(turn, x, y))
    day = f"{int(rng.integers(1, 29)):02d} {MONTHS[int(rng.integers(0, 12))]} {int(rng.integers(2024, 2027))}"
    words = (str(rng.choice(["ENTRY UTO", "EXIT UTO", "UTOPIA", "SEEN UTO"])), day, "SPECIMEN")
    made: list[Element] = [
        Lines(name="stamp", path=rim, ink=ink, width=float(rng.uniform(0.3, 0.6)), alpha=alpha)
    ]
    angle = np.radians(turn)
    for row, word in enumerate(words):
        size = 0.27 * reach
        wide = fonts.text_width(word, fonts.WIDE_BOLD, size)
        across, down = -wide / 2, (row - 0.65) * 1.15 * size
        made.append(
            Text(
                name=f"stamp-{row}",
                text=word,
                x=float(x + across * np.cos(angle) - down * np.sin(angle)),
                y=float(y + across * np.sin(angle) + down * np.cos(angle)),
                size=size,
                ink=ink,
                font=fonts.WIDE_BOLD,
                turn=turn,
                alpha=alpha,
            )
        )
    return made
