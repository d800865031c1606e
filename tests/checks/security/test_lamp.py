"""A lamp that was off is no evidence, whichever check asks for its light."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from docforensics.capture.light import Light
from docforensics.checks.outcome import Abstained, Measured, Outcome
from docforensics.checks.registry import discover_checks
from docforensics.checks.run import run_check

IN_A_LAMPS_LIGHT = [
    check
    for check in discover_checks(())
    if check.family in ("security", "portrait") and check.spec.lights & {Light.UV, Light.IR}
]


@pytest.mark.parametrize("check", IN_A_LAMPS_LIGHT, ids=lambda check: check.id)
@pytest.mark.parametrize("strength", [0.0, 0.1, 0.25])
def test_a_lamp_that_was_off_or_weak_says_nothing(lit: Any, check: Any, strength: float) -> None:
    """What a dark image does not show is not missing."""
    pages = lit.lights(12)
    for light in (Light.UV, Light.IR):
        pages[light] = (pages[light] * strength).astype(np.uint8)
    outcome = run_check(check, lit.document(pages))
    assert isinstance(outcome, Abstained), outcome


def test_the_reason_is_the_lamp(lit: Any) -> None:
    """And not a reference that the template lacks."""
    pages = lit.lights(12)
    pages[Light.UV] = np.zeros_like(pages[Light.UV])
    (check,) = (one for one in IN_A_LAMPS_LIGHT if one.id == "security.uv_print")
    outcome = run_check(check, lit.document(pages))
    assert isinstance(outcome, Abstained)
    assert "too dark" in outcome.reason
    assert "lamp" in outcome.needs


MISLED = [
    check
    for check in IN_A_LAMPS_LIGHT
    if check.id
    in {
        "security.uv_unexpected_luminescence",
        "security.uv_print",
        "security.uv_colour",
        "portrait.portrait_luminescence",
    }
]
"""What a reflection, or its rim, would look like a finding to."""


@pytest.mark.parametrize("check", MISLED, ids=lambda check: check.id)
def test_a_reflection_in_the_uv_image_is_no_glow(lit: Any, check: Any) -> None:
    """A place that is white in every colour is no luminescence, and its rim is no foreign glow."""
    pages = lit.lights(12)
    height, width = pages[Light.UV].shape[:2]
    y, x = np.mgrid[:height, :width]
    spot = 255 * np.exp(
        -((((x - 0.6 * width) ** 2 + (y - 0.4 * height) ** 2) / (0.01 * height * width)) ** 2)
    )
    pages[Light.UV] = np.clip(pages[Light.UV] + spot[..., None], 0, 255).astype(np.uint8)
    outcome = run_check(check, lit.document(pages))
    assert isinstance(outcome, Abstained), outcome
    assert "reflection" in outcome.reason


def _with_print(lit: Any, level: float, columns: Any) -> Any:
    """The series with even print of a grey level over some columns of its reference under UV."""
    under_uv = lit.template.references[Light.UV]
    mean = under_uv.mean.copy()
    mean[:, columns] = level
    references = {**lit.template.references, Light.UV: replace(under_uv, mean=mean)}
    return replace(lit, template=replace(lit.template, references=references))


@pytest.mark.parametrize(("level", "is_compared"), [(160.0, True), (60.0, False)])
def test_print_that_glows_white_is_no_reflection(lit: Any, level: float, is_compared: bool) -> None:
    """A stronger lamp makes it as bright as the picture can be; where the reference shows nothing as bright it is a reflection."""
    columns = slice(300, 360)
    pages = lit.lights(12)
    pages[Light.UV][:, columns] = 255
    outcome = _print_under_uv(_with_print(lit, level, columns), pages)
    assert isinstance(outcome, Measured) is is_compared
    if isinstance(outcome, Abstained):
        assert "reflection" in outcome.reason


def test_a_label_over_lines_that_glow_white_is_a_reflection(lit: Any) -> None:
    """It is white between them too."""
    pages = lit.lights(12)
    pages[Light.UV][100:200, 300:420] = 255
    lines = np.zeros(pages[Light.UV].shape[1], np.bool_)
    lines[300:420:6] = lines[301:420:6] = True
    assert isinstance(_print_under_uv(_with_print(lit, 200.0, lines), pages), Abstained)


def test_a_reflection_on_a_bright_substrate_is_one(lit: Any) -> None:
    """What counts is how far the reference's print is above it."""
    pages = {**lit.lights(12), Light.UV: lit.lights(12)[Light.UV] + np.uint8(90)}
    pages[Light.UV][100:160, 300:360] = 255
    under_uv = lit.template.references[Light.UV]
    mean = np.clip(under_uv.mean.astype(float) + 90, 0, 255).astype(np.uint8)
    references = {**lit.template.references, Light.UV: replace(under_uv, mean=mean)}
    known = replace(lit, template=replace(lit.template, references=references))
    assert isinstance(_print_under_uv(known, pages), Abstained)


@pytest.mark.parametrize(("strength", "is_compared"), [(0.6, True), (0.3, False)])
def test_a_page_without_the_print_that_covers_most_of_it_was_lit(
    lit: Any, strength: float, is_compared: bool
) -> None:
    """Its median is far below the reference's; its substrate tells whether the lamp shone."""
    known = _with_print(lit, 200.0, slice(0, 480))
    pages = lit.lights(12)
    pages[Light.UV] = (np.full_like(pages[Light.UV], lit.dull) * strength).astype(np.uint8)
    outcome = _print_under_uv(known, pages)
    assert isinstance(outcome, Measured) is is_compared
    if isinstance(outcome, Measured):
        assert outcome.value > 0.5


def test_a_substrate_that_is_all_but_black_tells_nothing_of_the_lamp(lit: Any) -> None:
    """Its few grey levels are the sensor's."""
    under_uv = lit.template.references[Light.UV]
    mean = _with_print(lit, 200.0, slice(0, 480)).template.references[Light.UV].mean.copy()
    mean[:, 480:] = (4, 3, 10)
    references = {**lit.template.references, Light.UV: replace(under_uv, mean=mean)}
    known = replace(lit, template=replace(lit.template, references=references))
    pages = lit.lights(12)
    pages[Light.UV] = np.full_like(pages[Light.UV], (4, 3, 10))
    assert isinstance(_print_under_uv(known, pages), Abstained)


def _print_under_uv(known: Any, pages: Any) -> Outcome:
    (check,) = (one for one in IN_A_LAMPS_LIGHT if one.id == "security.uv_print")
    return run_check(check, known.document(pages))
