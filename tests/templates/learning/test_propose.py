"""Places that are proposed from what captures show."""

from collections.abc import Callable
from dataclasses import replace

import cv2
import numpy as np
import pytest

from docforensics.capture.model import Pixels
from docforensics.capture.side import Capture
from docforensics.formats.table import PageSize
from docforensics.page.geometry import BoxMm
from docforensics.templates.comparison.occlusion import printed_depth
from docforensics.templates.learning import propose
from docforensics.templates.learning.aligned_stack import fitted, read_sheet
from docforensics.templates.learning.personalisation_ink import lettering
from docforensics.templates.learning.printed_line import PrintedLine
from docforensics.templates.learning.propose import (
    in_plain_numbers,
    print_of_another_ink,
    rows_of_holders,
)
from docforensics.templates.model import Feature, FeatureKind


def test_places_can_be_written() -> None:
    """Whatever numbers a page's scale is made of."""
    box = BoxMm(left=np.float64(1), top=np.float64(2), right=np.float64(3), bottom=np.float64(4))
    (plain,) = in_plain_numbers([Feature(name="surname", kind=FeatureKind.PERSONAL_DATA, box=box)])
    assert plain.box == box
    assert {type(side) for side in (plain.box.left, plain.box.top, plain.box.right, plain.box.bottom)} == {
        float
    }


def test_print_of_another_ink_that_all_captures_show_is_of_the_series() -> None:
    """A title in blue; a value that both holders share is in the ink of the fields, and a number in blue differs."""
    pages = [_page("HOLLOWAY", "1234"), _page("LINDQUIST", "7058")]
    name = Feature(
        name="surname",
        kind=FeatureKind.PERSONAL_DATA,
        box=BoxMm(left=5, top=10, right=60, bottom=17),
        variable=True,
    )
    is_of_series = print_of_another_ink([name], pages, [0, 1])
    title, shared, number = (BoxMm(left=5, top=top, right=60, bottom=top + 7) for top in (1, 19, 28))
    assert is_of_series(title)
    assert not is_of_series(shared)
    assert not is_of_series(number)


def test_a_remark_in_words_of_labels_is_the_holders_where_it_is_set_like_their_values() -> None:
    """In their ink and their column; the same words in the ink of the series, in another column, or as the label of a place are not."""
    page = _page("HOLLOWAY", "1234")
    cv2.putText(page, "NOT VALID FOR TRAVEL", (60, 280), 0, 1.0, (20, 20, 20), 3, cv2.LINE_AA)
    title, value, remark = (BoxMm(left=6, top=top, right=60, bottom=top + 5) for top in (2, 11, 31))
    letters = lettering(page)

    def of_holders(row: BoxMm, left: float = 6.0, name: str = "") -> bool:
        words = PrintedLine(box=row, letters="NOT VALID FOR TRAVEL", is_label=True, name=name)
        lines = [value, replace(row, left=left)]
        return rows_of_holders(lines, [True, False], [words], letters, is_of_few=True)[1]

    assert of_holders(remark)
    assert not of_holders(title)
    assert not of_holders(remark, left=8.0)
    assert not of_holders(remark, name="remarks")


def test_a_first_page_that_is_bent_makes_no_place_of_holders(
    card: Callable[..., Pixels], capture_of: Callable[[Pixels], Capture]
) -> None:
    """All others differ from it along its bend: what it would be taken for is data of theirs."""
    sheets = [
        fitted(read_sheet(capture_of(pixels), number, None), PageSize.ID1)
        for number, pixels in enumerate([_bent(card(1)), card(2), card(3), card(4)])
    ]
    found = propose.propose_features(sheets, range(4), PageSize.ID1)
    straight = propose.propose_features(sheets[1:], range(3), PageSize.ID1)
    others = [one.name for one in found if one.name.startswith("varying-")]
    assert len(others) <= sum(one.name.startswith("varying-") for one in straight), others


