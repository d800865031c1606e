"""Where the page's own noise is missing although the rest of the page bears it: covers, and places that were blurred."""

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.capture.model import Pixels

_POOLED_MM, _FLOOR_MM = 0.75, 1.75
"""Window in which noise is measured, and in which its least is taken: between letters and lines there is paper."""
_LEAST_MM2 = 3.0
"""Area of a place. A judgement; a letter of a field with what lies around it."""
_STEPS = tuple(0.06 * 1.35**step for step in range(12))
"""Levels of noise, grey levels, tried as the limit between places with and without the page's noise."""
_GAP = 2.2
"""From the limit up to so many times of it (hardly) any place of the page lies: with and without noise are apart."""
_IN_GAP = 0.05
"""Share of the found area that may lie in the gap nevertheless."""
_LEAST_PX_PER_MM = 6.0
"""Below, a place as wide as a letter holds too few pixels for its noise to be told. A judgement."""
_MOST = 0.3
"""Share of a page that may be without noise; beyond, the page is smooth as a whole. A judgement."""
_MOST_PATCHES = 40
"""Patches looked at, the largest first. A judgement."""
_SHARP = 0.5
"""Sharpest edges inside, as a share of those of the page, from which a place shows print: it was seen."""
_RIM_MM = 0.75
"""A cover's own edge is sharp and is left out there; a place's noise is measured in windows, and reaches as far beyond."""
_CONVEX = 0.8
"""Share of its convex hull that a patch fills. A judgement; not fitted."""
_TONE = 4.0
"""Grey levels (standard deviation of what is wider than noise) from which a place shows tone and is blurred, not covered."""

Mask = NDArray[np.bool_]
Map = NDArray[np.float32]


def smooth_places(
    pixels: Pixels, size: tuple[int, int], px_per_mm: float, *, apart_from: Mask
) -> tuple[Mask, Mask]:
    """Where a cover lies and where the page was blurred: masks of this width and height at `px_per_mm`, outside `apart_from`."""
    grey = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY) if pixels.ndim == 3 else pixels, np.uint8)
    fine = fineness(grey)
    noise = np.asarray(cv2.resize(fine, size, interpolation=cv2.INTER_AREA), np.float32)
    floor = noise_floor(noise, px_per_mm)
    covered, blurred = (np.zeros(floor.shape, np.bool_) for _ in range(2))
    if pixels.shape[1] < size[0] * _LEAST_PX_PER_MM / px_per_mm:
        return covered, blurred
    smooth = _apart(floor, apart_from, px_per_mm)
    if smooth is None:
        return covered, blurred
    levels = np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), np.float32)
    edges = _edges(fine, size)
    usual = float(np.percentile(edges[~smooth & ~apart_from], 98))
    rim = np.ones((round(2 * _RIM_MM * px_per_mm) + 1,) * 2, np.uint8)
    for own in _patches(smooth, px_per_mm):
        inner = cv2.erode(own.view(np.uint8), rim) > 0
        if not inner.any() or float(edges[inner].max()) > _SHARP * usual:
            continue
        whole = cv2.dilate(own.view(np.uint8), rim) > 0
        (blurred if float(levels[inner].std()) > _TONE else covered)[whole] = True
    return covered, blurred


def _patches(smooth: Mask, px_per_mm: float) -> Iterator[Mask]:
    """Connected places that are large and nearly convex, as a cover is.

    Paper between print, and the ground of a picture round its subject, are not.
    """
    count, labels, stats, _ = cv2.connectedComponentsWithStats(smooth.view(np.uint8), connectivity=8)
    largest = sorted(range(1, count), key=lambda one: -int(stats[one, cv2.CC_STAT_AREA]))[:_MOST_PATCHES]
    for label in largest:
        area = float(stats[label, cv2.CC_STAT_AREA])
        if area < _LEAST_MM2 * px_per_mm**2:
            continue
        own = np.asarray(labels == label, np.bool_)
        outline = np.argwhere(own).astype(np.int32)
        if area >= _CONVEX * cv2.contourArea(cv2.convexHull(outline)):
            yield own


def fineness(grey: NDArray[np.uint8]) -> Map:
    """(H, W): the finest detail of each place, in grey levels; on plain paper the standard deviation of its noise.

    The second difference across times that down leaves plane and edge out (J. Immerkaer, 1996).
    """
    second = np.array([1.0, -2.0, 1.0], np.float32)
    # The factor goes in with the differences: no pass over the picture is spent on it.
    down = second * np.float32(np.sqrt(np.pi / 2) / 6)
    fine = np.asarray(cv2.sepFilter2D(grey, cv2.CV_32F, second, down), np.float32)
    return np.abs(fine, out=fine)


def noise_floor(noise: Map, px_per_mm: float) -> Map:
    """(H, W): the least noise near each place, in windows that hold some paper between the print."""
    pooled, around = (2 * round(side * px_per_mm / 2) + 1 for side in (_POOLED_MM, _FLOOR_MM))
    mean = cv2.blur(noise, (pooled, pooled))
    least = cv2.erode(mean, np.ones((around, around), np.uint8))
    return np.asarray(cv2.dilate(least, np.ones((around, around), np.uint8)), dtype=np.float32)


def _edges(fine: Map, size: tuple[int, int]) -> Map:
    """(H, W): the strongest fine detail of each place."""
    side = max(round(fine.shape[1] / size[0]), 1)
    return np.asarray(
        cv2.resize(cv2.dilate(fine, np.ones((side, side), np.uint8)), size, interpolation=cv2.INTER_NEAREST)
    )


def _apart(floor: Map, apart_from: Mask, px_per_mm: float) -> Mask | None:
    """Places whose noise floor lies apart from that of all others; None where the page has no such."""
    known = ~apart_from
    best, found = 0, None
    for limit in _STEPS:
        below = (floor < limit) & known
        area = int(np.count_nonzero(below))
        if area < _LEAST_MM2 * px_per_mm**2 or area <= best:
            continue
        if area > _MOST * np.count_nonzero(known):
            break
        near = (
            cv2.dilate(below.view(np.uint8), np.ones((round(2 * _FLOOR_MM * px_per_mm) + 1,) * 2, np.uint8))
            > 0
        )
        between = (floor < _GAP * limit) & known & ~near
        if np.count_nonzero(between) <= _IN_GAP * area:
            best, found = area, np.asarray(below, dtype=np.bool_)
    return found
