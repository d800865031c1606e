"""Rows of an MRZ are told from other text by their pitch, their length and their neighbours."""

from collections.abc import Callable
from typing import Any

import cv2
import numpy as np
import pytest

from docforensics.capture.model import Pixels
from docforensics.page.band.rows import CELL, Strip, cut_strip, find_rows, flat_strip, own_aspect
from docforensics.page.band.seeds import copies_of, find_seeds
from docforensics.page.band.zone import choose_rows


def strip_of(pixels: Pixels) -> Strip:
    """The strip along the first seed."""
    copies = copies_of(pixels)
    return cut_strip(copies, find_seeds(copies)[0])


def test_rows_keep_their_pitch_and_tell_how_many_cells_they_hold(
    draw_mrz: Callable[..., Any], td3: tuple[str, ...]
) -> None:
    """44 characters are 44 cells less the blank beside the first and last."""
    rows = choose_rows(find_rows(strip_of(draw_mrz(td3).pixels)))
    assert len(rows) == 2
    for found in rows:
        assert found.cells == pytest.approx(43.6, abs=0.7)
        assert found.rhythm > 0.5


def test_rows_of_proportional_text_have_little_rhythm() -> None:
    """Words do not repeat a cell further on."""
    page = np.full((120, 900), 220, np.uint8)
    for y in (40, 80):
        cv2.putText(
            page,
            "Thebearermaytravelwiththisillustrious",
            (20, y),
            cv2.FONT_HERSHEY_TRIPLEX,
            1,
            30,
            1,
            cv2.LINE_AA,
        )
    rows = find_rows(strip_of(page))
    assert all(found.rhythm < 0.45 for found in rows)


def test_a_frame_beside_the_text_is_no_part_of_the_row(
    draw_mrz: Callable[..., Any], td2: tuple[str, ...]
) -> None:
    """A stroke that runs on above and below is an edge."""
    drawn = draw_mrz(td2, pitch=CELL, noise=1)
    framed = drawn.pixels.copy()
    x = int(drawn.centres[0][0][0] - 1.3 * CELL)
    framed[:, x : x + 2] = 20
    plain = choose_rows(find_rows(strip_of(drawn.pixels)))
    assert choose_rows(find_rows(strip_of(framed)))[0].cells == pytest.approx(plain[0].cells, abs=0.3)


@pytest.mark.parametrize("aspect", [0.75, 1.0, 1.4])
def test_the_shape_of_the_cells_is_measured_and_a_strip_of_it_has_square_ones(
    draw_mrz: Callable[..., Any], td3: tuple[str, ...], aspect: float
) -> None:
    """As wide as high, or not, in the image."""
    pixels = draw_mrz(td3).pixels
    wide = np.asarray(cv2.resize(pixels, None, fx=aspect, fy=1.0, interpolation=cv2.INTER_AREA), np.uint8)
    copies = copies_of(wide)
    seed = find_seeds(copies)[0]
    assert own_aspect(cut_strip(copies, seed)) == pytest.approx(aspect, rel=0.2)
    square = cut_strip(copies, seed, aspect=own_aspect(cut_strip(copies, seed)))
    assert own_aspect(square) == pytest.approx(1.0, abs=0.05)


def test_no_strip_reaches_beyond_the_horizon() -> None:
    """Sides that meet a little beyond the rows."""
    copies = copies_of(np.full((300, 800), 200, np.uint8))
    corners = np.array([[100, 100], [700, 145], [700, 155], [100, 200]], np.float64)
    assert flat_strip(copies, corners, 44.0, 42.0) is None
    level = np.array([[100, 100], [700, 100], [700, 142], [100, 142]], np.float64)
    assert flat_strip(copies, level, 44.0, 42.0) is not None
