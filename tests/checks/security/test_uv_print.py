"""Luminescent print in its place."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from docforensics.capture.light import Light
from docforensics.checks.outcome import Abstained, AbstentionKind, Measured
from docforensics.checks.security.uv_print import measure


def test_another_holders_genuine_card_glows_as_expected(lit: Any) -> None:
    """Its fibres lie elsewhere, and count for nothing."""
    outcome = measure(lit.genuine(12))
    assert isinstance(outcome, Measured)
    assert outcome.value < 0.02
    assert outcome.regions == ()


def test_a_lamp_of_half_the_strength_is_no_forgery(lit: Any) -> None:
    """Lamps and exposures differ."""
    pages = lit.lights()
    pages[Light.UV] = (pages[Light.UV] * 0.5).astype(np.uint8)
    outcome = measure(lit.document(pages))
    assert isinstance(outcome, Measured)
    assert outcome.value < 0.05


def test_missing_print_is_measured_and_marked_under_uv(lit: Any) -> None:
    """A dull page that bears none of the pattern."""
    pages = lit.lights()
    pages[Light.UV] = np.full_like(pages[Light.UV], lit.dull)
    outcome = measure(lit.document(pages))
    assert isinstance(outcome, Measured)
    assert outcome.value > 0.9
    assert {region.light for region in outcome.regions} == {Light.UV}


def test_print_painted_beside_its_place_is_found(lit: Any) -> None:
    """Eight tenths of a millimetre aside."""
    outcome = measure(lit.document({**lit.lights(), Light.UV: lit.glow(moved=7, width=4)}))
    assert isinstance(outcome, Measured)
    assert outcome.value > 0.3


def test_a_template_without_uv_is_undetermined(series: Any) -> None:
    """A template learned in white light alone says nothing here."""
    outcome = measure(series.genuine(11))
    assert isinstance(outcome, Abstained)
    assert outcome.kind is AbstentionKind.UNDETERMINED
    assert "uv" in outcome.needs


def test_of_one_holders_template_a_third_of_the_glow_may_be_the_holders(lit: Any) -> None:
    """A number that glows is another holder's; a page without any print is none."""
    pages = lit.lights()
    pages[Light.UV][:] = lit.dull
    document = lit.document(pages)
    (side,) = document.sides
    one = replace(side.match.template, n_holders=1)
    presumed = replace(document, sides=(replace(side, match=replace(side.match, template=one)),))
    sure, less = measure(document), measure(presumed)
    assert isinstance(sure, Measured)
    assert isinstance(less, Measured)
    assert less.value == pytest.approx((sure.value - 0.3) / 0.7)
    assert less.value > 0.5
