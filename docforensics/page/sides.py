"""Straight edges in an image that may be sides of a document, and how well the image bears them out."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.capture.model import Pixels
from docforensics.page.geometry import Points

WORK_SIDE = 800
_SHORTEST_SEGMENT = 0.03
"""Of the longer side of the working image."""
_SAME_ANGLE = np.deg2rad(2.5)
_SAME_PLACE = 3.0
"""Working pixels."""
_SHORTEST_LINE = 0.10
"""Straight edge a line must show, of the longer side."""
_MOST_LINES = 36
_REACH = 2
"""Working pixels about a line in which its edge is looked for."""
_STEP_REACH = 5
"""Working pixels from a line at which the colour of either side is taken."""
_SAMPLE = 2.0
"""Working pixels between samples along a line."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Line:
    """A straight line through the working image: all points with normal . point = offset."""

    normal: Floats
    """(2,) unit."""
    offset: float
    border: bool = False
    """Whether this is the border of the image and no edge seen in it."""

    @property
    def direction(self) -> Floats:
        """(2,) unit, along the line."""
        return np.array([self.normal[1], -self.normal[0]])

    @property
    def foot(self) -> Floats:
        """(2,) the point of the line nearest to the origin."""
        return np.asarray(self.normal * self.offset, dtype=np.float64)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Scene:
    """The working image: small, in three channels, with its gradients."""

    pixels: NDArray[np.float32]
    """(h, w, 3), 0..255, smoothed."""
    across: NDArray[np.float32]
    """(h, w, 3) change a pixel along x."""
    down: NDArray[np.float32]
    """(h, w, 3) change a pixel along y."""
    detail: NDArray[np.float32]
    """(h, w) strength of the gradient, the strongest channel's."""
    scale: float
    """Working pixels a pixel of the image."""

    @property
    def shape(self) -> tuple[int, int]:
        """Width and height."""
        return int(self.pixels.shape[1]), int(self.pixels.shape[0])


def make_scene(pixels: Pixels, side: int = WORK_SIDE) -> Scene:
    """Shrink to at most `side` pixels, drop fine print by a median, keep edges."""
    height, width = pixels.shape[:2]
    scale = min(side / max(height, width), 1.0)
    shape = (max(round(width * scale), 1), max(round(height * scale), 1))
    small = cv2.resize(pixels, shape, interpolation=cv2.INTER_AREA) if scale < 1 else pixels
    colour = small if small.ndim == 3 else cv2.cvtColor(small, cv2.COLOR_GRAY2RGB)
    calm = cv2.GaussianBlur(cv2.medianBlur(np.ascontiguousarray(colour), 3), (0, 0), 0.8)
    smooth = np.asarray(calm, dtype=np.float32)
    across = np.asarray(cv2.Sobel(smooth, cv2.CV_32F, 1, 0, ksize=3, scale=1 / 8), dtype=np.float32)
    down = np.asarray(cv2.Sobel(smooth, cv2.CV_32F, 0, 1, ksize=3, scale=1 / 8), dtype=np.float32)
    detail = np.asarray(np.sqrt((across**2 + down**2).max(axis=2)), dtype=np.float32)
    return Scene(pixels=smooth, across=across, down=down, detail=detail, scale=scale)


def find_lines(scene: Scene) -> tuple[Line, ...]:
    """The lines with the most straight edge, longest first."""
    segments = _segments(scene)
    span = max(scene.shape)
    found: list[tuple[float, Line]] = []
    free = np.ones(len(segments), dtype=bool)
    lengths = np.linalg.norm(segments[:, 2:] - segments[:, :2], axis=1)
    for index in np.argsort(-lengths):
        if not free[index] or lengths[index] < _SHORTEST_SEGMENT * span:
            continue
        line = _through(segments[index : index + 1])
        members = free & _near(segments, line)
        line = _through(segments[members])
        free &= ~members
        covered = _covered(segments[members], line)
        if covered >= _SHORTEST_LINE * span:
            found.append((covered, line))
    found.sort(key=lambda item: -item[0])
    return tuple(line for _, line in found[:_MOST_LINES])


def border_lines(shape: tuple[int, int]) -> tuple[Line, ...]:
    """The four borders of an image of width and height `shape`: left, right, top, bottom."""
    width, height = shape
    across, down = np.array([1.0, 0.0]), np.array([0.0, 1.0])
    return (
        Line(normal=across, offset=0.0, border=True),
        Line(normal=across, offset=float(width), border=True),
        Line(normal=down, offset=0.0, border=True),
        Line(normal=down, offset=float(height), border=True),
    )


def _segments(scene: Scene) -> Floats:
    """(N, 4) straight segments x0 y0 x1 y1, from lightness and from colourfulness."""
    pixels = scene.pixels
    views = (pixels.mean(axis=2), pixels.max(axis=2) - pixels.min(axis=2))
    detector = cv2.createLineSegmentDetector()
    found = [detector.detect(np.clip(view, 0, 255).astype(np.uint8))[0] for view in views]
    rows = [np.asarray(part, dtype=np.float64).reshape(-1, 4) for part in found if part is not None]
    return np.concatenate([np.empty((0, 4)), *rows])


