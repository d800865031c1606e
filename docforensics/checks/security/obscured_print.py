"""How much of the fixed print lies hidden under dark ink.

The holder's data hide a little of the background, and the comparison of the print leaves that out. Where a page was printed too
dark (a copy whose tones ran full, ink-jet or toner for spot colours) or a strip was laid over a field, far more is hidden than
names and dates can hide; what could not be compared for that reason is measured here. Glare hides print as well, but it is
brighter than the page, and is not counted.

Cannot see: copies that keep the tones; it abstains where the template knows one holder alone. Long names hide more than short
ones, so a small share is not evidence.

Feature: background printing. Sources: Doc 9303-2 Appendix C (VI,AB,IS); Murray and Davies 1936 (tone value increase of copies).
"""

import cv2
import numpy as np

from docforensics.checks.claims import ClaimId, Why
from docforensics.checks.outcome import Measured, Outcome, undetermined
from docforensics.checks.spec import WHITE_LIGHT, CheckSpec
from docforensics.checks.support.registered import RegisteredSide, registered_sides
from docforensics.checks.support.worst_side import SideOutcome, worst
from docforensics.document import Document
from docforensics.page.quantiles import median_of
from docforensics.templates.masks import RING_MM, SOLID_KINDS
from docforensics.templates.model import REFERENCE_PX_PER_MM
from docforensics.templates.planes import Mask, blur, mean_colour, reduced

SPEC = CheckSpec(
    title="Obscured print",
    unit="share of the fixed print that dark ink hides",
    contradicts=frozenset({ClaimId.PRINT_ELSEWHERE}),
    tr03135="VI,AB,IS",
    lights=WHITE_LIGHT,
    needs_template=True,
    min_px_per_mm=5.0,
    adverse="{value:.0%} of the fixed print is hidden under dark ink, more than the holder's data hide.",
    favourable="No more of the fixed print is hidden than the holder's data hide ({value:.0%}).",
    advice="Look with a magnifier whether the background runs on under the data, and whether lines were printed heavier and darker "
    "than on a genuine document.",
    equipment="a capture in white light of at least 130 dpi",
)
PRESUMED = undetermined(
    "the template was learned from one holder; the extent of other holders' data is not known",
    "a template learned from documents of several holders",
    why=Why.FEW_HOLDERS,
)
_DARKER = 6.0
"""Grey levels below the reference, after the page's own brightness, from which a place counts as inked."""
_STEP = 2
"""Pixels of the template frame that one of the work is wide and high: the blur is wider."""
_MEAN_MM, _MIN_MARKED_MM2 = 0.6, 15.0
"""Blur over which brightness is compared, wider than lines; and size from which a place is marked. A judgement; not fitted."""


def measure(document: Document) -> Outcome:
    """Measure the share of the fixed print that ink hides, on the side where it is largest."""
    return worst(registered_sides(document), _measure_side, PRESUMED)


def _measure_side(side: RegisteredSide) -> SideOutcome:
    if side.template.n_holders < 2:
        return PRESUMED
    known = _known(side)
    hidden = _hidden(side) & known
    value = int(np.count_nonzero(hidden)) / max(int(np.count_nonzero(known)), 1)
    regions = side.marked(hidden, "print hidden under ink", min_mm2=_MIN_MARKED_MM2) if value > 0.15 else ()
    return Measured(value=value, regions=regions)


def _known(side: RegisteredSide) -> Mask:
    """Constant print away from pictures, which hide what they will."""
    pictures = [
        feature.box.grown(RING_MM) for feature in side.template.features if feature.kind in SOLID_KINDS
    ]
    return np.asarray(side.reference.constant & ~side.zone(*pictures), dtype=bool)


def _hidden(side: RegisteredSide) -> Mask:
    """Where nothing could be compared, and the page is darker than it should be."""
    compared = side.residual.comparable
    height, width = compared.shape
    size = (-(-width // _STEP), -(-height // _STEP))
    page, reference = (
        mean_colour(reduced(pixels, size).reshape(size[1], size[0], -1))
        for pixels in (side.page(), side.reference.mean)
    )
    small = blur(reference - page, _MEAN_MM * REFERENCE_PX_PER_MM / _STEP)
    there = small[compared[::_STEP, ::_STEP]]
    usual = median_of(there) if there.size else 0.0
    deficit = cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(~compared & (deficit - usual > _DARKER), dtype=bool)
