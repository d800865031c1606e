"""Rows of an MRZ are told from other text by their pitch, their length and their neighbours."""

from collections.abc import Callable
from typing import Any

import cv2
import numpy as np
import pytest

from docforensics.capture.model import Pixels
from docforensics.page.band.rows import CELL, Strip, cut_strip, find_rows
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
