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
from docforensics.templates.comparison.luminescence import (
    GAINS,
    LUMINESCENT_LEVEL,
    NOISE,
    SOFT_MM,
    luminescence,
)
from docforensics.templates.masks import grown
from docforensics.templates.model import REFERENCE_PX_PER_MM, FeatureKind, LightReference
from docforensics.templates.planes import Map, Mask, blur, brightest

Levels = NDArray[np.float64]
"""(colours,) grey levels."""

_FAINT = 8.0
"""Grey levels above the substrate from which a place is no longer plain substrate."""
_APART_MM = 1.0
"""How far from luminescent print the substrate is looked at: glow spreads in the paper and in the lens."""
MIN_PRINT_MM2 = 8.0
"""Less luminescent print than this tells nothing."""
_MIN_SUBSTRATE_MM2 = 20.0
"""Of bare substrate beside pictures from which its level is told. A judgement; not fitted."""
_PICTURES = (FeatureKind.PORTRAIT, FeatureKind.SECONDARY_PORTRAIT)
_WINDOW_MM = 1.0
"""Standard deviation of the window of comparison: some lines of a pattern. A judgement; not fitted."""
_UNEVEN = np.float32(1.3)
"""Times by which the glow of a place may be stronger or weaker than that of the whole. Of 12 genuine pages of three random designs (seen), whose print saturates,
the share that is unlike falls from .04 to .17 to .01 to .08, of print painted with skill from .46 and .71 to .40 and .69. A judgement; not fitted."""
_SATURATED, _SPREAD_MM = 250, 4 * SOFT_MM
"""Grey level of a colour from which a place may be brighter than the picture tells: the last that JPEG leaves of white; and how far
round it the blurred print is too weak as well. Judgements; not fitted."""


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
    saturated: Mask
    """Where the page glows at least as strongly as it was seen to."""


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
        return _luminescent_side(self.side.full())

    @property
    def bears_print(self) -> bool:
        """Whether the reference knows enough luminescent print to compare."""
        return float(self.printed.sum()) / REFERENCE_PX_PER_MM**2 >= MIN_PRINT_MM2

    @property
    def strength(self) -> float:
        """How strong the page glows, as a multiple of what the reference does: lamps differ. 1 where that bears no print, or none that glows."""
        where = _told(self.printed, self.saturated)
        expected = self.expected[where]
        power = float((expected * expected).sum())
        if not self.bears_print or power <= 0:
            return 1.0
        return float((self.seen[where] * expected).sum()) / power


def luminescent_sides(document: Document) -> tuple[LuminescentSide, ...] | Abstained:
    """All sides that were compared with a reference under UV; or why there is none."""
    sides = registered_sides(document, Light.UV)
    return sides if isinstance(sides, Abstained) else tuple(_luminescent_side(side) for side in sides)


def _luminescent_side(side: RegisteredSide) -> LuminescentSide:
    found = side.side.kept.once((_luminescent_side, side.reference, side.index), lambda: _compared(side))
    return LuminescentSide(
        side=side,
        seen=found.seen,
        expected=found.expected,
        levels=found.levels,
        printed=found.printed,
        substrate=found.substrate,
        saturated=found.saturated,
    )


def _compared(side: RegisteredSide) -> Glow:
    known = side.reference.constant
    expected, printed, substrate = expected_glow(side.learned)
    substrate = _bare(side, substrate & known)
    return Glow(
        seen=glow(side),
        expected=expected,
        printed=printed & known,
        substrate=substrate,
        saturated=saturated(side),
        levels=(_levels(side.page(), substrate), _levels(side.reference.mean, substrate)),
    )


def _bare(side: RegisteredSide, substrate: Mask) -> Mask:
    """The substrate without what the template names as pictures of the holder: their ink absorbs, where the reference is level. All of it if little else is left."""
    pictures = [one.box for kind in _PICTURES for one in side.template.of_kind(kind)]
    bare = substrate & ~side.zone(*pictures)
    return bare if np.count_nonzero(bare) >= _MIN_SUBSTRATE_MM2 * REFERENCE_PX_PER_MM**2 else substrate


def saturated(side: RegisteredSide) -> Mask:
    """Where the page of a side is as bright in a colour as its picture can show, or that spreads from there, (H, W)."""
    return side.side.kept.once(saturated, lambda: grown(brightest(side.page()) >= _SATURATED, _SPREAD_MM))


def _told(where: Mask, burnt: Mask) -> Mask:
    """Where the picture does not saturate; everywhere if that leaves too little print to tell a strength."""
    told = where & ~burnt
    return told if np.count_nonzero(told) >= MIN_PRINT_MM2 * REFERENCE_PX_PER_MM**2 else where


def at_strength_of(expected: Map, seen: Map, where: Mask, burnt: Mask) -> Map:
    """Bring what a page gives off to the strength of its reference, by what both show at some places (H, W).

    Where the picture saturates at print, the page glows at least as strongly as was seen: what is expected beyond that is taken to be there. A
    substrate that saturates shows no print.
    """
    told = _told(where, burnt)
    shown = max(float((seen[told] ** 2).sum()), 1.0)
    strength = np.sqrt(float((expected[told] ** 2).sum()) / shown)
    brought = seen * np.float32(np.clip(strength, *GAINS))
    at_least = burnt & (seen > LUMINESCENT_LEVEL)
    return np.asarray(np.where(at_least, np.maximum(brought, expected), brought), np.float32)


def apart(expected: Map, seen: Map, zone: Mask) -> Map:
    """Dissimilarity of two glows of one strength at each place of a zone (H, W), 0 same .. 1 unrelated, in a window of some lines.

    A lamp lights parts of a page more or less than it does on average, and cameras differ in their tones: by that much either may be stronger there.
    """
    weight, sigma = zone.astype(np.float32), _WINDOW_MM * REFERENCE_PX_PER_MM
    both, own, usual = (
        blur(np.asarray(one * other * weight, np.float32), sigma)
        for one, other in ((seen, expected), (seen, seen), (expected, expected))
    )
    gain = np.clip(np.sqrt(usual / np.maximum(own, np.float32(1e-3))), 1 / _UNEVEN, _UNEVEN)
    return np.asarray(1 - (2 * gain * both + NOISE) / (gain * gain * own + usual + NOISE), np.float32)


def glow(side: RegisteredSide) -> Map:
    """(H, W): grey levels by which the page of a side glows above its substrate."""
    return side.side.kept.once(glow, lambda: soft(luminescence(side.page())))


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
