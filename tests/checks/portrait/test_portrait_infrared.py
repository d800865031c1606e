"""The portrait in infrared, on a made-up series whose portraits absorb there."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from docforensics.capture.light import Light
from docforensics.checks.outcome import Abstained, AbstentionKind, Measured
from docforensics.checks.portrait.portrait_infrared import measure
from docforensics.templates.model import FeatureKind

PLACE = (slice(96, 336), slice(48, 240))


def faded(lights: Any, share: float) -> Any:
    """A card whose portrait keeps this share of its darkness in infrared."""
    pages = lights.pages(11)
    infrared = pages[Light.IR].astype(np.float32)
    infrared[PLACE] = 215 - share * (215 - infrared[PLACE])
    return lights.document({**pages, Light.IR: infrared.astype(np.uint8)})


@pytest.mark.parametrize("holder", [11, 12, 13])
def test_genuine_portraits_absorb_as_the_template_states(lights: Any, holder: int) -> None:
    """Nothing departs, nothing is marked."""
    outcome = measure(lights.genuine(holder))
    assert isinstance(outcome, Measured)
    assert outcome.value == 0
    assert outcome.regions == ()
    assert outcome.facts["kept"] > 0.7


def test_a_portrait_that_vanishes_departs_by_all_that_is_missing(lights: Any) -> None:
    """A dye keeps a tenth of its darkness."""
    outcome = measure(faded(lights, 0.1))
    assert isinstance(outcome, Measured)
    assert outcome.value > 0.5
    assert outcome.facts["kept"] == pytest.approx(0.1, abs=0.06)
    assert outcome.facts["states"] == "stays dark there"
    assert outcome.regions[0].light is Light.IR


def test_less_darkness_departs_more(lights: Any) -> None:
    """Half is nearer to what is expected than a fifth."""
    half, fifth = measure(faded(lights, 0.5)), measure(faded(lights, 0.2))
    assert isinstance(half, Measured)
    assert isinstance(fifth, Measured)
    assert 0 < half.value < fifth.value


def test_a_series_of_dyes_expects_the_portrait_to_vanish(lights: Any) -> None:
    """Then a portrait that stays departs, and one that vanishes does not."""
    stated = replace(
        lights.template.feature("ir-portrait"), kind=FeatureKind.IR_DROP_OUT, generic_id="IR,TR,PH"
    )
    stays = measure(lights.told_otherwise(lights.genuine(11), ir_portrait=stated))
    vanishes = measure(lights.told_otherwise(faded(lights, 0.05), ir_portrait=stated))
    assert isinstance(stays, Measured)
    assert isinstance(vanishes, Measured)
    assert stays.value > 0.4
    assert vanishes.value == 0


def test_a_template_that_states_nothing_leaves_it_undetermined(lights: Any) -> None:
    """What a series does in infrared is not guessed."""
    outcome = measure(lights.told_otherwise(lights.genuine(11), ir_portrait=None))
    assert isinstance(outcome, Abstained)
    assert outcome.kind is AbstentionKind.UNDETERMINED
    assert "IR,AB,PH" in outcome.needs


def test_a_portrait_too_pale_to_compare_leaves_it_undetermined(lights: Any) -> None:
    """A blank portrait has no darkness to keep."""
    pages = lights.pages(11)
    white = pages[Light.VISIBLE].copy()
    white[PLACE] = 218
    outcome = measure(lights.document({**pages, Light.VISIBLE: white}))
    assert isinstance(outcome, Abstained)
    assert "pale" in outcome.reason


def test_without_infrared_it_is_undetermined(lights: Any) -> None:
    """A page in white light alone."""
    pages = lights.pages(11)
    assert isinstance(measure(lights.document({Light.VISIBLE: pages[Light.VISIBLE]})), Abstained)
