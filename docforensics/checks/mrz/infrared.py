"""Whether the machine readable zone is as dark in infrared as in white light (B900 ink).

The print contrast of every character, (paper - ink) / paper, is measured in both images of the same capture. Doc 9303 asks
for ink that absorbs at 900 nm, so that readers can read in infrared; ordinary dye inks (ink-jet, many pens) vanish there.
The ratio of the two contrasts is measured, because blur lowers both alike. It is taken for every character, and the
palest counts, so that a line or a single digit that was printed again with another ink is found as well.

Cannot see: toner and other carbon inks, which absorb as well; what the reader's infrared band really is.

Sources: Doc 9303-3 section 2 (B900, PCS at least 0.6), Doc 9303-2 Appendix C (IR,AB,MR); BSI TR-03135 MrzIrReadability;
standards.md 1.9, 2.2.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from docforensics.capture.light import Light
from docforensics.checks.claims import ClaimId, Sighting, Why
from docforensics.checks.mrz._glyphs import OCRB, REACH, Floats, Glyph, Manner, drawing, under
from docforensics.checks.mrz._zone import ZonePrint, fit_ocrb, read_zone
from docforensics.checks.outcome import Measured, Outcome, not_supported, undetermined
from docforensics.checks.spec import Beside, CheckSpec
from docforensics.checks.support.mrz_print import read_print
from docforensics.checks.support.zone_places import fields_at, fields_without, zone_sightings
from docforensics.document import Document

SPEC = CheckSpec(
    title="Machine readable zone in infrared",
    unit="share of the print contrast that the palest character loses in infrared",
    verifies=frozenset({ClaimId.IR_DATA}),
    tr03135="IR,AB,MR",
    needs_mrz=True,
    lights=frozenset({Light.VISIBLE, Light.IR}),
    min_px_per_mm=4.0,
    adverse="The machine readable zone (MRZ) pales or vanishes in infrared, where it must stay black. Characters that do: {characters}.",
    favourable="The machine readable zone absorbs infrared: print contrast {infrared:.2f}, in white light {visible:.2f}.",
    advice="Look at the zone in infrared; an ink that vanishes is not the issuer's.",
    equipment="an infrared camera, about 900 nm",
    beside=Beside.WHITE_LIGHT,
    facts={"infrared": float, "visible": float, "characters": int},
)

_MARKED = 0.5
"""Share of contrast lost from which a character is marked; for the picture alone. A judgement; not fitted."""
_PALE = 0.15
"""Print contrast in white light below which there is nothing to compare."""
_NO_PRINT = undetermined(
    "the print of the zone could not be compared in both lights",
    "sharp images of the machine readable zone in white light and infrared",
    why=Why.UNREADABLE,
)

_LOST = 0.25
"""Share of contrast lost up to which nothing is to be explained by a page that moved. A judgement; not fitted."""
_ALIKE, _FEWEST = 0.7, 10
"""Correlation with its drawing from which a character shows in infrared, and how many of a zone have to. On one design whose pages moved by up to .4 mm
(seen) all 72 characters have .98 in the middle. Judgements; not fitted."""

_EVERY = 4
"""Rows and columns that tell how bright a page is."""
_LEAST_LEVEL = 26.0
"""Median grey level of a page in infrared, where paper is bright; below it the lamp was off."""
_UNLIT = not_supported(
    "the infrared image is too dark to be compared: the lamp was weak, off or far away",
    "another infrared capture, with the lamp on",
    why=Why.NO_LIGHT,
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Contrast:
    """One character's print contrast signal in both lights."""

    glyph: Glyph
    """As the infrared image shows it."""
    visible: float
    infrared: float

    @property
    def lost(self) -> float:
        """Share that infrared does not show; at most all of it."""
        return 1 - max(self.infrared, 0.0) / max(self.visible, _PALE)


