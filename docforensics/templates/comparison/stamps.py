"""Stamps on a page: one ink over print that goes on under it, over several millimetres either way, where the reference shows nothing.

An officer's stamp is no print of the document and no alteration of it. What stands under it cannot be compared, so its area counts as covered; the rest of
the page is compared all the same. Ink adds density to what is there, in one direction of colour whatever lies below; print that was changed is
lighter in some places as well, and print of another press lies on the lines of the reference.

Cannot see: stamps that are smaller than a few millimetres; stamps in the ink of the holder's data where these stand; stamps on pages without colour;
stamps that lie for the most part on a picture or on data, but for coloured ovals that cover less than half of the picture (`stamp_rims`): a page that is stamped over the edge of the
portrait in another way is still taken for altered there, and of a stamp whose compared half was found by itself the rest is not looked for.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from docforensics.capture.model import Pixels
from docforensics.page.quantiles import median_of
from docforensics.templates.comparison.added_ink import (
    HALF,
    LETTERS_MM,
    PX_PER_MM,
    AddedInk,
    Hue,
    PageStrokes,
    added_ink,
    common_hue,
    directions,
    halved,
)
from docforensics.templates.comparison.photometric import is_grey
from docforensics.templates.comparison.stamp_rims import rim
from docforensics.templates.masks import SOLID_KINDS, box_mask, grown
from docforensics.templates.model import Feature
from docforensics.templates.planes import Mask, blur

_SAME_HUE, _TEXT_HUE = 0.96, 0.985
"""Cosines between densities from which a pixel is of a stamp's ink, and of the holder's data. Greens, blues, reds and purples of stamps have .87 to .95 with
black; over lines of the background one ink has .97 and more."""
_TEXT_DENSITY = 0.8
"""Density above the paper from which print is the holder's text: stamps of the samples are translucent and reach .61 to .72 in colour. A judgement."""
_PRINT_MM = 2.0
"""Over which print is told from tone. A judgement."""
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
_LEAST_PART_MM, _LEAST_PART_MM2, _REACH_MM = 1.5, 3.0, 25.0
"""Width and height of the part of a stamp that was compared, and its ink, from which the rest is looked for, and how far. Judgements."""
_MOST_PARTS, _MOST_OF_PICTURE = 6, 0.5
"""Such parts that are looked at, the largest first: a page that is full of them bears no stamp; and the share of a picture that a stamp covers at most. Judgements."""
_MOST_COMPARED = 0.75
"""Share of what was compared of a stamp that is inked: a strip along the rim has more of it (.68 on one, seen) than the whole; a tinted film has all."""
_AS_DENSE, _STROKE_MM = 0.5, 1.0
"""Share of that part's density from which a stroke beside it is of the same ink, and the length of one. Judgements."""
_NEUTRAL = 0.97
"""Cosine with grey from which density has no colour: shadows and black ink have .98 and more, the stamps .87 to .95."""
_MOST_SHARE = 0.4
"""Of a page that stamps cover; what covers more is print of another kind. A judgement."""
_ROOM_MM = 0.8
"""Round the area, which a comparison's window reaches (`comparison.dissimilarity`)."""


def stamped(added: AddedInk, held: Mask, text: Hue | None, pictures: Mask) -> tuple[Mask, Mask] | None:
    """Find stamps in what a page bears beyond its reference.

    Parameters
    ----------
    held
        (h, w): places of the holder's data.
    text
        The ink of the holder's data, which is no stamp where these stand; None where it is not known.
    pictures
        (h, w): places of pictures.

    Returns
    -------
    The areas that stamps cover, with a margin, and their strokes where the page was compared, (h, w) both; None where there are none.

    """
    if not added.ink.any():
        return None
    apart = np.ones(held.shape, np.bool_)
    if text is not None:
        apart &= ~added.of_hue((added.ink | added.lighter) & held, text, _TEXT_HUE)
    covered, strokes = np.zeros((2, *added.ink.shape), np.bool_)
    for area, own in _stamps(added, apart):
        covered |= area
        strokes |= own
    for area in _crossing(added, apart & ~covered, pictures):
        covered |= area
        strokes |= added.ink & area & apart
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
        for own in _large(added.of_hue(added.ink & grown(part, LETTERS_MM * HALF), hue, _SAME_HUE)):
            area = _hull(own)
            # Letters stand farther from the rim than from one another.
            strokes = added.of_hue(added.ink & area, hue, _SAME_HUE)
            inside = area & added.known
            if np.count_nonzero(inside) >= _COMPARED * np.count_nonzero(area) and _is_stamp(
                added, strokes, inside, lighter
            ):
                yield area, strokes


def _crossing(added: AddedInk, apart: Mask, pictures: Mask) -> Iterator[Mask]:
    """Yield the areas of stamps that lie in part where no reference shows what was added: coloured, with an oval rim of one hue, and strokes of it within.

    A picture that was stuck on may be an oval with a coloured edge: what encloses most of a picture is no stamp.
    """
    lighter, left = added.lighter & apart, apart.copy()
    for part in _parts(added, apart):
        hue, around = added.hue(part), grown(part, _REACH_MM * HALF)
        if hue is None or not (part & left).any() or added.known[around].all():
            continue
        strokes = _of_part(added, part, hue, around)
        oval = rim(part, strokes, added.known)
        if oval is None:
            continue
        area = oval.area(added.ink.shape)
        inside, own = area & added.known, strokes & area
        if not _is_inked(own, area) or (own & inside).sum() > _MOST_COMPARED * inside.sum():
            continue
        if not _encloses(area, pictures) and _is_added(added, own & inside, inside, lighter):
            left &= ~area
            yield area


