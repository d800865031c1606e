"""Sub-pixel refinement of a registration: local shifts by phase correlation, one small robust correction for all."""

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.capture.model import Pixels
from docforensics.page.geometry import Matrix, Points, project
from docforensics.page.quad import centred
from docforensics.templates.compare import Mask
from docforensics.templates.model import REFERENCE_PX_PER_MM, LightReference

_TILE_MM = 11.0
_MIN_TILES = 8
_MIN_RESPONSE = 0.12
"""Height of the correlation peak below which a tile says nothing."""
_MAX_SHIFT_PX = 6.0
"""Key points bring the page nearer than this; a tile that asks for more has latched on to a repeat of the pattern."""
_HUBER_PX = 0.12
_PERSPECTIVE_RIDGE = 3.0
"""Perspective is told apart from scale at the page's rim alone, so it is believed last."""
_MAX_CORRECTION_MM = 3.0
_MAX_TOTAL_MM = 9.0
_SETTLED_MM = 0.01
_ROUNDS = 3


def refine(
    pixels: Pixels,
    px_per_mm: float,
    matrix: Matrix,
    reference: LightReference,
    *,
    max_total_mm: float = _MAX_TOTAL_MM,
) -> tuple[Matrix, float]:
    """Refine page mm -> template mm; also what the last round still moved, root mean square in mm.

    Corrections that add up to more than `max_total_mm` are not believed: `matrix` comes back as it was.
    """
    start, moved_mm, total_mm = matrix, 0.0, 0.0
    expected = _line_work(reference.mean)
    height, width = reference.mean.shape[:2]
    for _ in range(_ROUNDS):
        to_template_px = _scaling(REFERENCE_PX_PER_MM) @ matrix @ _scaling(1 / px_per_mm)
        warped = cv2.warpPerspective(pixels, centred(to_template_px), (width, height), flags=cv2.INTER_AREA)
        centres, shifts, weights = _tile_shifts(
            _line_work(np.asarray(warped, np.uint8)), expected, reference.constant
        )
        if len(centres) < _MIN_TILES:
            break
        correction = fit_correction(centres, shifts, weights, size=(width, height))
        step = project(correction, centres) - centres
        step_mm = float(np.sqrt((step**2).sum(axis=1).mean())) / REFERENCE_PX_PER_MM
        if step_mm > _MAX_CORRECTION_MM:
            break
        total_mm += step_mm
        if total_mm > max_total_mm:
            return start, 0.0
        matrix = _scaling(1 / REFERENCE_PX_PER_MM) @ correction @ to_template_px @ _scaling(px_per_mm)
        moved_mm = step_mm
        if moved_mm < _SETTLED_MM:
            break
    return matrix, moved_mm


def fit_correction(
    centres: Points, shifts: Points, weights: NDArray[np.float64], *, size: tuple[int, int]
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
    ridge = np.diag([0.0] * 6 + [_PERSPECTIVE_RIDGE] * 2)
    target = shifts / half
    robust = np.ones(len(centres))
    solution = np.zeros(8)
    for _ in range(12):
        w = (weights * robust)[:, None]
        normal = rows_x.T @ (w * rows_x) + rows_y.T @ (w * rows_y) + ridge
        moment = rows_x.T @ (w[:, 0] * target[:, 0]) + rows_y.T @ (w[:, 0] * target[:, 1])
        solution = np.linalg.lstsq(normal, moment, rcond=None)[0]
        residual = np.stack([rows_x @ solution, rows_y @ solution], axis=1) - target
        distance = np.linalg.norm(residual * half, axis=1)
        robust = np.minimum(_HUBER_PX / np.maximum(distance, 1e-9), 1.0) ** 2
    a, b, c, d, e, f, g, h = solution
    scaled = np.array([[1 + b, c, a], [e, 1 + f, d], [g, h, 1.0]])
    to_scaled = np.array([[1 / half[0], 0, -1], [0, 1 / half[1], -1], [0, 0, 1]])
    return np.asarray(np.linalg.inv(to_scaled) @ scaled @ to_scaled, dtype=np.float64)


def _scaling(factor: float) -> Matrix:
    return np.diag([factor, factor, 1.0])


def _line_work(pixels: Pixels) -> NDArray[np.float32]:
    """Band-passed grey, clipped so that one black letter does not outweigh the pale print of a tile."""
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY) if pixels.ndim == 3 else pixels
    smooth = cv2.GaussianBlur(grey.astype(np.float32), (0, 0), 0.8)
    band = np.asarray(smooth - cv2.GaussianBlur(smooth, (0, 0), 5.0), dtype=np.float32)
    return np.clip(band, -30, 30)


def _tile_shifts(
    page: NDArray[np.float32], reference: NDArray[np.float32], constant: Mask
) -> tuple[Points, Points, NDArray[np.float64]]:
    """Centres (N, 2) of tiles, the shift (N, 2) that brings the page there onto the reference, and trust (N,)."""
    side = round(_TILE_MM * REFERENCE_PX_PER_MM)
    window = cv2.createHanningWindow((side, side), cv2.CV_32F)
    found = []
    for top in range(0, page.shape[0] - side + 1, side // 2):
        for left in range(0, page.shape[1] - side + 1, side // 2):
            place = (slice(top, top + side), slice(left, left + side))
            visible = constant[place].astype(np.float32)
            if visible.mean() < 0.5:
                continue
            (dx, dy), response = cv2.phaseCorrelate(page[place] * visible, reference[place] * visible, window)
            if response > _MIN_RESPONSE and max(abs(dx), abs(dy)) < _MAX_SHIFT_PX:
                found.append((left + side / 2, top + side / 2, dx, dy, response * float(visible.mean())))
    table = np.array(found, dtype=np.float64).reshape(-1, 5)
    return table[:, :2], table[:, 2:4], table[:, 4]
