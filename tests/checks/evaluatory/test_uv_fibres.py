"""Fibres that glow, by their amount."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from docforensics.capture.light import Light
from docforensics.checks.evaluatory.uv_fibres import measure
from docforensics.checks.outcome import Abstained, Measured
from docforensics.document import Document
from docforensics.formats.table import PageSize
from docforensics.templates.comparison.luminescence import fibre_mask, fibres_mm2
from docforensics.templates.learning.propose_lights import propose_uv
from docforensics.templates.model import FeatureKind


@pytest.fixture(scope="module")
def stating(lit: Any) -> Any:
    """Put the amount of fibres, as learning proposes it, into the template of a document."""
    pages = [lit.lights(holder)[Light.UV] for holder in (1, 2, 3, 4)]
    proposed = propose_uv(lit.template.references[Light.UV], pages, PageSize.ID1)
    (fibres,) = (one for one in proposed if one.kind is FeatureKind.FLUORESCENT_FIBRES)

    def of(document: Document) -> Document:
        (side,) = document.sides
        template = replace(side.match.template, features=(*side.match.template.features, fibres))
        return replace(document, sides=(replace(side, match=replace(side.match, template=template)),))

    return of


def without_fibres(lit: Any) -> Document:
    """A page from whose bare substrate every fibre is gone."""
    pages = lit.lights()
    reference = lit.template.references[Light.UV]
    gone = fibre_mask(pages[Light.UV], reference)
    pages[Light.UV][gone] = np.array(lit.dull, np.uint8)
    return lit.document(pages)


def test_a_genuine_page_shows_its_fibres(lit: Any, stating: Any) -> None:
    """Elsewhere than on the captures that the template was learned from."""
    outcome = measure(stating(lit.genuine(12)))
    assert isinstance(outcome, Measured)
    assert outcome.value < 0.6
    assert len(outcome.regions) >= 3


def test_a_page_without_fibres_lacks_them_all(lit: Any, stating: Any) -> None:
    """Though its print glows where it should."""
    outcome = measure(stating(without_fibres(lit)))
    assert isinstance(outcome, Measured)
    assert outcome.value > 0.8


def test_print_is_no_fibre(lit: Any) -> None:
    """What glows near the reference's print is not counted, however thin."""
    pages = lit.lights()
    reference = lit.template.references[Light.UV]
    assert fibres_mm2(reference.mean, reference) < 0.2 * fibres_mm2(pages[Light.UV], reference)


def test_a_template_that_states_no_amount_leaves_it_undetermined(lit: Any) -> None:
    """As those of cards of plastic, and those learned before amounts were."""
    assert isinstance(measure(lit.genuine(11)), Abstained)


def test_without_a_reference_under_uv_it_abstains(series: Any) -> None:
    """A template learned in white light alone."""
    assert isinstance(measure(series.genuine(11)), Abstained)
