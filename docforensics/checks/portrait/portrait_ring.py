"""Print in, under and around the portrait against the reference template.

Looks at the ring of three millimetres round the portrait, and inside it at the places where genuine documents of
different holders all show the page's print through the portrait (the merging of background and portrait that stops a
photo from being swapped cleanly). A replaced portrait covers, blurs or interrupts that print: its own background, cut
edges, a patch that is too smooth.

Cannot see: a portrait that was replaced on a blank, or printed anew under intact line work; and nothing inside the
portrait when the template was learned from one holder alone. The face itself is never looked at.

Sources: standards.md 6.3; PRADO "integrated portrait"; Doc 9303-2 Appendix A.5.4.
"""

from docforensics.capture.model import Light
from docforensics.checks.outcome import Measured, Outcome
from docforensics.checks.spec import CheckSpec
from docforensics.checks.support.registered import (
    NO_PORTRAIT,
    NO_SIDE,
    RING_MM,
    RegisteredSide,
    registered_sides,
)
from docforensics.document import Document
from docforensics.templates.comparison.dissimilarity import Mask
from docforensics.templates.model import Feature

SPEC = CheckSpec(
    title="Print in and around the portrait",
    unit="mm2 of unexplained print",
    tr03135="PrimaryFacialImageEmbedding",
    lights=frozenset({Light.VISIBLE}),
    needs_template=True,
    min_px_per_mm=5.0,
    adverse="The background print, which runs round and through the portrait of a genuine document, is broken or covered here.",
    favourable="The background print runs round and through the portrait as on the reference.",
    advice="Examine the portrait's edges in oblique light and with a magnifier: does the background pattern run "
    "into the portrait unbroken, and is the laminate untouched there?",
    equipment="a capture in white light of at least 130 dpi",
)
_MIN_MASS = 0.15


def measure(document: Document) -> Outcome:
    """Weigh the heaviest place of unexplained print in and around the portrait, in mm2."""
    sides = tuple(registered_sides(document))
    if not sides:
        return NO_SIDE
    framed = [(side, portrait) for side in sides if (portrait := side.portrait())]
    if not framed:
        return NO_PORTRAIT
    found = [
        (side, cluster)
        for side, portrait in framed
        for cluster in side.clusters(_zone(side, portrait), min_mass=_MIN_MASS)
    ]
    found.sort(key=lambda item: -item[1].mass)
    regions = tuple(
        side.region(cluster.box, "where the print is broken at the portrait") for side, cluster in found[:4]
    )
    return Measured(value=found[0][1].mass if found else 0.0, regions=regions, facts={"places": len(found)})


def _zone(side: RegisteredSide, portrait: Feature) -> Mask:
    return side.zone(portrait.box.grown(RING_MM))
