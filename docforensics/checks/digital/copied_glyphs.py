"""Two characters that are one picture: a character was copied within the file, grain and paper included.

Whoever changes a digit in a file finds the digit he needs elsewhere on the page, in the right face, ink and softness. Two
prints of one character never match to the pixel: they lie otherwise on the pixel grid, on other background print and under
other grain. The check pairs characters of equal size, lays one on the other by whole pixels, and measures what is left, in grey
levels. A copy leaves rounding and compression; the value is how much more alike the closest pair is than close pairs of the
page are, or than their two pieces of paper by themselves lead one to expect, whichever is less: background print and grain that differ from
place to place cannot match unless they were copied. A pair on paper without grain shows nothing and is left out, so that a page which a
program drew is not judged, and so is a pair whose two places do not read as one letter or digit: ornaments repeat.

Cannot see: copies that were scaled, turned or blended into other paper, copies from another picture, copies on blank paper, and what strong
compression or shrinking after the copy has evened out.

Sources: standards.md 6.7 (characters repeat, so a repetition is not yet a copy); Fridrich, Soukal & Lukas, DFRWS 2003.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations

import cv2
import numpy as np

from docforensics.checks.claims import ClaimId, Why
from docforensics.checks.digital._laid import laid
from docforensics.checks.outcome import Measured, Outcome, undetermined
from docforensics.checks.spec import WHITE_LIGHT, Beside, CheckSpec
from docforensics.checks.support.mrz_print import unseen_characters
from docforensics.checks.support.native_image import EDITABLE, Floats, Levels, NativeSide, native_sides
from docforensics.checks.support.worst_side import SideOutcome, worst_seen
from docforensics.document import Document
from docforensics.page.geometry import BoxPx
from docforensics.page.quantiles import quantiles

SPEC = CheckSpec(
    title="Copied characters (copy-move)",
    unit="octaves by which the closest pair of characters is closer than others",
    verifies=frozenset({ClaimId.PRINT_AT_DATA}),
    contradicts=frozenset({ClaimId.ONE_CAPTURE}),
    channels=EDITABLE,
    lights=WHITE_LIGHT,
    min_px_per_mm=7.0,
    adverse="Two characters are identical, including background and noise: one may be a copy of the other.",
    favourable="No copied characters were found.",
    advice="Enlarge both marked characters and compare the noise in and around them. Ask for the document itself.",
    equipment="a larger image of the page",
    beside=Beside.SECOND,
)
GRAINLESS = undetermined(
    "the paper shows no grain by which a copied character could be distinguished from a printed one",
    why=Why.NO_REFERENCE_HERE,
)
FEW = undetermined("too few characters of equal size were found to compare", why=Why.UNREADABLE)
_FEW_HERE = replace(FEW, expected=False, why=Why.NO_REFERENCE_HERE)
"""Of one side of several: on 10 of 13 genuine cards of Utopia the front bears too few (scans and photos)."""
_HEIGHT_MM, _WIDTH_MM = (1.0, 4.0), (0.25, 4.0)
"""Sizes of a character's ink in the visual zone."""
_LINE_MARGIN_MM = 0.3
"""So that no stroke is cut off where a line's box is tight. A judgement; not fitted."""
_PAPER, _INK = 0.85, 0.04
"""Quantiles of a line's box that are taken for paper and for ink."""
_LEAST_CONTRAST = 40.0
"""Grey levels between paper and ink, below which strokes are lost in noise. A judgement; not fitted."""
_GLIMPSE, _LIKE_AT_A_GLIMPSE = (10, 14), 0.35
"""Columns and rows of a small copy of a character, and correlation of two of them below which they are not laid on one another: 0.38 and more where
laying them found one character, below 0.35 for half and more of the other pairs of one size (three drawn photos)."""
_PAPER_MM = 0.25
"""Paper round the ink that a copy carries along."""
_FEWEST_PAIRS = 60
"""With fewer, the closest tenth is a handful, and a picture that was drawn could have one pair on the same grid by chance. Pages have hundreds."""
_MOST_PAIRS = 20_000
"""A sheet of text has hundreds of thousands; a page of a document a few thousand."""
_CLOSE = 0.1
"""Share of the pairs that are close: what the closest one is held against. Copies are fewer, repeats of a drawing more."""
_FLOOR = 0.7
"""Grey levels that rounding leaves between copies."""
_LEAST_GRAIN = 4.0
"""Grey levels by which the paper round a character varies: what compression alone leaves beside ink on blank paper is 2.7 to 3.2 (a drawn page of
`mrz`, JPEG 85), printed paper of the sample documents has 12 to 19, that of published pages 4 to 16."""
_PAPER_SHARE, _FEWEST_PAPER_PX = 2 / 3, 12
"""Of the way from ink to paper, from which a place is paper; and pixels of it that tell its grain. Judgements; not fitted."""
_READ_ABOVE, _LEAST_SURE = 0.7, 0.5
"""Octaves from which both places are read, far below what weighs; and the probability, 0..1, from which a letter counts as read."""
_MARKED_ABOVE = 1.4
"""Value from which places are marked; for the picture alone. A judgement; not fitted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _GlyphPair:
    first: BoxPx
    second: BoxPx
    left: float
    """Standard deviation of what one leaves of the other, grey levels."""
    is_read: bool
    """Whether both were read as one symbol."""


def measure(document: Document) -> Outcome:
    """Measure how much closer than others the closest pair is, on the side where it is most."""
    sides = native_sides(document, SPEC)
    outcome = worst_seen(sides, _measure_side, _FEW_HERE, GRAINLESS, claims=SPEC.verifies)
    return FEW if outcome is _FEW_HERE else outcome


def _measure_side(side: NativeSide) -> SideOutcome:
    scored = scored_pairs(side)
    if not scored:
        return side.hides_data() or _FEW_HERE
    found = _most_alike(side, scored)
    if found is None:
        return GRAINLESS
    pair, value = found
    regions = tuple(side.region(box, "the same picture") for box in (pair.first, pair.second))
    return Measured(value=value, regions=regions if value > _MARKED_ABOVE else ())


def scored_pairs(side: NativeSide) -> list[tuple[_GlyphPair, float]]:
    """Pairs of characters, the closest first, with the octaves by which each is closer than close pairs of the page are."""
    found = sorted(_pairs(side), key=lambda pair: pair.left)
    if len(found) < _FEWEST_PAIRS:
        return []
    left = np.hypot([pair.left for pair in found], _FLOOR)
    scores = np.log2(float(np.quantile(left, _CLOSE)) / left)
    return list(zip(found, scores.tolist(), strict=True))


def _most_alike(side: NativeSide, scored: list[tuple[_GlyphPair, float]]) -> tuple[_GlyphPair, float] | None:
    """The pair that is most beyond both what close pairs and what its paper lead one to expect; None where no paper has grain."""
    best: tuple[_GlyphPair, float] | None = None
    for pair, value in scored:
        if best is not None and value <= best[1]:
            break
        grains = [_grain(side.part(box)) for box in (pair.first, pair.second)]
        if min(grains) < _LEAST_GRAIN:
            continue
        beyond = min(value, float(np.log2(np.hypot(grains[0], grains[1]) / np.hypot(pair.left, _FLOOR))))
        is_better = best is None or beyond > best[1]
        if is_better and (beyond < _READ_ABOVE or _reads_alike(side, pair)):
            best = pair, beyond
    return best


def _reads_alike(side: NativeSide, pair: _GlyphPair) -> bool:
    """Whether both places of a pair were read as one letter or digit; so they are taken where no reader is at hand."""
    if pair.is_read or side.side.viz.text is None:
        return True
    first, second = (_letter_at(side, box) for box in (pair.first, pair.second))
    return bool(first) and first == second


def _letter_at(side: NativeSide, box: BoxPx) -> str:
    """The letter or digit that is read at a place; empty where none is for certain."""
    text, page = side.side.viz.text, side.side.page
    (x, y), *_ = page.to_mm([((box.left + box.right) / 2, (box.top + box.bottom) / 2)])
    lines = [line.box for line in side.side.viz.segments if line.box.holds((x, y))]
    if text is None or not lines:
        return ""
    line = min(lines, key=lambda one: one.area)
    read = (text.glance() or text).line(line).read
    if not read.text:
        return ""
    nearest = int(np.argmin(np.abs(read.columns - (x - line.left) / line.width)))
    sure = float(read.posteriors[nearest].max()) > _LEAST_SURE
    return read.text[nearest].casefold() if sure and read.text[nearest].isalnum() else ""


def _pairs(side: NativeSide) -> Iterator[_GlyphPair]:
    """Characters of one kind, laid on one another."""
    boxes: list[BoxPx] = []
    read = list(_read_alike(side, boxes))
    chosen = [*read, *_shaped_alike(side, boxes)][:_MOST_PAIRS]
    left = laid(side.levels, boxes, np.array(chosen, np.intp).reshape(-1, 2))
    for number in np.flatnonzero(~np.isnan(left)):
        first, second = chosen[number]
        yield _GlyphPair(
            first=boxes[first],
            second=boxes[second],
            left=float(left[number]),
            is_read=bool(number < len(read)),
        )


def _read_alike(side: NativeSide, boxes: list[BoxPx]) -> Iterator[tuple[int, int]]:
    """Pairs of the machine readable zone that were read as one symbol, by their numbers in `boxes`, which are added."""
    reading = side.side.mrz_reading
    lines = reading.characters if reading is not None else ()
    blind = {} if reading is None else unseen_characters(side.side, reading)
    symbols: dict[str, list[int]] = {}
    for row, line in enumerate(lines):
        for column, item in enumerate(line):
            if (row, column) not in blind:
                symbols.setdefault(item.symbol, []).append(len(boxes))
                boxes.append(BoxPx.around(item.corners))
    for numbers in symbols.values():
        yield from combinations(numbers, 2)


def _shaped_alike(side: NativeSide, boxes: list[BoxPx]) -> Iterator[tuple[int, int]]:
    """Pairs of the visual zone whose inks are of one size, by their numbers in `boxes`, which are added."""
    margin = max(round(_PAPER_MM * side.side.page.quality.px_per_mm), 2)
    inks = sorted(_inks(side), key=lambda box: (box.height, box.width))
    before = len(boxes)
    boxes += [_grown(ink, margin) for ink in inks]
    heights, widths = (
        np.array(sides, np.intp) for sides in ([ink.height for ink in inks], [ink.width for ink in inks])
    )
    glimpses = _glimpses(side.levels, inks)
    # Heights ascend, so that those of one size end where the height is two pixels more.
    ends = np.searchsorted(heights, heights + 1, side="right")
    for number, end in enumerate(ends):
        others = slice(number + 1, end)
        alike = np.abs(widths[others] - widths[number]) <= 1
        alike &= glimpses[others] @ glimpses[number] > _LIKE_AT_A_GLIMPSE
        for other in np.flatnonzero(alike) + number + 1:
            yield before + number, before + int(other)


def _glimpses(levels: Levels, inks: list[BoxPx]) -> Floats:
    """Small copies (n, pixels) of characters, of mean 0 and squares that sum to 1."""
    small = [cv2.resize(levels[ink.slices], _GLIMPSE, interpolation=cv2.INTER_AREA) for ink in inks]
    rows = np.array(small, np.float32).reshape(len(inks), _GLIMPSE[0] * _GLIMPSE[1])
    rows -= rows.mean(axis=1, keepdims=True)
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6), np.float32)


def _grain(piece: Floats) -> float:
    """Standard deviation of the paper round a character, grey levels, about its slope; 0 where too little shows."""
    ink, paper = quantiles(piece, (_INK, _PAPER))
    light = (piece > ink + _PAPER_SHARE * (paper - ink)).astype(np.uint8)
    rows, columns = np.nonzero(cv2.erode(light, np.ones((3, 3), np.uint8)))
    if len(rows) < _FEWEST_PAPER_PX:
        return 0.0
    levels, slope = piece[rows, columns], np.column_stack([np.ones(len(rows)), rows, columns])
    return float((levels - slope @ np.linalg.lstsq(slope, levels, rcond=None)[0]).std())


def _grown(box: BoxPx, margin: int) -> BoxPx:
    return BoxPx(
        left=box.left - margin, top=box.top - margin, right=box.right + margin, bottom=box.bottom + margin
    )


def _inks(side: NativeSide) -> Iterator[BoxPx]:
    """Boxes of the connected inks in the lines of the visual zone that are as large as characters."""
    for line in side.side.viz.segments:
        corners = side.side.page.to_capture(line.box.grown(_LINE_MARGIN_MM).corners)
        if np.all(np.isfinite(corners)) and side.side.page.visibility.cause(line.box) is None:
            yield from _inks_of(side, BoxPx.around(corners))


def _inks_of(side: NativeSide, line: BoxPx) -> Iterator[BoxPx]:
    px = side.side.page.quality.px_per_mm
    if not line.lies_in(side.levels.shape):
        return
    levels = side.levels[line.slices]
    ink, paper = quantiles(levels, (_INK, _PAPER))
    if paper - ink < _LEAST_CONTRAST:
        return
    dark = (levels < (ink + paper) / 2).view(np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    for x, y, width, height, _ in stats[1:].tolist():
        tall = _HEIGHT_MM[0] * px <= height <= _HEIGHT_MM[1] * px
        if tall and _WIDTH_MM[0] * px <= width <= _WIDTH_MM[1] * px:
            left, top = line.left + x, line.top + y
            yield BoxPx(left=left, top=top, right=left + width, bottom=top + height)
