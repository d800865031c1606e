"""What the UV checks share: the light that print gives off, on the page and as the reference leads one to expect."""

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np

from docforensics.capture.light import Light
from docforensics.checks.outcome import Abstained
from docforensics.checks.support.places import Place
from docforensics.checks.support.registered import RegisteredSide, registered_sides
from docforensics.document import Document
from docforensics.templates.comparison.luminescence import LUMINESCENT_LEVEL, SOFT_MM, luminescence
from docforensics.templates.masks import grown
from docforensics.templates.model import REFERENCE_PX_PER_MM, LightReference
from docforensics.templates.planes import Map, Mask

_FAINT = 8.0
"""Grey levels above the substrate from which a place is no longer plain substrate."""
_APART_MM = 1.0
"""How far from luminescent print the substrate is looked at: glow spreads in the paper and in the lens."""
MIN_PRINT_MM2 = 8.0
"""Less luminescent print than this tells nothing."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LuminescentSide:
    """A side under UV with what its template expects there."""

    side: RegisteredSide
    seen: Map
    """(H, W): grey levels above the substrate on the page."""
    expected: Map
    """(H, W): the same on the reference."""
    printed: Mask
    """Where the reference bears luminescent print that is the same on every document."""
    substrate: Mask
    """Where the reference bears none, and none near."""

    @property
    def place(self) -> Place:
        """The side as a whole."""
        return self.side.place

    def full(self) -> "LuminescentSide":
        """The same compared with all that the template knows."""
        return _luminescent_side(self.side.full())

    @property
    def bears_print(self) -> bool:
        """Whether the reference knows enough luminescent print to compare."""
        return float(self.printed.sum()) / REFERENCE_PX_PER_MM**2 >= MIN_PRINT_MM2


def luminescent_sides(document: Document) -> tuple[LuminescentSide, ...] | Abstained:
    """All sides that were compared with a reference under UV; or why there is none."""
    sides = registered_sides(document, Light.UV)
    return sides if isinstance(sides, Abstained) else tuple(_luminescent_side(side) for side in sides)


def _luminescent_side(side: RegisteredSide) -> LuminescentSide:
    expected, printed, substrate = _expected(side.reference)
    seen = soft(luminescence(side.page()))
    return LuminescentSide(side=side, seen=seen, expected=expected, printed=printed, substrate=substrate)


def soft(levels: Map, sigma_mm: float = SOFT_MM) -> Map:
    """A map blurred by `sigma_mm`."""
    return np.asarray(cv2.GaussianBlur(levels, (0, 0), sigma_mm * REFERENCE_PX_PER_MM), dtype=np.float32)


@lru_cache(maxsize=32)
def _expected(reference: LightReference) -> tuple[Map, Mask, Mask]:
    """Glow, print and bare substrate of a reference; kept, because it is the same for every document."""
    levels = soft(luminescence(reference.mean))
    printed = reference.constant & (levels > LUMINESCENT_LEVEL)
    substrate = reference.constant & ~grown(levels > _FAINT, _APART_MM)
    for array in (levels, printed, substrate):
        array.setflags(write=False)
    return levels, printed, substrate
