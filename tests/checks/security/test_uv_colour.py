"""The colours in which print glows."""

from typing import Any

import numpy as np

from docforensics.capture.light import Light
from docforensics.checks.outcome import Abstained, AbstentionKind, Measured
from docforensics.checks.security.uv_colour import measure


def test_a_genuine_card_glows_in_the_references_colours(lit: Any) -> None:
    """Whatever its holder."""
    outcome = measure(lit.genuine(12))
    assert isinstance(outcome, Measured)
    assert outcome.value < 8
    assert outcome.regions == ()


def test_a_warmer_camera_is_no_forgery(lit: Any) -> None:
    """White balance differs between devices."""
    pages = lit.lights()
    pages[Light.UV] = np.clip(pages[Light.UV] * np.array([1.2, 1.0, 0.9]), 0, 255).astype(np.uint8)
    outcome = measure(lit.document(pages))
    assert isinstance(outcome, Measured)
    assert outcome.value < 10


def test_print_painted_in_one_colour_is_found(lit: Any) -> None:
    """A highlighter instead of three inks, in the right place."""
    outcome = measure(lit.document({**lit.lights(), Light.UV: lit.glow(colours=False)}))
    assert isinstance(outcome, Measured)
    assert outcome.value > 20
    assert outcome.regions


def test_where_nothing_glows_it_leaves_the_word_to_the_other_check(lit: Any) -> None:
    """Missing print counts once."""
    pages = lit.lights()
    pages[Light.UV] = np.full_like(pages[Light.UV], lit.dull)
    outcome = measure(lit.document(pages))
    assert isinstance(outcome, Abstained)
    assert outcome.kind is AbstentionKind.UNDETERMINED


def test_a_grey_uv_image_is_not_supported(lit: Any) -> None:
    """Without colour there is nothing to compare."""
    pages = lit.lights()
    pages[Light.UV] = pages[Light.UV].max(axis=2)
    outcome = measure(lit.document(pages))
    assert isinstance(outcome, Abstained)
    assert outcome.kind is AbstentionKind.NOT_SUPPORTED
