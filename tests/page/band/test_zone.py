"""Rows alike in pitch, extent and spacing make a zone; its outline follows them."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from docforensics.capture.model import Pixels
from docforensics.page.band.rows import CELL, BandRow, Strip, cut_strip, find_rows
from docforensics.page.band.seeds import copies_of, find_seeds
from docforensics.page.band.zone import choose_rows, outline_of, recut_strip


def row(
    y: float, *, left: float = 40, right: float = 560, pitch: float = CELL, rhythm: float = 0.7
) -> BandRow:
    """A row of about 43 cells."""
    return BandRow(y=y, left=left, right=right, pitch=pitch, rhythm=rhythm)


def strip_of(pixels: Pixels) -> Strip:
    """The strip along the first seed."""
    copies = copies_of(pixels)
    return cut_strip(copies, find_seeds(copies)[0])


def test_three_alike_rows_are_preferred_to_two() -> None:
    """An ID-1 card's zone is not taken for two of its lines."""
    assert len(choose_rows((row(20, right=400), row(40, right=400), row(60, right=400)))) == 3


@pytest.mark.parametrize(
    "other",
    [
        row(30, pitch=1.3 * CELL),
        row(30, left=400, right=900),
        row(20 + 1.0 * CELL),
        row(20 + 4.0 * CELL),
    ],
    ids=["another pitch", "beside it", "too near", "too far"],
)
def test_rows_that_do_not_fit_together_are_no_zone(other: BandRow) -> None:
    """Alike in pitch, extent and spacing, or nothing."""
    assert choose_rows((row(20), other)) == ()


def test_cutting_again_keeps_the_zone(draw_mrz: Callable[..., Any], td3: tuple[str, ...]) -> None:
    """The second cut lies on the rows of the first."""
    drawn = draw_mrz(td3, angle=3)
    strip = strip_of(drawn.pixels)
    rows = choose_rows(find_rows(strip))
    again, rows_again, outline = recut_strip(copies_of(drawn.pixels), strip, rows)
    assert len(rows_again) == 2
    assert np.array_equal(outline.corners, outline_of(rows_again, again).corners)
    assert np.allclose(outline_of(rows, strip).corners, outline.corners, atol=8)


def test_a_level_strip_at_its_pitch_is_not_cut_again(
    draw_mrz: Callable[..., Any], td3: tuple[str, ...]
) -> None:
    """Nothing would be gained."""
    drawn = draw_mrz(td3, pitch=CELL)
    copies = copies_of(drawn.pixels)
    level = replace(find_seeds(copies)[0], direction=(1.0, 0.0), height=1.05 * CELL)
    strip = cut_strip(copies, level)
    again, *_ = recut_strip(copies, strip, choose_rows(find_rows(strip)))
    assert again is strip


def test_the_outline_tells_how_many_cells_it_holds_and_where_its_lines_run(
    draw_mrz: Callable[..., Any], td1: tuple[str, ...]
) -> None:
    """Thirty characters less the blank beside the first and last; three lines evenly spaced."""
    strip = strip_of(draw_mrz(td1, angle=5).pixels)
    outline = outline_of(choose_rows(find_rows(strip)), strip)
    assert outline.cells == pytest.approx(29.6, abs=0.5)
    assert np.diff(outline.middles) == pytest.approx(np.diff(outline.middles).mean(), rel=0.05)


@pytest.mark.parametrize(("pitch", "angle", "off"), [(14, 0, 3.5), (14, 0, -3.5), (14, 3, 4), (18, 3, -3.5)])
def test_rows_that_cross_close_lines_are_cut_again_along_the_lines(
    draw_mrz: Callable[..., Any], td1: tuple[str, ...], pitch: int, angle: int, off: float
) -> None:
    """Three lines stand so close that a row which begins on one and ends on the next holds no blank."""
    drawn = draw_mrz(td1, pitch=pitch, angle=angle)
    copies = copies_of(drawn.pixels)
    askew = np.radians(angle + off)
    seed = replace(
        find_seeds(copies)[0],
        centre=tuple(drawn.centres[1].mean(axis=0).tolist()),
        direction=(float(np.cos(askew)), float(np.sin(askew))),
        height=1.05 * pitch,
    )
    strip = cut_strip(copies, seed)
    _, rows, outline = recut_strip(copies, strip, choose_rows(find_rows(strip)))
    along = outline.corners[1] - outline.corners[0]
    assert len(rows) == 3
    assert np.degrees(np.arctan2(along[1], along[0])) == pytest.approx(angle, abs=0.2)
