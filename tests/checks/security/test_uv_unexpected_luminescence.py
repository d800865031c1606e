"""Glow where none belongs."""

from dataclasses import replace
from typing import Any

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from docforensics.capture.light import Light
from docforensics.checks.outcome import Abstained, Measured, Outcome
from docforensics.checks.security.uv_unexpected_luminescence import UNEVEN, measure
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
    # Print of half of its strength, so that it does not saturate under the stronger lamp.
    dim = np.array(lit.dull) + 0.5 * (under_uv.mean.astype(float) - lit.dull)
    near = grown(luminescence(dim) > LUMINESCENT_LEVEL, 2.0)
    values = {}
    for name, place, lamp in (("near", near, 1.8), ("by day", near, 1.0), ("off", ~near, 1.8)):
        faint = np.where(place & under_uv.constant, 14, 0)[..., None]
        brighter = replace(under_uv, mean=np.clip(dim + faint, 0, 255).astype(np.uint8))
        references = {**lit.template.references, Light.UV: brighter}
        known = replace(lit, template=replace(lit.template, references=references))
        pages = lit.lights()
        shown = np.array(lit.dull) + 0.5 * lamp * (pages[Light.UV].astype(float) - lit.dull) + 1.8 * faint
        outcome = measure(known.document({**pages, Light.UV: np.clip(shown, 0, 255).astype(np.uint8)}))
        assert isinstance(outcome, Measured)
        values[name] = outcome.value
    assert values["near"] < 5
    assert min(values["by day"], values["off"]) > 8


def bright(lit: Any, level: float = 80.0) -> tuple[Any, NDArray[np.float64]]:
    """The series under a stronger lamp, its substrate at one grey level, and the page of a holder there, (H, W, 3)."""
    more = level - np.array(lit.dull)
    under_uv = lit.template.references[Light.UV]
    lifted = replace(under_uv, mean=np.clip(under_uv.mean + more, 0, 255).astype(np.uint8))
    references = {**lit.template.references, Light.UV: lifted}
    known = replace(lit, template=replace(lit.template, references=references))
    return known, lit.lights()[Light.UV].astype(np.float64) + more


def seen(lit: Any, known: Any, page: NDArray[np.float64]) -> Outcome:
    """What a page under UV shows."""
    pages = {**lit.lights(), Light.UV: np.clip(page, 0, 255).astype(np.uint8)}
    return measure(known.document(pages))


def test_an_uneven_lamp_is_not_evaluated(lit: Any) -> None:
    """A seventh more light in one corner than in the middle, by degrees: nobody knows whether a lamp or washing. Where it is even the page is in order."""
    known, page = bright(lit)
    rows, columns = np.mgrid[0 : page.shape[0], 0 : page.shape[1]]
    course = (rows / page.shape[0] * columns / page.shape[1])[..., None]
    even, uneven = seen(lit, known, page), seen(lit, known, page * (1 + 0.14 * course))
    assert isinstance(even, Measured)
    assert even.value < 2
    assert uneven is UNEVEN
    page[368:392, 60:108] += 22
    scraped = seen(lit, known, page * (1 + 0.14 * course))
    assert isinstance(scraped, Measured)
    assert 8 < scraped.value < 30
    far = seen(lit, known, page * (1 + 0.6 * course))
    assert isinstance(far, Measured)
    assert far.value > 100


@pytest.mark.parametrize("more", [10, 14, 18])
@pytest.mark.parametrize(
    "band",
    [np.s_[345:], np.s_[288:], np.s_[:, :170], np.s_[:86]],
    ids=["bottom fifth", "bottom third", "left quarter", "top fifth"],
)
def test_a_washed_band_is_no_course_of_the_lamp(lit: Any, band: Any, more: int) -> None:
    """It begins within millimetres, and takes a third of the page at most."""
    known, page = bright(lit)
    wash = np.zeros(page.shape[:2])
    wash[band] = more
    found = seen(lit, known, page + cv2.GaussianBlur(wash, (0, 0), 8)[..., None])
    assert isinstance(found, Measured)
    assert found.value > 50


