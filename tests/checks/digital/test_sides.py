"""What the checks of files state of each side of a document."""

from dataclasses import replace
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np
import pytest

from docforensics.checks.claims import Why
from docforensics.checks.digital import copied_glyphs, text_sharpness
from docforensics.checks.outcome import Abstained, Measured
from docforensics.document import Document
from docforensics.kept import given
from docforensics.page.geometry import BoxMm
from docforensics.templates.model import FeatureKind

BOTH = pytest.mark.parametrize("check", [text_sharpness, copied_glyphs], ids=lambda module: module.__name__)
DATA = BoxMm(left=60.0, top=60.0, right=90.0, bottom=66.0)


def bearing_little(bench: Any, *, glare: BoxMm | None = None, data: BoxMm = DATA) -> Any:
    """A side with one line of print and one place of data, of which glare may hide a part."""

    def burn(pixels: np.ndarray) -> np.ndarray:
        if glare is not None:
            rows, columns = glare.to_px(8.0).slices
            pixels[rows, columns] = 255
        return pixels

    (side,) = bench.document(bench.file(burn)).sides
    field = SimpleNamespace(box=data)
    named = {FeatureKind.PERSONAL_DATA: (field,)}
    match = SimpleNamespace(template=SimpleNamespace(of_kind=lambda kind: named.get(kind, ())))
    viz = replace(side.viz, print_found=given(side.viz.segments[:1]))
    return replace(side, match=match, viz=viz)


def with_back(bench: Any, back: Any) -> Document:
    """A page that can be measured, and another side."""
    front = bench.document(bench.file())
    return replace(front, sides=(*front.sides, back))


@BOTH
def test_a_side_that_bears_little_print_calls_for_nothing_next_to_another(
    bench: Any, check: ModuleType
) -> None:
    """Fronts of genuine cards do; alone it was not seen."""
    back = bearing_little(bench)
    outcome = check.measure(with_back(bench, back))
    assert isinstance(outcome, Measured)
    told = {one.side: (one.why, one.is_odd) for one in outcome.sightings}
    assert told == {0: (None, True), 1: (Why.NO_REFERENCE_HERE, False)}
    document = bench.document(bench.file())
    assert check.measure(replace(document, sides=(back,))) is check.FEW
    assert check.FEW.expected


@BOTH
def test_a_side_whose_data_are_hidden_was_not_seen(bench: Any, check: ModuleType) -> None:
    """However well the other side was."""
    back = bearing_little(bench, glare=DATA.grown(4.0))
    outcome = check.measure(with_back(bench, back))
    assert isinstance(outcome, Measured)
    assert {one.side: one.why for one in outcome.sightings} == {0: None, 1: Why.GLARE}
    alone = check.measure(replace(bench.document(bench.file()), sides=(back,)))
    assert isinstance(alone, Abstained)
    assert (alone.why, alone.expected) == (Why.GLARE, True)
