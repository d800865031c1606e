"""Sub-pixel refinement of a registration: local shifts by phase correlation, one small robust correction for all."""

from dataclasses import dataclass, field, replace
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.capture.model import Pixels
from docforensics.page.geometry import Matrix, Points, project
from docforensics.page.quad import centred
from docforensics.templates.model import REFERENCE_PX_PER_MM, LightReference
from docforensics.templates.planes import Map, Mask, blur

_TILE_MM = 11.0
"""Side of a tile (docs/decisions/2026-11-24-registration.md)."""
_LEAST_CONSTANT = 0.5
"""Share of a tile that must be constant print."""
_MIN_TILES = 8
"""Tiles without which no correction is known. A judgement; not fitted."""
_MIN_RESPONSE = 0.12
"""Height of the correlation peak below which a tile says nothing."""
_MAX_SHIFT_PX = 6.0
"""Key points bring the page nearer than this; a tile that asks for more has latched on to a repeat of the pattern."""
_AGREES_PX = 1.0
"""Shift within which a tile lies on the reference. A judgement; not fitted."""
_HUBER_PX = (0.8, 0.4, 0.2, 0.12, 0.12, 0.12)
"""Pixels from which a tile loses weight, round by round: first all tiles pull, then those that lie well decide."""
_COARSER = 2
"""The first round only brings the page near, on a picture coarser by this in a third of the time: of 12 published pairs of one model as many
tiles tell something there as on the fine one, or more."""
_COARSE_TILE_PX = 40
"""Side of a tile there, 10 mm. Where `cv2.phaseCorrelate` pads to an odd number (44 to 45), it is wrong by half a pixel."""
_ENOUGH_TILES = 80
"""Tiles half overlap both ways. Where every second of them, as on a chessboard, is still so many, the others are not asked: 26 of 26
published pairs fit so, and `print_slope` asks all print afterwards."""
_HOPELESS, _MOSTLY_SILENT = (0.08, 0.06, 0.08), 0.25
"""Share of tiles on the reference, round by round, below which the page is not of this model where no more than the second share tell
anything. First rounds of 12 published pairs of one model laid as a whole: 0.41 and more lie there, 0.58 and more tell; of 120 pairs of other models 0.06 and 0.15
in the median, nine in ten below 0.083 and 0.195."""
_PERSPECTIVE_RIDGE = 3.0
"""Perspective is told apart from scale at the page's rim alone, so it is believed last."""
_AT_REST = 1e-6
"""Change of a correction, in halves of the page, below which it is final: a thousandth of a pixel."""
_LEAST_RIDGE = 1e-9
"""So small that it moves nothing; without it tiles in one line have no one solution."""
_MAX_CORRECTION_MM, _MAX_TOTAL_MM, _SETTLED_MM = 3.0, 9.0, 0.002
"""How far one round, and all of them, may move the page; below the last it is at rest
(docs/decisions/2026-11-24-registration.md)."""
_STILL_TRUE_PX = 0.25
"""After a step smaller than this (root mean square) what was measured, less the step, is nearly what would be measured again:
`print_slope` follows what is left."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tiles:
    """Where tiles of constant print still lie off the reference."""

    centres: Points
    """(N, 2) pixels of the reference."""
    shifts: Points
    """(N, 2) pixels that would bring the page there onto the reference."""
    trust: NDArray[np.float64]
    """(N,): height of the correlation peak by the tile's share of constant print."""

    def carried(self, step: Points) -> "Tiles":
        """The tiles after the page was moved by `step` (N, 2) pixels."""
        return replace(self, shifts=self.shifts - step)


