"""How far the holder's data of a page lie aside, on made-up pages."""

from dataclasses import replace

import numpy as np
import pytest

from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.page.geometry import BoxMm
from docforensics.templates.comparison.data_place import data_shift, ends_on
from docforensics.templates.model import Feature, FeatureKind, PageSide, PortraitEdge
from tests.templates.printed_data import BOXES, FEATURES, REFERENCE, printed


@pytest.mark.parametrize("moved", [(0.0, 0.0), (0.5, -0.25), (-0.75, 0.75)])
def test_data_printed_aside_are_measured(moved: tuple[float, float]) -> None:
    """To a twentieth of a millimetre, other letters or not."""
    shift = data_shift(printed(7, moved_mm=moved), REFERENCE, FEATURES)
    assert shift is not None
    assert (shift.x_mm, shift.y_mm) == pytest.approx(moved, abs=0.05)


def test_ends_lie_where_the_letters_do() -> None:
    """The printed block begins at 10 mm, and its letters are 2 mm high."""
    (ends,) = ends_on(printed(7), REFERENCE, BOXES[:1])
    assert ends[PageSide.LEFT] == pytest.approx(10.0, abs=0.08)
    assert ends[PageSide.BOTTOM] - ends[PageSide.TOP] == pytest.approx(2.0, abs=0.1)


def test_a_caption_above_a_value_is_passed_over() -> None:
    """Of two lines in one place the lower is the value."""
    page = printed(7)
    page[68:72, 60:200] = (
        60  # half a millimetre of print, 1 mm above the first value, and further to the left
    )
    box = replace(BOXES[0], top=8.0, left=7.0)
    (ends,) = ends_on(page, REFERENCE, [box])
    (alone,) = ends_on(printed(7), REFERENCE, BOXES[:1])
    assert ends == pytest.approx(alone, abs=0.08)


def test_one_value_printed_anew_moves_little() -> None:
    """A value that lies three quarters of a millimetre aside is one of five."""
    shift = data_shift(printed(7, value_moved=(2, 0.75, 0.75)), REFERENCE, FEATURES)
    assert shift is not None
    assert max(abs(shift.x_mm), abs(shift.y_mm)) < 0.12


def test_data_that_do_not_agree_give_none() -> None:
    """Half of them up, half of them down."""
    page = printed(7)
    others = printed(7, moved_mm=(0.0, 0.75))
    page[:, 400:] = others[:, 400:]
    page[200:] = others[200:]
    apart = [replace(one, edges=tuple(replace(e, spread_mm=0.03) for e in one.edges)) for one in FEATURES]
    shift = data_shift(page, REFERENCE, apart)
    assert shift is None


@pytest.mark.parametrize("kept", [0, 2])
def test_too_few_values_give_none(kept: int) -> None:
    """Two values, of which one may be altered, measure nothing."""
    assert data_shift(printed(7), REFERENCE, FEATURES[:kept]) is None


def test_values_are_counted_and_not_their_ends() -> None:
    """Two values show four ends of letters up and down, and no more than two values; five show left ends."""
    upright = [
        one if number < 2 else replace(one, edges=tuple(e for e in one.edges if e.side is PageSide.LEFT))
        for number, one in enumerate(FEATURES)
    ]
    assert data_shift(printed(7), REFERENCE, upright) is None
    assert data_shift(printed(7), REFERENCE, [*upright, FEATURES[2]]) is not None


def test_an_altered_value_among_four_hardly_moves_the_others() -> None:
    """Three agree; of three, one of them altered, too few would."""
    page = printed(7, value_moved=(2, 0.75, 0.75))
    assert data_shift(page, REFERENCE, FEATURES[:3]) is None
    shift = data_shift(page, REFERENCE, FEATURES[:4])
    assert shift is not None
    assert max(abs(shift.x_mm), abs(shift.y_mm)) < 0.1


def erased(page: Pixels, *values: int) -> Pixels:
    """The page without the print of some values."""
    page = page.copy()
    for number in values:
        box = BOXES[number].grown(1.0).to_px(8.0)
        page[box.slices] = 225
    return page


def test_erased_values_leave_the_vote_to_no_minority() -> None:
    """Two of five erased, two printed anew aside: the three that show do not speak for the page, though two thirds of them agree."""
    page = erased(printed(7), 0, 1)
    anew = erased(printed(7, moved_mm=(0.6, 0.6)), 0, 1)
    page[200:] = anew[200:]
    assert data_shift(page, REFERENCE, FEATURES) is None


def test_blank_values_are_no_hindrance() -> None:
    """Three of five show, and agree."""
    shift = data_shift(erased(printed(7, moved_mm=(0.3, 0.0)), 0, 3), REFERENCE, FEATURES)
    assert shift is not None
    assert shift.x_mm == pytest.approx(0.3, abs=0.08)


def test_a_place_beyond_the_page_shows_nothing() -> None:
    """A file may state one within a margin."""
    beyond = BoxMm(left=-20.0, top=10.0, right=-2.0, bottom=14.0)
    assert ends_on(printed(7), REFERENCE, [beyond]) == [{}]
    outside = replace(FEATURES[0], name="outside", box=beyond)
    seen = np.ones(REFERENCE.constant.shape, np.bool_)
    assert data_shift(printed(7), REFERENCE, [*FEATURES, outside], seen) is not None


def test_ends_without_any_spread_are_weighed_like_others() -> None:
    """As a file may state them."""
    bare = [replace(one, edges=tuple(replace(e, spread_mm=0.0) for e in one.edges)) for one in FEATURES]
    shift = data_shift(printed(7, moved_mm=(0.2, 0.0)), REFERENCE, bare)
    assert shift is not None
    assert shift.x_mm == pytest.approx(0.2, abs=0.05)


def test_a_thin_line_is_no_value() -> None:
    """Half a millimetre high."""
    page = np.array(REFERENCE.mean)
    page[82:86, 84:160] = 60
    assert ends_on(page, REFERENCE, BOXES[:1]) == [{}]


def test_what_is_hidden_is_left_out() -> None:
    """A value under a finger, printed elsewhere as it seems, is not asked."""
    seen = np.ones(REFERENCE.constant.shape, np.bool_)
    seen[:, :400] = False
    assert data_shift(printed(7), REFERENCE, FEATURES, seen) is None


def test_other_places_are_no_data() -> None:
    """A signature and data under another light are passed over."""
    edges = (PortraitEdge(side=PageSide.LEFT, at_mm=10.0, spread_mm=0.03),)
    others = [
        Feature(name="signature", kind=FeatureKind.SIGNATURE, box=BOXES[0], edges=edges),
        Feature(name="in-uv", kind=FeatureKind.PERSONAL_DATA, box=BOXES[0], edges=edges, light=Light.UV),
    ]
    assert data_shift(printed(7), REFERENCE, others * 3) is None


def test_a_page_without_print_shows_nothing() -> None:
    """Nothing is darker than the reference."""
    assert ends_on(np.array(REFERENCE.mean), REFERENCE, [BoxMm(left=9, top=9, right=40, bottom=13)]) == [{}]
