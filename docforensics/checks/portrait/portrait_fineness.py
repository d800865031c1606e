"""Fine structure of the portrait, against the page's own and the template's expectation.

On most series the background print runs under and over the portrait, and the portrait is printed with a screen: its fine
structure (lines, dots, grain of a twentieth to a seventh of a millimetre) has a nearly fixed share of that of the page. A photo
from elsewhere lacks the lines and is smoother than the template leads one to expect (standards.md 6.2). What is measured is the
portrait's median over millimetre squares, in octaves below that of the page's constant print on the same capture, against the
same figure of genuine captures; where the template keeps it, of these as blurred as the page, since blur takes more of the finer print.

Cannot see: a photo whose grain makes up for the lines, or that was printed under the pattern. Hair and cloth have structure
too, so holders differ by a few tenths of an octave, and one that is rougher than expected is not evidence.

Sources: standards.md 6.2, 6.3; PRADO "integrated portrait"; Doc 9303-2 Appendix A.5.4.
"""

from collections.abc import Mapping
from statistics import median

from docforensics.checks.claims import ClaimId, Why
from docforensics.checks.outcome import Measured, Outcome, undetermined
from docforensics.checks.own_values import FEWEST
from docforensics.checks.portrait._framed import Framed, framed_portraits
from docforensics.checks.spec import WHITE_LIGHT, CheckSpec, kept_name, of_place
from docforensics.checks.support.worst_side import SideOutcome, worst_seen
from docforensics.document import Document
from docforensics.templates.portrait.fineness import fineness, softened_fineness

_ID = "portrait.portrait_fineness"
"""As templates name this check."""
_OCTAVES = "octaves"
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
    kept_facts=(_OCTAVES,),
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


def own_facts(document: Document) -> Mapping[str, float]:
    """Give the fine structure of the portraits of a capture after each of several blurs, which its template keeps."""
    framed = framed_portraits(document)
    return {
        _softened(one, sigma): octaves
        for one in (framed if isinstance(framed, tuple) else ())
        for sigma, octaves in softened_fineness(one.side.page(), one.side.reference, one.box).items()
    }


def _measure_portrait(framed: Framed) -> SideOutcome:
    usual, seen = framed.portrait.fineness, fineness(framed.side.page(), framed.side.reference, framed.box)
    if usual is None or seen is None:
        return UNKNOWN
    octaves = usual.octaves + _taken_by_blur(framed) - seen
    regions = (framed.side.region(framed.box, "portrait smoother than expected"),) if octaves > 0 else ()
    return Measured(value=max(octaves, 0.0), regions=regions)


def _taken_by_blur(framed: Framed) -> float:
    """By how many octaves the fineness of genuine captures falls with the blur of this one; 0 where it rises, since noise then keeps a soft page from it, or the template keeps nothing of that."""
    sharp, soft = (_kept(framed, sigma) for sigma in (0.0, framed.side.residual.soft_px))
    return min(median(soft) - median(sharp), 0.0) if min(len(sharp), len(soft)) >= FEWEST else 0.0


def _kept(framed: Framed, sigma_px: float) -> tuple[float, ...]:
    """The fine structure that the template's captures have after a blur."""
    return framed.side.template.own_values(kept_name(_ID, _softened(framed, sigma_px)))


def _softened(framed: Framed, sigma_px: float) -> str:
    """Name what is kept of a portrait after a blur."""
    return of_place(_OCTAVES, f"{framed.portrait.name}-{sigma_px}")
