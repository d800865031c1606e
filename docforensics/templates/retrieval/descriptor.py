"""How a page looks as a whole: one vector of colour and line direction over a grid, for choosing among many templates.

The grid is stretched to the page, so neither size nor scale needs to be known; each cell is some millimetres wide, so a
frame that is a millimetre off does no harm. What varies from holder to holder weighs nothing in a template.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.capture.model import Pixels
from docforensics.templates.planes import Mask, blur, mean_colour

CELLS = (32, 22)
"""Columns and rows."""
_CELL_PX, _COLOURS, _DIRECTIONS = 6, 3, 4
"""Pixels of a cell, and numbers kept of each (docs/decisions/2026-11-25-template-choice.md)."""
LENGTH = CELLS[0] * CELLS[1] * (_COLOURS + _DIRECTIONS)
"""Numbers in a vector."""
_COLOUR_LIMIT = 40.0
"""Grey levels off the page's middle beyond which a colour counts no more: a dark portrait must not outweigh the page."""
_LINE_LIMIT, _LEAST_CONSTANT = 60.0, 0.5
"""Strength of lines beyond which they count no more; share of a cell that must be constant print. Judgements; not fitted."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Looks:
    """The vector of one page or template, with the weight of each cell."""

    vector: NDArray[np.float32]
    """(LENGTH,): colours, then directions, cell by cell."""
    weight: NDArray[np.float32]
    """(cells,) 0..1: share of the cell that is constant print; 1 on a page."""


def looks_of(pixels: Pixels, where: Mask | None = None) -> Looks:
    """How a page (H, W[, 3]) looks, upright; `where` names the constant print of a template."""
    size = (CELLS[0] * _CELL_PX, CELLS[1] * _CELL_PX)
    small = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA).astype(np.float32)
    small = np.repeat(small[..., None], 3, axis=2) if small.ndim == 2 else small
    known = np.ones(size[::-1], np.float32)
    if where is not None:
        known = cv2.resize(where.astype(np.float32), size, interpolation=cv2.INTER_AREA)
    share = _cells(known)
    vector = np.concatenate([_colours(small, known), _directions(small, known)], axis=2)
    weight = np.where(share >= _LEAST_CONSTANT, share, 0.0).astype(np.float32)
    return Looks(vector=np.ascontiguousarray(vector).ravel().astype(np.float32), weight=weight.ravel())


def turned(looks: Looks) -> Looks:
    """How the same page looks on its head: the cells in reverse, for colours stay and lines have no sense."""
    shape = (CELLS[1], CELLS[0], -1)
    vector = np.ascontiguousarray(looks.vector.reshape(shape)[::-1, ::-1]).ravel()
    return Looks(vector=vector, weight=looks.weight[::-1].copy())


def likeness(
    pages: Sequence[Looks], vectors: NDArray[np.float32], weights: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Correlation, -1..1, of P pages (or turns of one) with each of N templates, (P, N).

    Parameters
    ----------
    vectors, weights
        (N, LENGTH) and (N, cells) as `prepared` made them; read once for all pages.
    """
    seen = np.stack([page.vector for page in pages], axis=1)
    own = np.stack([(page.vector.reshape(len(page.weight), -1) ** 2).sum(axis=1) for page in pages], axis=1)
    return np.asarray((vectors @ seen) / np.sqrt(np.maximum(weights @ own, 1e-6)), dtype=np.float32).T


def prepared(looks: Looks) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """A template's row of `vectors` and of `weights`: weighted, and of length 1."""
    weighted = looks.vector.reshape(len(looks.weight), -1) * np.sqrt(looks.weight)[:, None]
    norm = max(float(np.linalg.norm(weighted)), 1e-6)
    row = (weighted * np.sqrt(looks.weight)[:, None] / norm).ravel()
    return row.astype(np.float32), looks.weight


def _colours(small: NDArray[np.float32], known: NDArray[np.float32]) -> NDArray[np.float32]:
    """(rows, columns, 3): lightness and two opponent colours against the page's middle, each of one spread."""
    red, green, blue = small[..., 0], small[..., 1], small[..., 2]
    planes = np.stack(
        [(red + green + blue) / 3, 1.6 * (red - green), 1.2 * (0.5 * (red + green) - blue)], axis=-1
    )
    seen = planes[known > _LEAST_CONSTANT] if (known > _LEAST_CONSTANT).any() else planes.reshape(-1, 3)
    off = np.clip(planes - np.median(seen[::5], axis=0), -_COLOUR_LIMIT, _COLOUR_LIMIT)
    mean = _cells(off * known[..., None]) / np.maximum(_cells(known), 1e-3)[..., None]
    return _of_one_spread(np.asarray(mean, dtype=np.float32))


def _directions(small: NDArray[np.float32], known: NDArray[np.float32]) -> NDArray[np.float32]:
    """(rows, columns, 4): how much line work runs each way, less what the page has on average."""
    grey = mean_colour(small)
    grey = grey - blur(grey, 6.0)
    across, down = cv2.Sobel(grey, cv2.CV_32F, 1, 0), cv2.Sobel(grey, cv2.CV_32F, 0, 1)
    size = np.sqrt(np.minimum(np.hypot(across, down), _LINE_LIMIT)) * known
    double = 2 * np.arctan2(down, across)
    bins = [
        _cells(size * np.maximum(np.cos(double - np.pi / 2 * turn), 0)) / np.maximum(_cells(known), 1e-3)
        for turn in range(_DIRECTIONS)
    ]
    return _of_one_spread(np.stack(bins, axis=-1))


def _of_one_spread(values: NDArray[np.float32]) -> NDArray[np.float32]:
    flat = values.reshape(-1, values.shape[-1])
    centred = values - flat.mean(axis=0)
    return np.asarray(centred / max(float(centred.std()), 1e-3), dtype=np.float32)


def _cells(values: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(cv2.resize(values, CELLS, interpolation=cv2.INTER_AREA), dtype=np.float32)
