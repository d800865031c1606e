"""Lines of text in the visual zone that are sharper than the other lines of the page: typed into the file, not seen by its lens.

The holder's data are printed by one machine and seen by one lens. The check measures the edges of every line of dark print, letter
by letter, fits a plane over the page to their medians, robustly, and gives the line that stands out most towards sharper, less half
of what the bluntest line stands out by: what a page's print, wear and codec do to a line, they do in both directions.
Fixed print in paler ink is left out: thin grey captions have edges of their own. A line that stands out is left out where the template knows
it as print of the model, which another machine printed, and where it reads as no text or as a label: emblems and ornaments have edges of their own as well, and so have
signatures.

Cannot see: fixed print typed anew (`security.background_print` does), a line of one word in a script that joins its letters, text that was softened to match, or taken from a picture of the same sharpness; pages with fewer than five dark lines,
and captures of less than 7 pixels a millimetre, where a stroke is no wider than the blur.

Sources: standards.md 6.7 (stroke and edge inside a field); robust regression: Huber 1981.
"""

from dataclasses import dataclass, replace
from itertools import chain

import cv2
import numpy as np

from docforensics.checks.claims import ClaimId, Why
from docforensics.checks.outcome import Measured, Outcome, Region, undetermined
from docforensics.checks.spec import WHITE_LIGHT, Beside, CheckSpec
from docforensics.checks.support.edge_sharpness import Doubles, InkedGlyph, Strokes, departures
from docforensics.checks.support.fixed_print import is_fixed_print
from docforensics.checks.support.mrz_print import around
from docforensics.checks.support.native_image import NativeSide, native_sides
from docforensics.checks.support.worst_side import SideOutcome, worst_seen
from docforensics.document import Document, Side
from docforensics.page.geometry import BoxMm
from docforensics.viz.fields.captions import is_label, letters_of

SPEC = CheckSpec(
    title="Sharpness of the lines of text",
    unit="robust standard deviations of the sharpest line, less half of the bluntest",
    verifies=frozenset({ClaimId.PRINT_AT_DATA}),
    contradicts=frozenset({ClaimId.ONE_CAPTURE}),
    of_files=True,
    lights=WHITE_LIGHT,
    min_px_per_mm=7.0,
    adverse="A line of text is sharper than the other {lines} lines on the page.",
    favourable="The lines of text on the page are equally sharp.",
    advice="Enlarge the marked line and compare the edges of its letters with other lines; ask for the document itself.",
    equipment="a larger image of the page",
    beside=Beside.NOTHING,
    facts={"lines": int},
)
FEW = undetermined("too few lines of dark print were found to compare with one another", why=Why.UNREADABLE)
_FEW_HERE = replace(FEW, expected=False, why=Why.NO_REFERENCE_HERE)
"""Of one side of several: on 3 of 13 genuine cards of Utopia the front bears too few (scans and photos)."""
_HEIGHT_MM = (1.6, 4.2)
"""Of lines of data: captions are smaller, headings larger. A judgement; not fitted."""
_CELL = 0.8
"""Width of a piece that stands for a letter, in heights of the line."""
_LETTER_MARGIN_MM, _LEAST_DARKNESS, _SAME_INK = 0.2, 0.3, 0.15
"""Margin: paper around a letter that its blur reaches. Darkness, 0..1: below, strokes are pale print; within `_SAME_INK` of the darkest, one ink. Judgements; not fitted."""
_FEWEST_LETTERS, _FEWEST_LINES = 3, 5
"""In a line, and lines on a page: fewer give no spread. A judgement; not fitted."""
_FLOOR = 0.012
"""Differences of sharpness, 1/px, that lines of one print show by their letters."""
_LETTER = 0.03
"""The same of single letters."""
_STEADY = 1.5
"""How firmly the plane is held level, in lines at the edge of the page."""
_LIKELY = 10.0
"""Letters from which a line counts in full."""
_OTHER_WAY = 0.5
"""Of what the bluntest line stands out by. A judgement; not fitted."""
_READ_ABOVE, _LEAST_SURE = 1.5, 0.5
"""Standard deviations from which a line is looked at and read, well below what weighs; and the probability, 0..1, from which a letter counts as read."""
_STROKE, _STROKE_HEIGHTS, _HIGH = 0.5, 3.0, 0.6
"""Width of a stroke, as a share of its line and in heights of it, and its height, from which the line is written by hand: words of scripts that join no letters are narrower. Judgements."""
_MARKED_ABOVE = 2.4
"""Value from which the line is marked; for the picture alone. A judgement; not fitted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _SharpLine:
    box: BoxMm
    sharpness: float
    darkness: float
    letters: int


_ScoredLine = tuple[_SharpLine, float]


def measure(document: Document) -> Outcome:
    """Measure how far the sharpest line stands out, on the side where it does most."""
    sides = native_sides(document, SPEC)
    outcome = worst_seen(sides, _measure_side, _FEW_HERE, claims=SPEC.verifies)
    return FEW if outcome is _FEW_HERE else outcome


def _measure_side(side: NativeSide) -> SideOutcome:
    scored, line, sharpest = _sharpest_text(side)
    if line is None:
        return side.hides_data() or _FEW_HERE
    value = sharpest - _OTHER_WAY * max(-min(score for _, score in scored), 0.0)
    place = Region(side=side.index, box=line.box, label="sharper than other lines")
    regions = (place,) if value > _MARKED_ABOVE else ()
    return Measured(value=value, regions=regions, facts={"lines": len(scored) - 1})


def _sharpest_text(side: NativeSide) -> tuple[list[_ScoredLine], _SharpLine | None, float]:
    """All lines with their scores, and the sharpest outside the zone; what is no text is left out when it would be the sharpest."""
    lines = _dark_lines(side)
    while True:
        scored = _scored(side, lines)
        outside = [(line, score) for line, score in scored if not _in_zone(side.side, line.box)]
        if not outside:
            return scored, None, 0.0
        line, score = max(outside, key=lambda item: item[1])
        if score < _READ_ABOVE or _is_data(side.side, line.box):
            return scored, line, score
        lines = [other for other in lines if other is not line]


def _is_data(side: Side, box: BoxMm) -> bool:
    return not is_fixed_print(side, box) and _is_text(side, box)


def _is_text(side: Side, box: BoxMm) -> bool:
    """Whether a line is printed, and reads as letters or digits that are no label's; so it is taken where no reader is at hand."""
    text = side.viz.text
    if text is None:
        return True
    if _is_handwritten(side, box):
        return False
    read = (text.glance() or text).line(box).read
    sure = read.posteriors.max(axis=1, initial=0.0) > _LEAST_SURE
    letters = sum(letter.isalnum() for letter, is_sure in zip(read.text, sure, strict=True) if is_sure)
    return letters >= _FEWEST_LETTERS and not is_label(letters_of(read))


