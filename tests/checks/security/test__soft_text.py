"""A field with blurred text is told from one that was retyped."""

from types import SimpleNamespace
from typing import Any

import cv2
import numpy as np

from docforensics.capture.light import Light
from docforensics.checks.security._soft_text import soft_fields
from docforensics.page.geometry import BoxMm
from docforensics.templates.model import FeatureKind

TOPS = (10, 20, 30, 40)
BOXES = [BoxMm(left=5, top=top, right=40, bottom=top + 5) for top in TOPS]


def page_of(**last: float) -> Any:
    """Make a side of four dates, the last of them blurred (sigma, px) or pale (share of the ink)."""
    page = np.full((400, 400), 230, np.uint8)
    for top in TOPS:
        cv2.putText(page, "18 SEP 2034", (44, top * 8 + 32), cv2.FONT_HERSHEY_SIMPLEX, 1.0, 20, 2)
    rows = slice(TOPS[-1] * 8 - 16, None)
    if "blur" in last:
        page[rows] = cv2.GaussianBlur(page[rows], (0, 0), last["blur"])
    if "ink" in last:
        page[rows] = 230 - (230 - page[rows]) * last["ink"]
    fields = [SimpleNamespace(box=box, light=Light.VISIBLE) for box in BOXES]
    kinds = {FeatureKind.PERSONAL_DATA: fields}
    template = SimpleNamespace(of_kind=lambda kind: kinds.get(kind, []))
    return SimpleNamespace(page=lambda: page, template=template, light=Light.VISIBLE)


def test_a_blurred_field_is_soft() -> None:
    """By half a millimetre at eight pixels a millimetre."""
    assert soft_fields(page_of(blur=4.0)) == (BOXES[-1],)


def test_sharp_and_pale_fields_are_not() -> None:
    """Whoever retypes data prints them sharp; pale ink is no blur."""
    assert soft_fields(page_of()) == ()
    assert soft_fields(page_of(ink=0.4)) == ()


def test_too_few_fields_are_not_compared() -> None:
    """Nothing is known of how sharp a page's text is."""
    side = page_of(blur=4.0)
    fewer = side.template.of_kind(FeatureKind.PERSONAL_DATA)[2:]
    side.template = SimpleNamespace(of_kind=lambda kind: fewer if kind is FeatureKind.PERSONAL_DATA else [])
    assert soft_fields(side) == ()
