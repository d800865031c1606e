"""Reads a page's visual zone line by line, and only the lines that are asked for."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from threading import RLock
from weakref import ref

import cv2
import numpy as np

from docforensics.capture.model import Pixels
from docforensics.kept import Later, given
from docforensics.page.geometry import BoxMm
from docforensics.page.model import Page
from docforensics.viz.letters import find_letters
from docforensics.viz.pieces import read_in_pieces
from docforensics.viz.recognise import LineReader, NetworkReader, ReadLine, load_quick_reader, load_reader
from docforensics.viz.segments import PagePrint, TextSegment, clearest

MARGIN_MM = 0.45
"""Left round a line that is read: a judgement; not fitted."""
_OTHER_MARGINS_MM = (0.2, 0.8)
_COARSE = 0.75
"""Margins, and size, at which a place is read anew: the reader sees every stroke on other pixels. Judgements; not fitted."""
_VALUE_HEIGHT_MM = (1.5, 4.6)
"""Values are set larger than their captions, and titles larger than both."""
_CAPTION_HEIGHT_MM = (0.7, 2.4)
"""Lower and upper height of a caption's print, which is smaller than the data's. A judgement."""
_CAPTION_ABOVE_MM = 5.0
"""Distance of a caption from the line below it at most: a judgement."""
_CAPTION_BESIDE_MM = 30.0
"""Width left of a line in which its caption may stand: a judgement."""
_LEAST_CONFIDENCE = 0.5
"""Of a segment, 0..1, below which it is no text: even chances."""
_BLANK_HEIGHTS = 1.0
"""Between words of one value, in heights of the line."""
_LIES_AT, _SAME_AREA = 0.5, 0.6
"""Shares of the smaller, and of the larger, of two boxes that both cover: from there a line lies at a place, and two boxes are one line."""
_MRZ_FILLERS = 3
"""Fillers in a line that make it one of the MRZ: no other text has several."""
_STRIP_MM = (2.7, 0.25)
"""A caption stands in the strip between these heights above its value; so far does it reach to the right:"""
_STRIP_WIDTH_MM = 32.0
"""Width that is read at least, so that short lines are read in their surroundings. A judgement."""
_STROKE, _STROKE_HEIGHTS = "/", 0.3
"""What stands between two scripts, and what it takes of the line's width, in heights of the line. A judgement; not fitted."""
_SURE = 0.9
"""Certainty of every letter and digit from which a line of the quick network is taken. A judgement; not fitted."""
MOST_LINES = 40
"""A page holds some twenty values."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TextLine:
    """A line as read, on the page."""

    box: BoxMm
    read: ReadLine
    """Its characters, each with its alternatives and its place on the line."""

    @property
    def text(self) -> str:
        """The most probable characters."""
        return self.read.text

    def part(self, first: float, last: float) -> BoxMm:
        """The place of what stands between two shares of the line's width, a character wider on both sides."""
        letter = self.box.width / max(len(self.read.text), 1)
        left = self.box.left + first * self.box.width - letter
        right = self.box.left + last * self.box.width + letter
        return BoxMm(left=left, top=self.box.top, right=max(right, left + 0.1), bottom=self.box.bottom)


