"""What a page bears beyond its reference: density that was added to it or is gone, with the hue of its ink."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.capture.model import Pixels
from docforensics.kept import Later
from docforensics.page.quantiles import median_of
from docforensics.templates.model import REFERENCE_PX_PER_MM
from docforensics.templates.planes import Map, Mask, blur, mean_of

HALF = 0.5
"""Of the reference's resolution, at which stamps are looked for: their strokes are wider than .3 mm."""
PX_PER_MM = HALF * REFERENCE_PX_PER_MM
_LOGARITHMS = np.log(np.arange(256, dtype=np.float32) + 4)
"""Of grey levels; below 4 sensors show noise."""
_SAMPLED = (slice(None, None, 3), slice(None, None, 3))
"""Every third place tells the page's own figures as well."""
_DEVIATION = 1.4826
"""Standard deviations in a median absolute deviation of normal noise."""
_LIGHT_MM, _SMOOTH_MM = 7.0, 0.15
"""Over which illumination varies, and what is smoothed of noise. Judgements."""
LETTERS_MM = 2.25
"""Gap between letters of one stamp and its rim, and more than the width of a stroke. A judgement."""
_CLIP = 0.1
"""Density beyond which a place tells nothing of the illumination. A judgement."""
_DENSITY, _NOISES = 0.06, 5.0
"""Density above the reference from which ink was added: at least, and in standard deviations of the page's own noise. Judgements."""
_DENSE, _FEWEST_DENSE_MM2, _LEAST_GAIN = 0.3, 10.0, 0.6
"""Density against the lightest around from which print is dense, area of it without which its gain is not known, and the least gain. Judgements; genuine pages of six
random designs (seen) have .70 to 1.05."""
Hue = NDArray[np.float32]
"""(3,): the direction of an ink's density in red, green and blue, of length 1."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PageStrokes:
    """A page's strokes against the lightest of what lies round them, whatever a reference shows."""

    density: NDArray[np.float32]
    """(h, w, 3), in red, green and blue."""
    tone: Map
    """(h, w): the mean of these."""

    @classmethod
    def of(cls, page: Pixels) -> "PageStrokes":
        """Measure a page (h, w, 3) at half the reference's resolution."""
        side = round(LETTERS_MM * PX_PER_MM) | 1
        paper = cv2.dilate(page, np.ones((side, side), np.uint8))
        density = np.asarray(cv2.LUT(paper, _LOGARITHMS) - cv2.LUT(page, _LOGARITHMS), np.float32)
        # NumPy is slow in reducing a short last axis.
        return cls(density=density, tone=mean_of(cv2.split(density)))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AddedInk:
    """What a page bears beyond its reference, (h, w) at half the reference's resolution."""

    ink: Mask
    """Where it is darker."""
    lighter: Mask
    """Where it is lighter by as much, held against how dense it shows print elsewhere."""
    density: NDArray[np.float32]
    """(h, w, 3): density beyond the reference's, in red, green and blue."""
    tone: Map
    """(h, w): the mean of these."""
    printed: Map
    """The reference's own density."""
    known: Mask
    """Where the two were compared."""
    strokes: Later[PageStrokes]
    """The page by itself."""

    def hues(self, where: Mask) -> NDArray[np.float32]:
        """(n, 3): the directions of the density in places."""
        return directions(self.density[where])

    def of_hue(self, where: Mask, hue: Hue, least: float) -> Mask:
        """Where in some places the density has a hue, or its opposite: up to this cosine."""
        found = where.copy()
        found[where] = np.abs(self.hues(where) @ hue) > least
        return found

    def hue(self, where: Mask) -> Hue | None:
        """The hue of the ink in a place; None where there is none."""
        return common_hue([self.hues(self.ink & where)])


def directions(density: NDArray[np.float32]) -> NDArray[np.float32]:
    """(n, 3), of length 1: the hues of densities (n, 3)."""
    # NumPy is slow in reducing a short last axis.
    red, green, blue = (density * density).T
    lengths = np.sqrt(red + green + blue)
    return np.asarray(density / np.maximum(lengths, 1e-6)[:, None], np.float32)


