"""What is measured of places once the reference stands, on made-up pages."""

from functools import cache

import numpy as np
import pytest

from docforensics.capture.model import Pixels
from docforensics.templates.learning import measured_places
from docforensics.templates.learning.measured_places import with_measured_places
from docforensics.templates.model import Feature, FeatureKind, LightReference, PageSide
from tests.templates.printed_data import BARE, FEATURES, MOVES, PLACES, REFERENCE, printed


@cache
def _pages() -> list[Pixels]:
    return [printed(holder, moved_mm=moved) for holder, moved in enumerate(MOVES)]


def lefts(features: tuple[Feature, ...]) -> list[float]:
    """Where the values begin, millimetres."""
    return [edge.at_mm for one in features for edge in one.edges if edge.side is PageSide.LEFT]


def test_data_are_measured_where_an_examined_page_has_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages that lie half a millimetre beside the reference are carried onto it first."""
    held: list[LightReference] = []

    def carried(page: Pixels, reference: LightReference) -> Pixels:
        held.append(reference)
        return np.roll(page, 4, axis=1)

    there = lefts(with_measured_places(BARE, _pages(), range(6), REFERENCE))
    monkeypatch.setattr(measured_places, "nonrigidly_registered", carried)
    moved = lefts(with_measured_places(BARE, _pages(), range(6), REFERENCE))
    assert there == pytest.approx([x for x, _ in PLACES], abs=0.1)
    assert moved == pytest.approx([x + 0.5 for x in there], abs=0.03)
    assert all(one is REFERENCE for one in held)


def test_captures_of_one_holder_show_no_spread() -> None:
    """Six captures of four documents give no ends of data."""
    found = with_measured_places(BARE, _pages(), (1, 1, 2, 2, 3, 4), REFERENCE)
    assert not any(one.edges for one in found)


def test_a_second_portrait_without_a_first_stays_as_it_is() -> None:
    """There is nothing that it could repeat."""
    second = Feature(name="second", kind=FeatureKind.SECONDARY_PORTRAIT, box=FEATURES[0].box, variable=True)
    assert with_measured_places([second], _pages(), range(6), REFERENCE) == (second,)
