"""Luminescent print over the portrait against the reference: whether it is whole, and meets the print around.

Issuers print over the portrait in luminescent ink, after personalization or under the laminate, so that a portrait cannot be
replaced without breaking it. The glow inside the portrait's place is laid on the glow that the reference leads one to expect
there, at the strength that the print around the portrait has on this capture, and compared in a window of two millimetres. A
photo on top hides the print; print that was drawn on anew is thinner, thicker, or does not meet the lines around. Where the reference holds none of it, since the pictures below
differ, it is asked that about as much glows as on every capture of the template, and in one colour more than in another: a place of 9 mm that lacks three fifths of that or more counts as
missing by its share.

Cannot see: a swap on a page whose portrait bears no luminescent print (it abstains), an overprint made anew in place, where the pictures below differ any glow of the same area and colours, and one that is weak all over: from a third of
the strength of the print around it is taken for print over a dark picture.

Sources: Doc 9303-2 Appendix A.5.2 and C (UV,LU,OV); TR-03135; PRADO "fluorescent ink", "integrated portrait".
"""

import numpy as np

from docforensics.capture.light import Light
from docforensics.checks.claims import ClaimId, Why
from docforensics.checks.outcome import Measured, Outcome, Region, undetermined
from docforensics.checks.portrait._framed import Framed, framed_portraits
from docforensics.checks.spec import CheckSpec
from docforensics.checks.support.glow import expected_glow, glow, luminescent_side
from docforensics.checks.support.least_glow import GONE, lacking_glow
from docforensics.checks.support.same_glow import unlike
from docforensics.checks.support.worst_side import SideOutcome, worst_seen
from docforensics.document import Document
from docforensics.templates.comparison.luminescence import (
    BESIDE_MM,
    LUMINESCENT_LEVEL,
    UNLIKE,
)
from docforensics.templates.masks import grown
from docforensics.templates.model import REFERENCE_PX_PER_MM
from docforensics.templates.planes import Map, Mask

_USUAL = 0.12
"""Value from which the check's row is adverse. Captures of five random designs (seen) show .04 at most of themselves, those of a sixth, whose print differs from document to
document, .21 to .29."""
SPEC = CheckSpec(
    title="Luminescent print over the portrait",
    unit="share of the luminescent print over the portrait, or of one place of it, that is missing or out of place",
    verifies=frozenset({ClaimId.UV_PORTRAIT}),
    contradicts=frozenset({ClaimId.PORTRAIT}),
    tr03135="UV,LU,OV",
    lights=frozenset({Light.UV}),
    needs_template=True,
    min_px_per_mm=4.0,
    usual=_USUAL,
    adverse="{value:.0%} of the luminescent print over the portrait, or of one place of it, is missing, hidden or out of place under UV.",
    favourable="The luminescent print runs over the portrait as on the reference.",
    advice="Follow the luminescent lines into the portrait under a UV lamp: they must continue unbroken and meet at "
    "its border.",
    equipment="UV lamp, 365 nm",
)
NO_PRINT = undetermined(
    "the template holds no luminescent print over the portrait that all documents share",
    expected=False,
    why=Why.NO_REFERENCE_HERE,
)
_LEAST_MM2 = 4.0
"""Of luminescent print over the portrait: less gives no share. A judgement; not fitted."""
_ABSORBED = 1.3
"""Times by which the print may be stronger or weaker at a place than around the portrait: the picture below it absorbs the lamp's light, a dark one more than those of the
reference. Genuine pages of four random designs (seen) measure .14 to .34 without it, .09 at most with it. A judgement; not fitted."""
_AROUND_MM = 15.0
"""How far round the portrait print tells how strongly this capture shows it. A judgement; not fitted."""


def measure(document: Document) -> Outcome:
    """Measure the share of the luminescent print over the portrait that does not stand as expected, 0..1."""
    return worst_seen(framed_portraits(document, Light.UV), _measure_portrait, NO_PRINT, claims=SPEC.verifies)


def _measure_portrait(framed: Framed) -> SideOutcome:
    zone = framed.side.zone(framed.box)
    found, lacking = at_portrait(framed), lacking_glow(luminescent_side(framed.side), zone, over_picture=True)
    if found is None and lacking is None:
        return NO_PRINT
    value, regions = _broken(framed, *found) if found else (0.0, ())
    if lacking is not None and lacking.share >= max(GONE, value):
        value, regions = (
            lacking.share,
            (*regions, framed.side.region(lacking.box, "luminescent print broken at the portrait")),
        )
    # How much glows says little of what: where no print is the same on every document, nothing is verified.
    open_ = value == 0 and found is None
    stated = tuple(
        framed.place.sighting(claim, why=Why.NO_REFERENCE_HERE) for claim in SPEC.verifies if open_
    )
    return Measured(value=value, regions=regions, sightings=stated)


def _broken(framed: Framed, zone: Mask, apart: Map) -> tuple[float, tuple[Region, ...]]:
    """The share of the print that is not as expected, and where."""
    regions = framed.side.marked(
        zone & (apart > UNLIKE), "luminescent print broken at the portrait", min_mm2=3.0
    )
    return float((apart[zone] > UNLIKE).mean()), regions


def at_portrait(framed: Framed) -> tuple[Mask, Map] | None:
    """Where print is expected over the portrait, (H, W), and how unlike it is, 0 same .. 1 unrelated; None without print."""
    reference = framed.side.reference
    expected, *_ = expected_glow(framed.side.learned)
    printed = reference.constant & (expected > LUMINESCENT_LEVEL)
    inside = framed.side.zone(framed.box)
    if float((printed & inside).sum()) / REFERENCE_PX_PER_MM**2 < _LEAST_MM2:
        return None
    near = grown(printed, BESIDE_MM)
    around = near & reference.constant & framed.side.zone(framed.box.grown(_AROUND_MM)) & ~inside
    known = around if around.any() else near
    zone = np.asarray(near & inside & reference.constant, dtype=bool)
    return zone, unlike(glow(framed.side), expected, zone, known, uneven=_ABSORBED)