def measure(document: Document) -> Outcome:
    """Measure the share of the zone's print contrast that infrared does not show."""
    visible, infrared = read_zone(document), read_zone(document, Light.IR)
    if visible is None or infrared is None:
        return _NO_PRINT
    page = document.sides[infrared.side].page.pixels[Light.IR]
    if float(np.median(page[::_EVERY, ::_EVERY])) < _LEAST_LEVEL:
        return _UNLIT
    both = paired(visible, infrared)
    if float(np.median([one.visible for one in both] or [0.0])) < _PALE:
        return _NO_PRINT
    worst = max(both, key=lambda one: one.lost)
    pale = [one for one in both if one.lost > _MARKED] or [worst]
    lines = [
        tuple(one.glyph for one in pale if one.glyph.line == line)
        for line in {one.glyph.line for one in pale}
    ]
    return Measured(
        value=worst.lost,
        regions=tuple(infrared.region(line, "the zone in infrared", Light.IR) for line in lines)
        if worst.lost > _MARKED
        else (),
        facts={"infrared": max(worst.infrared, 0.0), "visible": worst.visible, "characters": len(pale)},
        sightings=tuple(_sightings(document, both, pale)),
    )


def _sightings(document: Document, both: Sequence[Contrast], pale: Sequence[Contrast]) -> Iterator[Sighting]:
    """A field of which a character was not compared in both lights was not seen."""
    seen = read_print(document)
    if seen is not None:
        shown, odd = ({(one.glyph.line, one.glyph.place) for one in contrasts} for contrasts in (both, pale))
        unseen = fields_without(seen, shown, Light.VISIBLE, Light.IR)
        yield from zone_sightings(seen, ClaimId.IR_DATA, unseen, fields_at(seen, odd))


def paired(visible: ZonePrint, infrared: ZonePrint) -> tuple[Contrast, ...]:
    """Measure every character that both images show, where its drawing fits the visible one.

    A page that moved or turned a little between the two images shows its characters elsewhere: where contrast is lost, they are measured there.
    """
    fit = fit_ocrb(visible)
    in_infrared = {(glyph.line, glyph.place): glyph for glyph in infrared.glyphs}
    shown = [
        (glyph, in_infrared[glyph.line, glyph.place], shift)
        for glyph, shift in zip(visible.glyphs, fit.shift, strict=True)
        if (glyph.line, glyph.place) in in_infrared
    ]

    def at(moved: Floats) -> tuple[Contrast, ...]:
        return tuple(
            Contrast(
                glyph=other,
                visible=signal(glyph, shift, fit.manner),
                infrared=signal(other, np.clip(shift + way, -REACH, REACH), fit.manner),
            )
            for (glyph, other, shift), way in zip(shown, moved, strict=True)
        )

    both = at(np.zeros((len(shown), 2), np.float32))
    if max((one.lost for one in both), default=0.0) <= _LOST:
        return both
    return at(_moved(shown, infrared, fit.manner))


def _moved(shown: Sequence[tuple[Glyph, Glyph, Floats]], infrared: ZonePrint, manner: Manner) -> Floats:
    """How far characters stand in infrared from where they stand in white light, (n, 2) pixels right and down.

    As those are moved and turned together that resemble themselves in infrared; 0 where those are too few. Of each: it in white light, it in infrared, and its shift in white light.
    """
    seen = fit_ocrb(infrared, manner)
    there = {(glyph.line, glyph.place): shift for glyph, _, shift in shown}
    found = [
        (_place(glyph), shift - there[glyph.line, glyph.place])
        for glyph, shift, likeness in zip(infrared.glyphs, seen.shift, seen.likeness, strict=True)
        if likeness > _ALIKE and (glyph.line, glyph.place) in there
    ]
    if len(found) < _FEWEST:
        return np.zeros((len(shown), 2), np.float32)
    places, apart = (np.array(one, np.float64) for one in zip(*found, strict=True))
    kept = np.ones(len(found), bool)
    for _ in range(2):
        way, *_ = np.linalg.lstsq(places[kept], apart[kept], rcond=None)
        off = np.abs(apart - places @ way).max(axis=1)
        kept = off <= max(float(np.median(off)), 1.0)
    return np.asarray(np.array([_place(glyph) for glyph, _, _ in shown]) @ way, np.float32)


def _place(glyph: Glyph) -> tuple[float, float, float]:
    """What the shift of a character is linear in."""
    return 1.0, float(glyph.line), float(glyph.place)


def signal(glyph: Glyph, shift: Floats, manner: Manner) -> float:
    """Give the median print contrast signal of a glyph's strokes."""
    return under(drawing(OCRB[0], glyph.symbol, manner), glyph, shift)[1]
