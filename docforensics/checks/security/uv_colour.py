"""The colours in which luminescent print glows, against the reference.

Where page and reference both glow, the colour above the substrate is compared as an angle between two (red, green, blue)
vectors, after one gain a colour for the device. Markers and shop inks glow in one colour, most often yellow-green or blue;
issuers print two or three in register.

Cannot see: ink of the right colour. Abstains where nothing glows in place: that is measured by `security.uv_print`.

Feature: UV fluorescent print. Sources: Doc 9303-2 Appendix A.5 (multi-coloured UV print) and C (UV,LU,IS).
"""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.capture.light import Light
from docforensics.checks.claims import ClaimId, Why
from docforensics.checks.outcome import Measured, Outcome, not_supported, undetermined
from docforensics.checks.spec import CheckSpec
from docforensics.checks.support.glow import (
    MIN_PRINT_MM2,
    LuminescentSide,
    luminescent_sides,
)
from docforensics.checks.support.registered import MOST_HIDDEN
from docforensics.checks.support.worst_side import SideOutcome, worst_seen
from docforensics.document import Document
from docforensics.page.geometry import median
from docforensics.page.quantiles import median_of, quantiles
from docforensics.templates.comparison.luminescence import LUMINESCENT_LEVEL
from docforensics.templates.model import REFERENCE_PX_PER_MM
from docforensics.templates.planes import Mask

_USUAL = 9.0
"""Value that 64 genuine pages of Utopia stay below (5.1 at most); the check's row is neutral at 14. A judgement between the two."""
SPEC = CheckSpec(
    title="Colour of luminescent print",
    unit="degrees between colours",
    verifies=frozenset({ClaimId.UV_PRINT}),
    tr03135="UV,LU,IS",
    lights=frozenset({Light.UV}),
    needs_template=True,
    min_px_per_mm=4.0,
    usual=_USUAL,
    adverse="The luminescent print has other colours under UV than on a genuine document.",
    favourable="The luminescent print has the colours of the reference.",
    advice="Compare the colours of the luminescent pattern with a genuine document under a UV lamp.",
    equipment="UV lamp, 365 nm",
)
LITTLE_KNOWN = undetermined(
    "the template knows too little luminescent print, or not its colour",
    expected=False,
    why=Why.NO_REFERENCE_HERE,
)
DARK = undetermined("too little luminescent print is in place to compare colours", why=Why.TOO_NOISY)
NO_COLOUR = not_supported("the UV image has no colour", "a UV image in colour", why=Why.NO_COLOUR)
Floats = NDArray[np.floating]
_GAINS = (0.7, 1.4)
"""How far one colour may be stronger than another by the device's white balance."""
_APART_DEGREES, _MIN_MARKED_MM2 = 25.0, 1.5
"""Angle and size from which a place is marked; for the picture alone. A judgement; not fitted."""


def measure(document: Document) -> Outcome:
    """Measure the median angle between the colours of page and reference, on the worst side, in degrees."""
    return worst_seen(
        luminescent_sides(document), _measure_side, LITTLE_KNOWN, NO_COLOUR, DARK, claims=SPEC.verifies
    )


def _measure_side(lit: LuminescentSide) -> SideOutcome:
    if lit.side.reference.mean.ndim != 3:
        return LITTLE_KNOWN
    if lit.side.page().ndim != 3:
        return NO_COLOUR
    where, least = lit.printed & (lit.seen > LUMINESCENT_LEVEL), MIN_PRINT_MM2 * REFERENCE_PX_PER_MM**2
    if where.sum() < least:
        return LITTLE_KNOWN if lit.printed.sum() * (1 - MOST_HIDDEN) < least else DARK
    degrees = _angles(lit, where)
    wrong = np.zeros_like(where)
    wrong[where] = degrees > _APART_DEGREES
    value = median_of(degrees)
    regions = lit.side.marked(wrong, "glows in another colour", min_mm2=_MIN_MARKED_MM2) if value > 10 else ()
    return Measured(value=value, regions=regions)


def _angles(lit: LuminescentSide, where: Mask) -> NDArray[np.float32]:
    """Angle in degrees between the two colours at each place where both glow."""
    # Colour by colour: NumPy is slow in reducing a short last axis.
    seen, expected = (
        [plane[where] - np.float32(level) for plane, level in zip(cv2.split(pixels), levels, strict=True)]
        for pixels, levels in zip((lit.side.page(), lit.side.reference.mean), lit.levels, strict=True)
    )
    gains = np.array([_gain(*colour) for colour in zip(seen, expected, strict=True)])
    gains = np.clip(gains / max(median_of(gains), 1e-6), *_GAINS)
    seen = [colour * gain for colour, gain in zip(seen, gains, strict=True)]
    cosine = _dot(seen, expected) / np.maximum(np.sqrt(_dot(seen, seen) * _dot(expected, expected)), 1.0)
    return np.asarray(np.degrees(np.arccos(np.clip(cosine, -1, 1))), dtype=np.float32)


def _gain(seen: Floats, expected: Floats) -> float:
    """The gain of a colour (n,), as the places tell where it is strongest in the reference."""
    (least,) = quantiles(expected, (0.8,))
    strong = expected >= least
    return median(expected[strong]) / max(median(seen[strong]), 1.0)


def _dot(one: Sequence[Floats], other: Sequence[Floats]) -> NDArray[np.float64]:
    """(n,): the product of two colours, summed over their parts."""
    return np.asarray(sum(a.astype(np.float64) * b for a, b in zip(one, other, strict=True)), np.float64)
