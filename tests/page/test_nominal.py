"""Nominal sizes and MRZ places."""

import numpy as np
import pytest

from docforensics.formats.table import FORMATS, MrzFormat, MrzPlace, PageSize
from docforensics.page.band.find import MrzBand
from docforensics.page.nominal import PLACES, misfit_mm, places_for, print_corners
from docforensics.page.quad import rectangle

MRV_A = FORMATS[MrzFormat.MRVA].place
TD1 = FORMATS[MrzFormat.TD1].place
TD2 = FORMATS[MrzFormat.TD2].place
TD3 = FORMATS[MrzFormat.TD3].place


@pytest.mark.parametrize(
    ("place", "width", "spacing"),
    [(TD1, 76.2, 4.23), (TD2, 91.44, 6.35), (TD3, 111.76, 6.35), (MRV_A, 111.76, 6.35)],
)
def test_places_have_icaos_pitch_and_spacing(place: MrzPlace, width: float, spacing: float) -> None:
    """Doc 9303: 2.54 mm a character, lines 6.35 mm apart, 4.23 mm on TD1."""
    assert place.columns * 2.54 == pytest.approx(width)
    assert place.centres[0] - place.centres[1] == pytest.approx(spacing)


@pytest.mark.parametrize("place", PLACES)
def test_a_print_in_its_place_has_no_misfit(place: MrzPlace) -> None:
    """And 2 mm of misfit when it is moved by 2 mm."""
    unit = print_corners(place) / np.array(place.size.millimetres)
    assert float(misfit_mm(unit, place)) == pytest.approx(0, abs=1e-9)
    moved = unit + np.array([2.0 / place.size.millimetres[0], 0])
    assert float(misfit_mm(moved, place)) == pytest.approx(2.0)


@pytest.mark.parametrize(
    ("place", "sizes"),
    [
        (TD1, {PageSize.ID1}),
        (TD2, {PageSize.ID2}),
        (TD3, {PageSize.ID3, PageSize.MRV_A}),
    ],
)
def test_the_shape_of_a_band_tells_its_format(place: MrzPlace, sizes: set[PageSize]) -> None:
    """Passports and visas A print the same two lines; the other formats do not."""
    band = MrzBand(corners=print_corners(place) * 7.0, n_lines=len(place.centres), score=1.0)
    assert {found.size for found in places_for(band)} == sizes


def test_a_band_of_no_known_shape_has_no_place() -> None:
    """A square block of text is no MRZ."""
    assert places_for(MrzBand(corners=rectangle(100, 100), n_lines=2, score=1.0)) == ()
