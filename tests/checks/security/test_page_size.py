"""The page's edges against its print."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from docforensics.capture.light import Light
from docforensics.checks.outcome import Abstained, Measured
from docforensics.checks.security.page_size import measure
from docforensics.document import Document
from docforensics.formats.free_size import FreeSize


def with_edges(
    document: Document, left: float, top: float, right: float, bottom: float, *, room: int = 50
) -> Document:
    """The document, its edges seen at these millimetres, in a picture that has so many pixels of room on all sides."""
    (side,) = document.sides
    whole = side.page.frame
    moved = whole.homography @ np.array([[1.0, 0.0, -room], [0.0, 1.0, -room], [0.0, 0.0, 1.0]])
    width, height = whole.capture_size or (0, 0)
    roomy = replace(whole, homography=moved, capture_size=(width + 2 * room, height + 2 * room))
    corners = np.array([[left, top], [right, top], [right, bottom], [left, bottom]])
    frame = replace(roomy, outline=roomy.to_capture(corners))
    page = replace(side.page, frame=frame)
    return replace(document, sides=(replace(side, page=page),))


def test_a_page_cut_as_its_print_says_is_not_off(lit: Any) -> None:
    """ID-1, to a tenth of a millimetre."""
    outcome = measure(with_edges(lit.genuine(11), 0.1, 0.0, 85.6, 54.0))
    assert isinstance(outcome, Measured)
    assert outcome.value < 0.2
    assert outcome.regions == ()


def test_a_frame_printed_near_the_rim_is_not_the_rim(lit: Any) -> None:
    """The series' print goes on beyond the edges that were seen."""
    outcome = measure(with_edges(lit.genuine(11), 2.8, 2.8, 82.8, 51.2))
    assert isinstance(outcome, Measured)
    assert outcome.value == 0.0


def test_a_page_cut_short_shows_another_thing_beyond(lit: Any) -> None:
    """Where the print does not go on, the edge is believed."""
    pages = lit.lights(11)
    pages[Light.VISIBLE][-22:] = 90
    outcome = measure(with_edges(lit.document(pages), 0.0, 0.0, 85.6, 51.5))
    assert isinstance(outcome, Measured)
    assert outcome.value == pytest.approx(2.4, abs=0.1)


@pytest.mark.parametrize(("right", "bottom", "edge"), [(88.0, 54.0, "right"), (85.6, 56.4, "lower")])
def test_the_edge_that_is_off_is_named(lit: Any, right: float, bottom: float, edge: str) -> None:
    """Print that was reduced."""
    outcome = measure(with_edges(lit.genuine(11), 0.0, 0.0, right, bottom))
    assert isinstance(outcome, Measured)
    assert outcome.value == pytest.approx(2.4, abs=0.1)
    assert outcome.facts["edge"] == edge
    assert outcome.regions


def test_an_outline_that_was_found_wrongly_at_one_corner_is_off_nowhere(lit: Any) -> None:
    """Both edges there are askew, and in their places at their other ends; a page that is cut askew at both ends is as far off as the nearer one."""
    document = with_edges(lit.genuine(11), 0.0, 0.0, 85.6, 54.0)
    assert askew(document, (-5.6, -3.1), (0.0, 0.0)) < 0.1
    assert askew(document, (-4.0, 0.0), (-2.4, 0.0)) == pytest.approx(2.4, abs=0.1)
    assert askew(document, (-2.4, 0.0), (2.4, 0.0)) < 0.1


def askew(document: Document, upper: tuple[float, float], lower: tuple[float, float]) -> float:
    """The value with both left corners of the outline moved, mm right and down."""
    (side,) = document.sides
    frame = side.page.frame
    assert frame.outline is not None
    corners = frame.to_mm(frame.outline) + np.array([upper, (0.0, 0.0), (0.0, 0.0), lower])
    page = replace(side.page, frame=replace(frame, outline=frame.to_capture(corners)))
    outcome = measure(replace(document, sides=(replace(side, page=page),)))
    assert isinstance(outcome, Measured)
    return outcome.value


def test_an_outline_far_off_is_of_another_thing(lit: Any) -> None:
    """The opposite page, a sleeve, a table."""
    assert isinstance(measure(with_edges(lit.genuine(11), 0.0, -40.0, 85.6, 54.0)), Abstained)


def test_without_edges_it_abstains(lit: Any) -> None:
    """The page fills the image."""
    assert isinstance(measure(lit.genuine(11)), Abstained)


def test_an_edge_where_the_picture_ends_is_the_pictures(lit: Any) -> None:
    """A page that was cropped at its foot, in a picture that ends with it there and has room on the other sides."""
    document = with_edges(lit.genuine(11), 0.0, 0.0, 85.6, 51.5)
    (side,) = document.sides
    whole = side.page.frame
    foot = round(float(whole.to_capture([[0.0, 51.5]])[0, 1]))
    frame = replace(whole, capture_size=(whole.capture_size[0], foot))
    cropped = replace(document, sides=(replace(side, page=replace(side.page, frame=frame)),))
    outcome = measure(cropped)
    assert isinstance(outcome, Measured)
    assert outcome.value < 0.2


def test_a_page_that_fills_the_picture_has_no_edges(lit: Any) -> None:
    """On all four sides the picture ends with it."""
    assert isinstance(measure(with_edges(lit.genuine(11), 0.0, 0.0, 85.6, 54.0, room=0)), Abstained)


def test_a_page_that_no_standard_gives_a_size_is_not_measured(lit: Any) -> None:
    """How exactly a banknote is cut nobody states."""
    document = with_edges(lit.genuine(11), 3.0, 0.0, 85.6, 54.0)
    (side,) = document.sides
    assert side.match is not None
    free = replace(side.match.template, size=FreeSize(width=85.0, height=54.0))
    of_free_size = replace(document, sides=(replace(side, match=replace(side.match, template=free)),))
    outcome = measure(of_free_size)
    assert isinstance(outcome, Abstained)
    assert not outcome.expected
