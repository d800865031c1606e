"""MRZ places on the page, and the page that a band of print implies."""

import numpy as np
from numpy.typing import NDArray

from docforensics.formats.table import FORMATS, PITCH_MM, MrzPlace
from docforensics.page.band.find import MrzBand
from docforensics.page.geometry import Points, lengths_of
from docforensics.page.quad import extent, rectangle

_GLYPH_GAP_MM = 0.9
"""Between the glyphs of OCR-B size 1: what the last cell is wider than its print."""
_GLYPH_HEIGHT_MM = 2.4
"""OCR-B size 1: 2.4 mm (ISO 1073-2)."""
_BAND_TOLERANCE = 0.16
"""Of the ratio of a band's sides, in natural logarithms: half way between TD2 and TD3, roughly."""


def print_width(place: MrzPlace) -> float:
    """Of a whole line, from the first glyph to the last, mm."""
    return place.columns * PITCH_MM - _GLYPH_GAP_MM


def print_height(place: MrzPlace) -> float:
    """From the top of the first line to the bottom of the last, mm."""
    return place.centres[0] - place.centres[-1] + _GLYPH_HEIGHT_MM


def print_corners(place: MrzPlace) -> Points:
    """(4, 2) mm: the corners of the print on the page."""
    top = place.size.millimetres[1] - place.centres[0] - _GLYPH_HEIGHT_MM / 2
    origin = np.array([place.left + _GLYPH_GAP_MM / 2, top])
    return np.asarray(rectangle(print_width(place), print_height(place)) + origin, dtype=np.float64)


PLACES = tuple(dict.fromkeys(row.place for row in FORMATS.values()))
"""Each once: MRV-B and the French card have size and lines of TD2."""


def places_for(band: MrzBand) -> tuple[MrzPlace, ...]:
    """The places whose print has the shape of the band."""
    width, height = extent(band.corners)
    ratio = width / max(height, 1e-9)
    return tuple(
        place
        for place in PLACES
        if abs(np.log(ratio / (print_width(place) / print_height(place)))) < _BAND_TOLERANCE
        and len(place.centres) == band.n_lines
    )


def misfit_mm(corners: NDArray[np.float64], place: MrzPlace) -> NDArray[np.float64]:
    """Mean distance (...) in mm of the corners of a print (..., 4, 2) from where `place` has them.

    The print is given in the unit square of the page: (0, 0) its top left corner, (1, 1) its bottom right one.
    """
    found = corners * np.array(place.size.millimetres)
    return np.asarray(lengths_of(found - print_corners(place)).mean(axis=-1), dtype=np.float64)
