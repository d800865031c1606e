"""Luminescent print against the reference: whether it is there, and in its place.

The glow of the page is laid on the glow that the reference leads one to expect, at the page's own strength, and compared in a
window of two millimetres. Print that is missing, stops short, is covered, or was painted next to its place differs. What lies
over the portrait belongs to `portrait.portrait_overprint`, so that one cue does not count twice. Of luminescent print that varies from holder to
holder it is asked that it cover as much of the page as on the captures of the template; the share that is missing of that counts where it is the larger.

Cannot see: luminescent print that was printed anew in place; what luminescent print that varies shows, and a part of it that is missing where other such print
covers more. Its colour is looked at by `security.uv_colour`.

Feature: UV fluorescent print. Sources: Doc 9303-2 Appendix A.5 and C (UV,LU,IS); TR-03135; PRADO "fluorescent ink".
"""

from docforensics.capture.light import Light
from docforensics.checks.claims import ClaimId, Why
from docforensics.checks.outcome import Measured, Outcome, undetermined
from docforensics.checks.security._varying_glow import missing_of_usual, varying_glow
from docforensics.checks.spec import CheckSpec, kept_name
from docforensics.checks.support.glow import LuminescentSide, luminescent_sides
from docforensics.checks.support.registered import portraits
from docforensics.checks.support.same_glow import unlike
from docforensics.checks.support.worst_side import SideOutcome, worst_seen
from docforensics.document import Document
from docforensics.page.geometry import BoxMm
from docforensics.templates.comparison.luminescence import BESIDE_MM, UNLIKE
from docforensics.templates.masks import grown
from docforensics.templates.model import FeatureKind
from docforensics.templates.planes import Map, Mask

_ID, _VARYING = "security.uv_print", "varying"
"""As templates name this check, and the fact of it that they keep."""
_USUAL = 0.05
"""Share that genuine documents of most models measure at most: 92 of 104 pages of 26 random designs (border reader, templates of six holders, seen). On three designs whose
luminescent print stands elsewhere from document to document all have .1 to .26; forged ones have .2 to 1, of which those below .4 are no longer told there."""
SPEC = CheckSpec(
    title="Luminescent print",
    unit="share of the luminescent print that is missing or out of place",
    verifies=frozenset({ClaimId.UV_PRINT}),
    tr03135="UV,LU,IS",
    lights=frozenset({Light.UV}),
    needs_template=True,
    min_px_per_mm=4.0,
    usual=_USUAL,
    adverse="Of the luminescent print, {value:.0%} is missing or out of place under UV.",
    favourable="The luminescent print is complete and in place under UV.",
    advice="Compare the luminescent pattern with a genuine document under a UV lamp: look for lines that are "
    "missing, thick, painted or out of place.",
    equipment="UV lamp, 365 nm",
    facts={"varying": float},
    kept_facts=(_VARYING,),
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
    zone = _zone(lit)
    found = unlike(lit.seen, lit.expected, zone, zone)
    places = zone & (found > UNLIKE)
    regions = lit.side.marked(places, "luminescent print missing or out of place", min_mm2=_MIN_MARKED_MM2)
    value, varying = _counted(lit, zone, found), varying_glow(lit)
    if varying is None:
        return Measured(value=value, regions=regions)
    missing = missing_of_usual(lit, varying, lit.side.template.own_values(kept_name(_ID, _VARYING)))
    if missing > value:
        value, regions = (
            missing,
            (*regions, lit.side.region(_where(lit), "luminescent print missing or out of place")),
        )
    return Measured(value=value, regions=regions, facts={"varying": varying})


def _where(lit: LuminescentSide) -> BoxMm:
    """The largest place that the template names as luminescent print that varies; the page where it names none."""
    places = [one.box for one in lit.side.template.of_kind(FeatureKind.UV_FLUORESCENT_PRINT) if one.variable]
    return max(places, key=lambda box: box.area, default=BoxMm.of_size(lit.side.template.size_mm))


def _zone(lit: LuminescentSide) -> Mask:
    """The print and what lies close beside it, where a line out of place would lie; not over the portrait."""
    return lit.side.reference.constant & grown(lit.printed, BESIDE_MM) & ~portraits(lit.side)


def _counted(lit: LuminescentSide, zone: Mask, unlike: Map) -> float:
    """The share that counts: of one holder's document nobody knows how much of the glow is the holder's own."""
    share = float((unlike[zone] > UNLIKE).mean())
    if lit.side.template.n_holders > 1:
        return share
    return max(share - _PERSONAL, 0.0) / (1 - _PERSONAL)