_NO_TILES = Tiles(centres=np.zeros((0, 2)), shifts=np.zeros((0, 2)), trust=np.zeros(0))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Refinement:
    """A registration after refinement, and how reliable it is."""

    matrix: Matrix
    """Page mm -> template mm."""
    rms_mm: float
    """What the last round still moved, root mean square."""
    agreeing: float
    """Share of the tiles with constant print that lie on the reference to a fraction of a line: 1 all, near 0 where the
    page is of another model or lies elsewhere. Forged, hidden and burnt out tiles take from it."""
    tiles: Tiles = field(default_factory=lambda: _NO_TILES)
    """Where tiles still lie off the reference after it."""


def refine(
    pixels: Pixels,
    px_per_mm: float,
    matrix: Matrix,
    reference: LightReference,
    *,
    max_total_mm: float = _MAX_TOTAL_MM,
) -> Refinement:
    """Refine `matrix` (page mm -> template mm).

    Corrections that add up to more than `max_total_mm` are not believed: `matrix` comes back as it was, with nothing
    agreeing.
    """
    start, moved_px, total_mm, agreeing = matrix, np.inf, 0.0, 0.0
    grey, scale = _reduced(pixels, px_per_mm, REFERENCE_PX_PER_MM)
    size = reference.constant.shape[::-1]
    asked, tiles = enough_tiles(reference), _NO_TILES
    for turn, huber_px in enumerate(_HUBER_PX):
        near_px = _AGREES_PX if turn else _AGREES_PX * _COARSER
        to_template_px = scaling(REFERENCE_PX_PER_MM) @ matrix @ scaling(1 / scale)
        if turn == 0:
            tiles = _coarsely(grey, scale, matrix, reference)
        elif turn == 1 or moved_px > _STILL_TRUE_PX:
            warped = cv2.warpPerspective(grey, centred(to_template_px), size, flags=cv2.INTER_LINEAR)
            tiles = _measured(line_work(np.asarray(warped, np.uint8)), _fine(reference), asked)
        agreeing = 0.0
        if len(tiles.centres) < _MIN_TILES:
            break
        correction = fit_correction(tiles.centres, tiles.shifts, tiles.trust, size=size, huber_px=huber_px)
        step = project(correction, tiles.centres) - tiles.centres
        tiles = tiles.carried(step)
        agreeing = float((np.linalg.norm(tiles.shifts, axis=1) < near_px).sum()) / len(asked)
        moved_px = float(np.sqrt((step**2).sum(axis=1).mean()))
        total_mm += moved_px / REFERENCE_PX_PER_MM
        if agreeing < _HOPELESS[min(turn, len(_HOPELESS) - 1)] and len(tiles.centres) < _MOSTLY_SILENT * len(
            asked
        ):
            return Refinement(matrix=start, rms_mm=0.0, agreeing=agreeing)
        if moved_px > _MAX_CORRECTION_MM * REFERENCE_PX_PER_MM or total_mm > max_total_mm:
            return Refinement(matrix=start, rms_mm=0.0, agreeing=0.0)
        matrix = scaling(1 / REFERENCE_PX_PER_MM) @ correction @ to_template_px @ scaling(scale)
        if moved_px < _SETTLED_MM * REFERENCE_PX_PER_MM and huber_px == _HUBER_PX[-1]:
            break
    rms_mm = moved_px / REFERENCE_PX_PER_MM if np.isfinite(moved_px) else 0.0
    return Refinement(matrix=matrix, rms_mm=rms_mm, agreeing=agreeing, tiles=tiles)


