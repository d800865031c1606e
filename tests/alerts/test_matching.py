"""Marks are found on another post's frame, and not where its template shows other print."""

from collections.abc import Callable
from dataclasses import replace

import cv2
import numpy as np
import pytest

from docforensics.alerts.book import AlertBook
from docforensics.alerts.matching import found_on, prepared, seen_places, shows
from docforensics.alerts.model import Alert
from docforensics.capture.light import Light
from docforensics.formats.table import PageSize
from docforensics.templates.model import LightReference, Template

MakeAlert = Callable[..., Alert]
Pixels = np.ndarray


def _page(rng: np.random.Generator) -> Pixels:
    """Lines of print at random, 85.6 x 54 mm at 8 pixels a millimetre."""
    page = np.full((432, 685, 3), 215, np.uint8)
    for _ in range(220):
        ends = rng.integers(0, [685, 432], (2, 2))
        cv2.line(
            page,
            tuple(map(int, ends[0])),
            tuple(map(int, ends[1])),
            tuple(map(int, rng.integers(90, 190, 3))),
            2,
            cv2.LINE_AA,
        )
    return page


def _template(page: Pixels) -> Template:
    shape = page.shape[:2]
    reference = LightReference(
        mean=page, tolerance=np.zeros(shape, np.float32), constant=np.ones(shape, bool)
    )
    return Template(
        model=None, size=PageSize.ID1, features=(), references={Light.VISIBLE: reference}, n_captures=5
    )


@pytest.fixture(scope="module")
def genuine() -> Pixels:
    """A page without the mark."""
    return _page(np.random.default_rng(3))


def _ringed(page: Pixels) -> Pixels:
    marked = page.copy()
    cv2.circle(marked, (184, 260), 14, (90, 40, 120), 3, cv2.LINE_AA)
    return marked


@pytest.fixture
def alert(alerts_made: MakeAlert, genuine: Pixels) -> Alert:
    """An alert about the ring, cut from the page at 20, 30 to 26, 35 mm."""
    alert = alerts_made(numbers=())
    rows, columns = slice(224, 296), slice(144, 224)
    place = replace(
        alert.places[0],
        genuine=genuine[rows, columns].copy(),
        seen=_ringed(genuine)[rows, columns].copy(),
    )
    return replace(alert, places=(place,))


def _nearness(alert: Alert, template: Template, page: Pixels) -> float:
    laid = prepared(AlertBook.of([alert]), alert, template)
    (seen,) = seen_places(page, laid)
    return seen.nearness


def test_a_page_with_the_mark_is_nearer_to_it(alert: Alert, genuine: Pixels) -> None:
    """And a genuine one is not."""
    template = _template(genuine)
    assert _nearness(alert, template, _ringed(genuine)) > 0.5
    assert _nearness(alert, template, genuine) < -0.5


def test_the_frame_of_another_post_may_lie_elsewhere(alert: Alert, genuine: Pixels) -> None:
    """By 1.25 mm to the right and 0.5 mm up."""
    there = np.roll(genuine, (-4, 10), (0, 1))
    box = found_on(_template(there).references[Light.VISIBLE], alert.places[0])
    assert box is not None
    assert (box.left, box.top) == pytest.approx((21.25, 29.5))
    assert _nearness(alert, _template(there), np.roll(_ringed(genuine), (-4, 10), (0, 1))) > 0.5
    assert _nearness(alert, _template(there), there) < -0.5


def test_a_template_of_other_print_is_not_searched(alert: Alert) -> None:
    """The alert is about another edition."""
    other = _template(_page(np.random.default_rng(8)))
    assert found_on(other.references[Light.VISIBLE], alert.places[0]) is None
    assert prepared(AlertBook.of([alert]), alert, other) == ()
    assert not shows(())


def test_a_template_that_shows_the_mark_itself_is_not_searched(alert: Alert, genuine: Pixels) -> None:
    """What is called a counterfeit there is the reference here."""
    assert prepared(AlertBook.of([alert]), alert, _template(_ringed(genuine))) == ()


def test_a_place_under_glare_is_not_looked_at(alert: Alert, genuine: Pixels) -> None:
    """Nothing was seen there."""
    laid = prepared(AlertBook.of([alert]), alert, _template(genuine))
    blind = np.zeros(genuine.shape[:2], bool)
    blind[200:320] = True
    assert seen_places(_ringed(genuine), laid, blind) == ()
    assert len(seen_places(_ringed(genuine), laid, ~blind)) == 1


def test_what_was_painted_over_is_neither_looked_for_nor_a_mark(alert: Alert, genuine: Pixels) -> None:
    """Half of the place was data of a holder: the rest is found on the page, and a page without the mark is not nearer for the paint."""
    place = alert.places[0]
    pictures = []
    for picture in (place.genuine, place.seen):
        painted = picture.copy()
        painted[:, 34:] = np.median(picture[:, :34].reshape(-1, 3), axis=0)
        pictures.append(painted)
    half = replace(place, genuine=pictures[0], seen=pictures[1])
    assert half.painted[:, 35:-1].all()
    assert not half.painted.all()
    other = replace(alert, places=(half,))
    assert _nearness(other, _template(genuine), _ringed(genuine)) > 0.5
    assert _nearness(other, _template(genuine), genuine) < -0.5
