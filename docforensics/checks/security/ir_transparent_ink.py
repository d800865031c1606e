"""Fixed print that must vanish in infrared: whether it does.

Most offset inks let infrared pass, so background, captions and seals vanish there on genuine documents. Toner holds carbon, and
so do many blacks that printers mix into every dark colour: a copy keeps in infrared what the original loses.

Cannot see: copies with inks that all vanish (most ink-jet dyes; that is `security.ir_absorbing_ink` and `mrz.infrared`); what
differs from holder to holder (that is `security.ir_personal_ink`).

Feature: IR drop-out. Sources: Doc 9303-2 Appendix C (IR,TR,IS with VI,AB,IS: drop-out of static ink); TR-03135; PRADO "IR
fluorescent and IR transparent ink".
"""

import numpy as np

from docforensics.capture.light import Light
from docforensics.checks.claims import ClaimId, Why
from docforensics.checks.outcome import Measured, Outcome, undetermined
from docforensics.checks.security._infrared import InfraredSide, enough, infrared_sides
from docforensics.checks.spec import CheckSpec
from docforensics.checks.support.worst_side import SideOutcome, worst_seen
from docforensics.document import Document
from docforensics.page.quantiles import median_of
from docforensics.templates.planes import Map

_USUAL = 0.03
"""Share kept that 64 genuine pages of Utopia stay below (.023 at most); the check's row is neutral at .046. A judgement between the two."""
SPEC = CheckSpec(
    title="IR-transparent (drop-out) ink",
    unit="share of its contrast that print keeps beyond the reference",
    verifies=frozenset({ClaimId.IR_PRINT}),
    tr03135="IR,TR,IS",
    lights=frozenset({Light.VISIBLE, Light.IR}),
    needs_template=True,
    min_px_per_mm=4.0,
    usual=_USUAL,
    adverse="Print that must vanish in infrared can still be seen there.",
    favourable="The drop-out print is transparent in infrared, as on the reference.",
    advice="Look at the page in infrared next to a genuine document: background and captions that stay dark were "
    "printed with another ink.",
    equipment="an infrared camera, about 900 nm",
)
NO_PRINT = undetermined(
    "the template holds no IR-transparent fixed print", expected=False, why=Why.NO_REFERENCE_HERE
)
_MARKED, _MIN_MARKED_MM2 = 0.15, 0.5
"""Share of contrast, and size, from which a place is marked; for the picture alone. A judgement; not fitted."""


def measure(document: Document) -> Outcome:
    """Measure the median share of its contrast that IR-transparent print keeps, on the worst side."""
    return worst_seen(infrared_sides(document), _measure_side, NO_PRINT, claims=SPEC.verifies)


def _measure_side(lit: InfraredSide) -> SideOutcome:
    if not enough(lit.vanishes):
        return NO_PRINT
    share = kept(lit)
    value = median_of(share[lit.vanishes])
    places = lit.vanishes & (share > _MARKED)
    regions = lit.side.marked(places, "stays in infrared", min_mm2=_MIN_MARKED_MM2) if value > 0.04 else ()
    return Measured(value=value, regions=regions)


def kept(lit: InfraredSide) -> Map:
    """Share of the contrast in white light that infrared shows more than the reference does, place by place."""
    return np.asarray((lit.dark - lit.expected_dark) / np.maximum(lit.expected_white, 0.05), dtype=np.float32)