def _bent(page: Pixels) -> Pixels:
    """The page whose left half lies up to a millimetre aside, as a card does that did not lie flat."""
    height, width = page.shape[:2]
    across = np.arange(width, dtype=np.float32)
    aside = 0.012 * width * np.clip(1 - across / (width / 2), 0, 1) ** 2
    columns = np.broadcast_to(across - aside.astype(np.float32), (height, width))
    rows = np.broadcast_to(np.arange(height, dtype=np.float32)[:, None], (height, width))
    moved = cv2.remap(
        page,
        np.ascontiguousarray(columns),
        np.ascontiguousarray(rows),
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return np.asarray(moved, np.uint8)


def _page(name: str, number: str) -> Pixels:
    page = np.full((300, 520, 3), 230, np.uint8)
    black, blue = (20, 20, 20), (30, 50, 140)
    for row, (text, ink) in enumerate(
        (("TRAVEL CARD", blue), (name, black), ("UTOPIAN", black), (number, blue))
    ):
        cv2.putText(page, text, (60, 50 + 72 * row), 0, 1.2, ink, 3, cv2.LINE_AA)
    return page


def test_a_date_that_was_read_with_the_letter_behind_it_ends_before_that() -> None:
    """The letter has a name of its own; a value on another row and one that only begins a little later cut nothing."""
    page = np.full((300, 640, 3), 240, np.uint8)
    cv2.putText(page, "04 OCT 1979", (80, 104), 0, 1.0, (20, 20, 20), 3, cv2.LINE_AA)
    cv2.putText(page, "F", (400, 104), 0, 1.0, (20, 20, 20), 3, cv2.LINE_AA)
    date, letter = (
        PrintedLine(box=BoxMm(left=left, top=10, right=54, bottom=13.3), letters="X", name=name)
        for left, name in ((10, "date-of-birth"), (50, "sex"))
    )
    below = replace(letter, box=BoxMm(left=20, top=14, right=30, bottom=17), name="number")
    pages = propose.Holders([page, page], [0, 1])
    depths = [printed_depth(page)] * 2
    birth, sex, _ = propose.values_of_holders([date, letter, below], depths, [], pages)
    assert 30 < birth.box.right < 40
    assert sex.box.right == 54


def test_a_number_that_was_read_twice_is_not_cut_within_itself() -> None:
    """Its end bears another name; no blank stands before it."""
    page = np.full((300, 640, 3), 240, np.uint8)
    cv2.putText(page, "AB1234567", (80, 104), 0, 1.0, (20, 20, 20), 3, cv2.LINE_AA)
    whole, rest = (
        PrintedLine(box=BoxMm(left=left, top=10, right=32, bottom=13.3), letters="X", name=name)
        for left, name in ((10, "document-number"), (15, "passport-number"))
    )
    pages = propose.Holders([page, page], [0, 1])
    number, _ = propose.values_of_holders([whole, rest], [printed_depth(page)] * 2, [], pages)
    assert number.box.right >= 32


@pytest.mark.parametrize(
    ("name", "count", "kept"), [("surname", 3, 0), ("surname", 2, 1), ("nationality", 3, 1)]
)
def test_what_one_person_has_alone_differs_between_three_holders(name: str, count: int, kept: int) -> None:
    """A title that stands beside the label of a name is no surname of three holders; two may be of one family, and all of one nationality."""
    page = np.full((300, 640, 3), 240, np.uint8)
    cv2.putText(page, "CREW CARD", (80, 104), 0, 1.0, (20, 20, 20), 3, cv2.LINE_AA)
    title = PrintedLine(box=BoxMm(left=10, top=10, right=32, bottom=13.3), letters="CREW CARD", name=name)
    pages = propose.Holders([page] * count, list(range(count)))
    found = propose.values_of_holders([title], [printed_depth(page)] * count, [], pages)
    assert len(found) == kept
