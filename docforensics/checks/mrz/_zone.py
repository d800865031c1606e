"""The glyphs of the zone that a side shows, read by the MRZ's reader or, where it read none, by that of ordinary print."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from docforensics.capture.light import Light
from docforensics.checks.mrz._fit import Cells, GlyphFit, best_manner, fit_face
from docforensics.checks.mrz._glyphs import Floats, Glyph, Manner, cut_glyphs, direction
from docforensics.checks.mrz._unread import Lines, read_unread
from docforensics.checks.outcome import Region
from docforensics.document import Document
from docforensics.kept import Kept
from docforensics.mrz.drawn_faces import OCRB, WIDTH, other_faces
from docforensics.mrz.reading import MrzReading
from docforensics.page.geometry import BoxMm, Points
from docforensics.page.model import Page
from docforensics.page.quantiles import median_of
from docforensics.viz.recognise import load_reader

_FEWEST = 20
"""Glyphs, fillers not counted, that a judgement of the zone takes."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ZonePrint:
    """A zone's glyphs on one side."""

    side: int
    cells: Cells
    pitch_mm: float
    is_read: bool
    """By the MRZ's reader; if not, its symbols are those of the reader of ordinary print."""
    kept: Kept = field(default_factory=Kept, init=False)

    @property
    def glyphs(self) -> tuple[Glyph, ...]:
        """Its characters."""
        return self.cells.glyphs

    @property
    def distinctive(self) -> Floats:
        """(n,) 1 for every glyph but the filler, which is alike in all faces."""
        return np.array([glyph.symbol != "<" for glyph in self.glyphs], np.float32)

    def of(self, kept: NDArray[np.bool_]) -> "ZonePrint":
        """The zone with some of its glyphs alone, (n,)."""
        return replace(self, cells=self.cells.some(kept))

    def region(self, glyphs: tuple[Glyph, ...], label: str, light: Light = Light.VISIBLE) -> Region:
        """Mark some glyphs together."""
        box = BoxMm.around(np.concatenate([glyph.corners for glyph in glyphs]))
        return Region(side=self.side, box=box.grown(0.3), label=label, light=light)


def read_zone(document: Document, light: Light = Light.VISIBLE) -> ZonePrint | None:
    """Cut out the glyphs of the zone that was read; None when none was, or hardly any can be cut out."""
    index = document.mrz_side
    reading = document.mrz_reading
    if index is None or reading is None or light not in document.sides[index].page.pixels:
        return None
    side = document.sides[index]

    def cut() -> ZonePrint | None:
        return _zone(index, side.page, lines_of(side.page, reading), light=light, is_read=True)

    return side.kept.once((read_zone, reading, light, index), cut)


def moved_zone(document: Document, light: Light, moved: Callable[[int, int], Floats]) -> ZonePrint | None:
    """Cut out the glyphs of the zone that was read as if each stood aside of its place; None when none was read, or hardly any can be cut out.

    Parameters
    ----------
    moved
        Gives of a line and a place how far aside, (2,) pixels of a cut right and down.

    """
    index, reading = document.mrz_side, document.mrz_reading
    if index is None or reading is None:
        return None
    page = document.sides[index].page
    lines = lines_of(page, reading)
    step = _pitch(lines) / WIDTH
    beside = tuple(
        (symbols, _beside(middles, step * np.array([moved(line, place) for place in range(len(middles))])))
        for line, (symbols, middles) in enumerate(lines)
    )
    return _zone(index, page, beside, light=light, is_read=True)


def _beside(middles: Points, aside: Points) -> Points:
    """Middles of cells, (n, 2), moved along their line and across it."""
    across = direction(middles)
    return np.asarray(
        middles + aside[:, :1] * across + aside[:, 1:] * np.array([-across[1], across[0]]), np.float64
    )


def unread_zone(document: Document) -> ZonePrint | None:
    """Cut out the glyphs of the first zone that reads like an MRZ as ordinary print; None when no side shows one."""
    for index, side in enumerate(document.sides):
        if Light.VISIBLE in side.page.pixels and Light.VISIBLE in side.capture.images:
            zone = _zone(index, side.page, read_unread(side, load_reader()), is_read=False)
            if zone is not None:
                return zone
    return None


def lines_of(page: Page, reading: MrzReading) -> Lines:
    """The symbols of a reading and the middles of their cells, page millimetres."""
    return tuple(
        (
            "".join(item.symbol for item in line),
            np.array([page.to_mm(item.corners).mean(axis=0) for item in line]),
        )
        for line in reading.characters
    )


def _zone(
    index: int, page: Page, lines: Lines, *, is_read: bool, light: Light = Light.VISIBLE
) -> ZonePrint | None:
    pitch = _pitch(lines)
    if not pitch > 0:
        return None
    cells = Cells.of(cut_glyphs(page, lines, pitch, light))
    zone = ZonePrint(side=index, cells=cells, pitch_mm=pitch, is_read=is_read)
    return zone if zone.distinctive.sum() >= _FEWEST else None


def _pitch(lines: Lines) -> float:
    """Millimetres from one cell to the next, the median; 0 without two on a line."""
    steps = [np.hypot(*np.diff(middles, axis=0).T) for _, middles in lines if len(middles) > 1]
    return median_of(np.concatenate(steps)) if steps else 0.0


def fit_ocrb(zone: ZonePrint, manner: Manner | None = None) -> GlyphFit:
    """Fit the glyphs to OCR-B, each to the cut that it fits better; in the manner that fits best if none is given."""
    if manner is None:
        return zone.kept.once(fit_ocrb, lambda: fit_ocrb(zone, best_manner(zone.cells, OCRB[0])))
    fits = [fit_face(zone.cells, cut, manner) for cut in OCRB]
    better = fits[1].likeness > fits[0].likeness
    return GlyphFit(
        likeness=np.where(better, fits[1].likeness, fits[0].likeness),
        shift=np.where(better[:, None], fits[1].shift, fits[0].shift),
        manner=manner,
    )


def fit_others(zone: ZonePrint) -> dict[str, GlyphFit]:
    """Fit the glyphs to every other face."""
    return {name: fit_face(zone.cells, name, best_manner(zone.cells, name)) for name in other_faces()}
