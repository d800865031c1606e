"""How much each cell of a line looks like the filler `<`.

General text readers know no filler and read a run of them as K, S or nothing at all; its shape, however, is unlike any
other of OCR-B and easily told when the cell is known.
"""

from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.capture.model import Pixels
from docforensics.mrz.engines.lines import MARGIN_CELLS, Line

Floats = NDArray[np.float64]

_EVEN = 0.77
"""Correlation at which a cell is as likely a filler as not. On OCR-B lines of 7 to 25 px a cell, blurred, noisy and
compressed, it parts 3,235 fillers from 6,569 other characters but for 3 (a 5, a 2)."""
_STEEPNESS = 80.0
_REACH = 0.17
"""Cells by which the filler may stand beside the middle of its cell."""


def filler_probabilities(line: Line) -> Floats:
    """Return for each cell how probable it is that a filler stands there, 0..1."""
    likeness = np.array([_likeness(line, cell) for cell in range(line.length)])
    return np.asarray(1 / (1 + np.exp(-_STEEPNESS * (likeness - _EVEN))), dtype=np.float64)


def without_fillers(line: Line, probabilities: Floats) -> Pixels:
    """Return the line's pixels with every probable filler painted over with the colour of the paper."""
    pixels = line.pixels.copy()
    paper = int(np.percentile(pixels, 85))
    for cell in np.flatnonzero(probabilities > 0.5):
        left = int((MARGIN_CELLS + cell) * line.cell_px)
        pixels[:, left : int(np.ceil(left + line.cell_px)) + 1] = paper
    return pixels


def _likeness(line: Line, cell: int) -> float:
    """Highest correlation of a drawn filler with the cell, at any place within reach."""
    size, reach = round(line.cell_px), round(_REACH * line.cell_px)
    left = round((MARGIN_CELLS + cell) * line.cell_px)
    top = line.pixels.shape[0] // 2 - size // 2
    window = line.pixels[max(0, top - reach) : top + size + reach, max(0, left - reach) : left + size + reach]
    smooth = cv2.GaussianBlur(window, (0, 0), 0.05 * line.cell_px)
    return float(cv2.matchTemplate(smooth, _pattern(size), cv2.TM_CCOEFF_NORMED).max())


@lru_cache(maxsize=8)
def _pattern(size: int) -> Pixels:
    """Draw a filler as OCR-B has it, dark on white: 0.69 cells wide, 0.87 high, 0.13 thick."""
    zoom = 8
    side = size * zoom
    canvas = np.full((side, side), 255, np.uint8)
    arms = np.array([[0.84, 0.09], [0.16, 0.5], [0.84, 0.91]]) * side
    cv2.polylines(
        canvas,
        [arms.astype(np.int32)],
        isClosed=False,
        color=0,
        thickness=round(0.13 * side),
        lineType=cv2.LINE_AA,
    )
    soft = cv2.GaussianBlur(canvas, (0, 0), 0.1 * side)
    pattern = np.asarray(cv2.resize(soft, (size, size), interpolation=cv2.INTER_AREA), dtype=np.uint8)
    pattern.setflags(write=False)
    return pattern
