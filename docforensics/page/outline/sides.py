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
_WIPE = 7
"""Working pixels: side of the median that wipes print off."""
_AMPLIFY = 5.0
"""Of faint edges, such as white paper on a white lid: a judgement; not fitted."""
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
    lengths = np.linalg.norm(segments[:, 2:] - segments[:, :2], axis=1)
    for index in np.argsort(-lengths)[:_MOST_SEEDS]:
        if not free[index] or lengths[index] < _SHORTEST_SEGMENT * span:
            continue
        line = line_through(segments[index : index + 1])
        members = free & _near(segments, line)
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


def _near(segments: Floats, line: EdgeLine) -> NDArray[np.bool_]:
    steps = segments[:, 2:] - segments[:, :2]
    lengths = np.maximum(np.linalg.norm(steps, axis=1), 1e-9)
    parallel = np.abs(steps @ line.normal) / lengths < np.sin(_SAME_ANGLE)
    apart = np.abs(segments.reshape(-1, 2, 2) @ line.normal - line.offset)
    return np.asarray(parallel & (apart.max(axis=1) < _SAME_PLACE), dtype=np.bool_)


def _covered(segments: Floats, line: EdgeLine) -> float:
    """Length of the union of the segments along the line."""
    along = np.sort(segments.reshape(-1, 2, 2) @ line.direction, axis=1)
    along = along[np.argsort(along[:, 0])]
    total, end = 0.0, -np.inf
    for start, stop in along:
        total += max(stop - max(start, end), 0.0)
        end = max(end, stop)
    return float(total)
