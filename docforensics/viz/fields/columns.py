"""Labels of several columns that stand so near to one another that they were found as one line of print.

Labels in two languages fill their column, so that the blank before the next one is hardly wider than between words. The values below tell the
columns, whatever the language: each is set under the beginning of its label.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from docforensics.page.geometry import BoxMm
from docforensics.viz.fields.rows import goes_on
from docforensics.viz.recognise import ReadLine
from docforensics.viz.text import TextLine

BELOW_MM = 5.5
"""How far the top of a value stands below that of its label at most. A judgement; not fitted."""
INDENT_MM = 2.5
"""By which a value may begin before its label. A judgement; not fitted."""
_TOUCHING_MM = 0.5
"""By which a value may begin before the end of its label on one row: boxes of print are loose. A judgement; not fitted."""
_AT_WORD = 0.75
"""Of the line's height, by which a value may begin left or right of its label: the reader tells a letter's place by a sixth of the height. A judgement; not
fitted."""
_AS_WIDE = 0.9
"""Of the middle one of the line's blanks, that the blank before a column has at least. A judgement; not fitted."""
_LEAST_HEIGHT = 0.5
"""Of the label's, below which what stands under it is a speck: of a worn value a part of the letters' height is found. A judgement; not fitted."""
STROKES = ("/", "|", "\\", "·", "-")
"""What stands between a label's languages; the reader takes a stroke for any of these."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _FurtherWord:
    """A word behind a blank, on a line."""

    place: int
    """Of its first character in the text of the line."""
    left: float
    """Where that begins, mm of the page."""
    blank: float
    """From the middle of the last character before it to that of its first, mm."""
    cut: float
    """Half way between these two, mm of the page."""


def in_columns(line: TextLine, others: Sequence[BoxMm]) -> tuple[TextLine, ...]:
    """Part a line before the words under which values begin further columns; the line itself where there are none.

    Parameters
    ----------
    others
        Where other print stands, in mm of the page; the values of the line's columns are among it.
    """
    words = list(_words(line))
    least = _AS_WIDE * float(np.median([word.blank for word in words])) if words else 0.0
    apart = [word for word in words if word.blank >= least and not _is_translation(line.text, word.place)]
    near = (_nearest(line, apart, edge) for edge in _further_columns(line.box, others))
    cuts = sorted({(word.place, word.cut) for word in near if word is not None})
    ends = [(0, line.box.left), *cuts, (len(line.text), line.box.right)]
    return tuple(_part(line, *pair) for pair in pairwise(ends)) if cuts else (line,)


def column_over(value: BoxMm, line: TextLine, others: Sequence[BoxMm]) -> TextLine:
    """Give the part of a line that a value stands under: of the columns that it holds the one that begins nearest to the value."""
    return min(in_columns(line, others), key=lambda part: abs(part.box.left - value.left))


def _further_columns(line: BoxMm, others: Sequence[BoxMm]) -> Iterator[float]:
    """Yield the left edges, mm, of values right below a line that stand behind another value, and do not go on with it."""
    below = [box for box in others if is_below(line, box) and box.height > _LEAST_HEIGHT * line.height]
    for box in below:
        before = [one for one in below if one.left < box.left and _is_level(one, box)]
        last = max(before, key=lambda one: one.right, default=None)
        if last is not None and last.right < box.left and not goes_on(last, box):
            yield box.left


def is_below(label: BoxMm, box: BoxMm) -> bool:
    """Whether a place is right below a label, under a part of it."""
    return (
        0 < box.top - label.top < BELOW_MM
        and box.top > label.bottom - 0.5 * min(label.height, box.height)
        and box.left < label.right
        and box.right > label.left - INDENT_MM
    )


def is_behind(label: BoxMm, box: BoxMm) -> bool:
    """Whether a place is on a label's row, behind it."""
    return _is_level(label, box) and box.left > label.right - _TOUCHING_MM


def _is_level(one: BoxMm, other: BoxMm) -> bool:
    return min(one.bottom, other.bottom) - max(one.top, other.top) > 0.5 * min(one.height, other.height)


def _middles(line: TextLine) -> NDArray[np.float64]:
    """(n,): where each character of a line stands, mm of the page."""
    return line.box.left + line.read.columns.astype(np.float64) * line.box.width


def _words(line: TextLine) -> Iterator[_FurtherWord]:
    """Yield the words of a line but the first."""
    text, middles = line.text, _middles(line)
    for place in range(1, len(text)):
        before = len(text[:place].rstrip()) - 1
        if text[place - 1] == " " and text[place] != " " and before >= 0:
            letter = float(middles[-1] - middles[0]) / (len(text) - 1)
            here, there = float(middles[place]), float(middles[before])
            yield _FurtherWord(
                place=place, left=here - letter / 2, blank=here - there, cut=(here + there) / 2
            )


def _is_translation(text: str, place: int) -> bool:
    """Whether a stroke stands before or at a place: the label goes on in another language."""
    return text[:place].rstrip().endswith(STROKES) or text[place].startswith(STROKES)


def _nearest(line: TextLine, words: Sequence[_FurtherWord], edge: float) -> _FurtherWord | None:
    """The word that begins at an edge, mm; None where none does."""
    near = min(words, key=lambda word: abs(word.left - edge), default=None)
    return near if near is not None and abs(near.left - edge) <= _AT_WORD * line.box.height else None


def _part(line: TextLine, first: tuple[int, float], last: tuple[int, float]) -> TextLine:
    """Part of a line: from one place in its text to another, and from and to where on the page, mm."""
    (start, left), (stop, right) = first, last
    stop = start + len(line.text[start:stop].rstrip())
    columns = np.clip((_middles(line)[start:stop] - left) / (right - left), 0.0, 1.0)
    read = ReadLine(
        text=line.text[start:stop],
        posteriors=line.read.posteriors[start:stop],
        alphabet=line.read.alphabet,
        columns=np.asarray(columns, np.float32),
    )
    return TextLine(box=replace(line.box, left=left, right=right), read=read)
