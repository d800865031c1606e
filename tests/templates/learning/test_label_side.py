"""Values above their labels, and below them."""

from collections.abc import Sequence

import pytest

from docforensics.page.geometry import BoxMm
from docforensics.templates.learning.label_side import mirrored, stand_above_labels
from docforensics.templates.learning.printed_line import PrintedLine
from docforensics.templates.learning.printed_places import _named_by_labels

_NAMES = ("surname", "given-names", "date-of-birth", "date-of-expiry")
_ROW_MM, _HEIGHT_MM, _GAP_MM = 5.6, 1.6, 0.6


def _page(names: Sequence[str], *, above: bool) -> list[PrintedLine]:
    """A row of label and value for each name, the one close to the other."""
    found = []
    for number, name in enumerate(names):
        first, second = 10 + number * _ROW_MM, 10 + number * _ROW_MM + _HEIGHT_MM + _GAP_MM
        label, value = (second, first) if above else (first, second)
        found += [
            PrintedLine(box=_at(label), letters="LABEL", is_label=True, name=name),
            PrintedLine(box=_at(value), letters=f"VALUE OF {name}"),
        ]
    return found


def _at(top: float) -> BoxMm:
    return BoxMm(left=3.0, top=top, right=20.0, bottom=top + _HEIGHT_MM)


@pytest.mark.parametrize("above", [True, False])
def test_each_value_bears_the_name_of_its_own_label(above: bool) -> None:
    """Where values stand above their labels each one had the name of the row before."""
    named = _named_by_labels(_page(_NAMES, above=above), [])
    assert {line.name: line.letters for line in named if not line.is_label} == {
        name: f"VALUE OF {name}" for name in _NAMES
    }
    assert {line.box for line in named} == {line.box for line in _page(_NAMES, above=above)}


def test_few_labels_do_not_decide() -> None:
    """Two rows may be a date and a sex that are set apart; and rows as far from both sides decide nothing."""
    assert stand_above_labels(_page(_NAMES, above=True))
    assert not stand_above_labels(_page(_NAMES[:2], above=True))
    even = [
        PrintedLine(
            box=_at(10 + number * 3.0), is_label=number % 2 == 0, name=name if number % 2 == 0 else ""
        )
        for number, name in enumerate(name for name in _NAMES for _ in range(2))
    ]
    assert not stand_above_labels(even)


def test_a_place_turned_over_twice_is_as_it_was() -> None:
    """Height and order of its edges too."""
    line = PrintedLine(box=_at(10))
    assert mirrored(line).box.height == line.box.height
    assert mirrored(mirrored(line)) == line
