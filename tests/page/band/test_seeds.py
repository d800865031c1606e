"""Lines of marks are seen at any angle and not joined to what is not in line with them."""

from collections.abc import Callable
from typing import Any

import cv2
import numpy as np
import pytest

from docforensics.page.band.seeds import (
    Seed,
    copies_of,
    find_seeds,
    glance,
    ink_mask,
    lines_by_length,
    stroke_contrast,
)


def test_a_whole_line_is_one_seed_and_the_fullest(draw_mrz: Callable[..., Any], td3: tuple[str, ...]) -> None:
    """Both lines lead, along the text and of its length."""
    drawn = draw_mrz(td3, angle=12)
    seeds = find_seeds(copies_of(drawn.pixels))[:2]
    for seed in seeds:
        nearest = min(np.linalg.norm(line.mean(axis=0) - seed.centre) for line in drawn.centres)
        assert nearest < 14
        assert 28 < seed.fullness < 48
        assert abs(abs(seed.direction[0]) - np.cos(np.radians(12))) < 0.01


def test_a_glance_sees_the_whole_lines_of_a_page_that_fills_its_image(
    draw_mrz: Callable[..., Any], td3: tuple[str, ...]
) -> None:
    """The same lines as the search at all scales, and no fragments."""
    drawn = draw_mrz(td3, angle=12)
    seen = glance(copies_of(drawn.pixels))
    assert len(seen) == 2
    for line in drawn.centres:
        assert min(np.linalg.norm(line.mean(axis=0) - seed.centre) for seed in seen) < 14
    assert all(22 <= seed.fullness < 60 for seed in seen)


def test_a_gap_does_not_cut_a_line_in_two() -> None:
    """Fragments on one straight line are gathered."""
    page = np.full((120, 700), 230, np.uint8)
    for x in [*range(40, 300, 14), *range(350, 640, 14)]:
        cv2.rectangle(page, (x, 50), (x + 8, 61), 20, 2)
    seed = find_seeds(copies_of(page))[0]
    assert seed.length == pytest.approx(605, abs=25)
    assert abs(seed.direction[1]) < 0.01


def test_wide_dark_things_are_no_strokes() -> None:
    """A portrait has no contrast at the width of a stroke, but for its edges."""
    page = np.full((100, 100), 230, np.uint8)
    page[20:80, 20:80] = 40
    contrast = stroke_contrast(page)
    assert contrast[30:70, 30:70].max() == 0
    assert contrast.max() < 60


def test_faint_line_work_beside_print_is_no_ink() -> None:
    """Half of the highest contrast nearby is asked for."""
    contrast = np.zeros((60, 60), np.uint8)
    contrast[30, 20:40] = 200
    contrast[34, 20:40] = 60
    mask = ink_mask(contrast)
    assert mask[30, 30] == 255
    assert mask[34, 30] == 0


def test_a_line_that_something_runs_into_is_judged_by_its_length() -> None:
    """The height of a line of 44, 36 and 30 cells, but for the one that the seed has already."""
    seed = Seed(centre=(100.0, 50.0), direction=(1.0, 0.0), length=435.0, height=16.0)
    lines = lines_by_length(seed)
    assert [round(line.fullness / 1.0) for line in lines] == [41, 34]
    assert all(line.length == seed.length and line.centre == seed.centre for line in lines)
    assert len(lines_by_length(Seed(centre=(0.0, 0.0), direction=(1.0, 0.0), length=435.0, height=40.0))) == 3


@pytest.mark.parametrize("shape", [(1, 1), (5, 300), (200, 200)])
def test_blank_pictures_have_no_seeds(shape: tuple[int, int]) -> None:
    """Of any size."""
    blank = np.full(shape, 128, np.uint8)
    assert find_seeds(copies_of(blank)) == ()
    assert glance(copies_of(blank)) == ()
