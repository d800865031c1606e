"""Characters laid on one another: how much of each is left when another one is taken away where it fits best.

All pairs are laid at once, at every shift of a few pixels: their products as correlations in the Fourier domain, and what a shifted
character covers, which is a rectangle, by sums over rectangles.
"""

from collections.abc import Iterator, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.checks.support.native_image import Levels
from docforensics.checks.support.shifts import Shifts
from docforensics.page.geometry import BoxPx

REACH = 3
"""Pixels by which the places of two characters may be off."""
_SAME_SHAPE = 0.7
"""Correlation from which two inks are taken for one character."""
_CANVAS_STEP = 8
"""Characters of about one size share a canvas, whose sides are multiples of this many pixels."""
_AT_ONCE = 64
"""Pairs that are laid together: more would not stay in a processor's cache."""
_STEPS = 2 * REACH + 1

Pairs = NDArray[np.intp]
"""(n, 2) numbers of boxes: the character that is laid, and the one that it is laid on."""


def laid(levels: Levels, boxes: Sequence[BoxPx], pairs: Pairs) -> NDArray[np.float64]:
    """Give what is left of each pair (n,), standard deviation in grey levels.

    NaN for pairs at the border, for those that lie at one place and for those that are no one kind.
    """
    left = np.full(len(pairs), np.nan)
    for shape, chosen in _by_canvas(levels.shape, boxes, pairs):
        numbers, places = np.unique(pairs[chosen], return_inverse=True)
        canvas = _Canvas(levels, [boxes[number] for number in numbers], shape)
        places = places.reshape(-1, 2)
        for first in range(0, len(chosen), _AT_ONCE):
            part = slice(first, first + _AT_ONCE)
            left[chosen[part]] = canvas.left(places[part])
    return left


def _by_canvas(
    picture: tuple[int, ...], boxes: Sequence[BoxPx], pairs: Pairs
) -> Iterator[tuple[tuple[int, int], NDArray[np.intp]]]:
    """Group the pairs that can be laid by the canvas that holds the characters that are laid, with the room to shift them."""
    if not len(pairs):
        return
    corners = np.array([(box.left, box.top, box.right, box.bottom) for box in boxes])
    first, second = corners[pairs[:, 0]], corners[pairs[:, 1]]
    size = first[:, 2:] - first[:, :2]
    # What the first one may cover where it is laid on the second.
    low, high = second[:, :2] - REACH, second[:, :2] + size + REACH
    limit = picture[::-1]
    inside = (first[:, :2] >= 0) & (first[:, 2:] <= limit) & (low >= 0) & (high <= limit)
    apart = (np.minimum(first[:, 2:], high) <= np.maximum(first[:, :2], low)).any(axis=1)
    canvas = -(-(size + 2 * REACH) // _CANVAS_STEP) * _CANVAS_STEP
    canvas[~(inside.all(axis=1) & apart)] = 0
    for width, height in np.unique(canvas, axis=0).tolist():
        if width:
            yield (height, width), np.flatnonzero((canvas == (width, height)).all(axis=1))


class _Canvas:
    """Characters of about one size with what surrounds them, ready to be laid on one another."""

    def __init__(self, levels: Levels, boxes: Sequence[BoxPx], shape: tuple[int, int]) -> None:
        self._shifts = Shifts(shape, _STEPS)
        fields = np.array([_field(levels, box, shape) for box in boxes], np.float32)
        # Neither correlation nor what is left depends on a constant; without it the sums keep their digits.
        fields -= fields.mean(axis=(1, 2), keepdims=True)
        self._sizes = np.array([(box.height, box.width) for box in boxes])
        pieces = np.zeros_like(fields)
        for field, piece, (height, width) in zip(fields, pieces, self._sizes.tolist(), strict=True):
            # One that does not fit with room to spare is only laid on, and its piece never asked for.
            inner = field[REACH : REACH + height, REACH : REACH + width]
            piece[: inner.shape[0], : inner.shape[1]] = inner - inner.mean()
        self._power = (pieces**2).sum(axis=(1, 2), dtype=np.float64)
        self._fields, self._pieces = self._shifts.spectra(fields), self._shifts.spectra(pieces)
        self._height = shape[0]
        # Of all fields as one picture, each below the one before.
        self._totals = cv2.integral2(fields.reshape(-1, shape[1]), sdepth=cv2.CV_64F, sqdepth=cv2.CV_64F)

    def left(self, places: Pairs) -> NDArray[np.float64]:
        """What is left of some pairs (n,), of the numbers of their boxes; NaN where they are not of one kind."""
        first, second = places.T
        products = np.asarray(self._shifts.sums(self._fields[second], self._pieces[first]), np.float64)
        products = products.reshape(len(places), -1)
        sums, squares = self._covered(second, self._sizes[first])
        count, power = self._sizes[first].prod(axis=1), self._power[first]
        there = np.maximum(squares - sums**2 / count[:, None], 0.0)
        alike = products / np.sqrt(np.maximum(there * power[:, None], 1e-9))
        best = np.arange(len(places)), alike.argmax(axis=1)
        left = np.maximum(power + there[best] - 2 * products[best], 0.0) / count
        return np.where(alike[best] >= _SAME_SHAPE, np.sqrt(left), np.nan)

    def _covered(
        self, fields: NDArray[np.intp], sizes: NDArray[np.intp]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Sums of the levels that a character of a size covers in a field at every shift (n, shifts), and of their squares."""
        down, left = np.indices((_STEPS, _STEPS)).reshape(2, -1)
        top = self._height * fields[:, None] + down
        bottom, right = (steps + side[:, None] for steps, side in zip((top, left), sizes.T, strict=True))
        sums, squares = (
            total[bottom, right] - total[top, right] - total[bottom, left] + total[top, left]
            for total in self._totals
        )
        return sums, squares


def _field(levels: Levels, box: BoxPx, shape: tuple[int, int]) -> NDArray[np.float32]:
    """What surrounds a character, from `REACH` pixels left of it and above it on; beyond the picture its rim is repeated."""
    top, left = box.top - REACH, box.left - REACH
    inside = levels[max(top, 0) : top + shape[0], max(left, 0) : left + shape[1]]
    if inside.shape == shape:
        return np.asarray(inside, np.float32)
    rows, columns = (
        np.clip(np.arange(start, start + length), 0, limit - 1)
        for start, length, limit in zip((top, left), shape, levels.shape, strict=True)
    )
    return np.asarray(levels[np.ix_(rows, columns)], np.float32)
