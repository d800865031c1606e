"""Which descriptors are alike beyond what all of one kind of document have in common.

Portraits all show a head before a light ground, and pages of one model bear the same print. So descriptors are compared within a
model after the mean is taken off and directions in which all vary are damped (Mahalanobis, with shrinkage): what is left is
particular to one picture, and two unrelated ones are nearly at right angles.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]
_BLOCK = 2048
"""Rows compared at once: 2048 x 2048 products in float32 take 16 MiB."""
_SHRINK = 0.1
"""Share of the mean variance that is added to every direction."""
_LEAST_GROUP = 100
"""Descriptors of a model below which nobody can say what is common: it then gives no edge."""


def directions(vectors: Matrix) -> Matrix:
    """Unit vectors of descriptors that hold nothing common already; rows without one become zeros."""
    return _unit(np.nan_to_num(vectors))


def particular(vectors: Matrix, groups: NDArray[np.intp]) -> Matrix:
    """Unit vectors (n, d) of what is particular to each; NaN rows (no descriptor) and small groups become zeros."""
    there = np.isfinite(vectors).all(axis=1)
    found = np.zeros_like(vectors)
    for group in np.unique(groups[there]):
        members = np.flatnonzero(there & (groups == group))
        if len(members) >= _LEAST_GROUP:
            found[members] = _unit(_whitened(vectors[members]))
    return found


def _whitened(vectors: Matrix) -> Matrix:
    """Take the mean off and damp common directions; with fewer vectors than directions only what they span is damped."""
    centred = vectors - vectors.mean(axis=0)
    _, values, directions = np.linalg.svd(centred, full_matrices=False)
    variance = values**2 / len(vectors)
    damping = 1 / np.sqrt(variance + _SHRINK * variance.sum() / vectors.shape[1])
    outside = 1 / np.sqrt(_SHRINK * variance.sum() / vectors.shape[1])
    inside = centred @ directions.T
    return np.asarray((inside * (damping - outside)) @ directions + centred * outside, dtype=np.float32)


def _unit(vectors: Matrix) -> Matrix:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(
        np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0), dtype=np.float32
    )


def pairs_above(units: Matrix, groups: NDArray[np.intp], least: float) -> Iterator[tuple[int, int, float]]:
    """Pairs (i < j) within a group whose cosine is at least `least`: exact, n^2 / 2 products of d values."""
    for group in np.unique(groups):
        members = np.flatnonzero((groups == group) & units.any(axis=1))
        for begin in range(0, len(members), _BLOCK):
            rows = members[begin : begin + _BLOCK]
            for first in range(begin, len(members), _BLOCK):
                columns = members[first : first + _BLOCK]
                alike = units[rows] @ units[columns].T
                for i, j in zip(*np.nonzero(alike >= least), strict=True):
                    if rows[i] < columns[j]:
                        yield int(rows[i]), int(columns[j]), float(alike[i, j])
