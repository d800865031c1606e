"""Faces on a page, found by a small network (BlazeFace, full range).

It gives where a face is, and nothing of whose. It finds faces of photographs, in colour and grey, of ghost images and of portraits of a
few millimetres. It was trained on photographs by its makers (`models/face-detector/README.md`); no document trained it.

Sources: Bazarevsky, Kartynnik, Vakunov, Raveendran and Grundmann 2019 (BlazeFace).
"""

from collections.abc import Iterable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.capture.model import Pixels
from docforensics.networks import load_network
from docforensics.page.geometry import BoxMm

LEAST_MM = 3.5
"""Brow to chin on the smallest portraits that are looked for, which are some 8 mm wide."""
_SCALES = (3.0, 1.5)
"""Pixels per millimetre of the two looks: for small faces, and for those beyond 60 pixels on the first, where it is less sure."""
_FINE_BELOW_MM = 10.0
"""Where no smaller face is looked for, the second look is enough. A judgement; not fitted."""
_MOST_PX = 140_000
"""Of the first look: a data page at 3 pixels per mm has 100,000. Larger pages are seen coarser, which bounds the time."""
_CELL, _MULTIPLE = 4, 32
"""Pixels for one answer of the network, and what its picture's sides are multiples of."""
LEAST_CONFIDENCE = 0.5
"""The makers' own. On 73 shared pages (folders mrz and idcards) no pattern reaches it, and portraits score .72 to .97."""
_LEVELLED_MM, _BLURS_MM = 6.0, (0.0, 0.25)
"""Over which contrast is the same, the size of a small face; and how much of the fine print is blurred away before. Judgements."""
_LEVELLED_PX_PER_MM = 6.0
"""Scale at which contrast is brought up: twice that of the finest look, and a fifth of the time of a scan's own."""
_CONTRAST, _NOISE = 45.0, 3.0
"""Grey levels of one standard deviation, and what is noise. Judgements; of 24 repetitions in the shared folders mrz and idcards these looks
show 21 where the page as it is shows 19, and no pattern in place of a face."""
_SAME = 0.3
"""Intersection over union from which two answers are one face (the makers' own)."""