def _parts(added: AddedInk, apart: Mask) -> Sequence[Mask]:
    """The largest parts of coloured ink that was compared, which may be those of stamps."""
    found = [
        part
        for part in _large(_coloured(added, apart), _LEAST_PART_MM)
        if np.count_nonzero(part) >= _LEAST_PART_MM2 * PX_PER_MM**2
    ]
    return sorted(found, key=lambda part: -np.count_nonzero(part))[:_MOST_PARTS]


def _encloses(area: Mask, pictures: Mask) -> bool:
    """Whether most of a picture lies in an area."""
    count, labels = cv2.connectedComponents(pictures.view(np.uint8))
    whole_px, inside_px = (np.bincount(of, minlength=count)[1:] for of in (labels.ravel(), labels[area]))
    return bool((inside_px > _MOST_OF_PICTURE * whole_px).any())


def _of_part(added: AddedInk, part: Mask, hue: Hue, around: Mask) -> Mask:
    """Strokes of the ink of a part that was compared: where compared, what was added in its hue, elsewhere what is darker than what lies beside it."""
    least = _AS_DENSE * median_of(added.tone[part])
    beside = added.strokes()
    hidden = around & ~added.known & (beside.tone > least)
    hidden[hidden] = directions(beside.density[hidden]) @ hue > _SAME_HUE
    return _strokes(hidden | added.of_hue(added.ink & around, hue, _SAME_HUE))


def _strokes(ink: Mask) -> Mask:
    """What is as long as a stroke."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink.view(np.uint8), connectivity=8)
    longest = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT])
    longest[0] = 0
    return np.asarray((longest >= _STROKE_MM * PX_PER_MM)[labels])


def _coloured(added: AddedInk, apart: Mask) -> Mask:
    """Where added ink has a colour."""
    found = added.ink & apart
    found[found] = added.hues(found).sum(axis=1) / np.sqrt(3) < _NEUTRAL
    return found


def _large(ink: Mask, least_mm: float = _LEAST_MM) -> Iterator[Mask]:
    """Yield ink that belongs together and is as large as a stamp either way; a part of one where less is asked."""
    side = round(LETTERS_MM * PX_PER_MM) | 1
    near = cv2.morphologyEx(ink.view(np.uint8), cv2.MORPH_CLOSE, np.ones((side, side), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(near, connectivity=8)
    for label in range(1, count):
        if min(stats[label, cv2.CC_STAT_WIDTH], stats[label, cv2.CC_STAT_HEIGHT]) >= least_mm * PX_PER_MM:
            yield ink & (labels == label)


def _hull(own: Mask) -> Mask:
    points = np.argwhere(own)[:, ::-1].astype(np.int32)
    filled = np.zeros(own.shape, np.uint8)
    cv2.fillConvexPoly(filled, cv2.convexHull(points), 1)
    return filled > 0


def _is_stamp(added: AddedInk, own: Mask, inside: Mask, lighter: Mask) -> bool:
    """Whether ink was added in an area and none taken, beside the reference's own print."""
    return _is_inked(own, inside) and _is_added(added, own, inside, lighter)


def _is_inked(own: Mask, area: Mask) -> bool:
    """Whether there is as much ink in an area as a stamp has."""
    count = int(np.count_nonzero(own))
    return (
        count >= _LEAST_MM2 * PX_PER_MM**2
        and _FILL[0] <= count / max(int(np.count_nonzero(area)), 1) <= _FILL[1]
    )


def _is_added(added: AddedInk, own: Mask, inside: Mask, lighter: Mask) -> bool:
    """Whether ink was added where an area was compared, none was taken there, and it does not lie on the reference's own print."""
    if (
        not own.any()
        or own[inside].all()
        or np.count_nonzero(lighter & inside) > _LIGHTER * np.count_nonzero(own)
    ):
        return False
    around = grown(inside, _AROUND_MM * HALF) & ~inside & added.known
    if around.any() and float(added.printed[own].mean() - median_of(added.printed[around])) > _DARKER:
        return False
    printed = (added.printed - blur(added.printed, _PRINT_MM * PX_PER_MM))[inside]
    inked = own[inside].astype(np.float32)
    return printed.std() == 0 or abs(float(np.corrcoef(inked, printed)[0, 1])) <= _ON_PRINT


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
    text = text_hue(added.strokes(), at_data)
    found = stamped(added, at_data, text, halved(pictures.view(np.uint8)) > 0)
    return None if found is None else Stamps(*(whole(mask, known.shape) for mask in found))


def text_hue(strokes: PageStrokes, held: Mask) -> Hue | None:
    """The hue of the darkest print in places (h, w) of the holder's data, whatever else crosses them; None where there is none."""
    dark = held & (strokes.tone > _TEXT_DENSITY)
    return common_hue([directions(strokes.density[dark])])


def whole(mask: Mask, shape: tuple[int, ...]) -> Mask:
    """A mask at the reference's resolution."""
    return cv2.resize(mask.view(np.uint8), (shape[1], shape[0]), interpolation=cv2.INTER_NEAREST) > 0
