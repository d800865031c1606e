"""Fixed print that must stay dark in infrared: whether it does.

Issuers print parts of an emblem, a caption or a number in an ink that absorbs infrared, together with one of like colour that
does not (IR-split). Copies are printed with one set of inks, so the part that should stay vanishes with the rest.

Cannot see: copies whose inks all absorb; templates that know no such print abstain.

Feature: IR absorbing print. Sources: Doc 9303-2 Appendix C (IR,AB,IS: IR split of static ink); TR-03135; PRADO "IR-split".
"""

from docforensics.capture.light import Light
from docforensics.checks.claims import ClaimId, Why
from docforensics.checks.outcome import Measured, Outcome, undetermined
from docforensics.checks.security._infrared import InfraredSide, enough, infrared_sides
from docforensics.checks.spec import CheckSpec
from docforensics.checks.support.worst_side import SideOutcome, worst_seen
from docforensics.document import Document
from docforensics.page.quantiles import median_of

_USUAL = 0.1
"""Share lost that 64 genuine pages of Utopia stay below (.015 at most); the check's row is neutral at .3. A judgement between the two."""
SPEC = CheckSpec(
    title="IR-absorbing ink",
    unit="share of its contrast in infrared that print has lost",
    verifies=frozenset({ClaimId.IR_PRINT}),
    tr03135="IR,AB,IS",
    lights=frozenset({Light.VISIBLE, Light.IR}),
    needs_template=True,
    min_px_per_mm=4.0,
    usual=_USUAL,
    adverse="Print that must stay dark in infrared is pale or gone there.",
    favourable="The IR-absorbing print is dark in infrared, as on the reference.",
    advice="Look at the page in infrared next to a genuine document: print that is gone there was printed with "
    "another ink.",
    equipment="an infrared camera, about 900 nm",
)
NO_PRINT = undetermined(
    "the template holds no IR-absorbing fixed print", expected=False, why=Why.NO_REFERENCE_HERE
)


def measure(document: Document) -> Outcome:
    """Measure the median share of its contrast that IR-absorbing print has lost, on the worst side."""
    return worst_seen(infrared_sides(document), _measure_side, NO_PRINT, claims=SPEC.verifies)


def _measure_side(lit: InfraredSide) -> SideOutcome:
    if not enough(lit.stays):
        return NO_PRINT
    value = 1 - median_of(lit.dark[lit.stays] / lit.expected_dark[lit.stays])
    regions = lit.side.marked(lit.stays, "gone in infrared", min_mm2=0.5) if value > 0.25 else ()
    return Measured(value=value, regions=regions)
