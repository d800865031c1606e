"""How far the characters of a zone lean, as they do on a page seen from above or below one of its sides."""

from collections.abc import Sequence

import cv2
import numpy as np

from docforensics.mrz.engines.network.cutting import HEIGHT, Floats, Singles

_STEEPEST, _STEP = 0.75, 0.075
"""Columns a row: 37 degrees, tried every 4. Judgements; not fitted."""
_ROWS = slice(5, 27)
"""Of a cut: the height of its characters, without what stands above and below."""


def slant_of(lines: Sequence[Singles], reaches: Sequence[tuple[float, float]]) -> float:
    """Measure by how many columns a row the characters of the lines (32, W) lean, between the columns named of each.

    Upright strokes add up in the sum of a column where they are upright, and in no other: the slant is that under which
    the sums vary most.
    """
    tried = np.arange(-_STEEPEST, _STEEPEST + _STEP / 2, _STEP)
    parts = [
        line[:, max(int(left), 0) : int(right) + 1]
        for line, (left, right) in zip(lines, reaches, strict=True)
    ]
    energy = np.array([sum(_energy(part, float(slant)) for part in parts) for slant in tried])
    best = int(np.clip(energy.argmax(), 1, len(tried) - 2))
    before, here, after = energy[best - 1 : best + 2]
    curvature = min(float(before - 2 * here + after), -1e-9)
    return float(tried[best] + _STEP * np.clip(0.5 * (before - after) / curvature, -1, 1))


def _energy(part: Singles, slant: float) -> float:
    """Energy of the changes from column to column when rows are shifted so that what leans by `slant` is upright."""
    upright = np.array([[1, slant, -slant * (HEIGHT / 2 - 0.5)], [0, 1, 0]])
    size = part.shape[::-1]
    shifted = cv2.warpAffine(part, upright, size, flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP)
    sums: Floats = shifted[_ROWS].mean(axis=0, dtype=np.float64)
    return float(np.square(np.diff(sums)).sum())
