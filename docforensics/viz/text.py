"""Reads a page's visual zone line by line, and only the lines that are asked for."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from docforensics.capture.model import Pixels
from docforensics.page.geometry import BoxMm
from docforensics.page.model import Page
from docforensics.viz.lines import find_lines, work_copy
from docforensics.viz.pieces import read_in_pieces
from docforensics.viz.recognise import LineReader, ReadLine

_MARGIN_MM = 0.45
_VALUE_HEIGHT_MM = (1.5, 4.6)
"""Values are set larger than their captions, and titles larger than both."""
_CAPTION_HEIGHT_MM = (0.7, 2.4)
_CAPTION_ABOVE_MM = 5.0
_CAPTION_BESIDE_MM = 30.0
_LEAST_CONFIDENCE = 0.5
_BLANK_HEIGHTS = 1.0
"""Between words of one value, in heights of the line."""
_MRZ_FILLERS = 3
_STRIP_MM = (2.7, 0.25)
"""A caption stands in the strip between these heights above its value; so far does it reach to the right:"""
_STRIP_WIDTH_MM = 32.0
MOST_LINES = 40
"""A page holds some twenty values."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PlacedLine:
    """A line as read, on the page."""

    box: BoxMm
    read: ReadLine

    def part(self, first: float, last: float) -> BoxMm:
        """The place of what stands between two shares of the line's width, a character wider on both sides."""
        letter = self.box.width / max(len(self.read.text), 1)
        left = self.box.left + first * self.box.width - letter
        right = self.box.left + last * self.box.width + letter
        return BoxMm(left=left, top=self.box.top, right=max(right, left + 0.1), bottom=self.box.bottom)


@dataclass(slots=True, kw_only=True, eq=False)
class PageText:
    """The visual zone of one page, read as far as somebody asked; each line once."""

    page: Page
    reader: LineReader
    apart_from: tuple[BoxMm, ...] = ()
    """Portraits and the MRZ: no text is looked for there."""
    _read: dict[BoxMm, PlacedLine] = field(default_factory=dict)
    _found: dict[bool, tuple[BoxMm, ...]] = field(default_factory=dict)

    def values(self) -> tuple[PlacedLine, ...]:
        """Read the lines of bold print that may hold values."""
        return self._lines(self._values(faint=False))

    def faint_values(self) -> tuple[PlacedLine, ...]:
        """Read what else may hold values, and lies where no bold line was found: print that is pale or crossed by lines."""
        bold = self._values(faint=False)
        others = [box for box in self._values(faint=True) if not any(_same_place(box, one) for one in bold)]
        return self._lines(others)

    def _lines(self, boxes: Sequence[BoxMm]) -> tuple[PlacedLine, ...]:
        """Read places, and leave out what turns out to be a line of an MRZ."""
        lines = tuple(self.line(box) for box in boxes[:MOST_LINES])
        return tuple(line for line in lines if line.read.text.count("<") < _MRZ_FILLERS)

    def _values(self, *, faint: bool) -> list[BoxMm]:
        low, high = _VALUE_HEIGHT_MM
        return [box for box in self._boxes(faint=faint) if low <= box.height <= high]

    def line(self, box: BoxMm) -> PlacedLine:
        """Read one place, once."""
        if box not in self._read:
            self._read[box] = PlacedLine(
                box=box, read=read_in_pieces(self.reader, self._crop(box.grown(_MARGIN_MM)))
            )
        return self._read[box]

    def captions(self, box: BoxMm) -> Iterator[PlacedLine]:
        """Read what stands just above a place, or before it on its own row: its caption may be among it."""
        low, high = _CAPTION_HEIGHT_MM
        for other in self._boxes(faint=True):
            above = (
                0 < box.top - other.top < _CAPTION_ABOVE_MM
                and other.left < box.right
                and other.right > box.left - 1
            )
            before = other.overlap(_row_before(box)) > 0.5 * other.width * other.height
            if low <= other.height <= high and other.width > 4 and (above or before):
                yield self.line(other)

    def strip_above(self, box: BoxMm) -> PlacedLine:
        """Read the strip right above a place, where its caption stands, though no line was found in it."""
        high, low = _STRIP_MM
        top = max(box.top - high, 0.0)
        right = box.left + max(box.width, _STRIP_WIDTH_MM)
        return self.line(BoxMm(left=box.left, top=top, right=right, bottom=max(box.top - low, top + 0.1)))

    def _boxes(self, *, faint: bool) -> tuple[BoxMm, ...]:
        if faint not in self._found:
            pixels = self.page.visible
            if pixels is None:
                return ()
            grey, scale = work_copy(pixels, self.page.px_per_mm)
            lines = find_lines(self.page, grey, scale, self.apart_from, bold=not faint)
            boxes = [line.box for line in lines if line.confidence >= _LEAST_CONFIDENCE]
            self._found[faint] = joined(boxes)
        return self._found[faint]

    def _crop(self, box: BoxMm) -> Pixels:
        pixels, around = self.page.visible, self.page.box_px(box)
        if pixels is None:
            return np.zeros((1, 1), np.uint8)
        cut = pixels[max(around.top, 0) : around.bottom, max(around.left, 0) : around.right]
        return cut if cut.size else pixels[:1, :1]


def joined(boxes: Iterable[BoxMm]) -> tuple[BoxMm, ...]:
    """Put words of one row together again."""
    rows: list[BoxMm] = []
    for box in sorted(boxes, key=lambda box: box.left):
        place = next((index for index, row in enumerate(rows) if _continues(row, box)), None)
        if place is None:
            rows.append(box)
        else:
            rows[place] = BoxMm.around(np.concatenate([rows[place].corners, box.corners]))
    return tuple(sorted(rows, key=lambda box: (round(box.top), box.left)))


def _continues(row: BoxMm, box: BoxMm) -> bool:
    """Whether a box goes on with a row: on the same base line, of about its height, no wider than a blank away."""
    height = min(row.height, box.height)
    level = min(row.bottom, box.bottom) - max(row.top, box.top) > 0.7 * height
    return (
        level
        and height > 0.6 * max(row.height, box.height)
        and box.left - row.right < _BLANK_HEIGHTS * height
    )


def _same_place(box: BoxMm, other: BoxMm) -> bool:
    return box.overlap(other) > 0.6 * min(box.width * box.height, other.width * other.height)


def _row_before(box: BoxMm) -> BoxMm:
    return BoxMm(left=box.left - _CAPTION_BESIDE_MM, top=box.top, right=box.left, bottom=box.bottom)
