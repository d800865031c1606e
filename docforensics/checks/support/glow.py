"""What the UV checks share: the light that print gives off, on the page and as the reference leads one to expect."""

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.checks.outcome import Abstained
from docforensics.checks.support.places import Place
from docforensics.checks.support.registered import RegisteredSide, registered_sides
from docforensics.document import Document
from docforensics.templates.comparison.luminescence import GAINS, LUMINESCENT_LEVEL, SOFT_MM, luminescence
from docforensics.templates.masks import grown
from docforensics.templates.model import REFERENCE_PX_PER_MM, FeatureKind, LightReference
from docforensics.templates.planes import Map, Mask

Levels = NDArray[np.float64]
"""(colours,) grey levels."""

_FAINT = 8.0
"""Grey levels above the substrate from which a place is no longer plain substrate."""
_APART_MM = 1.0
"""How far from luminescent print the substrate is looked at: glow spreads in the paper and in the lens."""
MIN_PRINT_MM2 = 8.0
"""Less luminescent print than this tells nothing."""
LEAST_SUBSTRATE_PX = 2000
"""Of bare substrate, below which its level is not known. A judgement; not fitted."""
_SHARED_STRENGTH = 0.1
"""Share of the mean power of the colours that counts for each as the strength of all: of a colour in which print hardly glows its own is noise. A judgement; not fitted."""
_MOST_BALANCED = 2.0
"""Times by which a colour is raised to the balance of the reference's: more is no lamp's and no sensor's. Without it, genuine pages of one random design (seen) whose blue was
dimmed to .6 lacked .9 of a place (script not kept). A judgement; not fitted."""
_PICTURES = (FeatureKind.PORTRAIT, FeatureKind.SECONDARY_PORTRAIT)
"""What shows the holder in ink that absorbs."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Glow:
    """What a side gives off under UV, and what its template expects there.

    A side keeps it; it does not refer to the side, or in a circle the pictures would stay until Python looks for circles.
    """

    seen: Map
    """(H, W): grey levels above the substrate on the page."""
    expected: Map
    """(H, W): the same on the reference."""
    levels: tuple[Levels, Levels]
    """Grey levels of page and reference on that substrate, by colour."""
    printed: Mask
    """Where the reference bears luminescent print that is the same on every document."""
    substrate: Mask
    """Where the reference bears none, and none near."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LuminescentSide(Glow):
    """A side with what it gives off."""

    side: RegisteredSide

    @property
    def place(self) -> Place:
        """The side as a whole."""
        return self.side.place

    def full(self) -> "LuminescentSide":
        """The same compared with all that the template knows."""
        return luminescent_side(self.side.full())

    @property
    def bears_print(self) -> bool:
        """Whether the reference knows enough luminescent print to compare."""
        return int(np.count_nonzero(self.printed)) / REFERENCE_PX_PER_MM**2 >= MIN_PRINT_MM2

    @property
    def strength(self) -> float:
        """How strong the page glows, as a multiple of what the reference does: lamps differ. 1 where that bears no print, or none that glows; too little where print saturates the picture."""
        expected = self.expected[self.printed]
        power = float((expected * expected).sum())
        if not self.bears_print or power <= 0:
            return 1.0
        return float((self.seen[self.printed] * expected).sum()) / power


def luminescent_sides(document: Document) -> tuple[LuminescentSide, ...] | Abstained:
    """All sides that were compared with a reference under UV; or why there is none."""
    sides = registered_sides(document, Light.UV)
    return sides if isinstance(sides, Abstained) else tuple(luminescent_side(side) for side in sides)


def luminescent_side(side: RegisteredSide) -> LuminescentSide:
    """Give a side under UV with what it gives off."""
    found = side.side.kept.once((luminescent_side, side.reference, side.index), lambda: _compared(side))
    return LuminescentSide(
        side=side,
        seen=found.seen,
        expected=found.expected,
        levels=found.levels,
        printed=found.printed,
        substrate=found.substrate,
    )


