"""The last tenths of a millimetre: paper and cards bend, lenses distort, and a press has its plates elsewhere than another, which no homography follows.

Tiles that still lie beside the reference after registration tell a smooth field of small shifts to half a line, all constant print tells it to
a hundredth of a millimetre, and the page is carried along it. The field is far smoother than any altered place and bounded, so that print
which was displaced stays displaced.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.capture.model import Pixels
from docforensics.page.geometry import Points
from docforensics.templates.model import REFERENCE_PX_PER_MM, LightReference
from docforensics.templates.registration.print_slope import Field, carried, followed, grid_of
from docforensics.templates.registration.refine import Tiles, measured_tiles

_SMOOTH_MM = 9.0
"""Standard deviation over which tiles are averaged."""
_LEAST_TRUST = 0.15
"""Trust of a tile (height of its correlation peak by its share of constant print) below which it is not asked."""
_LEAST_MM, _MOST_MM = 0.005, 0.3
"""A page that bends less is left as it is; no place is carried farther. While pages were left that bend less than 0.04 mm, as most scans do,
`security.faint_print` named 4 of 60 genuine ones, and shifting the frame that they were laid on from by 0.3 mm moved its value by 0.24 in the median."""
_FEWEST_TILES = 12
"""Tiles without which no field is known. A judgement; not fitted."""
_PRIOR = 0.3
"""Trust of "no shift" at every place."""
_OUTLIER_MM = 0.12
"""A tile that lies farther from its neighbours has latched on to other print."""


def nonrigidly_registered(page: Pixels, reference: LightReference, tiles: Tiles | None = None) -> Pixels:
    """Carry a registered page (H, W[, C]), at the reference's resolution, along its field of small shifts.

    `tiles` are where it lies off the reference, where that was measured before.
    """
    guess = _by_tiles(tiles or measured_tiles(page, reference), page.shape)
    if guess is None:
        return page
    grey = cv2.cvtColor(page, cv2.COLOR_RGB2GRAY) if page.ndim == 3 else page
    field = followed(np.asarray(grey, np.uint8), reference, guess)
    if np.linalg.norm(field, axis=2).max() < _LEAST_MM * REFERENCE_PX_PER_MM:
        return page
    most = _MOST_MM * REFERENCE_PX_PER_MM
    return carried(page, np.clip(field, -most, most), cv2.INTER_CUBIC)


def _by_tiles(tiles: Tiles, shape: tuple[int, ...]) -> Field | None:
    """The field that tiles tell on a page of this shape; None where too few do."""
    told = tiles.trust > _LEAST_TRUST
    if int(told.sum()) < _FEWEST_TILES:
        return None
    centres, shifts, trust = tiles.centres[told], tiles.shifts[told], tiles.trust[told]
    beside = np.linalg.norm(shifts - _smoothed(centres, shifts, trust), axis=1)
    near = beside < _OUTLIER_MM * REFERENCE_PX_PER_MM
    if int(near.sum()) < _FEWEST_TILES:
        return None
    # A shift brings the page onto the reference: what belongs at a place is found the same way back.
    return -_field(centres[near], shifts[near], trust[near], *grid_of(shape))


def _smoothed(centres: Points, shifts: Points, trust: NDArray[np.float64]) -> Points:
    """Shifts (N, 2) at the tiles themselves: the mean of the tiles nearby by trust, drawn to none where few tell."""
    weight = _near(centres[:, 0], centres[:, 0]) * _near(centres[:, 1], centres[:, 1]) * trust
    return np.asarray(weight @ shifts / (weight.sum(axis=1, keepdims=True) + _PRIOR), dtype=np.float64)


def _field(
    centres: Points,
    shifts: Points,
    trust: NDArray[np.float64],
    columns: NDArray[np.float64],
    rows: NDArray[np.float64],
) -> Field:
    """The same at every place of a grid, (rows, columns, 2): a Gaussian is one of x times one of y."""
    across, down = _near(columns, centres[:, 0]), _near(rows, centres[:, 1]) * trust
    total = down @ across.T + _PRIOR
    return np.stack([(down * shift) @ across.T / total for shift in shifts.T], axis=-1).astype(np.float32)


def _near(at: NDArray[np.float64], tiles: NDArray[np.float64]) -> NDArray[np.float64]:
    """(M, N): weight of tiles at places, along one axis."""
    return np.asarray(
        np.exp(-((at[:, None] - tiles) ** 2) / (2 * (_SMOOTH_MM * REFERENCE_PX_PER_MM) ** 2)), np.float64
    )
