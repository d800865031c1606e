"""Separates editions in a sample of pages that lie on one another, before a template is learned from them.

Where pages of two editions are learned from together, the places at which the editions differ pass for the holder's, and
nobody looks there again. Two editions show two prints at such a place: pages agree closely inside each block and not at all between the
blocks, all over a place that is otherwise constant. A holder's data differ from page to page, and places beside them in other blocks.

Cannot see: a detail that touches places of the holders' data.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.capture.model import Pixels
from docforensics.page.geometry import BoxMm
from docforensics.templates.comparison.missing import LETTERS, band_dissimilarity
from docforensics.templates.masks import component_box
from docforensics.templates.model import REFERENCE_PX_PER_MM

_CELLS_PER_MM = 2.0
"""Scale at which places are compared: the window of `LETTERS` is wider than a cell."""
_ALIKE, _TOLERATED = 0.3, 3.0
"""Dissimilarity within which two pages show one print, at least, and how many times that usual for the two is allowed."""
_APART, _TIMES, _TIGHT = 1.3, 2.5, 0.7
"""As multiples of that: mean between the blocks of a place from which they show two prints, how many times that within them it has to be,
and what that within them may be at most. Set on 27 pages of two documents of Utopia with two editions each."""
_DOMINANT = 0.5
"""Share of a place that one division into blocks has to hold: 0.8 and 0.9 where a title differs, 0.01 to 0.4 among holders' data."""
_LEAST_MM2 = 12.0
"""Area of a place. A single letter, such as that of the sex, takes 5 to 10."""
_FEW = 0.15
"""Share of the other pages, or of their pairs, that may say otherwise where one page is odd. A judgement."""
_LEAST_PAGES = 3
"""Pages of a block: fewer may have been forged alike."""
_RIM_MM = 3.0
"""Left out, where cut and shadow differ."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleEditions:
    """Which pages of a sample are of one edition."""

    blocks: tuple[tuple[int, ...], ...]
    """Numbers of the pages, the largest block first; one block where no editions were told."""
    places: tuple[BoxMm, ...] = ()
    """Where the blocks differ."""
    odd: tuple[int, ...] = ()
    """Pages that differ from all others at a place where these agree: altered, damaged or seen badly, and no good to learn from."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Divisions:
    """How each cell of the page divides the sample."""

    first: NDArray[np.bool_]
    """(n, cells): the pages of the block that page 0 is not in, so that one division has one form."""
    divides: NDArray[np.bool_]
    """(rows, columns): where two blocks show two prints."""
    varies: NDArray[np.bool_]
    """(rows, columns): where any two pages differ."""
    odd: tuple[int, ...]
    """As in `SampleEditions`."""


def sample_editions(pages: Sequence[Pixels], known: Sequence[Sequence[object]] = ()) -> SampleEditions:
    """Divide pages (H, W[, 3]), which lie on one another at `REFERENCE_PX_PER_MM`, into editions.

    Parameters
    ----------
    known
        Facts of the holders, one for each page: a division that is that of such a fact (the sex) tells no edition.

    """
    everyone = tuple(range(len(pages)))
    if len(pages) < 2 * _LEAST_PAGES:
        return SampleEditions(blocks=(everyone,))
    found = _divisions(pages)
    weights: dict[tuple[int, ...], float] = {}
    boxes: dict[tuple[int, ...], list[BoxMm]] = {}
    for division, area, box in _places(found):
        is_fact = any(_is_division_of(fact, division) for fact in known)
        if min(len(division), len(pages) - len(division)) >= _LEAST_PAGES and not is_fact:
            weights[division] = weights.get(division, 0.0) + area
            boxes.setdefault(division, []).append(box)
    if not weights:
        return SampleEditions(blocks=(everyone,), odd=found.odd)
    chosen, _ = max(weights.items(), key=lambda item: (item[1], item[0]))
    rest = tuple(number for number in everyone if number not in chosen)
    blocks = sorted((chosen, rest), key=lambda block: (-len(block), block))
    return SampleEditions(blocks=tuple(blocks), places=tuple(boxes[chosen]), odd=found.odd)


