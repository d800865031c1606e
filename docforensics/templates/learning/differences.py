"""What varies on a series of documents that bear no holder's data: the captures alone decide.

A page of a size beyond Doc 9303 has no fields that a standard names. Its text, emblems and numerals are the series' where captures
of different documents show the same, however much they resemble data; its numbers differ from one document to the next. They are compared
at the scale of `comparison.missing`, at which captures of different devices agree.
"""

from collections.abc import Sequence
from itertools import product

import cv2
import numpy as np

from docforensics.capture.model import Pixels
from docforensics.page.geometry import BoxMm
from docforensics.templates.comparison.missing import ELEMENTS, LETTERS, Band, band_dissimilarity
from docforensics.templates.learning.mask_places import components, in_rows
from docforensics.templates.masks import box_mask
from docforensics.templates.model import REFERENCE_PX_PER_MM, Feature, FeatureKind
from docforensics.templates.planes import Map, Mask, middle_of

LEAST_DOCUMENTS = 5
"""Documents without which captures do not decide: numbers share digits. A made-up note learned from three was accused of its own number."""
_VARIES, _VARIES_IN_LETTERS = 0.35, 0.3
"""Median dissimilarity of pairs of captures from which a place varies, in elements and in letters. Of ten notes the numbers and the thread
have 0.4 to 0.9 in elements, print that all share 0.0 to 0.25; digits that lie on one another 0.3 to 0.6 in letters."""
_TOLERATED = 3.0
"""How many times the usual dissimilarity of the pages in letters is tolerated: where it is high they lie a little beside one another."""
_MOST_PARTNERS = 4
"""Captures that each one is compared with; more cost time."""
_JOINED_MM, _LEAST_MM2 = 1.5, 4.0
"""Gap of pieces that are one place, and the least area of one. Judgements."""


class Differences:
    """Pages of different documents that lie on one another, compared in pairs; each pair once, however often some of the pages are asked."""

    def __init__(self, pages: Sequence[Pixels]) -> None:
        self._pages = pages
        self._known: dict[tuple[int, int, Band], Map] = {}

    def agreeing(self, *, without: int | None = None) -> Mask:
        """(H, W): where most pairs of pages show the same print, or none; `without` leaves one page out."""
        asked = [number for number in range(len(self._pages)) if number != without]
        elements, letters = (self._typical(asked, band) for band in (ELEMENTS, LETTERS))
        printed = letters[letters > 0]
        usual = float(np.median(printed)) if printed.size else 0.0
        varies = (elements > _VARIES) | (letters > max(_VARIES_IN_LETTERS, _TOLERATED * usual))
        return np.asarray(~varies, dtype=np.bool_)

    def _typical(self, asked: Sequence[int], band: Band) -> Map:
        """(H, W): median dissimilarity of pairs of pages."""
        count = len(asked)
        steps = range(1, min(_MOST_PARTNERS, max(count // 2, 1)) + 1)
        pairs = {
            tuple(sorted((asked[one], asked[(one + step) % count])))
            for one, step in product(range(count), steps)
        }
        middle = middle_of([self._pair(one, other, band) for one, other in sorted(pairs)])
        size = self._pages[0].shape[1::-1]
        return np.asarray(cv2.resize(middle, size, interpolation=cv2.INTER_LINEAR), dtype=np.float32)

    def _pair(self, one: int, other: int, band: Band) -> Map:
        if (one, other, band) not in self._known:
            self._known[one, other, band] = band_dissimilarity(self._pages[one], self._pages[other], band)
        return self._known[one, other, band]


def features_of_differences(same: Mask, size_mm: tuple[float, float] | None = None) -> tuple[Feature, ...]:
    """The places that vary, as fields, and the background that they stand on; `same` is where pages agree. Without a size its own is taken."""
    boxes = _cut(~same)
    fields = [
        Feature(name=f"varying-{number}", kind=FeatureKind.PERSONAL_DATA, box=box, variable=True)
        for number, box in enumerate(boxes, start=1)
    ]
    height, width = (side / REFERENCE_PX_PER_MM for side in same.shape)
    whole = BoxMm.of_size(size_mm or (width, height))
    return (*fields, Feature(name="background", kind=FeatureKind.BACKGROUND_PRINTING, box=whole))


def _cut(varies: Mask) -> list[BoxMm]:
    """Boxes, row by row, that cover the larger places of a mask and little else."""
    places = components(varies, join_mm=_JOINED_MM, least_mm2=_LEAST_MM2)
    return in_rows(varies & box_mask(places, varies.shape))
