"""Characters laid on one another: how much of each is left when another one is taken away where it fits best.

All pairs are laid at once, at every shift of a few pixels, as correlations in the Fourier domain.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from docforensics.checks.support.native_image import Native
from docforensics.checks.support.shifts import Shifts, Spectra
from docforensics.page.geometry import BoxPx

REACH = 3
"""Pixels by which the places of two characters may be off."""
_SAME_SHAPE = 0.7
"""Correlation from which two inks are taken for one character."""
_CANVAS_STEP = 8
"""Characters of about one size share a canvas, whose sides are multiples of this many pixels."""
_AT_ONCE = 256
"""Pairs that are laid together: more would not stay in a processor's cache."""
_STEPS = 2 * REACH + 1

Pairs = NDArray[np.intp]
"""(n, 2) numbers of boxes: the character that is laid, and the one that it is laid on."""


def laid(native: Native, boxes: Sequence[BoxPx], pairs: Pairs) -> NDArray[np.float64]:
    """Give what is left of each pair (n,), standard deviation in grey levels.

    NaN for pairs at the border, for those that lie at one place and for those that are no one kind.
    """
    left = np.full(len(pairs), np.nan)
    for shape, chosen in _by_canvas(native, boxes, pairs):
        numbers, places = np.unique(pairs[chosen], return_inverse=True)
        canvas = _Canvas(native, [boxes[number] for number in numbers], shape)
        places = places.reshape(-1, 2)
        for first in range(0, len(chosen), _AT_ONCE):
            part = slice(first, first + _AT_ONCE)
            left[chosen[part]] = canvas.left(places[part])
    return left


def _by_canvas(
    native: Native, boxes: Sequence[BoxPx], pairs: Pairs
) -> Iterator[tuple[tuple[int, int], NDArray[np.intp]]]:
    """Group the pairs that can be laid by the canvas that holds the characters that are laid, with the room to shift them."""
    if not len(pairs):
        return
    corners = np.array([(box.left, box.top, box.right, box.bottom) for box in boxes])
    first, second = corners[pairs[:, 0]], corners[pairs[:, 1]]
    size = first[:, 2:] - first[:, :2]
    # What the first one may cover where it is laid on the second.
    low, high = second[:, :2] - REACH, second[:, :2] + size + REACH
    limit = native.levels.shape[::-1]
    inside = (first[:, :2] >= 0) & (first[:, 2:] <= limit) & (low >= 0) & (high <= limit)
    apart = (np.minimum(first[:, 2:], high) <= np.maximum(first[:, :2], low)).any(axis=1)
    canvas = -(-(size + 2 * REACH) // _CANVAS_STEP) * _CANVAS_STEP
    canvas[~(inside.all(axis=1) & apart)] = 0
    for width, height in np.unique(canvas, axis=0).tolist():
        if width:
            yield (height, width), np.flatnonzero((canvas == (width, height)).all(axis=1))


class _Canvas:
    """Characters of about one size with what surrounds them, ready to be laid on one another."""

    def __init__(self, native: Native, boxes: Sequence[BoxPx], shape: tuple[int, int]) -> None:
        self._shifts = Shifts(shape, _STEPS)
        fields = np.array([_field(native, box, shape) for box in boxes], np.float32)
        # Neither correlation nor what is left depends on a constant; without it the sums keep their digits.
        fields -= fields.mean(axis=(1, 2), keepdims=True)
        pieces, masks = np.zeros_like(fields), np.zeros_like(fields)
        for box, piece, mask in zip(boxes, pieces, masks, strict=True):
            within = slice(0, min(box.height, shape[0])), slice(0, min(box.width, shape[1]))
            levels = native.part(box)[within]
            piece[within], mask[within] = levels - levels.mean(), 1.0
        self._count = masks.sum(axis=(1, 2))
        self._power = (pieces**2).sum(axis=(1, 2))
        self._fields, self._squares, self._pieces, self._masks = map(
            self._shifts.spectra, (fields, fields**2, pieces, masks)
        )

    def left(self, places: Pairs) -> NDArray[np.float64]:
        """What is left of some pairs (n,), of the numbers of their boxes; NaN where they are not of one kind."""
        first, second = places.T
        sums, squares, products = (
            self._sums(fields[second], pieces[first])
            for fields, pieces in (
                (self._fields, self._masks),
                (self._squares, self._masks),
                (self._fields, self._pieces),
            )
        )
        count, power = self._count[first], self._power[first]
        there = np.maximum(squares - sums**2 / count[:, None], 0.0)
        alike = products / np.sqrt(np.maximum(there * power[:, None], 1e-9))
        best = np.arange(len(places)), alike.argmax(axis=1)
        left = np.maximum(power + there[best] - 2 * products[best], 0.0) / count
        return np.where(alike[best] >= _SAME_SHAPE, np.sqrt(left), np.nan)

    def _sums(self, fields: Spectra, pieces: Spectra) -> NDArray[np.float64]:
        return np.asarray(self._shifts.sums(fields, pieces), np.float64).reshape(len(fields), -1)


def _field(native: Native, box: BoxPx, shape: tuple[int, int]) -> NDArray[np.float32]:
    """What surrounds a character, from `REACH` pixels left of it and above it on; beyond the picture its rim is repeated."""
    top, left = box.top - REACH, box.left - REACH
    inside = native.levels[max(top, 0) : top + shape[0], max(left, 0) : left + shape[1]]
    if inside.shape == shape:
        return np.asarray(inside, np.float32)
    rows, columns = (
        np.clip(np.arange(start, start + length), 0, limit - 1)
        for start, length, limit in zip((top, left), shape, native.levels.shape, strict=True)
    )
    return np.asarray(native.levels[np.ix_(rows, columns)], np.float32)
