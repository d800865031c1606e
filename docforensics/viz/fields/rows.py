"""Pieces of print on one row: a number in groups, or a date whose day, month and year stand apart, is found as several lines."""

from collections.abc import Sequence

from docforensics.page.geometry import BoxMm
from docforensics.viz.text import TextLine

SET_ALIKE, _WIDE_BLANK = 0.75, 2.0
"""Share of a line's height that another must have to be set like it, and of it on a common row; and the blank between pieces in heights. Judgements;
not fitted."""


def goes_on(one: BoxMm, other: BoxMm) -> bool:
    """Whether what stands in another place may go on with what stands in one: alike in height, on its row, a wide blank behind it at most."""
    low, high = sorted((one.height, other.height))
    level = min(one.bottom, other.bottom) - max(one.top, other.top)
    gap = other.left - one.right
    return low > SET_ALIKE * high and level > SET_ALIKE * low and 0 <= gap < _WIDE_BLANK * high


def in_rows(lines: Sequence[TextLine]) -> tuple[TextLine, ...]:
    """Give the same lines, each followed by the one that goes on with it; otherwise in their order."""
    left, found = list(lines), list[TextLine]()
    while left:
        line: TextLine | None = _begun(left[0], left)
        while line is not None:
            left.remove(line)
            found.append(line)
            behind = [one for one in left if goes_on(line.box, one.box)]
            line = min(behind, key=lambda one: one.box.left, default=None)
    return tuple(found)


def _begun(line: TextLine, lines: Sequence[TextLine]) -> TextLine:
    """Give the piece that the row of a line begins with."""
    while before := [one for one in lines if goes_on(one.box, line.box)]:
        line = max(before, key=lambda one: one.box.right)
    return line
