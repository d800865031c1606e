"""Print in and around the portrait, on a made-up series of cards."""

from dataclasses import replace
from typing import Any

import cv2
import numpy as np
import pytest

from docforensics.capture.model import Pixels
from docforensics.checks.claims import Why
from docforensics.checks.outcome import Abstained, AbstentionKind, Measured
from docforensics.checks.portrait import portrait_ring
from docforensics.checks.portrait.portrait_ring import measure
from docforensics.templates.model import FeatureKind

PORTRAIT = (slice(96, 336), slice(48, 240))
"""Rows and columns at 8 px/mm."""


def pasted(card: Pixels, other: Pixels) -> Pixels:
    """Cover the portrait with another's on a photo's plain ground."""
    photo = other[PORTRAIT].copy()
    ground = photo.min(axis=2) > 185
    photo[ground] = 216
    page = card.copy()
    page[PORTRAIT] = photo
    return page


@pytest.mark.parametrize("holder", [11, 12])
def test_another_holders_portrait_leaves_the_print_round_it_whole(series: Any, holder: int) -> None:
    """Nothing to mark on a genuine card."""
    outcome = measure(series.genuine(holder))
    assert isinstance(outcome, Measured)
    assert outcome.value < 0.3
    assert outcome.regions == ()


def test_a_photo_pasted_over_is_weighed_and_marked_at_the_portrait(series: Any) -> None:
    """The print that ran behind the head is gone."""
    outcome = measure(series.document(pasted(series.card(11), series.card(12))))
    assert isinstance(outcome, Measured)
    assert outcome.value > 20
    box = outcome.regions[0].box
    assert 6 <= box.centre[0] <= 30
    assert 12 <= box.centre[1] <= 42


def test_a_photo_larger_than_its_place_is_seen_in_the_ring(series: Any) -> None:
    """What reaches a millimetre and a half beyond the place covers print of the page."""
    page = series.card(11).copy()
    page[84:96, 36:252] = 216
    outcome = measure(series.document(page))
    assert isinstance(outcome, Measured)
    assert outcome.value > 2
    assert outcome.regions[0].box.centre[1] == pytest.approx(90 / 8, abs=1.0)


def test_a_portrait_swapped_in_place_into_the_page_print_is_beyond_it(series: Any) -> None:
    """Its docstring says so: another's portrait under intact line work leaves the ring whole."""
    outcome = measure(series.document(series.card(11, portrait_of=12)))
    assert isinstance(outcome, Measured)
    assert outcome.value < 0.3


def test_alterations_elsewhere_are_no_concern_of_the_ring(series: Any) -> None:
    """A retyped name counts in the background print alone."""
    page = series.card(11).copy()
    page[248:292, 288:430] = np.median(page[248:292, 288:430], axis=(0, 1)).astype(np.uint8)
    outcome = measure(series.document(page))
    assert isinstance(outcome, Measured)
    assert outcome.value < 0.3


def test_a_template_without_a_portrait_leaves_it_undetermined(series: Any) -> None:
    """The reverse of a card has no portrait to look round."""
    features = tuple(
        feature for feature in series.template.features if feature.kind is not FeatureKind.PORTRAIT
    )
    document = series.genuine(11)
    (side,) = document.sides
    assert side.match is not None
    match = replace(side.match, template=replace(series.template, features=features))
    outcome = measure(replace(document, sides=(replace(side, match=match),)))
    assert isinstance(outcome, Abstained)
    assert outcome.kind is AbstentionKind.UNDETERMINED
    assert "portrait" in outcome.reason


def test_without_a_template_it_is_undetermined(series: Any) -> None:
    """No template is no failure."""
    document = series.genuine(11)
    bare = replace(document, sides=tuple(replace(side, match=None) for side in document.sides))
    assert isinstance(measure(bare), Abstained)


def test_a_template_of_one_holder_does_not_state_what_every_portrait_shows(series: Any) -> None:
    """Neither accuses another holder's page nor verifies its portrait."""
    document = series.document(pasted(series.card(11), series.card(12)))
    (side,) = document.sides
    few = replace(side.match, template=replace(side.match.template, n_holders=2))
    outcome = measure(replace(document, sides=(replace(side, match=few),)))
    assert isinstance(outcome, Abstained)
    assert outcome.why is Why.FEW_HOLDERS


def test_data_that_run_on_towards_the_portrait_leave_it_open(
    series: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A value set farther left than others reaches into the ring: no finding, and the portrait is not in order for that."""
    page = series.card(11).copy()
    cv2.putText(page, "ABCDEFGHIJK", (252, 283), cv2.FONT_HERSHEY_SIMPLEX, 0.9, (15, 15, 15), 2, cv2.LINE_AA)
    document = series.document(page)
    outcome = measure(document)
    assert isinstance(outcome, Measured)
    assert outcome.value < 0.3
    assert [one.why for one in outcome.sightings] == [Why.TOO_NOISY]
    monkeypatch.setattr(portrait_ring, "is_overrun", lambda *_: False)
    outcome = measure(document)
    assert isinstance(outcome, Measured)
    assert outcome.value > 1
