"""A dull substrate under UV."""

from typing import Any

import numpy as np

from docforensics.capture.light import Light
from docforensics.checks.outcome import Abstained, Measured
from docforensics.checks.security.uv_dull import measure

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


def test_without_uv_there_is_nothing_to_say(make_document: Any) -> None:
    """White light tells nothing of the substrate."""
    assert isinstance(measure(make_document()), Abstained)
