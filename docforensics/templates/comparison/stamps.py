"""Stamps on a page: one ink over print that goes on under it, over several millimetres either way, where the reference shows nothing.

An officer's stamp is no print of the document and no alteration of it. What stands under it cannot be compared, so its area counts as covered; the rest of
the page is compared all the same. Ink adds density to what is there, in one direction of colour whatever lies below; print that was changed is
lighter in some places as well, and print of another press lies on the lines of the reference.

Cannot see: stamps that are smaller than a few millimetres; stamps in the ink of the holder's data where these stand; stamps on pages without colour;
the part of a stamp that lies on a picture, so that a page that is stamped over the edge of the portrait is still taken for altered there.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.capture.model import Pixels
from docforensics.templates.comparison.photometric import is_grey
from docforensics.templates.masks import SOLID_KINDS, box_mask, grown
from docforensics.templates.model import REFERENCE_PX_PER_MM, Feature
from docforensics.templates.planes import Map, Mask, blur, mean_of

HALF = 0.5
"""Of the reference's resolution, at which stamps are looked for: their strokes are wider than .3 mm."""
_PX_PER_MM = HALF * REFERENCE_PX_PER_MM
_LOGARITHMS = np.log(np.arange(256, dtype=np.float32) + 4)
"""Of grey levels; below 4 sensors show noise."""
_SAMPLED = (slice(None, None, 3), slice(None, None, 3))
"""Every third place tells the page's own figures as well."""
_DEVIATION = 1.4826
"""Standard deviations in a median absolute deviation of normal noise."""
_LIGHT_MM, _PRINT_MM, _SMOOTH_MM = 7.0, 2.0, 0.15
"""Over which illumination varies, over which print is told from tone, and what is smoothed of noise. Judgements."""
_CLIP = 0.1
"""Density beyond which a place tells nothing of the illumination. A judgement."""
_DENSITY, _NOISES = 0.06, 5.0
"""Density above the reference from which ink was added: at least, and in standard deviations of the page's own noise. Judgements."""
_SAME_HUE, _TEXT_HUE = 0.96, 0.985
"""Cosines between densities from which a pixel is of a stamp's ink, and of the holder's data. Greens, blues, reds and purples of stamps have .87 to .95 with
black; over lines of the background one ink has .97 and more."""
_TEXT_DENSITY = 0.8
"""Density above the paper from which print is the holder's text: stamps of the samples are translucent and reach .61 to .72 in colour. A judgement."""
_LETTERS_MM = 2.25
"""Gap within a stamp, from a letter to the next or to the rim. A judgement."""
_LEAST_MM, _LEAST_MM2 = 8.0, 15.0
"""Width and height of a stamp, which no line of data and no label has, and its ink."""
_FILL = (0.15, 0.55)
"""Share of a stamp's area that is inked: .27 to .45 on the stamps, .03 to .08 along creases and rims, more in pictures (one design of the samples with
fourteen stamps, on which most limits here were set)."""
_COMPARED = 0.5
"""Share of a stamp's area that was compared, at least: .53 to .99 on the stamps; the shadow of a photo that was stuck on lies round a picture, where nothing was (.13)."""
_LIGHTER, _ON_PRINT = 0.1, 0.3
"""Ink gone within the area, as a share of what was added, and correlation of what was added with the reference's own print, up to which ink was added alone: at
most .04 and .18 on the stamps. Print that is darker throughout has .5 and more of the second; a latent image that another light turned, -.4 (a panel of banknotes)."""
_AROUND_MM, _DARKER = 3.0, 0.25
"""Round a stamp's area, and by how much denser the reference is under its ink than there at most: an element that another device shows darker is of the print, such
as a panel of a banknote. Under the stamps at most .17, under titles and labels .4 and more."""
_MOST_SHARE = 0.4
"""Of a page that stamps cover; what covers more is print of another kind. A judgement."""
_ROOM_MM = 0.8
"""Round the area, which a comparison's window reaches (`comparison.dissimilarity`)."""
Hue = NDArray[np.float32]
"""(3,): the direction of an ink's density in red, green and blue, of length 1."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AddedInk:
    """What a page bears beyond its reference, (h, w) at half the reference's resolution."""

    ink: Mask
    """Where it is darker."""
    lighter: Mask
    """Where it is lighter by as much."""
    density: NDArray[np.float32]
    """(h, w, 3): density beyond the reference's, in red, green and blue."""
    printed: Map
    """The reference's own density."""
    known: Mask
    """Where the two were compared."""

    def hues(self, where: Mask) -> NDArray[np.float32]:
        """(n, 3): the directions of the density in places."""
        return _directions(self.density[where])

    def of_hue(self, where: Mask, hue: Hue, least: float) -> Mask:
        """Where in some places the density has a hue, or its opposite: up to this cosine."""
        found = where.copy()
        found[where] = np.abs(self.hues(where) @ hue) > least
        return found

    def hue(self, where: Mask) -> Hue | None:
        """The hue of the ink in a place; None where there is none."""
        return common_hue([self.hues(self.ink & where)])


