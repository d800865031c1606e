"""Separates editions in a sample of pages that lie on one another, before a template is learned from them.

Where pages of two editions are learned from together, the places at which the editions differ pass for the holder's, and
nobody looks there again. Two editions show two prints at such a place: pages agree closely inside each block and not at all between the
blocks, all over a place that is otherwise constant. A holder's data differ from page to page, and places beside them in other blocks.

Cannot see: a detail that touches places of the holders' data, or three prints at one place, which a field of three values shows as well. A field
of two words, which no zone repeats, passes for one.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

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
_MOST_CELLS = 45_000
"""Of a page, those of a passport's: a larger page is compared at a coarser scale, for every two pages are kept at once."""
_ALIKE, _TOLERATED = 0.3, 3.0
"""Dissimilarity within which two pages show one print, at least, and how many times that usual for the two is allowed."""
_APART, _TIMES, _TIGHT = 1.3, 2.5, 0.7
"""As multiples of that: mean between the blocks of a place from which they show two prints, how many times that within them it has to be,
and what that within them may be at most. Set on 27 pages of two documents of Utopia with two editions each."""
_DOMINANT = 0.5
"""Share of a place that one division into blocks has to hold: 0.8 and 0.9 where a title differs, 0.01 to 0.6 among holders' data."""
_MANY_VALUES, _MOST_VARIED = 0.65, 0.08
"""Quantile of the pairs inside a block that differ where several values stand, and the share of a place, as large as that of the division, at
which they may: 0 where a title differs; 0.18 where a field has four values, one of which ends in a word of its own."""
_LEAST_MM2 = 12.0
"""Area of a place. A single letter, such as that of the sex, takes 5 to 10."""
_FEW = 0.15
"""Share of the other pages, or of their pairs, that may say otherwise where one page is odd. A judgement."""
_LEAST_PAGES = 3
"""Pages of a block: fewer may have been forged alike."""
_LEAST_OTHERS = 5
"""Pages that have to agree for another to be odd: fewer may be captures of one document, and the other that of another holder."""
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
    """Pages that differ from all others of their block at a place where these agree: altered, damaged or seen badly, and no good to learn from."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Compared:
    """Every two pages of a block compared."""

    apart: NDArray[np.float32]
    """(n, n, rows, columns): dissimilarity as a multiple of what is tolerated of the two."""
    per_mm: float
    """Cells."""

    def of(self, block: Sequence[int]) -> "_Compared":
        """Some of the pages."""
        return replace(self, apart=self.apart[np.ix_(block, block)])

    @property
    def shown(self) -> NDArray[np.bool_]:
        """(rows, columns): the page without its rim."""
        rim = round(_RIM_MM * self.per_mm)
        shown = np.zeros(self.apart.shape[2:], np.bool_)
        shown[rim:-rim, rim:-rim] = True
        return shown


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Divisions:
    """How each cell of the page divides a block of pages."""

    first: NDArray[np.bool_]
    """(n, cells): the pages that the block's first page is not with, so that one division has one form."""
    divides: NDArray[np.bool_]
    """(rows, columns): where two parts of the block show two prints."""
    varies: NDArray[np.bool_]
    """(rows, columns): where any two pages differ."""


def sample_editions(pages: Sequence[Pixels], known: Sequence[Sequence[object]] = ()) -> SampleEditions:
    """Divide pages (H, W[, 3]), which lie on one another at `REFERENCE_PX_PER_MM`, into editions.

    Parameters
    ----------
    known
        Facts of the holders, one for each page: a division that is that of such a fact (the sex) tells no edition.

    """
    everyone = tuple(range(len(pages)))
    if len(pages) <= _LEAST_OTHERS:
        return SampleEditions(blocks=(everyone,))
    compared = _compared(pages)
    waiting, blocks = [everyone], list[tuple[int, ...]]()
    places: list[BoxMm] = []
    while waiting:
        block = waiting.pop()
        parts, differ = _divided(compared.of(block), block, known)
        places += differ
        (waiting if len(parts) > 1 else blocks).extend(parts)
    blocks.sort(key=lambda block: (-len(block), block))
    odd = (number for block in blocks for number in _odd(compared.of(block), block))
    return SampleEditions(blocks=tuple(blocks), places=tuple(places), odd=tuple(sorted(odd)))


def _divided(
    compared: _Compared, block: tuple[int, ...], known: Sequence[Sequence[object]]
) -> tuple[list[tuple[int, ...]], list[BoxMm]]:
    """The two editions of a block and where they differ; the block itself where none are told."""
    if len(block) < 2 * _LEAST_PAGES:
        return [block], []
    weights: dict[tuple[int, ...], float] = {}
    boxes: dict[tuple[int, ...], list[BoxMm]] = {}
    for division, area, box in _places(compared):
        told = [[fact[number] for number in block] for fact in known]
        if min(len(division), len(block) - len(division)) >= _LEAST_PAGES and not any(
            _is_division_of(fact, division) for fact in told
        ):
            weights[division] = weights.get(division, 0.0) + area
            boxes.setdefault(division, []).append(box)
    if not weights:
        return [block], []
    chosen, _ = max(weights.items(), key=lambda item: (item[1], item[0]))
    one = tuple(block[place] for place in chosen)
    return [one, tuple(number for number in block if number not in one)], boxes[chosen]


