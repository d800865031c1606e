"""Sharpen an outline to fractions of a pixel: a straight line through the edge points of each side at full resolution."""

from functools import reduce

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.capture.model import Pixels
from docforensics.page.geometry import Points, median
from docforensics.page.outline.scene import Floats, sample
from docforensics.page.quantiles import medians_of

_POINTS = 96
"""Places along a side at which the edge is sought: about one each millimetre. A judgement."""
_TRIM = 0.08
"""Of a side, at either end, where rounded corners bend the edge."""
_LEAST_CHANGE = 3.0
"""Grey levels across half the reach: fainter is no edge point."""
_ROUNDS = 3
"""Of fitting a side and leaving out what is off it; no more is gained. A judgement."""
_LEAST_POINTS = 12
"""An eighth of those sought: fewer fix no side. A judgement."""


def refine_corners(pixels: Pixels, corners: Points, *, reach: float) -> Points:
    """Corners (4, 2) px of the lines fitted through the edges within `reach` pixels of each side.

    A side whose edge is not found stays where it was.
    """
    lines = [_side(pixels, corners[k], corners[(k + 1) % 4], max(reach, 2.0)) for k in range(4)]
    refined = np.array([_crossing(lines[k - 1], lines[k]) for k in range(4)])
    moved = np.linalg.norm(refined - corners, axis=1)
    # Nearly parallel fits would fling a corner away: then the coarse outline is the better one.
    return refined if np.all(np.isfinite(refined)) and moved.max() < 4 * max(reach, 2.0) else corners


def _side(pixels: Pixels, begin: Points, end: Points, reach: float) -> tuple[Points, Points]:
    for _ in range(_ROUNDS):
        begin, end = _fitted(pixels, begin, end, reach)
        reach = max(reach / 2, 2.0)
    return begin, end


def _fitted(pixels: Pixels, begin: Points, end: Points, reach: float) -> tuple[Points, Points]:
    """The side, moved to the line through its edge points."""
    length = float(np.linalg.norm(end - begin))
    if length < 8:
        return begin, end
    along = (end - begin) / length
    normal = np.array([-along[1], along[0]])
    places = np.linspace(_TRIM, 1 - _TRIM, _POINTS) * length
    depths, seen = _edge_depths(pixels, begin + places[:, None] * along, normal, reach)
    if seen.sum() < _LEAST_POINTS:
        return begin, end
    slope, offset = _robust_line(places[seen], depths[seen])
    return begin + offset * normal, end + (offset + slope * length) * normal


def _edge_depths(pixels: Pixels, points: Points, normal: Points, reach: float) -> tuple[Floats, np.ndarray]:
    """Distance along the normal of the steepest change near each point, and whether there is one."""
    step = max(reach / 16, 0.25)
    shifts = np.arange(-reach, reach + step / 2, step)
    profiles = _profiles(pixels, points[:, None] + shifts[:, None] * normal)
    # The derivative of a Gaussian over the profile; its width follows the reach, so that the last round is sharp.
    changes = _changes(_smoothed(profiles, max(reach / 4, 1.0) / step))
    peak = np.argmax(changes, axis=1)
    rows = np.arange(len(points))
    inner = np.clip(peak, 1, changes.shape[1] - 2)
    before, at, after = (changes[rows, inner + k] for k in (-1, 0, 1))
    curve = before - 2 * at + after
    nudge = np.where(
        np.abs(curve) > 1e-9, 0.5 * (before - after) / np.where(np.abs(curve) > 1e-9, curve, 1), 0
    )
    depth = shifts[0] + (inner + 0.5 + np.clip(nudge, -1, 1)) * step
    seen = (peak == inner) & (changes.sum(axis=1) > _LEAST_CHANGE) & (at > 2 * medians_of(changes))
    return depth, seen


def _profiles(pixels: Pixels, points: Floats) -> Floats:
    """(N, M, C) values, read from the small part of the image that the points span."""
    # They form a straight grid, whose corners tell how far it reaches.
    ends = points[:: max(len(points) - 1, 1), :: max(points.shape[1] - 1, 1)].reshape(-1, 2)
    low = np.maximum(np.floor(ends.min(axis=0)).astype(int) - 2, 0)
    high = np.ceil(ends.max(axis=0)).astype(int) + 3
    part = np.ascontiguousarray(pixels[low[1] : high[1], low[0] : high[0]])
    if 0 in part.shape:
        return np.zeros((*points.shape[:2], 1))
    return sample(part, points - low)


def _smoothed(profiles: Floats, sigma: float) -> NDArray[np.float32]:
    kernel = cv2.getGaussianKernel(2 * int(2 * sigma + 0.5) + 1, sigma)
    values = profiles.astype(np.float32)
    return np.asarray(
        cv2.sepFilter2D(values, -1, kernel, np.ones(1), borderType=cv2.BORDER_REPLICATE), np.float32
    ).reshape(profiles.shape)


def _changes(profiles: NDArray[np.float32]) -> Floats:
    """(N, M - 1) of (N, M, C): the change from value to value of the colour that changes most."""
    # NumPy is slow in reducing a short last axis.
    steps = cv2.split(cv2.absdiff(profiles[:, 1:], profiles[:, :-1]))
    return np.asarray(reduce(cv2.max, steps), np.float64)


def _robust_line(x: Floats, y: Floats) -> tuple[float, float]:
    """Slope and offset: started from the most agreed pair of points, then Tukey's weights."""
    slope, offset = _consensus(x, y)
    for _ in range(5):
        residual = y - slope * x - offset
        scale = max(1.4826 * median(np.abs(residual)), 0.1)
        weight = np.clip(1 - (residual / (4.7 * scale)) ** 2, 0, None) ** 2
        if np.count_nonzero(weight) < 3:
            break
        slope, offset = _least_squares(x, y, weight)
    return float(slope), float(offset)


def _least_squares(x: Floats, y: Floats, weight: Floats) -> tuple[float, float]:
    """Slope and offset of the weighted line."""
    total = float(weight.sum())
    middle_x, middle_y = float(weight @ x) / total, float(weight @ y) / total
    beside = x - middle_x
    slope = float((weight * beside) @ (y - middle_y)) / max(float((weight * beside) @ beside), 1e-12)
    return slope, middle_y - slope * middle_x


def _consensus(x: Floats, y: Floats) -> tuple[float, float]:
    """The line through two points, a third of the side apart, that leaves the smallest median residual."""
    apart = len(x) // 3
    first = np.arange(0, len(x) - apart, max(len(x) // 32, 1))
    slopes = (y[first + apart] - y[first]) / np.maximum(x[first + apart] - x[first], 1e-9)
    offsets = y[first] - slopes * x[first]
    residuals = medians_of(np.abs(y[None] - slopes[:, None] * x[None] - offsets[:, None]))
    best = int(np.argmin(residuals))
    return float(slopes[best]), float(offsets[best])


def _crossing(one: tuple[Points, Points], other: tuple[Points, Points]) -> Points:
    (a, b), (c, d) = one, other
    matrix = np.column_stack([b - a, c - d])
    if abs(np.linalg.det(matrix)) < 1e-9:
        return np.array([np.nan, np.nan])
    t = np.linalg.solve(matrix, c - a)[0]
    return np.asarray(a + t * (b - a), dtype=np.float64)
