"""Fine structure of the portrait, against the page's own and the template's expectation.

On most series the background print runs under and over the portrait, and the portrait is printed with a screen: its fine
structure (lines, dots, grain of a twentieth to a seventh of a millimetre) has a nearly fixed share of that of the page. A photo
from elsewhere lacks the lines and is smoother than the template leads one to expect (standards.md 6.2). What is measured is the
portrait's median over millimetre squares, in octaves below that of the page's constant print on the same capture, against the
same figure of genuine captures.

Cannot see: a photo whose grain makes up for the lines, or that was printed under the pattern. Hair and cloth have structure
too, so holders differ by a few tenths of an octave, and one that is rougher than expected is not evidence.

Sources: standards.md 6.2, 6.3; PRADO "integrated portrait"; Doc 9303-2 Appendix A.5.4.
"""

from docforensics.checks.claims import ClaimId, Why
from docforensics.checks.outcome import Measured, Outcome, undetermined
from docforensics.checks.portrait._framed import Framed, framed_portraits
from docforensics.checks.spec import WHITE_LIGHT, CheckSpec
from docforensics.checks.support.worst_side import SideOutcome, worst_seen
from docforensics.document import Document
from docforensics.templates.portrait.fineness import fineness

SPEC = CheckSpec(
    title="Fine structure of the portrait",
    unit="octaves below what genuine portraits of this series have",
    verifies=frozenset({ClaimId.PORTRAIT}),
    tr03135="PrimaryFacialImageEmbedding",
    lights=WHITE_LIGHT,
    needs_template=True,
    min_px_per_mm=6.0,
    adverse="The portrait is smoother than genuine ones: the print of the page does not show in it.",
    favourable="The portrait's fine structure is that of genuine portraits of this series.",
    advice="Look at the portrait with a magnifier: does the background print run through it, and are its dots those of this "
    "series?",
    equipment="a capture in white light of at least 150 dpi",
)
UNKNOWN = undetermined(
    "the template holds no reference for the fine structure of portraits",
    "a template learned from three or more genuine captures",
    expected=False,
    why=Why.NO_REFERENCE_HERE,
)


def measure(document: Document) -> Outcome:
    """Measure by how many octaves the smoothest portrait lies below the template's, 0 where it does not."""
    return worst_seen(framed_portraits(document), _measure_portrait, UNKNOWN, claims=SPEC.verifies)


def _measure_portrait(framed: Framed) -> SideOutcome:
    usual, seen = framed.portrait.fineness, fineness(framed.side.page(), framed.side.reference, framed.box)
    if usual is None or seen is None:
        return UNKNOWN
    octaves = usual.octaves - seen
    regions = (framed.side.region(framed.box, "portrait smoother than expected"),) if octaves > 0 else ()
    return Measured(value=max(octaves, 0.0), regions=regions)
