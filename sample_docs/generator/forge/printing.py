"""Print and scan: what a page looks like after a forger's scanner and printer.

The chain is the usual one of printing science, each step after its source:

* scan: Gaussian blur of the forger's own scanner;
* separation to CMYK with grey component replacement;
* tone value increase (dot gain) after Murray and Davies, 1936, optical gain after Yule and Nielsen, 1951;
* screening: rotated clustered dots (amplitude modulation) for laser printers, blue-noise dispersed dots
  (frequency modulation, Ulichney 1988 and 1993) for inkjet;
* reflectance by the Demichel and Neugebauer equations (1937) in product form: each ink multiplies what is below;
* banding of the print head (inkjet) or scattered toner (laser).

The capture channel then photographs or scans the print like any other page. Dots are rendered with soft edges as wide
as a pixel of the raster, so that the screen does not alias where the raster is too coarse to hold it.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from sample_docs.generator.ink import Rgb, Substrate
from sample_docs.generator.lights import Light
from sample_docs.generator.render import Raster
from sample_docs.generator.screens import clustered, dispersed

Plane = NDArray[np.uint8]


@dataclass(frozen=True, slots=True, kw_only=True)
class Printer:
    """A printer and how it is driven."""

    name: str
    dispersed: bool
    """Blue-noise dots (inkjet) rather than a clustered-dot lattice (laser)."""
    lines_per_mm: float
    """Screen ruling, or the size of an inkjet dot cell."""
    gain: float
    """Tone value increase at the midtone, 0..1."""
    black_ir: float
    """IR transmittance of the black: toner holds carbon, many ink-jet blacks are dyes."""
    scan_blur_mm: float
    scatter: float
    """Strength of banding or of scattered toner, 0..1."""
    colours: bool = True
    spread_mm: float = 0.03
    """Spread of the dot in the paper."""


CYAN, MAGENTA, YELLOW, BLACK = (0.08, 0.66, 0.91), (0.86, 0.13, 0.58), (0.98, 0.93, 0.18), (0.10, 0.10, 0.11)
_ANGLES = (15.0, 75.0, 0.0, 45.0)
_INK_UV = 0.45


def printed(
    white: Raster, printer: Printer, paper: Substrate, light: Light, *, px_per_mm: float, seed: int
) -> Raster:
    """The print of a page whose white-light image is ``white``, as seen in ``light``, at the same scale."""
    planes = _separated(_scanned(white, printer, px_per_mm), printer)
    page = np.empty_like(white)
    page[:] = [round(255 * v) for v in paper.colour(light)]
    for number, plane in enumerate(planes):
        if not plane.any():
            continue
        cover = _screened(_grown(plane, printer.gain), printer, number, px_per_mm, seed)
        page = _inked(page, cover, _transmittance(number, printer, light))
    return _spread(_imperfect(page, printer, seed), printer.spread_mm * px_per_mm)


def _scanned(white: Raster, printer: Printer, px_per_mm: float) -> Raster:
    """Blurred by the scanner, its white point set to the paper."""
    soft = cv2.GaussianBlur(white, (0, 0), max(0.3, printer.scan_blur_mm * px_per_mm))
    point = np.percentile(soft[::16, ::16].reshape(-1, 3), 97, axis=0)
    lifted = np.clip(np.arange(256)[:, None] * 255.0 / point, 0, 255).astype(np.uint8).reshape(256, 1, 3)
    return np.asarray(cv2.LUT(soft, lifted), np.uint8)


def _separated(rgb: Raster, printer: Printer) -> tuple[Plane, Plane, Plane, Plane]:
    """Cyan, magenta, yellow and black; black takes over the grey component as it darkens."""
    if not printer.colours:
        grey = np.asarray(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY), np.uint8)
        none = np.zeros_like(grey)
        return none, none, none, np.asarray(255 - grey, np.uint8)
    inverse = np.asarray(255 - rgb, np.uint8)
    c, m, y = cv2.split(inverse)
    shared = cv2.min(cv2.min(c, m), y)
    curve = np.clip(255 * 0.97 * (np.arange(256) / 255.0) ** 2.6, 0, 255).astype(np.uint8)
    black = np.asarray(cv2.LUT(shared, curve), np.uint8)
    return (
        np.asarray(cv2.subtract(c, cv2.convertScaleAbs(black, alpha=0.85)), np.uint8),
        np.asarray(cv2.subtract(m, cv2.convertScaleAbs(black, alpha=0.85)), np.uint8),
        np.asarray(cv2.subtract(y, cv2.convertScaleAbs(black, alpha=0.85)), np.uint8),
        black,
    )


def _grown(plane: Plane, gain: float) -> Plane:
    tone = np.arange(256) / 255.0
    return np.asarray(
        cv2.LUT(plane, (255 * np.clip(tone + 4 * gain * tone * (1 - tone), 0, 1)).astype(np.uint8)), np.uint8
    )


def _screened(tone: Plane, printer: Printer, number: int, px_per_mm: float, seed: int) -> Plane:
    """Coverage after the screen; the dot's edge is as soft as the raster needs."""
    height, width = tone.shape
    if printer.dispersed:
        threshold = dispersed(height, width, number, max(1, round(px_per_mm / printer.lines_per_mm)))
        sharpness = 1.6
    else:
        threshold = clustered(height, width, _ANGLES[number], printer.lines_per_mm, px_per_mm)
        sharpness = 6.0 * max(0.18, 1.0 - 2.0 * printer.lines_per_mm / px_per_mm)
    shift = np.random.default_rng([seed, 71, number]).integers(0, 64, 2)
    moved = np.roll(threshold, tuple(int(s) for s in shift), axis=(0, 1))
    hard = np.asarray(cv2.addWeighted(tone, sharpness, moved, -sharpness, 127.5, dtype=cv2.CV_8U), np.uint8)
    hard[tone < 6] = 0
    return hard


def _transmittance(number: int, printer: Printer, light: Light) -> Rgb:
    if light is Light.WHITE:
        return (CYAN, MAGENTA, YELLOW, BLACK)[number]
    level = _INK_UV if light is Light.UV else (0.96, 0.96, 0.97, printer.black_ir)[number]
    return (level, level, level)


def _inked(page: Raster, cover: Plane, transmittance: Rgb) -> Raster:
    share = np.arange(256)[:, None] / 255.0
    film = (
        np.clip(255 * (1 - share * (1 - np.array(transmittance))) + 0.5, 0, 255)
        .astype(np.uint8)
        .reshape(256, 1, 3)
    )
    return np.asarray(cv2.multiply(page, cv2.LUT(cv2.merge([cover] * 3), film), scale=1 / 255), np.uint8)


def _imperfect(page: Raster, printer: Printer, seed: int) -> Raster:
    """Bands across the path of the print head, or specks of toner."""
    if printer.scatter <= 0:
        return page
    rng = np.random.default_rng([seed, 73])
    height, width = page.shape[:2]
    if printer.dispersed:
        bands = cv2.GaussianBlur(rng.normal(0, 1, (height, 1)), (0, 0), 3.0) * 18 * printer.scatter
        return np.clip(page + bands[..., None], 0, 255).astype(np.uint8)
    count = int(printer.scatter * height * width / 900)
    spoiled = page.copy()
    spoiled[rng.integers(0, height, count), rng.integers(0, width, count)] = (70, 70, 74)
    return spoiled


def _spread(page: Raster, sigma: float) -> Raster:
    return np.asarray(cv2.GaussianBlur(page, (0, 0), sigma), np.uint8) if sigma > 0.25 else page
