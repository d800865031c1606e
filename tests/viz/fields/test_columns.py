"""Labels of several columns that were found as one line are parted where the values below begin further columns."""

from collections.abc import Callable

import numpy as np
import pytest

from docforensics.page.geometry import BoxMm
from docforensics.viz.fields.columns import column_over, in_columns
from docforensics.viz.fields.zone import PrintedZone
from docforensics.viz.text import TextLine

Placed = Callable[..., TextLine]
MakeZone = Callable[..., PrintedZone]

JOINED = "Data de nascentia/Naskodato Nationalitate/Civitaneso"
"""Two labels in two languages that no table holds whole; 2 mm a letter, so that the second begins at 96 mm."""


def box(left: float, top: float = 13.5, width: float = 20.0, height: float = 3.0) -> BoxMm:
    """A value below a label at 10 mm."""
    return BoxMm(left=left, top=top, right=left + width, bottom=top + height)


def test_a_label_that_spans_two_columns_of_values_is_two(placed: Placed) -> None:
    """Whatever the words are; every letter keeps its place on the page."""
    line = placed(JOINED, 40, 10)
    first, second = in_columns(line, [line.box, box(40), box(96)])
    assert (first.text, second.text) == ("Data de nascentia/Naskodato", "Nationalitate/Civitaneso")
    assert first.box.left == 40
    assert first.box.right == second.box.left
    assert second.box.left == pytest.approx(95, abs=1.1)
    for part, start in ((first, 0), (second, 28)):
        places = part.box.left + part.read.columns * part.box.width
        wanted = line.box.left + line.read.columns[start : start + len(part.text)] * line.box.width
        assert np.allclose(places, wanted, atol=1e-3)


def test_a_value_stands_under_the_label_of_its_own_column(placed: Placed) -> None:
    """Not under that of the column before, which reaches to it."""
    line, values = placed(JOINED, 40, 10), [box(40), box(96)]
    assert column_over(values[0], line, values).text == "Data de nascentia/Naskodato"
    assert column_over(values[1], line, values).text == "Nationalitate/Civitaneso"


@pytest.mark.parametrize(
    "values",
    [
        [box(40, width=60)],  # one value below both
        [box(96)],  # one value, under a later word of its label
        [box(40, width=54), box(96)],  # the second goes on with the first
        [box(40), box(104)],  # within a word
        [box(40), box(96, top=20)],  # another row
        [box(40, top=7), box(96, top=7)],  # above
        [box(40), box(96, height=1.0)],  # a speck
        [box(40), box(46)],  # overlapping the first: found twice
    ],
)
def test_a_label_of_one_value_stays_whole(placed: Placed, values: list[BoxMm]) -> None:
    """What begins no further column parts nothing."""
    line = placed(JOINED, 40, 10)
    assert in_columns(line, values) == (line,)


def test_languages_of_one_label_are_not_parted(placed: Placed) -> None:
    """Nor is a line at a blank that is narrower than its others, or one without letters."""
    line = placed("Luogo di nascita / Place of birth", 40, 10)
    assert in_columns(line, [box(40), box(78)]) == (line,)
    assert in_columns(placed("", 40, 10, width=20), [box(40), box(50)])[0].text == ""
    wide = placed("Nom   Date   de naissance", 40, 10)
    assert [part.text for part in in_columns(wide, [box(40, width=5), box(52)])] == [
        "Nom",
        "Date   de naissance",
    ]
    assert in_columns(wide, [box(40, width=10), box(72)]) == (wide,)


def test_a_caption_is_that_of_the_column(placed: Placed, zone: MakeZone) -> None:
    """Of dates side by side each has its own, though their captions were read as one line."""
    lines = [placed("08 MAR 2021", 40, 13.5), placed("07 MAR 2031", 68, 13.5)]
    joined = placed("Date of issue Date of expiry", 40, 10)
    seen = zone(*lines, captions=[joined], strip=joined)
    assert [seen.caption(line.box) for line in lines] == ["issue_date", "expiry_date"]
    names = zone(
        placed("SMITH", 40, 13), placed("JOHN", 56, 13), strip=placed("Surname Given names", 40, 10.3)
    )
    assert [names.name_caption(line) for line in names.lines] == ["surname", "given_names"]
