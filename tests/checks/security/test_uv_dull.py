"""A dull substrate under UV."""

from dataclasses import replace
from typing import Any

import cv2
import numpy as np
import pytest

from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.checks.claims import Why
from docforensics.checks.outcome import Abstained, Measured
from docforensics.checks.security.uv_dull import measure
from docforensics.checks.support.unfit import UNLIT
from docforensics.document import Document

BRIGHT = (107, 140, 247)


def test_a_genuine_card_is_as_dull_as_the_reference(lit: Any) -> None:
    """Nothing is marked."""
    outcome = measure(lit.genuine(12))
    assert isinstance(outcome, Measured)
    assert abs(outcome.value) < 0.02
    assert outcome.regions == ()


def test_paper_with_brightener_is_found(lit: Any) -> None:
    """It shines blue over the whole page."""
    pages = lit.lights()
    pages[Light.UV] = np.maximum(pages[Light.UV], BRIGHT).astype(np.uint8)
    outcome = measure(lit.document(pages))
    assert isinstance(outcome, Measured)
    assert outcome.value > 0.5
    assert outcome.regions[0].light is Light.UV


def test_it_needs_no_template(make_document: Any) -> None:
    """Doc 9303 asks for a dull substrate of every document."""
    dull = np.full((440, 690, 3), (18, 12, 40), np.uint8)
    outcome = measure(make_document(None, pixels=dull, light=Light.UV))
    assert isinstance(outcome, Measured)
    assert outcome.value < 0
    outcome = measure(make_document(None, pixels=np.full_like(dull, BRIGHT), light=Light.UV))
    assert isinstance(outcome, Measured)
    assert outcome.value > 0.4


def test_violet_light_that_a_page_reflects_is_no_brightener(make_document: Any) -> None:
    """It is in blue alone, however bright; the lamps of simple readers send much of it."""
    lit = np.full((440, 690, 3), (0, 0, 230), np.uint8)
    outcome = measure(make_document(None, pixels=lit, light=Light.UV))
    assert isinstance(outcome, Measured)
    assert outcome.value < 0


def weak_lamp(*, paper: int, sheet: int) -> Pixels:
    """A page of another brightness in green than the sheet beside it, with print, under a lamp whose violet light burns blue out."""
    lit = np.full((440, 690, 3), (0, 0, 230), np.uint8)
    lit[:, :120, 1] = sheet
    lit[200:400, 160:640, 1] = paper
    for row in range(4):
        cv2.putText(lit, "UTOPIA 47110815", (180, 240 + 40 * row), 0, 1.2, (0, 0, 200), 4)
    return lit


def test_print_that_stands_dark_on_a_glow_shows_the_paper(make_document: Any) -> None:
    """How bright is no matter: it is held against the sheet beside it, of which it has a half."""
    outcome = measure(make_document(None, pixels=weak_lamp(paper=75, sheet=150), light=Light.UV))
    assert isinstance(outcome, Measured)
    assert 0.3 < outcome.value < 0.5
    assert outcome.regions


def test_a_bright_sheet_beside_a_dull_page_is_not_the_page(make_document: Any) -> None:
    """It bears no print, and nothing stands dark on a page that does not glow."""
    outcome = measure(make_document(None, pixels=weak_lamp(paper=0, sheet=250), light=Light.UV))
    assert isinstance(outcome, Measured)
    assert outcome.value < 0


def in_two_lights(document: Document, uv: Pixels) -> Document:
    """The document with a picture of its one page under UV besides."""
    side = document.sides[0]
    image = replace(side.capture.primary, pixels=uv)
    images = {**side.capture.images, Light.UV: (image,)}
    page = replace(side.page, pixels={**side.page.pixels, Light.UV: uv})
    lit = replace(side, capture=replace(side.capture, images=images), page=page)
    return replace(document, sides=(lit,))


@pytest.mark.parametrize(("height", "width", "glows"), [(200, 300, False), (440, 690, True)])
def test_text_over_a_luminescent_emblem_is_no_paper(
    make_document: Any, height: int, width: int, *, glows: bool
) -> None:
    """The page is laid out in white light, and most of it is dull; a glow over all of it is paper."""
    white = np.full((440, 690, 3), 225, np.uint8)
    lit = np.full_like(white, (18, 12, 40))
    lit[:height, :width] = (60, 150, 240)
    for row in range(4):
        cv2.putText(lit, "UTOPIA 47110815", (20, 40 + 40 * row), 0, 1.2, (18, 12, 40), 4)
    outcome = measure(in_two_lights(make_document(None, pixels=white), lit))
    assert isinstance(outcome, Measured)
    assert (outcome.value > 0.4) is glows
    assert (outcome.value < 0) is not glows


def test_without_uv_there_is_nothing_to_say(make_document: Any) -> None:
    """White light tells nothing of the substrate."""
    assert isinstance(measure(make_document()), Abstained)


@pytest.mark.parametrize("lamp", [1.0, 0.1])
def test_a_side_that_is_dull_hides_no_bright_one(lit: Any, make_document: Any, lamp: float) -> None:
    """Whether the side that lies on a template was seen to be dull, or its lamp was off."""
    pages = lit.lights()
    pages[Light.UV] = (pages[Light.UV] * lamp).astype(np.uint8)
    known = lit.document(pages)
    bright = make_document(None, pixels=np.full((440, 690, 3), BRIGHT, np.uint8), light=Light.UV)
    outcome = measure(replace(known, sides=(*known.sides, *bright.sides)))
    assert isinstance(outcome, Measured)
    assert outcome.value > 0.4
    assert [region.side for region in outcome.regions] == [1]
    told = {one.side: (one.why, one.is_odd) for one in outcome.sightings}
    assert told == {0: (None if lamp == 1.0 else Why.NO_LIGHT, False), 1: (None, True)}


def test_a_side_whose_lamp_was_off_is_not_seen_to_be_dull(lit: Any) -> None:
    """Its template states how bright it would have to be."""
    pages = lit.lights()
    pages[Light.UV] = (pages[Light.UV] * 0.1).astype(np.uint8)
    assert measure(lit.document(pages)) is UNLIT[Light.UV]
