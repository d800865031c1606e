"""Fixed print that is missing, added or imitated over an area, too faintly to see at single places.

Where a device of thin lines was torn off or printed again in grey, the strong print below it runs on, and each place differs
by less than it may. Pooled over some millimetres the difference exceeds what the template and this very capture lead one to
expect. Places that depart visibly are left out: `security.background_print` and the portrait checks judge those.

Cannot see: a device that shows its colours but never changes them (one picture knows one tilt), and what lies under the
portrait; anything that departs less than the template's own captures, each compared with the others, lead one to expect of a genuine page. Phone photos are not judged: reflections and bends change as much over an area (up to 4.0 on ten genuine ones, where
missing devices are 1.3 to 2.1). It abstains where the template knows fewer than three holders (with two, up to 2.2 on genuine cards),
because what varies was presumed there, and a template of sharper scans than the questioned one makes it unsure: learn on the devices that will judge.

Feature: background printing and optically variable device. Sources: Doc 9303-2 Appendix A (OVDs; pattern comparison) and
Appendix C (VI,AB,IS).
"""

import numpy as np

from docforensics.capture.model import Channel
from docforensics.checks.claims import ClaimId, Why
from docforensics.checks.outcome import Measured, Outcome, Region, undetermined
from docforensics.checks.spec import WHITE_LIGHT, CheckSpec
from docforensics.checks.support.registered import RegisteredSide, registered_sides
from docforensics.checks.support.worst_side import SideOutcome, worst
from docforensics.document import Document
from docforensics.templates.comparison.expected import rarely_exceeded
from docforensics.templates.comparison.pooled import FAINT_STEP, beyond_usual
from docforensics.templates.learning.variable_zones import FEW_HOLDERS
from docforensics.templates.model import FeatureKind

_USUAL = 1.0
"""What genuine pages show, in multiples of what is tolerated: the captures of five templates of Utopia show .04 to .78 of themselves. Compared with a
reference of the others, as a page is, those of three of seven sides of four random designs (seen), whose holders' pictures or devices change the print round them, show up to 2.5 to 4.8, the other four .67 to 1.14."""

SPEC = CheckSpec(
    title="Faint print over an area",
    unit="times the difference that is tolerated",
    contradicts=frozenset({ClaimId.PRINT_ELSEWHERE}),
    tr03135="VI,AB,IS",
    lights=WHITE_LIGHT,
    channels=frozenset({Channel.SCANNER}),
    needs_template=True,
    min_px_per_mm=7.0,
    usual=_USUAL,
    adverse="Over some millimetres faint print is missing or differs from the reference {where}.",
    favourable="No area of faint print is missing.",
    advice="Tilt the document under a lamp at the marked place: a device of fine lines must be there, and must change its colours.",
    equipment="a capture in white light of at least 180 dpi",
    facts={"where": str},
)
PRESUMED = undetermined(
    "the template was learned from one or two holders; constant faint print is not known",
    "a template learned from documents of several holders",
    why=Why.FEW_HOLDERS,
)
TOO_UNLIKE = undetermined(
    "global dissimilarity above limit; not evaluated",
    "a capture, or a template, of better quality",
    why=Why.TOO_NOISY,
)
_TOO_UNLIKE = 0.016
"""Median dissimilarity of the whole print above which faint print drowns. On genuine scans of
Utopia it reaches 0.014, where missing devices still stand out."""
_MARKED_FROM = 0.8
"""Value from which the place is marked; for the picture alone. A judgement; not fitted."""


def measure(document: Document) -> Outcome:
    """Measure the largest multiple of the tolerated difference over all sides."""
    return worst(registered_sides(document), _measure_side, PRESUMED, TOO_UNLIKE)


def _measure_side(side: RegisteredSide) -> SideOutcome:
    if side.template.n_holders < FEW_HOLDERS:
        return PRESUMED
    if side.residual.dissimilarity >= _TOO_UNLIKE:
        return TOO_UNLIKE
    value = _most(side)
    regions = _marked(side) if value > _MARKED_FROM else ()
    return Measured(value=value, regions=regions, facts={"where": _where(side, regions)})


def _most(side: RegisteredSide) -> float:
    """The largest multiple, less what captures of the template show beyond what is usual, each compared with the others.

    Where they were too few for that, what they show of a reference that they are in is taken off (`CheckSpec.usual`).
    """
    value, own = beyond_usual(side.residual.faint), side.reference.own_faint
    expected = rarely_exceeded(own) if len(own) >= FEW_HOLDERS else 0.0
    return max(value - max(expected - _USUAL, 0.0), min(value, _USUAL))


def _marked(side: RegisteredSide) -> tuple[Region, ...]:
    """The place of the largest difference, to half of it."""
    faint = side.residual.faint
    height, width = side.residual.excess.shape
    beyond = np.repeat(np.repeat(faint > faint.max() / 2, FAINT_STEP, axis=0), FAINT_STEP, axis=1)
    return side.marked(beyond[:height, :width], "faint print differs", min_mm2=0, most=1)


def _where(side: RegisteredSide, regions: tuple[Region, ...]) -> str:
    """In words: on the device, if the template names one there."""
    devices = side.template.of_kind(FeatureKind.OPTICALLY_VARIABLE_DEVICE)
    if any(device.box.overlap(region.box) > 0 for device in devices for region in regions):
        return "on the optically variable device"
    return "at the marked place"
