"""What is private on a page is known from its template, and a reference of few holders shows none of them."""

from dataclasses import replace

import numpy as np
import pytest

from docforensics.capture.light import Light
from docforensics.report.private import FEW_HOLDERS, _private_places, reference_pictures
from docforensics.resources import models_folder
from docforensics.templates.model import FeatureKind, Template
from docforensics.templates.store import load_template
from docforensics.viz.model import VizReading


@pytest.fixture(name="template", scope="module")
def fixture_template() -> Template:
    """Load the shipped template."""
    return load_template(models_folder() / "templates" / "UTO-P-2-2023")


def test_a_reference_of_few_holders_shows_none_of_them(template: Template) -> None:
    """What is not constant is one flat tone; what is constant stays as it was."""
    few = replace(template, n_holders=FEW_HOLDERS - 1)
    reference = template.references[Light.VISIBLE]
    shown = reference_pictures(few)[Light.VISIBLE]
    assert np.ptp(shown[~reference.constant].reshape(-1, 3), axis=0).max() == 0
    same = (shown == reference.mean).all(axis=2)
    assert same[reference.constant].all()


def test_a_reference_of_many_holders_is_shown_as_it_is(template: Template) -> None:
    """Their pictures have run into each other."""
    many = replace(template, n_holders=FEW_HOLDERS)
    for light, shown in reference_pictures(many).items():
        assert shown is many.references[light].mean


def test_fibres_that_lie_anywhere_hide_no_page(template: Template) -> None:
    """They vary, and say nothing of the holder; the fields beside them stay private."""
    assert template.of_kind(FeatureKind.FLUORESCENT_FIBRES)
    bare = replace(
        template,
        features=tuple(one for one in template.features if one.kind is not FeatureKind.FLUORESCENT_FIBRES),
    )
    private, without = (_private_places(one, VizReading(), []) for one in (template, bare))
    assert np.array_equal(private, without)
    assert 0.5 < private.mean() < 0.9
