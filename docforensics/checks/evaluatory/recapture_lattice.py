"""A lattice over the whole picture: the pixels of a screen or the dots of a printer's screen, or the moire that they make.

A scene that was photographed from a screen, or printed in a halftone and captured again, carries one regular pattern everywhere,
and everything else about it (letters, edges, grain) differs from place to place. The spectra of nine windows that overlap are put together
to one for each area of 512 pixels, as means of logarithms, so that what one window shows hardly counts and what all show stays; the
strongest peak is compared with its own surroundings in the spectrum; the value is what half of the areas exceed. The compression's own grid, with
all its harmonics, is left out.

Cannot see: lattices that the capture does not resolve and that leave no moire; copies by fine stochastic screens (ink-jet); recaptures
that were blurred or shrunk. Documents are printed in lines and dots of one pitch as well, which come through stronger than any screen's pixels.

Weight 0: on photographs of scenes it orders those of screens above the others, on published documents it does not: their own line work and
halftones measure more than any screen.

Sources: DLC-2021 (screen recapture by moire, Kunina et al.); standards.md 6.5; Doc 9303-2 (offset line work, no halftone dots).
"""

from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.checks.claims import Why
from docforensics.checks.modes import RunMode
from docforensics.checks.outcome import Measured, Outcome, not_supported
from docforensics.checks.spec import WHITE_LIGHT, CheckSpec
from docforensics.checks.support.native_image import BLOCK, EDITABLE, Floats, NativeSide, native_sides
from docforensics.checks.support.worst_side import SideOutcome, worst
from docforensics.document import Document
from docforensics.page.geometry import BoxPx

SPEC = CheckSpec(
    title="Recapture of a screen or a print",
    unit="log10 of peak over surroundings in the spectrum",
    run_mode=RunMode.OFF,
    channels=EDITABLE,
    lights=WHITE_LIGHT,
    min_px_per_mm=5.0,
    adverse="A periodic pattern covers the whole page: the image may be a recapture of a screen or a print.",
    favourable="No periodic pattern of a screen or printer was found.",
    advice="Ask for the document itself; without it, for a new image taken in your presence.",
    equipment="a larger image of the page",
)
SMALL = not_supported("the page is too small in the image for a spectrum", why=Why.TOO_COARSE)
_WINDOW, _FEWEST_AREAS, _MOST_AREAS = 256, 2, 24
"""Side of a window in pixels (an area is twice as wide and high); fewest areas, and most that are used. Judgements; not fitted."""
_LOWEST = 0.08
"""Cycles a pixel from which peaks count: below lie letters and the wider line work."""
_AROUND = 15
"""Side, in bins, of the surroundings that a peak is compared with."""
_GRID_BINS, _AXIS_BINS = 2.6, 1.6
"""Bins round the harmonics of the compression's grid, and beside the axes, that are left out: the width of a peak under the window."""
_FLOOR = 0.1
"""Added to the power, grey levels squared: a flat place holds no peaks."""
_MARKED_ABOVE = 0.6
"""Value from which the page is marked; for the picture alone. A judgement; not fitted."""


def measure(document: Document) -> Outcome:
    """Measure the peak that half of the areas exceed, on the side where it is highest."""
    return worst(native_sides(document, SPEC), _measure_side, SMALL)


def _measure_side(side: NativeSide) -> SideOutcome:
    areas = _areas(side)
    if len(areas) < _FEWEST_AREAS:
        return SMALL
    luma = side.native.luma
    fine = np.asarray(luma - cv2.GaussianBlur(luma, (0, 0), 4.0), dtype=np.float32)
    value = float(np.median([_peak(fine[top:, left:]) for top, left in areas]))
    picture = BoxPx(left=0, top=0, right=side.image.width, bottom=side.image.height)
    regions = (side.region(picture, "a lattice over the page"),) if value > _MARKED_ABOVE else ()
    return Measured(value=value, regions=regions)


def _peak(area: Floats) -> float:
    """log10 of the strongest peak over its surroundings, in the mean spectrum of the nine windows at the top left of `area`."""
    steps = range(0, _WINDOW + 1, _WINDOW // 2)
    strength = np.mean(
        [_spectrum(area[top : top + _WINDOW, left : left + _WINDOW]) for top in steps for left in steps],
        axis=0,
    )
    excess = np.where(_counted(), strength - cv2.blur(strength, (_AROUND, _AROUND)), 0.0)
    return float(excess.max() / np.log(10.0))


def _spectrum(window: Floats) -> Floats:
    """Natural logarithm of the power, (256, 129), frequency 0 in the middle row."""
    power = np.abs(np.fft.rfft2(window * _hann())).astype(np.float32) ** 2
    smooth = cv2.GaussianBlur(np.fft.fftshift(power, axes=0), (0, 0), 0.7)
    return np.asarray(np.log(smooth + _FLOOR), dtype=np.float32)


@cache
def _hann() -> Floats:
    return np.outer(np.hanning(_WINDOW), np.hanning(_WINDOW)).astype(np.float32)


@cache
def _counted() -> NDArray[np.bool_]:
    """Frequencies that count: no low ones, none on the axes, and none where the compression's grid has its harmonics."""
    down = np.fft.fftshift(np.fft.fftfreq(_WINDOW)).astype(np.float64)[:, None]
    across = np.fft.rfftfreq(_WINDOW).astype(np.float64)[None, :]
    on_axis = (np.abs(down) < _AXIS_BINS / _WINDOW) | (np.abs(across) < _AXIS_BINS / _WINDOW)
    on_grid = _harmonic(down) & _harmonic(across)
    return np.asarray((np.hypot(down, across) > _LOWEST) & ~on_axis & ~on_grid, dtype=bool)


def _harmonic(frequency: NDArray[np.float64]) -> NDArray[np.bool_]:
    off = np.abs(frequency * BLOCK - np.round(frequency * BLOCK)) / BLOCK
    return np.asarray(off < _GRID_BINS / _WINDOW, dtype=bool)


def _areas(side: NativeSide) -> list[tuple[int, int]]:
    """Corners (top, left) of areas that lie wholly on the page, evenly chosen where there are many."""
    outline, area = side.outline(), 2 * _WINDOW
    page = BoxPx.around(outline)
    found = [
        (top, left)
        for top in range(page.top, page.bottom - area + 1, _WINDOW // 2)
        for left in range(page.left, page.right - area + 1, _WINDOW // 2)
        if _on_page(outline, top, left, area)
    ]
    chosen = np.round(np.linspace(0, len(found) - 1, min(len(found), _MOST_AREAS))).astype(int)
    return [found[number] for number in chosen]


def _on_page(outline: NDArray[np.float64], top: int, left: int, area: int) -> bool:
    contour = outline.astype(np.float32)
    corners = [(left, top), (left + area, top), (left, top + area), (left + area, top + area)]
    return all(cv2.pointPolygonTest(contour, (float(x), float(y)), False) >= -0.0 for x, y in corners)
