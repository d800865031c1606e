"""What all captures but one show of a named device under UV, where the reference keeps nothing of it.

A device often lies half over the portrait or over data. There the reference is level: what differs from holder to holder is left out, and the lines go with
it that lie over all of that on every document. Once a place is named as a device, its lines are known to be the model's. Of four or more holders, what all but one show
there alike is kept, fine and grey, beside the reference: what so many share is no holder's.
"""

from collections.abc import Sequence

import numpy as np

from docforensics.capture.model import Pixels
from docforensics.page.geometry import BoxMm
from docforensics.templates.comparison.device_lines import (
    MARGIN_MM,
    best_move,
    fine_lines,
    free_of_print,
    moved,
)
from docforensics.templates.masks import box_mask, clipped
from docforensics.templates.planes import Map, Mask, Planes, middle_of

FEWEST_HOLDERS = 4
"""Of whose documents one page each is compared: of four captures of three holders the lines showed the number of the one who was there twice (docs/decisions/2026-12-01-shown-under-uv.md)."""
_LEAST_SEEN = 0.98
"""Share of a device that has to be seen on a page. A judgement; not fitted."""
Page = tuple[Pixels, Mask]
"""Pixels (H, W[, 3]) under UV, and where they could be seen, (H, W)."""


def lines_of(devices: Sequence[BoxMm], pages: Sequence[Page]) -> Map:
    """Grey levels, (H, W), by which lines of devices stand out on pages that lie on one another under UV, one of each holder.

    NaN outside of the devices, where print glows, and at a device that is seen on fewer than `FEWEST_HOLDERS` of the pages.
    """
    shape = pages[0][0].shape[:2]
    found = np.full(shape, np.nan, np.float32)
    for box in devices:
        around = clipped(box.grown(MARGIN_MM), shape)
        within = box_mask([box], shape)[around]
        shown = [
            page[around]
            for page, seen in pages
            if within.any() and seen[around][within].mean() >= _LEAST_SEEN
        ]
        if len(shown) >= FEWEST_HOLDERS:
            free, lines = _shared(shown, within)
            found[around][within] = np.where(free, lines, np.nan)[within]
    return found


def _shared(crops: Sequence[Pixels], within: Mask) -> tuple[Mask, Map]:
    """Where no print glows on most pages, and the lines that all but one show alike: each laid on the first by what glows, then by the device, which is applied apart."""
    everywhere = np.ones_like(within)
    whole = [fine_lines(crop, everywhere) for crop in crops]
    moves = [best_move(whole[0], one, within) for one in whole]
    planes = [
        np.roll(crop.astype(np.float32).reshape(*within.shape, -1), move, (0, 1))
        for crop, move in zip(crops, moves, strict=True)
    ]
    typical: Planes = middle_of(planes)
    free = free_of_print(np.clip(typical, 0, 255).astype(np.uint8).reshape(crops[0].shape)) & within
    own = [fine_lines(plane, free) for plane in planes]
    laid = [moved(one, best_move(own[0], one, free)) for one in own]
    ordered = np.sort(np.stack(laid), axis=0)
    # Of the brightest and the darkest that all but one reach, at most one is of its sign.
    return free, (np.maximum(ordered[1], 0) + np.minimum(ordered[-2], 0)).astype(np.float32)
