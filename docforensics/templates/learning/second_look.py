"""Reads once more where labels and titles stand, and nothing or a part of them was found: small pale print, and large letters.

What nobody knows to be the series' is left out of a template as the holder's, so a label that was not read costs constant print.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import cv2
import numpy as np

from docforensics.page.geometry import BoxMm
from docforensics.templates.learning.ink_ends import strokes_depth
from docforensics.templates.learning.label_side import contradicts
from docforensics.templates.learning.printed_line import PrintedLine, is_large
from docforensics.templates.masks import CUT_RIM_MM, box_mask, clipped, component_box
from docforensics.templates.model import REFERENCE_PX_PER_MM
from docforensics.templates.planes import Map
from docforensics.viz.fields.captions import is_label, letters_of, place_name
from docforensics.viz.recognise import ReadLine
from docforensics.viz.text import PageText, joined

_STRIP_MM = (2.5, 0.3, 24.0)
"""A label stands between these heights above its value, and is so wide at most. Judgements; not fitted."""
_OF_ROWS = 0.3
"""Share of the ink of a label's fullest rows of pixels that its other rows have at least: lines of the background cross fewer. A judgement."""
_WORDS = 5
"""Letters read in a strip from which it is looked at again. A judgement."""
_PART = 0.5
"""Share of a line that lies in a label from which it is a part of that one."""
_TITLE_MM = (1.6, 9.0)
"""Height of the letters of titles. A judgement."""
_LONG = 2.5
"""Width of a title over its height at least: what is less wide is an emblem or a letter. A judgement."""
_LETTERS_MM, _STROKES_MM = 1.8, 0.4
"""Gap between large letters of a word, and between strokes of one letter."""
_DEEP = 0.6
"""Share of the depth of the holder's print that a title has at least: lines of the background are paler. A judgement."""


def with_labels_of_strips(text: PageText, lines: Sequence[PrintedLine], depth: Map) -> list[PrintedLine]:
    """Name values without a name by what stands right above them, and add the labels that are read there; their parts go."""
    taken = {line.name for line in lines if line.name and not line.is_label}
    found: list[PrintedLine] = []
    labels: list[PrintedLine] = []
    for line in lines:
        label = _label_above(text, line, lines, depth)
        if label is not None:
            labels.append(label)
            is_free = not line.name and label.name not in taken
            if label.name and is_free and not contradicts(label.name, line.letters):
                taken.add(label.name)
                # An authority's name holds words of labels; below its label it is a value.
                line = replace(line, name=label.name, is_label=False)  # noqa: PLW2901
        found.append(line)
    return _put_together(found, labels)


def with_names_of_strips(text: PageText, lines: Sequence[PrintedLine]) -> list[PrintedLine]:
    """Name values without a name by the print right above them, and add no label: several holders' captures show which lines are labels."""
    taken = {line.name for line in lines if line.name and not line.is_label}
    found = []
    for line in lines:
        if line.letters and not line.name and not line.is_label and not is_large(line, lines):
            names = (place_name(letters_of(read)) for read in _looks(text, _strip(line.box, lines)))
            name = next((name for name in names if name and not contradicts(name, line.letters)), "")
            if name and name not in taken:
                taken.add(name)
                line = replace(line, name=name)  # noqa: PLW2901
        found.append(line)
    return found


def _label_above(
    text: PageText, line: PrintedLine, lines: Sequence[PrintedLine], depth: Map
) -> PrintedLine | None:
    """The label in the strip above a value; None where none is read."""
    if not line.letters or (line.is_label and line.name) or (not line.name and is_large(line, lines)):
        return None
    strip = _strip(line.box, lines)
    for read in _looks(text, strip):
        letters = letters_of(read)
        if is_label(letters) and (place_name(letters) or not line.is_label):
            box = _extent(strip, read, depth)
            return PrintedLine(box=box, letters=letters, is_label=True, name=place_name(letters))
    return None


def _looks(text: PageText, strip: BoxMm) -> Iterator[ReadLine]:
    """A strip as it is read; then, where it holds words at all, as it is read once more from other pixels, and in one colour after another."""
    first = text.line(strip).read
    yield first
    if len(first.text) >= _WORDS:
        yield from text.looks(strip)
        yield from text.filtered(strip)


