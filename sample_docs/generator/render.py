"""Sheet to raster: draws the elements with Skia at any scale, in any light."""

import cv2
import numpy as np
import skia
from numpy.typing import NDArray

from .elements import Element
from .geometry import Box
from .guilloche import fibre
from .ink import Substrate, paints
from .lights import Light, View
from .noise import UNIT, gaussian, in_colour, seed_noise
from .sheet import Design, Sheet, rng_of

GRAIN = 0.9
"""Sigma of the grain, grey levels."""

Raster = NDArray[np.uint8]
"""(H, W, 3) RGB, the whole page and nothing else."""


def render(sheet: Sheet, view: View, px_per_mm: float) -> Raster:
    """The page as seen in ``view``, ``round(width * px_per_mm)`` pixels wide."""
    background = _printed_background(sheet, view, px_per_mm)
    with_copy = draw_elements(background, (*sheet.personal, *sheet.over), view, px_per_mm)
    if view.light is Light.UV:
        _add_fibres(with_copy, sheet, px_per_mm)
    colour = np.asarray(cv2.cvtColor(with_copy, cv2.COLOR_RGBA2RGB), np.uint8)
    return _grained(colour, sheet.seed, view.light)


def mean_colour(sheet: Sheet, box: Box, px_per_mm: float = 4.0) -> NDArray[np.float64]:
    """Mean colour of a place in white light, (3,) grey levels."""
    view = View(tilt=0.3)
    x0, y0, x1, y1 = (max(0, v) for v in box.pixels(px_per_mm))
    page = _printed_background(sheet, view, px_per_mm)
    draw_elements(page, (*sheet.personal, *sheet.over), view, px_per_mm, within=box)
    return np.asarray(page[y0:y1, x0:x1, :3].mean(axis=(0, 1)))


def _printed_background(sheet: Sheet, view: View, px_per_mm: float) -> NDArray[np.uint8]:
    if sheet.under is sheet.design.under and sheet.substrate is sheet.design.substrate:
        return _BACKGROUNDS.get(sheet.design, view.light, px_per_mm).copy()
    blank = _blank(sheet.design, sheet.substrate, view.light, px_per_mm)
    return draw_elements(blank, sheet.under, view, px_per_mm)


class _Backgrounds:
    """Backgrounds that were drawn, the latest ones: drawing one takes half as long as a whole photo.

    Every background of the photo channel of Utopia's own documents takes some 380 MB; of designs at random there is no end.
    """

    def __init__(self, limit: int = 400_000_000) -> None:
        self.limit = limit
        """Bytes."""
        self._kept: dict[tuple[str, Light, float], NDArray[np.uint8]] = {}

    def get(self, design: Design, light: Light, px_per_mm: float) -> NDArray[np.uint8]:
        """The background of a design, not to be written to; there is one design a key."""
        key = (design.key, light, px_per_mm)
        if key in self._kept:
            self._kept[key] = self._kept.pop(key)
            return self._kept[key]
        blank = _blank(design, design.substrate, light, px_per_mm)
        self._kept[key] = draw_elements(blank, design.under, View(light=light), px_per_mm)
        while len(self._kept) > 1 and sum(v.nbytes for v in self._kept.values()) > self.limit:
            del self._kept[next(iter(self._kept))]
        return self._kept[key]


_BACKGROUNDS = _Backgrounds()


def keep_backgrounds(limit: int) -> None:
    """Keep no more than ``limit`` bytes of drawn backgrounds: little where one design follows another."""
    _BACKGROUNDS.limit = limit


def _blank(design: Design, substrate: Substrate, light: Light, px_per_mm: float) -> NDArray[np.uint8]:
    height, width = round(design.height * px_per_mm), round(design.width * px_per_mm)
    colour = np.array([*(round(255 * v) for v in substrate.colour(light)), 255], np.uint8)
    # Whole pixels at a time: numpy takes a hundred times as long to fill by the channel.
    return np.full((height, width), colour.view(np.uint32)[0]).view(np.uint8).reshape(height, width, 4)


def draw_elements(
    page: NDArray[np.uint8],
    elements: tuple[Element, ...],
    view: View,
    px_per_mm: float,
    *,
    within: Box | None = None,
) -> NDArray[np.uint8]:
    """Print ``elements`` onto an RGBA raster, in place; ``within`` spares what lies elsewhere."""
    canvas = skia.Surface(page).getCanvas()
    canvas.scale(px_per_mm, px_per_mm)
    if within is not None:
        canvas.clipRect(skia.Rect.MakeXYWH(within.x, within.y, within.w, within.h))
    for element in elements:
        element.draw(canvas, view)
    return page


def _add_fibres(page: NDArray[np.uint8], sheet: Sheet, px_per_mm: float) -> None:
    """Luminescent fibres lie where chance put them: they differ from copy to copy."""
    rng = rng_of(sheet.seed, "fibres")
    canvas = skia.Surface(page).getCanvas()
    canvas.scale(px_per_mm, px_per_mm)
    inks = sheet.design.fibre_inks
    for _ in range(sheet.fibres):
        ink = inks[int(rng.integers(0, len(inks)))]
        path = fibre(rng, sheet.design.box)
        for paint in paints(ink, Light.UV, alpha=float(rng.uniform(0.4, 1.0)), stroke=0.12):
            canvas.drawPath(path, paint)


def _grained(page: NDArray[np.uint8], seed: int, light: Light) -> Raster:
    """Add the grain of the substrate: a weak, slightly blotchy unevenness of each copy's own."""
    height, width = page.shape[:2]
    rng = rng_of(seed, f"grain-{light}")
    coarse = rng.normal(0.0, 48.0, (height // 8 + 2, width // 8 + 2)).astype(np.int16)
    blotch = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_LINEAR)
    seed_noise(int(rng.integers(0, 2**31 - 1)))
    both = np.asarray(cv2.add(gaussian(height, width), blotch), np.int16)
    grain = np.asarray(cv2.scaleAdd(both, GRAIN / UNIT, np.zeros_like(both)), np.int16)
    return np.asarray(cv2.add(page, in_colour(grain), dtype=cv2.CV_8U), np.uint8)