def test_half_of_the_page_is_not_evaluated(lit: Any) -> None:
    """Which half is as it was nobody can tell."""
    known, page = bright(lit)
    wash = np.zeros(page.shape[:2])
    wash[216:] = 10
    assert seen(lit, known, page + cv2.GaussianBlur(wash, (0, 0), 16)[..., None]) is UNEVEN


def test_bright_paper_excuses_no_more_than_the_lamp_does(lit: Any) -> None:
    """A page whose own substrate is far brighter than the lamp explains may not differ by more over its parts for that."""
    known, page = bright(lit, 40.0)
    rows = np.mgrid[0 : page.shape[0], 0 : page.shape[1]][0] / page.shape[0]
    found = seen(lit, known, page + 140 + 45 * (rows**2)[..., None])
    assert isinstance(found, Measured)
    assert found.value > 50


@pytest.mark.parametrize(
    ("light", "grey", "value"),
    [
        ((2.0, 0), False, (0.0, 2.0)),
        ((2.0, 0), True, (0.0, 2.0)),
        ((1.0, 0), False, (8.0, 40.0)),
        ((1.0, 0), True, (8.0, 40.0)),
        ((1.0, 40), False, (8.0, 40.0)),
    ],
    ids=[
        "stronger lamp",
        "to a grey reference",
        "the same lamp",
        "to a grey one",
        "stray light in one colour",
    ],
)
def test_a_stronger_lamp_brightens_faint_print_as_it_does_the_substrate(
    lit: Any, light: tuple[float, int], grey: bool, value: tuple[float, float]
) -> None:
    """Print that the reference shows faintly, anywhere, on a page whose substrate is twice as bright; and not where it is as bright, or brighter in one colour."""
    lamp, stray = light
    least, most = value
    under_uv = lit.template.references[Light.UV]
    faint = np.zeros(under_uv.constant.shape)
    faint[368:392, 60:108] = 8.0
    brighter = np.clip(under_uv.mean + faint[..., None], 0, 255).astype(np.uint8)
    mean = brighter.max(axis=2) if grey else brighter
    references = {**lit.template.references, Light.UV: replace(under_uv, mean=mean)}
    known = replace(lit, template=replace(lit.template, references=references))
    pages = lit.lights()
    shown = lamp * pages[Light.UV] + 2.5 * faint[..., None] + np.array([stray, 0, 0])
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


def test_a_stronger_lamp_brightens_the_middle_of_a_wide_print_as_it_does_its_rim(lit: Any) -> None:
    """A disc of two centimetres is as even as a substrate in its middle; there the page may be as much brighter as its print is, and beside it not."""
    under_uv = lit.template.references[Light.UV]
    # Print of half of its strength, so that it does not saturate under the stronger lamp.
    dim = np.array(lit.dull) + 0.5 * (under_uv.mean.astype(float) - lit.dull)
    seen_dim = np.array(lit.dull) + 0.5 * (lit.lights()[Light.UV].astype(float) - lit.dull)
    y, x = np.mgrid[: under_uv.constant.shape[0], : under_uv.constant.shape[1]]
    distance = np.hypot(x - 200, y - 216)
    values = {}
    for name, of_page in (("disc", 100.0), ("larger disc", 130.0)):
        wide = np.where(distance < 100.0, 80.0, 0)[..., None]
        shown = np.where(distance < of_page, 80.0, 0)[..., None]
        mean = np.clip(np.where(wide > 0, np.array(lit.dull) + wide, dim), 0, 255).astype(np.uint8)
        references = {**lit.template.references, Light.UV: replace(under_uv, mean=mean)}
        known = replace(lit, template=replace(lit.template, references=references))
        page = np.where(shown > 0, np.array(lit.dull) + shown, seen_dim)
        found = seen(lit, known, np.array(lit.dull) + 1.6 * (page - lit.dull))
        assert isinstance(found, Measured)
        values[name] = found.value
    assert values["disc"] < 2
    assert values["larger disc"] > 8
