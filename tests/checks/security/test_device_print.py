"""A device of fine lines in white light, in its place."""

from dataclasses import replace
from typing import Any

import cv2
import numpy as np
import pytest

from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.checks.outcome import Abstained, Measured, Outcome
from docforensics.checks.security.device_print import measure
from docforensics.document import Document
from tests.checks.security.drawn_device import BOX, shaded, with_device

GENUINE, MISSING = 0.4, 0.78


def value(outcome: Outcome) -> float:
    """What was measured."""
    assert isinstance(outcome, Measured), outcome
    return outcome.value


@pytest.fixture(scope="module")
def bearing(lit: Any) -> Any:
    """The series whose template names a device, and whose references show it."""
    return with_device(lit)


def in_white(bearing: Any, change: Any) -> Document:
    """A card of another holder whose page in white light was changed, and no other picture."""
    document: Document = bearing.document({Light.VISIBLE: change(bearing.lights(12)[Light.VISIBLE])})
    return document


def photographed(page: Pixels, *, blur: float = 1.0, grain: float = 3.0) -> Pixels:
    """Blurred, dimmer, of a warmer colour and with grain."""
    soft = cv2.GaussianBlur(page, (0, 0), blur) * np.array([0.9, 0.8, 0.65])
    noise = np.random.default_rng(5).normal(0, grain, page.shape)
    return np.clip(soft + noise, 0, 255).astype(np.uint8)


def dull(page: Pixels) -> Pixels:
    """Cover the place with residue that lets half of the print through."""
    rows, columns = BOX.to_px(8.0).slices
    page = page.copy()
    page[rows, columns] = page[rows, columns] // 2 + 90
    return page


@pytest.mark.parametrize(
    "change",
    [
        shaded,
        lambda page: shaded(page, right=2),
        lambda page: shaded(page, strength=28),
        lambda page: shaded(page, strength=45, colours=(0.2, 1.0, 0.8)),
        lambda page: photographed(shaded(page)),
        lambda page: cv2.cvtColor(shaded(page), cv2.COLOR_RGB2GRAY),
    ],
    ids=["as it is", "aside", "weaker", "in colour", "photographed", "in grey"],
)
def test_a_genuine_device_shows(bearing: Any, change: Any) -> None:
    """Whatever the capture."""
    outcome = measure(in_white(bearing, change))
    assert value(outcome) < GENUINE
    assert isinstance(outcome, Measured)
    assert outcome.regions == ()


@pytest.mark.parametrize(
    "change",
    [lambda page: page, photographed, dull, lambda page: cv2.cvtColor(page, cv2.COLOR_RGB2GRAY)],
    ids=["left out", "photographed", "residue", "in grey"],
)
def test_a_missing_device_is_told_and_marked(bearing: Any, change: Any) -> None:
    """The print below it is there, and none of its lines."""
    outcome = measure(in_white(bearing, change))
    assert value(outcome) > MISSING
    assert isinstance(outcome, Measured)
    assert [(region.light, region.box) for region in outcome.regions] == [(Light.VISIBLE, BOX)]
    assert [one.is_odd for one in outcome.sightings] == [True]


def test_a_flat_print_of_the_lines_looks_like_the_device(bearing: Any) -> None:
    """As the docstring says: one picture cannot tell."""
    assert value(measure(in_white(bearing, lambda page: shaded(page, strength=80)))) < GENUINE


@pytest.mark.parametrize("there", [True, False])
def test_a_page_too_poor_to_show_the_lines_is_undetermined(bearing: Any, *, there: bool) -> None:
    """Grain as strong as the lines, whether they are there or not."""

    def grainy(page: Pixels) -> Pixels:
        return photographed(shaded(page) if there else page, grain=255.0)

    outcome = measure(in_white(bearing, grainy))
    assert isinstance(outcome, Abstained), outcome
    assert outcome.expected
    assert "too noisy" in outcome.reason


def test_a_template_of_few_documents_tells_no_device_from_other_print(bearing: Any) -> None:
    """Two captures' fibres are structure that no third one shows."""
    few = replace(bearing, template=replace(bearing.template, n_holders=2))
    outcome = measure(in_white(few, shaded))
    assert isinstance(outcome, Abstained)
    assert "too few" in outcome.reason


def test_nothing_is_asked_where_the_template_knows_no_lines(lit: Any, bearing: Any, series: Any) -> None:
    """Without a device, without UV, and where white light shows none of its lines."""
    references = dict(bearing.template.references)
    del references[Light.UV]
    without = replace(bearing, template=replace(bearing.template, references=references))
    plain = {**bearing.template.references, Light.VISIBLE: lit.template.references[Light.VISIBLE]}
    unseen = replace(bearing, template=replace(bearing.template, references=plain))
    for outcome in (measure(lit.genuine()), measure(without.genuine()), measure(unseen.genuine())):
        assert isinstance(outcome, Abstained)
        assert not outcome.expected
    assert isinstance(measure(series.genuine(11)), Abstained)
