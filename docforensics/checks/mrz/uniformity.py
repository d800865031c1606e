"""Characters of the machine readable zone that stand out from the others: another face, stroke, ink or place.

All characters of a zone are printed in one pass by one device. Each is compared with OCR-B as the zone prints it (its own
sharpness, stroke and size), and what it departs by is compared with how far the others depart: likeness of shape, likeness to
other type faces, weight of the stroke, darkness of the ink, place across and along its line. The largest departure counts, in
robust standard deviations with a floor, so that a poor capture makes every character poor and none stand out. Look-alikes (0
and O, 1 and I) count as one symbol, so that a misread stands out in nothing.

Printers differ in their cut of OCR-B, symbol by symbol: shape, face and stroke of a character are therefore compared with the same symbol
elsewhere in the zone and, where it stands nowhere else, against how far the zone's symbols depart from one another. A character that
something else lies on (a hole, a stamp, a line drawn over it) or a reflection pales is left out; its field is then not seen.

Likeness to other faces is the finest: a 5 or an 8 is drawn much alike everywhere, but by how much it ought to fit OCR-B
better than any other face is known from the drawings, for every symbol.

Cannot see: a retyped character of the same face, size and ink; a zone that is another face throughout (`mrz.typeface`); a symbol that
stands nowhere else in the zone, where its printer's cut of OCR-B departs far from the standard's.

Sources: BSI TR-03135 MrzAlignment, MrzOcrbTypeFace; Doc 9303-3 section 4.2; standards.md 6.7; IOM PEPM (altered data).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from types import MappingProxyType

import cv2
import numpy as np

from docforensics.checks.claims import ClaimId, Sighting, Why
from docforensics.checks.mrz._fit import SOFTNESS, Cells, GlyphFit, likeness_to, settled
from docforensics.checks.mrz._glyphs import REACH, STROKE, Floats, Glyph, Manner, drawing, under
from docforensics.checks.mrz._symbols import against_symbol, overlaid, veiled
from docforensics.checks.mrz._zone import ZonePrint, fit_ocrb, read_zone
from docforensics.checks.outcome import Measured, Outcome, undetermined
from docforensics.checks.spec import WHITE_LIGHT, Beside, CheckSpec
from docforensics.checks.support.mrz_print import listed, read_print
from docforensics.checks.support.wording import character_name
from docforensics.checks.support.zone_places import fields_at, fields_without, zone_sightings
from docforensics.document import Document
from docforensics.formats.alphabet import SYMBOLS
from docforensics.formats.table import FORMATS
from docforensics.mrz.drawn_faces import OCRB, WIDTH, other_faces
from docforensics.page.geometry import median
from docforensics.page.quantiles import median_of
from docforensics.templates.planes import Mask

SPEC = CheckSpec(
    title="Uniformity of the machine readable zone",
    unit="robust standard deviations of the character that differs most",
    verifies=frozenset({ClaimId.MRZ_PRINT}),
    tr03135="MrzAlignment",
    needs_mrz=True,
    lights=WHITE_LIGHT,
    min_px_per_mm=8.0,
    adverse="Characters that differ from the others of the machine readable zone in {kind}: {where}.",
    favourable="The characters of the machine readable zone are uniform.",
    advice="Look at the marked characters under a magnifier and in oblique light: another type, ink, height or an erasure.",
    beside=Beside.NOTHING,
    facts={"count": int, "kind": str, "compared": int, "where": str},
)

FLOORS = {
    "shape": 0.022,
    "type face": 0.012,
    "stroke": 0.1,
    "ink": 0.06,
    "height on the line": 0.7,
    "place in the line": 0.9,
}
"""Least standard deviation of each departure: correlations, logarithms of stroke and ink, pixels of 32 a pitch."""
_UNEXPLAINED = 0.28
"""Of the share of a print that its drawings do not explain (1 - likeness squared), what single characters may differ by: background print and
wear lie on each differently. Set on 20 published zones (JPEG 85, 26 November 2026): the floor then rises above that of `FLOORS` for likenesses
below 0.96, and the zone with the strongest background print (likeness 0.91) departs by 2.9 instead of 6.0."""
_TELLING = 0.04
"""By how much a symbol's likeness to OCR-B must exceed that to any other face, for its face to be told."""
_FEWEST = 12
"""Telling characters that the others are held against."""
_NEIGHBOURS = 4
"""On either side."""
_LEAST_INK = 0.02
"""Whose logarithm is still taken. A judgement; not fitted."""
_HEAVIER_PX, _BARE, _LEAST_BARE_PX = 3, 0.05, 80
"""Pixels of 32 a pitch by which a stroke may be heavier than its drawing (a third of one), share of a drawing's darkest below which a place is bare, and pixels
of a cell from which the print behind it is known: it is taken from the ink of the strokes, since line work lies behind some characters and not behind others. Judgements."""
_MOST_NAMED = 3
"""Places that a sentence can hold."""
MARKED = 5.0
"""Standard deviations from which a character is marked."""
_POOR = 0.9
"""Likeness below which the zone is too poor, or no OCR-B that we know, for single characters to be told. On Utopia
(calibration split) OCR-B has at least 0.94 in all four channels and whatever was done to the image (see `mrz.typeface`)."""
_TOO_POOR = undetermined(
    "the characters are too blurred, or too unlike OCR-B, to be compared with one another",
    "a sharp image of the machine readable zone",
    why=Why.BLURRED,
)
_OVERLAID = undetermined("too many characters of the zone are overlaid by something else", why=Why.OCCLUDED)
_NO_ZONE = undetermined("the characters of the zone could not be cut out of the page", why=Why.UNREADABLE)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Departures:
    """How far each glyph departs from the zone's ways, in robust standard deviations."""

    by_kind: dict[str, Floats]

    @property
    def worst(self) -> Floats:
        """(n,)."""
        return np.asarray(np.max(list(self.by_kind.values()), axis=0), np.float32)