def _through(segments: Floats) -> Line:
    """The line through segments (N, 4) by total least squares, long ones weighing more."""
    ends = segments.reshape(-1, 2)
    weights = np.repeat(np.linalg.norm(segments[:, 2:] - segments[:, :2], axis=1), 2)
    middle = np.average(ends, axis=0, weights=weights)
    around = ends - middle
    _, vectors = np.linalg.eigh((around * weights[:, None]).T @ around)
    normal = vectors[:, 0]
    return Line(normal=normal, offset=float(normal @ middle))


def _near(segments: Floats, line: Line) -> NDArray[np.bool_]:
    steps = segments[:, 2:] - segments[:, :2]
    lengths = np.maximum(np.linalg.norm(steps, axis=1), 1e-9)
    parallel = np.abs(steps @ line.normal) / lengths < np.sin(_SAME_ANGLE)
    apart = np.abs(segments.reshape(-1, 2, 2) @ line.normal - line.offset)
    return np.asarray(parallel & (apart.max(axis=1) < _SAME_PLACE), dtype=np.bool_)


def _covered(segments: Floats, line: Line) -> float:
    """Length of the union of the segments along the line."""
    along = np.sort(segments.reshape(-1, 2, 2) @ line.direction, axis=1)
    along = along[np.argsort(along[:, 0])]
    total, end = 0.0, -np.inf
    for start, stop in along:
        total += max(stop - max(start, end), 0.0)
        end = max(end, stop)
    return float(total)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Support:
    """What the image shows along each of N lines, summed from one end so that any stretch is one subtraction."""

    lines: tuple[Line, ...]
    start: float
    """Position along a line (from its foot) of the first sample."""
    edge: Floats
    """(N, M + 1) running count of samples at which an edge runs along the line."""
    inside: Floats
    """(N, M + 1) running count of samples that lie in the image."""

    def share(self, line: NDArray[np.intp], begin: Floats, end: Floats) -> Floats:
        """Share of the stretches between the positions `begin` and `end` that show an edge; 0 outside the image."""
        low, high = self._index(np.minimum(begin, end)), self._index(np.maximum(begin, end))
        count = np.maximum(high - low, 1)
        return np.asarray((self.edge[line, high] - self.edge[line, low]) / count, dtype=np.float64)

    def seen(self, line: NDArray[np.intp], begin: Floats, end: Floats) -> Floats:
        """Share of the stretches that lies in the image."""
        low, high = self._index(np.minimum(begin, end)), self._index(np.maximum(begin, end))
        return np.asarray((self.inside[line, high] - self.inside[line, low]) / np.maximum(high - low, 1))

    def _index(self, position: Floats) -> NDArray[np.intp]:
        index = np.round((position - self.start) / _SAMPLE).astype(np.intp)
        return np.clip(index, 0, self.edge.shape[1] - 1)


def measure_support(scene: Scene, lines: tuple[Line, ...]) -> Support:
    """Sample the image along all lines at once."""
    half = float(np.hypot(*scene.shape))
    positions = np.arange(-half, half, _SAMPLE)
    feet = np.array([line.foot for line in lines])
    directions = np.array([line.direction for line in lines])
    normals = np.array([line.normal for line in lines])
    points = feet[:, None] + positions[None, :, None] * directions[:, None]  # (N, M, 2)
    strength = _directional(scene, points, normals)
    edge = strength > _threshold(scene)
    width, height = scene.shape
    inside = np.all((points >= 0) & (points <= [width, height]), axis=2)
    return Support(
        lines=lines,
        start=float(positions[0]),
        edge=_running(edge & inside),
        inside=_running(inside),
    )


def _running(flags: NDArray[np.bool_]) -> Floats:
    return np.concatenate([np.zeros((len(flags), 1)), np.cumsum(flags, axis=1)], axis=1)


def _directional(scene: Scene, points: Floats, normals: Floats) -> Floats:
    """(N, M) the strongest change across the line within `_REACH`, less what changes along it."""
    best = np.zeros(points.shape[:2])
    for shift in range(-_REACH, _REACH + 1):
        at = points + shift * normals[:, None]
        x, y = sample(scene.across, at), sample(scene.down, at)
        over = np.abs(x * normals[:, None, :1] + y * normals[:, None, 1:]).max(axis=2)
        along = np.abs(x * normals[:, None, 1:] - y * normals[:, None, :1]).max(axis=2)
        best = np.maximum(best, over - along)
    return best


def _threshold(scene: Scene) -> float:
    """Change a pixel that counts as an edge: above the scene's own texture, never below a few grey levels."""
    return float(np.clip(np.median(scene.detail) * 1.5, 2.0, 8.0))


def sample(image: NDArray[np.float32], points: Points | Floats) -> Floats:
    """Bilinear values (..., C) of an image (h, w, C) at continuous points (..., 2); the border repeats."""
    shape = points.shape[:-1]
    flat = (points.reshape(1, -1, 2) - 0.5).astype(np.float32)
    # cv2.remap takes at most 32767 columns.
    columns = 16384
    parts = [
        cv2.remap(image, flat[:, i : i + columns], None, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)  # type: ignore[call-overload]
        for i in range(0, flat.shape[1], columns)
    ]
    values = np.concatenate(parts, axis=1)
    return np.asarray(values.reshape(*shape, -1), dtype=np.float64)
