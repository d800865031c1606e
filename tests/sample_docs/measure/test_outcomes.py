"""The table of what each forged sample gets."""

import re

import pytest

from docforensics.examiner import Examiner
from sample_docs.measure.outcomes import FOLDER, examined, forged, row_of, shown

ROWS = shown()
NAMED = re.compile(r"`([a-z0-9-]+)` \|")
MAIN_PAGE = FOLDER.parent / "README.md"


def test_the_table_has_every_forged_document_once() -> None:
    """In the order of the manifest."""
    assert [found[1] for row in ROWS if (found := NAMED.search(row))] == [item.id for item in forged()]


def test_the_readme_names_each_that_is_clear() -> None:
    """None is left for the reader to find."""
    clear = {found[1] for row in ROWS if "| CLEAR |" in row and (found := NAMED.search(row))}
    assert clear
    page = MAIN_PAGE.read_text(encoding="utf-8")
    assert {name for name in clear if f"`{name}`" not in page} == set()


@pytest.mark.parametrize("row", [row for row in ROWS if "| CLEAR |" in row] + ROWS[1:2])
def test_what_the_table_states_is_what_an_examination_gives(row: str) -> None:
    """Of those that are CLEAR, and of one that is not."""
    item = next(item for item in forged() if f"`{item.id}`" in row)
    assert row_of(item, examined(Examiner(), item)) == row
