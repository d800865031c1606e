"""Takes stamps off genuine captures before anything is learned of them: an officer's ink is neither the series' print nor the holder's.

One page in three of a visa bears one. Left on, its place would vary from holder to holder. Where a capture's stamp stands, the other captures are shown; that
genuine pages of the series bear such places is kept (`Unstamped.expecting`), since not every stamp of a questioned page is found.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.formats.free_size import AnySize
from docforensics.page.geometry import BoxMm
from docforensics.page.model import Page
from docforensics.templates.comparison.added_ink import added_ink, common_hue, halved
from docforensics.templates.comparison.stamps import stamped, whole
from docforensics.templates.learning.aligned_stack import AlignedSheet
from docforensics.templates.learning.propose_pictures import pictures
from docforensics.templates.masks import box_mask, grown
from docforensics.templates.model import REFERENCE_PX_PER_MM, LightReference
from docforensics.templates.planes import Mask

_FEWEST = 3
"""Captures from which on the others show what a page is like without a stamp."""
_ROOM_MM, _AROUND_MM = 0.4, 2.0
"""Round a stamp's strokes, to which its ink fades; and round its area, where the others' brightness is brought to the page's. Judgements."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Unstamped:
    """Captures that lie on one another, without the stamps that were found on them."""

    sheets: Sequence[AlignedSheet]
    inked_mm2: Mapping[int, float]
    """By the number of a capture, how much its stamps inked."""

    def expecting(self, reference: LightReference) -> LightReference:
        """The reference, with what stamps ink on genuine pages: those of the next page may be found in part, or not at all."""
        if not self.inked_mm2:
            return reference
        stamps = tuple(self.inked_mm2.get(number, 0.0) for number in range(len(reference.own_places)))
        return replace(reference, own_stamps=stamps)


def without_stamps(sheets: Sequence[AlignedSheet], holders: Sequence[int], size: AnySize) -> Unstamped:
    """Take stamps off captures that lie on one another; the same ones where there are none."""
    if len(sheets) < _FEWEST:
        return Unstamped(sheets=sheets, inked_mm2={})
    white = [sheet.pixels(Light.VISIBLE, size) for sheet in sheets]
    found = _strokes(white, [one.box for one in pictures(sheets, holders)])
    clean = [
        sheet.on(_cleaned(sheet, found[number], _others(sheets, number, size))) if number in found else sheet
        for number, sheet in enumerate(sheets)
    ]
    inked = {number: float(strokes.sum()) / REFERENCE_PX_PER_MM**2 for number, strokes in found.items()}
    return Unstamped(sheets=clean, inked_mm2=inked)


def _strokes(white: Sequence[Pixels], apart_from: Sequence[BoxMm]) -> dict[int, Mask]:
    """By the number of the capture, the strokes of its stamps, (H, W) with a margin."""
    if any(page.ndim != 3 for page in white):
        return {}
    shape = white[0].shape[:2]
    half = [halved(page) for page in white]
    apart = box_mask(apart_from, shape)
    inks = {
        number: added
        for number, page in enumerate(half)
        if (added := added_ink(page, _median(half, number), ~apart)) is not None
    }
    everywhere = np.ones(half[0].shape[:2], np.bool_)
    # Of each capture once: a stamp may bear more ink than all of one holder's data.
    usual = [hue[None] for added in inks.values() if (hue := added.hue(everywhere)) is not None]
    text = common_hue(usual)
    found = {
        number: stamped(added, everywhere, text, halved(apart.view(np.uint8)) > 0)
        for number, added in inks.items()
    }
    return {number: grown(whole(one[1], shape), _ROOM_MM) for number, one in found.items() if one is not None}


def _median(pages: Sequence[Pixels], number: int) -> Pixels:
    """What the other pages show."""
    return np.asarray(np.median([page for n, page in enumerate(pages) if n != number], axis=0), np.uint8)


def _others(sheets: Sequence[AlignedSheet], number: int, size: AnySize) -> Mapping[Light, Pixels]:
    """What the others show in each light of a capture that two of them have at least."""
    own = sheets[number].page.pixels
    shown = {}
    for light in own:
        pages = [
            sheet.pixels(light, size)
            for n, sheet in enumerate(sheets)
            if n != number and light in sheet.page.pixels and sheet.page.pixels[light].ndim == own[light].ndim
        ]
        if len(pages) + 1 >= _FEWEST:
            shown[light] = np.asarray(np.median(pages, axis=0), np.uint8)
    return shown


def _cleaned(sheet: AlignedSheet, strokes: Mask, others: Mapping[Light, Pixels]) -> Page:
    """The page of a capture with the others' print in the place of strokes."""
    pixels = dict(sheet.page.pixels)
    for light, shown in others.items():
        page = pixels[light]
        size = (page.shape[1], page.shape[0])
        mask, around = (
            cv2.resize(of.view(np.uint8), size, interpolation=cv2.INTER_NEAREST) > 0
            for of in (strokes, grown(strokes, _AROUND_MM) & ~strokes)
        )
        other = cv2.resize(shown, size, interpolation=cv2.INTER_LINEAR).astype(np.float32)
        level = np.median(page[around], axis=0) / np.maximum(np.median(other[around], axis=0), 1.0)
        page = page.copy()
        page[mask] = np.clip(other[mask] * level, 0, 255).astype(np.uint8)
        pixels[light] = page
    return replace(sheet.page, pixels=pixels, greys=None)
