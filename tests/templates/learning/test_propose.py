"""Places that are proposed from what captures show."""

import numpy as np

from docforensics.page.geometry import BoxMm
from docforensics.templates.learning.propose import components, in_plain_numbers
from docforensics.templates.model import Feature, FeatureKind


def test_connected_places_are_boxed_largest_first() -> None:
    """Pieces near one another are one place; specks are none."""
    mask = np.zeros((200, 300), bool)
    mask[10:30, 10:60] = True
    mask[100:180, 100:200] = True
    mask[100:180, 204:240] = True
    mask[5, 290] = True
    large, small = components(mask, join_mm=1.0, least_mm2=2.0)
    assert (large.left, large.right) == (100 / 8, 240 / 8)
    assert (small.top, small.bottom) == (10 / 8, 30 / 8)


def test_places_can_be_written() -> None:
    """Whatever numbers a page's scale is made of."""
    box = BoxMm(left=np.float64(1), top=np.float64(2), right=np.float64(3), bottom=np.float64(4))
    (plain,) = in_plain_numbers([Feature(name="surname", kind=FeatureKind.PERSONAL_DATA, box=box)])
    assert plain.box == box
    assert {type(side) for side in (plain.box.left, plain.box.top, plain.box.right, plain.box.bottom)} == {
        float
    }
