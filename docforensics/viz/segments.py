"""Segments of print outside the MRZ, found by morphology, not read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.capture.model import Pixels
from docforensics.formats.table import ZONE_PRINT_MM
from docforensics.kept import Later
from docforensics.page.band.find import grey_of
from docforensics.page.frame import ScaleBasis
from docforensics.page.geometry import BoxMm
from docforensics.page.model import Page
from docforensics.page.quantiles import quantiles

WORK_PX_PER_MM = 7.0
"""Print of 1.2 mm capitals is 8 pixels high here."""
_STROKE_MM = 0.9
"""Widest stroke of print that is looked for."""
_GAP_MM = 1.3
"""Between the letters of one line, and a little more."""
_HEIGHT_MM = (0.8, 6.0)
"""Of a line of print: from small captions to the largest headings (Doc 9303-3, 3.4 asks for 10 characters an inch). A judgement."""
_LEAST_WIDTH_MM = 1.8
"""Of one character of the holder's data: a judgement."""
_LEAST_CONTRAST = 14
"""Grey levels between print and ground."""
BOLD = 0.5
"""Share of the darkest strokes' contrast (the 99th percentile: a page is 2 to 4 % ink) that bold print has."""
_FILL = (0.12, 0.85)
"""Share of a line's box that is ink: less is a scratch, more a bar."""
_MOST_SEGMENTS = 120
"""A data page has about 40 lines; more are background print. Bounds the time. A judgement."""

Grey = NDArray[np.uint8]
WorkCopy = tuple[Grey, float]
"""A page in grey, and its pixels per mm."""


def work_copy(pixels: Pixels, px_per_mm: float) -> WorkCopy:
    """The page in grey at about `WORK_PX_PER_MM`, and its exact scale."""
    return reduced(grey_of(pixels), px_per_mm, WORK_PX_PER_MM)


def reduced(grey: Grey, scale: float, most: float) -> tuple[Grey, float]:
    """A picture at `scale` px per mm brought to `most` where it is finer, and its exact scale."""
    factor = min(most / scale, 1.0)
    shape = (max(round(grey.shape[1] * factor), 1), max(round(grey.shape[0] * factor), 1))
    small = cv2.resize(grey, shape, interpolation=cv2.INTER_AREA) if factor < 1 else grey
    return np.asarray(small, dtype=np.uint8), scale * factor


class PagePrint:
    """The print of a page in white light, looked for when somebody asks: each step once, whichever threads ask."""

    def __init__(self, page: Page) -> None:
        # Nothing that is made later refers to this object: in a circle, pages that were examined would stay until the next collection of garbage.
        work = Later(lambda: reduced(page.grey(), page.px_per_mm, WORK_PX_PER_MM))
        dark = Later(lambda: dark_strokes(*work()))
        self.work = work
        """The page in grey as print is searched for in it."""
        self.segments = Later(lambda: find_segments(page, *work(), dark=dark()))
        """All of them."""
        self.bold = Later(lambda: find_segments(page, *work(), bold=True, dark=dark()))
        """Those of the page's darkest print."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSegment:
    """A run of print outside the MRZ, found but not read: a line, or a part of one between wide blanks."""

    box: BoxMm
    confidence: float
    """That this is text, 0..1."""


def find_segments(
    page: Page, grey: Grey, scale: float, *, bold: bool = False, share: float = BOLD, dark: Grey | None = None
) -> tuple[TextSegment, ...]:
    """All segments of print on a page, `grey` at `scale` px per mm; none among the MRZ of a frame that rests on an MRZ.

    `bold` looks for the page's darkest print alone, so that background lines join no letters; `share` of the darkest strokes' contrast and more.
    `dark` are the `dark_strokes`, where they were found before.
    """
    ink = _ink(dark_strokes(grey, scale) if dark is None else dark, share if bold else 0.0)
    ink[:, : max(int(scale), 1)] = ink[:, -max(int(scale), 1) :] = 0  # the edge of the page is no print
    bottom = page.size_mm[1] - (ZONE_PRINT_MM if page.basis is ScaleBasis.MRZ else 0.0)
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((1, max(round(_GAP_MM * scale), 3)), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(joined)
    segments = (
        _segment(row, ink, grey, scale) for row in _of_print_size(np.asarray(stats[1:], np.int32), scale)
    )
    return tuple(segment for segment in segments if segment and segment.box.bottom <= bottom)


def _of_print_size(stats: NDArray[np.int32], scale: float) -> NDArray[np.int32]:
    """Those connected places that have a line's height and are wider than high."""
    width, height = stats[:, 2], stats[:, 3]
    low, high = (size * scale for size in _HEIGHT_MM)
    wide = width >= np.maximum(_LEAST_WIDTH_MM * scale, 1.2 * height)
    return np.asarray(stats[(low <= height) & (height <= high) & wide], np.int32)


