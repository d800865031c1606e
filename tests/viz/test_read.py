"""What the visual inspection zone shows."""

import gc
import weakref
from collections.abc import Callable

import pytest

from docforensics.capture.light import Light
from docforensics.errors import UsageError
from docforensics.page.model import Page
from docforensics.viz import read
from docforensics.viz.portrait import find_portraits
from docforensics.viz.read import read_viz


def test_print_and_portrait_are_found(make_page: Callable[..., Page]) -> None:
    """Found, not read."""
    viz = read_viz(make_page())
    assert viz.portrait is not None
    assert len(viz.segments) >= 4
    assert all(segment.confidence > 0 for segment in viz.segments)


def test_the_reader_is_loaded_when_the_first_line_is_asked_for(make_page: Callable[..., Page]) -> None:
    """Its name is checked no sooner."""
    viz = read_viz(make_page(), reader="nobody's")
    with pytest.raises(UsageError, match="nobody's"):
        assert viz.lines


def test_print_does_not_lie_in_the_portrait(make_page: Callable[..., Page]) -> None:
    """Eyes and hair are no text."""
    viz = read_viz(make_page())
    assert viz.portrait is not None
    boxes = [segment.box for segment in viz.segments]
    assert all(box.overlap(viz.portrait) < box.width * box.height for box in boxes)


def test_a_page_not_seen_in_white_light_reads_as_nothing(make_page: Callable[..., Page]) -> None:
    """An ultraviolet image has no visual zone to read."""
    viz = read_viz(make_page(light=Light.UV))
    assert (viz.segments, viz.portrait, viz.text, viz.lines) == ((), None, None, ())


def test_no_face_is_looked_for_where_a_template_tells_the_portraits(
    make_page: Callable[..., Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its places hold no text; who asks for the portrait as it is has it looked for all the same."""
    page = make_page()
    shown = find_portraits(page)[0]
    assert shown is not None
    asked: list[Page] = []
    monkeypatch.setattr(read, "find_portraits", lambda page, _: (asked.append(page), (shown, None))[1])
    viz = read_viz(page, pictures=(shown,))
    assert [one.box for one in viz.segments] == [one.box for one in read_viz(page).segments]
    assert viz.text is not None
    assert viz.text.apart_from() == (shown,)
    assert len(asked) == 1
    assert viz.portrait == shown
    assert len(asked) == 2


@pytest.mark.parametrize("asks", [False, True])
def test_a_page_is_given_back_with_the_last_who_has_it(make_page: Callable[..., Page], asks: bool) -> None:
    """Not by the next collection of garbage: until then the pages of three lights of the documents before would stay, 140 MB."""
    was_collected = gc.isenabled()
    gc.disable()
    try:
        page = make_page()
        assert page.visible is not None
        pixels = weakref.ref(page.visible)
        viz = read_viz(page)
        if asks:
            assert viz.segments
        del page, viz
        assert pixels() is None
    finally:
        if was_collected:
            gc.enable()
