"""What the infrared checks share: how dark print is in white light and in infrared, on page and reference."""

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np

from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.checks.outcome import Abstained
from docforensics.checks.support.places import Place, whole_side
from docforensics.checks.support.registered import RegisteredSide, not_compared, registered_sides
from docforensics.document import Document
from docforensics.templates.masks import square
from docforensics.templates.model import REFERENCE_PX_PER_MM, LightReference
from docforensics.templates.planes import Map, Mask

SEEN = 0.12
"""Contrast with the paper around from which fixed print is seen."""
_VANISHES, _STAYS = 0.35, 0.6
"""Share of its contrast in white light that print keeps at most, or at least."""
_SURROUNDINGS_MM, _SOFT_MM = 1.5, 0.1
"""Paper around a place, wider than strokes; and blur that removes the sensor's noise. A judgement; not fitted."""
MIN_PRINT_MM2 = 4.0
"""Less print than this tells nothing."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class InfraredPrint:
    """Print of a side in white light and infrared with what its template expects there. Contrasts are shares of the paper.

    A side keeps it; it does not refer to the side, or in a circle the pictures would stay until Python looks for circles.
    """

    white: Map
    """(H, W): contrast of the page's print in white light, 0..1."""
    dark: Map
    """(H, W): the same in infrared."""
    expected_white: Map
    expected_dark: Map
    vanishes: Mask
    """Fixed print that white light shows and infrared does not."""
    stays: Mask
    """Fixed print that infrared shows as well."""
    seen: Mask
    """Where the page could be seen in both lights."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class InfraredSide(InfraredPrint):
    """A side with its print in both lights."""

    side: RegisteredSide
    """In infrared."""

    @property
    def place(self) -> Place:
        """The side as a whole, in both lights."""
        return whole_side(self.side.index, self.side.side, Light.IR, Light.VISIBLE)

    def full(self) -> "InfraredSide":
        """The same compared with all that the template knows."""
        visible = self.side.seen_in(Light.VISIBLE)
        return self if visible is None else _in_both(self.side.full(), visible.full())


def infrared_sides(document: Document) -> tuple[InfraredSide, ...] | Abstained:
    """All sides that were compared with a reference in infrared and in white light; or why there is none."""
    sides = registered_sides(document, Light.IR)
    if isinstance(sides, Abstained):
        return sides
    pairs = ((side, side.seen_in(Light.VISIBLE)) for side in sides)
    found = tuple(_in_both(side, visible) for side, visible in pairs if visible is not None)
    return found or not_compared(document, Light.IR)


def _in_both(side: RegisteredSide, visible: RegisteredSide) -> InfraredSide:
    name = _in_both, side.reference, visible.reference, side.index
    found = side.side.kept.once(name, lambda: _compared(side, visible))
    return InfraredSide(
        side=side,
        white=found.white,
        dark=found.dark,
        expected_white=found.expected_white,
        expected_dark=found.expected_dark,
        vanishes=found.vanishes,
        stays=found.stays,
        seen=found.seen,
    )


def _compared(side: RegisteredSide, visible: RegisteredSide) -> InfraredPrint:
    white, dark, vanishes, stays = _expected(visible.learned, side.learned)
    known = visible.reference.constant & side.reference.constant
    return InfraredPrint(
        white=contrast(visible.page()),
        dark=contrast(side.page()),
        expected_white=white,
        expected_dark=dark,
        vanishes=vanishes & known,
        stays=stays & known,
        seen=side.seen & visible.seen,
    )


def contrast(pixels: Pixels) -> Map:
    """(H, W): how much darker each place is than the paper around it, as a share of the paper's brightness."""
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY) if pixels.ndim == 3 else pixels
    levels = grey.astype(np.float32)
    window = square(_SURROUNDINGS_MM)
    paper = cv2.blur(cv2.dilate(cv2.blur(levels, (3, 3)), window), window.shape)
    soft = cv2.GaussianBlur(levels, (0, 0), _SOFT_MM * REFERENCE_PX_PER_MM)
    return np.asarray(np.clip(1 - soft / np.maximum(paper, 1), 0, 1), dtype=np.float32)


def enough(places: Mask) -> bool:
    """Whether enough print can be seen to measure."""
    return int(np.count_nonzero(places)) / REFERENCE_PX_PER_MM**2 >= MIN_PRINT_MM2


@lru_cache(maxsize=32)
def _expected(visible: LightReference, infrared: LightReference) -> tuple[Map, Map, Mask, Mask]:
    """The reference's contrasts, and its print that vanishes and that stays; kept, the same for every document."""
    white, dark = contrast(visible.mean), contrast(infrared.mean)
    shown = visible.constant & infrared.constant & (white > SEEN)
    vanishes, stays = shown & (dark < _VANISHES * white), shown & (dark > _STAYS * white)
    for array in (white, dark, vanishes, stays):
        array.setflags(write=False)
    return white, dark, vanishes, stays
