"""A line of print on a genuine page: a label or a value; and the lines of several pages put together."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from docforensics.page.geometry import BoxMm

_TITLE = 1.4
"""Of the height of values, from which a line is set as titles are. A judgement; not fitted."""
_SAME = 0.5
"""Share of the lower one's height that two lines have in common to be the same print on two pages. A judgement; not fitted."""

_OF_ONE_LETTER = frozenset({"sex"})
"""Names of values that one letter shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedLine:
    """A line of print on one page."""

    box: BoxMm
    """Tight, in millimetres."""
    letters: str = ""
    """As read, capitals and digits; empty where it was not read."""
    is_label: bool = False
    name: str = ""
    """Of a label, the place that it stands beside; of a value, its own."""
    is_loose: bool = False
    """Whether it is a number in none of the lines that were found: pale, or printed over other print."""


def is_large(line: PrintedLine, lines: Sequence[PrintedLine]) -> bool:
    """Whether a line is set larger than values are: a title."""
    heights = sorted(one.box.height for one in lines if one.name and not one.is_label)
    return bool(heights) and line.box.height > _TITLE * heights[len(heights) // 2]


def common_places(pages: Sequence[Sequence[PrintedLine]]) -> list[PrintedLine]:
    """Put the lines of several pages together: those of one name and place are one, as wide as the widest; what most pages show comes first.

    A name that one letter gives is believed where at least half of the pages that show the place give it: a perforated digit reads as an M as well.
    """
    found: list[list[PrintedLine]] = []
    for line in (line for page in pages for line in page):
        same = next(
            (own for own in found if own[0].is_label == line.is_label and _is_again(_as_one(own), line)), None
        )
        if same is None:
            found.append([line])
        else:
            same.append(line)
    return [_believed(own) for own in sorted(found, key=lambda own: -len(own))]


def _as_one(lines: Sequence[PrintedLine]) -> PrintedLine:
    """The first of some lines, as wide as all, with the first name that any has."""
    around = BoxMm.around(np.concatenate([line.box.corners for line in lines]))
    return replace(lines[0], box=around, name=next((line.name for line in lines if line.name), ""))


def _believed(lines: Sequence[PrintedLine]) -> PrintedLine:
    """Lines of one place as one, without a name of one letter that most of them do not bear."""
    one = _as_one(lines)
    named = sum(line.name == one.name for line in lines)
    doubtful = one.name in _OF_ONE_LETTER and not one.is_label and 2 * named < len(lines)
    return replace(one, name="") if doubtful else one


def _is_again(one: PrintedLine, other: PrintedLine) -> bool:
    level = min(one.box.bottom, other.box.bottom) - max(one.box.top, other.box.top)
    low = min(one.box.height, other.box.height)
    beside = min(one.box.right, other.box.right) - max(one.box.left, other.box.left)
    named = one.name == other.name or not one.name or not other.name
    return one.is_loose == other.is_loose and named and level > _SAME * low and beside > 0
