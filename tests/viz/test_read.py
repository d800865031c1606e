"""What the visual inspection zone shows."""

from collections.abc import Callable

from docforensics.capture.model import Light, Pixels
from docforensics.page.model import Page
from docforensics.viz.model import VizReading
from docforensics.viz.read import read_viz


def test_without_a_reader_lines_have_places_and_no_text(make_page: Callable[..., Page]) -> None:
    """Found, not read."""
    viz = read_viz(make_page())
    assert viz.portrait is not None
    assert len(viz.lines) >= 4
    assert all(line.text is None for line in viz.lines)


def test_a_reader_is_given_each_line(make_page: Callable[..., Page]) -> None:
    """Its crop holds the print; its confidence caps ours, and never leaves 0..1."""
    seen: list[Pixels] = []

    def reader(crop: Pixels) -> tuple[str, float]:
        seen.append(crop)
        return "SPECIMEN", 7.0 if len(seen) % 2 else 0.25

    viz = read_viz(make_page(), reader=reader)
    assert len(seen) == len(viz.lines)
    assert {line.text for line in viz.lines} == {"SPECIMEN"}
    assert all(line.confidence <= 0.25 for line in viz.lines[1::2])
    assert all(int(crop.max()) - int(crop.min()) > 14 for crop in seen)


def test_lines_do_not_lie_in_the_portrait(make_page: Callable[..., Page]) -> None:
    """Eyes and hair are no text."""
    viz = read_viz(make_page())
    assert viz.portrait is not None
    assert all(line.box.overlap(viz.portrait) < line.box.width * line.box.height for line in viz.lines)


def test_a_page_not_seen_in_white_light_reads_as_nothing(make_page: Callable[..., Page]) -> None:
    """An ultraviolet image has no visual zone to read."""
    assert read_viz(make_page(light=Light.UV)) == VizReading()
