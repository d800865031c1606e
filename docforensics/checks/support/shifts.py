"""Small pictures laid on larger ones at every small shift at once, in the Fourier domain.

A correlation by itself costs the product of both areas; by its spectrum, transformed once for all its partners and brought back at
the few shifts that are asked for, it costs little more than its own area.
"""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Pictures = NDArray[np.floating]
"""(n, rows, columns)."""
Spectra = NDArray[np.complexfloating]
"""(n, rows, columns // 2 + 1)."""
Sums = NDArray[np.floating]
"""(n, steps, steps), by shift down and to the right."""


class Shifts:
    """Lays pieces on fields of one shape at shifts of 0 to `steps - 1` pixels down and to the right.

    At shift (0, 0) the first pixels of both lie on one another; a piece must lie inside the field at all of its shifts.
    """

    def __init__(self, field: tuple[int, int], steps: int) -> None:
        rows, columns = field
        half = columns // 2 + 1
        # Half of a real picture's spectrum mirrors the other half; what has no mirror image counts once.
        mirrored = np.full((half, 1), 2.0)
        mirrored[0] = 1.0
        if columns % 2 == 0:
            mirrored[-1] = 1.0
        self._rows, self._columns = _waves(rows, rows), _waves(columns, half)
        self._down = np.conj(self._rows[:steps]) / rows
        across = (np.conj(self._columns[:steps]).T * mirrored / columns).astype(np.complex64)
        # Of the product with a spectrum only the real part is asked for: that of numbers side by side, real and imaginary.
        self._across = np.stack([across.real, -across.imag], axis=1).reshape(2 * half, steps)

    def spectra(self, pictures: Pictures) -> Spectra:
        """Transform fields, or pieces, which are smaller."""
        count, height, width = pictures.shape
        # Real and imaginary parts side by side are one product of all rows of all pictures.
        waves = self._columns[:width].view(np.float32)
        across = np.ascontiguousarray(pictures, np.float32).reshape(-1, width) @ waves
        return np.asarray(
            self._rows[:, :height] @ across.view(np.complex64).reshape(count, height, self._columns.shape[1])
        )

    def sums(self, fields: Spectra, pieces: Spectra) -> Sums:
        """Sum up the products of each field and its piece, at every shift."""
        down = self._down @ (fields * np.conj(pieces))
        return np.asarray(down.view(np.float32) @ self._across)


@lru_cache(maxsize=16)
def _waves(length: int, count: int) -> NDArray[np.complex64]:
    """The first `count` waves of a transform, (length, count); kept for 16 sizes: a document asks for those of its glyphs, a judgement."""
    turns = np.outer(np.arange(length), np.arange(count)) / length
    return np.asarray(np.exp(-2j * np.pi * turns), np.complex64)


def window_sums(pictures: Pictures, size: tuple[int, int]) -> NDArray[np.float64]:
    """Sum up every window of a size (rows, columns) in pictures."""
    rows, columns = (_bands(whole, part) for whole, part in zip(pictures.shape[1:], size, strict=True))
    return np.asarray(rows.T @ pictures.astype(np.float64) @ columns)


@lru_cache(maxsize=16)
def _bands(whole: int, part: int) -> NDArray[np.float64]:
    """Ones where a place lies in a window, (whole, windows); kept as `_waves` are."""
    behind = np.subtract.outer(np.arange(whole), np.arange(whole - part + 1))
    return np.asarray((behind >= 0) & (behind < part), np.float64)