def _divisions(compared: _Compared) -> _Divisions:
    count, _, rows, columns = compared.apart.shape
    flat = compared.apart.reshape(count, count, -1)
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
    return _Divisions(
        first=first, divides=divides.reshape(rows, columns) & compared.shown, varies=varies & compared.shown
    )


def _odd(compared: _Compared, block: Sequence[int]) -> list[int]:
    """Pages that differ from nearly all others of a block over a place at which nearly all of these agree."""
    if len(block) <= _LEAST_OTHERS:
        return []
    return [number for place, number in enumerate(block) if _is_odd(compared, place)]


def _is_odd(compared: _Compared, place: int) -> bool:
    others = [other for other in range(len(compared.apart)) if other != place]
    away = np.quantile(compared.apart[place, others], _FEW, axis=0) > _APART
    agree = _quantile_of_pairs(compared.of(others), 1 - _FEW) < _TIGHT
    alone = away & agree & compared.shown
    _, _, stats, _ = cv2.connectedComponentsWithStats(alone.astype(np.uint8), connectivity=8)
    return bool((stats[1:, 4] >= _LEAST_MM2 * compared.per_mm**2).any())


def _quantile_of_pairs(compared: _Compared, share: float) -> NDArray[np.float32]:
    """(rows, columns): over every two pages."""
    pairs = compared.apart[np.triu_indices(len(compared.apart), 1)]
    return np.asarray(np.quantile(pairs, share, axis=0), np.float32)


def _compared(pages: Sequence[Pixels]) -> _Compared:
    sides = [side / REFERENCE_PX_PER_MM for side in pages[0].shape[:2]]
    per_mm = min(_CELLS_PER_MM, float(np.sqrt(_MOST_CELLS / (sides[0] * sides[1]))))
    height, width = (round(side * per_mm) for side in sides)
    apart = np.zeros((len(pages), len(pages), height, width), np.float32)
    for one in range(len(pages)):
        for other in range(one + 1, len(pages)):
            found = band_dissimilarity(pages[one], pages[other], LETTERS)
            printed = found[found > 0]
            usual = float(np.median(printed)) if printed.size else 0.0
            small = cv2.resize(found, (width, height), interpolation=cv2.INTER_AREA)
            apart[one, other] = apart[other, one] = small / max(_ALIKE, _TOLERATED * usual)
    return _Compared(apart=apart, per_mm=per_mm)


def _mean(
    flat: NDArray[np.float32], rows: NDArray[np.float32], columns: NDArray[np.float32]
) -> NDArray[np.float32]:
    """(cells,): mean over the pairs of one part's pages with another's; a page is no partner of itself."""
    total = np.einsum("ijp,ip,jp->p", flat, rows, columns, optimize=True)
    pairs = rows.sum(axis=0) * columns.sum(axis=0) - (rows * columns).sum(axis=0)
    return np.asarray(total / np.maximum(pairs, 1), np.float32)


def _places(compared: _Compared) -> list[tuple[tuple[int, ...], float, BoxMm]]:
    """Connected places that vary and that one division holds: the division, its area in mm2, and the place."""
    found, least = _divisions(compared), _LEAST_MM2 * compared.per_mm**2
    count, labels, stats, _ = cv2.connectedComponentsWithStats(found.varies.astype(np.uint8), connectivity=8)
    places = []
    for label in range(1, count):
        place = labels == label
        cells = np.flatnonzero(place & found.divides)
        if len(cells) < least:
            continue
        divided = Counter(tuple(map(int, np.flatnonzero(found.first[:, cell]))) for cell in cells)
        division, held = divided.most_common(1)[0]
        if held < max(least, _DOMINANT * int(stats[label][4])) or _has_values(compared, division, place):
            continue
        scaled = (stats[label].astype(np.float64) * REFERENCE_PX_PER_MM / compared.per_mm).astype(np.int32)
        places.append((division, held / compared.per_mm**2, component_box(scaled)))
    return places


def _has_values(compared: _Compared, division: Sequence[int], place: NDArray[np.bool_]) -> bool:
    """Whether pages of one part differ among themselves at a part of the place: a holder's field, of which several end alike."""
    rest = [number for number in range(len(compared.apart)) if number not in division]
    return any(
        (_quantile_of_pairs(compared.of(part), _MANY_VALUES)[place] > _APART).mean() > _MOST_VARIED
        for part in (division, rest)
        if len(part) > 1
    )


def _is_division_of(fact: Sequence[object], division: Sequence[int]) -> bool:
    """Whether the pages of a division are those that share one value of a fact, where it is known of them."""
    inside = {fact[number] for number in division} - {None}
    outside = {value for number, value in enumerate(fact) if number not in division} - {None}
    return len(inside) == 1 and bool(outside) and not inside & outside
