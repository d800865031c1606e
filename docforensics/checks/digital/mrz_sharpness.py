"""Characters of the machine readable zone that are sharper than their neighbours: typed into the file, not seen by its lens.

One lens and one printer made the whole zone, so its characters differ in sharpness by little, and slowly along a line. Type that
software puts into a picture is drawn without that lens. The check fits the slow course over both lines, robustly, and looks for
the run of up to ten characters that stands out most from it, less half of what the bluntest run stands out by: what printer, wear, codec and
sharpening do to single characters, they do in both directions.

Cannot see: characters that were taken from another picture of the same sharpness, or softened to match; a zone that was set anew as
a whole. Glare and dirt can sharpen or blur a place. A stroke of OCR-B
is 0.35 mm wide and must cover more than two pixels, else its shape decides: below 7 pixels a millimetre the check abstains.

Sources: Doc 9303-3 4.1 (one type face, one pitch); standards.md 6.7; robust regression: Huber 1981.
"""

from collections.abc import Iterator

import numpy as np

from docforensics.checks.claims import ClaimId, Why
from docforensics.checks.outcome import Measured, Outcome, Region, undetermined
from docforensics.checks.spec import WHITE_LIGHT, Beside, CheckSpec
from docforensics.checks.support.edge_sharpness import Doubles, Strokes, departures, spread
from docforensics.checks.support.mrz_print import around, unseen_characters
from docforensics.checks.support.native_image import NativeSide, native_sides
from docforensics.checks.support.worst_side import SideOutcome, worst
from docforensics.document import Document
from docforensics.mrz.reading import MrzCharacter

SPEC = CheckSpec(
    title="Sharpness along the machine readable zone",
    unit="robust standard deviations of the sharpest run, less half of the bluntest",
    verifies=frozenset({ClaimId.MRZ_PRINT}),
    contradicts=frozenset({ClaimId.ONE_CAPTURE}),
    of_files=True,
    lights=WHITE_LIGHT,
    needs_mrz=True,
    min_px_per_mm=7.0,
    adverse="{characters} characters of the machine readable zone are sharper than the rest of it.",
    favourable="The characters of the machine readable zone are equally sharp.",
    advice="Enlarge the marked characters and compare their edges with their neighbours'; ask for the document itself.",
    equipment="a larger image of the machine readable zone",
    beside=Beside.NOTHING,
    facts={"characters": int},
)
UNREAD = undetermined(
    "too few characters of the machine readable zone could be measured",
    "a sharp image of the machine readable zone",
    why=Why.UNREADABLE,
)
_CHARACTER_MARGIN_MM = 0.25
"""Paper around a character that its blur reaches. A judgement; not fitted."""
_FEWEST_CHARACTERS = 30
"""Characters, of 88 or 90: fewer give no spread. A judgement; not fitted."""
_LONGEST_RUN = 10
"""Characters that may have been replaced together: a number of nine and its digit. A judgement."""
_FLOOR = 0.012
"""Differences of sharpness, 1/px, that glyphs of one print show by their shapes."""
_MOST = 8.0
"""What one character may count, in standard deviations."""
_OTHER_WAY = 0.5
"""Of what the bluntest run stands out by. A judgement; not fitted."""
_MARKED_ABOVE = 2.6
"""Value from which the run is marked: a little below where the row of scans is adverse, that of photos and sent files from 3.3."""


def measure(document: Document) -> Outcome:
    """Measure how far the sharpest run stands out, on the side where it does most."""
    return worst(native_sides(document, SPEC), _measure_side, UNREAD)


def _measure_side(side: NativeSide) -> SideOutcome:
    lines = scored_lines(side)
    runs = [run for items, scores in lines for run in _runs(items, scores)]
    if not runs:
        return UNREAD
    characters, sharpest = max(runs, key=lambda run: run[1])
    bluntest = max(far for items, scores in lines for _, far in _runs(items, -scores))
    value = sharpest - _OTHER_WAY * max(bluntest, 0.0)
    regions = (_region(side, characters),) if value > _MARKED_ABOVE else ()
    return Measured(value=value, regions=regions, facts={"characters": len(characters)})


def scored_lines(side: NativeSide) -> list[tuple[list[MrzCharacter], Doubles]]:
    """The characters that could be measured, line by line, with the standard deviations by which each stands out."""
    reading = side.side.mrz_reading
    blind = {} if reading is None else unseen_characters(side.side, reading)
    seen = [
        [item for column, item in enumerate(line) if (row, column) not in blind]
        for row, line in enumerate(reading.characters if reading is not None else ())
    ]
    strokes, margin = Strokes(side.levels), _CHARACTER_MARGIN_MM * side.side.page.quality.px_per_mm
    found = [
        [
            (row, item, glyph)
            for item, glyph in zip(
                line, strokes.glyphs(np.array([item.corners for item in line]), margin), strict=True
            )
            if glyph is not None
        ]
        for row, line in enumerate(seen)
        if line
    ]
    measured = [
        (row, item, sharpness)
        for line in found
        for (row, item, _), sharpness in zip(
            line, strokes.sharpness([glyph for _, _, glyph in line]), strict=True
        )
    ]
    if len(measured) < _FEWEST_CHARACTERS:
        return []
    rows = np.array([row for row, _, _ in measured], dtype=np.float64)
    items = [item for _, item, _ in measured]
    rest = departures(np.array([value for _, _, value in measured]), _course(rows, items))
    scores = np.clip(rest / np.hypot(spread(rest), _FLOOR), -_MOST, _MOST)
    return [([items[i] for i in np.flatnonzero(rows == row)], scores[rows == row]) for row in np.unique(rows)]


def _course(rows: Doubles, items: list[MrzCharacter]) -> Doubles:
    """What sharpness may depend on: the place along the line, the line, and the kind of glyph."""
    at = np.array([item.corners[:, 0].mean() for item in items])
    along = (at - at.mean()) / max(float(np.ptp(at)), 1.0)
    filler = np.array([item.symbol == "<" for item in items], dtype=np.float64)
    digit = np.array([item.symbol.isdigit() for item in items], dtype=np.float64)
    return np.stack([np.ones_like(along), along, along**2, rows, filler, digit], axis=1)


def _runs(items: list[MrzCharacter], scores: Doubles) -> Iterator[tuple[tuple[MrzCharacter, ...], float]]:
    total = np.concatenate([[0.0], np.cumsum(scores)])
    for length in range(1, min(_LONGEST_RUN, len(items)) + 1):
        means = (total[length:] - total[:-length]) / np.sqrt(length)
        first = int(np.argmax(means))
        yield tuple(items[first : first + length]), float(means[first])


def _region(side: NativeSide, characters: tuple[MrzCharacter, ...]) -> Region:
    box = around(side.side.page, characters).grown(_CHARACTER_MARGIN_MM)
    return Region(side=side.index, box=box, label="sharper than its neighbours")
