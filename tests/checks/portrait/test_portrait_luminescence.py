"""The portrait under UV, on a made-up series whose substrate is dull."""

from dataclasses import replace
from typing import Any

import cv2
import numpy as np
import pytest

from docforensics.capture.light import Light
from docforensics.checks.claims import Why
from docforensics.checks.outcome import Abstained, Measured
from docforensics.checks.portrait.portrait_luminescence import measure

PLACE = (slice(96, 336), slice(48, 240))


def shining(lights: Any, place: tuple[slice, slice] = PLACE, level: int = 60) -> Any:
    """A card with paper that gives off light at a place."""
    pages = lights.pages(11)
    ultraviolet = pages[Light.UV].copy()
    ultraviolet[place] = np.clip(
        ultraviolet[place].astype(np.int16) + np.array((level // 2, level // 2, level)), 0, 255
    )
    return lights.document({**pages, Light.UV: ultraviolet})


@pytest.mark.parametrize("holder", [11, 12, 13])
def test_genuine_portraits_are_dull(lights: Any, holder: int) -> None:
    """The print absorbs; the luminescent lines over it are expected."""
    outcome = measure(lights.genuine(holder))
    assert isinstance(outcome, Measured)
    assert outcome.value < 0.01


def test_a_photo_on_bright_paper_shines_all_over(lights: Any) -> None:
    """Nearly everything between the lines, and it is marked in UV."""
    outcome = measure(shining(lights))
    assert isinstance(outcome, Measured)
    assert outcome.value > 0.6
    assert outcome.regions[0].light is Light.UV


def test_half_a_photo_shines_half(lights: Any) -> None:
    """The share follows the area."""
    outcome = measure(shining(lights, (slice(96, 216), slice(48, 240))))
    assert isinstance(outcome, Measured)
    assert 0.25 < outcome.value < 0.6


def test_a_brighter_lamp_is_no_glow(lights: Any) -> None:
    """What is brighter everywhere is the lamp's."""
    pages = lights.pages(11)
    brighter = np.clip(pages[Light.UV].astype(np.int16) + np.array((15, 12, 30)), 0, 255).astype(np.uint8)
    outcome = measure(lights.document({**pages, Light.UV: brighter}))
    assert isinstance(outcome, Measured)
    assert outcome.value < 0.01


def test_fibres_are_too_thin_to_count(lights: Any) -> None:
    """They lie where chance put them, over portraits too."""
    pages = lights.pages(11)
    ultraviolet = pages[Light.UV].copy()
    for top in (120, 180, 260):
        cv2.line(ultraviolet, (70, top), (100, top + 12), (60, 70, 190), 1, cv2.LINE_AA)
    outcome = measure(lights.document({**pages, Light.UV: ultraviolet}))
    assert isinstance(outcome, Measured)
    assert outcome.value < 0.01


def test_without_uv_it_is_undetermined(lights: Any) -> None:
    """A page in white light alone."""
    pages = lights.pages(11)
    assert isinstance(measure(lights.document({Light.VISIBLE: pages[Light.VISIBLE]})), Abstained)


@pytest.mark.parametrize("holders", [1, 2])
def test_a_template_of_few_holders_does_not_state_what_shines_over_a_portrait(
    lights: Any, holders: int
) -> None:
    """It leaves the portrait out, and the luminescent print of every genuine page would count as a photo's paper."""
    document = lights.genuine(11)
    (side,) = document.sides
    few = replace(side.match, template=replace(side.match.template, n_holders=holders))
    outcome = measure(replace(document, sides=(replace(side, match=few),)))
    assert isinstance(outcome, Abstained)
    assert outcome.why is Why.FEW_HOLDERS


def unknown_at(document: Any, place: tuple[slice, slice]) -> Any:
    """The same document, were its template's print under UV not constant at a place."""
    (side,) = document.sides
    template = side.match.template
    reference = template.references[Light.UV]
    constant = reference.constant.copy()
    constant[place] = False
    told = {**template.references, Light.UV: replace(reference, constant=constant)}
    return replace(
        document,
        sides=(replace(side, match=replace(side.match, template=replace(template, references=told))),),
    )


def test_what_shines_where_the_template_knows_nothing_is_no_photo(lights: Any) -> None:
    """Print over the portrait that lies a little elsewhere on every document; what shines where it is known to be dull still counts."""
    upper = (slice(96, 216), slice(48, 240))
    outcome = measure(unknown_at(shining(lights, upper), upper))
    assert isinstance(outcome, Measured)
    assert outcome.value < 0.02
    outcome = measure(unknown_at(shining(lights), upper))
    assert isinstance(outcome, Measured)
    assert outcome.value > 0.6


def test_a_portrait_of_which_hardly_anything_is_known_under_uv_is_not_judged(lights: Any) -> None:
    """As where no bare substrate lies round it."""
    outcome = measure(unknown_at(shining(lights), (slice(0, 340), slice(44, 244))))
    assert isinstance(outcome, Abstained)
    assert outcome.why is Why.NO_REFERENCE_HERE
