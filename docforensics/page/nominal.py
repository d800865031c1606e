"""Nominal sizes and MRZ places (Doc 9303 Parts 4 to 7, standards.md 1.9), and what a band of print says of the page."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from docforensics.page.band import MrzBand
from docforensics.page.geometry import Points
from docforensics.page.model import PageSize
from docforensics.page.quad import rectangle

PITCH_MM = 2.54
_GLYPH_GAP_MM = 0.9
"""Between the glyphs of OCR-B size 1: what the last cell is wider than its print."""
_GLYPH_HEIGHT_MM = 2.4
_BAND_TOLERANCE = 0.16
"""Of the ratio of a band's sides, in natural logarithms: half way between TD2 and TD3, roughly."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MrzPlace:
    """Where a format's MRZ stands on its page, in millimetres."""

    size: PageSize
    columns: int
    left: float
    """From the left edge of the page to the left edge of the first character's cell."""
    centres: tuple[float, ...]
    """Height of each line's centre above the bottom edge, from the first line to the last."""

    @property
    def print_width(self) -> float:
        """Of a whole line, from the first glyph to the last."""
        return self.columns * PITCH_MM - _GLYPH_GAP_MM

    @property
    def print_height(self) -> float:
        """From the top of the first line to the bottom of the last."""
        return self.centres[0] - self.centres[-1] + _GLYPH_HEIGHT_MM

    @property
    def print_corners(self) -> Points:
        """(4, 2) mm: the corners of the print on the page."""
        top = self.size.millimetres[1] - self.centres[0] - _GLYPH_HEIGHT_MM / 2
        origin = np.array([self.left + _GLYPH_GAP_MM / 2, top])
        return np.asarray(rectangle(self.print_width, self.print_height) + origin, dtype=np.float64)


TD1 = MrzPlace(size=PageSize.ID1, columns=30, left=5.0, centres=(15.73, 11.5, 7.27))
TD2 = MrzPlace(size=PageSize.ID2, columns=36, left=4.0, centres=(15.75, 9.40))
TD3 = MrzPlace(size=PageSize.ID3, columns=44, left=6.0, centres=(15.75, 9.40))
MRV_A = MrzPlace(size=PageSize.MRV_A, columns=44, left=4.0, centres=(15.75, 9.40))
PLACES = (TD1, TD2, TD3, MRV_A)
"""MRV-B has the size and the lines of TD2."""


def places_for(band: MrzBand) -> tuple[MrzPlace, ...]:
    """The places whose print has the shape of the band."""
    width, height = _extent(band.corners)
    ratio = width / max(height, 1e-9)
    return tuple(
        place
        for place in PLACES
        if abs(np.log(ratio / (place.print_width / place.print_height))) < _BAND_TOLERANCE
        and len(place.centres) == band.n_lines
    )


def misfit_mm(print_corners: NDArray[np.float64], place: MrzPlace) -> NDArray[np.float64]:
    """Mean distance (...) in mm of the corners of a print (..., 4, 2) from where `place` has them.

    The print is given in the unit square of the page: (0, 0) its top left corner, (1, 1) its bottom right one.
    """
    found = print_corners * np.array(place.size.millimetres)
    return np.asarray(np.linalg.norm(found - place.print_corners, axis=-1).mean(axis=-1), dtype=np.float64)


def _extent(corners: Points) -> tuple[float, float]:
    """Mean width and height of a quadrilateral."""
    top_left, top_right, bottom_right, bottom_left = corners
    width = np.linalg.norm(top_right - top_left) + np.linalg.norm(bottom_right - bottom_left)
    height = np.linalg.norm(bottom_left - top_left) + np.linalg.norm(bottom_right - top_right)
    return float(width / 2), float(height / 2)
