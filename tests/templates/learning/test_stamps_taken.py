"""A stamp on one of several genuine captures leaves no place that varies, and no tolerance, in what is learned."""

from collections.abc import Callable

import numpy as np
import pytest

from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.formats.table import PageSize
from docforensics.page.model import Page
from docforensics.templates.learning.aligned_stack import AlignedSheet
from docforensics.templates.learning.differences import LEAST_DOCUMENTS
from docforensics.templates.learning.learn import learn_template
from docforensics.templates.learning.stamps_taken import without_stamps
from tests.templates.comparison.test_stamps import MIDDLE, stamped

pytestmark = pytest.mark.usefixtures("read_quickly")
PLACE = (slice(MIDDLE[1] - 75, MIDDLE[1] + 75), slice(MIDDLE[0] - 110, MIDDLE[0] + 110))


@pytest.fixture(name="sheets", scope="module")
def fixture_sheets(
    card: Callable[..., Pixels], page_of: Callable[..., tuple[object, Page]]
) -> list[AlignedSheet]:
    """Five holders' cards, of which the second bears a stamp."""
    pages = [card(holder) for holder in range(1, 6)]
    pages[1] = stamped(pages[1])
    made = [page_of(page) for page in pages]
    return [AlignedSheet(capture=capture, page=page, mrz=None) for capture, page in made]


def test_the_other_captures_are_shown_in_the_place_of_a_stamp(
    card: Callable[..., Pixels], sheets: list[AlignedSheet]
) -> None:
    """As bright as the page round it; captures without one stay as they are."""
    unstamped = without_stamps(sheets, range(5), PageSize.ID1)
    clean = unstamped.sheets
    assert list(unstamped.inked_mm2) == [1]
    assert [new is old for new, old in zip(clean, sheets, strict=True)] == [True, False, True, True, True]
    page = clean[1].pixels(Light.VISIBLE, PageSize.ID1)[PLACE].astype(int)
    former = sheets[1].pixels(Light.VISIBLE, PageSize.ID1)[PLACE].astype(int)
    plain = card(2)[PLACE].astype(int)
    assert np.abs(page - plain).mean() < 0.5 * np.abs(former - plain).mean()
    assert np.percentile(np.abs(page - plain), 99) < 30


def test_of_two_captures_nothing_is_taken(sheets: list[AlignedSheet]) -> None:
    """Which of them bears more than the series is not known."""
    assert without_stamps(sheets[:2], range(2), PageSize.ID1).sheets == sheets[:2]


def test_a_template_of_stamped_captures_names_no_place_of_the_stamp(
    card: Callable[..., Pixels],
) -> None:
    """But it knows that pages of the series bear some, which may be found in part."""
    pages = [card(holder) for holder in range(1, LEAST_DOCUMENTS + 1)]
    pages[1] = stamped(pages[1])
    template = learn_template(pages, size=PageSize.ID1, holders=range(LEAST_DOCUMENTS))
    middle = [MIDDLE[0] / 8, MIDDLE[1] / 8]
    at = [
        one
        for one in template.features
        if one.variable
        and one.box.left < middle[0] < one.box.right
        and one.box.top < middle[1] < one.box.bottom
    ]
    assert at == []
    white = template.references[Light.VISIBLE]
    assert max(white.own_places) < 2.0
    assert len(white.own_stamps) == len(white.own_places)
    assert sum(white.own_stamps) == max(white.own_stamps) > 15.0
