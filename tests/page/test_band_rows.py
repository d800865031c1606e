"""Rows of an MRZ are told from other text by their pitch, their length and their neighbours."""

from collections.abc import Callable
from typing import Any

import cv2
import numpy as np
import pytest

from docforensics.capture.model import Pixels
from docforensics.page.band_rows import (
    CELL,
    Row,
    Strip,
    choose_rows,
    corners_of,
    count_fillers,
    cut_strip,
    find_rows,
    recut_strip,
)
from docforensics.page.band_seeds import copies_of, find_seeds


def row(y: float, *, left: float = 40, right: float = 560, pitch: float = CELL, rhythm: float = 0.7) -> Row:
    """A row of about 43 cells."""
    return Row(y=y, left=left, right=right, pitch=pitch, rhythm=rhythm)


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
def test_rows_that_do_not_fit_together_are_no_zone(other: Row) -> None:
    """Alike in pitch, extent and spacing, or nothing."""
    assert choose_rows((row(20), other)) == ()


def test_fillers_tell_which_way_up_the_zone_stands(
    draw_mrz: Callable[..., Any], td1: tuple[str, ...]
) -> None:
    """Upside down they point the other way."""
    counts = []
    for angle in (0, 180):
        strip = strip_of(draw_mrz(td1, angle=angle).pixels)
        upright = strip.to_image[0, 0] > 0
        found = count_fillers(choose_rows(find_rows(strip)), strip)
        counts.append(found if upright else found[::-1])
    (right, wrong), (right_turned, wrong_turned) = counts
    assert right > 20 > wrong
    assert wrong_turned > 20 > right_turned


def test_cutting_again_keeps_the_zone(draw_mrz: Callable[..., Any], td3: tuple[str, ...]) -> None:
    """The second cut lies on the rows of the first."""
    drawn = draw_mrz(td3, angle=3)
    strip = strip_of(drawn.pixels)
    rows = choose_rows(find_rows(strip))
    again, rows_again = recut_strip(copies_of(drawn.pixels), strip, rows)
    assert len(rows_again) == 2
    assert np.allclose(corners_of(rows, strip), corners_of(rows_again, again), atol=8)