def _strip(box: BoxMm, lines: Sequence[PrintedLine]) -> BoxMm:
    """Where the label of a value stands, up to the next value on its row."""
    high, low, width = _STRIP_MM
    beside = [
        line.box.left - 1.0
        for line in lines
        if line.box.left > box.right and line.box.top < box.bottom and line.box.bottom > box.top - high
    ]
    right = min([*beside, box.left + max(width, box.width)])
    top = max(box.top - high, 0.0)
    return BoxMm(
        left=box.left - 0.5, top=top, right=max(right, box.right), bottom=max(box.top - low, top + 0.1)
    )


def _extent(strip: BoxMm, read: ReadLine, depth: Map) -> BoxMm:
    """Where the letters stand that were read in a strip."""
    first, last = (float(read.columns[place]) * strip.width for place in (0, -1))
    letter = (last - first) / max(len(read.text) - 1, 1)
    left, right = strip.left + max(first - letter, 0.0), min(strip.left + last + letter, strip.right)
    box = replace(strip, left=left, right=right)
    rows, columns = clipped(box, depth.shape)
    strong = depth[rows, columns] > strokes_depth(box, depth) / 2
    ink = strong.sum(axis=1)
    full = np.flatnonzero(ink > _OF_ROWS * np.quantile(ink, 0.9)) if ink.size else ink
    if not full.size:
        return box
    top, bottom = ((rows.start + int(row)) / REFERENCE_PX_PER_MM for row in (full[0], full[-1] + 1))
    return replace(box, top=top, bottom=bottom)


def _put_together(lines: Sequence[PrintedLine], labels: Sequence[PrintedLine]) -> list[PrintedLine]:
    """The lines with the labels, of which parts are left out: lines without a name of their own, and labels found in part."""
    kept = [line for line in lines if not _is_part(line, labels)]
    known = [line.box for line in kept if line.is_label]
    return [*kept, *(one for one in labels if not any(_covers(box, one.box) for box in known))]


def _is_part(line: PrintedLine, labels: Sequence[PrintedLine]) -> bool:
    named = bool(line.name) and not line.is_label
    return not named and any(
        _covers(one.box, line.box)
        and one.box.area > line.box.area
        and (not line.name or line.name == one.name)
        for one in labels
    )


def _covers(box: BoxMm, line: BoxMm) -> bool:
    return box.overlap(line) > _PART * line.area


def with_titles(
    text: PageText, lines: Sequence[PrintedLine], depth: Map, is_of_title: Callable[[str], bool]
) -> list[PrintedLine]:
    """Add the titles above all labels of which no line, or a part, was found."""
    first = min((line.box.top for line in lines if line.is_label and line.name), default=0.0)
    titles = [
        PrintedLine(box=box, letters=letters, is_label=True)
        for box in _large_rows(lines, depth, first, text.apart_from())
        if is_of_title(letters := letters_of(text.line(box).read))
    ]
    return _put_together(lines, titles)


def _large_rows(
    lines: Sequence[PrintedLine], depth: Map, lowest: float, apart_from: Sequence[BoxMm]
) -> Iterator[BoxMm]:
    """Yield rows of large letters above a height that are as dark as the holder's print, and in no label."""
    named = [strokes_depth(line.box, depth) for line in lines if line.name and not line.is_label]
    if not named:
        return
    apart = [*(line.box for line in lines if line.is_label or line.name), *apart_from]
    ink = (depth > _DEEP * float(np.median(named))) & ~box_mask(apart, depth.shape)
    rim = round(CUT_RIM_MM * REFERENCE_PX_PER_MM)
    ink[:rim] = ink[:, :rim] = ink[:, -rim:] = ink[max(round(lowest * REFERENCE_PX_PER_MM), 0) :] = False
    across, down = (round(mm * REFERENCE_PX_PER_MM) | 1 for mm in (_LETTERS_MM, _STROKES_MM))
    near = cv2.morphologyEx(ink.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((down, across), np.uint8))
    found = map(component_box, cv2.connectedComponentsWithStats(near, connectivity=8)[2][1:])
    for box in joined(box for box in found if _TITLE_MM[0] <= box.height <= _TITLE_MM[1]):
        if box.width >= _LONG * box.height:
            yield box
