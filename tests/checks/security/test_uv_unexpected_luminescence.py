"""Glow where none belongs."""

from dataclasses import replace
from typing import Any

import numpy as np

from docforensics.capture.light import Light
from docforensics.checks.outcome import Abstained, Measured
from docforensics.checks.security.uv_unexpected_luminescence import measure
from docforensics.page.geometry import BoxMm
from docforensics.templates.model import Feature, FeatureKind


def test_fibres_are_no_foreign_glow(lit: Any) -> None:
    """They lie where chance put them, on every genuine card elsewhere."""
    outcome = measure(lit.genuine(12))
    assert isinstance(outcome, Measured)
    assert outcome.value < 2
    assert outcome.facts["places"] == len(outcome.regions)


def test_a_scraped_place_is_measured_and_marked(lit: Any) -> None:
    """Bare paper shines a little more than its surface: 6 by 3 millimetres."""
    pages = lit.lights()
    pages[Light.UV][368:392, 60:108] += 22
    outcome = measure(lit.document(pages))
    assert isinstance(outcome, Measured)
    assert 8 < outcome.value < 30
    x, y = outcome.regions[0].box.centre
    assert 60 / 8 < x < 108 / 8
    assert 368 / 8 < y < 392 / 8


def test_a_stronger_lamp_brightens_what_surrounds_the_print_as_it_does_the_print(lit: Any) -> None:
    """A faint glow of the reference, at a lamp of 1.8 times its strength: none unexpected. The same glow without the lamp is."""
    faint, place = np.zeros((*lit.lights()[Light.UV].shape[:2], 1)), (slice(368, 392), slice(60, 108))
    faint[place] = 14
    white = lit.template.references
    under_uv = replace(white[Light.UV], mean=(white[Light.UV].mean + faint).astype(np.uint8))
    known = replace(lit, template=replace(lit.template, references={**white, Light.UV: under_uv}))
    pages = lit.lights()
    own = pages[Light.UV].astype(float)
    values = {}
    for lamp, glow in ((1.8, 1.8), (1.0, 1.8)):
        shown = np.array(lit.dull) + lamp * (own - lit.dull) + glow * faint
        outcome = measure(known.document({**pages, Light.UV: np.clip(shown, 0, 255).astype(np.uint8)}))
        assert isinstance(outcome, Measured)
        values[lamp] = outcome.value
    assert values[1.8] < 2
    assert values[1.0] > 8


def test_glow_inside_the_portrait_is_left_to_the_portraits_check(lit: Any) -> None:
    """So that one photo does not count in two families."""
    pages = lit.lights()
    pages[Light.UV][200:320, 60:220] += 40
    outcome = measure(lit.document(pages))
    assert isinstance(outcome, Measured)
    assert outcome.value < 2


def test_what_a_device_sends_back_of_another_lamp_is_no_glow(lit: Any) -> None:
    """It is as bright as its lamp and its angle make it; as much beside it is measured."""
    box = BoxMm(left=7.0, top=45.5, right=14.0, bottom=49.5)
    device = Feature(name="device", kind=FeatureKind.OPTICALLY_VARIABLE_DEVICE, box=box)
    named = replace(lit, template=replace(lit.template, features=(*lit.template.features, device)))
    pages = lit.lights()
    pages[Light.UV][368:392, 60:108] += 22
    outcome = measure(named.document(pages))
    assert isinstance(outcome, Measured)
    assert outcome.value < 2
    other = lit.lights()
    other[Light.UV][368:392, 60:168] += 22
    beside = measure(named.document(other))
    assert isinstance(beside, Measured)
    assert beside.value > 8


def test_without_a_reference_under_uv_it_abstains(series: Any) -> None:
    """A template learned in white light alone."""
    assert isinstance(measure(series.genuine(11)), Abstained)
