"""Where light burnt the page out: saturated in every colour, in a patch, and brighter than the paper around it."""

from functools import reduce

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.capture.model import Pixels

_FULL = 250
"""Grey level in every colour at which a sensor is full, but for noise and compression. A judgement."""
_MOSTLY = 0.9
"""Share of a place's pixels that must be full."""
_LEAST_MM, _LEAST_MM2 = 0.9, 1.5
"""Width and area of a patch: print spares out smaller places. A judgement."""
_MOST = 12
"""Patches looked at, the largest first. A judgement: more are print on burnt paper."""
_AROUND_MM = (2.5, 6.0)
"""How far from a patch the paper is asked how bright it is: beyond its rim, and near."""
_BRIGHTER = 6.0
"""Grey levels by which a patch exceeds the paper around it. Paper that is burnt out itself does not glare."""
_FADES_MM, _STILL_BRIGHTER = 3.0, 4.0
"""How far a patch's rim reaches, and grey levels above the paper at which it ends. A judgement."""
_STROKE_MM = 0.75
"""Half the width of print that does not part a patch's rim."""
_PAPER = 80.0
"""Percentile of the levels around that is paper: print is darker."""
_WHOLE = 0.8
"""Share of its convex hull that a patch fills. A judgement; not fitted."""
_AT_RIM = 0.35
"""Share of the page's rim along which a patch runs that is what the page lies on, or its white border."""

Mask = NDArray[np.bool_]


def glare(pixels: Pixels, size: tuple[int, int], px_per_mm: float) -> Mask:
    """Where glare hides the page (H, W, [C]): a mask of this width and height, at `px_per_mm`."""
    colours = 1 if pixels.ndim == 2 else pixels.shape[2]
    burnt = cv2.inRange(pixels, np.full(colours, float(_FULL)), np.full(colours, 255.0))
    if not cv2.countNonZero(burnt):
        return np.zeros(size[::-1], np.bool_)
    full = cv2.resize(burnt, size, interpolation=cv2.INTER_AREA) >= round(255 * _MOSTLY)
    side = max(round(_LEAST_MM * px_per_mm), 1)
    patches = cv2.morphologyEx(full.view(np.uint8), cv2.MORPH_OPEN, np.ones((side, side), np.uint8))
    if not patches.any():
        return np.zeros(full.shape, np.bool_)
    darkest = reduce(cv2.min, cv2.split(pixels))
    levels = np.asarray(cv2.resize(darkest, size, interpolation=cv2.INTER_AREA), np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(patches, connectivity=8)
    found = np.zeros(full.shape, np.bool_)
    largest = sorted(range(1, count), key=lambda one: -int(stats[one, cv2.CC_STAT_AREA]))[:_MOST]
    for label in largest:
        large = stats[label, cv2.CC_STAT_AREA] >= _LEAST_MM2 * px_per_mm**2
        if large and _is_whole(labels == label):
            _mark(found, np.asarray(labels == label, np.bool_), (levels, patches > 0), px_per_mm)
    return found


def _is_whole(patch: NDArray[np.bool_]) -> bool:
    """Whether a patch fills its convex hull: white paper has print in it, and white grounds go round a subject."""
    rows, columns = np.nonzero(patch)
    # The corners of the pixels, so that a hull holds them whole.
    corners = [(columns + across, rows + down) for across in (0, 1) for down in (0, 1)]
    points = np.concatenate([np.stack(pair, axis=1) for pair in corners]).astype(np.int32)
    return bool(patch.sum() >= _WHOLE * cv2.contourArea(cv2.convexHull(points)))


def _mark(found: Mask, own: Mask, page: tuple[NDArray[np.uint8], Mask], px_per_mm: float) -> None:
    """Mark a patch and its rim where it is brighter than the paper around."""
    levels, patches = page
    rim = np.concatenate([own[0], own[-1], own[:, 0], own[:, -1]])
    if rim.mean() > _AT_RIM:
        return
    near, far = (_grown(own, reach * px_per_mm) for reach in _AROUND_MM)
    around = far & ~near & ~patches
    if not around.any():
        return
    paper = float(np.percentile(levels[around], _PAPER))
    if float(levels[own].mean()) - paper < _BRIGHTER:
        return
    veil = _grown(own, _FADES_MM * px_per_mm) & _joined(levels, own, paper + _STILL_BRIGHTER, px_per_mm)
    found |= own | veil


def _joined(levels: NDArray[np.uint8], own: Mask, least: float, px_per_mm: float) -> Mask:
    """What is brighter than `least` and hangs together with a patch, strokes of print between it included."""
    side = 2 * round(_STROKE_MM * px_per_mm) + 1
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    bright = cv2.morphologyEx(((levels > least) | own).view(np.uint8), cv2.MORPH_CLOSE, kernel)
    _, labels = cv2.connectedComponents(bright, connectivity=8)
    return np.isin(labels, np.unique(labels[own]))


def _grown(mask: Mask, reach: float) -> Mask:
    side = 2 * round(reach) + 1
    return np.asarray(cv2.dilate(mask.view(np.uint8), np.ones((side, side), np.uint8)), dtype=np.bool_)
