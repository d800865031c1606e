"""Glow where none belongs."""

from dataclasses import replace
from typing import Any

import numpy as np

from docforensics.capture.light import Light
from docforensics.checks.outcome import Abstained, Measured
from docforensics.checks.security.uv_unexpected_luminescence import measure
from docforensics.page.geometry import BoxMm
from docforensics.templates.comparison.luminescence import LUMINESCENT_LEVEL, luminescence
from docforensics.templates.masks import grown
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
    """A faint glow of the reference within 2 mm of its print, under a lamp of 1.8 times the strength: nothing unexpected. Without the lamp, or further off, it is."""
    under_uv = lit.template.references[Light.UV]
    printed = luminescence(under_uv.mean) > LUMINESCENT_LEVEL
    near = grown(printed, 2.0)
    values = {}
    for name, place, lamp in (("near", near, 1.8), ("by day", near, 1.0), ("off", ~near, 1.8)):
        faint = np.where(place & under_uv.constant, 14, 0)[..., None]
        brighter = replace(under_uv, mean=np.clip(under_uv.mean + faint, 0, 255).astype(np.uint8))
        references = {**lit.template.references, Light.UV: brighter}
        known = replace(lit, template=replace(lit.template, references=references))
        pages = lit.lights()
        shown = np.array(lit.dull) + lamp * (pages[Light.UV].astype(float) - lit.dull) + 1.8 * faint
        outcome = measure(known.document({**pages, Light.UV: np.clip(shown, 0, 255).astype(np.uint8)}))
        assert isinstance(outcome, Measured)
        values[name] = outcome.value
    assert values["near"] < 5
    assert min(values["by day"], values["off"]) > 8


def test_an_uneven_lamp_is_no_glow(lit: Any) -> None:
    """A seventh more light in one corner than in the middle, smoothly: nothing. A scraped place under such a lamp is measured all the same, and as much light again is not excused."""
    values = {}
    for name, corner, scraped in (("even", 0.0, 0), ("uneven", 0.14, 0), ("scraped", 0.14, 22), ("far", 0.6, 0)):
        pages = lit.lights()
        page = pages[Light.UV].astype(float) + (80.0 - np.array(lit.dull))
        page[368:392, 60:108] += scraped
        rows, columns = np.mgrid[0 : page.shape[0], 0 : page.shape[1]]
        course = (rows / page.shape[0] * columns / page.shape[1])[..., None]
        bright = replace(
            lit.template.references[Light.UV],
            mean=np.clip(
                lit.template.references[Light.UV].mean + (80.0 - np.array(lit.dull)), 0, 255
            ).astype(np.uint8),
        )
        references = {**lit.template.references, Light.UV: bright}
        known = replace(lit, template=replace(lit.template, references=references))
        shown = page * (1 + corner * course)
        outcome = measure(known.document({**pages, Light.UV: np.clip(shown, 0, 255).astype(np.uint8)}))
        assert isinstance(outcome, Measured)
        values[name] = outcome.value
    assert values["even"] < 2
    assert values["uneven"] < 2
    assert values["scraped"] > 8
    assert values["far"] > 8


def test_a_stronger_lamp_brightens_faint_print_as_it_does_the_substrate(lit: Any) -> None:
    """Print that the reference shows faintly, anywhere, on a page whose substrate is twice as bright."""
    under_uv = lit.template.references[Light.UV]
    faint = np.zeros(under_uv.constant.shape)
    faint[368:392, 60:108] = 8.0
    brighter = replace(under_uv, mean=np.clip(under_uv.mean + faint[..., None], 0, 255).astype(np.uint8))
    references = {**lit.template.references, Light.UV: brighter}
    known = replace(lit, template=replace(lit.template, references=references))
    for lamp, least, most in ((2.0, 0.0, 2.0), (1.0, 8.0, 40.0)):
        pages = lit.lights()
        shown = lamp * pages[Light.UV] + 2.0 * faint[..., None]
        outcome = measure(known.document({**pages, Light.UV: np.clip(shown, 0, 255).astype(np.uint8)}))
        assert isinstance(outcome, Measured)
        assert least <= outcome.value <= most


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
