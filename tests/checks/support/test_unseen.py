"""Tests of what checks say of places that could not be seen."""

from typing import Any

import numpy as np

from docforensics.capture.light import Light
from docforensics.checks.claims import Why
from docforensics.checks.outcome import Measured
from docforensics.checks.portrait.portrait_ring import measure as ring
from docforensics.checks.security.background_print import measure as background
from docforensics.checks.support.registered import registered_sides
from docforensics.checks.support.unseen import HIDDEN, hidden, light_of_page
from docforensics.page.geometry import BoxMm
from docforensics.page.visibility import Blindness

PLACE = BoxMm(left=37.5, top=40.0, right=52.5, bottom=47.5)
PORTRAIT_PLACE = (slice(180, 240), slice(60, 200))


def covered(series: Any, colour: int = 218) -> Any:
    """A genuine card with a patch of one colour over a place, put there after the capture."""
    page = series.card(11).copy()
    page[PLACE.to_px(8.0).slices] = colour
    return series.document(page, in_file=True)


def test_every_cause_has_an_abstention_with_its_code() -> None:
    """The code bears the cause's name."""
    assert {cause: found.why for cause, found in HIDDEN.items()} == {
        cause: Why(cause.value) for cause in Blindness
    }


def test_a_hidden_box_gives_its_cause_and_a_seen_one_nothing(series: Any) -> None:
    """Of several boxes, the first that is hidden."""
    page = covered(series).sides[0].page
    elsewhere = BoxMm(left=60, top=40, right=70, bottom=45)
    assert hidden(page, [elsewhere, PLACE], most=0.1) is HIDDEN[Blindness.OCCLUDED]
    assert hidden(page, [elsewhere], most=0.1) is None


def test_a_page_is_read_in_white_light_where_it_has_it(series: Any) -> None:
    """Else in the first light that there is."""
    assert light_of_page(series.genuine(11).sides[0].page) is Light.VISIBLE


def test_print_under_a_cover_is_not_compared_and_is_no_evidence(series: Any) -> None:
    """The same patch with the sensor's noise on it is print that was covered before the capture, and is evidence."""
    outcome = background(covered(series))
    assert isinstance(outcome, Measured)
    assert outcome.value == 0
    (side,) = registered_sides(covered(series))
    assert not side.residual.comparable[side.zone(PLACE)].any()
    assert not side.reference.constant[side.zone(PLACE)].any()
    assert not side.seen[side.zone(PLACE)].any()
    page = series.card(11).copy()
    page[PLACE.to_px(8.0).slices] = 218
    pasted = background(series.document(page))
    assert isinstance(pasted, Measured)
    assert pasted.value > 1


def test_a_portrait_under_a_cover_was_not_seen(series: Any) -> None:
    """The portrait's checks say why, and nothing of the picture."""
    page = series.card(11).copy()
    page[PORTRAIT_PLACE] = 200
    outcome = ring(series.document(page, in_file=True))
    assert outcome is HIDDEN[Blindness.OCCLUDED]


def test_a_page_without_hidden_places_is_compared_with_the_template_itself(series: Any) -> None:
    """No copy of the reference is made."""
    (side,) = registered_sides(series.genuine(11))
    assert side.reference is side.template.references[Light.VISIBLE]
    assert bool(np.all(side.seen))
