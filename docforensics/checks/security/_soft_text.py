"""Fields whose text is far softer than that of the page's other fields: blurred, so that fine print under it cannot be missed.

Print that was scraped, covered or printed anew is found by what is missing; a blurred place lacks it as well. They are told apart by
the holder's data on the place: whoever retypes them prints them as sharp as the rest, blur takes both.
"""

from collections.abc import Iterable

import cv2
import numpy as np

from docforensics.checks.support.edge_sharpness import Strokes
from docforensics.checks.support.registered import RegisteredSide
from docforensics.page.geometry import BoxMm
from docforensics.templates.model import REFERENCE_PX_PER_MM, Feature, FeatureKind

_DATA = (FeatureKind.PERSONAL_DATA, FeatureKind.MACHINE_READABLE_ZONE)
_FEWEST = 3
"""Fields with text that the others are compared with. A judgement; not fitted."""
_DARKNESS = 0.3
"""Share of the usual darkness of text from which a field bears text at all. A judgement; not fitted."""
_SOFT, _SOFT_FOR_ITS_DARKNESS = 0.5, 0.75
"""Shares of the usual slope of text, and of its sharpness, below both of which it is soft: pale text has low slopes as well, but is
sharp. A judgement: a date blurred by half a millimetre lies below both, single letters of sharp text above one of them."""


def soft_fields(side: RegisteredSide) -> tuple[BoxMm, ...]:
    """List the places of fields whose text is soft although that of most others is not."""
    page = side.page()
    grey = page if page.ndim == 2 else cv2.cvtColor(page, cv2.COLOR_RGB2GRAY)
    strokes = Strokes(np.asarray(grey, np.uint8))
    found = [(item.box, strokes.glyph(item.box.corners * REFERENCE_PX_PER_MM, 0.0)) for item in _fields(side)]
    least = _DARKNESS * float(np.median([text.darkness for _, text in found if text] or [0.0]))
    printed = [(box, text) for box, text in found if text and text.darkness > least]
    if len(printed) < _FEWEST:
        return ()
    sharpness = np.array(strokes.sharpness([text for _, text in printed]))
    slopes = sharpness * [text.darkness for _, text in printed]
    is_soft = (slopes < _SOFT * np.median(slopes)) & (
        sharpness < _SOFT_FOR_ITS_DARKNESS * np.median(sharpness)
    )
    return tuple(box for (box, _), soft in zip(printed, is_soft, strict=True) if soft)


def _fields(side: RegisteredSide) -> Iterable[Feature]:
    return (item for kind in _DATA for item in side.template.of_kind(kind) if item.light is side.light)