def measure(document: Document) -> Outcome:
    """Measure by how much the character that stands out most does so."""
    zone = read_zone(document)
    if zone is None:
        return _NO_ZONE
    fit = fit_ocrb(zone)
    if median_of(fit.likeness[zone.distinctive > 0]) < _POOR or fit.manner[0] >= SOFTNESS[-1]:
        return _TOO_POOR
    zone = replace(zone, cells=settled(zone.cells, fit.manner))
    fit = fit_ocrb(zone, fit.manner)
    free = ~(overlaid(zone.glyphs, fit) | veiled(zone.glyphs, fit))
    if free.sum() < _FEWEST:
        return _OVERLAID
    zone, fit = zone.of(free), fit.of(free)
    found = departures(zone, fit)
    worst = found.worst
    out = [place for place in np.argsort(-worst) if worst[place] >= MARKED]
    odd = [zone.glyphs[place] for place in out or [int(worst.argmax())]]
    kind = max(found.by_kind, key=lambda name: float(found.by_kind[name].max()))
    return Measured(
        value=float(worst.max()),
        regions=tuple(
            zone.region((zone.glyphs[place],), "the character that stands out") for place in sorted(out)
        ),
        facts={
            "count": max(len(out), 1),
            "kind": kind,
            "compared": len(worst),
            "where": _named(document, zone, out or [int(worst.argmax())]),
        },
        sightings=tuple(_sightings(document, zone, odd)),
    )


def _sightings(document: Document, zone: ZonePrint, odd: Sequence[Glyph]) -> Iterator[Sighting]:
    """A field of which a character could not be cut out was not seen."""
    seen = read_print(document)
    if seen is not None:
        shown = {(glyph.line, glyph.place) for glyph in zone.glyphs}
        fields = fields_at(seen, {(glyph.line, glyph.place) for glyph in odd})
        yield from zone_sightings(seen, ClaimId.MRZ_PRINT, fields_without(seen, shown), fields)


def _named(document: Document, zone: ZonePrint, places: Sequence[int]) -> str:
    """Name the characters, those that stand out most first."""
    layout = FORMATS[document.mrz.format].layout if document.mrz and zone.is_read else None
    names = [
        character_name(layout, zone.glyphs[place].line, zone.glyphs[place].place)
        for place in places[:_MOST_NAMED]
    ]
    more = len(places) - len(names)
    return listed([f"the {name}" for name in names] + [f"{more} more"] * (more > 0))


