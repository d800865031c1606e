"""What the visual inspection zone shows."""

from collections.abc import Callable

from docforensics.capture.light import Light
from docforensics.page.model import Page
from docforensics.viz.model import VizReading
from docforensics.viz.read import read_viz


def test_lines_and_portrait_are_found(make_page: Callable[..., Page]) -> None:
    """Found, not read."""
    viz = read_viz(make_page())
    assert viz.portrait is not None
    assert len(viz.lines) >= 4
    assert all(line.confidence > 0 for line in viz.lines)


def test_the_reader_is_named_for_whoever_reads(make_page: Callable[..., Page]) -> None:
    """Nothing is read here."""
    assert read_viz(make_page()).reader == "network"
    assert read_viz(make_page(), reader="tesseract").reader == "tesseract"


def test_lines_do_not_lie_in_the_portrait(make_page: Callable[..., Page]) -> None:
    """Eyes and hair are no text."""
    viz = read_viz(make_page())
    assert viz.portrait is not None
    assert all(line.box.overlap(viz.portrait) < line.box.width * line.box.height for line in viz.lines)


def test_a_page_not_seen_in_white_light_reads_as_nothing(make_page: Callable[..., Page]) -> None:
    """An ultraviolet image has no visual zone to read."""
    assert read_viz(make_page(light=Light.UV)) == VizReading()