def common_hue(hues: Sequence[NDArray[np.float32]]) -> Hue | None:
    """The hue that most of what pages bear has, (n, 3) each; None where they bear nothing."""
    every = np.concatenate(hues) if hues else np.zeros((0, 3), np.float32)
    if not len(every):
        return None
    middle = np.median(every, axis=0)
    return np.asarray(middle / max(float(np.linalg.norm(middle)), 1e-6), np.float32)


def added_ink(page: Pixels, reference: Pixels, known: Mask) -> AddedInk | None:
    """Compare the densities of a page and a reference, (h, w, 3) both at half the reference's resolution, where `known` (H, W); None where hardly anything is."""
    trusted = halved(known.view(np.uint8) * np.uint8(255)) == 255
    if not trusted[_SAMPLED].any():
        return None
    weight = trusted.astype(np.float32)
    seen = np.maximum(blur(weight, _LIGHT_MM * PX_PER_MM), np.float32(1e-3))
    own, expected = (cv2.split(cv2.LUT(of, _LOGARITHMS)) for of in (page, reference))

    def beyond(here: cv2.typing.MatLike, there: cv2.typing.MatLike) -> cv2.typing.MatLike:
        evened = _evened(np.asarray(there - here, np.float32), trusted, weight, seen)
        return cv2.GaussianBlur(evened, (0, 0), _SMOOTH_MM * PX_PER_MM)

    density = [beyond(here, there) for here, there in zip(own, expected, strict=True)]
    tone, page_tone, printed = mean_of(density), mean_of(own), mean_of(expected)
    gain = _gain(page_tone, printed, trusted)
    gone = tone if gain == 1 else np.asarray(beyond(page_tone, gain * printed))
    noise = _DEVIATION * median_of(np.abs(tone[_SAMPLED][trusted[_SAMPLED]]))
    least = max(_DENSITY, _NOISES * noise)
    return AddedInk(
        ink=(tone > least) & trusted,
        lighter=(gone < -least) & trusted,
        density=np.asarray(cv2.merge(density), np.float32),
        tone=tone,
        printed=-printed,
        known=trusted,
        strokes=Later(partial(PageStrokes.of, page)),
    )


def _gain(own: Map, expected: Map, trusted: Mask) -> np.float32:
    """How dense the page shows the reference's dense print, over the reference, 1 at most; 1 where that has too little of it.

    Devices show dark ink more or less dark. Where it is paler, all print of the page seems to be gone, and no stamp would be one; where it is
    darker, nothing does.
    """
    side = round(LETTERS_MM * PX_PER_MM) | 1
    paper = np.ones((side, side), np.uint8)
    print_of_page, print_of_reference = (cv2.dilate(tone, paper) - tone for tone in (own, expected))
    dense = trusted & (print_of_reference > _DENSE)
    if np.count_nonzero(dense) < _FEWEST_DENSE_MM2 * PX_PER_MM**2:
        return np.float32(1)
    ratio = median_of(print_of_page[dense] / print_of_reference[dense])
    return np.float32(np.clip(ratio, _LEAST_GAIN, 1))


def _evened(plane: Map, trusted: Mask, weight: Map, seen: Map) -> Map:
    """Density (h, w) without what illumination and exposure make of it."""
    middle = median_of(plane[_SAMPLED][trusted[_SAMPLED]])
    usual = np.clip(plane, middle - _CLIP, middle + _CLIP) * weight
    return np.asarray(plane - blur(usual, _LIGHT_MM * PX_PER_MM) / seen, np.float32)


def halved(pixels: Pixels) -> Pixels:
    """Half the reference's resolution."""
    return np.asarray(cv2.resize(pixels, None, fx=HALF, fy=HALF, interpolation=cv2.INTER_AREA), np.uint8)
