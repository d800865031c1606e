"""Straight edges in an image that may be sides of a document, and how well the image bears them out."""

import itertools
from collections.abc import Iterable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.capture.model import Pixels
from docforensics.page.geometry import Points

WORK_SIDE = 640
PRINT_SIDE = 160
_STROKE = 7
"""Working pixels: widest stroke of print."""
_STROKE_CONTRAST = 32
_SHORTEST_SEGMENT = 0.03
"""Of the longer side of the working image."""
_SAME_ANGLE = np.deg2rad(2.5)
_SAME_PLACE = 3.0
"""Working pixels."""
_SHORTEST_LINE = 0.10
"""Straight edge a line must show, of the longer side."""
_MOST_LINES = 36
_MOST_SEEDS = 150
"""Segments, longest first, about which lines are built."""
_REACH = 2
"""Working pixels about a line in which its edge is looked for."""
_AVERAGED = 9
"""Samples along a line over which its edge is averaged."""
_WIPE = 7
"""Working pixels: side of the median that wipes print off."""
_AMPLIFY = 5.0
_EVEN = 1.6
"""Mean change a pixel of an even ground."""
_LEAST_RIM = 0.3
"""Share of the image's border that must show the even ground."""
_LEAST_THING = 0.03
"""Of the image."""
_STRONG = 5.0
"""Multiples of the least edge at which an edge is as clear as it can be."""
_STRONG_SHARE = 0.3
_STRONGEST = 10.0
"""Multiples of the least edge that draw a line to themselves; more, and a few places would rule a whole side."""
_SNAP_REACH = 5
_DISTINCT = 2.0
"""Working pixels."""
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
    print_share: NDArray[np.float32]
    """(h', w') at most `PRINT_SIDE` a side: share of each cell that is covered by thin dark or light strokes, as print is."""
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
    squares = across**2 + down**2
    detail = np.sqrt(np.maximum(np.maximum(squares[..., 0], squares[..., 1]), squares[..., 2]))
    return Scene(
        pixels=smooth, across=across, down=down, detail=detail, print_share=_print_share(colour), scale=scale
    )


def _print_share(colour: Pixels) -> NDArray[np.float32]:
    grey = cv2.cvtColor(colour, cv2.COLOR_RGB2GRAY)
    kernel = np.ones((_STROKE, _STROKE), np.uint8)
    strokes = np.maximum(
        cv2.morphologyEx(grey, cv2.MORPH_BLACKHAT, kernel), cv2.morphologyEx(grey, cv2.MORPH_TOPHAT, kernel)
    )
    inked = (strokes > _STROKE_CONTRAST).astype(np.float32)
    factor = min(PRINT_SIDE / max(grey.shape), 1.0)
    shape = (max(round(grey.shape[1] * factor), 1), max(round(grey.shape[0] * factor), 1))
    return np.asarray(cv2.resize(inked, shape, interpolation=cv2.INTER_AREA), dtype=np.float32)


def find_lines(scene: Scene) -> tuple[Line, ...]:
    """The lines with the most straight edge, longest first."""
    segments = _segments(scene)
    span = max(scene.shape)
    found: list[tuple[float, Line]] = []
    free = np.ones(len(segments), dtype=bool)
    lengths = np.linalg.norm(segments[:, 2:] - segments[:, :2], axis=1)
    for index in np.argsort(-lengths)[:_MOST_SEEDS]:
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
    raw = (*_ground_lines(scene), *(line for _, line in found[:_MOST_LINES]))
    return distinct((*snap(scene, raw), *raw), scene.shape, _MOST_LINES)