def _directions(density: NDArray[np.float32]) -> NDArray[np.float32]:
    lengths = np.linalg.norm(density, axis=1, keepdims=True)
    return np.asarray(density / np.maximum(lengths, 1e-6), np.float32)


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
    seen = np.maximum(blur(weight, _LIGHT_MM * _PX_PER_MM), np.float32(1e-3))
    own, expected = (cv2.split(cv2.LUT(of, _LOGARITHMS)) for of in (page, reference))
    density = [
        cv2.GaussianBlur(_evened(there - here, trusted, weight, seen), (0, 0), _SMOOTH_MM * _PX_PER_MM)
        for here, there in zip(own, expected, strict=True)
    ]
    tone = mean_of(density)
    noise = _DEVIATION * float(np.median(np.abs(tone[_SAMPLED][trusted[_SAMPLED]])))
    least = max(_DENSITY, _NOISES * noise)
    return AddedInk(
        ink=(tone > least) & trusted,
        lighter=(tone < -least) & trusted,
        density=np.asarray(cv2.merge(density), np.float32),
        printed=-mean_of(expected),
        known=trusted,
    )


def _evened(plane: Map, trusted: Mask, weight: Map, seen: Map) -> Map:
    """Density (h, w) without what illumination and exposure make of it."""
    middle = float(np.median(plane[_SAMPLED][trusted[_SAMPLED]]))
    usual = np.clip(plane, middle - _CLIP, middle + _CLIP) * weight
    return np.asarray(plane - blur(usual, _LIGHT_MM * _PX_PER_MM) / seen, np.float32)


def stamped(added: AddedInk, held: Mask, text: Hue | None) -> tuple[Mask, Mask] | None:
    """Find stamps in what a page bears beyond its reference.

    Parameters
    ----------
    held
        (h, w): places of the holder's data.
    text
        The ink of the holder's data, which is no stamp where these stand; None where it is not known.

    Returns
    -------
    The areas that stamps cover, with a margin, and their strokes, (h, w) both; None where there are none.

    """
    if next(_large(added.ink), None) is None:
        return None
    apart = np.ones(held.shape, np.bool_)
    if text is not None:
        apart &= ~added.of_hue((added.ink | added.lighter) & held, text, _TEXT_HUE)
    covered, strokes = np.zeros((2, *added.ink.shape), np.bool_)
    for area, own in _stamps(added, apart):
        covered |= area
        strokes |= own
    if not covered.any() or covered.mean() > _MOST_SHARE:
        return None
    return grown(covered, _ROOM_MM * HALF), strokes  # `grown` counts in the reference's pixels


def _stamps(added: AddedInk, apart: Mask) -> Iterator[tuple[Mask, Mask]]:
    """Yield the area and the strokes of each stamp; `apart` is where what was added, or is gone, is no ink of the holder's data."""
    lighter = added.lighter & apart
    for part in _large(added.ink & apart):
        hue = added.hue(part)
        if hue is None:
            continue
        # With the strokes of its own ink that cross data of another.
        for own in _large(added.of_hue(added.ink & grown(part, _LETTERS_MM * HALF), hue, _SAME_HUE)):
            area = _hull(own)
            # Letters stand farther from the rim than from one another.
            strokes = added.of_hue(added.ink & area, hue, _SAME_HUE)
            inside = area & added.known
            if inside.sum() >= _COMPARED * area.sum() and _is_stamp(added, strokes, inside, lighter):
                yield area, strokes


