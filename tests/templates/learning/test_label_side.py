"""Values above their labels, and below them."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from docforensics.page.geometry import BoxMm
from docforensics.templates.learning.label_names import named_by_labels
from docforensics.templates.learning.label_side import contradicts, mirrored, stand_above_labels
from docforensics.templates.learning.printed_line import PrintedLine

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
            PrintedLine(box=_at(value), letters=f"VALUE OF {name} 74"),
        ]
    return found


def _at(top: float) -> BoxMm:
    return BoxMm(left=3.0, top=top, right=20.0, bottom=top + _HEIGHT_MM)


@pytest.mark.parametrize("above", [True, False])
def test_each_value_bears_the_name_of_its_own_label(above: bool) -> None:
    """Where values stand above their labels each one had the name of the row before."""
    named = named_by_labels(_page(_NAMES, above=above), [])
    assert {line.name: line.letters for line in named if not line.is_label} == {
        name: f"VALUE OF {name} 74" for name in _NAMES
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


def test_values_that_fit_their_labels_decide_before_distances() -> None:
    """A day under the label of a day, a name under that of a name, though the row above is nearer."""
    said = {
        "surname": "ELDO",
        "given-names": "LINRA",
        "date-of-birth": "09 APR 1976",
        "document-number": "6116ADA3F",
    }
    below = [
        replace(line, letters=said[line.name] if line.is_label else said[name])
        for name in said
        for line in _page([name], above=False)
    ]
    page = [
        replace(line, box=_at(10 + 3.0 * number + 0.4 * (number % 2))) for number, line in enumerate(below)
    ]
    assert not stand_above_labels(page)
    assert stand_above_labels([mirrored(line) for line in page])


def test_a_place_turned_over_twice_is_as_it_was() -> None:
    """Height and order of its edges too."""
    line = PrintedLine(box=_at(10))
    assert mirrored(line).box.height == line.box.height
    assert mirrored(mirrored(line)) == line


def test_words_are_no_value_of_a_day_or_a_number() -> None:
    """A label misread into a day's names nothing that has no digit; what was not read may be anything, and other values hold what they like."""
    label = PrintedLine(box=_at(10), letters="PEACE OF BIRTH", is_label=True, name="date-of-birth")
    for letters, name in (("AMAUROT", ""), ("17 MAR 74", "date-of-birth"), ("", "date-of-birth")):
        value = PrintedLine(box=_at(12.5), letters=letters)
        assert [one.name for one in named_by_labels([label, value], [])] == ["date-of-birth", name]
    behind = PrintedLine(box=replace(_at(10), left=21.0, right=30.0), letters="AATA POXA")
    assert named_by_labels([label, behind], [])[1].name == "date-of-birth"
    assert contradicts("document-number", "AMAUROT")
    assert not contradicts("date-of-expiry", "UNBEFRISTET")
    assert not contradicts("surname", "0LIVER 2")
