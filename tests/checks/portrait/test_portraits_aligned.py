"""Where both portraits show the picture, on a made-up series of cards."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from docforensics.capture.light import Light
from docforensics.checks.outcome import Abstained, AbstentionKind, Measured
from docforensics.checks.portrait import portraits_aligned
from docforensics.checks.portrait.portraits_aligned import in_place, measure
from docforensics.checks.support.registered import registered_sides
from docforensics.document import Document
from docforensics.templates.comparison.data_place import DataShift
from docforensics.templates.model import BesideData


@pytest.mark.parametrize("holder", [11, 12, 15])
def test_genuine_cards_of_other_holders_show_it_in_place(lights: Any, holder: int) -> None:
    """Within the spread of those it was learned from, and nothing is marked."""
    outcome = measure(lights.genuine(holder))
    assert isinstance(outcome, Measured)
    assert outcome.value == pytest.approx(0.0, abs=0.05)
    assert outcome.facts["offset"] < 0.25


@pytest.mark.parametrize("moved", [(0.75, 0.0), (0.0, -0.75), (-0.5, 0.5)])
def test_a_portrait_printed_aside_is_measured_and_marked(lights: Any, moved: tuple[float, float]) -> None:
    """Three quarters of a millimetre in any direction, told to a quarter of one."""
    outcome = measure(lights.document(lights.pages(11, moved_mm=moved)))
    assert isinstance(outcome, Measured)
    assert outcome.value > 0.25
    assert outcome.facts["offset"] == pytest.approx(0.75, abs=0.25)
    assert outcome.regions[0].box.centre == pytest.approx((18.0, 27.0))


def test_another_picture_leaves_it_undetermined(lights: Any) -> None:
    """Two pictures cannot be laid on one another; that is another check's finding."""
    pages = lights.pages(11)
    page = pages[Light.VISIBLE].copy()
    page[96:336, 48:240] = page[96:336, 48:240][::-1]
    outcome = measure(lights.document({**pages, Light.VISIBLE: page}))
    assert isinstance(outcome, Abstained)
    assert outcome.kind is AbstentionKind.UNDETERMINED


def test_a_template_that_does_not_know_the_place_leaves_it_undetermined(lights: Any) -> None:
    """Learned from fewer than three captures."""
    second = lights.template.features[1]
    document = lights.told_otherwise(lights.genuine(11), second=replace(second, repeat=None))
    outcome = measure(document)
    assert isinstance(outcome, Abstained)
    assert "three" in outcome.needs


def test_one_capture_tells_no_spread(lights: Any) -> None:
    """It states where the picture lies on one page, and not how far others depart."""
    document = lights.genuine(11)
    (side,) = document.sides
    match = replace(side.match, template=replace(side.match.template, n_captures=1, n_holders=1))
    outcome = measure(replace(document, sides=(replace(side, match=match),)))
    assert isinstance(outcome, Abstained)
    assert "three" in outcome.needs


def test_without_a_template_it_is_undetermined(lights: Any) -> None:
    """No template is no failure."""
    document = lights.genuine(11)
    bare = replace(document, sides=tuple(replace(side, match=None) for side in document.sides))
    assert isinstance(measure(bare), Abstained)


ASIDE = (6, -5)
"""Pixels, of 8 to a millimetre, by which a whole personalization lies aside."""


def printed_aside(lights: Any, *, moved_mm: tuple[float, float] = (0.0, 0.0)) -> Document:
    """A card both of whose pictures lie aside, on a template that knows their place beside the data."""
    pages = lights.pages(11, moved_mm=moved_mm)
    page = np.roll(pages[Light.VISIBLE], (ASIDE[1], ASIDE[0]), (0, 1))
    second = lights.template.features[1]
    there = BesideData(x_mm=second.repeat.x_mm, y_mm=second.repeat.y_mm, spread_mm=0.03)
    beside = replace(second, repeat=replace(second.repeat, spread_mm=0.14, beside=there))
    document: Document = lights.told_otherwise(lights.document({**pages, Light.VISIBLE: page}), second=beside)
    return document


def data_lie(monkeypatch: pytest.MonkeyPatch, shift: DataShift | None) -> None:
    """The page's data are made to lie so far aside."""
    monkeypatch.setattr(portraits_aligned, "data_shift", lambda *_: shift)


def test_a_card_personalised_aside_shows_it_in_place(lights: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """What its data lie aside is taken off; without it the portrait would seem displaced."""
    data_lie(monkeypatch, DataShift(x_mm=ASIDE[0] / 8, y_mm=ASIDE[1] / 8))
    outcome = measure(printed_aside(lights))
    assert isinstance(outcome, Measured)
    assert outcome.value == pytest.approx(0.0, abs=0.05)
    data_lie(monkeypatch, DataShift(x_mm=0.0, y_mm=0.0))
    there = measure(printed_aside(lights))
    assert isinstance(there, Measured)
    assert there.facts["offset"] > 0.5


def test_a_portrait_printed_aside_of_its_data_is_measured(
    lights: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a card that lies aside as a whole besides."""
    data_lie(monkeypatch, DataShift(x_mm=ASIDE[0] / 8, y_mm=ASIDE[1] / 8))
    outcome = measure(printed_aside(lights, moved_mm=(0.75, 0.0)))
    assert isinstance(outcome, Measured)
    assert outcome.facts["offset"] == pytest.approx(0.75, abs=0.25)


@pytest.mark.parametrize("shift", [None, DataShift(x_mm=1.2, y_mm=0.0)])
def test_without_data_the_page_is_asked(
    lights: Any, monkeypatch: pytest.MonkeyPatch, shift: DataShift | None
) -> None:
    """Data that do not agree, or lie further aside than a pass of printing, leave the wider spread of the page: erasing them silences nothing."""
    data_lie(monkeypatch, shift)
    genuine, forged = (measure(printed_aside(lights, moved_mm=moved)) for moved in ((0.0, 0.0), (-1.0, 0.0)))
    assert isinstance(genuine, Measured)
    assert isinstance(forged, Measured)
    assert genuine.value < 0.05
    assert genuine.facts["offset"] > 0.5
    assert forged.value > 0.3


def test_the_side_is_asked_with_its_own_features_and_what_of_it_is_seen(
    lights: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is hidden shows no data."""
    asked: list[Any] = []
    monkeypatch.setattr(portraits_aligned, "data_shift", lambda *given: asked.append(given))
    document = printed_aside(lights)
    measure(document)
    sides = registered_sides(document)
    assert not isinstance(sides, Abstained)
    ((_, reference, features, seen),) = asked
    assert features == sides[0].template.features
    assert reference is sides[0].learned
    assert np.array_equal(seen, sides[0].seen)


def test_a_card_personalised_aside_has_its_picture_in_place(
    lights: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For other checks too; a displaced portrait has not."""
    data_lie(monkeypatch, DataShift(x_mm=ASIDE[0] / 8, y_mm=ASIDE[1] / 8))
    for moved, expected in (((0.0, 0.0), True), ((0.75, 0.0), False)):
        sides = registered_sides(printed_aside(lights, moved_mm=moved))
        assert not isinstance(sides, Abstained)
        assert in_place(sides[0]) is expected
