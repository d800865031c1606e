"""Marks of counterfeits prepared for a template; what they find on pages is in `tests/checks/security/test_known_counterfeit.py`."""

import numpy as np
import pytest

from docforensics.capture.light import Light
from docforensics.page.geometry import BoxMm
from docforensics.templates.model import CounterfeitMark, Template
from docforensics.templates.retrieval.marks import sought_mark


@pytest.mark.parametrize(("left", "top"), [(89.0, 10.0), (-4.5, 10.0), (10.0, 57.0), (10.0, -4.5)])
def test_a_mark_beyond_the_edge_tells_nothing(template: Template, left: float, top: float) -> None:
    """A template may place it within the margin round the page, of which no page has a picture."""
    box = BoxMm(left=left, top=top, right=left + 1.5, bottom=top + 1.5)
    mark = CounterfeitMark(name="dot", box=box, light=Light.VISIBLE, patch=np.full((12, 12, 3), 9, np.uint8))
    assert sought_mark(template.references[Light.VISIBLE], mark) is None
