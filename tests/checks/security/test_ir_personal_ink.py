"""The ink of personal data in infrared."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from docforensics.capture.light import Light
from docforensics.checks.outcome import Abstained, Measured
from docforensics.checks.security.ir_personal_ink import measure
from docforensics.page.geometry import BoxMm
from docforensics.templates.model import Feature, FeatureKind

SECOND = (slice(142, 178), slice(288, 640))
"""The second field's place, pixels."""


def test_one_machine_prints_all_fields_alike(lit: Any) -> None:
    """Another holder's card."""
    outcome = measure(lit.genuine(12))
    assert isinstance(outcome, Measured)
    assert outcome.value < 0.15
    assert outcome.regions == ()


def test_a_field_in_another_ink_stands_out(lit: Any) -> None:
    """Black in white light, gone in infrared."""
    pages = lit.lights()
    pages[Light.IR][SECOND] = 212
    outcome = measure(lit.document(pages))
    assert isinstance(outcome, Measured)
    assert outcome.value > 0.7
    (region,) = outcome.regions
    assert region.light is Light.IR
    assert 142 / 8 < region.box.centre[1] < 178 / 8


def test_a_place_of_two_inks_conforms_where_one_is_that_of_the_data(lit: Any) -> None:
    """A heading or a device that the place encloses vanishes, and is more than the data; where all vanishes it stands out."""
    pages = lit.lights()
    rows, columns = SECOND
    ink = pages[Light.VISIBLE][SECOND].mean(axis=2) < 110
    filled = np.flatnonzero(np.cumsum(ink.sum(axis=0)) > 0.6 * ink.sum())[0]
    pages[Light.IR][rows, columns.start : columns.start + filled] = 212
    outcome = measure(lit.document(pages))
    assert isinstance(outcome, Measured)
    assert outcome.value < 0.3


def test_specks_lower_than_characters_are_no_data(lit: Any) -> None:
    """Microtext or dirt in a field's place, of an ink that infrared does not see."""
    pages = lit.lights()
    for top in range(142, 176, 6):
        for left in range(288, 640, 6):
            pages[Light.VISIBLE][top : top + 3, left : left + 3] = 20
    pages[Light.IR][SECOND] = 212
    outcome = measure(lit.document(pages))
    assert isinstance(outcome, Measured)
    assert outcome.value < 0.3


def test_a_blank_filled_in_with_another_ink_is_told_by_the_template(lit: Any) -> None:
    """All fields agree with one another, and none with what the template states of the first."""
    stated = Feature(
        name="ir-field-1",
        kind=FeatureKind.IR_ABSORBING_PRINT,
        box=next(feature.box for feature in lit.template.features if feature.name == "field-1"),
        light=Light.IR,
        generic_id="IR,AB,ID",
        variable=True,
    )
    pages = lit.lights()
    pages[Light.IR][:, 284:] = 212
    document = lit.document(pages)
    assert measure(document).value < 0.2  # type: ignore[union-attr]
    (side,) = document.sides
    template = replace(lit.template, features=(*lit.template.features, stated))
    told = replace(document, sides=(replace(side, match=replace(side.match, template=template)),))
    outcome = measure(told)
    assert isinstance(outcome, Measured)
    assert outcome.value > 0.5


def test_a_field_of_which_the_template_states_nothing_is_not_held_against_the_others(lit: Any) -> None:
    """A heading or a signature, in an ink of its own on every genuine document."""
    states = [
        Feature(
            name=f"ir-field-{number}",
            kind=FeatureKind.IR_ABSORBING_PRINT,
            box=next(feature.box for feature in lit.template.features if feature.name == f"field-{number}"),
            light=Light.IR,
            generic_id="IR,AB,ID",
            variable=True,
        )
        for number in (1, 3, 4, 5)
    ]
    pages = lit.lights()
    pages[Light.IR][SECOND] = 212
    document = lit.document(pages)
    (side,) = document.sides
    template = replace(lit.template, features=(*lit.template.features, *states))
    told = replace(document, sides=(replace(side, match=replace(side.match, template=template)),))
    outcome = measure(told)
    assert isinstance(outcome, Measured)
    assert outcome.value < 0.15


def test_holes_of_a_perforation_are_no_ink(lit: Any) -> None:
    """A place that was found because holes vary there is left out, where most of it is the perforation's."""
    pages = lit.lights()
    pages[Light.IR][SECOND] = 212
    document = lit.document(pages)
    (side,) = document.sides
    second = next(
        one
        for one in lit.template.features
        if one.kind is FeatureKind.PERSONAL_DATA and 142 / 8 < one.box.centre[1] < 178 / 8
    )
    holes = Feature(name="perforation", kind=FeatureKind.LASER_PERFORATION, box=second.box, variable=True)
    template = replace(lit.template, features=(*lit.template.features, holes))
    told = replace(document, sides=(replace(side, match=replace(side.match, template=template)),))
    outcome = measure(told)
    assert not isinstance(outcome, Measured) or outcome.value < 0.2


def test_too_few_fields_are_undetermined(lit: Any) -> None:
    """The median of two says nothing of the third."""
    document = lit.genuine(12)
    (side,) = document.sides
    few = replace(lit.template, features=lit.template.features[:5])
    outcome = measure(replace(document, sides=(replace(side, match=replace(side.match, template=few)),)))
    assert isinstance(outcome, Abstained)


@pytest.mark.parametrize(("top", "is_data"), [(0, False), (395, False), (110, True)])
def test_what_stands_in_the_zone_or_at_the_rim_is_no_data(lit: Any, top: int, *, is_data: bool) -> None:
    """A place that reaches there shows the ink of the coded lines, or what lies behind a page that is cut otherwise; elsewhere such marks are another ink."""
    place = BoxMm(left=40.0, top=top / 8, right=80.0, bottom=(top + 24) / 8)
    zone = Feature(
        name="mrz",
        kind=FeatureKind.MACHINE_READABLE_ZONE,
        box=BoxMm(left=2.0, top=49.5, right=83.0, bottom=53.5),
        variable=True,
    )
    odd = Feature(name="odd", kind=FeatureKind.PERSONAL_DATA, box=place, variable=True)
    series = replace(lit, template=replace(lit.template, features=(*lit.template.features, zone, odd)))
    pages = series.lights()
    for light, ink in ((Light.VISIBLE, 12), (Light.IR, 212)):
        for left in range(330, 630, 12):
            pages[light][top : top + 10, left : left + 6] = ink
    outcome = measure(series.document(pages))
    assert isinstance(outcome, Measured)
    assert (outcome.value > 0.5) is is_data
