"""A second portrait's place carried on with further pages, on the page and beside the data."""

from dataclasses import replace

import pytest

from docforensics.templates.learning.update_portrait import FurtherPages, with_further_portraits
from docforensics.templates.model import BesideData, Feature, FeatureKind, Repeat
from docforensics.templates.portrait.repeat import learned_repeat
from tests.templates.printed_data import REFERENCE
from tests.templates.repeated_portrait import ASIDE, PORTRAIT, SECOND, beside, shift_of

MOVED = (7, -7)
FIRST = Feature(name="portrait", kind=FeatureKind.PORTRAIT, box=PORTRAIT, variable=True)


def second(*, knows_data: bool) -> Feature:
    """The place as six holders showed it."""
    pages = [beside(holder, moved) for holder, moved in enumerate(ASIDE)]
    repeat = learned_repeat(pages, PORTRAIT, SECOND, [*map(shift_of, ASIDE)])
    assert repeat is not None
    assert repeat.beside is not None
    learned = repeat if knows_data else replace(repeat, beside=None)
    return Feature(name="second", kind=FeatureKind.SECONDARY_PORTRAIT, box=SECOND, repeat=learned)


def carried(feature: Feature, *, shifts: bool) -> Repeat:
    """Three further pages, each seven pixels aside."""
    further = FurtherPages(
        pages=[beside(holder, MOVED) for holder in (20, 21, 22)],
        shifts=[shift_of(MOVED) if shifts else None] * 3,
    )
    found = with_further_portraits(feature, [FIRST, feature], further, REFERENCE, 6).repeat
    assert found is not None
    return found


def test_pages_that_lie_aside_move_the_place_on_the_page_alone() -> None:
    """Beside the data they lie where the others did."""
    before = second(knows_data=True)
    assert before.repeat is not None
    after = carried(before, shifts=True)
    assert abs(after.x_mm - before.repeat.x_mm) > 0.08
    assert isinstance(before.repeat.beside, BesideData)
    assert isinstance(after.beside, BesideData)
    assert after.beside.x_mm == pytest.approx(before.repeat.beside.x_mm, abs=0.03)
    assert after.beside.spread_mm == pytest.approx(before.repeat.beside.spread_mm, abs=0.005)


def test_pages_whose_data_tell_nothing_leave_the_place_beside_them() -> None:
    """They move the place on the page."""
    before = second(knows_data=True)
    assert before.repeat is not None
    after = carried(before, shifts=False)
    assert isinstance(after.beside, BesideData)
    assert isinstance(before.repeat.beside, BesideData)
    assert after.beside.x_mm == before.repeat.beside.x_mm
    assert after.x_mm != before.repeat.x_mm


def test_a_template_that_knows_no_data_learns_none() -> None:
    """Its captures are not there any more."""
    assert carried(second(knows_data=False), shifts=True).beside is None
