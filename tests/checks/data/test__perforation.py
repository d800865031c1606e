"""Rows and columns of pierced holes, against a search that tries every place by itself."""

import numpy as np

from docforensics.checks.data._perforation.fonts import SEVEN_SEGMENTS
from docforensics.checks.data._perforation.grid import PITCHES_MM, PX_PER_MM, HoleGrid, fit_columns, fit_rows

PITCH, ADVANCE, COUNT = 8.4, 33.6, 7


def holes() -> np.ndarray:
    """Of seven symbols, a quarter of the places whole, each a little off its place, on whole pixels; and two that are none."""
    grid = HoleGrid(font=SEVEN_SEGMENTS, count=COUNT, pitch=PITCH, advance=ADVANCE, x=40.0, y=25.0)
    rng = np.random.default_rng(2)
    sites = grid.sites().reshape(-1, 2)
    pierced = sites[rng.random(len(sites)) < 0.75]
    return np.round(np.concatenate([pierced + rng.normal(0, 0.4, pierced.shape), [[30, 20], [90, 44]]]))


def searched_rows(found: np.ndarray, rows: int) -> tuple[float, float]:
    """The pitch and first row that explain most, tried one by one."""
    y = found[:, 1]
    best = (0.0, 0.0, 0.0)
    for pitch in PITCHES_MM * PX_PER_MM:
        for first in np.arange(y.min() - 1, y.max() - (rows - 1) * pitch + 1, 0.25):
            nearest = np.clip(np.round((y - first) / pitch), 0, rows - 1)
            off = y - first - nearest * pitch
            best = max(best, (float(np.exp(-0.5 * (off / (0.07 * PX_PER_MM)) ** 2).sum()), pitch, first))
    return best[1:]


def test_rows_are_those_of_a_search() -> None:
    """Pitch and first row."""
    found = fit_rows(holes(), 5)
    assert found is not None
    pitch, first, on_rows = found
    assert (pitch, first) == searched_rows(holes(), 5)
    assert abs(pitch - PITCH) < 0.15
    assert on_rows.sum() >= len(holes()) - 3


def test_fewer_rows_than_holes_lie_on_are_no_rows() -> None:
    """Holes that are scattered lie on none."""
    scattered = np.random.default_rng(1).integers(0, (300, 60), (80, 2)).astype(float)
    assert fit_rows(scattered, 5) is None


def test_columns_are_found_among_the_best() -> None:
    """The true distance of the symbols and the true first column."""
    found = list(fit_columns(holes(), 3, PITCH, COUNT))
    assert any(abs(advance - ADVANCE) < 0.2 and abs(first - 40) < 1.5 for advance, first in found)


def test_a_line_that_would_be_too_long_is_not_tried() -> None:
    """Thirty symbols have no room where seven stand."""
    assert list(fit_columns(holes(), 3, PITCH, 30)) == []