def _large(ink: Mask) -> Iterator[Mask]:
    """Yield ink that belongs together and is as large as a stamp either way."""
    side = round(_LETTERS_MM * _PX_PER_MM) | 1
    near = cv2.morphologyEx(ink.view(np.uint8), cv2.MORPH_CLOSE, np.ones((side, side), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(near, connectivity=8)
    for label in range(1, count):
        if min(stats[label, cv2.CC_STAT_WIDTH], stats[label, cv2.CC_STAT_HEIGHT]) >= _LEAST_MM * _PX_PER_MM:
            yield ink & (labels == label)


def _hull(own: Mask) -> Mask:
    points = np.argwhere(own)[:, ::-1].astype(np.int32)
    filled = np.zeros(own.shape, np.uint8)
    cv2.fillConvexPoly(filled, cv2.convexHull(points), 1)
    return filled > 0


def _is_stamp(added: AddedInk, own: Mask, inside: Mask, lighter: Mask) -> bool:
    """Whether ink was added in an area and none taken, beside the reference's own print."""
    count = int(own.sum())
    if count < _LEAST_MM2 * _PX_PER_MM**2 or not _FILL[0] <= count / max(int(inside.sum()), 1) <= _FILL[1]:
        return False
    if int((lighter & inside).sum()) > _LIGHTER * count:
        return False
    around = grown(inside, _AROUND_MM * HALF) & ~inside & added.known
    if around.any() and float(added.printed[own].mean() - np.median(added.printed[around])) > _DARKER:
        return False
    printed = (added.printed - blur(added.printed, _PRINT_MM * _PX_PER_MM))[inside]
    inked = own[inside].astype(np.float32)
    return printed.std() == 0 or abs(float(np.corrcoef(inked, printed)[0, 1])) <= _ON_PRINT


def halved(pixels: Pixels) -> Pixels:
    """Half the reference's resolution."""
    return np.asarray(cv2.resize(pixels, None, fx=HALF, fy=HALF, interpolation=cv2.INTER_AREA), np.uint8)


@dataclass(frozen=True, slots=True, eq=False)
class Stamps:
    """Stamps on a page, on the template's frame."""

    area: Mask
    """(H, W): what they cover, with a margin."""
    strokes: Mask
    """(H, W): their ink."""


def stamps_on(page: Pixels, reference: Pixels, known: Mask, features: Sequence[Feature]) -> Stamps | None:
    """Find the stamps on a page that lies on a template's reference, (H, W, 3) both; None where there are none, or no colours.

    Parameters
    ----------
    known
        (H, W): where the reference is constant and the page was seen.
    features
        The places of the template in white light: pictures are left out, and at other places of the holder's data their ink is no stamp.

    """
    if is_grey(page) or is_grey(reference):
        return None
    varying = [one for one in features if one.variable]
    pictures = box_mask((one.box for one in varying if one.kind in SOLID_KINDS), known.shape)
    half = halved(page)
    added = added_ink(half, halved(reference), known & ~pictures)
    if added is None:
        return None
    at_data = halved(box_mask((one.box for one in varying), known.shape).view(np.uint8)) > 0
    found = stamped(added, at_data, text_hue(half, at_data))
    return None if found is None else Stamps(*(whole(mask, known.shape) for mask in found))


def text_hue(page: Pixels, held: Mask) -> Hue | None:
    """The hue of the darkest print in places of the holder's data, (h, w, 3) and (h, w), whatever else crosses them; None where there is none."""
    side = round(_LETTERS_MM * _PX_PER_MM) | 1
    paper = cv2.dilate(page, np.ones((side, side), np.uint8))
    density = cv2.LUT(paper, _LOGARITHMS) - cv2.LUT(page, _LOGARITHMS)
    dark = held & (density.mean(axis=2) > _TEXT_DENSITY)
    return common_hue([_directions(density[dark])])


def whole(mask: Mask, shape: tuple[int, ...]) -> Mask:
    """A mask at the reference's resolution."""
    return cv2.resize(mask.view(np.uint8), (shape[1], shape[0]), interpolation=cv2.INTER_NEAREST) > 0
