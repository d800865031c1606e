"""A grey copy before a colour camera: a page whose reference is coloured and that shows no colour of its own.

A photocopy has tones of one hue. The spread of chromaticity (CIELAB a* and b* about their medians, after a blur that takes off
the sensor's colour noise) is compared with that of the reference. The light's tint moves the median and not the spread.

Cannot see: colour copies. It abstains where the picture holds no colour at all (red, green and blue alike): that is a scanner or a
file set to grey, and no copy; and where the reference has no colour to be lost.

Sources: DLC-2021 (grey copy by chromaticity: precision .99, recall .85, Kunina et al.); standards.md 6.5; PRADO "copy".
"""

from functools import lru_cache

import cv2
import numpy as np

from docforensics.capture.model import Pixels
from docforensics.checks.claims import ClaimId, Why
from docforensics.checks.outcome import Measured, Outcome, undetermined
from docforensics.checks.spec import WHITE_LIGHT, CheckSpec
from docforensics.checks.support.native_image import EDITABLE
from docforensics.checks.support.registered import GREY, NO_SIDE, RegisteredSide, registered_sides
from docforensics.checks.support.worst_side import SideOutcome, worst
from docforensics.document import Document
from docforensics.page.geometry import BoxMm
from docforensics.templates.comparison.photometric import is_grey
from docforensics.templates.model import LightReference

SPEC = CheckSpec(
    title="Chroma of the page (grey copy)",
    unit="share of the reference's colour that is lost",
    contradicts=frozenset({ClaimId.ONE_CAPTURE, ClaimId.PRINT_PROCESS}),
    channels=EDITABLE,
    lights=WHITE_LIGHT,
    needs_template=True,
    adverse="The page has almost no colour where the reference has: it may be a grey copy.",
    favourable="The chroma of the page agrees with the reference.",
    advice="Ask for the document itself; feel the paper and tilt the page: a copy is flat and its devices do not change.",
    equipment="a colour picture of the page",
)
COLOURLESS = undetermined(
    "reference chroma below minimum; not evaluated", expected=False, why=Why.NO_REFERENCE_HERE
)
_BLUR_PX = 3.0
"""Removes the sensor's colour noise, which is finer. A judgement; not fitted."""
_SAMPLE = 3
"""Rows and columns that tell the spread: after the blur neighbours are alike."""
_PERCENTILE = 90.0
"""Of the distance from the median: single spots of colour do not count. A judgement; not fitted."""
_LEAST_COLOUR = 3.0
"""Spread of the reference, CIELAB units, below which nothing is said."""
_MARKED_ABOVE = 0.7
"""Value from which the page is marked; for the picture alone. A judgement; not fitted."""


def measure(document: Document) -> Outcome:
    """Measure 1 - the page's spread of chromaticity over the reference's, 0..1, where most is lost."""
    return worst(registered_sides(document), _measure_side, NO_SIDE, COLOURLESS, GREY)


def _measure_side(side: RegisteredSide) -> SideOutcome:
    if side.side.capture.channel not in EDITABLE:
        return NO_SIDE
    expected = _reference_spread(side.learned)
    if expected < _LEAST_COLOUR:
        return COLOURLESS
    if is_grey(side.page()):
        return GREY
    value = float(np.clip(1 - chroma_spread(side.page()) / expected, 0, 1))
    whole = side.region(BoxMm.of_size(side.template.size_mm), "no colour")
    return Measured(value=value, regions=(whole,) if value > _MARKED_ABOVE else ())


def chroma_spread(pixels: Pixels) -> float:
    """How far chromaticities spread about their median, CIELAB units; 0 for one colour."""
    if pixels.ndim == 2:
        return 0.0
    lab = cv2.cvtColor(pixels[::2, ::2].astype(np.float32) / 255, cv2.COLOR_RGB2LAB)
    plane = cv2.GaussianBlur(lab[..., 1:], (0, 0), _BLUR_PX)[::_SAMPLE, ::_SAMPLE].reshape(-1, 2)
    return float(np.hypot(*np.percentile(np.abs(plane - np.median(plane, axis=0)), _PERCENTILE, axis=0)))


@lru_cache(maxsize=32)
def _reference_spread(reference: LightReference) -> float:
    return chroma_spread(reference.mean)
