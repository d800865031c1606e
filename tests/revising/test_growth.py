"""Which tolerance grows from one revision to the next, and where."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from docforensics.capture.light import Light
from docforensics.revising.growth import growth
from docforensics.templates.store import load_template


def test_growth_names_the_place(folder: Path) -> None:
    """A tolerance that grows in the portrait is named there, with its ratio."""
    former = load_template(folder)
    white = former.references[Light.VISIBLE]
    box = next(one for one in former.features if one.name == "authority").box
    rows, columns = box.to_px(8.0).slices
    tolerance = np.array(white.tolerance)
    tolerance[rows, columns] *= 2
    wider = replace(white, tolerance=tolerance)
    after = replace(former, references={**former.references, Light.VISIBLE: wider})
    found = {(one.light, one.figure): one for one in growth(former, after)}
    places = found[Light.VISIBLE, "print"].places
    assert places
    assert {one.feature for one in places} == {"authority"}
    assert places[0].ratio == pytest.approx(2.0, rel=0.01)
    assert not found[Light.VISIBLE, "colour"].places
