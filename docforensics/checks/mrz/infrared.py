"""Whether the machine readable zone is as dark in infrared as in white light (B900 ink).

The print contrast of every character, (paper - ink) / paper, is measured in both images of the same capture. Doc 9303 asks
for ink that absorbs at 900 nm, so that readers can read in infrared; ordinary dye inks (ink-jet, many pens) vanish there.
The ratio of the two contrasts is measured, because blur lowers both alike. It is taken for every character, and the
palest counts, so that a line or a single digit that was printed again with another ink is found as well. Where the page moved between the
two images, by up to 1.5 mm, the zone is measured where it lies in each, if the page above or below it moved as far.

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
from docforensics.capture.model import Pixels
from docforensics.checks.claims import ClaimId, Sighting, Why
from docforensics.checks.mrz._glyphs import REACH, Floats, Glyph, Manner, drawing, under
from docforensics.checks.mrz._zone import ZonePrint, fit_ocrb, moved_zone, read_zone
from docforensics.checks.outcome import Measured, Outcome, not_supported, undetermined
from docforensics.checks.spec import Beside, CheckSpec
from docforensics.checks.support.mrz_print import read_print
from docforensics.checks.support.zone_places import fields_at, fields_without, zone_sightings
from docforensics.document import Document
from docforensics.mrz.drawn_faces import OCRB, WIDTH
from docforensics.page.geometry import BoxMm
from docforensics.page.quantiles import median_of
from docforensics.templates.masks import clipped
from docforensics.templates.planes import Map

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
_APART_MM, _LEAST_SHOWN = 2.0, 0.5
"""Between the zone and a strip of the page, so that nothing of the zone is in it, and grey levels by which a strip has to vary to be laid. Judgements."""
_STRIP_MM, _FINE_MM, _SHOWS_AROUND, _NEAR_MM = 12.0, 0.5, 0.3, 0.25
"""Strips of the page above and below the zone, what is finer in them, the correlation from which they show in infrared, and how near to the zone's their motion has to be. On that card
the strip above moved by .33 mm (.34), the zone by .5, the strip below by .67 (.33); on thirteen others of the design, that moved little, .30 to .63. Judgements."""

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
    if median_of(page[::_EVERY, ::_EVERY]) < _LEAST_LEVEL:
        return _UNLIT
    both = paired(visible, infrared)
    if _loses(both) and (found := _where_it_lies(document, visible, infrared)) is not infrared:
        infrared, both = found, paired(visible, found)
    if median_of([one.visible for one in both] or [0.0]) < _PALE:
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
    """Cut the zone out where it lies in infrared, if the page moved by more than a part of what a cut reaches beyond its characters; as it was where that is not shown."""
    manner = fit_ocrb(visible).manner
    motion = _of_page(document, infrared)
    if motion is None:
        return infrared
    if _most(motion, infrared) <= _NEAR_PX:
        motion = _motion(_shown(visible, infrared), infrared, manner)
    found, moved = infrared, np.zeros((3, 2))
    for _ in range(_CUTS):
        if motion is None or _most(motion, found) <= _NEAR_PX:
            break
        moved = moved + motion
        if _most(moved, infrared) > _FARTHEST_MM * WIDTH / infrared.pitch_mm:
            return infrared
        again = moved_zone(document, Light.IR, partial(_at, moved))
        motion = None if again is None else _motion(_shown(visible, again), again, manner)
        if again is None or motion is None:
            return infrared
        found = again
    return found


def _most(motion: NDArray[np.float64], zone: ZonePrint) -> float:
    """Pixels of a cut by which the character moved that moved farthest, right or down."""
    return max((float(np.abs(_along(motion, glyph)).max()) for glyph in zone.glyphs), default=0.0)


def _of_page(document: Document, infrared: ZonePrint) -> NDArray[np.float64] | None:
    """How far the zone as a whole lies in infrared from where it lies in white light, as `_motion`; None where it does not show there, or the page around it did not move so.

    A zone that was printed anew beside one that it covers shows the covered one in infrared, and nothing else of the page has moved.
    """
    page = document.sides[infrared.side].page
    zone = BoxMm.around(np.concatenate([glyph.corners for glyph in infrared.glyphs]))
    scale = min(_SEARCHED_PX_PER_MM / page.px_per_mm, 1.0)
    white, dark = (
        np.asarray(
            cv2.resize(page.grey(light), None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8
        )
        for light in (Light.VISIBLE, Light.IR)
    )
    px_per_mm = page.px_per_mm * scale
    rows, columns = clipped(zone, white.shape, px_per_mm)
    reach, strip, apart = (round(mm * px_per_mm) for mm in (_FARTHEST_MM, _STRIP_MM, _APART_MM))
    likeness, aside = _laid(white, dark, (rows, columns), reach)
    if not likeness > _SHOWS:
        return None
    motion = np.vstack([aside / px_per_mm * WIDTH / infrared.pitch_mm, np.zeros((2, 2))])
    if _most(motion, infrared) <= _NEAR_PX:
        return motion
    fine = _fine(white, px_per_mm), _fine(dark, px_per_mm)
    whole = slice(0, white.shape[1])
    above = slice(max(rows.start - strip, 0), max(rows.start - apart, 0))
    below = slice(rows.stop + apart, min(rows.stop + strip, white.shape[0]))
    around = [
        _laid(fine[0], fine[1], (beside, whole), reach)
        for beside in (above, below)
        if beside.stop - beside.start > reach
    ]
    near = [
        bool(np.abs(way - aside).max() <= _NEAR_MM * px_per_mm)
        for alike, way in around
        if alike > _SHOWS_AROUND
    ]
    return motion if any(near) else None


def _fine(grey: Pixels, px_per_mm: float) -> Map:
    """What of a picture is finer than half a millimetre."""
    levels = grey.astype(np.float32)
    return np.asarray(levels - cv2.GaussianBlur(levels, (0, 0), _FINE_MM * px_per_mm), np.float32)


def _laid(
    white: Pixels | Map, dark: Pixels | Map, place: tuple[slice, slice], reach: int
) -> tuple[float, NDArray[np.float64]]:
    """Lay a place of one picture on the other: the largest correlation within so many pixels, 0 where the place shows nothing, and where, (2,) right and down."""
    rows, columns = place
    if not float(np.std(white[rows, columns])) > _LEAST_SHOWN:
        return 0.0, np.zeros(2)
    framed = cv2.copyMakeBorder(dark, *(reach,) * 4, cv2.BORDER_REPLICATE)
    around = framed[rows.start : rows.stop + 2 * reach, columns.start : columns.stop + 2 * reach]
    likeness = cv2.matchTemplate(around, white[rows, columns], cv2.TM_CCOEFF_NORMED)
    _, best, _, at = cv2.minMaxLoc(likeness)
    return float(best), np.array(at, np.float64) - reach


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
        kept = off <= max(median_of(off), 1.0)
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
