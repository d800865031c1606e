"""Which values the labels of a page name."""

import pytest

from docforensics.page.geometry import BoxMm
from docforensics.templates.learning.label_names import named_by_labels
from docforensics.templates.learning.printed_line import PrintedLine


def line(letters: str, left: float, top: float, *, name: str = "", is_label: bool = False) -> PrintedLine:
    """A line of print, 2 mm high."""
    box = BoxMm(left=left, top=top, right=left + 1.4 * len(letters), bottom=top + 2)
    return PrintedLine(box=box, letters=letters, name=name, is_label=is_label)


def named(lines: list[PrintedLine]) -> dict[str, str]:
    """The letters of the values that labels name."""
    return {one.name: one.letters for one in named_by_labels(lines, []) if one.name and not one.is_label}


@pytest.mark.parametrize(
    ("before", "beside", "expiry"),
    [
        pytest.param(("ISSUE", "date-of-issue", 36.0), "15 JUN 2032", "15 JUN 2032", id="rows"),
        pytest.param(None, "15 JUN 2032", "16 JUN 2022", id="no label on the row below"),
        pytest.param(
            ("GIS", "date-of-expiry", 36.0), "15 JUN 2032", "16 JUN 2022", id="the same place again"
        ),
        pytest.param(("NOKTO", "", 36.0), "15 JUN 2032", "16 JUN 2022", id="a label of no place"),
        pytest.param(("ISSUE", "date-of-issue", 25.0), "15 JUN 2032", "16 JUN 2022", id="a label far away"),
        pytest.param(("ISSUE", "date-of-issue", 36.0), "", "16 JUN 2022", id="nothing behind the label"),
    ],
)
def test_rows_of_a_label_and_its_value_keep_their_own(
    before: tuple[str, str, float] | None, beside: str, expiry: str
) -> None:
    """The label of a row stands nearer above the next row's value than beside its own."""
    lines = [
        line("VALID", 47.0, 24.2, name="date-of-expiry", is_label=True),
        line("16 JUN 2022", 50.5, 27.4),
    ]
    if beside:
        lines.append(line(beside, 62.0, 23.9))
    if before:
        letters, name, right = before
        lines.append(line(letters, right - 7.0, 27.6, name=name, is_label=True))
    assert named(lines)["date-of-expiry"] == expiry


def test_what_cannot_be_the_value_of_a_label_behind_it_is_not() -> None:
    """A translation that no table holds stands behind the label."""
    lines = [
        line("BORN", 47.0, 24.2, name="date-of-birth", is_label=True),
        line("NASKITA", 56.0, 24.2),
        line("15 JUN 1980", 48.0, 27.4),
        line("ISSUE", 36.0, 27.6, name="date-of-issue", is_label=True),
    ]
    assert named(lines)["date-of-birth"] == "15 JUN 1980"
