"""What the visual inspection zone shows."""

from collections.abc import Callable

import pytest

from docforensics.capture.light import Light
from docforensics.errors import UsageError
from docforensics.page.model import Page
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
