"""Where the holder's printed data lie: the ends of their first letters on a page, and how far all of them lie aside.

Where personalization prints portrait, secondary portrait and data in one pass, that pass lies some tenths of a millimetre aside from copy to copy, and
what is told by the place of a portrait has to leave it out. The ink that the page has beyond the reference is looked at, at the beginning of the lowest
line in each place: its left end, and the top and the bottom of its letters. Of nine values that show three may be altered or printed anew, and half of
all places altered, printed anew or blank; where more are, or fewer than three values agree, nothing is told. Values that begin nowhere in common (centred, set to the right), and print brighter than its ground, show nothing.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import fmean

import numpy as np
from numpy.typing import NDArray

from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.page.geometry import BoxMm
from docforensics.templates.masks import clipped
from docforensics.templates.model import (
    REFERENCE_PX_PER_MM,
    Feature,
    FeatureKind,
    LightReference,
    PageSide,
    PortraitEdge,
)
from docforensics.templates.planes import Map, Mask, as_grey

DATA = frozenset({FeatureKind.PERSONAL_DATA, FeatureKind.MACHINE_READABLE_ZONE})
"""What is printed with the portrait. A signature is another picture, whose ends differ from holder to holder."""
LEAST_VALUES = 3
"""That have to agree for a direction to be measured: of two, one that was altered is as good as the other. A judgement."""
FEWEST_HOLDERS = 5
"""Of whom it is learned. Where data are of another pass than portraits, three pages seem to show one pass in 3 to 5 of a hundred templates, four in 1 to 2
(simulated by a review; script not kept)."""
_MARGIN_MM = 0.8
"""Round a value's place, where its print may lie: personalization passes lie up to .7 mm aside in either direction (two random designs, seen)."""
_FIRST_MM = 12.0
"""Of a value, its beginning: the rest is the longer the longer the name. A judgement; not fitted."""
_STROKES, _LEAST_DEPTH = 0.97, 20.0
"""Quantile of the depth within the place that is the strokes', and grey levels below the reference from which there is print. Judgements."""
_FULL_ROWS, _END_OF_ROWS = 6, 0.5
"""One row of how many is full of letters, and the share of its ink at which letters end: marks above and below them have less. Judgements."""
_BLANK = 0.15
"""Share of the ink of full rows, below which a row lies between two lines: of LILY half the rows have a quarter. A judgement."""
_FULL_COLUMN, _END_OF_COLUMNS = 5, 0.45
"""One pixel of how many in a column has to be inked for a stroke, and the depth at which it begins. Judgements."""
_LEAST_HEIGHT_MM = 0.75
"""Of letters: less is a line. A judgement."""
_LEAST_SEEN = 0.98
"""Share of a value's beginning that has to be seen. A judgement."""
MIN_SPREAD_MM = 0.03
"""Least spread of an end: a quarter of a pixel. A judgement."""
_ROUNDS, _STRAY = 4, 1.5
"""Of weighing down what departs by more than so many spreads (Huber); it stands after fewer."""
_SPREADS = 3.5
"""Spreads from what values have in common within which one agrees with it. A judgement."""
_MOST, _HALF = 2 / 3, 1 / 2
"""Share of the values that show, and of all places of values that could be seen, that has to agree: the rest may be altered, and the rest of those blank. Judgements; with two thirds of all
places one of 32 genuine pages (seen) told nothing."""
MIN_SPREAD_MM = 0.03
"""Least spread of an end: a quarter of a pixel. A judgement."""
_ROUNDS, _STRAY = 4, 1.5
"""Of weighing down what departs by more than so many spreads (Huber); it stands after fewer."""
_SPREADS, _MOST = 3.5, 2 / 3
"""Spreads from what values have in common within which one agrees with it, and the share of those that could be seen that has to: the rest may be altered or blank. Judgements."""
_HORIZONTAL, _VERTICAL = frozenset({PageSide.LEFT}), frozenset({PageSide.TOP, PageSide.BOTTOM})

Ends = Mapping[PageSide, float]
"""Where the letters of one value end: on a page, in page millimetres."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DataShift:
    """How far the data of a page lie aside of where genuine documents have them, millimetres."""

    x_mm: float
    y_mm: float


def data_shift(
    page: Pixels, reference: LightReference, features: Sequence[Feature], seen: Mask | None = None
) -> DataShift | None:
    """How far the data of a page (H, W[, 3]), on the template frame, lie aside; None where too few of them show it, or they do not agree.

    `seen` is (H, W): what of the page could be seen; all where not given.
    """
    known = [feature for feature in data_of(features) if feature.edges and _is_seen(feature.box, seen)]
    found = ends_on(page, reference, [feature.box for feature in known])
    x_mm, y_mm = (
        _in_common(
            [_off(feature.edges, ends, sides) for feature, ends in zip(known, found, strict=True)],
            of=sum(any(edge.side in sides for edge in feature.edges) for feature in known),
        )
        for sides in (_HORIZONTAL, _VERTICAL)
    )
    return None if x_mm is None or y_mm is None else DataShift(x_mm=x_mm, y_mm=y_mm)


def data_shifts(
    features: Sequence[Feature], pages: Sequence[Pixels | None], reference: LightReference
) -> list[DataShift | None]:
    """How far the data of each page lie aside; None for none."""
    return [None if page is None else data_shift(page, reference, features) for page in pages]


def data_of(features: Iterable[Feature]) -> Iterator[Feature]:
    """The places of the holder's data in white light."""
    return (one for one in features if one.kind in DATA and one.light is Light.VISIBLE)


