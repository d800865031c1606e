"""The portrait against the secondary portrait: whether they are the same picture.

Personalization prints both from one image, the second smaller, paler and often in one colour. A forger who swaps the
portrait and leaves the second one (standards.md 6.4) leaves two pictures on one page. The check lays one on the other
and measures the band-passed correlation over small shifts, at the scale that the template learned or, where it knows none,
at several. It compares pictures, not faces: no identity is derived, and another photo of the same person counts as another
picture.

Cannot see: a swap of both. Abstains when the second portrait is too pale or too coarse to compare, and where a template of one holder
does not know at which scale the one repeats the other, and they do not agree.

Sources: TR-03135 (VI,AB,SP); PRADO "secondary portrait".
"""

from docforensics.checks.claims import ClaimId, Why
from docforensics.checks.outcome import Abstained, Measured, Outcome, undetermined
from docforensics.checks.portrait._framed import PortraitPair, pairs_of
from docforensics.checks.spec import WHITE_LIGHT, Beside, CheckSpec
from docforensics.checks.support.registered import RegisteredSide, registered_sides
from docforensics.checks.support.same_picture import cropped, likeness
from docforensics.checks.support.worst_side import SideOutcome, worst_seen
from docforensics.document import Document
from docforensics.page.geometry import BoxMm
from docforensics.templates.model import Feature
from docforensics.templates.portrait.repeat import SAME, place

SPEC = CheckSpec(
    title="Portrait and secondary portrait",
    unit="1 - correlation",
    verifies=frozenset({ClaimId.PORTRAIT}),
    tr03135="VI,AB,SP",
    lights=WHITE_LIGHT,
    needs_template=True,
    min_px_per_mm=6.0,
    adverse="The secondary portrait (the small one) is not the same picture as the portrait.",
    favourable="The secondary portrait (the small one) is the same picture as the portrait.",
    advice="Compare the two portraits with a magnifier, feature by feature, and both with the person.",
    equipment="a capture in white light of at least 150 dpi",
    beside=Beside.PORTRAIT,
    facts={"correlation": float},
)
NO_PAIR = undetermined("the template names no secondary portrait", expected=False, why=Why.NO_REFERENCE_HERE)
TOO_PALE = undetermined("the secondary portrait is too pale to compare", why=Why.TOO_NOISY)
PLACE_PRESUMED = undetermined(
    "a template of one holder does not state where the secondary portrait repeats the portrait",
    "a template learned from documents of several holders",
    why=Why.FEW_HOLDERS,
)
_FEWEST_HOLDERS = 2
"""Below it the places of both pictures are one holder's: another's head stands elsewhere in them, and the pictures are not laid on one another."""
_MIN_CONTRAST = 2.0
"""Grey levels (standard deviation) below which no picture is there. A judgement; not fitted."""
_SCALES = (0.94, 0.97, 1.0, 1.03, 1.06)
"""Around the scale that is expected: places are proposed a little wide or tight. A judgement; not fitted."""


def measure(document: Document) -> Outcome:
    """Measure 1 - the best correlation of the worst pair of portraits, 0 same picture .. 1 unrelated."""
    sides = registered_sides(document)
    if isinstance(sides, Abstained):
        return sides
    pairs = tuple(pair for side in sides for pair in pairs_of(side))
    return worst_seen(pairs or NO_PAIR, _measure_pair, PLACE_PRESUMED, TOO_PALE, claims=SPEC.verifies)


def _measure_pair(pair: PortraitPair) -> SideOutcome:
    side, second = pair.side, pair.second
    correlation = _correlation(side, pair.portrait.box, second)
    if correlation is None:
        return TOO_PALE
    if correlation < SAME and second.repeat is None and side.template.n_holders < _FEWEST_HOLDERS:
        return PLACE_PRESUMED
    regions = (side.region(second.box, "secondary portrait"),)
    return Measured(value=1 - correlation, regions=regions, facts={"correlation": correlation})


def _correlation(side: RegisteredSide, first: BoxMm, second: Feature) -> float | None:
    page, scale = side.finest()
    copy = cropped(page, second.box, scale)
    if float(copy.std()) < _MIN_CONTRAST:
        return None
    if second.repeat is None:
        return likeness(copy, cropped(page, first, scale), _SCALES)
    scales = [second.repeat.scale * step for step in _SCALES]
    placed = place(side.page(), first, second.box, scales)
    return None if placed is None else placed.likeness
