"""Where a check looks, and what it states of it."""

from typing import Any

from docforensics.capture.light import Light
from docforensics.checks.claims import ClaimId, Why
from docforensics.checks.support.places import Place, main_cause, whole_side, why_hidden
from docforensics.checks.support.unseen import HIDDEN
from docforensics.page.geometry import BoxMm
from docforensics.page.visibility import Blindness

PLACE = BoxMm(left=37.5, top=40.0, right=52.5, bottom=47.5)
CLAIM = ClaimId.PRINT_AT_DATA


def covered(series: Any) -> Any:
    """A side with a patch of one colour over a place, put into the file."""
    page = series.card(11).copy()
    page[PLACE.to_px(8.0).slices] = 218
    return series.document(page, in_file=True).sides[0]


def test_what_hides_a_place_comes_before_what_the_check_lacks() -> None:
    """What is odd there all the same contradicts where it is adverse, and else was not seen for what hides it."""
    place = Place(side=1, name="birth", hidden=HIDDEN[Blindness.GLARE])
    stated = place.sighting(CLAIM, is_odd=False, why=Why.TOO_NOISY)
    assert (stated.side, stated.place, stated.why, stated.is_odd) == (1, "birth", Why.GLARE, False)
    odd = place.sighting(CLAIM, is_odd=True, why=Why.TOO_NOISY)
    assert (odd.why, odd.is_odd, odd.in_doubt) == (None, True, Why.GLARE)
    stated = Place(side=1).sighting(CLAIM, is_odd=True)
    assert (stated.place, stated.why, stated.is_odd) == ("", None, True)
    assert Place(side=1).sighting(CLAIM, why=Why.TOO_NOISY).why is Why.TOO_NOISY


def test_a_hidden_box_gives_the_code_of_its_cause(series: Any) -> None:
    """A light that the page lacks hides nothing."""
    side = covered(series)
    assert why_hidden(side, PLACE) is why_hidden(side, PLACE, Light.UV, Light.VISIBLE) is Why.OCCLUDED
    assert why_hidden(side, PLACE, Light.UV) is None
    assert why_hidden(side, BoxMm(left=60, top=40, right=70, bottom=45)) is None


def test_a_side_is_hidden_where_more_than_a_third_of_it_is(series: Any) -> None:
    """Less is stated as what hides most of what is hidden."""
    place = whole_side(0, covered(series), Light.VISIBLE)
    assert (place.name, place.hidden) == ("", None)
    assert place.cause is HIDDEN[Blindness.OCCLUDED]
    genuine = whole_side(0, series.genuine(11).sides[0], Light.VISIBLE)
    assert (genuine.hidden, genuine.cause) == (None, None)
    assert main_cause(covered(series), PLACE, Light.UV) is None
