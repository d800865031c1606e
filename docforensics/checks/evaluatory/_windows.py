"""Where a map of evidence gathers: the heaviest rectangle, with a bound on false alarms over all that were tried.

Under the null hypothesis a likelihood ratio exceeds a bound t with probability at most 1/t (Markov), so that among N
rectangles at most N/t are expected to: log10 of the best ratio less log10 N is a logarithm of the number of false alarms,
as the a-contrario method asks for (Desolneux, Moisan and Morel 2000).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from docforensics.checks.support.native_image import Floats
from docforensics.page.geometry import BoxPx

_SIDES_MM = (2.0, 4.0, 8.0, 14.0, 24.0, 36.0)
"""From a character to a portrait. A judgement; not fitted."""
_NATURAL = float(np.log(10.0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """The heaviest rectangle of a map."""

    log10_ratio: float
    """Sum of the map inside, as a power of ten."""
    tried: int
    """Rectangles that were tried."""
    box: BoxPx
    """In cells of the map."""

    @property
    def meaningfulness(self) -> float:
        """- log10 of the expected number of false alarms, bounded from above."""
        return self.log10_ratio - float(np.log10(self.tried))


def heaviest(ratios: Floats, cells_per_mm: float) -> Iterator[Gathered]:
    """Find the rectangle with the largest sum of log likelihood ratios (natural); none for a map smaller than one."""
    total = cv2.integral(ratios, sdepth=cv2.CV_64F)
    best, tried = [], 0
    for height, width in _shapes(ratios.shape, cells_per_mm):
        sums = window_sums(total, height, width)
        tried += sums.size
        row, column = divmod(int(sums.argmax()), sums.shape[1])
        best.append((float(sums[row, column]), rectangle(row, column, height, width)))
    if best:
        heavy, box = max(best, key=lambda item: item[0])
        yield Gathered(log10_ratio=heavy / _NATURAL, tried=tried, box=box)


def heaviest_of(ratios: Floats, boxes: Sequence[BoxPx]) -> Iterator[Gathered]:
    """Find the heaviest of some boxes that were named beforehand, in cells; none where none lies on the map."""
    total = cv2.integral(ratios, sdepth=cv2.CV_64F)
    inside = [box for box in boxes if box.bottom < total.shape[0] and box.right < total.shape[1]]
    sums = [
        total[b.bottom, b.right] - total[b.top, b.right] - total[b.bottom, b.left] + total[b.top, b.left]
        for b in inside
    ]
    if inside:
        best = int(np.argmax(sums))
        yield Gathered(log10_ratio=float(sums[best]) / _NATURAL, tried=len(inside), box=inside[best])


def window_sums(total: np.ndarray, height: int, width: int) -> np.ndarray:
    """Sums in every rectangle of this size, from an integral image."""
    below, above = total[height:], total[:-height]
    return np.asarray(below[:, width:] - above[:, width:] - below[:, :-width] + above[:, :-width])


def rectangle(row: int, column: int, height: int, width: int) -> BoxPx:
    """Make a box of its first cell and its size."""
    return BoxPx(left=column, top=row, right=column + width, bottom=row + height)


def in_picture(box: BoxPx, left: int, top: int, cell: int) -> BoxPx:
    """Turn a box in cells of so many pixels, the first at (left, top), into one in pixels."""
    return rectangle(top + box.top * cell, left + box.left * cell, box.height * cell, box.width * cell)


def _shapes(shape: tuple[int, ...], cells_per_mm: float) -> Iterator[tuple[int, int]]:
    sides = sorted({max(round(side * cells_per_mm), 2) for side in _SIDES_MM})
    for height in sides:
        for width in sides:
            if height < shape[0] and width < shape[1] and height <= 3 * width:
                yield height, width
