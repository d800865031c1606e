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
_NEARER = 0.7
"""Share of the distance on one side up to which the other is nearer: rows that are evenly set tell nothing (1.4 and 1.5 mm on one random design). A judgement."""
_CLEARLY = 2
"""Labels by which more fit the values on one side than on the other from which the values decide, whatever the distances. A judgement."""
DAYS = frozenset({"date-of-birth", "date-of-issue", "date-of-expiry", "valid-from"})
"""Values that are days, by the names of their places."""
_NUMBERS = frozenset({"document-number", "personal-number", "passport-number", "height"})
_WORDS = frozenset(
    {"surname", "given-names", "nationality", "place-of-birth", "place-of-issue", "sex", "eyes"}
)
"""Values with digits, and values without any."""
_OF_A_DAY = 3
"""Digits of a day at least, with its year: 1 JAN 74."""


def stand_above_labels(lines: Sequence[PrintedLine]) -> bool:
    """Whether the values of a page stand above their labels: what stands there fits them better than what stands below, else is nearer to most of them."""
    values = [line for line in lines if not line.is_label]
    labels = [line for line in lines if line.is_label and line.name]
    turned = [mirrored(line) for line in values]
    better = sum(_fits(label, values) for label in labels) - sum(
        _fits(mirrored(label), turned) for label in labels
    )
    if abs(better) >= _CLEARLY:
        return better < 0
    nearer_above = [_is_nearer_above(label.box, [line.box for line in values]) for label in labels]
    return nearer_above.count(True) >= max(_FEWEST, _TIMES * nearer_above.count(False) + 1)


def _fits(label: PrintedLine, values: Sequence[PrintedLine]) -> int:
    """Whether what was read nearest below a label may be its value: 1 where it may, -1 where it may not, 0 where nothing tells."""
    below = [line for line in values if line.letters and is_below(label.box, line.box)]
    if not below:
        return 0
    letters = min(below, key=lambda line: line.box.top).letters
    digits = sum(letter.isdigit() for letter in letters)
    if label.name in DAYS:
        return 1 if digits >= _OF_A_DAY else -1
    if label.name in _NUMBERS:
        return 1 if digits else -1
    return 0 if label.name not in _WORDS else -1 if digits else 1


def contradicts(name: str, letters: str) -> bool:
    """Whether a value that was read is none of the place of a name: no digit stands in it. A date of expiry may be a word, `UNBEFRISTET`."""
    of_digits = (name in DAYS or name in _NUMBERS) and name != "date-of-expiry"
    return of_digits and bool(letters) and not any(letter.isdigit() for letter in letters)


def mirrored(line: PrintedLine) -> PrintedLine:
    """Turn a line's place over, so that what stands above another stands below it; twice is as it was."""
    return replace(line, box=_mirrored(line.box))


def _is_nearer_above(label: BoxMm, values: Sequence[BoxMm]) -> bool | None:
    """Whether the nearest print in a label's column stands above it; None where there is none, or as near on both sides."""
    below = min(_gaps(label, values), default=BELOW_MM)
    above = min(_gaps(_mirrored(label), [_mirrored(box) for box in values]), default=BELOW_MM)
    if above < _NEARER * below:
        return True
    return False if below < _NEARER * above else None


def _gaps(label: BoxMm, values: Sequence[BoxMm]) -> Iterator[float]:
    """Yield how far below a label the values in its column begin, mm."""
    return (max(box.top - label.bottom, 0.0) for box in values if is_below(label, box))


def _mirrored(box: BoxMm) -> BoxMm:
    return replace(box, top=-box.bottom, bottom=-box.top)
