"""A lattice over the whole page: the pixels of a screen or the dots of a printer's screen, or the moire that they make.

A page that was photographed from a screen, or printed in a halftone and captured again, carries one regular pattern everywhere,
over the paper as over the portrait. It shows as sharp peaks in the spectrum of tile after tile, in brightness or in colour.
Each tile's strongest peak is compared with its own surroundings in the spectrum; the value is what three tiles in four exceed,
so that line work in one place, be it ever so regular, is not enough. The compression's own grid is left out.

Cannot see: lattices that the capture does not resolve and that leave no moire; copies by fine stochastic screens (ink-jet); recaptures
that were blurred. A document that is itself printed in a coarse halftone throughout looks alike.

Sources: DLC-2021 (screen recapture by moire, Kunina et al.); standards.md 6.5; Doc 9303-2 (offset line work, no halftone dots).
"""

from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.capture.model import Pixels
from docforensics.checks.claims import ClaimId, Why
from docforensics.checks.outcome import Measured, Outcome, not_supported
from docforensics.checks.spec import WHITE_LIGHT, CheckSpec
from docforensics.checks.support.native_image import EDITABLE, Floats, NativeSide, native_sides
from docforensics.checks.support.worst_side import SideOutcome, worst
from docforensics.document import Document
from docforensics.page.geometry import BoxPx

SPEC = CheckSpec(
    title="Recapture of a screen or a print",
    unit="log10 of peak over surroundings in the spectrum",
    verifies=frozenset({ClaimId.PRINT_PROCESS}),
    contradicts=frozenset({ClaimId.ONE_CAPTURE}),
    channels=EDITABLE,
    lights=WHITE_LIGHT,
    min_px_per_mm=5.0,
    adverse="A periodic pattern covers the whole page: the image may be a recapture of a screen or a print.",
    favourable="No periodic pattern of a screen or printer was found.",
    advice="Ask for the document itself; without it, for a new image taken in your presence.",
    equipment="a larger image of the page",
)
SMALL = not_supported("the page is too small in the image for a spectrum", why=Why.TOO_COARSE)
_TILE, _FEWEST_TILES, _MOST_TILES = 128, 12, 80
"""Side of a tile in pixels; fewest tiles, and most that are used. Judgements; not fitted."""
_LOWEST = 0.14
"""Cycles a pixel from which peaks count: below lie letters and the wider line work."""
_AROUND = 11
"""Side, in bins, of the surroundings that a peak is held against."""
_SHARED = 25.0
"""Percentile over the tiles."""
_MARKED_ABOVE = 1.6
"""Value from which the page is marked; for the picture alone. A judgement; not fitted."""


def measure(document: Document) -> Outcome:
    """Measure the peak that three tiles in four exceed, on the side where it is highest."""
    return worst(native_sides(document), _measure_side, SMALL)


def _measure_side(side: NativeSide) -> SideOutcome:
    tiles = _tiles(side)
    if len(tiles) < _FEWEST_TILES:
        return SMALL
    planes = _planes(side.image.pixels)
    window = np.outer(np.hanning(_TILE), np.hanning(_TILE)).astype(np.float32)
    peaks = np.array(
        [
            [_peak(plane[top : top + _TILE, left : left + _TILE] * window) for plane in planes]
            for top, left in tiles
        ]
    )
    value = float(np.percentile(peaks, _SHARED, axis=0).max())
    picture = BoxPx(left=0, top=0, right=side.image.width, bottom=side.image.height)
    regions = (side.region(picture, "a lattice over the page"),) if value > _MARKED_ABOVE else ()
    return Measured(value=value, regions=regions)


def _planes(pixels: Pixels) -> tuple[Floats, ...]:
    """Brightness and two differences of colour, each without its slow course."""
    if pixels.ndim == 2:
        return (_fine(pixels.astype(np.float32)),)
    red, green, blue = (pixels[..., k].astype(np.float32) for k in range(3))
    return _fine(0.3 * red + 0.6 * green + 0.1 * blue), _fine(red - green), _fine(blue - 0.5 * (red + green))


def _fine(plane: Floats) -> Floats:
    return np.asarray(plane - cv2.GaussianBlur(plane, (0, 0), 3.0), dtype=np.float32)


def _peak(tile: Floats) -> float:
    """log10 of the strongest peak over the median of its surroundings."""
    power = np.abs(np.fft.rfft2(tile)).astype(np.float32) ** 2
    power = np.fft.fftshift(power, axes=0)
    smooth = cv2.GaussianBlur(power, (0, 0), 0.7)
    strength = np.log(smooth + 1e-3)
    excess = np.where(_counted(), strength - cv2.blur(strength, (_AROUND, _AROUND)), 0.0)
    return float(excess.max() / np.log(10.0))


@cache
def _counted() -> NDArray[np.bool_]:
    """Frequencies that count: no low ones, and none on the lines where the compression's grid lies."""
    down = np.fft.fftshift(np.fft.fftfreq(_TILE))[:, None]
    across = np.fft.rfftfreq(_TILE)[None, :]
    on_axis = (np.abs(down) < 2.5 / _TILE) | (np.abs(across) < 2.5 / _TILE)
    return np.asarray((np.hypot(down, across) > _LOWEST) & ~on_axis, dtype=bool)


def _tiles(side: NativeSide) -> list[tuple[int, int]]:
    """Corners (top, left) of tiles that lie wholly on the page, evenly chosen where there are many."""
    outline = side.outline()
    page = BoxPx.around(outline)
    found = [
        (top, left)
        for top in range(page.top, page.bottom - _TILE + 1, _TILE)
        for left in range(page.left, page.right - _TILE + 1, _TILE)
        if _on_page(outline, top, left)
    ]
    step = max(len(found) // _MOST_TILES, 1)
    return found[::step]


def _on_page(outline: NDArray[np.float64], top: int, left: int) -> bool:
    contour = outline.astype(np.float32)
    corners = [(left, top), (left + _TILE, top), (left, top + _TILE), (left + _TILE, top + _TILE)]
    return all(cv2.pointPolygonTest(contour, (float(x), float(y)), False) >= -0.0 for x, y in corners)