def _is_handwritten(side: Side, box: BoxMm) -> bool:
    """Whether one stroke runs through most of a line, as in a signature; printed letters and words stand apart, and a rule below them is flat."""
    place = side.page.box_px(box)
    shown = side.page.grey()[max(place.top, 0) : place.bottom, max(place.left, 0) : place.right]
    if not shown.size:
        return False
    _, ink = cv2.threshold(shown, 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    height, width = shown.shape
    wide = stats[1:, cv2.CC_STAT_WIDTH] >= max(_STROKE * width, _STROKE_HEIGHTS * height)
    return bool((wide & (stats[1:, cv2.CC_STAT_HEIGHT] >= _HIGH * height)).any())


def scored_lines(side: NativeSide) -> list[_ScoredLine]:
    """The dark lines of the page, each with the standard deviations by which it is sharper than expected."""
    return _scored(side, _dark_lines(side))


def _scored(side: NativeSide, lines: list[_SharpLine]) -> list[_ScoredLine]:
    if len(lines) < _FEWEST_LINES:
        return []
    scores = _scores(lines, side.side.page.size_mm)
    return [(line, float(score)) for line, score in zip(lines, scores, strict=True)]


def _dark_lines(side: NativeSide) -> list[_SharpLine]:
    """Lines whose ink is as dark as the darkest on the page."""
    strokes = Strokes(side.levels)
    low, high = _HEIGHT_MM
    inked = [
        (found.box, letters, float(np.median([letter.darkness for letter in letters])))
        for found in side.side.viz.segments
        if low <= found.box.height <= high
        and side.side.page.visibility.cause(found.box) is None
        and len(letters := _letters(side, strokes, found.box)) >= _FEWEST_LETTERS
    ]
    if not inked:
        return []
    least = float(np.quantile([darkness for _, _, darkness in inked], 0.9)) - _SAME_INK
    return [
        _SharpLine(
            box=box,
            sharpness=float(np.median(strokes.sharpness(letters))),
            darkness=darkness,
            letters=len(letters),
        )
        for box, letters, darkness in inked
        if darkness > least
    ]


def _letters(side: NativeSide, strokes: Strokes, box: BoxMm) -> list[InkedGlyph]:
    """Pieces of a line as wide as a letter that bear dark print."""
    margin = _LETTER_MARGIN_MM * side.side.page.quality.px_per_mm
    count = max(round(box.width / box.height / _CELL), 1)
    ends = np.linspace(box.left, box.right, count + 1)
    rims = [
        side.side.page.to_capture(np.stack([ends, np.full(count + 1, y)], axis=1))
        for y in (box.top, box.bottom)
    ]
    cells = np.stack([rims[0][:-1], rims[0][1:], rims[1][1:], rims[1][:-1]], axis=1)
    found = strokes.glyphs(cells, margin)
    return [glyph for glyph in found if glyph is not None and glyph.darkness > _LEAST_DARKNESS]


def _scores(lines: list[_SharpLine], size_mm: tuple[float, float]) -> Doubles:
    """Standard deviations by which each line departs from a plane over the page that is held nearly level."""
    values = np.array([line.sharpness for line in lines])
    letters = np.array([line.letters for line in lines], dtype=np.float64)
    places = np.array([line.box.centre for line in lines]) / (np.array(size_mm) / 2) - 1
    basis = np.vstack([np.column_stack([np.ones(len(lines)), places]), [[0, _STEADY, 0], [0, 0, _STEADY]]])
    weights = np.concatenate([np.minimum(letters, _LIKELY), [3.0, 3.0]])
    rest = departures(np.concatenate([values, [0.0, 0.0]]), basis, weights)[: len(lines)]
    # The 60th percentile of |normal| is 0.84: a few altered lines among few do not widen the scale.
    scale = np.hypot(np.sort(np.abs(rest))[int(0.6 * len(rest))] / 0.84, _FLOOR)
    return np.asarray(rest / np.hypot(scale, _LETTER / np.sqrt(letters)), dtype=np.float64)


def _in_zone(side: Side, box: BoxMm) -> bool:
    if side.mrz_reading is None:
        return False
    zone = around(side.page, chain.from_iterable(side.mrz_reading.characters))
    return box.overlap(zone) > 0.3 * box.width * box.height