_CLOSE_LOOKS = ((4.5, None), (10.0, None), (10.0, 0.25), (10.0, 0.5))
"""Pixels per mm of the looks for small faces, and the blur in mm with which contrast is brought up, if it is. Of twelve looks on 129 shared pages
(seen) these show four faces, of 2 to 8 mm, that nothing else shows, with the fewest other places."""
_BEHIND_PRINT, _CLOSED_MM = (1.5, 2.0), 1.6
"""Pixels per mm of the looks for large pale faces on which text is printed, and the width up to which its strokes are closed. On the same pages they show two, of
18 and 20 mm, that nothing else shows, and no other place."""
_FINEST_PX_PER_MM = 10.0
"""That of the closest look: finer pages are brought to it once, before strokes are closed."""
_MOST_CLOSE_PX = 1_600_000
"""Of those: a page of two ID-3 pages at 8.5 pixels per mm. Larger pages are seen coarser."""
_SMALL_MM, _SURE_OF_SMALL = 2.0, 0.55
"""Width of the smallest face that they show, and the confidence from which it is one: digits and letters reach .64, on ten of the same pages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """A face as the network gives it."""

    box: BoxMm
    """From brow to chin and from ear to ear."""
    confidence: float
    """That it is one, 0..1."""


def find_faces(
    page: Pixels, px_per_mm: float, *, least_mm: float = LEAST_MM, faint: bool = False
) -> tuple[Face, ...]:
    """Faces on a page, the largest first.

    Parameters
    ----------
    page
        Rectified and upright, (H, W) or (H, W, 3), uint8.
    px_per_mm
        Of the page.
    least_mm
        Width of the smallest face that is looked for; from 10 mm on it takes a quarter of the time.
    faint
        Whether to look again at the page with its contrast brought up everywhere alike, which shows pale repetitions; takes three times as long.

    """
    colour = _in_colour(page)
    looks = [colour, *(_levelled(colour, px_per_mm, blur) for blur in _BLURS_MM)] if faint else [colour]
    scales = _SCALES if least_mm < _FINE_BELOW_MM else _SCALES[1:]
    finest = np.sqrt(_MOST_PX * px_per_mm**2 / max(colour.shape[0] * colour.shape[1], 1))
    bound = min(1.0, finest / _SCALES[0])
    seen = [face for look in looks for scale in scales for face in _look(look, px_per_mm, scale * bound)]
    whole = BoxMm.of_size((page.shape[1] / px_per_mm, page.shape[0] / px_per_mm))
    kept = [face for face in _distinct(seen) if face.box.width >= least_mm and whole.holds(face.box.centre)]
    return tuple(sorted(kept, key=lambda face: -face.box.width))


def find_further_faces(page: Pixels, px_per_mm: float) -> tuple[Face, ...]:
    """Faces on a page (H, W[, 3]) that are small, down to 2 mm, or pale and printed over, the surest first; takes seconds, and shows digits in their place as well."""
    share = min(1.0, _FINEST_PX_PER_MM / px_per_mm)
    small = cv2.resize(page, None, fx=share, fy=share, interpolation=cv2.INTER_AREA) if share < 1 else page
    colour, px_per_mm = _in_colour(np.asarray(small, np.uint8)), px_per_mm * share
    scale = np.sqrt(_MOST_CLOSE_PX * px_per_mm**2 / max(colour.shape[0] * colour.shape[1], 1))
    found: list[Face] = []
    for finest, blur in _CLOSE_LOOKS:
        look = colour if blur is None else _levelled(colour, px_per_mm, blur)
        found += _look(look, px_per_mm, min(finest, float(scale)))
    strokes = np.ones((round(_CLOSED_MM * px_per_mm) | 1,) * 2, np.uint8)
    bare = np.asarray(cv2.morphologyEx(colour, cv2.MORPH_CLOSE, strokes), np.uint8)
    for coarse in _BEHIND_PRINT:
        found += _look(bare, px_per_mm, min(coarse, float(scale)))
    whole = BoxMm.of_size((colour.shape[1] / px_per_mm, colour.shape[0] / px_per_mm))
    sure = [face for face in _distinct(found) if face.confidence >= _SURE_OF_SMALL]
    return tuple(face for face in sure if face.box.width >= _SMALL_MM and whole.holds(face.box.centre))


def _in_colour(page: Pixels) -> Pixels:
    return np.asarray(cv2.cvtColor(page, cv2.COLOR_GRAY2RGB) if page.ndim == 2 else page, np.uint8)


def _levelled(page: Pixels, px_per_mm: float, blur_mm: float) -> Pixels:
    """The page in grey with the same contrast everywhere."""
    full = cv2.cvtColor(page, cv2.COLOR_RGB2GRAY)
    share = min(1.0, _LEVELLED_PX_PER_MM / px_per_mm)
    grey = np.asarray(cv2.resize(full, None, fx=share, fy=share, interpolation=cv2.INTER_AREA), np.float32)
    px_per_mm *= share
    if blur_mm:
        grey = np.asarray(cv2.GaussianBlur(grey, (0, 0), blur_mm * px_per_mm), np.float32)
    sigma = _LEVELLED_MM * px_per_mm
    off = grey - cv2.GaussianBlur(grey, (0, 0), sigma)
    spread = np.sqrt(cv2.GaussianBlur(off * off, (0, 0), sigma))
    level = np.clip(128 + _CONTRAST * off / (spread + _NOISE), 0, 255).astype(np.uint8)
    size = (full.shape[1], full.shape[0])
    alike = cv2.resize(level, size, interpolation=cv2.INTER_LINEAR) if share < 1 else level
    return np.asarray(cv2.cvtColor(alike, cv2.COLOR_GRAY2RGB), np.uint8)


def _look(page: Pixels, px_per_mm: float, scale: float) -> list[Face]:
    """All answers of one look at `scale` pixels per mm."""
    height, width = (max(round(side * scale / px_per_mm), 1) for side in page.shape[:2])
    way = cv2.INTER_AREA if scale < px_per_mm else cv2.INTER_LINEAR
    small = cv2.resize(page, (width, height), interpolation=way)
    # What is beyond the page is mid-grey to the network, as in the pictures that it was trained on.
    padded = np.zeros((3, _up(height), _up(width)), np.float32)
    padded[:, :height, :width] = small.transpose(2, 0, 1).astype(np.float32) / 127.5 - 1
    score, *place = load_network("face-detector/face")(padded[None])[0][:5]
    sure = 1 / (1 + np.exp(-np.clip(score, -50, 50)))
    return [
        Face(box=_box(row, column, place, scale), confidence=float(sure[row, column]))
        for row, column in zip(*np.nonzero(sure >= LEAST_CONFIDENCE), strict=True)
        if min(place[2][row, column], place[3][row, column]) > 0
    ]


def _up(side: int) -> int:
    return -(-side // _MULTIPLE) * _MULTIPLE


def _box(row: int, column: int, place: list[NDArray[np.float32]], scale: float) -> BoxMm:
    """The network gives the middle from the cell's own, and the size, in pixels."""
    right, down, width, height = (float(part[row, column]) for part in place)
    x, y = (column + 0.5) * _CELL + right, (row + 0.5) * _CELL + down
    return BoxMm(
        left=(x - width / 2) / scale,
        top=(y - height / 2) / scale,
        right=(x + width / 2) / scale,
        bottom=(y + height / 2) / scale,
    )


def _distinct(faces: Iterable[Face]) -> list[Face]:
    """The surest answer for every face."""
    kept: list[Face] = []
    for face in sorted(faces, key=lambda one: -one.confidence):
        if all(_overlap(face.box, other.box) < _SAME for other in kept):
            kept.append(face)
    return kept


def _overlap(one: BoxMm, other: BoxMm) -> float:
    """Intersection over union."""
    shared = one.overlap(other)
    return shared / (one.area + other.area - shared)
