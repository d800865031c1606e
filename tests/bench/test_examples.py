"""Examples come from documents of the template's model, with the feature genuine and forged at the same place."""

from pathlib import Path

import numpy as np
import pytest

from docforensics.bench.data_set import DataSet
from docforensics.bench.examples import MOST, feature_examples
from docforensics.bench.loaders import load_data_set
from docforensics.report.guide import Example
from docforensics.resources import models_folder
from docforensics.templates.model import Template
from docforensics.templates.store import load_template

ROOT = Path(__file__).parents[2]
WANTED = ("td3-2-0000-flatbed", "td3-2-0004-flatbed", "td3-1-0007-flatbed", "td1-0008-flatbed")


@pytest.fixture(name="template", scope="module")
def fixture_template() -> Template:
    """Load the shipped template of the passport's second series."""
    return load_template(models_folder() / "templates" / "UTO-P-2-2023")


@pytest.fixture(name="data_set", scope="module")
def fixture_data_set() -> DataSet:
    """Take a few of the sample documents, of this model and of others."""
    whole = load_data_set(ROOT / "sample_docs")
    items = tuple(item for item in whole.items if item.id.startswith(WANTED))
    return DataSet(name=whole.name, root=whole.root, items=items, left_out=())


@pytest.fixture(name="examples", scope="module")
def fixture_examples(data_set: DataSet, template: Template) -> tuple[Example, ...]:
    """Cut them out."""
    return feature_examples(data_set, template)


def test_only_documents_of_the_model_are_shown(examples: tuple[Example, ...]) -> None:
    """No pseudo document, no card: their pages differ."""
    species = {example.species for example in examples}
    assert "pseudo document" not in species
    assert "photo physical both" not in species
    assert {"photo digital", "ovd flat", "viz text digital"} <= species


def test_an_example_shows_what_was_changed(examples: tuple[Example, ...]) -> None:
    """The two crops are of one size, alike in kind and different in pixels, and what to see is said."""
    for example in examples:
        assert example.genuine.shape == example.forged.shape
        assert np.abs(example.genuine.astype(int) - example.forged.astype(int)).mean() > 1
        assert example.remark


def test_a_forgery_of_the_place_comes_before_one_of_the_whole_page(examples: tuple[Example, ...]) -> None:
    """The flat device stands before the page that was printed by inkjet."""
    device = [example.species for example in examples if example.kind == "optically variable device"]
    assert device.index("ovd flat") == 0
    assert len(device) <= MOST
    assert len(set(device)) == len(device)


def test_a_set_without_forgeries_gives_none(data_set: DataSet, template: Template) -> None:
    """And no error."""
    genuine = tuple(item for item in data_set.items if not item.is_forged)
    only = DataSet(name="genuine", root=data_set.root, items=genuine, left_out=())
    assert feature_examples(only, template) == ()
