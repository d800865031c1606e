"""Glow under UV where the reference has none: scraped or washed places, glue, painted marks.

Scraping lays bare paper that shines more than its surface, bleach and glue glow, and painted marks stand where nothing
should. The page's glow is summed over connected places of bare substrate, away from the reference's own print; fibres, which lie where
chance put them, are thinner and shorter than what counts. The portrait itself is looked at by `portrait.portrait_luminescence`, devices, which
send back more of one lamp than of another, by `security.uv_device`.

Cannot see: places that stay dull, and what glows on a device. Dirt and wear may glow as well, so a small place is weak evidence.

Feature: UV-dull substrate. Sources: Doc 9303-2 Appendix C (UV,BR,VZ); PRADO "erasure", "UV-dull paper".
"""

import cv2
import numpy as np

from docforensics.capture.light import Light
from docforensics.checks.claims import ClaimId
from docforensics.checks.outcome import Abstained, Outcome
from docforensics.checks.spec import CheckSpec
from docforensics.checks.support.glow import LuminescentSide, luminescent_sides, soft
from docforensics.checks.support.registered import devices, portraits
from docforensics.checks.support.worst_side import heaviest_place
from docforensics.document import Document
from docforensics.templates.comparison.lamp import uneven
from docforensics.templates.comparison.luminescence import GAINS
from docforensics.templates.comparison.residual import PrintCluster, clusters
from docforensics.templates.masks import grown
from docforensics.templates.model import REFERENCE_PX_PER_MM
from docforensics.templates.planes import Map, Mask, brightest

_USUAL = 5.0
"""Value that 64 genuine pages of Utopia stay below (4.2 at most); the check's row is neutral at 7. A judgement between the two."""
SPEC = CheckSpec(
    title="Unexpected UV luminescence",
    unit="mm2 of substrate with unexpected luminescence",
    verifies=frozenset({ClaimId.UV_PRINT}),
    tr03135="UV,BR,VZ",
    lights=frozenset({Light.UV}),
    needs_template=True,
    min_px_per_mm=4.0,
    usual=_USUAL,
    adverse="The page is luminescent under UV where a genuine one is dull. Places: {places}.",
    favourable="No luminescence where the reference is dull.",
    advice="Examine the marked places under UV and in oblique light: scraping, washing, glue and painted marks are "
    "luminescent.",
    equipment="UV lamp, 365 nm",
    facts={"places": int},
)
_BRIGHTER = 7.0
"""Grey levels above the reference's substrate, in the brightest colour, the mean over half a millimetre."""
_THICK_MM = 1.1
"""Fibres and the edges of print are thinner."""
_AROUND_MM = 2.0
"""Of luminescent print, in which its glow spreads in the paper. A judgement; not fitted."""
_UNEVEN = 0.15
"""Share of the substrate's level by which a lamp may be stronger or weaker at a place than on most of the page. A judgement; not fitted."""
_MIN_PLACE_MM2 = 1.0
"""Smaller places are dirt and dust. A judgement; not fitted."""

_Colour = tuple[cv2.typing.MatLike, cv2.typing.MatLike, float, float]
"""One colour of page and reference (H, W), and the grey levels at which their substrate shows in it."""


def measure(document: Document) -> Outcome:
    """Measure the largest connected place that glows where the reference is dull, in mm2."""
    sides = luminescent_sides(document)
    if isinstance(sides, Abstained):
        return sides
    found = [(lit.side, place) for lit in sides for place in _places(lit)]
    return heaviest_place(
        found,
        "glows where it should not",
        most=8,
        looked=[lit.place for lit in sides],
        claims=SPEC.verifies,
    )


def _places(lit: LuminescentSide) -> tuple[PrintCluster, ...]:
    bare = _bare(lit)
    excess = np.where(bare, _brighter(lit, bare), 0)
    side = round(_THICK_MM * REFERENCE_PX_PER_MM)
    thick = cv2.morphologyEx(
        (excess > _BRIGHTER).astype(np.uint8), cv2.MORPH_OPEN, np.ones((side, side), np.uint8)
    )
    return clusters(thick.astype(np.float32), min_mass=_MIN_PLACE_MM2)


def _bare(lit: LuminescentSide) -> Mask:
    """Substrate, as near to luminescent print as its glow lets one see, and off what sends the lamp's own light back."""
    return lit.side.reference.constant & ~grown(lit.printed, 0.4) & ~portraits(lit.side) & ~devices(lit.side)


def _brighter(lit: LuminescentSide, bare: Mask) -> Map:
    """Grey levels above what the reference shows, both above their own substrate, in the brightest colour.

    Where the reference is darker than its substrate (the holders' data absorb), the substrate itself is expected. A stronger lamp brightens what
    the reference shows as it does the substrate, and what surrounds luminescent print as it does the print; what stands further off is not excused by
    the print. No lamp is even: a smooth course of the substrate over the page is the lamp's.
    """
    both = lit.side.page(), lit.side.reference.mean
    pairs = list(zip(*map(cv2.split, both), *lit.levels, strict=True)) if both[0].ndim == both[1].ndim else []
    if not pairs:
        pairs = [(*map(brightest, both), *(level.max() for level in lit.levels))]
    around = grown(lit.printed, _AROUND_MM)
    above = [_above(lit, pair, around, bare) for pair in pairs]
    return soft(np.maximum.reduce(above), 0.25)


def _above(lit: LuminescentSide, colour: _Colour, around: Mask, bare: Mask) -> Map:
    """The same of one colour (H, W)."""
    page, reference, level, usual = colour
    lamp = float(np.clip(level / max(usual, 1.0), 1.0, GAINS[1]))
    print_ = float(np.clip(lit.strength, lamp, GAINS[1]))
    stronger = np.where(around, np.float32(print_), np.float32(lamp))
    above = np.subtract(page, level, dtype=np.float32)
    above -= stronger * np.maximum(np.subtract(reference, usual, dtype=np.float32), 0)
    return above - uneven(above, bare, most=_UNEVEN * level)
