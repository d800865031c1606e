"""Lines are cut into as many cells as characters are printed, each on its character."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from docforensics.mrz.engines.lines import HALF_HEIGHT_CELLS, MARGIN_CELLS, CellLine, cut_lines, resample
from docforensics.page.band.find import MrzBand, find_mrz_bands


def cut(drawn: Any, cell_px: float = 32.0) -> tuple[CellLine, ...]:
    """Cut the best band of a drawing."""
    return cut_lines(drawn.pixels, find_mrz_bands(drawn.pixels)[0], cell_px=cell_px)


@pytest.mark.parametrize("angle", [0, -6, 90, 200])
@pytest.mark.parametrize("zone", ["td1", "td2", "td3"])
def test_every_character_has_its_cell(
    draw_mrz: Callable[..., Any], request: pytest.FixtureRequest, zone: str, angle: float
) -> None:
    """The count is right and no cell is off its character by a quarter of a cell."""
    drawn = draw_mrz(request.getfixturevalue(zone), pitch=12, angle=angle)
    lines = cut(drawn)
    assert [line.length for line in lines] == [len(centres) for centres in drawn.centres]
    for line, centres in zip(lines, drawn.centres, strict=True):
        middles = np.array([corners.mean(axis=0) for corners in line.corners])
        assert np.linalg.norm(middles - centres, axis=1).max() < 0.25 * 12


def test_any_length_is_cut_as_it_is_printed(draw_mrz: Callable[..., Any]) -> None:
    """No format is assumed."""
    drawn = draw_mrz(("P<UTOSPECIMEN<<LENGTH<<<<<<<<<<<", "L898902C36UTO7408122F1204159<<<<"))
    assert [line.length for line in cut(drawn)] == [32, 32]


def test_cells_of_a_line_touch_and_have_one_height(
    draw_mrz: Callable[..., Any], td2: tuple[str, ...]
) -> None:
    """The right corners of a cell are the left ones of the next."""
    for line in cut(draw_mrz(td2, angle=5)):
        for cell, following in pairwise(line.corners):
            assert np.allclose(cell[1], following[0])
            assert np.allclose(cell[2], following[3])


def test_the_line_image_is_ruled_by_the_cell(draw_mrz: Callable[..., Any], td2: tuple[str, ...]) -> None:
    """Width and height follow from the number of cells; a column tells its cell."""
    line = cut(draw_mrz(td2), cell_px=20.0)[0]
    assert line.pixels.shape == (round(2 * HALF_HEIGHT_CELLS * 20), round((36 + 2 * MARGIN_CELLS) * 20))
    assert line.cell_at((MARGIN_CELLS + 7.5) * 20) == pytest.approx(7)


def test_a_band_over_nothing_gives_no_lines() -> None:
    """A band is a claim, not a fact."""
    corners = np.array([[10, 10], [390, 10], [390, 60], [10, 60.0]])
    blank = np.full((100, 400), 200, np.uint8)
    assert cut_lines(blank, MrzBand(corners=corners, n_lines=2, score=0.9), cell_px=32) == ()


def test_a_band_partly_outside_the_image_is_no_error(
    draw_mrz: Callable[..., Any], td3: tuple[str, ...]
) -> None:
    """What lies outside is as its edge."""
    drawn = draw_mrz(td3)
    band = find_mrz_bands(drawn.pixels)[0]
    moved = MrzBand(corners=band.corners + np.array([400, 150]), n_lines=2, score=0.9)
    assert len(cut_lines(drawn.pixels, moved, cell_px=32)) in (0, 2)


def test_shrinking_averages_and_does_not_alias() -> None:
    """Stripes finer than a pixel of the canvas become grey."""
    stripes = np.zeros((80, 80), np.uint8)
    stripes[:, ::2] = 255
    shrunk = resample(stripes, np.diag([4.0, 4.0, 1.0]), (20, 20))
    assert 90 < shrunk[5:15, 5:15].min() <= shrunk[5:15, 5:15].max() < 165
