"""Fillers point to the right."""

from collections.abc import Callable
from typing import Any

from docforensics.page.band.fillers import count_fillers
from docforensics.page.band.rows import cut_strip, find_rows
from docforensics.page.band.seeds import copies_of, find_seeds
from docforensics.page.band.zone import choose_rows


def test_fillers_tell_which_way_up_the_zone_stands(
    draw_mrz: Callable[..., Any], td1: tuple[str, ...]
) -> None:
    """Upside down they point the other way."""
    counts = []
    for angle in (0, 180):
        copies = copies_of(draw_mrz(td1, angle=angle).pixels)
        strip = cut_strip(copies, find_seeds(copies)[0])
        upright = strip.to_image[0, 0] > 0
        found = count_fillers(choose_rows(find_rows(strip)), strip)
        counts.append(found if upright else found[::-1])
    (right, wrong), (right_turned, wrong_turned) = counts
    assert right > 20 > wrong
    assert wrong_turned > 20 > right_turned
