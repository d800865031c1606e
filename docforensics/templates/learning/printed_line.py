"""A line of print on a genuine page: a label or a value."""

from collections.abc import Sequence
from dataclasses import dataclass

from docforensics.page.geometry import BoxMm

_TITLE = 1.4
"""Of the height of values, from which a line is set as titles are. A judgement; not fitted."""


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


def is_large(line: PrintedLine, lines: Sequence[PrintedLine]) -> bool:
    """Whether a line is set larger than values are: a title."""
    heights = sorted(one.box.height for one in lines if one.name and not one.is_label)
    return bool(heights) and line.box.height > _TITLE * heights[len(heights) // 2]
