"""A page's visual zone is read line by line, and only as far as asked."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest

from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.page.geometry import BoxMm
from docforensics.page.model import Page
from docforensics.viz import text as module
from docforensics.viz.recognise import ReadLine
from docforensics.viz.text import PageText, joined


class Counting:
    """A reader that counts, and reads the same everywhere."""

    name = "counting"

    def __init__(self, text: str = "ABCDEFGHIJKLMNOPQRST") -> None:
        """`text` is what it reads."""
        self.text, self.calls = text, 0

    def read(self, crop: Pixels) -> ReadLine:
        """Read."""
        assert crop.size
        self.calls += 1
        rows = np.eye(len(self.text), dtype=np.float32)
        columns = np.linspace(0, 1, len(self.text), dtype=np.float32)
        return ReadLine(text=self.text, posteriors=rows, alphabet=self.text, columns=columns)


def test_nothing_is_read_before_it_is_asked_for_and_nothing_twice(make_page: Callable[..., Page]) -> None:
    """Reading is the dear part."""
    reader = Counting()
    text = PageText(page=make_page(), reader=reader)
    assert reader.calls == 0
    first = text.values()
    assert reader.calls == len(first) >= 4
    assert text.values() == first
    assert reader.calls == len(first)


def test_lines_are_recognised_once_however_many_ask(make_page: Callable[..., Page]) -> None:
    """Values, captions and all lines share what was read; threads that ask at once wait for one another."""
    reader = Counting()
    text = PageText(page=make_page(), reader=reader)
    with ThreadPoolExecutor(4) as pool:
        asked = [pool.submit(ask) for ask in (text.values, text.faint_values, text.lines, text.lines)]
        values, faint, lines, again = (one.result() for one in asked)
    assert lines == again
    assert {*values, *faint} <= {*lines}
    assert reader.calls == len(lines)


def test_what_was_read_so_far_is_given_and_nothing_is_read_for_it(make_page: Callable[..., Page]) -> None:
    """In the order of the lines; a strip that a caption was looked for in is no line."""
    reader = Counting()
    text = PageText(page=make_page(), reader=reader)
    assert text.so_far() == ()
    values = text.values()
    text.strip_above(values[0].box)
    calls = reader.calls
    assert text.so_far() == values
    assert reader.calls == calls
    everything = text.lines()
    assert text.so_far() == everything


def test_faint_lines_are_those_that_bold_ones_leave_out(make_page: Callable[..., Page]) -> None:
    """No place is read twice."""
    text = PageText(page=make_page(), reader=Counting())
    bold, faint = [line.box for line in text.values()], [line.box for line in text.faint_values()]
    assert not any(one.overlap(other) > 0.6 * one.width * one.height for one in faint for other in bold)


def test_lines_of_a_coded_zone_vouch_for_nothing(make_page: Callable[..., Page]) -> None:
    """Wherever they were found."""
    assert PageText(page=make_page(), reader=Counting("<A<B<")).values() == ()


def test_words_of_a_row_are_joined_and_columns_are_not() -> None:
    """A blank is narrower than the gap between two fields."""
    day = BoxMm(left=10, top=20, right=13, bottom=22)
    month = BoxMm(left=14.2, top=20.1, right=18, bottom=22.1)
    sex = BoxMm(left=30, top=20, right=32, bottom=22)
    below = BoxMm(left=10, top=26, right=16, bottom=28)
    assert joined([sex, below, month, day]) == (
        BoxMm(left=10, top=20, right=18, bottom=22.1),
        sex,
        below,
    )


def test_the_sides_of_a_stroke_are_read_by_themselves(make_page: Callable[..., Page]) -> None:
    """In two scripts, before and behind it; a line without a stroke has no sides."""
    text = PageText(page=make_page(), reader=Counting("ABCDEFGHI/KLMNOPQRST"))
    (first, *_), parts = text.values(), text.parts()
    before, behind = (part.box for part in parts[:2])
    assert first.box.left == before.left < before.right < behind.left < behind.right == first.box.right
    assert PageText(page=make_page(), reader=Counting()).parts() == ()


def test_captions_stand_above_or_before(make_page: Callable[..., Page]) -> None:
    """Line two of the page has line one above it, too far away; nothing stands beside it."""
    text = PageText(page=make_page(), reader=Counting())
    place = BoxMm(left=42, top=24, right=70, bottom=26)
    assert all(place.top - line.box.top < 5 for line in text.captions(place))


def test_a_place_is_read_anew_on_other_pixels(make_page: Callable[..., Page]) -> None:
    """Narrower, wider and coarser, each when it is asked for; what was read before stays."""
    reader = Counting()
    text = PageText(page=make_page(), reader=reader)
    box = BoxMm(left=20, top=20, right=60, bottom=24)
    line = text.line(box)
    looks = text.looks(box)
    next(looks)
    assert reader.calls == 2
    assert len(list(looks)) == 2
    assert reader.calls == 4
    assert text.line(box) is line


def test_a_place_is_read_in_each_colour_alone(make_page: Callable[..., Page]) -> None:
    """Red line work over print vanishes in red light; a page without colours has nothing to filter."""

    class Seeing(Counting):
        """Keeps the levels that it was shown."""

        def read(self, crop: Pixels) -> ReadLine:
            levels.append(set(np.unique(crop).tolist()))
            return super().read(crop)

    levels: list[set[int]] = []
    page = make_page()
    red = np.full((*page.pixels[Light.VISIBLE].shape[:2], 3), 220, np.uint8)
    red[::3] = (220, 40, 60)
    box = BoxMm(left=20, top=20, right=60, bottom=24)
    coloured = PageText(page=replace(page, pixels={Light.VISIBLE: red}), reader=Seeing())
    colours = coloured.filtered(box)
    next(colours)
    assert levels == [{220}]
    assert len(list(colours)) == 2
    assert levels == [{220}, {40, 220}, {60, 220}]
    plain = PageText(page=replace(page, pixels={Light.VISIBLE: red[..., 0]}), reader=Seeing())
    assert list(plain.filtered(box)) == []


def test_lines_at_places_are_read_and_no_others(make_page: Callable[..., Page]) -> None:
    """Only those that are asked for; the others are there when all are asked for."""
    reader = Counting()
    text = PageText(page=make_page(), reader=reader)
    assert text.values_at([]) == ()
    assert reader.calls == 0
    everything = PageText(page=text.page, reader=Counting()).values()
    wide = replace(everything[1].box, left=0.0, right=text.page.size_mm[0])
    assert [line.box for line in text.values_at([wide])] == [everything[1].box]
    assert reader.calls == 1
    assert {line.box for line in text.values()} == {line.box for line in everything}
    assert reader.calls == len(everything)


def test_print_of_any_height_is_read_where_a_template_has_data(
    make_page: Callable[..., Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Elsewhere what is too small is no value."""
    lines = PageText(page=make_page(), reader=Counting()).lines()
    monkeypatch.setattr(module, "_VALUE_HEIGHT_MM", (9.0, 10.0))
    text = PageText(page=make_page(), reader=Counting())
    assert text.values() == text.faint_values() == text.print_at([]) == ()
    one = lines[0].box
    (found,) = text.print_at([one])
    assert found.box.overlap(one) > 0.9 * one.area


