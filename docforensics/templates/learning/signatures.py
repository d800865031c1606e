"""Finds the holder's signature: strokes in a free place that are no type, next to its label or taller than values are.

Type is many small pieces of one height; a pen's stroke runs on.
"""

from collections.abc import Iterable, Sequence

import cv2
import numpy as np

from docforensics.page.geometry import BoxMm
from docforensics.templates.learning.ink_ends import strokes_depth
from docforensics.templates.learning.printed_line import PrintedLine
from docforensics.templates.learning.propose_text import SIGNATURE
from docforensics.templates.masks import CUT_RIM_MM, box_mask, component_box
from docforensics.templates.model import REFERENCE_PX_PER_MM
from docforensics.templates.planes import Map

_DEEP = 0.35
"""Share of the depth of named values that a stroke has: pens are paler than the machine that personalizes. A judgement; not fitted."""
_LEAST_DEPTH = 25.0
"""Grey levels; less is background printing."""
_JOIN_MM = 1.5
"""Between the strokes of one signature."""
_HEIGHT_MM, _WIDTH_MM = (2.2, 16.0), (6.0, 60.0)
"""Of a signature. Doc 9303 gives no size; shared ones are 3 to 14 mm high. A judgement."""
_LONG_STROKE = 0.3
"""Share of the signature's width that its longest stroke takes at least; a letter of a line of type takes a tenth."""
_THIN = 0.45
"""Share of its box that is ink at most: more is a picture or a seal."""
_FROM_LABEL_MM = 9.0
"""Between a label and its signature, above or below. A judgement; not fitted."""
_TALL = 1.6
"""Of the height of values, from which strokes without a label are a signature. A judgement; not fitted."""
_LOWER = 0.35
"""Share of the page's height above which no signature without a label is looked for: emblems and titles stand there."""


def signature_place(printed: Sequence[PrintedLine], depth: Map, covered: Sequence[BoxMm]) -> BoxMm | None:
    """Find the place of the signature; None where there is none, or other print looks like it.

    Parameters
    ----------
    depth
        Ink of a page on the template frame, grey levels below the surroundings.
    covered
        Pictures and the MRZ.

    """
    usual = _usual_height(printed)
    read = [line.box.grown(0.3) for line in printed if _is_type(line, usual)]
    found = list(_strokes(depth, [*covered, *read], _least_depth(printed, depth)))
    beside = _beside_label(printed, found)
    if beside is not None or not usual:
        return beside
    lowest = _LOWER * depth.shape[0] / REFERENCE_PX_PER_MM
    unread = [line.box for line in printed if not line.letters and not line.name]
    tall = [box for box in found if box.height > _TALL * usual and box.top > lowest]
    return max(
        (box for box in tall if any(map(box.overlap, unread))), key=lambda box: box.width, default=None
    )


def _usual_height(printed: Sequence[PrintedLine]) -> float:
    """Height of the values that are named; 0 without any."""
    heights = sorted(line.box.height for line in printed if line.name and not line.is_label)
    return heights[len(heights) // 2] if heights else 0.0


def _beside_label(printed: Sequence[PrintedLine], found: Sequence[BoxMm]) -> BoxMm | None:
    """The strokes, or what was read as a line, next to a label that asks for a signature."""
    asked = [line for line in printed if line.name == SIGNATURE]
    labels = [line.box for line in asked if line.is_label]
    read = [line.box for line in asked if not line.is_label]
    beside = [(label, box) for label in labels for box in (*found, *read) if _is_beside(label, box)]
    nearest = min(beside, key=lambda pair: _apart(*pair) - pair[1].width / 4, default=None)
    return None if nearest is None else nearest[1]


def _is_type(line: PrintedLine, usual: float) -> bool:
    """Whether a line is type and none of the pen's strokes: read, and no taller than values are, or known."""
    return (
        line.is_label
        or bool(line.name)
        or (bool(line.letters) and (not usual or line.box.height < _TALL * usual))
    )


def _least_depth(printed: Sequence[PrintedLine], depth: Map) -> float:
    named = [strokes_depth(line.box, depth) for line in printed if line.name and not line.is_label]
    return max(_DEEP * float(np.median(named)) if named else 0.0, _LEAST_DEPTH)


def _strokes(depth: Map, apart_from: Sequence[BoxMm], least: float) -> Iterable[BoxMm]:
    """Yield the boxes of strokes that are thin and run on."""
    ink = (depth > least) & ~box_mask(apart_from, depth.shape)
    rim = round(CUT_RIM_MM * REFERENCE_PX_PER_MM)
    ink[:rim] = ink[-rim:] = ink[:, :rim] = ink[:, -rim:] = False
    side = round(_JOIN_MM * REFERENCE_PX_PER_MM) | 1
    near = cv2.morphologyEx(ink.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((side, side), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(near, connectivity=8)
    for stat in stats[1:]:
        box = component_box(stat)
        if not (_HEIGHT_MM[0] <= box.height <= _HEIGHT_MM[1] and _WIDTH_MM[0] <= box.width <= _WIDTH_MM[1]):
            continue
        left, top, width, height = (int(value) for value in stat[:4])
        place = ink[top : top + height, left : left + width].astype(np.uint8)
        _, _, pieces, _ = cv2.connectedComponentsWithStats(place, connectivity=8)
        longest = int(pieces[1:, cv2.CC_STAT_WIDTH].max(initial=0))
        if longest >= _LONG_STROKE * width and float(place.mean()) <= _THIN:
            yield box


def _is_beside(label: BoxMm, box: BoxMm) -> bool:
    across = min(label.right, box.right) - max(label.left, box.left)
    return across > 0 and _apart(label, box) < _FROM_LABEL_MM


def _apart(label: BoxMm, box: BoxMm) -> float:
    return max(box.top - label.bottom, label.top - box.bottom, 0.0)