def departures(zone: ZonePrint, fit: GlyphFit) -> Departures:
    """Compare every glyph with the others."""
    stroke, ink = weights(zone, fit)
    across, along = off_line(zone, fit)
    symbols = [glyph.symbol for glyph in zone.glyphs]
    unexplained = _UNEXPLAINED * (1 - median_of(fit.likeness) ** 2)
    shape = against_symbol(-fit.likeness, symbols, max(FLOORS["shape"], unexplained))
    return Departures(
        by_kind={
            "shape": shape,
            "type face": other_face(zone, fit),
            "stroke": np.abs(against_symbol(stroke, symbols, FLOORS["stroke"])),
            "ink": np.minimum(
                deviation(relative_to_neighbours(zone, ink), FLOORS["ink"]), ink_steps(zone, fit)
            ),
            "height on the line": deviation(across, FLOORS["height on the line"]),
            "place in the line": deviation(along, FLOORS["place in the line"]),
        }
    )


def deviation(values: Floats, floor: float) -> Floats:
    """Distance from the median (n,) in robust standard deviations, at least `floor` each."""
    off = np.abs(values - median_of(values))
    return np.asarray(off / max(1.4826 * median_of(off), floor), np.float32)


def other_face(zone: ZonePrint, fit: GlyphFit) -> Floats:
    """Measure by how much each glyph (n,) is more like some other face than its symbol in OCR-B is; 0 where undecided.

    Blur and wear bring all faces nearer to one another, by one factor for the whole zone.
    """
    by_symbol = _expected(fit.manner)
    expected = np.array([by_symbol[symbol] for symbol in zone.cells.symbols])
    telling = expected < -_TELLING
    departure = np.zeros(len(zone.glyphs), np.float32)
    if telling.sum() >= _FEWEST:
        margin = likeness_to(zone.cells.some(telling), other_faces(), fit.manner) - fit.likeness[telling]
        left = margin - np.median(margin / expected[telling]) * expected[telling]
        symbols = [glyph.symbol for glyph, tells in zip(zone.glyphs, telling, strict=True) if tells]
        departure[telling] = against_symbol(left, symbols, FLOORS["type face"])
    return departure


@cache
def _expected(manner: Manner) -> Mapping[str, float]:
    """By how much a perfect print of each symbol is less like every other face than like OCR-B."""
    nowhere = np.zeros((4, 2))
    perfect = Cells.of(
        [
            Glyph(
                symbol=symbol,
                line=0,
                place=0,
                patch=np.pad(drawing(OCRB[0], symbol, manner), REACH),
                paper=255.0,
                corners=nowhere,
            )
            for symbol in SYMBOLS
        ]
    )
    likeness = likeness_to(perfect, other_faces(), manner)
    return MappingProxyType(dict(zip(SYMBOLS, (likeness - 1).tolist(), strict=True)))


def ink_steps(zone: ZonePrint, fit: GlyphFit) -> Floats:
    """Measure the larger difference (n,) in ink between a glyph and its neighbours, at their nearest strokes; infinite without neighbours.

    An alteration begins between two characters, at once. A reflection or a scuff changes slowly, within them too.
    """
    ends = np.log(
        [_ink_of_ends(glyph, shift, fit) for glyph, shift in zip(zone.glyphs, fit.shift, strict=True)]
    )
    found = np.full(len(zone.glyphs), -np.inf, np.float32)
    at = {(glyph.line, glyph.place): number for number, glyph in enumerate(zone.glyphs)}
    for (line, place), left in at.items():
        right = at.get((line, place + 1))
        if right is not None:
            step = abs(float(ends[left, 1] - ends[right, 0]))
            found[[left, right]] = np.maximum(found[[left, right]], step)
    found[np.isneginf(found)] = np.inf
    usual = 1.4826 * median_of(found[np.isfinite(found)]) if np.isfinite(found).any() else 0.0
    return found / np.float32(max(usual, FLOORS["ink"]))