def ends_on(page: Pixels, reference: LightReference, boxes: Sequence[BoxMm]) -> list[Ends]:
    """Where the letters that begin in each box end on a page (H, W[, 3]): to the left, at their top and at their bottom; nothing where none show."""
    return [_ends_in(page, reference, _beginning(box, page.shape[:2])) for box in boxes]


def _beginning(box: BoxMm, shape: tuple[int, ...]) -> tuple[slice, slice]:
    """Rows and columns of the beginning of a value, with what lies round it."""
    around = box.grown(_MARGIN_MM)
    return clipped(replace(around, right=min(around.right, around.left + _FIRST_MM)), shape)


def _is_seen(box: BoxMm, seen: Mask | None) -> bool:
    """Whether the beginning of a value could be seen."""
    if seen is None:
        return True
    there = seen[_beginning(box, seen.shape)]
    return bool(there.size) and float(there.mean()) >= _LEAST_SEEN


def _ends_in(page: Pixels, reference: LightReference, place: tuple[slice, slice]) -> Ends:
    rows, columns = place
    if not page[place].size:  # beyond the page, where a file may state it within a margin
        return {}
    ends = _ends(as_grey(reference.mean[place]) - as_grey(page[place]))
    # The middle of the first pixel lies half a pixel from the page's edge.
    return {
        side: (at + (columns if side is PageSide.LEFT else rows).start + 0.5) / REFERENCE_PX_PER_MM
        for side, at in ends.items()
    }


def weighed(values: NDArray[np.float64], spreads: NDArray[np.float64]) -> float:
    """Mean of values by their spreads, stray ones weighed down."""
    middle = float(np.median(values))
    for _ in range(_ROUNDS):
        stray = np.abs(values - middle) / (_STRAY * spreads)
        weights = 1 / spreads**2 / np.maximum(stray, 1)
        middle = float((weights * values).sum() / weights.sum())
    return middle


_Off = tuple[float, float]
"""How far something is off, and how far genuine documents are: millimetres."""


def _off(edges: Sequence[PortraitEdge], ends: Ends, sides: frozenset[PageSide]) -> _Off | None:
    """How far a value is off in one direction, of which the top and the bottom of its letters tell once; None where it shows none of them."""
    some = [
        (ends[edge.side] - edge.at_mm, max(edge.spread_mm, MIN_SPREAD_MM))
        for edge in edges
        if edge.side in sides and edge.side in ends
    ]
    return (fmean(mm for mm, _ in some), fmean(spread for _, spread in some)) if some else None


def _in_common(off: Sequence[_Off | None], of: int) -> float | None:
    """What values have in common; None where too few of those that show, or `of` all places of values, erased ones among them, agree on it."""
    shown = [one for one in off if one is not None]
    if len(shown) < LEAST_VALUES:
        return None
    values, spreads = np.array(shown).T
    middle = weighed(values, spreads)
    agreeing = np.abs(values - middle) <= _SPREADS * spreads
    least = max(_MOST * len(shown), _HALF * of, LEAST_VALUES)
    return middle if agreeing.sum() >= least else None


def _ends(place: Map) -> Ends:
    """Where the letters end in a place (h, w) of levels below the reference: pixels."""
    if not place.size:
        return {}
    # Letters take the smaller part of the place: its middle level is the ground's.
    place = place - np.float32(np.median(place))
    strokes = float(np.quantile(place, _STROKES))
    if strokes < _LEAST_DEPTH:
        return {}
    ink = np.clip(place / strokes, 0, 1)
    line = _last_line(ink.sum(axis=1))
    if line is None or line[1] - line[0] < _LEAST_HEIGHT_MM * REFERENCE_PX_PER_MM:
        return {}
    top, bottom = line
    letters = np.sort(ink[int(top) : int(bottom) + 2], axis=0)
    left = _begins(letters[-max(len(letters) // _FULL_COLUMN, 1) :].mean(axis=0), _END_OF_COLUMNS)
    found = {PageSide.TOP: top, PageSide.BOTTOM: bottom}
    return found if left is None else {**found, PageSide.LEFT: left}


def _last_line(across: NDArray[np.float32]) -> tuple[float, float] | None:
    """Top and bottom of the lowest line of letters in a place, by the ink of its rows: a caption stands above its value."""
    full = float(np.sort(across)[-max(len(across) // _FULL_ROWS, 1) :].mean())
    below = _begins(across[::-1], _END_OF_ROWS * full)
    if below is None:
        return None
    bottom = len(across) - 1 - below
    blank = np.flatnonzero(across[: int(bottom)] < _BLANK * full)
    if not blank.size:
        return None
    top = _begins(across[blank[-1] :], _END_OF_ROWS * full)
    return None if top is None else (float(blank[-1]) + top, bottom)


def _begins(profile: NDArray[np.float32], level: float) -> float | None:
    """Where a profile first rises to a level, between two pixels; None where it does at once or nowhere: print that goes on beyond the place."""
    above = np.flatnonzero(profile >= level)
    if not above.size or above[0] == 0:
        return None
    first = int(above[0])
    before, after = float(profile[first - 1]), float(profile[first])
    return first - 1 + (level - before) / max(after - before, 1e-6)
