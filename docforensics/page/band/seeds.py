"""Where lines of dark, evenly sized marks lie, at any angle: the seeds from which `band` grows its candidates.

Characters are joined to fragments by a closing that knows no direction, at three scales; fragments that lie on one
straight line are gathered, so that a gap in the closing does not cut a line of text in two.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.capture.model import Pixels

Floats = NDArray[np.float64]

_LOOKS = ((1.0, 5), (1.0, 9), (0.5, 9), (0.25, 9))
"""Scale, and the gap in its pixels that is closed between the bodies of two characters. Each finds characters of
about 6 to 16 px pitch in its own pixels; the first keeps apart the close lines of a small ID-1 card."""
_GLANCE_PX, _GLANCE_JOIN = 450, 7
"""Long side of the copy, and the gap closed, in which the zone of a page that fills its image is seen at one glance:
on 122 of 166 drawn pages, at a fifth of the time of all looks."""
_GLANCED = 16
"""So many lines are gathered at a glance."""
_WHOLE_LINE = (22.0, 60.0)
"""Length over height of a line that is seen whole."""
_STROKE_PX = 7
"""Wider dark things than this (in the scale's pixels) are not strokes."""
_NEIGHBOURHOOD_PX = 25
"""Two to three cells of a zone at the scale of the search: a judgement."""
_MIN_CONTRAST = 10
"""Grey levels: below is noise and background print. A judgement; not fitted."""
_MIN_ASPECT = 3.0
"""Length over height of a fragment: three characters and more. A judgement."""
_MIN_SIDE = 20
"""Two lines of characters of 6 px need as many pixels."""
_MAX_FRAGMENTS = 400
"""The longest ones: bounds the time, which grows with their square. A judgement."""
_LEAST_DIAGONAL_PX = 6
"""Smaller is a speck at the scale of the search: a judgement."""


LINE_CELLS = (43.5, 35.5, 29.5)
"""Cells of a line from the first mark to the last (standards.md 1.9)."""
_CELL_HEIGHT = 1.05
"""Height of a line's seed in cells."""
_OTHER_HEIGHT = 0.07
"""A height so near, in natural logarithms, has been tried as it is."""


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

    @property
    def is_whole(self) -> bool:
        """Whether it is as long as a line that is seen whole."""
        return _WHOLE_LINE[0] <= self.fullness < _WHOLE_LINE[1]


Copies = Mapping[float, Pixels]
"""A grey image and what it is halved to: scale to pixels."""


def copies_of(grey: Pixels) -> Copies:
    """The image at the scales looked at."""
    half = halved(grey)
    return {1.0: grey, 0.5: half, 0.25: halved(half)}


def halved(grey: Pixels) -> Pixels:
    """The picture at half its size, four pixels averaged to one; a line of pixels stays as it is."""
    if min(grey.shape) < 2:
        return grey
    return np.asarray(cv2.resize(grey, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA), np.uint8)


def find_seeds(copies: Copies) -> tuple[Seed, ...]:
    """Find the lines of marks in a grey image, the most line-like first."""
    masks = {scale: ink_mask(stroke_contrast(copy)) for scale, copy in copies.items()}
    return _gathered(
        np.concatenate([_fragments(masks[scale], join) / _row_scale(scale) for scale, join in _LOOKS])
    )


def glance(copies: Copies) -> tuple[Seed, ...]:
    """Find in a small copy the lines that are seen whole, the most line-like first: quick, and often enough."""
    scale = min(1.0, _GLANCE_PX / max(copies[1.0].shape))
    level = min((level for level in copies if level >= scale), default=1.0)
    zoom = scale / level
    small = cv2.resize(copies[level], None, fx=zoom, fy=zoom, interpolation=cv2.INTER_LINEAR)
    mask = ink_mask(stroke_contrast(np.asarray(small, np.uint8)))
    seeds = _gathered(_fragments(mask, _GLANCE_JOIN) / _row_scale(scale), _GLANCED)
    return tuple(seed for seed in seeds if seed.is_whole)


def _gathered(fragments: Floats, most: int = _MAX_FRAGMENTS) -> tuple[Seed, ...]:
    """Gather fragments (N, 6) to `most` lines of marks, longest fragments first; the most line-like is the first."""
    # Column by column in memory, as they are reckoned with.
    fragments = np.asfortranarray(fragments[np.argsort(-fragments[:, 4])][:_MAX_FRAGMENTS])
    seeds: list[Seed] = []
    free = np.ones(len(fragments), dtype=bool)
    for index in range(len(fragments)):
        if free[index] and fragments[index, 4] / fragments[index, 5] >= _MIN_ASPECT:
            members = _collinear(fragments, fragments[index])
            seed, members = _line_through(fragments, members)
            free[members] = False
            free[index] = False
            seeds.append(seed)
            if len(seeds) == most:
                break
    seeds.sort(key=lambda seed: -min(seed.fullness, 40.0))
    return tuple(seeds)


def lines_by_length(seed: Seed) -> tuple[Seed, ...]:
    """Take the seed for whole lines of a zone, whatever its height suggests.

    What runs into a line (its neighbours, a frame, line work, a shadow) makes it higher, seldom longer.
    """
    heights = [_CELL_HEIGHT * seed.length / cells for cells in LINE_CELLS]
    return tuple(
        replace(seed, height=height)
        for height in heights
        if abs(math.log(height / seed.height)) > _OTHER_HEIGHT
    )


def stroke_contrast(grey: Pixels) -> Pixels:
    """How much darker each pixel is than its surroundings wider than a stroke."""
    blackhat = cv2.morphologyEx(grey, cv2.MORPH_BLACKHAT, np.ones((_STROKE_PX, _STROKE_PX), np.uint8))
    return np.asarray(blackhat, dtype=np.uint8)


def ink_mask(contrast: Pixels) -> Pixels:
    """255 where the contrast reaches half of the highest nearby: fine line work next to print drops out."""
    window = (_NEIGHBOURHOOD_PX, _NEIGHBOURHOOD_PX)
    highest = cv2.blur(cv2.dilate(contrast, np.ones(window, np.uint8)), window)
    threshold = np.maximum(cv2.convertScaleAbs(highest, alpha=0.5), _MIN_CONTRAST)
    return np.asarray(cv2.compare(contrast, threshold, cv2.CMP_GT), dtype=np.uint8)


def _row_scale(scale: float) -> Floats:
    """Return what divides a fragment's row to bring it from a look's pixels to those of the image."""
    return np.array([scale, scale, 1, 1, scale, scale])


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
    rows = [_fragment(contour) for contour in outer if len(contour) >= 4 and _is_long(contour)]
    kept = [row for row in rows if row[4] >= 1.5 * row[5] and row[5] >= 4]
    return np.array(kept, dtype=np.float64).reshape(-1, 6)


def _is_long(contour: cv2.typing.MatLike) -> bool:
    """Whether the contour may be a fragment at all: most are specks, and a box costs more than its bounds."""
    _, _, width, height = cv2.boundingRect(contour)
    return width * width + height * height >= _LEAST_DIAGONAL_PX**2


def _fragment(contour: cv2.typing.MatLike) -> tuple[float, ...]:
    (x, y), (width, height), angle = cv2.minAreaRect(contour)
    radians = math.radians(angle if width >= height else angle + 90)
    return (
        x,
        y,
        math.cos(radians),
        math.sin(radians),
        max(width, height) + 1,
        min(width, height) + 1,
    )


def _collinear(fragments: Floats, line: Floats) -> NDArray[np.intp]:
    """Which fragments lie on the straight line through `line`, in much the same height and direction."""
    x, y, dx, dy, length, height = line.tolist()
    # All of them: to choose those of that height first takes longer than to reckon for the few others.
    xs, ys, dxs, dys, lengths, heights = fragments.T
    right, down = xs - x, ys - y
    across = np.abs(down * dx - right * dy)
    along = np.abs(right * dx + down * dy)
    turn = np.abs(dxs * dy - dys * dx)
    gap = along - (length + lengths) / 2
    slack = 0.4 * height + 0.06 * np.maximum(along - length / 2, 0)
    near_line = (across < slack) & (gap < 10 * height) & (turn < 0.35)
    near_line &= (heights > 0.6 * height) & (heights < 1.6 * height)
    return np.flatnonzero(near_line)


def _line_through(fragments: Floats, members: NDArray[np.intp]) -> tuple[Seed, NDArray[np.intp]]:
    """Fit the straight line through the ends of the fragments, twice: the first guess is short and coarse."""
    for _ in range(2):
        line = _fitted(fragments[members])
        more = _collinear(fragments, line)
        if not len(more) or np.array_equal(more, members):
            break  # a second fit would be the same
        members = more
    x, y, dx, dy, length, height = line.tolist()
    return Seed(centre=(x, y), direction=(dx, dy), length=length, height=height), members


def _fitted(chosen: Floats) -> Floats:
    """Centre, direction, length and height of the straight line of least squares through the fragments' ends."""
    half = chosen[:, 2:4] * chosen[:, 4:5] / 2
    ends = np.concatenate([chosen[:, :2] - half, chosen[:, :2] + half])
    centre = ends.sum(axis=0) / len(ends)
    around = ends - centre
    (xx, xy), (_, yy) = (around.T @ around).tolist()
    angle = math.atan2(2 * xy, xx - yy) / 2
    direction = np.array([math.cos(angle), math.sin(angle)])
    along = around @ direction
    low, high = float(along.min()), float(along.max())
    height = float(chosen[:, 5] @ chosen[:, 4]) / float(chosen[:, 4].sum())
    return np.concatenate([centre + direction * (low + high) / 2, direction, [high - low, height]])
