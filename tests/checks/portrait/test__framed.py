"""Portraits against the page around them, on a made-up series of cards."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from docforensics.capture.light import Light
from docforensics.checks.portrait._framed import (
    AROUND_MM,
    Framed,
    at_reference_brightness,
    framed_portraits,
    tolerated_spreads,
)
from docforensics.checks.support.registered import NO_PORTRAIT, NO_SIDE
from docforensics.templates.model import Feature


def framed(document: Any, light: Light = Light.VISIBLE) -> Framed:
    """The one portrait of a card."""
    found = framed_portraits(document, light)
    assert isinstance(found, tuple)
    (one,) = found
    return one


def test_the_window_holds_the_place_and_what_lies_around(lights: Any) -> None:
    """Clipped to the page; the place itself lies inside it."""
    one = framed(lights.genuine(11))
    rows, columns = one.window(AROUND_MM)
    assert (rows.start, rows.stop) == (48, 384)
    assert (columns.start, columns.stop) == (0, 288)
    inner_rows, inner_columns = one.inside()
    assert (rows.start + inner_rows.start, rows.start + inner_rows.stop) == (96, 336)
    assert (columns.start + inner_columns.start, columns.start + inner_columns.stop) == (48, 240)


def test_the_portrait_itself_is_no_constant_print(lights: Any) -> None:
    """Only what lies around tells the page's brightness."""
    one = framed(lights.genuine(11))
    constant = one.constant()
    assert constant.any()
    assert not constant[one.inside()].any()


def test_a_darker_capture_is_brought_to_the_references_brightness(lights: Any) -> None:
    """Exposure leaves nothing behind."""
    pages = lights.pages(11)
    darker = (0.8 * pages[Light.VISIBLE]).astype(np.uint8)
    for page in (pages[Light.VISIBLE], darker):
        one = framed(lights.document({**pages, Light.VISIBLE: page}))
        pair = at_reference_brightness(one)
        assert pair is not None
        brought, reference = pair
        around = one.constant()
        assert float(np.median(brought[around])) == pytest.approx(
            float(np.median(reference[around])), abs=2.5
        )


def test_without_a_side_or_a_portrait_it_says_which_is_missing(lights: Any, make_document: Any) -> None:
    """Two reasons to abstain."""
    assert framed_portraits(make_document()) is NO_SIDE
    nameless: dict[str, Feature | None] = {lights.template.features[0].name: None}
    assert framed_portraits(lights.told_otherwise(lights.genuine(11), **nameless)) is NO_PORTRAIT


def test_too_little_known_print_around_tells_no_brightness(lights: Any) -> None:
    """A reference that is constant nowhere near the portrait."""
    document = lights.genuine(11)
    (side,) = document.sides
    reference = lights.template.references[Light.VISIBLE]
    bare = replace(reference, constant=np.zeros_like(reference.constant))
    template = replace(lights.template, references={**lights.template.references, Light.VISIBLE: bare})
    unknown = replace(document, sides=(replace(side, match=replace(side.match, template=template)),))
    assert at_reference_brightness(framed(unknown)) is None


def test_the_fewer_holders_the_further_a_place_may_lie(lights: Any) -> None:
    """Student's quantile of 99.75 % for a further document with three more degrees of freedom: 4.98 spreads at three, 3.71 at eight, 2.96 at fifty."""
    template = framed(lights.genuine(11)).side.template
    found = [tolerated_spreads(replace(template, n_holders=count)) for count in (3, 8, 50)]
    assert found == pytest.approx([4.98, 3.71, 2.96], rel=0.04)
