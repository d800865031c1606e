"""Print in, under and around the portrait against the reference template.

Looks at the ring of three millimetres round the portrait, and inside it at the places where genuine documents of
different holders all show the page's print through the portrait (the merging of background and portrait that stops a
photo from being swapped cleanly). A replaced portrait covers, blurs or interrupts that print: its own background, cut
edges, a patch that is too smooth. Places at data that run on towards the portrait are not evaluated.

Cannot see: a portrait that was replaced on a blank, or printed anew under intact line work. A template of one or two holders does not state what
every holder shows there, and nothing is measured. The face itself is never looked at.

Sources: standards.md 6.3; PRADO "integrated portrait"; Doc 9303-2 Appendix A.5.4.
"""

from dataclasses import replace

from docforensics.checks.claims import ClaimId
from docforensics.checks.outcome import Abstained, Outcome
from docforensics.checks.portrait._framed import FEW, Framed, framed_portraits
from docforensics.checks.spec import WHITE_LIGHT, CheckSpec
from docforensics.checks.support.overrun import RUNS_ON, is_overrun
from docforensics.checks.support.places import Place
from docforensics.checks.support.registered import RegisteredSide
from docforensics.checks.support.worst_side import heaviest_place
from docforensics.document import Document
from docforensics.templates.comparison.expected import LEAST_MASS_MM2
from docforensics.templates.comparison.residual import PrintCluster
from docforensics.templates.learning.variable_zones import FEW_HOLDERS
from docforensics.templates.masks import RING_MM

SPEC = CheckSpec(
    title="Print in and around the portrait",
    unit="mm2 of unexplained print",
    verifies=frozenset({ClaimId.PORTRAIT}),
    tr03135="PrimaryFacialImageEmbedding",
    lights=WHITE_LIGHT,
    needs_template=True,
    min_px_per_mm=5.0,
    adverse="The background print, which runs round and through the portrait of a genuine document, is broken or covered here.",
    favourable="The background print runs round and through the portrait as on the reference.",
    advice="Examine the portrait's edges in oblique light and with a magnifier: does the background pattern run "
    "into the portrait unbroken, and is the laminate untouched there?",
    equipment="a capture in white light of at least 130 dpi",
    facts={"places": int},
)

_LEAST_SHARE = 0.5
"""Of the known print in and around the portrait, below which it was not seen: on 64 genuine pages of Utopia (calibration half, four
designs and channels) at least 0.72."""


def measure(document: Document) -> Outcome:
    """Weigh the heaviest place of unexplained print in and around the portrait, in mm2."""
    portraits = framed_portraits(document)
    if isinstance(portraits, Abstained):
        return portraits
    portraits = tuple(one for one in portraits if one.side.template.n_holders >= FEW_HOLDERS)
    if not portraits:
        return FEW
    found: list[tuple[RegisteredSide, PrintCluster]] = []
    looked = []
    for one in portraits:
        odd, is_open = _unexplained(one)
        found += [(one.side, cluster) for cluster in odd]
        looked.append(_looked(one, is_open=is_open))
    return heaviest_place(
        found, "where the print is broken at the portrait", most=4, looked=looked, claims=SPEC.verifies
    )


def _unexplained(framed: Framed) -> tuple[list[PrintCluster], bool]:
    """Give the places in the ring that nothing explains, and whether others lie at data that run on towards the portrait."""
    if framed.place.hidden is not None:
        return [], False
    side = framed.side
    places = side.clusters(side.zone(framed.box.grown(RING_MM)), min_mass=LEAST_MASS_MM2)
    odd = [place for place in places if not is_overrun(side, place)]
    return odd, len(odd) < len(places)


def _looked(framed: Framed, *, is_open: bool) -> Place:
    """The portrait and its ring: not seen where too little of the print that the template knows there could be compared, or data run on there."""
    place, box = framed.place, framed.box.grown(RING_MM)
    if place.hidden is not None:
        return place
    hidden = framed.side.uncompared(box, framed.side.zone(box), least=_LEAST_SHARE)
    return replace(place, hidden=hidden or (RUNS_ON if is_open else None))