def _nothing() -> Later[tuple[BoxMm, ...]]:
    return given(())


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, weakref_slot=True)
class PageText:
    """The visual zone of one page, read as far as somebody asked: each line once, whichever threads ask."""

    page: Page
    reader: LineReader | str
    """A reader, or the name of one that is loaded when the first line is asked for."""
    apart_from: Later[tuple[BoxMm, ...]] = field(default_factory=_nothing)
    """Portraits and the MRZ: no text is looked for there."""
    printed: PagePrint | None = None
    """The print of the page, where others look for it as well."""
    behind: "ref[PageText] | None" = None
    """The same page with the reader that reads what this one is not sure of, which owns this one; None where there is none. Weak: in a
    circle the pictures of a document would stay in memory until Python looks for circles."""
    _found: dict[bool | None, tuple[BoxMm, ...]] = field(default_factory=dict)
    """Places of lines by whether they are all or bold ones; under None letters that stand alone."""
    _read: dict[BoxMm, TextLine] = field(default_factory=dict, init=False)
    _glances: "list[PageText]" = field(default_factory=list, init=False)
    _lock: RLock = field(default_factory=RLock, init=False)

    def lines(self) -> tuple[TextLine, ...]:
        """Read every line, top to bottom, left to right, but those of an MRZ."""
        boxes = [*self._boxes(faint=False), *_elsewhere(self._boxes(faint=True), self._boxes(faint=False))]
        return self._lines(sorted(boxes, key=lambda box: (round(box.top), box.left)))

    def so_far(self) -> tuple[TextLine, ...]:
        """Lines of print that somebody asked for, in the order of `lines`; nothing is read for it."""
        with self._lock:
            boxes = (*self._found.get(False, ()), *self._found.get(True, ()))
            read: dict[BoxMm, TextLine] = {}
            for view in (*self._glances, self):
                read |= dict(view._read)  # noqa: SLF001
            found = {box for box in boxes if box in read}
            lines = [read[box] for box in sorted(found, key=lambda box: (round(box.top), box.left))]
        return tuple(line for line in lines if line.text and line.text.count("<") < _MRZ_FILLERS)

    def values(self) -> tuple[TextLine, ...]:
        """Read the lines of bold print that may hold values."""
        return self._lines(self._values(faint=False)[:MOST_LINES])

    def values_at(self, places: Iterable[BoxMm]) -> tuple[TextLine, ...]:
        """Read those lines of bold print that lie at some places, and no others."""
        wanted = tuple(places)
        return self._lines(
            [
                box
                for box in self._values(faint=False)[:MOST_LINES]
                if any(box.overlap(place) > _LIES_AT * min(box.area, place.area) for place in wanted)
            ]
        )

    def faint_values(self) -> tuple[TextLine, ...]:
        """Read what else may hold values, and lies where no bold line was found: print that is pale or crossed by lines."""
        bold = self._values(faint=False)
        return self._lines(_elsewhere(self._values(faint=True), bold)[:MOST_LINES])

    def print_at(self, places: Iterable[BoxMm]) -> tuple[TextLine, ...]:
        """Read the lines of print of any height that lie at some places, where no bold line was found: small print where data stand is data."""
        wanted, bold = tuple(places), self._values(faint=False)
        found = _elsewhere(self._boxes(faint=True), bold)
        return self._lines(
            [box for box in found if any(box.overlap(place) > _LIES_AT * box.area for place in wanted)]
        )

    def letters(self, places: Iterable[BoxMm] | None = None) -> tuple[TextLine, ...]:
        """Read the bold letters that stand alone, which are too short to be found as lines; with `places` those that lie there."""
        pixels = self.page.visible
        if pixels is None:
            return ()
        search = partial(find_letters, pixels, self.page.px_per_mm, self.apart_from())
        if places is not None:
            return self._lines([box for place in places for box in search(at=place)])
        with self._lock:
            if None not in self._found:
                self._found[None] = search()
            return self._lines(self._found[None])

    def parts(self) -> tuple[TextLine, ...]:
        """Read the two sides of each stroke (`/`) in a line by themselves: a value in two scripts, of which the reader may know one."""
        found = [box for line in (*self.values(), *self.faint_values()) for box in _beside_stroke(line)]
        return self._lines(found)

    def _lines(self, boxes: Sequence[BoxMm]) -> tuple[TextLine, ...]:
        """Read places, and leave out what turns out to be a line of an MRZ."""
        self._recogniser()
        lines = tuple(self.line(box) for box in boxes)
        return tuple(line for line in lines if line.read.text.count("<") < _MRZ_FILLERS)

    def _values(self, *, faint: bool) -> list[BoxMm]:
        low, high = _VALUE_HEIGHT_MM
        return [box for box in self._boxes(faint=faint) if low <= box.height <= high]

    def line(self, box: BoxMm) -> TextLine:
        """Read one place, once."""
        with self._lock:
            if box not in self._read:
                read = read_in_pieces(self._recogniser(), self._crop(box.grown(MARGIN_MM)))
                again = self.behind() if self.behind and read.least_sure < _SURE else None
                self._read[box] = again.line(box) if again else TextLine(box=box, read=read)
            return self._read[box]

    def glance(self) -> "PageText | None":
        """Give the same page read by the quick network, and by the large one where that is not sure; None where another reader was chosen."""
        if self.reader != NetworkReader.name:
            return None
        with self._lock:
            if not self._glances:
                self._glances.append(replace(self, reader=load_quick_reader(), behind=ref(self)))
            return self._glances[0]

    def take(self, lines: Iterable[TextLine]) -> None:
        """Take over lines that were read at a glance: they are not read again."""
        with self._lock:
            for line in lines:
                self._read.setdefault(line.box, line)

    def looks(self, box: BoxMm) -> Iterator[ReadLine]:
        """Read one place anew, cut narrower and wider and brought to a coarser grid, each when it is asked for: what is printed is read again, a misread mostly is not."""
        reader = self._recogniser()
        for margin in _OTHER_MARGINS_MM:
            yield read_in_pieces(reader, self._crop(box.grown(margin)))
        coarse = cv2.resize(
            self._crop(box.grown(MARGIN_MM)), None, fx=_COARSE, fy=_COARSE, interpolation=cv2.INTER_AREA
        )
        yield read_in_pieces(reader, np.asarray(coarse, np.uint8))

    def filtered(self, box: BoxMm) -> Iterator[ReadLine]:
        """Read one place in red, green and blue alone, each when it is asked for: line work of a colour vanishes in its own, print of another does not; nothing of a page without colours."""
        crop = self._crop(box.grown(MARGIN_MM))
        reader = self._recogniser()
        for one in range(3) if crop.ndim == 3 else ():
            yield read_in_pieces(reader, np.ascontiguousarray(crop[..., one]))

    def picture_of(self, line: TextLine) -> Pixels:
        """Give the picture in which a line was read: the columns of its characters are shares of its width."""
        return self._crop(line.box.grown(MARGIN_MM))

    def _recogniser(self) -> LineReader:
        return load_reader(self.reader) if isinstance(self.reader, str) else self.reader

    def captions(self, box: BoxMm) -> Iterator[TextLine]:
        """Read what stands just above a place, or before it on its own row: its caption may be among it."""
        low, high = _CAPTION_HEIGHT_MM
        row_before = replace(box, left=box.left - _CAPTION_BESIDE_MM, right=box.left)
        for other in self._boxes(faint=True):
            above = (
                0 < box.top - other.top < _CAPTION_ABOVE_MM
                and other.left < box.right
                and other.right > box.left - 1
            )
            before = other.overlap(row_before) > 0.5 * other.area
            if low <= other.height <= high and other.width > 4 and (above or before):
                yield self.line(self._as_bold(other))

    def _as_bold(self, box: BoxMm) -> BoxMm:
        """Give the bold line that a line of all print is, which is read as a value; the line itself where it is none."""
        same = (
            other
            for other in self._boxes(faint=False)
            if box.overlap(other) > _SAME_AREA * max(box.area, other.area)
        )
        return next(same, box)

    def strip_above(self, box: BoxMm) -> TextLine:
        """Read the strip right above a place, where its caption stands, though no line was found in it."""
        high, low = _STRIP_MM
        top = max(box.top - high, 0.0)
        right = box.left + max(box.width, _STRIP_WIDTH_MM)
        return self.line(BoxMm(left=box.left, top=top, right=right, bottom=max(box.top - low, top + 0.1)))

    def _boxes(self, *, faint: bool) -> tuple[BoxMm, ...]:
        """Lines of print, found once: the page's darkest alone, or all."""
        with self._lock:
            if faint not in self._found:
                segments = clearest(self._segments(faint=faint), self.apart_from())
                self._found[faint] = joined(
                    segment.box for segment in segments if segment.confidence >= _LEAST_CONFIDENCE
                )
            return self._found[faint]

    def _segments(self, *, faint: bool) -> tuple[TextSegment, ...]:
        if self.page.visible is None:
            return ()
        printed = self.printed or PagePrint(self.page)
        return printed.segments() if faint else printed.bold()

    def _crop(self, box: BoxMm) -> Pixels:
        pixels, around = self.page.visible, self.page.box_px(box)
        if pixels is None:
            return np.zeros((1, 1), np.uint8)
        cut = pixels[max(around.top, 0) : around.bottom, max(around.left, 0) : around.right]
        return cut if cut.size else pixels[:1, :1]


def _beside_stroke(line: TextLine) -> Iterator[BoxMm]:
    """The places before and behind the first stroke of a line, where there is room for a word."""
    place = line.text.find(_STROKE)
    if place < 0:
        return
    middle = line.box.left + float(line.read.columns[place]) * line.box.width
    half = _STROKE_HEIGHTS * line.box.height / 2
    for left, right in ((line.box.left, middle - half), (middle + half, line.box.right)):
        if right - left > line.box.height:
            yield replace(line.box, left=left, right=right)


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


def _elsewhere(boxes: Iterable[BoxMm], others: Sequence[BoxMm]) -> list[BoxMm]:
    """Those boxes that lie where none of the others does."""
    return [
        box
        for box in boxes
        if not any(box.overlap(other) > 0.6 * min(box.area, other.area) for other in others)
    ]