def _divisions(pages: Sequence[Pixels]) -> _Divisions:
    apart = _multiples(pages)
    count, _, rows, columns = apart.shape
    flat = apart.reshape(count, count, -1)
    cells = np.arange(rows * columns)
    farthest = flat.reshape(count * count, -1).argmax(axis=0)
    one, other = farthest // count, farthest % count
    first = flat[:, one, cells] < flat[:, other, cells]
    first ^= first[0]
    inside, outside = first.astype(np.float32), (~first).astype(np.float32)
    within = np.maximum(_mean(flat, inside, inside), _mean(flat, outside, outside))
    between = _mean(flat, inside, outside)
    divides = (between > _APART) & (between > _TIMES * within) & (within < _TIGHT)
    varies = flat[one, other, cells].reshape(rows, columns) > _APART
    rim = round(_RIM_MM * _CELLS_PER_MM)
    shown = np.zeros((rows, columns), np.bool_)
    shown[rim:-rim, rim:-rim] = True
    return _Divisions(
        first=first,
        divides=divides.reshape(rows, columns) & shown,
        varies=varies & shown,
        odd=tuple(number for number in range(count) if _is_odd(apart, number, shown)),
    )


def _is_odd(apart: NDArray[np.float32], number: int, shown: NDArray[np.bool_]) -> bool:
    """Whether one page differs from nearly all others over a place at which nearly all of these agree."""
    others = [other for other in range(len(apart)) if other != number]
    away = np.quantile(apart[number, others], _FEW, axis=0) > _APART
    pairs = apart[np.ix_(others, others)][np.triu_indices(len(others), 1)]
    alone = away & (np.quantile(pairs, 1 - _FEW, axis=0) < _TIGHT) & shown
    _, _, stats, _ = cv2.connectedComponentsWithStats(alone.astype(np.uint8), connectivity=8)
    return bool((stats[1:, 4] >= _LEAST_MM2 * _CELLS_PER_MM**2).any())


def _multiples(pages: Sequence[Pixels]) -> NDArray[np.float32]:
    """(n, n, rows, columns): dissimilarity of each two pages, as a multiple of what is tolerated of the two."""
    height, width = (round(side / REFERENCE_PX_PER_MM * _CELLS_PER_MM) for side in pages[0].shape[:2])
    apart = np.zeros((len(pages), len(pages), height, width), np.float32)
    for one in range(len(pages)):
        for other in range(one + 1, len(pages)):
            found = band_dissimilarity(pages[one], pages[other], LETTERS)
            printed = found[found > 0]
            usual = float(np.median(printed)) if printed.size else 0.0
            small = cv2.resize(found, (width, height), interpolation=cv2.INTER_AREA)
            apart[one, other] = apart[other, one] = small / max(_ALIKE, _TOLERATED * usual)
    return apart


def _mean(
    flat: NDArray[np.float32], rows: NDArray[np.float32], columns: NDArray[np.float32]
) -> NDArray[np.float32]:
    """(cells,): mean over the pairs of one block's pages with another's; a page is no partner of itself."""
    total = np.einsum("ijp,ip,jp->p", flat, rows, columns, optimize=True)
    pairs = rows.sum(axis=0) * columns.sum(axis=0) - (rows * columns).sum(axis=0)
    return np.asarray(total / np.maximum(pairs, 1), np.float32)


def _places(found: _Divisions) -> list[tuple[tuple[int, ...], float, BoxMm]]:
    """Connected places that vary and that one division holds: the division, its area in mm2, and the place."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(found.varies.astype(np.uint8), connectivity=8)
    places = []
    for label in range(1, count):
        cells = np.flatnonzero((labels == label) & found.divides)
        if len(cells) < _LEAST_MM2 * _CELLS_PER_MM**2:
            continue
        divided = Counter(tuple(map(int, np.flatnonzero(found.first[:, cell]))) for cell in cells)
        division, held = divided.most_common(1)[0]
        area = held / _CELLS_PER_MM**2
        if area >= _LEAST_MM2 and held >= _DOMINANT * int(stats[label][4]):
            scaled = (stats[label].astype(np.float64) * REFERENCE_PX_PER_MM / _CELLS_PER_MM).astype(np.int32)
            places.append((division, area, component_box(scaled)))
    return places


def _is_division_of(fact: Sequence[object], division: Sequence[int]) -> bool:
    """Whether the pages of a division are those that share one value of a fact, where it is known of them."""
    inside = {fact[number] for number in division} - {None}
    outside = {value for number, value in enumerate(fact) if number not in division} - {None}
    return len(inside) == 1 and bool(outside) and not inside & outside
