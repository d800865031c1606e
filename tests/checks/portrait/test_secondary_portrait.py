"""The portrait against the secondary portrait, on a made-up series of cards."""

from dataclasses import replace
from typing import Any

import pytest

from docforensics.capture.light import Light
from docforensics.checks.claims import Why
from docforensics.checks.outcome import Abstained, AbstentionKind, Measured
from docforensics.checks.portrait.secondary_portrait import measure
from docforensics.document import Document
from docforensics.templates.model import Feature, FeatureKind
from docforensics.templates.portrait.repeat import SAME

SECOND = (slice(96, 216), slice(544, 640))
"""Rows and columns at 8 px/mm."""


def test_a_genuine_pair_correlates_and_a_swapped_portrait_does_not(series: Any) -> None:
    """The swap leaves the old second portrait: every genuine pair is closer than every swapped one."""
    genuine = [measure(series.genuine(holder)) for holder in (11, 12, 13)]
    swapped = [
        measure(series.document(series.card(holder, portrait_of=other)))
        for holder, other in ((11, 12), (12, 13), (13, 11))
    ]
    same = [outcome.value for outcome in genuine if isinstance(outcome, Measured)]
    different = [outcome.value for outcome in swapped if isinstance(outcome, Measured)]
    assert len(same) == len(different) == 3
    assert max(same) < 0.15
    assert min(different) > 1.5 * max(same)


def test_the_second_portrait_is_marked_and_the_correlation_told(series: Any) -> None:
    """The officer sees which picture to compare."""
    outcome = measure(series.document(series.card(11, portrait_of=12)))
    assert isinstance(outcome, Measured)
    assert outcome.facts["correlation"] == pytest.approx(1 - outcome.value)
    x, y = outcome.regions[0].box.centre
    assert 68 <= x <= 80
    assert 12 <= y <= 27


def test_a_second_portrait_without_contrast_leaves_it_undetermined(series: Any) -> None:
    """Washed out is not swapped."""
    page = series.card(11).copy()
    page[SECOND] = 220
    outcome = measure(series.document(page))
    assert isinstance(outcome, Abstained)
    assert outcome.kind is AbstentionKind.UNDETERMINED


def test_a_template_without_a_second_portrait_leaves_it_undetermined(series: Any) -> None:
    """Not every model has one."""
    features = tuple(
        feature for feature in series.template.features if feature.kind is not FeatureKind.SECONDARY_PORTRAIT
    )
    document = series.genuine(11)
    (side,) = document.sides
    assert side.match is not None
    match = replace(side.match, template=replace(series.template, features=features))
    outcome = measure(replace(document, sides=(replace(side, match=match),)))
    assert isinstance(outcome, Abstained)
    assert "secondary" in outcome.reason


def test_a_place_that_is_presumed_to_show_the_holder_again_is_compared_with_nothing(series: Any) -> None:
    """It is hidden in the reference of few holders; a pale picture of 3 mm correlates with the portrait no better than another person's."""
    second = next(one for one in series.template.features if one.kind is FeatureKind.SECONDARY_PORTRAIT)
    false = replace(second, name="further-portrait-1", box=second.box.grown(4.0), repeat=None)
    document = series.genuine(11)
    (side,) = document.sides
    assert side.match is not None

    def with_places(*own: Feature) -> Document:
        others = tuple(one for one in series.template.features if one is not second)
        match = replace(side.match, template=replace(series.template, features=(*others, *own), n_holders=2))
        return replace(document, sides=(replace(side, match=match),))

    both, alone = measure(with_places(second, false)), measure(with_places(false))
    assert isinstance(both, Measured)
    assert both.value < 0.15
    assert isinstance(alone, Abstained)
    assert "names no secondary portrait" in alone.reason


def test_without_a_template_it_is_undetermined(series: Any) -> None:
    """No template is no failure."""
    document = series.genuine(11)
    bare = replace(document, sides=tuple(replace(side, match=None) for side in document.sides))
    assert isinstance(measure(bare), Abstained)


def test_a_template_of_one_holder_accuses_no_other_holder(series: Any) -> None:
    """It presumed the places of the pictures: what agrees there is told, what does not is not evaluated."""

    def of_one_holder(document: Document) -> Document:
        (side,) = document.sides
        assert side.match is not None
        template = replace(side.match.template, n_holders=1)
        return replace(document, sides=(replace(side, match=replace(side.match, template=template)),))

    assert isinstance(measure(of_one_holder(series.genuine(11))), Measured)
    other = measure(of_one_holder(series.document(series.card(11, portrait_of=12))))
    assert isinstance(other, Abstained)
    assert other.why is Why.FEW_HOLDERS


def test_a_template_of_one_holder_that_knows_the_scale_tells_a_swap(lights: Any) -> None:
    """Its own capture showed that the second picture repeats the first."""

    def of_one_holder(document: Document) -> Document:
        (side,) = document.sides
        assert side.match is not None
        template = replace(side.match.template, n_captures=1, n_holders=1)
        return replace(document, sides=(replace(side, match=replace(side.match, template=template)),))

    pages = lights.pages(11)
    swapped = {**pages, Light.VISIBLE: pages[Light.VISIBLE].copy()}
    portrait = lights.template.features[0].box.to_px(8.0).slices
    swapped[Light.VISIBLE][portrait] = lights.pages(12)[Light.VISIBLE][portrait]
    genuine, forged = (measure(of_one_holder(lights.document(one))) for one in (pages, swapped))
    assert isinstance(genuine, Measured)
    assert isinstance(forged, Measured)
    assert genuine.value < 1 - SAME < forged.value
