"""Which values of a page the labels name: those behind a label on its row, or below it, or above it on pages that are set so."""

from collections.abc import Sequence
from dataclasses import replace

from docforensics.page.geometry import BoxMm
from docforensics.templates.learning.label_side import contradicts, mirrored, stand_above_labels
from docforensics.templates.learning.printed_line import PrintedLine
from docforensics.viz.fields.columns import is_behind, is_below

_BESIDE_MM = 12.0
"""How far a value stands behind the end of its label. A judgement; not fitted."""
_ROW_MM = 2 * _BESIDE_MM
"""How far before a value the label of its row is looked for: 14 mm on the design that asked for it. A judgement; not fitted."""


def named_by_labels(lines: Sequence[PrintedLine], alone: Sequence[PrintedLine]) -> list[PrintedLine]:
    """Name values by the labels before them, above them or, on pages that are set so, below them."""
    if not stand_above_labels(lines):
        return _named(lines, alone)
    return [mirrored(line) for line in _named([*map(mirrored, lines)], [*map(mirrored, alone)])]


def _named(lines: Sequence[PrintedLine], alone: Sequence[PrintedLine]) -> list[PrintedLine]:
    """Name the values that no MRZ repeats by the labels beside them; of letters that stand alone, keep those that are named."""
    labels = [line for line in lines if line.is_label and line.name]
    taken = {line.name for line in lines if line.name and not line.is_label}
    found = [*lines, *alone]
    for label in sorted(labels, key=lambda one: one.box.top):
        if label.name in taken:
            continue
        free = [line for line in found if not line.name and _belongs(label.box, line.box)]
        nearest = min(free, key=lambda line: _far(label.box, line.box), default=None)
        value = nearest and _of_own_row(label, nearest, free, found)
        if value is None or _is_of_another(label, value) or _parted(label.box, value.box, found):
            continue
        found[found.index(value)] = replace(value, is_label=False, name=label.name)
        taken.add(label.name)
    loose = {id(line) for line in alone}
    return [line for line in found if id(line) not in loose]


def _of_own_row(
    label: PrintedLine, value: PrintedLine, free: Sequence[PrintedLine], lines: Sequence[PrintedLine]
) -> PrintedLine:
    """The value behind a label on its row, where the nearer one below has the label of another place on its own row: each row is a label and its value."""
    beside = [
        line for line in free if is_behind(label.box, line.box) and not contradicts(label.name, line.letters)
    ]
    if not beside or is_behind(label.box, value.box):
        return value
    before = [
        line
        for line in lines
        if line.box != value.box
        and is_behind(line.box, value.box)
        and value.box.left - line.box.right < _ROW_MM
    ]
    last = max(before, key=lambda line: line.box.right, default=None)
    of_another = last is not None and last.is_label and last.name not in {"", label.name}
    return min(beside, key=lambda line: line.box.left) if of_another else value


def _is_of_another(label: PrintedLine, value: PrintedLine) -> bool:
    """Whether what stands below a label is no value of its place; behind it on its row the label in another language may stand before the value."""
    return is_below(label.box, value.box) and contradicts(label.name, value.letters)


def _belongs(label: BoxMm, box: BoxMm) -> bool:
    """Whether a place is right below a label, or behind it on its row."""
    return is_below(label, box) or (is_behind(label, box) and box.left - label.right < _BESIDE_MM)


def _far(label: BoxMm, box: BoxMm) -> float:
    """Distance of a value from its label: what stands below is nearer than what stands beside."""
    return (
        max(box.left - label.right, 0.0) + max(box.top - label.bottom, 0.0) + abs(box.left - label.left) / 4
    )


def _parted(label: BoxMm, value: BoxMm, lines: Sequence[PrintedLine]) -> bool:
    """Whether another label stands nearer above the value, or between the two."""
    return any(
        line.is_label
        and line.name
        and line.box != label
        and _belongs(line.box, value)
        and _far(line.box, value) < _far(label, value)
        for line in lines
    )
