"""A line of print on a genuine page: a label or a value; and the lines of several pages put together."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

import numpy as np

from docforensics.page.geometry import BoxMm

_TITLE = 1.4
"""Of the height of values, from which a line is set as titles are. A judgement; not fitted."""
_SAME = 0.5
"""Share of the lower one's height that two lines have in common to be the same print on two pages. A judgement; not fitted."""

_LEAST_ALIKE = 0.7
"""Of a printed number with the coded one, below which it is another: with two of nine characters misread .78 are alike. A judgement."""
_BY_HALF = frozenset({"sex", "document-number"})
"""Names of values that half of the pages have to give: one letter shows a sex, and the label of a passport's number on a visa names the document's."""


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


def without_another_number(lines: Sequence[PrintedLine], coded: str) -> list[PrintedLine]:
    """Leave unnamed what a label calls the document's number where the `coded` one stands elsewhere on the page: a visa states that of the passport as well.

    Where it stands nowhere, the zone may be misread, and the place is the number's.
    """

    def is_coded(line: PrintedLine) -> bool:
        printed = line.letters.replace(" ", "")
        return SequenceMatcher(None, printed, coded).ratio() >= _LEAST_ALIKE

    def is_named(line: PrintedLine) -> bool:
        return line.name == "document-number" and not line.is_label

    if not coded or not any(is_coded(line) and not is_named(line) for line in lines):
        return list(lines)
    return [
        replace(one, name="") if is_named(one) and one.letters and not is_coded(one) else one for one in lines
    ]


def common_places(pages: Sequence[Sequence[PrintedLine]]) -> list[PrintedLine]:
    """Put the lines of several pages together: those of one name and place are one, as wide as the widest; what most pages show comes first.

    A sex and a number are believed where at least half of the pages that show the place give the name: a perforated digit reads as an M as well.
    """
    found: list[tuple[PrintedLine, list[str]]] = []
    for line in (line for page in pages for line in page):
        place = next(
            (n for n, (one, _) in enumerate(found) if one.is_label == line.is_label and _is_again(one, line)),
            None,
        )
        if place is None:
            found.append((line, [line.name]))
        else:
            one, names = found[place]
            around = BoxMm.around(np.concatenate([one.box.corners, line.box.corners]))
            found[place] = replace(one, box=around, name=one.name or line.name), [*names, line.name]
    return [_believed(one, names) for one, names in sorted(found, key=lambda item: -len(item[1]))]


def _believed(one: PrintedLine, names: Sequence[str]) -> PrintedLine:
    """A line without a name that half of the pages have to give and do not; `names` are those that each gives."""
    doubtful = one.name in _BY_HALF and not one.is_label and 2 * names.count(one.name) < len(names)
    return replace(one, name="") if doubtful else one


def _is_again(one: PrintedLine, other: PrintedLine) -> bool:
    level = min(one.box.bottom, other.box.bottom) - max(one.box.top, other.box.top)
    low = min(one.box.height, other.box.height)
    beside = min(one.box.right, other.box.right) - max(one.box.left, other.box.left)
    named = one.name == other.name or not one.name or not other.name
    return one.is_loose == other.is_loose and named and level > _SAME * low and beside > 0
