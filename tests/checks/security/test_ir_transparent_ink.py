"""Fixed print that must vanish in infrared."""

from typing import Any

import cv2

from docforensics.capture.light import Light
from docforensics.checks.outcome import Abstained, Measured
from docforensics.checks.security.ir_transparent_ink import measure


def test_genuine_print_vanishes(lit: Any) -> None:
    """Another holder's card."""
    outcome = measure(lit.genuine(12))
    assert isinstance(outcome, Measured)
    assert outcome.value < 0.03
    assert outcome.regions == ()


def test_a_copy_in_toner_keeps_its_print(lit: Any) -> None:
    """Half of the contrast in white light, all over."""
    pages = lit.lights()
    white = cv2.cvtColor(pages[Light.VISIBLE], cv2.COLOR_RGB2GRAY)
    pages[Light.IR] = cv2.addWeighted(pages[Light.IR], 0.5, white, 0.5, 0)
    outcome = measure(lit.document(pages))
    assert isinstance(outcome, Measured)
    assert outcome.value > 0.15
    assert {region.light for region in outcome.regions} == {Light.IR}


def test_without_a_reference_in_infrared_it_abstains(series: Any) -> None:
    """A template learned in white light alone."""
    assert isinstance(measure(series.genuine(11)), Abstained)
