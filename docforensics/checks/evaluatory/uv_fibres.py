"""Fibres that glow under UV: whether the page shows as much of them as genuine pages do.

Fibres lie where chance put them, so their places are not evidence; their amount does. What glows as short and thin as a fibre
is summed where the reference shows bare substrate, away from its print and from the holder's data.

Cannot see: fibres that were printed, and whose print glows. A weak lamp shows fewer, so half of them missing is weak evidence.

Weight 0: the share of fibres below which a genuine page is rare is not known.

Feature: fluorescent fibres. Sources: Doc 9303-2 Appendix A (luminescent fibres) and C (UV,LU,FI); PRADO "fluorescent fibres".
"""

from docforensics.capture.light import Light
from docforensics.checks.claims import Why
from docforensics.checks.modes import RunMode
from docforensics.checks.outcome import Measured, Outcome, undetermined
from docforensics.checks.spec import CheckSpec
from docforensics.checks.support.registered import RegisteredSide, registered_sides
from docforensics.checks.support.worst_side import SideOutcome, worst
from docforensics.document import Document
from docforensics.templates.comparison.luminescence import fibre_mask, fibres_mm2
from docforensics.templates.model import FeatureKind

SPEC = CheckSpec(
    title="Fluorescent fibres",
    unit="share of the fibres that is missing",
    run_mode=RunMode.OFF,
    tr03135="UV,LU,FI",
    lights=frozenset({Light.UV}),
    needs_template=True,
    min_px_per_mm=7.0,
    adverse="Of the fibres that a genuine page shows under UV, {value:.0%} are missing.",
    favourable="Fibres are luminescent under UV as on a genuine page.",
    advice="Look at the page under a UV lamp: fibres in the colours of the series lie at random, at different depths.",
    equipment="UV lamp, 365 nm",
)
NO_FIBRES = undetermined(
    "the template states no density of fibres", expected=False, why=Why.NO_REFERENCE_HERE
)


def measure(document: Document) -> Outcome:
    """Measure the share of the usual amount of fibres that is missing, on the worst side."""
    return worst(registered_sides(document, Light.UV), _measure_side, NO_FIBRES)


def _measure_side(side: RegisteredSide) -> SideOutcome:
    usual = _usual(side)
    if usual <= 0:
        return NO_FIBRES
    missing = max(0.0, 1 - fibres_mm2(side.page(), side.reference) / usual)
    regions = side.marked(fibre_mask(side.page(), side.reference), "a fibre glows", min_mm2=0.1)
    return Measured(value=missing, regions=regions)


def _usual(side: RegisteredSide) -> float:
    """Square millimetres of fibres on a genuine page."""
    named = side.template.of_kind(FeatureKind.FLUORESCENT_FIBRES)
    return max((feature.fibres_mm2 or 0.0 for feature in named), default=0.0)
