"""Small shifts of a page against its reference at every place, found by least squares over all constant print.

Where print is displaced by a fraction of a line, page and reference differ by the slope of the print times the shift. Least squares over a
window give the shift, a strip of print beside a field tells as much as it holds, and unlike correlation of tiles nothing is drawn to the
borders of what is left out. The page is laid anew by what was found and asked again, so that where it began makes no difference.
"""

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.capture.model import Pixels
from docforensics.page.quantiles import median_of
from docforensics.templates.model import REFERENCE_PX_PER_MM, LightReference
from docforensics.templates.planes import Map
from docforensics.templates.registration.refine import line_work, reference_line_work

Field = NDArray[np.float32]
"""(rows, columns, 2): pixels of the reference, right and down, from where print belongs to where the page has it; a cell is `CELL_PX` wide."""

CELL_PX = 8
"""Of the grid that slopes are summed on: the field varies over `_SMOOTH_MM`."""
_SMOOTH_MM = 9.0
"""Standard deviation of the window: wider than any altered place (docs/decisions/2026-11-24-registration.md)."""
_TRUST_MM = 3.0
"""Standard deviation of the window in which print must be like the reference to be asked: altered places are not."""
_PRIOR = 0.1
"""Trust of "as the page as a whole", as a share of what constant print tells at most places. A judgement; not fitted."""
_LEAST = 0.001
"""Trust of "no shift" of the page as a whole, by the other: for pages that tell nothing. A judgement; not fitted."""
_OTHER_GREY = 20.0
"""Grey levels from which a difference is no displaced line: ink of the holder, dirt. A judgement; not fitted."""
_GAIN = (0.5, 2.0)
"""How far the page's contrast is brought to the reference's. A judgement; not fitted."""
_ROUNDS, _SETTLED_PX = 4, 0.05
"""Rounds at most, and the step (root mean square) after which the field is at rest: the next one is a tenth of it (nine genuine pages of Utopia)."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Slopes:
    """Of the reference's constant print, and what does not depend on a page."""

    across: Map
    down: Map
    inside: Map
    """1 where the slope is that of constant print."""
    told: tuple[Map, Map, Map]
    """On the grid: across squared, across times down, down squared."""
    energy: Map
    """On the grid: the print squared."""
    usual: float
    """What constant print tells in the window at most places."""


def followed(grey: Pixels, reference: LightReference, field: Field) -> Field:
    """The field of a grey page (H, W) on the reference's frame, begun at a guess that is right to half a line."""
    slopes, expected = _slopes(reference), reference_line_work(reference)
    for _ in range(_ROUNDS):
        shown = line_work(carried(grey, field, cv2.INTER_LINEAR))
        found = _improved(shown, expected, slopes, field)
        step, field = float(np.sqrt(np.square(found - field).mean())), found
        if step < _SETTLED_PX:
            break
    return field


