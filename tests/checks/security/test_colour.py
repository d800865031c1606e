"""The colours of the fixed print."""

from dataclasses import replace
from typing import Any

import cv2
import numpy as np
import pytest

from docforensics.capture.jpeg import read_jpeg_facts
from docforensics.capture.light import Light
from docforensics.checks.claims import Why
from docforensics.checks.outcome import Abstained, Measured
from docforensics.checks.security.colour import measure


def test_a_genuine_card_keeps_its_colours(lit: Any) -> None:
    """Another holder's."""
    outcome = measure(lit.genuine(12))
    assert isinstance(outcome, Measured)
    assert outcome.value < 1.5
    assert outcome.regions == ()


def test_white_balance_and_exposure_are_no_forgery(lit: Any) -> None:
    """A warm and dark capture of the whole card."""
    pages = lit.lights()
    pages[Light.VISIBLE] = (pages[Light.VISIBLE] * np.array([0.9, 0.82, 0.7])).astype(np.uint8)
    outcome = measure(lit.document(pages))
    assert isinstance(outcome, Measured)
    assert outcome.value < 2


def test_one_emblem_in_another_colour_and_a_wash_are_found(lit: Any) -> None:
    """A third of the card turned green: no white balance explains it."""
    pages = lit.lights()
    pages[Light.VISIBLE][:, 420:] = (pages[Light.VISIBLE][:, 420:] * np.array([0.85, 1.0, 0.85])).astype(
        np.uint8
    )
    outcome = measure(lit.document(pages))
    assert isinstance(outcome, Measured)
    assert outcome.value > 3
    assert outcome.regions


def test_a_grey_image_is_not_supported(lit: Any) -> None:
    """A grey scan is no grey copy."""
    pages = lit.lights()
    pages[Light.VISIBLE] = cv2.cvtColor(pages[Light.VISIBLE], cv2.COLOR_RGB2GRAY)
    outcome = measure(lit.document(pages))
    assert isinstance(outcome, Abstained)
    assert outcome.why is Why.NO_COLOUR


@pytest.mark.parametrize(("quality", "speaks"), [(30, True), (25, True), (12, False)])
def test_colours_that_compression_has_rounded_are_not_compared(lit: Any, quality: int, speaks: bool) -> None:
    """Blocks of one colour step away from it all alike, as another ink would."""
    document = lit.genuine(12)
    (side,) = document.sides
    file = cv2.imencode(".jpg", np.zeros((8, 8, 3), np.uint8), [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    image = replace(side.capture.primary, jpeg=read_jpeg_facts(file.tobytes()))
    capture = replace(side.capture, images={Light.VISIBLE: (image,)})
    outcome = measure(replace(document, sides=(replace(side, capture=capture),)))
    assert isinstance(outcome, Measured if speaks else Abstained)
    if isinstance(outcome, Abstained):
        assert outcome.why is Why.TOO_NOISY


def test_one_capture_does_not_tell_its_device_from_the_print(lit: Any) -> None:
    """The template's colours are then those of one device."""
    document = lit.genuine(12)
    (side,) = document.sides
    template = side.match.template
    one = {light: replace(reference, n_captures=1) for light, reference in template.references.items()}
    match = replace(side.match, template=replace(template, references=one, n_captures=1))
    outcome = measure(replace(document, sides=(replace(side, match=match),)))
    assert isinstance(outcome, Abstained)
    assert outcome.why is Why.FEW_HOLDERS
