"""How bright the paper is at each printed value of a page, against the paper around it.

The ink of a value is found as what is darker there than the reference; what lies closely round its strokes and is not ink is paper, and so is what the
template knows some way off. Both are compared with the reference, so that a panel or a wave of colour leaves that by which the reference is wrong
under print that differs from holder to holder; how much that is at each place, the captures of a template show (`checks/data/paper_at_values.py`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np

from docforensics.page.geometry import BoxMm
from docforensics.page.quantiles import median_of
from docforensics.templates.comparison.photometric import LevelledPage
from docforensics.templates.masks import CUT_RIM_MM, clipped, component_box, grown
from docforensics.templates.model import REFERENCE_PX_PER_MM, Feature
from docforensics.templates.planes import Map, Mask, mean_colour

_BESIDE_MM = 0.6
"""Round the place of a value, where its print may lie: personalization lies up to .7 mm aside. A judgement."""
_INK, _STROKES = -18.0, -25.0
"""Grey levels against the reference from which a place is ink, and from which it shows where a value's strokes lie. Judgements."""
_BLUR_MM = 0.125
"""Of ink, which the paper next to it takes on: a pixel. A judgement."""
_NEAR_MM = 0.3
"""Round a value: who erases or covers it takes some tenths of a millimetre more (.25 on the drawn ones, which this has seen). A judgement."""
_FROM_MM, _TO_MM = 0.8, 1.8
"""Round a value, between which paper was left alone: the next line is often no farther. Judgements."""
_WORDS_MM = 3.0
"""Gap between words of one value; strokes that lie farther apart are another print, of which the one with most ink counts, so that a speck hides no value. A judgement."""
_HEIGHT_MM = 4.5
"""Of the strokes of a value: what is higher is a picture, an ornament or several lines. A judgement; rosettes of one random design (516, seen), 6 to 9 mm high, show 24 grey levels on some presses."""
_LEAST_HEIGHT_MM = 0.8
"""Of the strokes of a value: what is lower is small print, or the rim of another value that reaches into the place. A judgement: data are printed 1.5 mm high and more (`viz.text`), small
letters without ascenders .9 mm. One genuine page of a random design (676, seen) was flagged for strokes .75 mm high."""
_PIECE_MM = 4.0
"""Of a value, about, whose paper is compared with that above and below it: two or three letters, so that a few lines of print around it decide nothing. A judgement."""
_LEAST_SHARE = 0.7
"""Of the paper near a value, that must be compared: the middle of less tells little of the rest. A judgement."""
_REFLECTED = 8.0
"""Grey levels by which the paper around a value departs from the reference, from which a reflection or a shadow lies there, as in `security.background_print`."""
_WORDS_PX = 2 * round(_WORDS_MM * REFERENCE_PX_PER_MM / 2) + 1
_FEWEST_STROKES, _FEWEST_NEAR, _FEWEST_AROUND = 8, 20, 40
"""Pixels of the reference's resolution (an eighth of a millimetre), without which nothing is told: strokes and paper of a value, and paper around each piece. Judgements."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperLevel:
    """What the paper at one value shows."""

    level: float
    """Grey levels, at the reference's exposure, by which it is brighter than around, against what the reference is there."""
    box: BoxMm
    """Where the value is printed, on the template's frame."""


def paper_levels(page: LevelledPage, seen: Mask, places: Iterable[Feature]) -> Mapping[str, PaperLevel]:
    """Measure the paper at values of a page that lies on its reference, by the names of their places; those that are blank, hidden, at the page's rim, lower than print of data or no single line are left out.

    Parameters
    ----------
    seen
        Where the page could be seen, (H, W).
    """
    found = {one.name: _level_at(one.box, page, seen) for one in places}
    return {name: one for name, one in found.items() if one is not None}


def _level_at(place: BoxMm, page: LevelledPage, seen: Mask) -> PaperLevel | None:
    looked_at = clipped(place.grown(_BESIDE_MM + _TO_MM), page.shape)
    if not seen[looked_at].size:
        return None
    departs = mean_colour(page.departs(looked_at))
    box = _strokes(departs, place.grown(_BESIDE_MM), looked_at, page.shape)
    if box is None or _is_at_the_rim(box.grown(_NEAR_MM), page.shape):
        return None
    close, far, beyond = (
        _within(box.grown(margin), looked_at, page.shape) for margin in (_NEAR_MM, _FROM_MM, _TO_MM)
    )
    paper = seen[looked_at] & ~grown(departs < _INK, _BLUR_MM)
    level = _brighter(departs, paper & close, paper & page.reference.constant[looked_at] & beyond & ~far)
    return None if level is None else PaperLevel(level=level, box=box)


def _brighter(departs: Map, near: Mask, around: Mask) -> float | None:
    """How much brighter the paper near a value is than around it, in the middle of all its pieces; None where more than three tenths of it cannot be compared.

    Each piece is compared with the paper above and below it, the first and last also with that at its ends: light that falls on a part of a value brightens both.
    """
    columns = np.flatnonzero(near.any(axis=0))
    if near.sum() < _FEWEST_NEAR:
        return None
    count = max(1, round((columns[-1] - columns[0] + 1) / (_PIECE_MM * REFERENCE_PX_PER_MM)))
    ends = np.linspace(columns[0], columns[-1] + 1, count + 1).round().astype(int)
    ends[[0, -1]] = 0, near.shape[1]
    compared: list[Map] = []
    for first, last in pairwise(ends):
        here = np.s_[:, first:last]
        left_alone = departs[here][around[here]]
        if left_alone.size >= _FEWEST_AROUND and abs(level := median_of(left_alone)) <= _REFLECTED:
            compared.append(departs[here][near[here]] - level)
    if sum(one.size for one in compared) < _LEAST_SHARE * near.sum():
        return None
    return median_of(np.concatenate(compared))


def _is_at_the_rim(near: BoxMm, shape: tuple[int, int]) -> bool:
    """Whether the paper of a value reaches into the strip along the page's edges in which cut and shadow differ."""
    height, width = (length / REFERENCE_PX_PER_MM for length in shape)
    return near.overlap(BoxMm.of_size((width, height)).grown(-CUT_RIM_MM)) < near.area


def _strokes(
    departs: Map, place: BoxMm, looked_at: tuple[slice, slice], shape: tuple[int, int]
) -> BoxMm | None:
    """Where the strokes of a value lie; None where there are hardly any, or they are higher or lower than a line."""
    inked = ((departs < _STROKES) & _within(place, looked_at, shape)).astype(np.uint8)
    _, words = cv2.connectedComponents(cv2.dilate(inked, np.ones((1, _WORDS_PX), np.uint8)))
    inks = np.bincount(words[inked > 0], minlength=1)
    if inks.max() < _FEWEST_STROKES:
        return None
    left, top, width, height = cv2.boundingRect(((words == inks.argmax()) & (inked > 0)).astype(np.uint8))
    rows, columns = looked_at
    box = component_box(np.array([left + columns.start, top + rows.start, width, height], np.int32))
    return box if _LEAST_HEIGHT_MM <= box.height <= _HEIGHT_MM else None


def _within(box: BoxMm, window: tuple[slice, slice], shape: tuple[int, ...]) -> Mask:
    """Where a box lies within a window of a frame (H, W)."""
    (rows, columns), (top, left) = clipped(box, shape), (one.start for one in window)
    inside = np.zeros([one.stop - one.start for one in window], np.bool_)
    inside[max(rows.start - top, 0) : rows.stop - top, max(columns.start - left, 0) : columns.stop - left] = (
        True
    )
    return inside
