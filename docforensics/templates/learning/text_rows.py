"""Rows of text on captures that lie on one another, and whether they show the same strokes."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import combinations

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.page.geometry import BoxMm
from docforensics.page.model import Page
from docforensics.templates.learning.aligned_stack import AlignedSheet
from docforensics.templates.masks import clipped
from docforensics.templates.model import REFERENCE_PX_PER_MM
from docforensics.templates.planes import Map, blur
from docforensics.viz.segments import clearest, find_segments, work_copy
from docforensics.viz.text import joined

TEXT_MARGIN_MM = 0.5
"""Around lines of text, whose boxes are tight. A judgement; not fitted."""
_SAME_INK = 0.75
"""Correlation of two captures' ink from which a line of text is the same on both."""
_LEAST_INK = 0.01
"""Share of a line's box."""
_LEAST_CONFIDENCE = 0.5
"""Less sure lines are pieces of the background print."""
DARKEST = 0.8
"""Share of the darkest strokes' contrast of which the holder's data are printed: at half of it dark line work joins them to its rosettes. Seen on
random designs."""
_ALIKE_MM = 1.5
"""Width of what is alike on all pages and no series letter of a number. A judgement; not fitted."""
_VARIES, _FAINT = 0.6, 0.1
"""Spread over the mean of several pages' ink from which it varies, and the share of the strongest column's ink that is no text: labels have .2 to .5, values .6 to
1.5 (two random designs, on which it was set)."""
_INK_DEPTH, _INK_SLACK_MM, _ALIGNED_MM = 40.0, 0.25, 1.0
"""Grey levels below the paper from which print is text; shift between captures; how far lines of a column are out of line.
Judgements; not fitted."""


def text_lines(sheets: Sequence[AlignedSheet], covered: Sequence[BoxMm]) -> list[BoxMm]:
    """Rows of text on any capture, in white light and in IR (where the background print often vanishes)."""
    found: list[BoxMm] = []
    for sheet in sheets:
        for light in (Light.VISIBLE, Light.IR):
            if light not in sheet.page.pixels:
                continue
            grey, scale = work_copy(sheet.page.pixels[light], sheet.page.px_per_mm)
            bold = find_segments(sheet.page, grey, scale, bold=True)
            faint = find_segments(sheet.page, grey, scale) if light is Light.VISIBLE else ()
            seen = (*clearest(bold, covered), *clearest(faint, covered))
            found += [segment.box for segment in seen if segment.confidence >= _LEAST_CONFIDENCE]
    return [box.grown(TEXT_MARGIN_MM) for box in joined(_merged(found))]


def darkest_lines(page: Page) -> tuple[BoxMm, ...]:
    """Lines of the darkest print of a page in white light."""
    grey, scale = work_copy(page.pixels[Light.VISIBLE], page.px_per_mm)
    found = find_segments(page, grey, scale, bold=True, share=DARKEST)
    return joined(one.box for one in found if one.confidence >= _LEAST_CONFIDENCE)


def _merged(boxes: Iterable[BoxMm]) -> list[BoxMm]:
    """Boxes that show one row of text on several captures, put together."""
    rows: list[BoxMm] = []
    for box in sorted(boxes, key=lambda box: -box.area):
        place = next((index for index, row in enumerate(rows) if _one_row(row, box)), None)
        if place is None:
            rows.append(box)
        else:
            rows[place] = BoxMm.around(np.concatenate([rows[place].corners, box.corners]))
    return rows


def _one_row(row: BoxMm, box: BoxMm) -> bool:
    level = min(row.bottom, box.bottom) - max(row.top, box.top)
    shared = min(row.right, box.right) - max(row.left, box.left)
    return (
        shared > 0 and level > 0.6 * min(row.height, box.height) and level > 0.4 * max(row.height, box.height)
    )


def ink_varies(box: BoxMm, pages: Sequence[Pixels], holders: Sequence[int]) -> bool:
    """Whether two holders' captures show other strokes there."""
    inks = [_ink(page[clipped(box, page.shape)]) for page in pages]
    return any(
        holders[a] != holders[b] and _alike(inks[a], inks[b]) < _SAME_INK
        for a, b in combinations(range(len(pages)), 2)
    )


def begins_where_it_varies(box: BoxMm, pages: Sequence[Pixels]) -> BoxMm:
    """The box of a row without its beginning where that is alike on all pages: a label that was read as one line with the value behind it.

    The box itself where no more than a letter is alike, or all of it.
    """
    rows, columns = clipped(box, pages[0].shape)
    inks = np.stack([_ink(page[rows, columns]) for page in pages])
    wide = round(_ALIKE_MM * REFERENCE_PX_PER_MM)
    if inks.shape[2] <= 2 * wide or inks.shape[1] == 0:
        return box
    apart, level = (
        blur(of.mean(axis=0, keepdims=True), wide / 4)[0] for of in (inks.std(axis=0), inks.mean(axis=0))
    )
    printed = level > _FAINT * level.max()
    varies = np.flatnonzero((apart > _VARIES * level) & printed)
    if not varies.size or varies[0] < wide:
        return box
    before, behind = inks[..., : varies[0]], inks[..., varies[0] :]
    if _mostly_alike(behind) >= _SAME_INK or _mostly_alike(before) < _SAME_INK:
        return box
    return replace(box, left=(columns.start + int(varies[0])) / REFERENCE_PX_PER_MM)


def _mostly_alike(inks: NDArray[np.float32]) -> float:
    """The median correlation of pages' inks (N, h, w)."""
    return float(np.median([_alike(one, other) for one, other in combinations(inks, 2)]))


def same_ink(box: BoxMm, one: Pixels, other: Pixels) -> bool:
    """Whether two captures show the same strokes in a box; True where neither shows any."""
    place = clipped(box, one.shape)
    return _alike(_ink(one[place]), _ink(other[place])) >= _SAME_INK


def _ink(patch: Pixels) -> Map:
    """Darkness below the paper, (h, w): background print, which all share, is left out."""
    grey = cv2.cvtColor(patch, cv2.COLOR_RGB2GRAY) if patch.ndim == 3 else patch
    paper = float(np.percentile(grey, 85))
    smooth = cv2.GaussianBlur(grey.astype(np.float32), (0, 0), 0.7)
    return np.asarray(np.maximum(paper - _INK_DEPTH - smooth, 0), dtype=np.float32)


def _alike(one: Map, other: Map) -> float:
    """Correlation of two inks at the best shift of a fraction of a millimetre; 1 where neither has any."""
    slack = round(_INK_SLACK_MM * REFERENCE_PX_PER_MM)
    if min(one.shape) <= 2 * slack + 1:
        return 1.0
    if max(float((ink > 0).mean()) for ink in (one, other)) < _LEAST_INK:
        return 1.0
    inner = one[slack:-slack, slack:-slack]
    if inner.std() == 0 or other.std() == 0:
        return 0.0
    return float(np.nan_to_num(cv2.matchTemplate(other, inner, cv2.TM_CCOEFF_NORMED)).max())


def heads_a_column(box: BoxMm, lines: Sequence[BoxMm], varies: Sequence[bool]) -> bool:
    """Whether a line that all holders share is set like one that varies, above or below it: a value they share."""
    return any(
        own
        and other is not box
        and abs(other.left - box.left) < _ALIGNED_MM
        and 0.8 < other.height / box.height < 1.25
        for other, own in zip(lines, varies, strict=True)
    )
