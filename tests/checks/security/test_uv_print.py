"""Luminescent print in its place."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from docforensics.capture.light import Light
from docforensics.checks.outcome import Abstained, AbstentionKind, Measured
from docforensics.checks.security._varying_glow import missing_of_usual
from docforensics.checks.security.uv_print import measure
from docforensics.checks.support.glow import luminescent_sides
from docforensics.templates.model import OwnValues


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


def _varying(lit: Any, *, rim: int = 0, **own: float) -> Any:
    """The series with a place, and a rim of some pixels, that vary under UV, and what its captures showed there, as shares of the page."""
    under_uv = lit.template.references[Light.UV]
    constant = under_uv.constant.copy()
    constant[DATA] = False
    constant[:rim] = False
    references = {**lit.template.references, Light.UV: replace(under_uv, constant=constant)}
    kept = (OwnValues(check="security.uv_print:varying", values=tuple(own.values())),) if own else ()
    return replace(lit, template=replace(lit.template, references=references, own=kept))


DATA = (slice(360, 400), slice(330, 590))
"""A strip of 5 x 32.5 mm."""
USUAL = {"a": 0.020, "b": 0.021, "c": 0.022, "d": 0.021}


@pytest.mark.parametrize(
    ("own", "written", "least", "most"),
    [
        (USUAL, True, 0.0, 0.02),
        (USUAL, False, 0.5, 1.0),
        ({}, False, 0.0, 0.02),
        (dict(list(USUAL.items())[:3]), False, 0.0, 0.02),
        ({**USUAL, "e": 0.001}, False, 0.0, 0.02),
    ],
    ids=["there", "missing", "not known", "of three", "not on all"],
)
def test_luminescent_data_that_are_missing_are_told_by_how_much_usually_glows(
    lit: Any, own: dict[str, float], written: bool, least: float, most: float
) -> None:
    """Bars stand for a number that is another one on each document."""
    pages = lit.lights()
    pages[Light.UV][DATA] = lit.dull
    if written:
        pages[Light.UV][DATA][:, ::10] = pages[Light.UV][DATA][:, 1::10] = (60, 190, 55)
        pages[Light.UV][DATA][:, 2::10] = pages[Light.UV][DATA][:, 3::10] = (60, 190, 55)
    outcome = measure(_varying(lit, **own).document(pages))
    assert isinstance(outcome, Measured)
    assert least <= outcome.value <= most
    assert bool(outcome.regions) is (least > 0)


def test_what_glows_at_the_rim_of_the_page_is_no_data(lit: Any) -> None:
    """There every capture is cut otherwise."""
    pages = lit.lights()
    pages[Light.UV][DATA] = lit.dull
    pages[Light.UV][:10] = 200
    outcome = measure(_varying(lit, rim=10, **USUAL).document(pages))
    assert isinstance(outcome, Measured)
    assert outcome.value > 0.5


def test_of_data_that_were_not_seen_nothing_is_said(lit: Any) -> None:
    """A cover over a tenth of their place; not over a fiftieth."""
    pages = lit.lights()
    pages[Light.UV][DATA] = lit.dull
    document = _varying(lit, **USUAL).document(pages)
    (side,) = document.sides
    assert side.match is not None
    for columns, is_told in ((26, False), (5, True)):
        blind = np.zeros(pages[Light.UV].shape[:2], np.bool_)
        blind[DATA[0], DATA[1].start : DATA[1].start + columns] = True
        match = replace(side.match, blind={Light.UV: blind})
        outcome = measure(replace(document, sides=(replace(side, match=match),)))
        assert isinstance(outcome, Measured)
        assert (outcome.value > 0.5) is is_told
        assert ("varying" in outcome.facts) is is_told


def test_of_luminescent_data_that_cover_little_nothing_is_said(lit: Any) -> None:
    """Less than four square millimetres of a card may be fibres."""
    (side,) = luminescent_sides(lit.genuine(12))
    assert missing_of_usual(side, 0.0, [8e-4] * 4) == 0
    assert missing_of_usual(side, 0.0, [1e-3] * 4) == 1
