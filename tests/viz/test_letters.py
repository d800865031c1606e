"""Bold letters that stand alone are found, and none that is part of a line."""

import cv2
import numpy as np
import pytest

from docforensics.capture.model import Pixels
from docforensics.page.geometry import BoxMm
from docforensics.viz.letters import find_letters

PX_PER_MM = 12.0


def page(*texts: tuple[str, float, float], noise: float = 3.0) -> Pixels:
    """Draw texts at places, millimetres of their lower left corner, in capitals of about 2 mm, on a passport's page."""
    pixels = np.full((round(88 * PX_PER_MM), round(125 * PX_PER_MM)), 215, np.uint8)
    for text, left, bottom in texts:
        at = (round(left * PX_PER_MM), round(bottom * PX_PER_MM))
        cv2.putText(pixels, text, at, cv2.FONT_HERSHEY_SIMPLEX, 1.15, 30, 4, cv2.LINE_AA)
    rough = pixels + np.random.default_rng(1).normal(0, noise, pixels.shape)
    return np.clip(rough, 0, 255).astype(np.uint8)


def test_a_letter_alone_is_found_where_it_stands() -> None:
    """Words and rows of letters are lines of print."""
    found = find_letters(page(("F", 70, 42), ("ERIKSSON", 40, 30), ("UTO", 40, 50)), PX_PER_MM)
    assert len(found) == 1
    assert found[0].centre == pytest.approx((71, 41), abs=0.8)
    assert 1.5 <= found[0].height <= 3.0


def test_colours_and_resolution_do_not_matter() -> None:
    """The page is searched at one scale."""
    fine = page(("M", 70, 42))
    coarse = cv2.resize(fine, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    for pixels, scale in ((np.repeat(fine[..., None], 3, axis=2), PX_PER_MM), (coarse, PX_PER_MM / 2)):
        (box,) = find_letters(np.asarray(pixels, np.uint8), scale)
        assert box.centre == pytest.approx((71, 41), abs=1.0)


def test_portraits_and_the_rim_are_left_out() -> None:
    """A corner of the ground looks like print."""
    pixels = page(("F", 70, 42), ("M", 0.2, 3))
    assert len(find_letters(pixels, PX_PER_MM)) == 1
    portrait = BoxMm(left=60, top=30, right=90, bottom=60)
    assert find_letters(pixels, PX_PER_MM, [portrait]) == ()


@pytest.mark.parametrize("size", [(1, 1), (40, 300), (2000, 1500)])
def test_a_picture_without_letters_holds_none(size: tuple[int, int]) -> None:
    """However small it is."""
    assert find_letters(np.full(size, 200, np.uint8), PX_PER_MM) == ()


def test_at_a_place_the_same_letter_is_found_and_no_other() -> None:
    """Its neighbours are seen though they stand beyond the place; so is the paper around."""
    pixels = page(("F", 70, 42), ("M", 100, 42), ("ERIKSSON", 40, 30))
    whole = find_letters(pixels, PX_PER_MM)
    assert len(whole) == 2
    for box in whole:
        (found,) = find_letters(pixels, PX_PER_MM, at=box.grown(1.0))
        assert found.overlap(box) > 0.8 * max(found.area, box.area)
    inside = BoxMm(left=43.5, top=27.5, right=46, bottom=30.5)
    assert find_letters(pixels, PX_PER_MM, at=inside) == ()
    beyond = BoxMm(left=200, top=200, right=203, bottom=204)
    assert find_letters(pixels, PX_PER_MM, at=beyond) == ()
    assert find_letters(pixels, PX_PER_MM, [whole[0]], at=whole[0]) == ()
