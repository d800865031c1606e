"""What limits trust in a group is said with the counts that its list shows."""

from dataclasses import replace

import pytest

from docforensics.batch.discover.assemble import _notes, _shared_note
from docforensics.batch.discover.records import ComparedRecord, FindingRecord
from docforensics.batch.discover.result import Outlier, OutlierKind
from docforensics.resources import models_folder
from docforensics.templates.model import Template
from docforensics.templates.store import load_template


@pytest.fixture(name="template", scope="module")
def fixture_template() -> Template:
    """Of many holders."""
    return replace(load_template(models_folder() / "templates" / "UTO-P-2-2023"), n_holders=9)


def _outliers(**kinds: int) -> list[Outlier]:
    return [
        Outlier(name="a", page=0, group="g", kind=OutlierKind(kind), reason="", places=(), strength=0.1)
        for kind, count in kinds.items()
        for _ in range(count)
    ]


@pytest.mark.parametrize(
    ("kinds", "marked"),
    [
        ({"adverse": 9}, True),
        ({"adverse": 3, "departs": 3}, True),
        ({"no_fit": 3}, True),
        ({"departs": 4, "odd_zone": 1}, True),
        ({"adverse": 2, "departs": 2}, False),
    ],
)
def test_a_group_that_is_mostly_listed_is_marked_with_what_its_list_holds(
    template: Template, kinds: dict[str, int], marked: bool
) -> None:
    """Nine pages: more than three in ten adverse or without a fit, or more than half of any kind."""
    notes = list(_notes(template, 9 if "no_fit" not in kinds else 8, _outliers(**kinds)))
    assert bool(notes) is marked
    if notes:
        (note,) = notes
        assert note.startswith(f"too mixed or too few to trust: {sum(kinds.values())} of ")
        assert all(f"{count} {OutlierKind(kind).words}" in note for kind, count in kinds.items())


def test_what_pages_share_is_said_of_the_group() -> None:
    """By title, with its pages; nothing where nothing is shared."""
    finding = FindingRecord(check="a.b", title="Border", log10_lr=0.5)
    pages = [ComparedRecord(number=0, group="g", findings=(finding,))] * 4
    (note,) = _shared_note(pages, [{"a.b": 0.0}] * 3 + [{"a.b": 1.0}])
    assert "Border (3 of 4 pages)" in note
    assert not list(_shared_note(pages, [{"a.b": 1.0}] * 4))
