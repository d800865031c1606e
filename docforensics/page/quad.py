"""Quadrilaterals in an image: order, turns, the homography between two, the true aspect behind the perspective.

Pixel coordinates are continuous everywhere in `page`: (0, 0) is the top left corner of the top left pixel, whose
centre lies at (0.5, 0.5). OpenCV counts from pixel centres; `centred` and `uncentred` convert a homography.
"""

import numpy as np
from numpy.typing import NDArray

from docforensics.errors import UsageError
from docforensics.page.geometry import Matrix, Points

_TYPICAL_FOCAL = 0.85
"""Focal length of a phone's main camera as a share of the longer side of the image (26 mm equivalent, cropped a little)."""
_PLAUSIBLE_FOCAL = (0.5, 2.5)
"""Focal length over the picture's longer side: from wide-angle to a short telephoto lens."""
_TO_EDGES = np.array([[1, 0, 0.5], [0, 1, 0.5], [0, 0, 1]])
"""From coordinates that count pixel centres to continuous ones."""


def rectangle(width: float, height: float) -> Points:
    """(4, 2): top left, top right, bottom right, bottom left of a rectangle at the origin."""
    return np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float64)


def extent(corners: Points) -> tuple[float, float]:
    """Mean width and height of a quadrilateral."""
    top_left, top_right, bottom_right, bottom_left = corners
    width = np.linalg.norm(top_right - top_left) + np.linalg.norm(bottom_right - bottom_left)
    height = np.linalg.norm(bottom_left - top_left) + np.linalg.norm(bottom_right - top_right)
    return float(width / 2), float(height / 2)


def clockwise(corners: Points) -> Points:
    """The corners (4, 2) in clockwise order (as seen, y down), beginning with the one nearest to the top left; or of many (N, 4, 2)."""
    around = corners - corners.mean(axis=-2, keepdims=True)
    order = np.argsort(np.arctan2(around[..., 1], around[..., 0]), axis=-1)
    first = np.take_along_axis(corners.sum(axis=-1), order, axis=-1).argmin(axis=-1)
    places = np.take_along_axis(order, (first[..., None] + np.arange(4)) % 4, axis=-1)
    return np.asarray(np.take_along_axis(corners, places[..., None], axis=-2), dtype=np.float64)


def turned(corners: Points, direction: Points) -> Points:
    """Clockwise corners, begun so that the first side points along `direction` (2,) as nearly as it can."""
    sides = np.roll(corners, -1, axis=0) - corners
    # Opposite sides point opposite ways; their difference is the axis of the page, steadier than one side.
    along = (sides - np.roll(sides, -2, axis=0)) @ np.asarray(direction, dtype=np.float64)
    along /= np.linalg.norm(sides - np.roll(sides, -2, axis=0), axis=1)
    return np.asarray(np.roll(corners, -int(np.argmax(along)), axis=0), dtype=np.float64)


def homography_between(source: Points, target: Points) -> Matrix:
    """The homography that takes four points (4, 2) to four others.

    Raises
    ------
    UsageError
        Three of the points lie on one line.
    """
    rows = []
    for (x, y), (u, v) in zip(source, target, strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y])
    try:
        solution = np.linalg.solve(np.array(rows, dtype=np.float64), np.asarray(target).reshape(-1))
    except np.linalg.LinAlgError as error:
        raise UsageError("homography_between: three of the four points lie on one line") from error
    return np.append(solution, 1.0).reshape(3, 3)


def centred(matrix: Matrix) -> Matrix:
    """The homography between continuous coordinates, for a program that counts from pixel centres."""
    return np.asarray(np.linalg.inv(_TO_EDGES) @ matrix @ _TO_EDGES, dtype=np.float64)


def uncentred(matrix: Matrix) -> Matrix:
    """The homography that OpenCV found between pixel centres, for continuous coordinates."""
    return np.asarray(_TO_EDGES @ matrix @ np.linalg.inv(_TO_EDGES), dtype=np.float64)


def area(corners: NDArray[np.float64]) -> NDArray[np.float64]:
    """Square pixels (...) of quadrilaterals (..., 4, 2); positive for clockwise corners."""
    x, y = corners[..., 0], corners[..., 1]
    return np.asarray(np.sum(x * np.roll(y, -1, axis=-1) - np.roll(x, -1, axis=-1) * y, axis=-1) / 2)


def holds(corners: NDArray[np.float64], points: Points, slack: float = 0.0) -> NDArray[np.bool_]:
    """Whether each clockwise quadrilateral (..., 4, 2) holds all points (N, 2), give or take `slack` pixels."""
    sides = np.roll(corners, -1, axis=-2) - corners
    lengths = np.linalg.norm(sides, axis=-1, keepdims=True)
    normals = np.stack([-sides[..., 1], sides[..., 0]], axis=-1) / lengths
    depths = np.einsum("...kpc,...kc->...kp", points - corners[..., None, :], normals)
    return np.asarray(np.all(depths >= -slack, axis=(-2, -1)), dtype=np.bool_)


def true_aspect(corners: Points, width: int, height: int) -> float:
    """Width over height of the rectangle behind clockwise corners in a photograph of `width` x `height` pixels.

    Zhang and He, Whiteboard scanning and image enhancement (2007), with the principal point in the middle of the image.
    The focal length is solved for where the perspective tells it, else taken as a phone's; a flat scan needs none.
    """
    span = float(max(width, height))
    middle = np.array([width, height]) / 2
    top_left, top_right, bottom_right, bottom_left = (
        np.array([*((corner - middle) / span), 1.0]) for corner in corners
    )
    diagonal = np.cross(top_left, bottom_right)
    across = (diagonal @ bottom_left) / (
        np.cross(top_right, bottom_right) @ bottom_left
    ) * top_right - top_left
    down = (diagonal @ top_right) / (np.cross(bottom_left, bottom_right) @ top_right) * bottom_left - top_left
    focal = _focal(across, down)
    return float(np.sqrt(_length2(across, focal) / _length2(down, focal)))


def _focal(across: Points, down: Points) -> float:
    depth = float(across[2] * down[2])
    # Below this the two vanishing points are too far away to tell the focal length.
    if abs(depth) < 1e-3:
        return _TYPICAL_FOCAL
    squared = -float(across[0] * down[0] + across[1] * down[1]) / depth
    low, high = _PLAUSIBLE_FOCAL
    return float(np.sqrt(squared)) if low**2 <= squared <= high**2 else _TYPICAL_FOCAL


def _length2(axis: Points, focal: float) -> float:
    return float((axis[0] ** 2 + axis[1] ** 2) / focal**2 + axis[2] ** 2)
