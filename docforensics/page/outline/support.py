"""How well the image bears out that an edge runs along a line, and the line nearby where it does so best."""

import itertools
import math
from dataclasses import dataclass
from functools import reduce

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.page.outline.scene import Floats, Scene

Floats32 = NDArray[np.float32]

_REACH = 2
"""Working pixels about a line in which its edge is looked for."""
_AVERAGED = 9
"""Samples along a line over which its edge is averaged."""
_STRONG = 5.0
"""Multiples of the least edge at which an edge is as clear as it can be."""
_STRONG_SHARE = 0.3
"""What a strong edge adds to one that is there at all: a judgement; not fitted."""
_STRONGEST = 10.0
"""Multiples of the least edge that draw a line to themselves; more, and a few places would rule a whole side."""
_SNAP_REACH = 5
"""Pixels by which a line may be moved to its edge: a judgement."""
_DISTINCT = 2.0
"""Working pixels."""
_TOGETHER = 4
"""Lines sampled at once: their samples stay in the processor's cache."""
_SAMPLE = 2.0
"""Working pixels between samples along a line."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class EdgeLine:
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


def line_through(segments: Floats) -> EdgeLine:
    """The line through segments (N, 4) by total least squares, long ones weighing more."""
    if len(segments) == 1:
        return _line_along(segments[0].tolist())
    ends = segments.reshape(-1, 2)
    weights = np.repeat(np.hypot(segments[:, 2] - segments[:, 0], segments[:, 3] - segments[:, 1]), 2)
    middle = weights @ ends / weights.sum()
    around = ends - middle
    (xx, xy), (_, yy) = ((around * weights[:, None]).T @ around).tolist()
    # Across the main axis of the scatter, which is the line's direction.
    angle = math.atan2(2 * xy, xx - yy) / 2
    normal = np.array([-math.sin(angle), math.cos(angle)])
    return EdgeLine(normal=normal, offset=float(normal @ middle))


def _line_along(segment: list[float]) -> EdgeLine:
    """The line that one segment lies on: most lines are of one, and are told so in a tenth of the time."""
    left, top, right, bottom = segment
    across, down = right - left, bottom - top
    angle = math.atan2(2 * across * down, across * across - down * down) / 2
    normal = np.array([-math.sin(angle), math.cos(angle)])
    return EdgeLine(normal=normal, offset=float(normal @ [(left + right) / 2, (top + bottom) / 2]))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class EdgeSupport:
    """What the image shows along each of N lines, summed from one end so that any stretch is one subtraction."""

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


def measure_support(scene: Scene, lines: tuple[EdgeLine, ...]) -> EdgeSupport:
    """Sample the image along all lines at once."""
    points, start = _points(scene, lines)
    strength = _strip(scene, points, lines, _REACH).max(axis=2) / scene.edge
    # Mostly whether there is an edge; a little how strong it is, which tells the edge from its shadow.
    edge = (1 - _STRONG_SHARE) * np.clip(strength, 0, 1) + _STRONG_SHARE * np.clip(strength / _STRONG, 0, 1)
    running = np.cumsum(edge * _inside(scene, points), axis=1)
    return EdgeSupport(start=start, edge=np.pad(running, ((0, 0), (1, 0))))


def snap(scene: Scene, lines: tuple[EdgeLine, ...]) -> tuple[EdgeLine, ...]:
    """Each line laid through the most edge within a few pixels, both of its ends moved freely."""
    if not lines:
        return ()
    points, _ = _points(scene, lines)
    shifts = np.arange(-_SNAP_REACH, _SNAP_REACH + 1)
    strength = np.clip(_strip(scene, points, lines, _SNAP_REACH) / scene.edge - 0.5, 0.0, _STRONGEST)
    inside = _inside(scene, points)
    strength *= inside[..., None]
    first, last = inside.argmax(axis=1), inside.shape[1] - 1 - inside[:, ::-1].argmax(axis=1)
    share = np.clip(
        (np.arange(inside.shape[1]) - first[:, None]) / np.maximum(last - first, 1)[:, None], 0, 1
    )
    choice = _best_ends(strength, share.astype(np.float32))
    each = np.arange(len(lines))
    normals = np.array([line.normal for line in lines])
    begins = points[each, first] + shifts[choice[:, :1]] * normals
    ends = points[each, last] + shifts[choice[:, 1:]] * normals
    return tuple(line_through(np.concatenate([a, b])[None]) for a, b in zip(begins, ends, strict=True))


def distinct(lines: tuple[EdgeLine, ...], shape: tuple[int, int], most: int) -> tuple[EdgeLine, ...]:
    """The first `most` lines, without those that run along an earlier one."""
    if not lines:
        return ()
    normals = np.array([line.normal for line in lines])
    offsets = np.array([line.offset for line in lines])
    along = np.stack([normals[:, 1], -normals[:, 0]], axis=1)
    feet = normals * offsets[:, None]
    middles = feet + ((np.array(shape) / 2 - feet) * along).sum(axis=1, keepdims=True) * along
    reach = along * max(shape) / 2
    apart = np.maximum(*(np.abs(ends @ normals.T - offsets) for ends in (middles - reach, middles + reach)))
    kept: list[int] = []
    for index in range(len(lines)):
        if len(kept) == most:
            break
        if (apart[index, kept] > _DISTINCT).all():
            kept.append(index)
    return tuple(lines[index] for index in kept)


def _best_ends(strength: Floats32, share: Floats32) -> NDArray[np.intp]:
    """(N, 2): of each line the shifts of its ends along which the strength (N, M, S) is most; `share` (N, M) runs from 0 to 1.

    Every second shift first, then those beside the best: an edge is wider than a shift.
    """
    lines, places, shifts = strength.shape
    base = np.arange(lines * places).reshape(lines, places) * shifts
    best, choice = np.full(lines, -np.inf), np.zeros((lines, 2), dtype=np.intp)

    def look(begin: NDArray[np.intp], end: NDArray[np.intp], at: NDArray[np.intp]) -> None:
        total = strength.ravel().take(at + begin[:, None]).sum(axis=1)
        better = total > best
        best[better], choice[better] = total[better], np.stack([begin, end], axis=1)[better]

    def along(rise: NDArray[np.intp] | int) -> NDArray[np.intp]:
        return np.asarray(base + np.rint(rise * share), np.intp)

    coarse = range(0, shifts, 2)
    rises = {rise: along(rise) for rise in range(1 - shifts, shifts, 2)}
    for begin, end in itertools.product(coarse, repeat=2):
        look(np.full(lines, begin), np.full(lines, end), rises[end - begin])
    middle = choice.copy()
    for step in itertools.product((-1, 0, 1), repeat=2):
        if any(step):
            begins, ends = np.clip(middle + step, 0, shifts - 1).T
            look(begins, ends, along((ends - begins)[:, None]))
    return choice


def _points(scene: Scene, lines: tuple[EdgeLine, ...]) -> tuple[Floats, Floats]:
    """(N, M, 2) places along the lines about the middle of the image, and the position (N,) of the first on each."""
    half = float(np.hypot(*scene.shape)) / 2
    feet = np.array([line.foot for line in lines])
    directions = np.array([line.direction for line in lines])
    start = directions @ (np.array(scene.shape) / 2) - half
    positions = start[:, None] + np.arange(0.0, 2 * half, _SAMPLE)
    return feet[:, None] + positions[..., None] * directions[:, None], start


def _inside(scene: Scene, points: Floats) -> NDArray[np.bool_]:
    return np.asarray(np.all((points >= 0) & (points <= np.array(scene.shape)), axis=2), dtype=np.bool_)


def _strip(scene: Scene, points: Floats, lines: tuple[EdgeLine, ...], reach: int) -> Floats32:
    """(N, M, S) the change across each line, at its S parallels up to `reach` pixels away, less what changes along it.

    The changes are averaged along the line before their sign is dropped: a faint edge keeps it, printing does not.
    """
    size = (points.shape[1], 2 * reach + 1)
    strength = np.empty((len(lines), *size), np.float32)
    for index in range(0, len(lines), _TOGETHER):
        some = slice(index, index + _TOGETHER)
        parts = _strengths(scene, points[some, 0], lines[some], size)
        strength[some] = parts.reshape(-1, *size[::-1]).swapaxes(1, 2)
    return strength


def _strengths(scene: Scene, starts: Floats, lines: tuple[EdgeLine, ...], size: tuple[int, int]) -> Floats32:
    """(N * S, M) of the lines that begin at the `starts` (N, 2), parallel below parallel."""
    places, parallels = size
    across, down = (np.empty((len(lines) * parallels, places, 3), np.float32) for _ in range(2))
    for index, line in enumerate(lines):
        rows = slice(index * parallels, (index + 1) * parallels)
        first = starts[index] - (parallels // 2) * line.normal - 0.5
        to_scene = np.stack([_SAMPLE * line.direction, line.normal, first], axis=1)
        for change, strip in ((scene.across, across), (scene.down, down)):
            cv2.warpAffine(
                change,
                to_scene,
                size,
                dst=strip[rows],
                flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
                borderMode=cv2.BORDER_REPLICATE,
            )
    normals = np.repeat(np.array([line.normal for line in lines], np.float32), parallels, axis=0)
    x, y = normals[:, :1, None], normals[:, 1:, None]
    return np.asarray(_strongest(across * x + down * y) - _strongest(across * y - down * x), dtype=np.float32)


def _strongest(changes: Floats32) -> Floats32:
    """(R, M) of (R, M, 3): the strongest colour's running mean over `_AVERAGED` samples along the lines."""
    # NumPy is slow in reducing a short last axis.
    mean = np.abs(cv2.blur(changes, (_AVERAGED, 1)))
    return np.asarray(reduce(np.maximum, (mean[..., colour] for colour in range(3))), np.float32)
