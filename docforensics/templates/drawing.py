"""A template drawn: its reference in one light with the features named and numbered on the page."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.page.geometry import BoxMm
from docforensics.templates.model import REFERENCE_PX_PER_MM, Feature, LightReference, Template
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
    return draw_places(
        template.references[light],
        [
            DrawnPlace(
                number=number,
                box=feature.box,
                text=" ".join(
                    part for part in (feature.name, f"({feature.kind})", feature.generic_id) if part
                ),
                colour=_VARIABLE if feature.variable else _FIXED,
            )
            for number, feature in numbered(template, light)
        ],
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnPlace:
    """A place with its number on the page and its text below."""

    number: int
    box: BoxMm
    text: str
    colour: tuple[int, int, int] = _VARIABLE


def draw_places(reference: LightReference, places: Sequence[DrawnPlace]) -> Pixels:
    """(H, W, 3): a reference with numbered boxes, and below it a list of them; what is not constant is veiled."""
    page = veiled(reference.mean, reference.constant)
    for place in places:
        _box(page, place)
    return np.vstack([page, _legend(places, page.shape[1])])


def veiled(picture: Pixels, constant: Mask) -> Pixels:
    """(H, W, 3): a reference with a veil over what is not constant, (H, W) or (H, W, 3) before."""
    mean = picture if picture.ndim == 3 else np.repeat(picture[..., None], 3, axis=2)
    return np.ascontiguousarray(np.where(constant[..., None], mean, mean // 2 + 96), dtype=np.uint8)


def _box(page: Pixels, place: DrawnPlace) -> None:
    box, number, colour = place.box.to_px(REFERENCE_PX_PER_MM), place.number, place.colour
    left, top = max(box.left, 0), max(box.top, 0)
    right, bottom = min(box.right, page.shape[1]) - 1, min(box.bottom, page.shape[0]) - 1
    cv2.rectangle(page, (left, top), (right, bottom), colour, 2)
    width = 9 * len(str(number)) + 6
    # Large boxes carry their number inside, small ones above, so that their print stays in view.
    y = top if bottom - top > 3 * _ROW_PX or top < 18 else top - 18
    cv2.rectangle(page, (left, y), (left + width, y + 18), colour, -1)
    cv2.putText(page, str(number), (left + 3, y + 14), _FONT, 0.45, (255, 255, 255), 1, cv2.LINE_AA)


def _legend(places: Sequence[DrawnPlace], width: int) -> Pixels:
    """Two columns of numbers and texts."""
    rows = -(-len(places) // 2)
    page = np.full((2 * _MARGIN_PX + _ROW_PX * max(rows, 1), width, 3), 255, dtype=np.uint8)
    for order, place in enumerate(places):
        column, row = divmod(order, max(rows, 1))
        at = (_MARGIN_PX + column * width // 2, _MARGIN_PX + _ROW_PX * row + 16)
        cv2.putText(page, f"{place.number} {place.text}", at, _FONT, 0.42, place.colour, 1, cv2.LINE_AA)
    return page
