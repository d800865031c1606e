"""The template's types refuse what does not fit."""

from dataclasses import replace

import numpy as np
import pytest

from docforensics.capture.light import Light
from docforensics.errors import TemplateError
from docforensics.templates.model import FeatureKind, LightReference, Template, TemplateModel


def test_features_are_found_by_name_and_kind(template: Template) -> None:
    """A check asks for a kind, an author for a name."""
    assert template.feature("portrait") is template.of_kind(FeatureKind.PORTRAIT)[0]
    assert template.feature("hologram") is None
    assert template.of_kind(FeatureKind.SIGNATURE) == ()


def test_two_features_of_one_name_are_refused(template: Template) -> None:
    """Names are the author's handle; those that stand twice are named, and no others."""
    first, second, *_ = template.features
    with pytest.raises(TemplateError, match=rf"unique, got twice \['{first.name}'\]$"):
        replace(template, features=(first, second, first))


def test_maps_of_another_shape_are_refused(template: Template) -> None:
    """Mean, tolerance and constant print lie on one frame."""
    reference = template.references[Light.VISIBLE]
    with pytest.raises(TemplateError, match="shape"):
        LightReference(mean=reference.mean, tolerance=reference.tolerance[:5], constant=reference.constant)


def test_a_reference_cannot_be_written_to(template: Template) -> None:
    """One template serves many threads."""
    with pytest.raises(ValueError, match="read-only"):
        template.references[Light.VISIBLE].mean[0, 0] = 1
    assert isinstance(template.references[Light.VISIBLE].mean, np.ndarray)


def test_a_model_names_itself() -> None:
    """Country, type, number and year, as in the TR-03135 document model."""
    assert TemplateModel(country="UTO", type="P", number=2, year=2023).id == "UTO-P-2-2023"