def _ground_lines(scene: Scene) -> tuple[Line, ...]:
    """The sides of what lies on an even ground (a scanner's lid): its edges may be too faint to make segments."""
    even = (cv2.blur(scene.detail, (5, 5)) < _EVEN).astype(np.uint8)
    _, labels = cv2.connectedComponents(cv2.erode(even, np.ones((3, 3), np.uint8)), connectivity=4)
    rim = np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]])
    touching = np.unique(rim[rim > 0])
    if np.count_nonzero(rim) < _LEAST_RIM * rim.size:
        return ()
    thing = (~np.isin(labels, touching)).astype(np.uint8)
    thing = cv2.morphologyEx(thing, cv2.MORPH_OPEN, np.ones((9, 9), np.uint8))
    outlines, _ = cv2.findContours(thing, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    large = [outline for outline in outlines if cv2.contourArea(outline) > _LEAST_THING * thing.size]
    corners = [cv2.boxPoints(cv2.minAreaRect(outline)).astype(np.float64) + 0.5 for outline in large]
    sides = [np.concatenate([box, np.roll(box, -1, axis=0)], axis=1) for box in corners]
    return tuple(_through(side[None]) for box in sides for side in box)


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
    grey = scene.pixels.mean(axis=2)
    colour = scene.pixels.max(axis=2) - scene.pixels.min(axis=2)
    # White paper on a white lid: a step of a few grey levels, which only shows once print is wiped off.
    calm = cv2.medianBlur(np.clip(grey, 0, 255).astype(np.uint8), _WIPE).astype(np.float32)
    faint = 128 + _AMPLIFY * (calm - cv2.GaussianBlur(calm, (0, 0), 5 * _WIPE))
    views = (grey, colour, faint)
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
    start: Floats
    """(N,) position along each line (from its foot) of the first sample."""
    edge: Floats
    """(N, M + 1) running sum over the samples of how surely an edge runs along the line, 0..1."""

    def share(self, line: NDArray[np.intp], begin: Floats, end: Floats) -> Floats:
        """Share of the stretches between the positions `begin` and `end` that show an edge; 0 outside the image."""
        low, high = self._index(line, np.minimum(begin, end)), self._index(line, np.maximum(begin, end))
        count = np.maximum(high - low, 1)
        return np.asarray((self.edge[line, high] - self.edge[line, low]) / count, dtype=np.float64)

    def _index(self, line: NDArray[np.intp], position: Floats) -> NDArray[np.intp]:
        index = np.round((position - self.start[line]) / _SAMPLE).astype(np.intp)
        return np.clip(index, 0, self.edge.shape[1] - 1)


def measure_support(scene: Scene, lines: tuple[Line, ...]) -> Support:
    """Sample the image along all lines at once."""
    points, start = _points(scene, lines)
    strength = _strip(scene, points, lines, range(-_REACH, _REACH + 1)).max(axis=2) / _threshold(scene)
    # Mostly whether there is an edge; a little how strong it is, which tells the edge from its shadow.
    edge = (1 - _STRONG_SHARE) * np.clip(strength, 0, 1) + _STRONG_SHARE * np.clip(strength / _STRONG, 0, 1)
    return Support(lines=lines, start=start, edge=_running(edge * _inside(scene, points)))


def snap(scene: Scene, lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Each line laid through the most edge within a few pixels, both of its ends moved freely."""
    if not lines:
        return ()
    points, _ = _points(scene, lines)
    shifts = np.arange(-_SNAP_REACH, _SNAP_REACH + 1)
    strength = np.clip(_strip(scene, points, lines, shifts) / _threshold(scene) - 0.5, 0.0, _STRONGEST)
    inside = _inside(scene, points)
    strength *= inside[..., None]
    first, last = inside.argmax(axis=1), inside.shape[1] - 1 - inside[:, ::-1].argmax(axis=1)
    share = np.clip(
        (np.arange(inside.shape[1]) - first[:, None]) / np.maximum(last - first, 1)[:, None], 0, 1
    )
    best, choice = np.full(len(lines), -np.inf), np.zeros((len(lines), 2), dtype=int)
    rows, columns = np.arange(len(lines))[:, None], np.arange(inside.shape[1])[None]
    for begin, end in itertools.product(range(len(shifts)), repeat=2):
        at = np.round(begin + (end - begin) * share).astype(np.intp)
        total = strength[rows, columns, at].sum(axis=1)
        better = total > best
        best[better], choice[better] = total[better], (begin, end)
    each = np.arange(len(lines))
    normals = np.array([line.normal for line in lines])
    begins = points[each, first] + shifts[choice[:, :1]] * normals
    ends = points[each, last] + shifts[choice[:, 1:]] * normals
    return tuple(_through(np.concatenate([a, b])[None]) for a, b in zip(begins, ends, strict=True))


def distinct(lines: tuple[Line, ...], shape: tuple[int, int], most: int) -> tuple[Line, ...]:
    """The first `most` lines, without those that run along an earlier one."""
    kept: list[Line] = []
    for line in lines:
        reach = line.direction * max(shape) / 2
        middle = line.foot + (np.array(shape) / 2 - line.foot) @ line.direction * line.direction
        ends = np.array([middle - reach, middle + reach])
        if all(np.abs(ends @ other.normal - other.offset).max() > _DISTINCT for other in kept):
            kept.append(line)
    return tuple(kept[:most])


def _points(scene: Scene, lines: tuple[Line, ...]) -> tuple[Floats, Floats]:
    """(N, M, 2) places along the lines about the middle of the image, and the position (N,) of the first on each."""
    half = float(np.hypot(*scene.shape)) / 2
    feet = np.array([line.foot for line in lines])
    directions = np.array([line.direction for line in lines])
    start = directions @ (np.array(scene.shape) / 2) - half
    positions = start[:, None] + np.arange(0.0, 2 * half, _SAMPLE)
    return feet[:, None] + positions[..., None] * directions[:, None], start


def _inside(scene: Scene, points: Floats) -> NDArray[np.bool_]:
    return np.asarray(np.all((points >= 0) & (points <= np.array(scene.shape)), axis=2), dtype=np.bool_)


def _running(flags: Floats) -> Floats:
    return np.concatenate([np.zeros((len(flags), 1)), np.cumsum(flags, axis=1)], axis=1)


def _strip(scene: Scene, points: Floats, lines: tuple[Line, ...], shifts: Iterable[int]) -> Floats:
    """(N, M, S) the change across each line, at each of S parallels of it, less what changes along it.

    The changes are averaged along the line before their sign is dropped: a faint edge keeps it, printing does not.
    """
    normals = np.array([line.normal for line in lines])[:, None]
    strips = []
    for shift in shifts:
        at = points + shift * normals
        x, y = sample(scene.across, at), sample(scene.down, at)
        over = _averaged(x * normals[..., :1] + y * normals[..., 1:])
        along = _averaged(x * normals[..., 1:] - y * normals[..., :1])
        strips.append(_strongest(over) - _strongest(along))
    return np.stack(strips, axis=2)


def _strongest(changes: Floats) -> Floats:
    """(N, M) of (N, M, 3): numpy is slow in reducing a short last axis."""
    sizes = np.abs(changes)
    return np.maximum(np.maximum(sizes[..., 0], sizes[..., 1]), sizes[..., 2])


def _averaged(changes: Floats) -> Floats:
    """(N, M, C) running mean over `_AVERAGED` samples along the lines."""
    # A line is a column of this picture.
    columns = np.ascontiguousarray(changes.swapaxes(0, 1))
    return np.asarray(cv2.blur(columns, (1, _AVERAGED)).swapaxes(0, 1), dtype=np.float64)


def _threshold(scene: Scene) -> float:
    """Change a pixel that counts as an edge: above the scene's own texture, never below a grey level."""
    return float(np.clip(np.median(scene.detail) / 2, 1.2, 4.0))


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
