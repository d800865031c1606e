"""Whether a line on a page is print that every document of the model carries, or was printed for its holder."""

import cv2

from docforensics.capture.light import Light
from docforensics.document import Side
from docforensics.page.geometry import BoxMm
from docforensics.templates.masks import clipped
from docforensics.templates.planes import as_grey

_KNOWN = 0.75
"""Share of a line's box that the template must hold to be constant. A judgement; not fitted."""
_ALIKE = 0.6
"""Correlation of page and reference from which both show the same print: fixed lines of 18 photos of Utopia reach 0.95 and more and data where the
template holds the ground to be constant 0.41 at most (calibration half); fixed lines of two worn banknotes 0.75 and more, a serial number 0.2."""
_SHIFT_MM = 0.6
"""How far the line may lie from its place: bent paper is laid that well. A judgement; not fitted."""


def is_fixed_print(side: Side, box: BoxMm) -> bool:
    """Whether the template's reference shows the same print at a box; no where no template fits the side."""
    match = side.match
    if match is None or Light.VISIBLE not in match.pages:
        return False
    reference = match.template.references[Light.VISIBLE]
    place = clipped(box, reference.constant.shape)
    if not reference.constant[place].size or reference.constant[place].mean() < _KNOWN:
        return False
    around = clipped(box.grown(_SHIFT_MM), reference.constant.shape)
    page, expected = as_grey(match.pages[Light.VISIBLE][place]), as_grey(reference.mean[around])
    return float(cv2.matchTemplate(expected, page, cv2.TM_CCOEFF_NORMED).max()) > _ALIKE