def clearest(segments: Iterable[TextSegment], apart_from: Sequence[BoxMm] = ()) -> tuple[TextSegment, ...]:
    """The clearest segments outside the boxes `apart_from`, top to bottom, left to right."""
    kept = [segment for segment in segments if not _covered(segment.box, apart_from)]
    kept.sort(key=lambda segment: (-segment.confidence, segment.box.top))
    return tuple(
        sorted(kept[:_MOST_SEGMENTS], key=lambda segment: (round(segment.box.top), segment.box.left))
    )


def dark_strokes(grey: Grey, scale: float) -> Grey:
    """By how many grey levels strokes thinner than `_STROKE_MM` are darker than what is around them, (H, W)."""
    side = max(round(_STROKE_MM * scale), 3)
    kernel = cv2.getStructuringElement(cv2.MORPH_RECT, (side, side))
    return np.asarray(cv2.morphologyEx(grey, cv2.MORPH_BLACKHAT, kernel), np.uint8)


def _ink(dark: Grey, share: float) -> NDArray[np.uint8]:
    """Where dark strokes stand out."""
    # Background printing is thin and dark as well, but faint: the threshold stands above most of the page.
    most, darkest = quantiles(dark[::3, ::3], (0.9, 0.99))
    threshold = max(most * 1.2, float(_LEAST_CONTRAST), share * darkest)
    return np.asarray(dark > threshold).view(np.uint8)


def _segment(
    stats: NDArray[np.int32], ink: NDArray[np.uint8], grey: Grey, scale: float
) -> TextSegment | None:
    left, top, width, height = (int(value) for value in stats[:4])
    window = slice(top, top + height), slice(left, left + width)
    marks = ink[window]
    fill = cv2.countNonZero(marks) / marks.size
    if not _FILL[0] <= fill <= _FILL[1]:
        return None
    return TextSegment(
        box=BoxMm(
            left=left / scale, top=top / scale, right=(left + width) / scale, bottom=(top + height) / scale
        ),
        confidence=_confidence(marks, grey[window]),
    )


def _confidence(marks: NDArray[np.uint8], grey: Grey) -> float:
    """From the contrast of print and ground, and from how often the ink comes and goes along the line."""
    height, width = marks.shape
    inked = cv2.countNonZero(marks)
    contrast = 0.0
    if 0 < inked < marks.size:
        whole, ink = (
            cv2.calcHist([grey], [0], mask, [256], [0, 256]).ravel().astype(np.intp) for mask in (None, marks)
        )
        contrast = _median(whole - ink, marks.size - inked) - _median(ink, inked)
    strokes = cv2.countNonZero(cv2.absdiff(marks[:, 1:], marks[:, :-1])) / (2 * height) if width > 1 else 0.0
    expected = max(width / height, 1.0)  # about a stroke for every height of width
    return float(min(max(contrast / 70.0, 0.0), 1.0) * min(strokes / expected, 1.0))


def _median(levels: NDArray[np.intp], count: int) -> float:
    """The median of so many grey levels that were counted."""
    below = np.cumsum(levels)
    lower, upper = np.searchsorted(below, ((count - 1) // 2, count // 2), side="right").tolist()
    return float(lower + upper) / 2


def _covered(box: BoxMm, others: Sequence[BoxMm]) -> bool:
    return any(box.overlap(other) > 0.5 * box.area for other in others)
