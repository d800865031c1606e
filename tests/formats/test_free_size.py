"""Page sizes beyond Doc 9303, and how sizes are told apart."""

import pytest

from docforensics.errors import UsageError
from docforensics.formats.free_size import FreeSize, distinct_aspects, shares_its_shape, size_of
from docforensics.formats.table import PageSize


def test_millimetres_of_doc_9303_are_that_size_and_all_others_are_free() -> None:
    """A banknote has none of Doc 9303's."""
    assert size_of((125.0, 88.0)) is PageSize.ID3
    assert size_of((150.0, 66.0)) == FreeSize(width=150.0, height=66.0)
    assert str(size_of((150.0, 66.0))) == "150 x 66 mm"


def test_a_free_size_has_millimetres_a_ratio_and_no_portrait_of_a_standard_size() -> None:
    """What the pages of Doc 9303 have."""
    size = FreeSize(width=150.0, height=66.0)
    assert (size.millimetres, size.aspect, size.portrait_widths) == ((150.0, 66.0), 150 / 66, ())


def test_a_size_that_no_page_has_is_refused() -> None:
    """Also where a template's file states it."""
    with pytest.raises(UsageError, match="at most A4"):
        FreeSize(width=2000.0, height=1000.0)


def test_sizes_of_one_shape_are_looked_for_once() -> None:
    """ID-2 and ID-3 have one ratio of sides: the outline cannot separate them."""
    assert {size for size in PageSize if shares_its_shape(size, tuple(PageSize))} == {
        PageSize.ID2,
        PageSize.ID3,
    }
    assert sorted(distinct_aspects()) == sorted([125 / 88, 120 / 80, 85.6 / 53.98])


def test_a_free_size_adds_its_shape() -> None:
    """Unless a size of Doc 9303 has it."""
    note, double = FreeSize(width=150.0, height=66.0), FreeSize(width=171.2, height=107.96)
    assert 150 / 66 in distinct_aspects([*PageSize, note])
    assert len(distinct_aspects([*PageSize, double])) == 3
    assert shares_its_shape(PageSize.ID1, [*PageSize, double])
