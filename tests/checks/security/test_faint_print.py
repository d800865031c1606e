"""Print that is missing over an area, too faintly for single places."""

from dataclasses import replace
from typing import Any

import cv2
import numpy as np

from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.checks.outcome import Abstained, Measured
from docforensics.checks.security.background_print import measure as single_places
from docforensics.checks.security.faint_print import measure
from docforensics.document import Document
from docforensics.page.geometry import BoxMm
from docforensics.templates.model import Feature, FeatureKind

AREA = (slice(300, 420), slice(560, 680))
"""15 by 15 mm of background print."""


def faded(white: Pixels, share: float) -> Pixels:
    """Take a share of the fine print away over the area."""
    paler = white.astype(np.float32)
    paler[AREA] += share * (cv2.GaussianBlur(paler, (0, 0), 8)[AREA] - paler[AREA])
    return np.asarray(paler.round(), dtype=np.uint8)


def test_a_genuine_card_lacks_nothing(lit: Any) -> None:
    """Of a holder that the template has not seen."""
    for holder in (11, 12):
        outcome = measure(lit.genuine(holder))
        assert isinstance(outcome, Measured)
        assert outcome.value < 0.8
        assert outcome.regions == ()


def test_print_that_is_paler_over_an_area_is_found_and_marked(lit: Any) -> None:
    """Where no single place exceeds what is tolerated."""
    pages = lit.lights()
    pages[Light.VISIBLE] = faded(pages[Light.VISIBLE], 0.3)
    document = lit.document(pages)
    outcome, single = measure(document), single_places(document)
    assert isinstance(outcome, Measured)
    assert isinstance(single, Measured)
    assert outcome.value > 1.45
    assert single.value == 0
    (region,) = outcome.regions
    assert region.box.overlap(BoxMm(left=70.0, top=37.5, right=85.0, bottom=52.5)) > 0
    assert outcome.facts["where"] == "at the marked place"


def test_what_the_captures_show_of_one_another_is_no_finding(lit: Any) -> None:
    """A model whose genuine pages differ as much in faint print; where they differ less, or two alone are known, the print is missing."""
    pages = lit.lights()
    pages[Light.VISIBLE] = faded(pages[Light.VISIBLE], 0.3)
    document = lit.document(pages)
    alone, like, unlike, two = (
        measure(_with_own_faint(document, *own))
        for own in ((), (0.4, 2.0, 1.2, 2.6, 0.9), (0.1, 0.2, 0.1, 0.3, 0.2), (0.4, 2.6))
    )
    values = [outcome.value for outcome in (alone, like, unlike, two) if isinstance(outcome, Measured)]
    assert values == [values[0], 1.0, values[0], values[0]]
    assert values[0] > 1.45
    genuine = lit.genuine(11)
    assert measure(_with_own_faint(genuine, 0.4, 2.0, 1.2, 2.6, 0.9)) == measure(genuine)


def _with_own_faint(document: Document, *own: float) -> Document:
    """The document against the template as if its captures had shown this of one another."""
    (side,) = document.sides
    white = replace(side.match.template.references[Light.VISIBLE], own_faint=own)
    references = {**side.match.template.references, Light.VISIBLE: white}
    template = replace(side.match.template, references=references)
    return replace(document, sides=(replace(side, match=replace(side.match, template=template)),))


def test_the_device_is_named_where_the_template_knows_one(lit: Any) -> None:
    """So that the officer tilts the document there."""
    device = Feature(
        name="device",
        kind=FeatureKind.OPTICALLY_VARIABLE_DEVICE,
        box=BoxMm(left=70.0, top=37.5, right=85.0, bottom=52.5),
    )
    pages = lit.lights()
    pages[Light.VISIBLE] = faded(pages[Light.VISIBLE], 0.3)
    document = lit.document(pages)
    (side,) = document.sides
    template = replace(side.match.template, features=(*side.match.template.features, device))
    sides = (replace(side, match=replace(side.match, template=template)),)
    outcome = measure(replace(document, sides=sides))
    assert isinstance(outcome, Measured)
    assert outcome.facts["where"] == "on the optically variable device"


def test_a_page_that_differs_everywhere_is_not_judged(lit: Any) -> None:
    """Noise of the whole page drowns faint print."""
    pages = lit.lights()
    noise = np.random.default_rng(5).normal(0, 25, pages[Light.VISIBLE].shape)
    pages[Light.VISIBLE] = np.clip(pages[Light.VISIBLE] + noise, 0, 255).astype(np.uint8)
    assert isinstance(measure(lit.document(pages)), Abstained)


def test_a_template_of_one_holder_does_not_know_what_is_everybodys(lit: Any) -> None:
    """Faint print that varies was presumed, not seen."""
    document = lit.genuine(11)
    (side,) = document.sides
    template = replace(side.match.template, n_holders=1)
    outcome = measure(replace(document, sides=(replace(side, match=replace(side.match, template=template)),)))
    assert isinstance(outcome, Abstained)


def test_without_a_template_it_is_undetermined(lit: Any) -> None:
    """No template is no failure."""
    document = lit.genuine(11)
    sides = tuple(replace(side, match=None) for side in document.sides)
    assert isinstance(measure(replace(document, sides=sides)), Abstained)
