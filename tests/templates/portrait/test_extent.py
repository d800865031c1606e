"""Where portraits begin."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.page.geometry import BoxMm
from docforensics.templates.model import PageSide, PortraitEdge, Template
from docforensics.templates.portrait.extent import (
    PortraitEnd,
    beside_known_ground,
    learned_edges,
    nearest,
    portrait_extent,
)

Card = Callable[..., Pixels]


HERE = BoxMm(left=0.0, top=0.0, right=100.0, bottom=100.0)
"""A place that all of the ends below lie in."""


def ends(
    side: PageSide, *places: float, rise: float = 0.1, depth: float = 20.0
) -> list[dict[PageSide, tuple[PortraitEnd, ...]]]:
    """Where the portraits of some holders end on one side, millimetres."""
    return [{side: (PortraitEnd(at_mm=at, rise_mm=rise, depth_mm=depth),)} for at in places]


def test_the_lower_edge_is_learned_where_all_holders_share_it(card: Card, template: Template) -> None:
    """Shoulders end at the same place on every card; heads do not begin at one."""
    box = template.features[0].box
    reference = template.references[Light.VISIBLE]
    edges = learned_edges([portrait_extent(card(holder), reference, box) for holder in (1, 2, 3, 4)], box)
    bottom = next(edge for edge in edges if edge.side is PageSide.BOTTOM)
    assert bottom.at_mm == pytest.approx(box.bottom, abs=0.4)
    assert bottom.spread_mm <= 0.3


def test_a_portrait_moved_by_a_millimetre_is_measured(card: Card, template: Template) -> None:
    """Eight pixels up are a millimetre."""
    box = template.features[0].box
    reference = template.references[Light.VISIBLE]
    page = card(9).copy()
    moved = page.copy()
    window = (slice(90, 345), slice(35, 240))
    moved[window] = np.roll(page, -8, axis=0)[window]
    there, here = (
        nearest(portrait_extent(pixels, reference, box)[PageSide.BOTTOM], box.bottom).at_mm
        for pixels in (page, moved)
    )
    assert there - here == pytest.approx(1.0, abs=0.25)


def test_too_few_holders_tell_nothing() -> None:
    """Two portraits cannot show what all have in common; three that differ share nothing."""
    assert learned_edges(ends(PageSide.TOP, 5.0, 5.0), HERE) == ()
    assert learned_edges(ends(PageSide.TOP, 5.0, 7.0, 9.0), HERE) == ()
    assert learned_edges(ends(PageSide.TOP, 5.0, 5.0, 5.0), HERE) == (
        PortraitEdge(side=PageSide.TOP, at_mm=5.0, spread_mm=0.1),
    )


def test_heads_of_one_height_are_no_edge() -> None:
    """The next holder's is higher: an outline that rises over a third of a millimetre and more is nowhere cut."""
    assert learned_edges(ends(PageSide.TOP, 5.0, 5.1, 5.2, rise=0.35), HERE) == ()


def test_a_line_that_all_holders_have_in_common_is_no_edge() -> None:
    """The foot of a coloured field, or a dashed frame round the place: the picture does not end there."""
    assert learned_edges(ends(PageSide.TOP, 5.0, 5.1, 5.2, depth=0.5), HERE) == ()


def test_how_far_the_ink_goes_on_inside_of_an_end(card: Card, template: Template) -> None:
    """A line's width at a line beyond the picture, many millimetres at the picture's end."""
    box, reference = template.features[0].box, template.references[Light.VISIBLE]
    page = card(9).copy()
    line = slice(round(box.bottom * 8) + 10, round(box.bottom * 8) + 14)
    page[line, round(box.left * 8) : round(box.right * 8)] = 0
    found = portrait_extent(page, reference, box)[PageSide.BOTTOM]
    assert nearest(found, box.bottom).depth_mm > 5
    assert nearest(found, box.bottom + 14 / 8).depth_mm < 2
    page[round(box.bottom * 8) - 16] = reference.mean[round(box.bottom * 8) - 16]
    again = portrait_extent(page, reference, box)[PageSide.BOTTOM]
    assert nearest(again, box.bottom).depth_mm > 5