def fit_correction(
    centres: Points,
    shifts: Points,
    weights: NDArray[np.float64],
    *,
    size: tuple[int, int],
    huber_px: float = _HUBER_PX[-1],
) -> Matrix:
    """The homography near identity that explains the shifts (N, 2) at the centres (N, 2), robust to a few wrong ones.

    Solved as the first-order expansion of a homography in coordinates scaled to -1..1, by iteratively reweighted
    least squares (Huber), with a ridge on the two perspective terms.
    """
    half = np.array(size, dtype=np.float64) / 2
    u, v = ((centres - half) / half).T
    one, zero = np.ones_like(u), np.zeros_like(u)
    # Shifts in the same scaled units: dx = a + b u + c v - u (g u + h v), dy = d + e u + f v - v (g u + h v).
    rows_x = np.stack([one, u, v, zero, zero, zero, -u * u, -u * v], axis=1)
    rows_y = np.stack([zero, zero, zero, one, u, v, -u * v, -v * v], axis=1)
    rows, target = np.concatenate([rows_x, rows_y]), (shifts / half).T.ravel()
    ridge = np.diag([_LEAST_RIDGE] * 6 + [_PERSPECTIVE_RIDGE] * 2)
    robust = np.ones(len(centres))
    solution = np.zeros(8)
    for _ in range(12):
        weighted = rows.T * np.tile(weights * robust, 2)
        before, solution = solution, np.linalg.solve(weighted @ rows + ridge, weighted @ target)
        if np.abs(solution - before).max() < _AT_REST:
            break
        left = (rows @ solution - target).reshape(2, -1)
        distance = np.hypot(left[0] * half[0], left[1] * half[1])
        robust = np.minimum(huber_px / np.maximum(distance, 1e-9), 1.0) ** 2
    a, b, c, d, e, f, g, h = solution
    scaled = np.array([[1 + b, c, a], [e, 1 + f, d], [g, h, 1.0]])
    to_scaled = np.array([[1 / half[0], 0, -1], [0, 1 / half[1], -1], [0, 0, 1]])
    return np.asarray(np.linalg.inv(to_scaled) @ scaled @ to_scaled, dtype=np.float64)


def scaling(factor: float) -> Matrix:
    """Homography from a scale to one of `factor` times as much."""
    return np.diag([factor, factor, 1.0])


def _reduced(pixels: Pixels, px_per_mm: float, finest: float) -> tuple[Pixels, float]:
    """The page in grey, no finer than so many pixels a millimetre, and its scale."""
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY) if pixels.ndim == 3 else pixels
    factor = finest / px_per_mm
    if factor >= 1:
        return np.asarray(grey, dtype=np.uint8), px_per_mm
    size = (max(round(grey.shape[1] * factor), 1), max(round(grey.shape[0] * factor), 1))
    small = cv2.resize(grey, size, interpolation=cv2.INTER_AREA)
    return np.asarray(small, dtype=np.uint8), px_per_mm * size[0] / grey.shape[1]


