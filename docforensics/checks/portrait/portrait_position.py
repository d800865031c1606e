"""Where the portrait begins and ends, against the reference template.

On genuine documents the personalization machine sets every portrait at the same place; a photo that was swapped or
printed anew by hand seldom sits there to a fraction of a millimetre. The check looks at the sides on which the
portraits of different holders were seen to begin at the same place (the shoulders' lower edge, the edge of a
rectangular photo) and measures how far the questioned portrait departs from there, beyond what genuine ones did. Where the
secondary portrait shows that the picture itself lies in place, an edge that seems to depart was hidden by glare or shadow; and where the page is
cut as sharply at the place of genuine ones, what seems to be the end is a shade of the page or of the picture. Where both are cut, as
where a line was drawn, the portrait was not seen. A cut that reaches from the end to that place is one cut, and the picture's; a picture that fades ends nowhere.

Cannot see: a portrait swapped exactly in place. What seems to be an edge further away than a portrait is looked for round its
place (4 mm) is none: glare or a shadow cut the picture there, and the edge is not evidence. Abstains when the template was
learned from fewer than three holders, and when the portrait is too pale to separate from the page.

Sources: standards.md 1.9 (portrait size and place); TR-03135 PrimaryFacialImagePresence.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from docforensics.checks.claims import ClaimId, Why
from docforensics.checks.outcome import Measured, Outcome, undetermined
from docforensics.checks.portrait._framed import Framed, framed_portraits, tolerated_spreads
from docforensics.checks.portrait.portraits_aligned import in_place
from docforensics.checks.spec import WHITE_LIGHT, CheckSpec
from docforensics.checks.support.worst_side import SideOutcome, worst_seen
from docforensics.document import Document
from docforensics.page.geometry import BoxMm
from docforensics.templates.learning.variable_zones import FEW_HOLDERS
from docforensics.templates.model import PageSide, PortraitEdge
from docforensics.templates.portrait.cut import LEAST_CUT, Cut, own_cut
from docforensics.templates.portrait.extent import SEARCH_MM, PortraitEnd, nearest, portrait_extent

SPEC = CheckSpec(
    title="Position of the portrait",
    unit="mm beyond the spread of genuine documents",
    verifies=frozenset({ClaimId.PORTRAIT}),
    tr03135="PrimaryFacialImagePresence",
    lights=WHITE_LIGHT,
    needs_template=True,
    min_px_per_mm=5.0,
    adverse="The portrait's {side} edge lies {offset:.1f} mm from where genuine documents have it.",
    favourable="The portrait is in its place.",
    advice="Measure the portrait's distance from the page's edges against a genuine document, and feel for a cut "
    "or a relief round it.",
    equipment="a capture in white light of at least 130 dpi",
    facts={"side": str, "offset": float},
)
FEW = undetermined(
    "the template was learned from too few holders to know where portraits begin",
    "a template learned from three or more holders",
    why=Why.FEW_HOLDERS,
)
VARIES = undetermined(
    "the portraits of genuine documents have no edge in common", expected=False, why=Why.NO_REFERENCE_HERE
)
NO_EDGE = undetermined(
    "no edge of the portrait that genuine documents have in common could be seen", why=Why.TOO_NOISY
)
_MARK_MM = 1.5
"""Half the strip that is marked; for the picture alone."""
_END_MM = 0.15
"""From the end that was seen, within which its cut lies. A judgement; not fitted."""
_AS_SHARP = 1.0
"""Share of the cut where the portrait seems to end from which another cut at its place is the portrait's. A judgement: where both are alike it was not seen."""


def measure(document: Document) -> Outcome:
    """Measure the worst edge's offset beyond what the spread of genuine documents tolerates, in mm."""
    return worst_seen(
        framed_portraits(document), _measure_portrait, FEW, VARIES, NO_EDGE, claims=SPEC.verifies
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _EdgeOffset:
    """How far a portrait ends from where genuine ones do on one side."""

    edge: PortraitEdge
    mm: float
    is_doubtful: bool = False
    """Whether the page is cut at both places, or at none."""


def _measure_portrait(framed: Framed) -> SideOutcome:
    if not framed.portrait.edges:
        return VARIES if framed.side.template.n_holders >= FEW_HOLDERS else FEW
    offsets = _offsets(framed)
    if not offsets:
        return NO_EDGE
    spreads = tolerated_spreads(framed.side.template)
    value, edge, offset = max(
        ((max(abs(one.mm) - spreads * one.edge.spread_mm, 0.0), one.edge, one.mm) for one in offsets),
        key=lambda found: found[0],
    )
    if value > 0 and in_place(framed.side):
        value = 0.0
    regions = (framed.side.region(_strip(framed.box, edge), "portrait out of place"),) if value > 0 else ()
    doubt = Why.TOO_NOISY if value == 0 and any(one.is_doubtful for one in offsets) else None
    stated = tuple(framed.place.sighting(claim, why=doubt) for claim in sorted(SPEC.verifies) if doubt)
    return Measured(
        value=value, regions=regions, facts={"side": str(edge.side), "offset": abs(offset)}, sightings=stated
    )


def _offsets(framed: Framed) -> list[_EdgeOffset]:
    side, portrait = framed.side, framed.portrait
    seen = portrait_extent(side.page(), side.reference, portrait.box)
    offsets = [_offset(framed, edge, seen[edge.side]) for edge in portrait.edges if edge.side in seen]
    return [one for one in offsets if abs(one.mm) <= SEARCH_MM]


def _offset(framed: Framed, edge: PortraitEdge, ends: Sequence[PortraitEnd]) -> _EdgeOffset:
    """How far the portrait ends from its place; not at all where it ends at no cut, and where the page is cut there as sharply and not by the same one."""
    tolerated = tolerated_spreads(framed.side.template) * edge.spread_mm
    end = nearest(ends, edge.at_mm)
    first = _own_cut(framed, edge, ends[0].at_mm, _END_MM).step
    if abs(end.at_mm - edge.at_mm) <= tolerated:
        return _EdgeOffset(
            edge=edge, mm=end.at_mm - edge.at_mm, is_doubtful=end is not ends[0] and first >= LEAST_CUT
        )
    there = _own_cut(framed, edge, edge.at_mm, tolerated)
    here = _own_cut(framed, edge, end.at_mm, _END_MM)
    # A cut is known by the pixel at which it is sharpest: one that both flanks belong to is the picture's end.
    is_cut_there = there.step >= _AS_SHARP * here.step and there.at_mm != here.at_mm
    if is_cut_there or here.sharpest < LEAST_CUT:
        doubt = there.step < LEAST_CUT or max(first, here.step) >= LEAST_CUT
        return _EdgeOffset(edge=edge, mm=0.0, is_doubtful=doubt)
    return _EdgeOffset(edge=edge, mm=end.at_mm - edge.at_mm)


def _own_cut(framed: Framed, edge: PortraitEdge, at_mm: float, within_mm: float) -> Cut:
    """How sharply a page is cut about a place, beyond what the reference shows there: a printed frame is no cut of the picture."""
    side = framed.side
    return own_cut(side.page(), side.reference.mean, framed.box, edge.side, at_mm=at_mm, within_mm=within_mm)


def _strip(box: BoxMm, edge: PortraitEdge) -> BoxMm:
    """A strip along the edge, for the picture."""
    low, high = edge.at_mm - _MARK_MM, edge.at_mm + _MARK_MM
    if edge.side in (PageSide.TOP, PageSide.BOTTOM):
        return BoxMm(left=box.left, top=low, right=box.right, bottom=high)
    return BoxMm(left=low, top=box.top, right=high, bottom=box.bottom)
