"""Print in a box begins and ends at its strokes."""

import numpy as np

from docforensics.page.geometry import BoxMm
from docforensics.templates.learning.ink_ends import (
    capitals,
    common_print,
    print_ends,
    reached,
    strokes_depth,
    tightened,
)
from docforensics.templates.planes import Map

BOX = BoxMm(left=5, top=5, right=40, bottom=10)


def line(*spans: tuple[float, float], depth: float = 120.0) -> Map:
    """Upright strokes each millimetre between these places, 2 mm high, on a ground of pale lines."""
    page = np.zeros((200, 480), np.float32)
    page[::6] = 40.0
    for left, right in spans:
        for x in np.arange(left, right, 1.0):
            page[48:64, round(8 * x) : round(8 * x) + 3] = depth
    return page


def test_a_box_is_drawn_in_to_its_strokes() -> None:
    """Lines of the background, which are paler, do not count."""
    tight = tightened(BOX, line((10, 20)))
    assert (tight.left, tight.top, tight.bottom) == (10, 6, 8)
    assert 19 < tight.right <= 20


def test_a_box_without_strokes_stays() -> None:
    """There is nothing to draw it in to."""
    assert tightened(BOX, np.zeros((200, 480), np.float32)) == BOX
    assert strokes_depth(BOX, line((10, 30), depth=120.0)) == 120.0


def test_a_value_reaches_as_far_as_on_the_page_where_it_is_longest() -> None:
    """Across blanks between words, and no farther than what stands on its row."""
    box = BoxMm(left=10, top=6, right=20, bottom=8)
    pages = [line((10, 20)), line((10, 24), (25, 30)), line((10, 20), (40, 50))]
    assert 29 < reached(box, pages, []).right <= 30
    behind = BoxMm(left=25, top=6, right=35, bottom=8)
    assert reached(box, pages, [behind]).right <= 25


def test_a_shorter_value_ends_before_what_stands_far_behind() -> None:
    """The rim of a page, on which a name has a third of the letters of the one that was read."""
    box = BoxMm(left=10, top=6, right=30, bottom=8)
    pages = [line((10, 30)), line((10, 16), (58, 60))]
    assert print_ends(box, pages, [])[1] <= 16
    assert reached(box, pages, []).right == 30


def test_a_wide_blank_within_the_box_ends_nothing() -> None:
    """The day and the year of a date; what follows the year behind the box is of the value."""
    box = BoxMm(left=10, top=6, right=20, bottom=8)
    assert 23 < reached(box, [line((10, 12), (17, 24))], []).right <= 24


def test_the_rest_of_a_value_is_not_lost_where_other_values_have_strokes_near() -> None:
    """Two names of which the first letters alone were read."""
    box = BoxMm(left=10, top=6, right=15, bottom=8)
    assert 29 < reached(box, [line((10, 28)), line((10, 30))], []).right <= 30


def test_marks_above_letters_of_one_page_are_not_of_the_capitals() -> None:
    """One name of three has an accent and a cedilla; of two pages the lower one counts."""
    box = BoxMm(left=10, top=4.5, right=30, bottom=9.5)
    plain, marked = line((10, 30)), line((10, 30))
    marked[44:46, 100:108] = marked[66:70, 100:108] = 120.0
    assert capitals(box, [plain]) == (6, 8)
    assert capitals(box, [marked, plain]) == (6, 8)
    assert capitals(box, [plain, marked, plain]) == (6, 8)
    assert capitals(box, [marked]) == (5.5, 8.75)


def test_pages_without_a_value_say_nothing_of_capitals() -> None:
    """Plain paper on most of them; a rule, which is no letter, and a value on another line leave the whole box."""
    box = BoxMm(left=10, top=4.5, right=30, bottom=13.5)
    plain, blank, rule, lower = line((10, 30)), line(), line(), np.roll(line((10, 30)), 36, axis=0)
    rule[70:75, 80:240] = 120.0
    assert capitals(box, [blank, plain, blank]) == (6, 8)
    assert capitals(box, [rule, plain, rule]) is None
    assert capitals(box, [plain, lower]) is None
    assert capitals(box, []) is None


def rosettes(*ends: float, shared: int = 0) -> list[Map]:
    """Pages with values to these ends, the first `shared` of which are one value, on a noisy ground with a rosette behind the row."""
    pages = []
    for number, end in enumerate(ends):
        random = np.random.default_rng(0 if number < shared else 3 + number)
        strokes = np.append(random.uniform(10, end, round(0.8 * (end - 10))), end - 0.4)
        page = line(*((at, at + 0.1) for at in strokes))
        moved = number % 3 - 1
        page[40:80, 280 + moved : 300 + moved : 6] = 110.0
        pages.append(page + np.random.default_rng(number).normal(0, 3, page.shape).astype(np.float32))
    return pages


def test_line_work_that_all_pages_bear_ends_no_value() -> None:
    """A rosette behind a row: every holder's name seemed to end in it."""
    box = BoxMm(left=10, top=6, right=40, bottom=8)
    ends = (14, 16, 18, 14, 20, 22, 15, 17, 19, 38)
    pages = rosettes(*ends)
    assert min(print_ends(box, pages, [])) > 35
    found = print_ends(box, pages, [], common_print(pages))
    assert all(abs(one - end) < 1.2 for one, end in zip(found, ends, strict=True))


def test_a_value_that_nearly_all_holders_share_ends_where_it_does() -> None:
    """Eight of ten were born in one town: their print is no line work."""
    box = BoxMm(left=10, top=6, right=28, bottom=8)
    pages = rosettes(*([28] * 8), 14, 18, shared=8)
    found = print_ends(box, pages, [], common_print(pages))
    assert all(one >= 27 for one in found[:8])
