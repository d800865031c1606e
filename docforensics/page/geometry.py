"""Boxes, projections and quarter turns. Two box classes, so that the type checker refuses a mix of pixels and millimetres."""

import math
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from docforensics.capture.model import Pixels
from docforensics.errors import UsageError

LEAST_MM = 1e-3
"""A micrometre: the least width and height of a box around points."""
MM_PER_INCH = 25.4
"""By definition."""
Matrix = NDArray[np.float64]
"""(3, 3) homography."""
Points = NDArray[np.float64]
"""(N, 2), x then y."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxPx:
    """Half-open box in pixels from the top left of the image that it belongs to."""

    left: int
    top: int
    right: int
    bottom: int

    def __post_init__(self) -> None:
        if self.right <= self.left or self.bottom <= self.top:
            raise UsageError(f"BoxPx: expected left < right and top < bottom, got {self}")

    @property
    def width(self) -> int:
        """Columns."""
        return self.right - self.left

    @property
    def height(self) -> int:
        """Rows."""
        return self.bottom - self.top

    @property
    def slices(self) -> tuple[slice, slice]:
        """Rows, columns: `image[box.slices]`."""
        return slice(self.top, self.bottom), slice(self.left, self.right)

    def lies_in(self, shape: tuple[int, ...]) -> bool:
        """Whether an image of this shape (H, W[, C]) holds the whole box."""
        return min(self.left, self.top) >= 0 and self.right <= shape[1] and self.bottom <= shape[0]

    @classmethod
    def around(cls, points: ArrayLike) -> Self:
        """The smallest box of whole pixels that holds all points (N, 2)."""
        xy = np.asarray(points, dtype=np.float64).reshape(-1, 2)
        low, high = np.floor(xy.min(axis=0)).astype(int), np.ceil(xy.max(axis=0)).astype(int)
        high = np.maximum(high, low + 1)
        return cls(left=int(low[0]), top=int(low[1]), right=int(high[0]), bottom=int(high[1]))


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxMm:
    """Box in millimetres from the top left of the rectified page."""

    left: float
    top: float
    right: float
    bottom: float

    def __post_init__(self) -> None:
        if not (self.right > self.left and self.bottom > self.top):
            raise UsageError(f"BoxMm: expected left < right and top < bottom, got {self}")

    @property
    def width(self) -> float:
        """Millimetres."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Millimetres."""
        return self.bottom - self.top

    @property
    def centre(self) -> tuple[float, float]:
        """Millimetres, x then y."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    @property
    def area(self) -> float:
        """Square millimetres."""
        return self.width * self.height

    @property
    def corners(self) -> Points:
        """(4, 2): top left, top right, bottom right, bottom left."""
        x0, y0, x1, y1 = self.left, self.top, self.right, self.bottom
        return np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]], dtype=np.float64)

    @classmethod
    def of_size(cls, size_mm: tuple[float, float]) -> Self:
        """A whole page of this width and height."""
        return cls(left=0.0, top=0.0, right=size_mm[0], bottom=size_mm[1])

    @classmethod
    def around(cls, points: ArrayLike) -> Self:
        """The smallest box that holds all points (N, 2), at least `LEAST_MM` wide and high."""
        xy = np.asarray(points, dtype=np.float64).reshape(-1, 2)
        low, high = xy.min(axis=0), xy.max(axis=0)
        high = np.maximum(high, low + LEAST_MM)
        return cls(left=float(low[0]), top=float(low[1]), right=float(high[0]), bottom=float(high[1]))

    def holds(self, point: tuple[float, float]) -> bool:
        """Whether a point (x, y) lies inside or on the border."""
        return self.left <= point[0] <= self.right and self.top <= point[1] <= self.bottom

    def grown(self, margin: float) -> "BoxMm":
        """The box with `margin` mm added on every side (negative shrinks)."""
        return BoxMm(
            left=self.left - margin,
            top=self.top - margin,
            right=self.right + margin,
            bottom=self.bottom + margin,
        )

    def overlap(self, other: "BoxMm") -> float:
        """Shared area in square millimetres."""
        width = min(self.right, other.right) - max(self.left, other.left)
        height = min(self.bottom, other.bottom) - max(self.top, other.top)
        return max(width, 0.0) * max(height, 0.0)

    def to_px(self, px_per_mm: float) -> BoxPx:
        """The pixels of the rectified page that this box covers."""
        return BoxPx.around(self.corners * px_per_mm)


def median(values: ArrayLike) -> float:
    """The median of all values: numpy's, in a quarter of its time for few values."""
    ordered = np.sort(np.asarray(values), axis=None)
    middle = len(ordered) // 2
    high = float(ordered[middle])
    return high if len(ordered) % 2 else (float(ordered[middle - 1]) + high) / 2


def lengths_of(vectors: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the lengths (...) of vectors (..., 2): NumPy's norm is slow in reducing so short an axis."""
    x, y = vectors[..., 0], vectors[..., 1]
    return np.asarray(np.sqrt(x * x + y * y), np.float64)


def project(matrix: Matrix, points: ArrayLike) -> Points:
    """Map points (N, 2) through a homography (3, 3)."""
    xy = np.asarray(points, dtype=np.float64).reshape(-1, 2)
    homogeneous = np.column_stack([xy, np.ones(len(xy))]) @ np.asarray(matrix, dtype=np.float64).T
    return np.asarray(homogeneous[:, :2] / homogeneous[:, 2:3], dtype=np.float64)


def quarters_from_level(direction: Points) -> int:
    """How many quarters (0..3) a picture must be turned counter-clockwise so that `direction` (2,) points right."""
    return round(math.atan2(float(direction[1]), float(direction[0])) / (math.pi / 2)) % 4


def quarter_turned(pixels: Pixels, quarters: int) -> Pixels:
    """Turn counter-clockwise by so many quarters; no pixel is resampled."""
    return np.ascontiguousarray(np.rot90(pixels, quarters)) if quarters else pixels


def quarter_turned_back(
    places: NDArray[np.float64], quarters: int, shape: tuple[int, ...]
) -> NDArray[np.float64]:
    """Take places (..., 2) in a picture of `shape` that `quarter_turned` made back to the picture that it was made of."""
    height, width = shape[:2]
    for _ in range(quarters):
        places = np.stack([height - 1 - places[..., 1], places[..., 0]], axis=-1)
        height, width = width, height
    return places