def test_letters_alone_are_found_once_and_read_where_they_are_asked_for(
    make_page: Callable[..., Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are no lines of what was read so far."""
    found = BoxMm(left=70, top=40, right=72, bottom=42.5), BoxMm(left=90, top=40, right=92, bottom=42.5)
    searched: list[BoxMm | None] = []

    def letters(_: Pixels, __: float, apart_from: object, *, at: BoxMm | None = None) -> tuple[BoxMm, ...]:
        assert apart_from == ()
        searched.append(at)
        return found if at is None else found[1:]

    monkeypatch.setattr(module, "find_letters", letters)
    text = PageText(page=make_page(), reader=Counting())
    assert [line.box for line in text.letters([found[1]])] == [found[1]]
    assert [line.box for line in text.letters()] == [line.box for line in text.letters()] == list(found)
    assert searched == [found[1], None]
    assert text.so_far() == ()


def test_a_value_that_may_be_a_caption_is_not_read_again(make_page: Callable[..., Page]) -> None:
    """Bold lines are found anew among all lines, with a little more or less around them."""
    reader = Counting()
    text = PageText(page=make_page(), reader=reader)
    values = {line.box for line in text.values()}
    calls = reader.calls
    below = BoxMm(
        left=0, top=text.page.size_mm[1], right=text.page.size_mm[0], bottom=text.page.size_mm[1] + 2
    )
    for line in text.values():
        place = replace(line.box, top=line.box.bottom + 1, bottom=line.box.bottom + 3)
        seen = [caption.box for caption in text.captions(place)]
        assert all(
            box in values or all(box.overlap(value) < 0.6 * box.area for value in values) for box in seen
        )
    assert list(text.captions(below)) == []
    assert reader.calls - calls <= len(text.faint_values())


def test_a_glance_reads_quickly_and_thoroughly_where_it_is_not_sure(
    make_page: Callable[..., Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each line at most once by each reader; what was read is given, whoever read it. A reader that was chosen is the only one."""
    quick, thorough = Counting("BCDEFGHIJKLMNOPQRSTU"), Counting()
    monkeypatch.setattr(module, "load_quick_reader", lambda: quick)
    monkeypatch.setattr(module, "load_reader", lambda _: thorough)
    text = PageText(page=make_page(), reader="network")
    view = text.glance()
    assert view is not None
    assert text.glance() is view
    values = view.values()
    assert {line.text for line in values} == {quick.text}
    assert (quick.calls, thorough.calls) == (len(values), 0)
    assert text.so_far() == values
    quick.text = "-"
    assert view.line(BoxMm(left=1, top=1, right=9, bottom=4)).text == thorough.text
    text.take(values)
    assert text.values() == values
    assert thorough.calls == 1
    assert PageText(page=text.page, reader="tesseract").glance() is None
    assert PageText(page=text.page, reader=thorough).glance() is None
