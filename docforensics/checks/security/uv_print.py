"""Luminescent print against the reference: whether it is there, and in its place.

The glow of the page is laid on the glow that the reference leads one to expect, at the page's own strength, and compared in a
window of two millimetres. Print that is missing, stops short, is covered, or was painted next to its place differs. What lies
over the portrait belongs to `portrait.portrait_overprint`, so that one cue does not count twice. Where luminescent print varies from holder to
holder it is asked that about as much glows there as on every capture of the template, and in one colour more than in another; a place of 9 mm that lacks three fifths of that or more counts as
missing by its share.

Cannot see: luminescent print that was printed anew in place; what luminescent print that varies shows: any glow of the same area and colours in its place will do; and what is
missing between lines that glow as densely in the same colour. The colour of print that does not vary is looked at by `security.uv_colour`.

Feature: UV fluorescent print. Sources: Doc 9303-2 Appendix A.5 and C (UV,LU,IS); TR-03135; PRADO "fluorescent ink".
"""

from docforensics.capture.light import Light
from docforensics.checks.claims import ClaimId, Why
from docforensics.checks.outcome import Measured, Outcome, Region, undetermined
from docforensics.checks.spec import CheckSpec
from docforensics.checks.support.glow import LuminescentSide, luminescent_sides
from docforensics.checks.support.least_glow import GONE, lacking_glow
from docforensics.checks.support.registered import portraits
from docforensics.checks.support.same_glow import unlike
from docforensics.checks.support.worst_side import SideOutcome, worst_seen
from docforensics.document import Document
from docforensics.templates.comparison.luminescence import BESIDE_MM, UNLIKE
from docforensics.templates.masks import grown
from docforensics.templates.planes import Map, Mask

_USUAL = 0.05
"""Share that genuine documents of most models measure at most: 92 of 104 pages of 26 random designs (border reader, templates of six holders, seen). On three designs whose
luminescent print stands elsewhere from document to document all have .1 to .26; forged ones have .2 to 1, of which those below .4 are no longer told there."""
SPEC = CheckSpec(
    title="Luminescent print",
    unit="share of the luminescent print, or of one place of it, that is missing or out of place",
    verifies=frozenset({ClaimId.UV_PRINT}),
    tr03135="UV,LU,IS",
    lights=frozenset({Light.UV}),
    needs_template=True,
    min_px_per_mm=4.0,
    usual=_USUAL,
    adverse="Of the luminescent print, or of one place of it, {value:.0%} is missing or out of place under UV.",
    favourable="The luminescent print is complete and in place under UV.",
    advice="Compare the luminescent pattern with a genuine document under a UV lamp: look for lines that are "
    "missing, thick, painted or out of place.",
    equipment="UV lamp, 365 nm",
)
NO_PRINT = undetermined(
    "the template holds no luminescent print that all documents share",
    expected=False,
    why=Why.NO_REFERENCE_HERE,
)
_PERSONAL = 0.3
"""Share of the luminescent print that may be one holder's: numbers and portraits glow as well, 0.3 on a Utopia identity card."""
_MIN_MARKED_MM2 = 4.0
"""Size from which a place is marked; for the picture alone. A judgement; not fitted."""


def measure(document: Document) -> Outcome:
    """Measure the share of the luminescent print that does not stand as expected, on the worst side."""
    return worst_seen(luminescent_sides(document), _measure_side, NO_PRINT, claims=SPEC.verifies)


def _measure_side(lit: LuminescentSide) -> SideOutcome:
    if not lit.bears_print:
        return NO_PRINT
    value, regions = _of_constant_print(lit)
    lacking = lacking_glow(lit, ~portraits(lit.side))
    if lacking is not None and lacking.share >= max(GONE, value):
        place = lit.side.region(lacking.box, "luminescent print missing or out of place")
        value, regions = lacking.share, (*regions, place)
    return Measured(value=value, regions=regions)


def _of_constant_print(lit: LuminescentSide) -> tuple[float, tuple[Region, ...]]:
    """The share of the print that is the same on every document which does not stand as expected, and where."""
    zone = _zone(lit)
    found = unlike(lit.seen, lit.expected, zone, zone)
    places = zone & (found > UNLIKE)
    return _counted(lit, zone, found), lit.side.marked(
        places, "luminescent print missing or out of place", min_mm2=_MIN_MARKED_MM2
    )


def _zone(lit: LuminescentSide) -> Mask:
    """The print and what lies close beside it, where a line out of place would lie; not over the portrait."""
    return lit.side.reference.constant & grown(lit.printed, BESIDE_MM) & ~portraits(lit.side)


def _counted(lit: LuminescentSide, zone: Mask, unlike: Map) -> float:
    """The share that counts: of one holder's document nobody knows how much of the glow is the holder's own."""
    share = float((unlike[zone] > UNLIKE).mean())
    if lit.side.template.n_holders > 1:
        return share
    return max(share - _PERSONAL, 0.0) / (1 - _PERSONAL)
