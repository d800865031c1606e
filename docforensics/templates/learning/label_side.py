"""On which side of its label a value stands: below it on most documents, above it on some cards, where the label of each row then stands over the next row's value."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from docforensics.page.geometry import BoxMm
from docforensics.templates.learning.printed_line import PrintedLine
from docforensics.viz.fields.columns import BELOW_MM, is_below

_FEWEST = 3
"""Labels that must stand nearer to the value above: a sex or a date alone may be set apart. A judgement; not fitted."""
_TIMES = 2
"""And more than so many times those that stand nearer to the value below. A judgement; not fitted."""


def stand_above_labels(lines: Sequence[PrintedLine]) -> bool:
    """Whether the values of a page stand above their labels: most labels are nearer to the print above them than to that below."""
    values = [line.box for line in lines if not line.is_label]
    nearer_above = [_is_nearer_above(line.box, values) for line in lines if line.is_label and line.name]
    return nearer_above.count(True) >= max(_FEWEST, _TIMES * nearer_above.count(False) + 1)


def mirrored(line: PrintedLine) -> PrintedLine:
    """Turn a line's place over, so that what stands above another stands below it; twice is as it was."""
    return replace(line, box=_mirrored(line.box))


def _is_nearer_above(label: BoxMm, values: Sequence[BoxMm]) -> bool | None:
    """Whether the nearest print in a label's column stands above it; None where there is none, or as near on both sides."""
    below = min(_gaps(label, values), default=BELOW_MM)
    above = min(_gaps(_mirrored(label), [_mirrored(box) for box in values]), default=BELOW_MM)
    return None if above == below else above < below


def _gaps(label: BoxMm, values: Sequence[BoxMm]) -> Iterator[float]:
    """Yield how far below a label the values in its column begin, mm."""
    return (max(box.top - label.bottom, 0.0) for box in values if is_below(label, box))


def _mirrored(box: BoxMm) -> BoxMm:
    return replace(box, top=-box.bottom, bottom=-box.top)