def _ink_of_ends(glyph: Glyph, shift: Floats, fit: GlyphFit) -> tuple[float, float]:
    """Give the darkness of a glyph's strokes left and right of their middle."""
    inside, _ = under(drawing(OCRB[0], glyph.symbol, fit.manner), glyph, shift)
    left, right = (median(inside[half]) for half in _halves(glyph.symbol, fit.manner))
    return max(left, _LEAST_INK), max(right, _LEAST_INK)


@lru_cache(maxsize=256)
def _halves(symbol: str, manner: Manner) -> tuple[Mask, Mask]:
    """Where the strokes of a symbol's drawing stand left and right of their middle, (HEIGHT, WIDTH) both; kept for as many as `drawing` keeps."""
    drawn = drawing(OCRB[0], symbol, manner)
    strokes, columns = drawn > STROKE * drawn.max(), np.arange(drawn.shape[1])
    middle = median_of(np.nonzero(strokes)[1])
    return strokes & (columns <= middle), strokes & (columns >= middle)


def relative_to_neighbours(zone: ZonePrint, values: Floats) -> Floats:
    """Take from each value the median of those around it in its line: glare and shade change slowly."""
    left = values.copy()
    for line in {glyph.line for glyph in zone.glyphs}:
        here = np.array([place for place, glyph in enumerate(zone.glyphs) if glyph.line == line])
        padded = np.pad(values[here], _NEIGHBOURS, mode="edge")
        around = np.lib.stride_tricks.sliding_window_view(padded, 2 * _NEIGHBOURS + 1)
        left[here] -= np.median(around, axis=1)
    return left


def weights(zone: ZonePrint, fit: GlyphFit) -> tuple[Floats, Floats]:
    """Logarithms (n,) of a glyph's amount of ink relative to its drawing, and of the darkness of its strokes."""
    stroke, ink = [], []
    for glyph, shift in zip(zone.glyphs, fit.shift, strict=True):
        drawn = drawing(OCRB[0], glyph.symbol, fit.manner)
        inside, dark = under(drawn, glyph, shift)
        ink.append(np.log(max(dark, _LEAST_INK)))
        printed = np.clip(inside, 0, None)
        bare = _bare(glyph.symbol, fit.manner)
        behind = float(printed[bare].mean()) if bare.sum() >= _LEAST_BARE_PX else 0.0
        amount = float(printed.sum()) - behind * printed.size
        stroke.append(np.log(max(amount, 0.1) / max(float(drawn.sum()), 0.1)) - ink[-1])
    return np.array(stroke, np.float32), np.array(ink, np.float32)


@lru_cache(maxsize=256)
def _bare(symbol: str, manner: Manner) -> Mask:
    """Where a cell bears no ink of its symbol, (HEIGHT, WIDTH), however heavy its strokes are; kept for as many as `drawing` keeps."""
    reach = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * _HEAVIER_PX + 1,) * 2)
    return np.asarray(cv2.dilate(drawing(OCRB[0], symbol, manner), reach) < _BARE, np.bool_)


def off_line(zone: ZonePrint, fit: GlyphFit) -> tuple[Floats, Floats]:
    """How far (n,) each glyph stands below and right of where a straight line of even pitch has it, pixels."""
    across, along = np.zeros(len(zone.glyphs), np.float32), np.zeros(len(zone.glyphs), np.float32)
    for line in {glyph.line for glyph in zone.glyphs}:
        here = np.array([place for place, glyph in enumerate(zone.glyphs) if glyph.line == line])
        places = np.array([zone.glyphs[place].place for place in here], float)
        middles = np.array([zone.glyphs[place].corners.mean(axis=0) for place in here])
        seen = middles * WIDTH / zone.pitch_mm + fit.shift[here]
        for axis, target in ((0, along), (1, across)):
            target[here] = seen[:, axis] - _straight(places, seen[:, axis])
    return across, along


def _straight(places: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Fit a line that a quarter of stray points does not move (Theil-Sen over a few spans)."""
    if len(places) < 8:
        return np.full_like(values, median_of(values))
    half = len(places) // 2
    slope = median_of((values[half : 2 * half] - values[:half]) / (places[half : 2 * half] - places[:half]))
    return np.asarray(slope * places + median_of(values - slope * places))