def carried(page: Pixels, field: Field, interpolation: int) -> Pixels:
    """The page (H, W[, C]) laid on the reference by a field."""
    height, width = page.shape[:2]
    x, y = np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32)[:, None]
    across, down = (
        np.asarray(cv2.resize(plane, (width, height)) + along, np.float32)
        for plane, along in zip(cv2.split(field), (x, y), strict=True)
    )
    moved = cv2.remap(page, across, down, interpolation, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(moved, dtype=np.uint8)


def grid_of(shape: tuple[int, ...]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Columns and rows of the centres of a field's cells on a page of this shape."""
    (height, width), (rows, columns) = shape[:2], _cells_of(shape)
    return (np.arange(columns) + 0.5) * width / columns, (np.arange(rows) + 0.5) * height / rows


def _cells_of(shape: tuple[int, ...]) -> tuple[int, int]:
    return -(-shape[0] // CELL_PX), -(-shape[1] // CELL_PX)


def _improved(shown: Map, expected: Map, slopes: _Slopes, field: Field) -> Field:
    """The field after one step: the shifts that explain what differs, with those that were followed already."""
    known = shown * slopes.inside
    like, own = _on_grid(known * expected), _on_grid(known * known)
    gain = float(np.clip(like.sum() / max(float(own.sum()), 1e-3), *_GAIN))
    differs = shown * np.float32(gain) - expected
    differs *= np.abs(differs) <= _OTHER_GREY
    alike = _window(like, _TRUST_MM) / np.sqrt(
        _window(own, _TRUST_MM) * _window(slopes.energy, _TRUST_MM) + 1e-3
    )
    trust = np.square(np.maximum(alike, 0))
    xx, xy, yy = (part * trust for part in slopes.told)
    x, y = cv2.split(field)
    # What lies s pixels aside differs by -slope s: least squares for the whole shift, so that the prior holds for it, not for the step.
    sides = (
        xx * x + xy * y - _on_grid(slopes.across * differs) * trust,
        xy * x + yy * y - _on_grid(slopes.down * differs) * trust,
    )
    prior = np.float32(_PRIOR * slopes.usual)
    even = _quadratic((xx, xy, yy), sides, _LEAST * float(prior))
    # Beside the rim a window has its middle inside the page: only what departs from the page as a whole is averaged in it.
    right = _window(sides[0] - xx * even[0] - xy * even[1])
    down = _window(sides[1] - xy * even[0] - yy * even[1])
    xx, xy, yy = _window(xx) + prior, _window(xy), _window(yy) + prior
    by = xx * yy - xy * xy
    return np.dstack([even[0] + (yy * right - xy * down) / by, even[1] + (xx * down - xy * right) / by])


def _quadratic(told: tuple[Map, Map, Map], sides: tuple[Map, Map], least: float) -> tuple[Map, Map]:
    """The field of second order that explains the page as a whole, right and down: what is expected where little print tells."""
    xx, xy, yy = told
    rows, columns = xx.shape
    terms = _terms(rows, columns)
    blocks = [[(terms * part.ravel()) @ terms.T for part in line] for line in ((xx, xy), (xy, yy))]
    equations = np.block(blocks) + least * xx.size * np.eye(2 * len(terms))
    solved = np.linalg.solve(equations, np.concatenate([terms @ side.ravel() for side in sides]))
    even = (solved.reshape(2, -1) @ terms).reshape(2, rows, columns).astype(np.float32)
    return even[0], even[1]


@lru_cache(maxsize=8)
def _terms(rows: int, columns: int) -> NDArray[np.float64]:
    """1, x, y, xx, xy, yy at every cell, the page from -1 to 1."""
    x, y = (axis.ravel() for axis in np.meshgrid(np.linspace(-1, 1, columns), np.linspace(-1, 1, rows)))
    return np.stack([np.ones_like(x), x, y, x * x, x * y, y * y])


@lru_cache(maxsize=64)
def _fixed(reference: LightReference) -> tuple[tuple[Map, Map, Map], Map, float]:
    """`_Slopes.told`, `energy` and `usual`: small, and kept."""
    across, down, inside = _planes(reference)
    told = (_on_grid(across * across), _on_grid(across * down), _on_grid(down * down))
    both = told[0] + told[2]
    usual = median_of(_window(both)[both > 0]) / 2 if both.any() else 1.0
    return told, _on_grid(np.square(reference_line_work(reference)) * inside), usual


def _slopes(reference: LightReference) -> _Slopes:
    across, down, inside = _planes(reference)
    told, energy, usual = _fixed(reference)
    return _Slopes(across=across, down=down, inside=inside, told=told, energy=energy, usual=usual)


def _planes(reference: LightReference) -> tuple[Map, Map, Map]:
    """Slopes across and down, and where they are of constant print: quicker worked out than kept."""
    print_ = reference_line_work(reference)
    # Beside what is left out a slope would be that of the border.
    within = cv2.erode(reference.constant.view(np.uint8), np.ones((3, 3), np.uint8))
    inside = np.asarray(within, dtype=np.float32)
    across, down = (
        np.asarray(cv2.Sobel(print_, cv2.CV_32F, *order, ksize=1, scale=0.5), np.float32) * inside
        for order in ((1, 0), (0, 1))
    )
    return across, down, inside


def _on_grid(values: Map) -> Map:
    """Mean of every cell."""
    rows, columns = _cells_of(values.shape)
    return np.asarray(cv2.resize(values, (columns, rows), interpolation=cv2.INTER_AREA), dtype=np.float32)


def _window(cells: Map, sigma_mm: float = _SMOOTH_MM) -> Map:
    sigma = sigma_mm * REFERENCE_PX_PER_MM / CELL_PX
    blurred = cv2.GaussianBlur(cells, (0, 0), sigma, borderType=cv2.BORDER_CONSTANT)
    return np.asarray(blurred, dtype=np.float32)
