"""Finds numbers in places where no line of print was found: in windows and devices, perforated, pale or over line work.

The lines of a page are found by the ground around them. A date in a transparent window or over a rosette has none, and reads well all the
same; of one or two holders nothing else tells it from print of the series.
"""

from collections.abc import Iterator, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.page.geometry import BoxMm
from docforensics.templates.learning.printed_line import PrintedLine
from docforensics.templates.masks import box_mask, component_box
from docforensics.templates.model import REFERENCE_PX_PER_MM
from docforensics.templates.planes import Map, Mask
from docforensics.viz.fields.captions import letters_of
from docforensics.viz.text import PageText

_DEPTHS = (15.0, 25.0, 45.0, 75.0)
"""Grey levels below the surroundings from which something is a stroke, one look each: what is joined to line work at one stands alone at another. Judgements."""
_LETTER_HEIGHT_MM, _LETTER_WIDTH_MM = (1.0, 5.0), (0.15, 4.0)
"""Of what is taken for a letter or digit, two that touch included. Judgements."""
_FILLED = 0.06
"""Share of its box that a letter's strokes fill at least: long thin lines fill less. A judgement."""
_JOIN_MM = 2.0
"""Between the digits of a number, and the groups of a date, at most. A judgement."""
_ROW_HEIGHT_MM, _ROW_MM, _LONG = (1.2, 5.0), 5.0, 2.2
"""Height of a row, the shortest one, and its width over its height at least: a date of six digits is longer. Judgements."""
_SAME = 0.6
"""Share of the larger of two rows that both cover, or of a row that a line covers, to be the same print found twice. A judgement."""
_FEWEST_DIGITS, _SURE = 3, 0.8
"""Digits of a number, and how sure the reader is. On 129 shared pages (seen) all 13 readings that reach both are numbers; what is less sure is line work, but for one number."""
_MOST_ROWS = 60
"""Rows that are read, the largest first; the shared pages have at most 25. A judgement that bounds the time."""


def with_loose_numbers(text: PageText, lines: Sequence[PrintedLine], depth: Map) -> list[PrintedLine]:
    """Add the numbers that are in none of the lines, nor where text is not looked for; `depth` is that of the page's print (H, W)."""
    known = [*(line.box for line in lines), *text.apart_from()]
    found: list[PrintedLine] = []
    for box in _rows(depth, box_mask(known, depth.shape)):
        if any(box.overlap(one.box) > _SAME * box.area for one in found):
            continue
        read = text.line(box).read
        if read.confidence >= _SURE and sum(mark.isdigit() for mark in read.text) >= _FEWEST_DIGITS:
            found.append(PrintedLine(box=box, letters=letters_of(read), is_loose=True))
    return [*lines, *found]


def _rows(depth: Map, known: Mask) -> list[BoxMm]:
    """The largest rows of what may be letters and is not known, each once."""
    kept: list[BoxMm] = []
    found = [box for least in _DEPTHS for box in _rows_at(depth, least, known)]
    for box in sorted(found, key=lambda one: -one.area):
        if len(kept) == _MOST_ROWS:
            break
        if not any(box.overlap(other) > _SAME * max(box.area, other.area) for other in kept):
            kept.append(box)
    return kept


def _rows_at(depth: Map, least: float, known: Mask) -> Iterator[BoxMm]:
    """Yield the rows of strokes from a depth on."""
    ink = ((depth > least) & ~known).astype(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    sizes = np.asarray(stats[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]], np.float32) / REFERENCE_PX_PER_MM
    width, height = sizes[:, 0], sizes[:, 1]
    area = stats[:, cv2.CC_STAT_AREA] / REFERENCE_PX_PER_MM**2
    letters = _within(height, _LETTER_HEIGHT_MM) & _within(width, _LETTER_WIDTH_MM)
    letters &= area > _FILLED * width * height
    letters[0] = False
    join = np.ones((1, round(_JOIN_MM * REFERENCE_PX_PER_MM) | 1), np.uint8)
    joined = cv2.morphologyEx(letters[labels].astype(np.uint8), cv2.MORPH_CLOSE, join)
    for row in cv2.connectedComponentsWithStats(joined, connectivity=8)[2][1:]:
        box = component_box(row)
        low, high = _ROW_HEIGHT_MM
        if low < box.height < high and box.width > max(_ROW_MM, _LONG * box.height):
            yield box


def _within(sizes: NDArray[np.float32], bounds: tuple[float, float]) -> Mask:
    return np.asarray((sizes > bounds[0]) & (sizes < bounds[1]), np.bool_)
