"""Straight edges in an image that may be sides of a document."""

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.page.outline.scene import Floats, Scene
from docforensics.page.outline.support import EdgeLine, distinct, line_through, snap

_SHORTEST_SEGMENT = 0.03
"""Of the longer side of the working image."""
_SAME_ANGLE = np.deg2rad(2.5)
_SAME_PLACE = 3.0
"""Working pixels."""
_SHORTEST_LINE = 0.10
"""Straight edge a line must show, of the longer side."""
_MOST_LINES = 36
"""Lines that may be a side: outlines grow with their fourth power. A judgement."""
_MOST_SEEDS = 150
"""Segments, longest first, about which lines are built."""
_WIPE, _QUICK_WIPES = 7, (5, 5)
"""Working pixels: side of the median that wipes print off, and of two that wipe as much one after the other, at a tenth of its cost."""
_WIDE_PX = 35
"""Working pixels (Gaussian sigma) over which the level about a faint edge is taken."""
_WIDE_STEP = 8
"""Working pixels averaged to one where a wide mean is taken."""
_AMPLIFY = 5.0
"""Of faint edges, such as white paper on a white lid: a judgement; not fitted."""
_SEGMENT_SCALE, _FULL_SEGMENT_SCALE = 0.5, 0.8
"""Of the working image, at which segments are sought: an edge of a page is a long one, and what half the pixels leave out is print. Of
282 pictures (published ones and the calibration half) all but 19 are laid within 0.3 mm of where .8 lays them, in 0.6 of the time; pictures
that are small themselves, often enlarged or of few colours, lose outlines by it."""
_LARGE = 0.65
"""Working pixels a pixel up to which a picture is large enough for what is quick."""
_EVEN = 1.6
"""Mean change a pixel of an even ground."""
_LEAST_RIM = 0.3
"""Share of the image's border that must show the even ground."""
_LEAST_THING = 0.03
"""Of the image."""


def find_lines(scene: Scene) -> tuple[EdgeLine, ...]:
    """The lines with the most straight edge, longest first."""
    segments = _segments(scene)
    span = max(scene.shape)
    found: list[tuple[float, EdgeLine]] = []
    free = np.ones(len(segments), dtype=bool)
    steps = segments[:, 2:] - segments[:, :2]
    lengths = np.hypot(steps[:, 0], steps[:, 1])
    along = steps / np.maximum(lengths, 1e-9)[:, None]
    for index in np.argsort(-lengths)[:_MOST_SEEDS]:
        if not free[index] or lengths[index] < _SHORTEST_SEGMENT * span:
            continue
        line = line_through(segments[index : index + 1])
        members = free & _near(segments, along, line)
        line = line_through(segments[members])
        free &= ~members
        covered = _covered(segments[members], line)
        if covered >= _SHORTEST_LINE * span:
            found.append((covered, line))
    found.sort(key=lambda item: -item[0])
    raw = (*_ground_lines(scene), *(line for _, line in found[:_MOST_LINES]))
    return distinct((*snap(scene, raw), *raw), scene.shape, _MOST_LINES)


def _ground_lines(scene: Scene) -> tuple[EdgeLine, ...]:
    """The sides of what lies on an even ground (a scanner's lid): its edges may be too faint to make segments."""
    even = (cv2.blur(scene.detail, (5, 5)) < _EVEN).astype(np.uint8)
    _, labels = cv2.connectedComponents(cv2.erode(even, np.ones((3, 3), np.uint8)), connectivity=4)
    rim = np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]])
    touching = np.unique(rim[rim > 0])
    if np.count_nonzero(rim) < _LEAST_RIM * rim.size:
        return ()
    thing = (~np.isin(labels, touching)).astype(np.uint8)
    solid = cv2.morphologyEx(thing, cv2.MORPH_OPEN, np.ones((9, 9), np.uint8))
    outlines, _ = cv2.findContours(solid, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    large = [outline for outline in outlines if cv2.contourArea(outline) > _LEAST_THING * thing.size]
    corners = [cv2.boxPoints(cv2.minAreaRect(outline)).astype(np.float64) + 0.5 for outline in large]
    sides = [np.concatenate([box, np.roll(box, -1, axis=0)], axis=1) for box in corners]
    return tuple(line_through(side[None]) for box in sides for side in box)


def border_lines(shape: tuple[int, int]) -> tuple[EdgeLine, ...]:
    """The four borders of an image of width and height `shape`: left, right, top, bottom."""
    width, height = shape
    across, down = np.array([1.0, 0.0]), np.array([0.0, 1.0])
    places = ((across, 0.0), (across, float(width)), (down, 0.0), (down, float(height)))
    return tuple(EdgeLine(normal=normal, offset=offset, border=True) for normal, offset in places)


def _segments(scene: Scene) -> Floats:
    """(N, 4) straight segments x0 y0 x1 y1, from lightness and from colourfulness."""
    # NumPy is slow in reducing a short last axis.
    red, green, blue = cv2.split(scene.pixels.astype(np.uint8))
    grey = np.asarray(cv2.add(cv2.add(red, green, dtype=cv2.CV_16U), blue, dtype=cv2.CV_16U) // 3, np.uint8)
    colour = cv2.subtract(cv2.max(cv2.max(red, green), blue), cv2.min(cv2.min(red, green), blue))
    # White paper on a white lid: a step of a few grey levels, which only shows once print is wiped off.
    calm = grey
    for side in _QUICK_WIPES if scene.scale <= _LARGE else (_WIPE,):
        calm = np.asarray(cv2.medianBlur(calm, side), np.uint8)
    level = calm.astype(np.float32)
    faint = np.clip(128 + _AMPLIFY * (level - _wide_mean(level)), 0, 255).astype(np.uint8)
    views = (grey, colour, faint)
    scale = _SEGMENT_SCALE if scene.scale <= _LARGE else _FULL_SEGMENT_SCALE
    detector = cv2.createLineSegmentDetector(scale=scale)
    found = [detector.detect(view)[0] for view in views]
    rows = [np.asarray(part, dtype=np.float64).reshape(-1, 4) for part in found if part is not None]  # type: ignore[redundant-expr]  # None: no segment
    return np.concatenate([np.empty((0, 4)), *rows])


def _wide_mean(calm: NDArray[np.float32]) -> NDArray[np.float32]:
    """The mean over many times the width that is wiped, on a reduced picture: it is far wider than a pixel there."""
    height, width = calm.shape
    size = (max(width // _WIDE_STEP, 1), max(height // _WIDE_STEP, 1))
    small = cv2.resize(calm, size, interpolation=cv2.INTER_AREA)
    wide = cv2.GaussianBlur(small, (0, 0), _WIDE_PX / _WIDE_STEP)
    return np.asarray(cv2.resize(wide, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)


def _near(segments: Floats, along: Floats, line: EdgeLine) -> NDArray[np.bool_]:
    """Which segments lie along a line; `along` (N, 2) are their directions."""
    near = np.abs(along @ line.normal) < np.sin(_SAME_ANGLE)
    for end in (segments[:, :2], segments[:, 2:]):
        near &= np.abs(end @ line.normal - line.offset) < _SAME_PLACE
    return np.asarray(near, dtype=np.bool_)


def _covered(segments: Floats, line: EdgeLine) -> float:
    """Length of the union of the segments along the line."""
    along = np.sort(segments.reshape(-1, 2, 2) @ line.direction, axis=1)
    along = along[np.argsort(along[:, 0])]
    total, end = 0.0, -np.inf
    for start, stop in along:
        total += max(stop - max(start, end), 0.0)
        end = max(end, stop)
    return float(total)
