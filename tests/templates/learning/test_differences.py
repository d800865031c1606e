"""What varies on a series without a holder's data: the captures decide."""

import cv2
import numpy as np

from docforensics.capture.model import Pixels
from docforensics.page.geometry import BoxMm
from docforensics.templates.learning.differences import Differences, features_of_differences
from docforensics.templates.learning.reference import build_reference
from docforensics.templates.masks import box_mask
from docforensics.templates.model import Feature, FeatureKind

SIZE_MM = (100.0, 50.0)
NUMBER, TITLE = (52.0, 42.0), (12.0, 10.0)
"""Places (x, y) in millimetres on the number, which differs, and on the title, which all share."""


def _note(number: int, *, fine: float = 10.0) -> Pixels:
    """A note whose fine lines differ from print to print, with a title and a number in one type face."""
    random = np.random.default_rng(number)
    noise = cv2.GaussianBlur(random.normal(0, fine, (400, 800)).astype(np.float32), (0, 0), 1.2) * 2
    page = np.clip(205 + noise, 0, 255).astype(np.uint8)
    page = np.asarray(cv2.merge([page] * 3), dtype=np.uint8)
    ink = {"fontFace": cv2.FONT_HERSHEY_DUPLEX, "fontScale": 1.6, "color": (50, 50, 50), "thickness": 5}
    cv2.putText(page, "UTOPIA TEN", (40, 100), lineType=cv2.LINE_AA, **ink)
    cv2.circle(page, (150, 250), 70, (60, 60, 60), 9, cv2.LINE_AA)
    cv2.putText(page, f"{random.integers(10**7, 10**8)}", (380, 350), lineType=cv2.LINE_AA, **ink)
    return page


def test_numbers_vary_and_text_that_all_share_does_not() -> None:
    """Though both are set alike, and no fine line is the same on any two."""
    for count in (3, 6):
        same = Differences([_note(number) for number in range(count)]).agreeing()
        (x, y), (left, top) = ((round(8 * one) for one in place) for place in (NUMBER, TITLE))
        assert not same[y - 6 : y + 6, x : x + 160].any(axis=0).all()
        assert same[top - 30 : top + 30, left : left + 200].all()
        assert same.mean() > 0.85


def test_what_varies_is_a_field_and_the_rest_background() -> None:
    """The number alone, boxed whole."""
    features = features_of_differences(
        Differences([_note(number) for number in range(5)]).agreeing(), SIZE_MM
    )
    fields = [one for one in features if one.variable]
    assert {one.kind for one in fields} == {FeatureKind.PERSONAL_DATA}
    assert all(one.box.top > 35 and one.box.bottom < 49 and one.box.left > 44 for one in fields)
    whole = box_mask((one.box for one in fields), (400, 800))
    assert whole[330, 400:620].mean() > 0.8
    assert features[-1].kind is FeatureKind.BACKGROUND_PRINTING


def test_print_that_agrees_on_the_whole_alone_is_constant_where_the_captures_decide() -> None:
    """Heavy print of the title stays in the reference; what varies does not."""
    pages = [_note(number, fine=25.0) for number in range(5)]
    box = BoxMm(left=46.0, top=37.0, right=82.0, bottom=46.0)
    features = (Feature(name="number", kind=FeatureKind.PERSONAL_DATA, box=box, variable=True),)
    # As of four documents: what five show of one another is not asked for here.
    decided, fine = (
        build_reference(pages, features, captures_decide=decide, n_holders=4) for decide in (True, False)
    )
    assert decided.constant.mean() > fine.constant.mean()
    assert decided.constant[60:120, 60:360].mean() > 0.95
    fields = box_mask((one.box for one in features if one.variable), fine.constant.shape)
    assert np.array_equal(decided.constant[fields], fine.constant[fields])
