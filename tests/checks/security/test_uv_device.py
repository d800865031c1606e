"""A device of fine grey lines under UV, in its place."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import cv2
import numpy as np
import pytest

from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.checks.outcome import Abstained, Measured, Outcome
from docforensics.checks.security.uv_device import measure
from docforensics.document import Document
from docforensics.page.geometry import BoxMm
from docforensics.templates.learning.reference import build_reference
from docforensics.templates.model import Feature, FeatureKind, OwnValues

BOX = BoxMm(left=15.0, top=30.0, right=31.0, bottom=46.0)
"""Half over the portrait, half beside it."""
GENUINE, MISSING = 0.4, 0.8


def value(outcome: Outcome) -> float:
    """What was measured."""
    assert isinstance(outcome, Measured), outcome
    return outcome.value


def with_device(page: Pixels, *, strength: int = 16, moved: int = 0, turned: float = 0.0) -> Pixels:
    """Lay a rosette of thin grey lines over a page under UV."""
    fine = np.zeros(page.shape[:2], np.uint8)
    middle = (round(BOX.centre[0] * 8) + moved, round(BOX.centre[1] * 8))
    turns = np.linspace(0, 2 * np.pi, 800)
    for petals in (7, 9, 11):
        reach = 40 + 18 * np.cos(petals * turns + turned)
        line = np.stack([middle[0] + reach * np.cos(turns), middle[1] + reach * np.sin(turns)], axis=1)
        cv2.polylines(fine, [line.round().astype(np.int32)], True, strength, 1, cv2.LINE_AA)
    return np.clip(page.astype(np.int16) + fine[..., None], 0, 255).astype(np.uint8)


@pytest.fixture(scope="module")
def bearing(lit: Any) -> Any:
    """The series with the device on it, learned from four holders."""
    return learned(named(lit), named(lit).template.features)


def learned(lit: Any, known: Sequence[Feature]) -> Any:
    """The series with the device on it, learned when these places were `known`."""
    stack = [with_device(lit.lights(holder)[Light.UV]) for holder in (1, 2, 3, 4)]
    reference = build_reference(stack, known, light=Light.UV)
    references = {**lit.template.references, Light.UV: reference}
    return replace(lit, template=replace(lit.template, references=references))


def named(lit: Any) -> Any:
    """The series whose template names a device."""
    device = Feature(name="device", kind=FeatureKind.OPTICALLY_VARIABLE_DEVICE, box=BOX)
    return replace(lit, template=replace(lit.template, features=(*lit.template.features, device)))


def under_uv(bearing: Any, change: Any) -> Document:
    """A card of another holder whose page under UV was changed."""
    pages = bearing.lights(12)
    return bearing.document({**pages, Light.UV: change(pages[Light.UV])})


@pytest.mark.parametrize("strength", [9, 16, 30])
def test_a_genuine_device_shows_whatever_the_lamp(bearing: Any, strength: int) -> None:
    """Weaker or stronger, and a little aside."""
    outcome = measure(under_uv(bearing, lambda page: with_device(page, strength=strength, moved=1)))
    assert value(outcome) < GENUINE
    assert isinstance(outcome, Measured)
    assert outcome.regions == ()


@pytest.mark.parametrize("there", [True, False])
def test_a_device_that_was_named_later_counts_beside_the_portrait(lit: Any, *, there: bool) -> None:
    """Over the portrait the reference keeps nothing of it, so nothing is asked there."""
    later = learned(named(lit), lit.template.features)
    outcome = measure(under_uv(later, with_device if there else lambda page: page))
    assert value(outcome) < GENUINE if there else value(outcome) > MISSING


def test_a_missing_device_is_told_and_marked_under_uv(bearing: Any) -> None:
    """Only the luminescent print is there: it looks like no device."""
    outcome = measure(under_uv(bearing, lambda page: page))
    assert value(outcome) > MISSING
    assert isinstance(outcome, Measured)
    assert [(region.light, region.box) for region in outcome.regions] == [(Light.UV, BOX)]


def test_another_device_is_none(bearing: Any) -> None:
    """Lines as fine, of another motif."""
    assert value(measure(under_uv(bearing, lambda page: with_device(page, turned=1.2, moved=7)))) > GENUINE


def test_fibres_over_a_device_change_little(bearing: Any) -> None:
    """They glow in their colour, and lie anywhere."""

    def security_fibres(page: Pixels) -> Pixels:
        page = with_device(page)
        for top in (290, 310, 330):
            cv2.line(page, (150, top), (180, top + 12), (70, 80, 200), 2, cv2.LINE_AA)
        return page

    assert value(measure(under_uv(bearing, security_fibres))) < GENUINE


def test_a_page_too_dark_or_noisy_to_show_it_is_undetermined(bearing: Any) -> None:
    """A lamp that hardly burns, and a camera that sees mostly grain: not a missing device."""
    dull = np.array(bearing.dull, np.float32)

    def dim(page: Pixels) -> Pixels:
        return np.clip(dull + 0.08 * (with_device(page) - dull), 0, 255).astype(np.uint8)

    def grainy(page: Pixels) -> Pixels:
        grain = np.random.default_rng(9).normal(0, 60, page.shape)
        return np.clip(cv2.GaussianBlur(with_device(page) + grain, (0, 0), 0.8), 0, 255).astype(np.uint8)

    for change in (dim, grainy, np.zeros_like):
        outcome = measure(under_uv(bearing, change))
        assert isinstance(outcome, Abstained), outcome
        assert outcome.expected


def test_a_template_of_few_documents_takes_no_fibres_for_a_device(bearing: Any) -> None:
    """Two captures' fibres are structure that no third one shows."""
    template = replace(bearing.template, n_holders=2)
    outcome = measure(replace(bearing, template=template).genuine())
    assert isinstance(outcome, Abstained)
    assert "too few" in outcome.reason


def test_without_a_device_on_the_template_nothing_is_called_for(lit: Any, series: Any) -> None:
    """Nor where the reference shows none under UV; without UV it is undetermined."""
    for outcome in (measure(lit.genuine()), measure(named(lit).genuine())):
        assert isinstance(outcome, Abstained)
        assert not outcome.expected
    assert isinstance(measure(series.genuine(11)), Abstained)


@pytest.mark.parametrize(
    ("own", "is_asked"), [((), True), (("uv_dull",), False), (("uv_dull", "uv_device"), True)]
)
def test_a_device_that_no_capture_of_the_template_showed_is_not_asked_of_another_page(
    bearing: Any, own: tuple[str, ...], *, is_asked: bool
) -> None:
    """Its lines are paler than the noise of the reader; where nothing was measured on the captures, nothing is known of that."""
    values = tuple(OwnValues(check=f"security.{name}", values=(0.1, 0.2, 0.1)) for name in own)
    known = replace(bearing, template=replace(bearing.template, own=values))
    outcome = measure(under_uv(known, lambda page: page))
    if is_asked:
        assert value(outcome) > MISSING
    else:
        assert isinstance(outcome, Abstained)
        assert not outcome.expected
