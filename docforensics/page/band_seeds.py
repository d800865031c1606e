"""Where lines of dark, evenly sized marks lie, at any angle: the seeds from which `band` grows its candidates.

Characters are joined to fragments by a closing that knows no direction, at three scales; fragments that lie on one
straight line are gathered, so that a gap in the closing does not cut a line of text in two.
"""

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.capture.model import Pixels

Floats = NDArray[np.float64]

_LOOKS = ((1.0, 5), (1.0, 9), (0.5, 9), (0.25, 9))
"""Scale, and the gap in its pixels that is closed between the bodies of two characters. Each finds characters of
about 6 to 16 px pitch in its own pixels; the first keeps apart the close lines of a small ID-1 card."""
_STROKE_PX = 7
"""Wider dark things than this (in the scale's pixels) are not strokes."""
_NEIGHBOURHOOD_PX = 25
_MIN_CONTRAST = 10
_MIN_ASPECT = 3.0
_MIN_SIDE = 20
"""Two lines of characters of 6 px need as many pixels."""
_MAX_FRAGMENTS = 400


_BLOCK_OF_3, _BLOCK_OF_2 = (4.28, 1.67), (3.45, 2.5)
"""Height of a block of lines and spacing of the lines, in cells (standards.md 1.9)."""
_BLOCK_CELLS = (22.0, 50.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seed:
    """A straight line of marks; its direction is known up to 180 degrees."""

    centre: tuple[float, float]
    direction: tuple[float, float]
    """Unit vector."""
    length: float
    height: float
    """Px, of the marks, closing included."""

    @property
    def fullness(self) -> float:
        """Length over height: about 30 to 46 for a whole line of an MRZ."""
        return self.length / self.height


def find_seeds(grey: Pixels) -> tuple[Seed, ...]:
    """Find the lines of marks in a grey image, the most line-like first."""
    if min(grey.shape) < _MIN_SIDE:
        return ()
    fragments = np.concatenate(_all_fragments(grey))
    fragments = fragments[np.argsort(-fragments[:, 4])][:_MAX_FRAGMENTS]
    seeds: list[Seed] = []
    free = np.ones(len(fragments), dtype=bool)
    for index in range(len(fragments)):
        if free[index] and fragments[index, 4] / fragments[index, 5] >= _MIN_ASPECT:
            members = _collinear(fragments, fragments[index])
            seed, members = _line_through(fragments, members)
            free &= ~members
            free[index] = False
            seeds.append(seed)
    seeds.sort(key=lambda seed: -min(seed.fullness, 40.0))
    return tuple(seeds)


def lines_of_block(seed: Seed) -> tuple[Seed, ...]:
    """Take the seed for a block of lines that run into each other: the middle of three, the first or second of two."""
    across = np.array([-seed.direction[1], seed.direction[0]])
    shapes = ((_BLOCK_OF_3, 0.0), (_BLOCK_OF_2, -0.5), (_BLOCK_OF_2, 0.5))
    lines = []
    for (height, spacing), place in shapes:
        cell = seed.height / height
        x, y = np.array(seed.centre) + across * spacing * cell * place
        lines.append(replace(seed, centre=(float(x), float(y)), height=1.05 * cell))
    return tuple(line for line in lines if _BLOCK_CELLS[0] <= line.fullness <= _BLOCK_CELLS[1])


def stroke_contrast(grey: Pixels, stroke_px: int = _STROKE_PX) -> Pixels:
    """How much darker each pixel is than its surroundings wider than a stroke."""
    blackhat = cv2.morphologyEx(grey, cv2.MORPH_BLACKHAT, np.ones((stroke_px, stroke_px), np.uint8))
    return np.asarray(blackhat, dtype=np.uint8)


def ink_mask(contrast: Pixels, neighbourhood_px: int = _NEIGHBOURHOOD_PX) -> Pixels:
    """255 where the contrast reaches half of the highest nearby: fine line work beside print drops out."""
    window = (neighbourhood_px, neighbourhood_px)
    highest = cv2.blur(cv2.dilate(contrast, np.ones(window, np.uint8)), window)
    threshold = np.maximum(cv2.convertScaleAbs(highest, alpha=0.5), _MIN_CONTRAST)
    return np.asarray(cv2.compare(contrast, threshold, cv2.CMP_GT), dtype=np.uint8)


def _all_fragments(grey: Pixels) -> list[Floats]:
    masks = {scale: _ink(grey, scale) for scale, _ in _LOOKS}
    return [_fragments(masks[scale], join) / _row_scale(scale) for scale, join in _LOOKS]


def _row_scale(scale: float) -> Floats:
    """Return what divides a fragment's row to bring it from a look's pixels to those of the image."""
    return np.array([scale, scale, 1, 1, scale, scale])


def _ink(grey: Pixels, scale: float) -> Pixels:
    small = grey if scale == 1 else cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return ink_mask(stroke_contrast(np.asarray(small, dtype=np.uint8)))


def _fragments(mask: Pixels, join: int) -> Floats:
    """(N, 6): centre x, y, direction x, y, length, height of the elongated things in the mask, gaps closed."""
    if min(mask.shape) < _MIN_SIDE:
        return np.empty((0, 6))
    closed = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((join, join), np.uint8))
    closed = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    contours, tree = cv2.findContours(closed, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    # Outer borders, also of what lies inside another's hole: print is often ringed by noise.
    outer = [
        contour
        for contour, parent in zip(contours, tree[0, :, 3] if contours else (), strict=True)
        if parent < 0
    ]
    rows = [_fragment(contour) for contour in outer if len(contour) >= 4]
    kept = [row for row in rows if row[4] >= 1.5 * row[5] and row[5] >= 4]
    return np.array(kept, dtype=np.float64).reshape(-1, 6)


def _fragment(contour: cv2.typing.MatLike) -> tuple[float, ...]:
    (x, y), (width, height), angle = cv2.minAreaRect(contour)
    radians = np.radians(angle if width >= height else angle + 90)
    return (
        x,
        y,
        float(np.cos(radians)),
        float(np.sin(radians)),
        max(width, height) + 1,
        min(width, height) + 1,
    )


def _collinear(fragments: Floats, line: Floats) -> NDArray[np.bool_]:
    """Which fragments lie on the straight line through `line`, in much the same height and direction."""
    x, y, dx, dy, length, height = line
    offset = fragments[:, :2] - (x, y)
    across = np.abs(offset[:, 1] * dx - offset[:, 0] * dy)
    along = np.abs(offset[:, 0] * dx + offset[:, 1] * dy)
    turn = np.abs(fragments[:, 2] * dy - fragments[:, 3] * dx)
    gap = along - (length + fragments[:, 4]) / 2
    slack = 0.4 * height + 0.06 * np.maximum(along - length / 2, 0)
    alike = (fragments[:, 5] > 0.6 * height) & (fragments[:, 5] < 1.6 * height)
    return np.asarray(alike & (across < slack) & (gap < 10 * height) & (turn < 0.35), dtype=bool)


def _line_through(fragments: Floats, members: NDArray[np.bool_]) -> tuple[Seed, NDArray[np.bool_]]:
    """Fit the straight line through the ends of the fragments, twice: the first guess is short and coarse."""
    for _ in range(2):
        chosen = fragments[members]
        half = chosen[:, 2:4] * chosen[:, 4:5] / 2
        ends = np.concatenate([chosen[:, :2] - half, chosen[:, :2] + half])
        centre = ends.mean(axis=0)
        direction = np.linalg.svd(ends - centre, full_matrices=False)[2][0]
        along = (ends - centre) @ direction
        centre = centre + direction * (along.min() + along.max()) / 2
        height = float(np.average(chosen[:, 5], weights=chosen[:, 4]))
        line = np.array([*centre, *direction, np.ptp(along), height])
        more = _collinear(fragments, line)
        members = more if more.any() else members
    seed = Seed(
        centre=(float(line[0]), float(line[1])),
        direction=(float(line[2]), float(line[3])),
        length=float(line[4]),
        height=height,
    )
    return seed, members