def test_the_outline_of_a_head_rises_and_a_cut_does_not(card: Card, template: Template) -> None:
    """Shoulders end within a pixel or two, hair does not."""
    box = template.features[0].box
    extents = [
        portrait_extent(card(holder), template.references[Light.VISIBLE], box) for holder in (1, 2, 3, 4)
    ]
    top, bottom = (
        np.median([nearest(extent[side], at_mm).rise_mm for extent in extents])
        for side, at_mm in ((PageSide.TOP, box.top), (PageSide.BOTTOM, box.bottom))
    )
    assert bottom < 0.2 < top


def test_one_end_that_was_missed_hides_no_common_edge() -> None:
    """Of a pale portrait it may be; of two in five it may not."""
    found = ends(PageSide.BOTTOM, 56.5, 56.6, 56.6, 56.7, 41.6)
    (edge,) = learned_edges(found, HERE)
    assert edge.at_mm == pytest.approx(56.6)
    assert edge.spread_mm == pytest.approx(0.1)
    assert learned_edges([*found[1:], found[-1]], HERE) == ()


@pytest.mark.parametrize("side", list(PageSide))
def test_an_edge_beside_what_the_reference_does_not_know_is_none(template: Template, side: PageSide) -> None:
    """There the reference is filled from the print around, and every page departs from it."""
    reference, box = template.references[Light.VISIBLE], template.features[0].box
    places = {
        PageSide.TOP: box.top,
        PageSide.BOTTOM: box.bottom,
        PageSide.LEFT: box.left,
        PageSide.RIGHT: box.right,
    }
    edge = PortraitEdge(side=side, at_mm=places[side], spread_mm=0.1)
    known = np.ones_like(reference.constant)
    inner = tuple(
        slice(round(low * 8), round(high * 8)) for low, high in ((box.top, box.bottom), (box.left, box.right))
    )
    known[inner] = False
    assert beside_known_ground([edge], replace(reference, constant=known), box) == (edge,)
    assert beside_known_ground([edge], replace(reference, constant=~known), box) == ()


def test_a_page_without_a_portrait_has_no_extent(template: Template) -> None:
    """The reference itself shows none."""
    reference = template.references[Light.VISIBLE]
    assert portrait_extent(reference.mean, reference, template.features[0].box) == {}


def test_a_picture_goes_on_behind_a_pale_stretch(card: Card, template: Template) -> None:
    """Its end is among those that are given, and is the nearest to its place."""
    box, reference = template.features[0].box, template.references[Light.VISIBLE]
    page = card(9).copy()
    pale = slice(round(box.bottom * 8) - 40, round(box.bottom * 8) - 24)
    page[pale] = reference.mean[pale]
    found = portrait_extent(page, reference, box)[PageSide.BOTTOM]
    assert found[0].at_mm < box.bottom - 3
    assert nearest(found, box.bottom).at_mm == pytest.approx(box.bottom, abs=0.4)


def test_an_end_behind_pale_stretches_is_learned() -> None:
    """Where two in six portraits seem to end before, all do end at one place."""
    found = [
        {PageSide.BOTTOM: tuple(PortraitEnd(at_mm=at, rise_mm=0.1, depth_mm=20.0) for at in places)}
        for places in ((48.0,), (41.0, 48.1), (48.1,), (44.5, 48.0), (48.0, 53.0), (48.1,))
    ]
    assert [edge.at_mm for edge in learned_edges(found, HERE)] == pytest.approx([48.05])


def test_an_end_outside_of_the_place_is_none_of_the_portrait() -> None:
    """Print that all have in common may lie there."""
    place = BoxMm(left=0.0, top=10.0, right=30.0, bottom=50.0)
    assert learned_edges(ends(PageSide.BOTTOM, 51.0, 51.0, 51.0), place) == ()
    assert len(learned_edges(ends(PageSide.BOTTOM, 50.2, 50.2, 50.2), place)) == 1


def test_of_several_places_of_a_side_the_first_is_the_edge(template: Template) -> None:
    """From the middle outwards, as far as the reference knows the ground beyond."""
    reference, box = template.references[Light.VISIBLE], template.features[0].box
    known = replace(reference, constant=np.ones_like(reference.constant))
    both = [PortraitEdge(side=PageSide.BOTTOM, at_mm=at, spread_mm=0.1) for at in (38.0, 42.0)]
    assert beside_known_ground(both, known, box) == (both[0],)
    part = known.constant.copy()
    part[38 * 8 : 40 * 8] = False
    assert beside_known_ground(both, replace(known, constant=part), box) == (both[1],)
