"""Oval rims of stamps that lie in part on a picture or on places of data, where no reference shows what was added to a page.

Part of the ink was compared and has a colour. Of that ink, strokes are looked for beside it, against what lies round them on the page; an oval on which they stand nearly
everywhere is a rim, and what it encloses may be a stamp (`comparison.stamps` asks for more: pictures are ovals as well).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.helper_process import lacks_memory
from docforensics.templates.comparison.added_ink import HALF, PX_PER_MM
from docforensics.templates.masks import grown
from docforensics.templates.planes import Mask

_LEAST_MM, _MOST_MM = 8.0, 50.0
"""Lengths of an oval's axes: stamps of travel documents are 15 to 45 mm long."""
_FLATTEST = 0.45
"""Its shorter axis, as a share of the longer one. A judgement."""
_TRIED, _SEED = 600, 20261129
"""Ovals that are laid through points of the strokes, and where their choice begins: the same page gives the same rim."""
_POINTS, _OF_PART = 6, 3
"""Points of an oval, and how many of them are of the ink that was compared."""
_PLACES, _WITHIN_MM = 90, 0.4
"""Places along a rim, and how near a stroke has to be to each, across and down: the pixels round its own."""
_INKED = 0.75
"""Share of these places with a stroke: .81 to 1.0 on five stamps over portraits and data, .13 to .44 on other ovals where they were compared (seven designs of the samples,
seen)."""

_AROUND_MM, _BEYOND_CHANCE = 5.0, 0.45
"""Round an oval, where strokes stand by chance, and by how much more stand on a rim: .62 to .78 more on the stamps, .25 more on an oval in the ground of a heading."""


@dataclass(frozen=True, slots=True, eq=False)
class Oval:
    """An ellipse in pixels, as `cv2.fitEllipseDirect` gives it."""

    centre: tuple[float, float]
    axes: tuple[float, float]
    """Whole lengths."""
    angle: float

    @classmethod
    def through(cls, points: NDArray[np.float32]) -> "Oval | None":
        """The oval that lies nearest to points, (n, 2); None where OpenCV does not converge."""
        try:
            (x, y), (one, other), angle = cv2.fitEllipseDirect(points)
        except cv2.error as error:
            if lacks_memory(error):
                raise
            return None
        return cls(centre=(x, y), axes=(one, other), angle=angle)

    @property
    def is_of_a_stamp(self) -> bool:
        """Whether a stamp may be as large and as flat."""
        short, long = sorted(self.axes)
        return (
            all(map(math.isfinite, (*self.centre, *self.axes, self.angle)))
            and short >= _LEAST_MM * PX_PER_MM
            and long <= _MOST_MM * PX_PER_MM
            and short >= _FLATTEST * long
        )

    def area(self, shape: tuple[int, ...]) -> Mask:
        """(h, w): what it encloses, rim and all."""
        filled = np.zeros(shape, np.uint8)
        room = 2 * _WITHIN_MM * PX_PER_MM
        wide = (self.axes[0] + room, self.axes[1] + room)
        cv2.ellipse(filled, (self.centre, wide, self.angle), 1, -1)
        return filled > 0


def rim(part: Mask, strokes: Mask, known: Mask) -> Oval | None:
    """Find the rim that ink which was compared is a part of; None where there is none.

    Each oval that is tried goes through points of both: the strokes of faces and clothes are many more than those of a stamp.

    Parameters
    ----------
    part, strokes
        (h, w): that ink, and all ink of its hue.
    known
        (h, w): what was compared. Strokes are sure there, so that a rim is inked there as nearly everywhere as on the whole.
    """
    own, every = (np.argwhere(mask)[:, ::-1].astype(np.float32) for mask in (part, strokes))
    if len(own) < _OF_PART or len(every) < _POINTS:
        return None
    side = 2 * int(_WITHIN_MM * PX_PER_MM) + 1
    near = cv2.dilate(strokes.view(np.uint8), np.ones((side, side), np.uint8)) > 0
    rng = np.random.default_rng(_SEED)
    counts = [len(own)] * _OF_PART + [len(every)] * (_POINTS - _OF_PART)
    chosen = rng.integers(np.tile(counts, (_TRIED, 1)))
    points = np.concatenate([own[chosen[:, :_OF_PART]], every[chosen[:, _OF_PART:]]], axis=1)
    tried = (Oval.through(one) for one in points)
    ovals = [oval for oval in tried if oval is not None and oval.is_of_a_stamp]
    if not ovals:
        return None
    shares = _inked(ovals, near, known)
    best = int(shares.argmax())
    oval, share = ovals[best], float(shares[best])
    return oval if share > _INKED and share - _by_chance(oval, near) > _BEYOND_CHANCE else None


def _by_chance(oval: Oval, near: Mask) -> float:
    """Share of the places round an oval that are as near a stroke: among line work of one hue any oval lies on strokes."""
    area = oval.area(near.shape)
    around = grown(area, _AROUND_MM * HALF) & ~area
    return float(near[around].mean()) if around.any() else 0.0


def _inked(ovals: Sequence[Oval], near: Mask, known: Mask) -> NDArray[np.float64]:
    """(n,): share of the places along each rim at which a stroke is near, of all or of those that were compared, whichever is less; places beyond the page have none."""
    places = _places(ovals)
    height, width = near.shape
    x, y = places[..., 0], places[..., 1]
    within = (x >= 0) & (x < width) & (y >= 0) & (y < height)
    x, y = x * within, y * within
    inked, sure = near[y, x] & within, known[y, x] & within
    of_all = inked.sum(axis=1) / _PLACES
    count = sure.sum(axis=1)
    of_sure = (inked & sure).sum(axis=1) / np.maximum(count, 1)
    return np.asarray(np.where(count > 0, np.minimum(of_all, of_sure), of_all))


def _places(ovals: Sequence[Oval]) -> NDArray[np.int64]:
    """(n, `_PLACES`, 2): x and y along each rim, evenly by the ellipse's parameter."""
    at = np.linspace(0, 2 * np.pi, _PLACES, endpoint=False)
    centre, half = np.array([one.centre for one in ovals]), np.array([one.axes for one in ovals]) / 2
    turn = np.deg2rad([one.angle for one in ovals])[:, None]
    x, y = half[:, :1] * np.cos(at), half[:, 1:] * np.sin(at)
    across = centre[:, :1] + x * np.cos(turn) - y * np.sin(turn)
    down = centre[:, 1:] + x * np.sin(turn) + y * np.cos(turn)
    return np.asarray(np.rint(np.stack([across, down], axis=2)), np.int64)