def _coarsely(grey: Pixels, px_per_mm: float, matrix: Matrix, reference: LightReference) -> Tiles:
    """Where tiles lie, on a picture `_COARSER` than the reference; in the reference's pixels."""
    finest = REFERENCE_PX_PER_MM / _COARSER
    small, scale = _reduced(grey, px_per_mm, finest)
    expected = _coarse_print(reference)
    to_print = centred(scaling(finest) @ matrix @ scaling(1 / scale))
    warped = cv2.warpPerspective(small, to_print, expected.band.shape[::-1], flags=cv2.INTER_LINEAR)
    # Tiles share their middle with those of the fine picture.
    inset = (round(_TILE_MM * finest) - _COARSE_TILE_PX) // 2
    asked = tuple(
        (top // _COARSER + inset, left // _COARSER + inset, share)
        for top, left, share in enough_tiles(reference)
    )
    tiles = _measured(line_work(np.asarray(warped, np.uint8)), expected, asked)
    return replace(tiles, centres=tiles.centres * _COARSER, shifts=tiles.shifts * _COARSER)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Print:
    """Line work that tiles are measured on."""

    band: Map
    """0 where it is not constant."""
    constant: Mask
    coarser: int = 1
    """Pixels of the reference on one of its own."""
    tile_px: int = round(_TILE_MM * REFERENCE_PX_PER_MM)
    """Side of a tile."""


def _fine(reference: LightReference) -> _Print:
    return _Print(band=reference_line_work(reference), constant=reference.constant)


@lru_cache(maxsize=64)
def _coarse_print(reference: LightReference) -> _Print:
    height, width = (side // _COARSER for side in reference.constant.shape)
    small = cv2.resize(reference.mean, (width, height), interpolation=cv2.INTER_AREA)
    share = cv2.resize(reference.constant.view(np.uint8) * 255, (width, height), interpolation=cv2.INTER_AREA)
    constant = np.asarray(share) == np.iinfo(np.uint8).max
    band = np.asarray(line_work(np.asarray(small, np.uint8)) * constant, np.float32)
    return _Print(band=band, constant=constant, coarser=_COARSER, tile_px=_COARSE_TILE_PX)


@lru_cache(maxsize=64)
def reference_line_work(reference: LightReference) -> Map:
    """What `line_work` makes of a reference, where it is constant."""
    return np.asarray(line_work(reference.mean) * reference.constant, dtype=np.float32)


@lru_cache(maxsize=64)
def reference_tiles(reference: LightReference) -> tuple[tuple[int, int, float], ...]:
    """Top, left and constant share of every tile that holds enough constant print."""
    side = round(_TILE_MM * REFERENCE_PX_PER_MM)
    height, width = reference.constant.shape
    found = []
    for top in _starts(height, side):
        for left in _starts(width, side):
            share = float(reference.constant[top : top + side, left : left + side].mean())
            if share >= _LEAST_CONSTANT:
                found.append((top, left, share))
    return tuple(found)


@lru_cache(maxsize=64)
def enough_tiles(reference: LightReference) -> tuple[tuple[int, int, float], ...]:
    """The tiles that are asked where a page lies: every second one on a chessboard, all on a small or mostly hidden page."""
    every = reference_tiles(reference)
    rows = {top: row for row, top in enumerate(sorted({top for top, _, _ in every}))}
    columns = {left: column for column, left in enumerate(sorted({left for _, left, _ in every}))}
    sparse = tuple(tile for tile in every if (rows[tile[0]] + columns[tile[1]]) % 2 == 0)
    return sparse if len(sparse) >= _ENOUGH_TILES else every


def _starts(length: int, side: int) -> list[int]:
    """Where tiles begin: half overlapping, the first and the last at the page's rim, which tells perspective best."""
    count = -(-2 * (length - side) // side) + 1
    return [round(start) for start in np.linspace(0, max(length - side, 0), max(count, 1))]


def line_work(pixels: Pixels) -> Map:
    """Band-passed grey, clipped so that one black letter does not outweigh the pale print of a tile."""
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY) if pixels.ndim == 3 else pixels
    smooth = cv2.GaussianBlur(grey.astype(np.float32), (0, 0), 0.8)
    band = smooth - blur(np.asarray(smooth, dtype=np.float32), 5.0)
    return np.asarray(np.clip(band, -30, 30), dtype=np.float32)


def measured_tiles(page: Pixels, reference: LightReference) -> Tiles:
    """Where tiles of a registered page, at the reference's resolution, still lie."""
    return _measured(line_work(page), _fine(reference), enough_tiles(reference))


def _measured(page: Map, expected: _Print, tiles: tuple[tuple[int, int, float], ...]) -> Tiles:
    side = expected.tile_px
    window = cv2.createHanningWindow((side, side), cv2.CV_32F)
    most = _MAX_SHIFT_PX / expected.coarser
    shown = page * expected.constant
    found = []
    for top, left, share in tiles:
        place = (slice(top, top + side), slice(left, left + side))
        # OpenCV multiplies what it is given by the window, in place, where the side needs no padding.
        (dx, dy), response = cv2.phaseCorrelate(shown[place].copy(), expected.band[place].copy(), window)
        if response > _MIN_RESPONSE and max(abs(dx), abs(dy)) < most:
            found.append((left + side / 2, top + side / 2, dx, dy, response * share))
    table = np.array(found, dtype=np.float64).reshape(-1, 5)
    return Tiles(centres=table[:, :2], shifts=table[:, 2:4], trust=table[:, 4])