def _compared(side: RegisteredSide) -> Glow:
    known = side.reference.constant
    expected, printed, substrate = expected_glow(side.learned)
    substrate = _beside_pictures(side, substrate & known)
    return Glow(
        seen=glow(side),
        expected=expected,
        printed=printed & known,
        substrate=substrate,
        levels=(_levels(side.page(), substrate), _levels(side.reference.mean, substrate)),
    )


def _beside_pictures(side: RegisteredSide, substrate: Mask) -> Mask:
    """The substrate without what the template names as pictures of the holder: their ink absorbs, where the reference is level. All of it if little else is left."""
    pictures = [one.box for kind in _PICTURES for one in side.template.of_kind(kind)]
    bare = substrate & ~side.zone(*pictures)
    return bare if np.count_nonzero(bare) >= LEAST_SUBSTRATE_PX else substrate


def glow(side: RegisteredSide) -> Map:
    """(H, W): grey levels by which the page of a side glows above its substrate."""
    return side.side.kept.once(glow, lambda: soft(luminescence(side.page())))


def glow_by_colour(lit: LuminescentSide) -> list[Map]:
    """(H, W) for each colour: grey levels by which a page in colour glows above its substrate, in the balance of the reference's colours, since lamps and sensors differ in colour."""
    gains = _strengths(lit)
    weights = np.clip(gains.max() / gains, 1.0, _MOST_BALANCED).astype(np.float32)
    planes = cv2.split(lit.side.page())
    return [
        soft(luminescence(np.asarray(plane, np.uint8))) * weight
        for plane, weight in zip(planes, weights, strict=True)
    ]


def _strengths(lit: LuminescentSide) -> NDArray[np.float64]:
    """(colours,): how strong the print that is the same on every document glows in each colour, as a multiple of what the reference does; of a colour of which that shows little, as in all."""
    page, usual = (
        pixels[lit.printed].astype(np.float64) - level
        for pixels, level in zip((lit.side.page(), lit.side.reference.mean), lit.levels, strict=True)
    )
    power = (usual * usual).sum(axis=0)
    prior = _SHARED_STRENGTH * power.mean() + 1.0
    strengths = ((page * usual).sum(axis=0) + prior * lit.strength) / (power + prior)
    return np.asarray(np.maximum(strengths, 1.0 / GAINS[1]), np.float64)


def _levels(pixels: Pixels, substrate: Mask) -> Levels:
    """Median grey level of the substrate in each colour; 0 where there is none."""
    if not substrate.any():
        return np.zeros(1 if pixels.ndim == 2 else pixels.shape[2])
    return np.array([_median(np.asarray(plane, np.uint8)[substrate]) for plane in cv2.split(pixels)])


def _median(levels: NDArray[np.uint8]) -> float:
    """The median of grey levels, by counting them."""
    counted = np.cumsum(np.bincount(levels, minlength=256))
    middle = (counted[-1] + np.array([1, 2])) // 2
    return float(np.searchsorted(counted, middle).mean())


def soft(levels: Map, sigma_mm: float = SOFT_MM) -> Map:
    """A map blurred by `sigma_mm`."""
    return np.asarray(cv2.GaussianBlur(levels, (0, 0), sigma_mm * REFERENCE_PX_PER_MM), dtype=np.float32)


@lru_cache(maxsize=32)
def expected_glow(reference: LightReference) -> tuple[Map, Mask, Mask]:
    """Glow, print and bare substrate of a template's reference; kept, because it is the same for every document."""
    levels = soft(luminescence(reference.mean))
    printed = reference.constant & (levels > LUMINESCENT_LEVEL)
    substrate = reference.constant & ~grown(levels > _FAINT, _APART_MM)
    for array in (levels, printed, substrate):
        array.setflags(write=False)
    return levels, printed, substrate
