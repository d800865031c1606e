"""Boxes around the places of a mask on the template frame."""

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.page.geometry import BoxMm
from docforensics.templates.masks import CUT_RIM_MM, box_mask, component_box, square
from docforensics.templates.model import REFERENCE_PX_PER_MM
from docforensics.templates.planes import Mask

_CELL_MM = 3.0
"""Height, and step of the width, of the boxes that a place is cut into: one box round a number and a thread that crosses it would cover half the
page."""
_WIDE, _FILLED = 0.1, 0.25
"""Share of the page from which a box is cut that its place fills by less than this share: a crease, or a stamp's rim along two edges of the page, has a box that
covers most of it (two of eleven designs at random, seen). Judgements."""

_STRIP_MM = 1.2
"""Width of the strip of ground along an edge that a capture may show beyond the cut rim. A judgement."""


def without_rim(mask: Mask) -> Mask:
    """What differs between captures (H, W) without the page's rim, which is cut otherwise on each, and without thin strips that begin in it, where one shows ground beyond the page."""
    kept = mask.copy()
    rim = round(CUT_RIM_MM * REFERENCE_PX_PER_MM)
    kept[:rim] = kept[-rim:] = kept[:, :rim] = kept[:, -rim:] = False
    thick = cv2.morphologyEx(kept.astype(np.uint8), cv2.MORPH_OPEN, square(_STRIP_MM / 2)) > 0
    _, pieces = cv2.connectedComponents((kept & ~thick).astype(np.uint8), connectivity=8)
    edge = [pieces[rim], pieces[-rim - 1], pieces[:, rim], pieces[:, -rim - 1]]
    strips = np.setdiff1d(np.concatenate(edge), [0])
    return kept & ~np.isin(pieces, strips)


def components(mask: NDArray[np.bool_], *, join_mm: float, least_mm2: float) -> list[BoxMm]:
    """Boxes around the connected places of a mask on the template frame, pieces near one another joined; largest first."""
    side = 2 * round(join_mm * REFERENCE_PX_PER_MM / 2) + 1
    near = cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((side, side), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(near, connectivity=8)
    area = np.bincount(labels.ravel(), weights=mask.ravel(), minlength=len(stats)) / REFERENCE_PX_PER_MM**2
    order = [int(label) for label in np.argsort(-area) if label and area[label] >= least_mm2]
    return [component_box(stats[label]) for label in order]


def close_boxes(mask: Mask, *, join_mm: float, least_mm2: float, most: int) -> list[BoxMm]:
    """Boxes around the largest places of a mask that cover little else: one that would cover much of the page is cut row by row."""
    found = components(mask, join_mm=join_mm, least_mm2=least_mm2)[:most]
    wide = [box for box in found if _covers_much_else(mask, box)]
    return [*(box for box in found if box not in wide), *in_rows(mask & box_mask(wide, mask.shape))]


def _covers_much_else(mask: Mask, box: BoxMm) -> bool:
    inside = box_mask([box], mask.shape)
    return float(inside.mean()) > _WIDE and float(mask[inside].mean()) < _FILLED


def in_rows(mask: Mask) -> list[BoxMm]:
    """Boxes, row by row, that cover a mask (H, W) and little else."""
    side = round(_CELL_MM * REFERENCE_PX_PER_MM)
    height, width = (-(-length // side) for length in mask.shape)
    padded = np.zeros((height * side, width * side), np.bool_)
    padded[: mask.shape[0], : mask.shape[1]] = mask
    cells = padded.reshape(height, side, width, side).any(axis=(1, 3))
    ends = np.diff(np.pad(cells, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    return [
        BoxMm(
            left=float(left) * _CELL_MM,
            top=row * _CELL_MM,
            right=float(right) * _CELL_MM,
            bottom=(row + 1) * _CELL_MM,
        )
        for row in range(height)
        for left, right in zip(np.flatnonzero(ends[row] > 0), np.flatnonzero(ends[row] < 0), strict=True)
    ]
