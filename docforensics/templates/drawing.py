"""A template drawn: its reference in one light with the features named and numbered on the page."""

from collections.abc import Sequence

import cv2
import numpy as np

from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.templates.model import REFERENCE_PX_PER_MM, Feature, Template
from docforensics.templates.planes import Mask

_FIXED, _VARIABLE = (0, 120, 40), (190, 30, 30)
"""Colours of boxes: print of the series, and the holder's."""
_ROW_PX, _MARGIN_PX = 24, 12
"""Layout of the legend."""
_FONT = cv2.FONT_HERSHEY_SIMPLEX


def numbered(template: Template, light: Light) -> tuple[tuple[int, Feature], ...]:
    """The features of a light with their numbers in the template, which are the same on every picture."""
    every = enumerate(template.features, start=1)
    return tuple((number, feature) for number, feature in every if feature.light is light)


def draw_template(template: Template, light: Light) -> Pixels:
    """(H, W, 3): the reference in that light, boxes with numbers, and below it a list of the features.

    Green boxes are print of the series, red ones vary from holder to holder; what is not constant is veiled.
    """
    reference = template.references[light]
    page = veiled(reference.mean, reference.constant)
    features = numbered(template, light)
    for number, feature in features:
        _box(page, number, feature)
    return np.vstack([page, _legend(features, page.shape[1])])


def veiled(picture: Pixels, constant: Mask) -> Pixels:
    """(H, W, 3): a reference with a veil over what is not constant, (H, W) or (H, W, 3) before."""
    mean = picture if picture.ndim == 3 else np.repeat(picture[..., None], 3, axis=2)
    return np.ascontiguousarray(np.where(constant[..., None], mean, mean // 2 + 96), dtype=np.uint8)


def _box(page: Pixels, number: int, feature: Feature) -> None:
    colour = _VARIABLE if feature.variable else _FIXED
    box = feature.box.to_px(REFERENCE_PX_PER_MM)
    left, top = max(box.left, 0), max(box.top, 0)
    right, bottom = min(box.right, page.shape[1]) - 1, min(box.bottom, page.shape[0]) - 1
    cv2.rectangle(page, (left, top), (right, bottom), colour, 2)
    width = 9 * len(str(number)) + 6
    # Large boxes carry their number inside, small ones above, so that their print stays in view.
    y = top if bottom - top > 3 * _ROW_PX or top < 18 else top - 18
    cv2.rectangle(page, (left, y), (left + width, y + 18), colour, -1)
    cv2.putText(page, str(number), (left + 3, y + 14), _FONT, 0.45, (255, 255, 255), 1, cv2.LINE_AA)


def _legend(features: Sequence[tuple[int, Feature]], width: int) -> Pixels:
    """Two columns of numbers, names, kinds and ids."""
    rows = -(-len(features) // 2)
    page = np.full((2 * _MARGIN_PX + _ROW_PX * max(rows, 1), width, 3), 255, dtype=np.uint8)
    for place, (number, feature) in enumerate(features):
        column, row = divmod(place, max(rows, 1))
        at = (_MARGIN_PX + column * width // 2, _MARGIN_PX + _ROW_PX * row + 16)
        colour = _VARIABLE if feature.variable else _FIXED
        text = " ".join(
            part for part in (f"{number}", feature.name, f"({feature.kind})", feature.generic_id) if part
        )
        cv2.putText(page, text, at, _FONT, 0.42, colour, 1, cv2.LINE_AA)
    return page
