"""Folds of the page are left out of the comparison; what was changed at their sides is not."""

from collections.abc import Callable

import cv2
import numpy as np
import pytest

from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.templates.comparison.folds import _traced, folds
from docforensics.templates.comparison.residual import clusters, residual
from docforensics.templates.model import Template

Card = Callable[..., Pixels]
Point = tuple[int, int]
ALONG = [((470, 0), (455, 431)), ((684, 250), (430, 431)), ((300, 431), (440, 180))]
"""From an edge to another one, across a corner, and from the lower edge to the midst of the page; px."""


def folded(page: Pixels, start: Point, end: Point, level: int = 170) -> Pixels:
    """Draw a fold a quarter of a millimetre wide, of broken print: paler than ink and darker than paper."""
    strip = np.zeros(page.shape[:2], np.uint8)
    cv2.line(strip, start, end, 255, 2, cv2.LINE_AA)
    share = 0.8 * strip[..., None] / 255
    return np.rint(page * (1 - share) + level * share).astype(np.uint8)


def unexplained(page: Pixels, template: Template) -> float:
    """Square millimetres that nothing explains; 35 and more with one of these folds while none was looked for."""
    left = residual(page, template, template.references[Light.VISIBLE])
    return sum(place.mass for place in clusters(left.excess, min_mass=0.05))


@pytest.mark.parametrize(("start", "end"), ALONG)
def test_a_fold_that_runs_off_the_page_is_no_change_of_print(
    card: Card, template: Template, start: Point, end: Point
) -> None:
    """Wherever it runs, and over the name as well."""
    assert unexplained(folded(card(11), start, end), template) < 0.1


def test_a_fold_that_bends_aside_towards_its_end_is_left_out_to_the_edge(
    card: Card, template: Template
) -> None:
    """By half a millimetre over its last eight: no straight line follows it there."""
    page = folded(folded(card(11), (470, 64), (455, 431)), (464, 0), (470, 64))
    assert unexplained(page, template) < 0.1


def test_two_folds_side_by_side_are_both_left_out(card: Card, template: Template) -> None:
    """As where a booklet was folded twice."""
    page = folded(folded(card(11), (470, 0), (455, 431)), (500, 0), (478, 431))
    assert unexplained(page, template) < 0.1


def test_what_was_altered_at_the_side_of_a_fold_is_found(card: Card, template: Template) -> None:
    """A forger may fold the page over what was changed: only the line of the fold is left out."""
    page = card(11).copy()
    field = (slice(240, 320), slice(420, 510))
    page[field] = np.median(page[field], axis=(0, 1)).astype(np.uint8)
    plain = unexplained(page, template)
    assert plain > 2
    assert unexplained(folded(page, (470, 0), (455, 431)), template) > 0.7 * plain


def test_a_long_scratch_athwart_the_page_is_no_change_of_print(card: Card, template: Template) -> None:
    """It ends within the page at both ends; a short one may be a stroke of a pen, and one along the page a cut."""
    assert unexplained(folded(card(11), (330, 330), (600, 190)), template) < 0.1
    assert unexplained(folded(card(11), (330, 260), (600, 260)), template) > 1
    assert unexplained(folded(card(11), (450, 270), (520, 235)), template) > 1


def test_the_edges_of_a_strip_are_no_folds(card: Card, template: Template) -> None:
    """They begin and end within the page."""
    page = card(11)
    for start, end in (((400, 240), (600, 240)), ((400, 290), (600, 290)), ((600, 240), (600, 290))):
        page = folded(page, start, end)
    assert unexplained(page, template) > 1


def test_a_line_along_the_edge_is_a_frame(card: Card, template: Template) -> None:
    """And a frame that the reference does not show is other print."""
    assert unexplained(folded(card(11), (0, 24), (684, 24)), template) > 1


def test_many_lines_are_print_of_another_kind(card: Card, template: Template) -> None:
    """Rays of a pattern that the reference does not have run off the page, too."""
    page = card(11)
    for x in range(330, 684, 50):
        page = folded(page, (x, 431), (x + 8, 230))
    assert unexplained(page, template) > 1


def test_a_fold_beside_line_work_that_lies_askew_is_found(card: Card, template: Template) -> None:
    """Six lines that show at two thirds of their length are print of another kind; the fold among them shows nearly everywhere."""

    def crossed(page: Pixels) -> Pixels:
        strip = np.zeros(page.shape[:2], np.uint8)
        for number in range(6):
            start, step = np.array([380 + 45 * number, 431.0]), np.array([0.35, -1.0])
            for at in range(0, 200, 18):
                ends = (start + step * at, start + step * (at + 7))
                cv2.line(strip, *(tuple(map(int, end)) for end in ends), 255, 2, cv2.LINE_AA)
        share = 0.8 * strip[..., None] / 255
        return np.rint(page * (1 - share) + 170 * share).astype(np.uint8)

    def found(page: Pixels) -> bool:
        left = residual(page, template, template.references[Light.VISIBLE])
        return not left.comparable[100:200, 462:466].any()

    assert found(crossed(folded(card(11), (470, 0), (455, 431))))
    assert not found(crossed(card(11)))


def test_a_line_that_ends_on_the_edge_is_lengthened_no_further() -> None:
    """In a corner, and where nothing can be compared at all."""
    page = np.full((200, 300, 3), 220, np.uint8)
    cv2.line(page, (0, 0), (299, 199), (120, 120, 120), 2)
    reference, excess = np.full_like(page, 220), np.ones((200, 300), np.float32)
    assert folds(page, reference, excess, np.ones((200, 300), np.bool_))[100, 150]
    assert not folds(page, reference, excess, np.zeros((200, 300), np.bool_)).any()


def test_a_fold_whose_length_is_a_whole_number_of_pixels_is_followed() -> None:
    """Of the line moved aside the length comes out a little shorter: as many places are looked at all the same."""
    line = np.array([[120.0, 80.0], [192.0, 176.0]])
    assert len(_traced(line, np.zeros((704, 1000), np.float32))) == 121


def test_a_page_full_of_lines_has_no_folds() -> None:
    """And is not searched for them: that would take seconds."""
    page = np.full((400, 600), 220, np.uint8)
    for at in range(0, 600, 12):
        cv2.line(page, (at, 0), (600 - at, 400), 190, 1)
    pixels, reference = np.dstack([page] * 3), np.full((400, 600, 3), 220, np.uint8)
    assert not folds(pixels, reference, np.ones(page.shape, np.float32), np.ones(page.shape, np.bool_)).any()
