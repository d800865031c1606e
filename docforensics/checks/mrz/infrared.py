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
from functools import partial

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.capture.light import Light
from docforensics.checks.claims import ClaimId, Sighting, Why
from docforensics.checks.mrz._glyphs import OCRB, REACH, WIDTH, Floats, Glyph, Manner, drawing, under
from docforensics.checks.mrz._zone import ZonePrint, fit_ocrb, moved_zone, read_zone
from docforensics.checks.outcome import Measured, Outcome, not_supported, undetermined
from docforensics.checks.spec import Beside, CheckSpec
from docforensics.checks.support.mrz_print import read_print
from docforensics.checks.support.zone_places import fields_at, fields_without, zone_sightings
from docforensics.document import Document
from docforensics.page.geometry import BoxMm
from docforensics.templates.masks import clipped

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

_NEAR_PX, _CUTS = REACH / 2, 3
"""Pixels of a cut by which characters may lie aside of it: its margin is twice as wide; and how often a zone is cut out anew. On one card (seen) the page had moved by .6 mm,
more than the margin, and turned: nine characters of ninety lost .25 to .81. Judgements."""
_FARTHEST_MM, _SEARCHED_PX_PER_MM, _SHOWS = 1.5, 6.0, 0.5
"""How far a zone is looked for in infrared, on pictures of which scale, and the correlation with white light from which it shows there: less than a cell aside, so that
fillers are not taken for one another. Judgements."""

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
    if _loses(both):
        infrared = _where_it_lies(document, visible, infrared)
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
    manner, shown = fit_ocrb(visible).manner, _shown(visible, infrared)

    def at(moved: Floats) -> tuple[Contrast, ...]:
        return tuple(
            Contrast(
                glyph=other,
                visible=signal(glyph, shift, manner),
                infrared=signal(other, np.clip(shift + way, -REACH, REACH), manner),
            )
            for (glyph, other, shift), way in zip(shown, moved, strict=True)
        )

    both = at(np.zeros((len(shown), 2), np.float32))
    if not _loses(both):
        return both
    motion = _motion(shown, infrared, manner)
    return both if motion is None else at(np.asarray([_along(motion, glyph) for glyph, _, _ in shown]))


def _loses(both: Sequence[Contrast]) -> bool:
    """Whether a character loses more than is to be explained by its ink or its place."""
    return max((one.lost for one in both), default=0.0) > _LOST


def _where_it_lies(document: Document, visible: ZonePrint, infrared: ZonePrint) -> ZonePrint:
    """Cut the zone out where it lies in infrared, if the page moved by more than a part of what a cut reaches beyond its characters; as it was where it did not."""
    found, moved = infrared, np.zeros((3, 2))
    motion = _whole_motion(document, infrared)
    for _ in range(_CUTS):
        if motion is None or max(np.abs(_along(motion, glyph)).max() for glyph in found.glyphs) <= _NEAR_PX:
            break
        moved = moved + motion
        again = moved_zone(document, Light.IR, partial(_at, moved))
        if again is None:
            break
        found = again
        motion = _motion(_shown(visible, found), found, fit_ocrb(visible).manner)
    return found


def _whole_motion(document: Document, infrared: ZonePrint) -> NDArray[np.float64] | None:
    """How far the zone as a whole lies in infrared from where it lies in white light, as `_motion`; None where it does not show there."""
    page = document.sides[infrared.side].page
    zone = BoxMm.around(np.concatenate([glyph.corners for glyph in infrared.glyphs]))
    scale = min(_SEARCHED_PX_PER_MM / page.px_per_mm, 1.0)
    white, dark = (
        cv2.resize(page.grey(light), None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        for light in (Light.VISIBLE, Light.IR)
    )
    px_per_mm = page.px_per_mm * scale
    rows, columns = clipped(zone, white.shape, px_per_mm)
    reach = round(_FARTHEST_MM * px_per_mm)
    framed = cv2.copyMakeBorder(dark, *(reach,) * 4, cv2.BORDER_REPLICATE)
    around = framed[rows.start : rows.stop + 2 * reach, columns.start : columns.stop + 2 * reach]
    likeness = cv2.matchTemplate(around, white[rows, columns], cv2.TM_CCOEFF_NORMED)
    _, best, _, at = cv2.minMaxLoc(likeness)
    if not best > _SHOWS:
        return None
    aside = (np.array(at) - reach) / px_per_mm * WIDTH / infrared.pitch_mm
    return np.vstack([aside, np.zeros((2, 2))])


_Shown = Sequence[tuple[Glyph, Glyph, Floats]]
"""Of each character: it in white light, it in infrared, and its shift in white light."""


def _shown(visible: ZonePrint, infrared: ZonePrint) -> _Shown:
    """Pair the characters that both images show."""
    in_infrared = {(glyph.line, glyph.place): glyph for glyph in infrared.glyphs}
    return [
        (glyph, in_infrared[glyph.line, glyph.place], shift)
        for glyph, shift in zip(visible.glyphs, fit_ocrb(visible).shift, strict=True)
        if (glyph.line, glyph.place) in in_infrared
    ]


def _motion(shown: _Shown, infrared: ZonePrint, manner: Manner) -> NDArray[np.float64] | None:
    """How far characters stand in infrared from where they stand in white light, (3, 2): pixels of a cut right and down, linear in line and place.

    As those are moved and turned together that resemble themselves in infrared; None where those are too few.
    """
    seen = fit_ocrb(infrared, manner)
    there = {(glyph.line, glyph.place): shift for glyph, _, shift in shown}
    found = [
        (_place(glyph.line, glyph.place), shift - there[glyph.line, glyph.place])
        for glyph, shift, likeness in zip(infrared.glyphs, seen.shift, seen.likeness, strict=True)
        if likeness > _ALIKE and (glyph.line, glyph.place) in there
    ]
    if len(found) < _FEWEST:
        return None
    places, apart = (np.array(one, np.float64) for one in zip(*found, strict=True))
    kept = np.ones(len(found), bool)
    for _ in range(2):
        way, *_ = np.linalg.lstsq(places[kept], apart[kept], rcond=None)
        off = np.abs(apart - places @ way).max(axis=1)
        kept = off <= max(float(np.median(off)), 1.0)
    return np.asarray(way, np.float64)


def _along(motion: NDArray[np.float64], glyph: Glyph) -> Floats:
    """The motion of one character, (2,) pixels right and down."""
    return _at(motion, glyph.line, glyph.place)


def _at(motion: NDArray[np.float64], line: int, place: int) -> Floats:
    return np.asarray(_place(line, place) @ motion, np.float32)


def _place(line: int, place: int) -> NDArray[np.float64]:
    """What the shift of a character is linear in."""
    return np.array([1.0, line, place])


def signal(glyph: Glyph, shift: Floats, manner: Manner) -> float:
    """Give the median print contrast signal of a glyph's strokes."""
    return under(drawing(OCRB[0], glyph.symbol, manner), glyph, shift)[1]
