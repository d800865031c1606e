"""Where genuine documents have the beginnings of their data, on made-up pages whose personalization lies aside."""

from dataclasses import replace

import pytest

from docforensics.templates.comparison.data_place import data_shifts
from docforensics.templates.learning.data_ends import first_of_each, with_data_ends
from docforensics.templates.model import Feature, FeatureKind, PageSide
from tests.templates.printed_data import BARE, BOXES, FEATURES, HEIGHT_MM, MOVES, PLACES, REFERENCE, printed


def learned(*, captions: bool = False) -> tuple[Feature, ...]:
    """Of six holders."""
    pages = [printed(holder, moved_mm=moved, captions=captions) for holder, moved in enumerate(MOVES)]
    return with_data_ends(BARE, pages, REFERENCE)


def test_ends_are_those_of_pages_moved_back() -> None:
    """Three ends a value, a twentieth of a millimetre from where they were printed, and spread by less than the moves."""
    for feature, (x, y) in zip(learned(), PLACES, strict=True):
        at = {edge.side: edge.at_mm for edge in feature.edges}
        assert at == pytest.approx(
            {PageSide.LEFT: x, PageSide.TOP: y, PageSide.BOTTOM: y + HEIGHT_MM}, abs=0.1
        )
        assert max(edge.spread_mm for edge in feature.edges) < 0.06


@pytest.mark.parametrize("moved", [(0.4, 0.3), (-0.6, 0.0)])
def test_a_further_page_is_measured_by_them(moved: tuple[float, float]) -> None:
    """Further aside than any capture."""
    (shift,) = data_shifts(learned(), [printed(30, moved_mm=moved)], REFERENCE)
    (none,) = data_shifts(learned(), [printed(31)], REFERENCE)
    assert shift is not None
    assert none is not None
    assert (shift.x_mm - none.x_mm, shift.y_mm - none.y_mm) == pytest.approx(moved, abs=0.08)


def test_captions_that_lie_still_are_no_data() -> None:
    """More places of captions than of values: what moves together counts, not what is most."""
    still = [
        Feature(
            name=f"caption-{number}",
            kind=FeatureKind.PERSONAL_DATA,
            box=replace(box, top=box.top - 2.0, bottom=box.top - 0.6),
        )
        for number, box in enumerate(BOXES)
    ]
    pages = [printed(holder, moved_mm=moved, captions=True) for holder, moved in enumerate(MOVES)]
    found = {one.name: one.edges for one in with_data_ends([*BARE, *still], pages, REFERENCE)}
    assert all(found[one.name] for one in BARE)
    assert not any(found[one.name] for one in still)


def test_values_that_begin_anywhere_have_no_left_end() -> None:
    """Centred values: their tops and bottoms are known."""
    pages = [
        printed(holder, moved_mm=moved, value_moved=(1, 0.6 * (-1) ** holder, 0.0))
        for holder, moved in enumerate(MOVES)
    ]
    sides = {edge.side for edge in with_data_ends(BARE, pages, REFERENCE)[1].edges}
    assert sides == {PageSide.TOP, PageSide.BOTTOM}


def test_a_value_of_one_line_or_two_moves_nobody() -> None:
    """Its top and its bottom move together more than a careful pass does; both are one value's."""
    pages = [
        printed(holder, moved_mm=(x / 4, y / 4), value_moved=(1, 0.0, float(holder % 2)))
        for holder, (x, y) in enumerate(MOVES)
    ]
    found = {one.name: {edge.side for edge in one.edges} for one in with_data_ends(BARE, pages, REFERENCE)}
    upright = {PageSide.TOP, PageSide.BOTTOM}
    assert [name for name, sides in found.items() if not sides & upright] == ["value-1"]


def test_two_values_alone_are_not_learned() -> None:
    """They could never be asked."""
    pages = [printed(holder, moved_mm=moved) for holder, moved in enumerate(MOVES)]
    assert not any(one.edges for one in with_data_ends(BARE[:2], pages, REFERENCE))


def test_a_value_that_half_of_the_pages_lack_has_no_ends() -> None:
    """Blank on three of six."""
    pages = [printed(holder, moved_mm=moved) for holder, moved in enumerate(MOVES)]
    for page in pages[::2]:
        page[BOXES[2].grown(1.0).to_px(8.0).slices] = 225
    assert not with_data_ends(BARE, pages, REFERENCE)[2].edges


@pytest.mark.parametrize("pages", [4, 0])
def test_four_holders_tell_nothing(pages: int) -> None:
    """And what a place had before, of other pages, is not kept."""
    found = with_data_ends(FEATURES, [printed(holder) for holder in range(pages)], REFERENCE)
    assert not any(one.edges for one in found)


def test_what_is_no_data_keeps_its_edges() -> None:
    """Those of a portrait are learned elsewhere."""
    portrait = replace(FEATURES[0], name="portrait", kind=FeatureKind.PORTRAIT)
    (found, *_) = with_data_ends([portrait, *BARE], [printed(1)], REFERENCE)
    assert found == portrait


def test_one_page_of_each_holder_is_taken() -> None:
    """The first."""
    pages = [printed(holder) for holder in range(4)]
    found = first_of_each(pages, [7, 7, 9, 7])
    assert [one is page for one, page in zip(found, pages, strict=True)] == [True, False, True, False]
