"""Glow under UV where the reference has none: scraped or washed places, glue, painted marks.

Scraping lays bare paper that shines more than its surface, bleach and glue glow, and painted marks stand where nothing
should. The page's glow is summed over connected places of bare substrate, away from the reference's own print; fibres, which lie where
chance put them, are thinner and shorter than what counts. The portrait itself is looked at by `portrait.portrait_luminescence`, devices, which
send back more of one lamp than of another, by `security.uv_device`.

Where a smooth course of the lamp over the page explains all of it, the check abstains: washing by degrees, or of half of the page, shows as much.

Cannot see: places that stay dull, and what glows on a device. Dirt and wear may glow as well, so a small place is weak evidence.

Feature: UV-dull substrate. Sources: Doc 9303-2 Appendix C (UV,BR,VZ); PRADO "erasure", "UV-dull paper".
"""

from collections.abc import Sequence

import cv2
import numpy as np

from docforensics.capture.light import Light
from docforensics.checks.claims import ClaimId, Why
from docforensics.checks.outcome import Abstained, Outcome, undetermined
from docforensics.checks.spec import CheckSpec
from docforensics.checks.support.glow import LuminescentSide, luminescent_sides, soft
from docforensics.checks.support.registered import RegisteredSide, devices, portraits
from docforensics.checks.support.worst_side import heaviest_place
from docforensics.document import Document
from docforensics.templates.comparison.lamp import uneven
from docforensics.templates.comparison.luminescence import GAINS, LUMINESCENT_LEVEL
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
_SHOWN = 4.0
"""Grey levels of the reference's substrate in a colour, from which a ratio to it tells the lamp: of fewer it is the sensor's black. A judgement; not fitted."""
_UNEVEN = 0.15
"""Share of the substrate's level by which a lamp may be stronger at a place than on most of the page: on genuine pages of one random design (seen) about a
tenth. A judgement; not fitted."""
UNEVEN = undetermined(
    "the substrate is brighter over parts of the page, smoothly; an uneven lamp or washing; not evaluated",
    "a capture, or a template, of better quality",
    why=Why.TOO_NOISY,
)
_MIN_PLACE_MM2 = 1.0
"""Smaller places are dirt and dust. A judgement; not fitted."""


def measure(document: Document) -> Outcome:
    """Measure the largest connected place that glows where the reference is dull, in mm2."""
    sides = luminescent_sides(document)
    if isinstance(sides, Abstained):
        return sides
    found = _found(sides, is_even=True)
    if _heaviest(found) > _USUAL:
        # What is dull under an even lamp is dull under this one; what glows may be the lamp's.
        found = _found(sides, is_even=False)
        if _heaviest(found) <= _USUAL:
            return UNEVEN
    return heaviest_place(
        found,
        "glows where it should not",
        most=8,
        looked=[lit.place for lit in sides],
        claims=SPEC.verifies,
    )


def _found(sides: Sequence[LuminescentSide], *, is_even: bool) -> list[tuple[RegisteredSide, PrintCluster]]:
    return [(lit.side, place) for lit in sides for place in _places(lit, is_even=is_even)]


def _heaviest(found: Sequence[tuple[RegisteredSide, PrintCluster]]) -> float:
    return max((place.mass for _, place in found), default=0.0)


def _places(lit: LuminescentSide, *, is_even: bool) -> tuple[PrintCluster, ...]:
    bare = _bare(lit)
    excess = np.where(bare, _brighter(lit, None if is_even else bare), 0)
    side = round(_THICK_MM * REFERENCE_PX_PER_MM)
    thick = cv2.morphologyEx(
        (excess > _BRIGHTER).astype(np.uint8), cv2.MORPH_OPEN, np.ones((side, side), np.uint8)
    )
    return clusters(thick.astype(np.float32), min_mass=_MIN_PLACE_MM2)


def _bare(lit: LuminescentSide) -> Mask:
    """Substrate, as near to luminescent print as its glow lets one see, and off what sends the lamp's own light back."""
    return lit.side.reference.constant & ~grown(lit.printed, 0.4) & ~portraits(lit.side) & ~devices(lit.side)


def _brighter(lit: LuminescentSide, bare: Mask | None) -> Map:
    """Grey levels above what the reference shows (H, W), both above their own substrate, in the brightest colour.

    Where the reference is darker than its substrate (the holders' data absorb), the substrate itself is expected. A stronger lamp brightens what
    the reference shows as it does the substrate, and what glows in the reference, or surrounds its luminescent print, as it does the print; what stands
    further off is not excused by the print. Where the page is `bare`, if that is given, a smooth course of its substrate is taken for the lamp's and left out.
    """
    both = lit.side.page(), lit.side.reference.mean
    pairs = list(zip(*map(cv2.split, both), *lit.levels, strict=True)) if both[0].ndim == both[1].ndim else []
    if not pairs:
        pairs = [(*map(brightest, both), *(level.max() for level in lit.levels))]
    lamp = _lamp(pairs)
    as_print = np.clip(lit.strength, lamp, GAINS[1])
    glows = grown(lit.printed, _AROUND_MM) | _glowing(pairs)
    stronger = np.where(glows, np.float32(as_print), np.float32(lamp))
    above = []
    for page, reference, level, usual in pairs:
        found = np.subtract(page, level, dtype=np.float32)
        found -= stronger * np.maximum(np.subtract(reference, usual, dtype=np.float32), 0)
        if bare is not None:
            found -= uneven(found, bare, most=_UNEVEN * float(min(level, lamp * usual)))
        above.append(found)
    return soft(np.maximum.reduce(above), 0.25)


def _glowing(pairs: list[tuple[cv2.typing.MatLike, cv2.typing.MatLike, float, float]]) -> Mask:
    """Where the reference glows itself, (H, W): the middle of a wide print is as even as a substrate, and no print is told there."""
    above = [np.subtract(reference, usual, dtype=np.float32) for _, reference, _, usual in pairs]
    return np.asarray(np.maximum.reduce(above) > LUMINESCENT_LEVEL, np.bool_)


def _lamp(pairs: Sequence[tuple[cv2.typing.MatLike, cv2.typing.MatLike, float, float]]) -> float:
    """Give how much brighter the substrate is than the reference's, at least 1: by the lamp, or by its exposure.

    In the colour in which it is so least, of those that show it at all: stray light adds to one.
    """
    ratios = [level / usual for _, _, level, usual in pairs if usual >= _SHOWN]
    return float(np.clip(min(ratios, default=1.0), 1.0, GAINS[1]))
