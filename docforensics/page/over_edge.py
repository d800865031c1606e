"""What lies over the edge of a page: a finger, a clip, a strap. It hides what it covers, and is no print of the page.

Such a thing goes on beyond the page's edge. So the edge is looked for where it should run: along the side the page and what lies
beside it each look like themselves; where both look alike, and neither as along the rest of the side, something lies over both, and
reaches as far into the page as its colour does. Where no edge is seen along the rest of the side nothing is told: the frame is out, or
the page goes on.

Cannot see: what ends at the page's edge, what has the colour of the page or of its surroundings, and anything on captures that end at the page.
"""

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.capture.model import Pixels
from docforensics.page.quantiles import median_of

MARGIN_MM = 3.0
"""Around the page, in which what lies beside it is looked at."""
_NEAR_MM, _FAR_MM = 0.75, 2.0
"""From the edge, on both sides, between which its look is taken: outlines are out by less than the first. A judgement."""
_ALIKE, _UNLIKE = 10.0, 14.0
"""CIELAB: up to here both sides of the edge look alike, and from here on a place looks unlike the rest of its side. Judgements; not fitted."""
_SEEN = 5.0
"""CIELAB, median along the rest of a side: page and surroundings differ by more where its edge is seen. A judgement."""
_LEAST_MM = 3.0
"""Along the edge: less is a mark or a flaw. A judgement."""
_GAP_MM = 1.0
"""Interruptions of the same thing, such as a nail's rim."""
_SAME_LIGHTNESS, _SAME_CHROMA = 22.0, 11.0
"""CIELAB, L* and (a*, b*): up to so far from the colour at the edge a place belongs to the same thing, which is shaded more than coloured. Judgements."""
_DEPTH_MM = 30.0
"""How far such a thing is followed into the page."""
_SHADOW_MM = 1.5
"""Its rim and its contact shadow."""
_MOST = 0.1
"""Share of the page: what has its colour over more of it is the page itself. A judgement."""
_CORNER_MM = 4.5
"""From the ends of a side: corners are round (3.18 mm), and what is beside the page is seen within their frame."""

Mask = NDArray[np.bool_]
_Map = NDArray[np.float32]


def over_edge(surroundings: Pixels, reached: Mask, px_per_mm: float) -> Mask:
    """Find the places of a page that are covered from beyond its edge.

    Parameters
    ----------
    surroundings
        (H + 2 m, W + 2 m, 3), the page (H, W) with `MARGIN_MM` around it, m pixels, at `px_per_mm`.
    reached
        (H + 2 m, W + 2 m), whether the capture reaches there.

    Returns
    -------
    (H, W); nothing where no capture reaches beyond the edge, or where it has no colour.
    """
    margin = round(MARGIN_MM * px_per_mm)
    inside = np.zeros(reached.shape, np.bool_)
    inside[margin:-margin, margin:-margin] = True
    covered = np.zeros(reached.shape, np.bool_)
    if surroundings.ndim == 3:
        lab = cv2.cvtColor(surroundings.astype(np.float32) / 255, cv2.COLOR_RGB2LAB)
        colour: _Map = np.asarray(cv2.GaussianBlur(lab, (0, 0), 0.5 * px_per_mm), np.float32)
        for turn in range(4):
            turned = np.rot90(covered, turn)  # a view: what is found is written into `covered`
            colour_here, inside_here = np.rot90(colour, turn), np.rot90(inside, turn)
            for columns in _crossings(colour_here, np.rot90(reached, turn), px_per_mm):
                turned |= _followed(colour_here, inside_here, columns, px_per_mm)
    side = 2 * round(_SHADOW_MM * px_per_mm) + 1
    grown = cv2.dilate(covered.view(np.uint8), cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))) > 0
    return np.asarray(grown[margin:-margin, margin:-margin], np.bool_)


def _crossings(colour: _Map, reached: Mask, px_per_mm: float) -> Iterator[slice]:
    """Give the columns in which something lies over the upper edge."""
    margin, near, far = (round(side * px_per_mm) for side in (MARGIN_MM, _NEAR_MM, _FAR_MM))
    columns = slice(margin, colour.shape[1] - margin)
    beside = slice(margin - far, margin - near)
    known: Mask = np.asarray(reached[beside, columns].all(axis=0), np.bool_)
    corner = round(_CORNER_MM * px_per_mm)
    known[:corner] = known[-corner:] = False
    if not known.any():
        return
    within = colour[margin + near : margin + far, columns].mean(axis=0)
    outside = colour[beside, columns].mean(axis=0)
    usual_within, usual_outside = np.median(within[known], axis=0), np.median(outside[known], axis=0)
    apart = _distance(within, outside)
    crossing = (
        known
        & (apart < _ALIKE)
        & (_distance(within, usual_within) > _UNLIKE)
        & (_distance(outside, usual_outside) > _UNLIKE)
    )
    rest = known & ~crossing
    if not rest.any() or median_of(apart[rest]) < _SEEN:
        return
    gap = np.ones((1, 2 * round(_GAP_MM * px_per_mm / 2) + 1), np.uint8)
    closed = cv2.morphologyEx(crossing[None].view(np.uint8), cv2.MORPH_CLOSE, gap)[0]
    steps = np.flatnonzero(np.diff(np.concatenate([[0], closed, [0]])))
    for start, stop in zip(steps[::2], steps[1::2], strict=True):
        if stop - start >= _LEAST_MM * px_per_mm:
            yield slice(int(start) + margin, int(stop) + margin)


def _followed(colour: _Map, inside: Mask, columns: slice, px_per_mm: float) -> Mask:
    """Follow what lies over the upper edge in some columns into the page."""
    margin, near, far, depth = (round(side * px_per_mm) for side in (MARGIN_MM, _NEAR_MM, _FAR_MM, _DEPTH_MM))
    own = np.median(colour[margin - far : margin + far, columns].reshape(-1, 3), axis=0)
    shade, tint = np.abs(colour[..., 0] - own[0]), _distance(colour[..., 1:], own[1:])
    alike = inside & (shade < _SAME_LIGHTNESS) & (tint < _SAME_CHROMA)
    alike[margin + depth :] = False
    edge = (slice(margin, margin + near), columns)
    alike[edge] = True
    _, labels = cv2.connectedComponents(alike.view(np.uint8), connectivity=4)
    found = np.isin(labels, np.unique(labels[edge]))
    return np.asarray(found & (found.sum() <= _MOST * inside.sum()), np.bool_)


def _distance(one: _Map, other: NDArray[np.floating]) -> _Map:
    return np.asarray(np.linalg.norm(one - other, axis=-1), np.float32)
