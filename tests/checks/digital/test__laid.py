"""Characters laid on one another."""

import cv2
import numpy as np
import pytest

from docforensics.checks.digital._laid import REACH, laid
from docforensics.page.geometry import BoxPx


def box(left: int, top: int, width: int = 20, height: int = 26) -> BoxPx:
    """Where a character stands."""
    return BoxPx(left=left, top=top, right=left + width, bottom=top + height)


@pytest.fixture
def grain() -> np.ndarray:
    """Paper with letters on it: noise of some pixels' width."""
    noise = np.random.default_rng(3).normal(0, 60, (120, 400)).astype(np.float32)
    return np.clip(128 + cv2.GaussianBlur(noise, (0, 0), 1.5) * 3, 0, 255).astype(np.uint8)


def test_a_copy_leaves_nothing_wherever_it_lies(grain: np.ndarray) -> None:
    """Moved by up to three pixels; what is no copy is of another kind."""
    grain[52:78, 202:222] = grain[50:76, 50:70]
    left = laid(grain, [box(50, 50), box(200, 50), box(300, 50)], np.array([(0, 1), (0, 2)]))
    assert left[0] < 0.1
    assert np.isnan(left[1])


def test_what_is_left_is_what_a_search_leaves(grain: np.ndarray) -> None:
    """Of boxes of several sizes, as laying them pixel by pixel has it."""
    rng = np.random.default_rng(4)
    copy = grain[40:90, 40:80] * 0.7 + rng.normal(20, 8, (50, 40))
    grain[39:89, 241:281] = np.clip(copy, 0, 255).astype(np.uint8)
    boxes = [box(50, 50), box(250, 50, 21, 25), box(48, 49, 24, 30)]
    pairs = np.array([(0, 1), (1, 0), (2, 1)])
    found = laid(grain, boxes, pairs)
    for (first, second), left in zip(pairs, found, strict=True):
        piece, there = grain[boxes[first].slices].astype(np.float32), boxes[second]
        window = grain[
            there.top - REACH : there.top + boxes[first].height + REACH,
            there.left - REACH : there.left + boxes[first].width + REACH,
        ].astype(np.float32)
        fits = cv2.matchTemplate(window, piece, cv2.TM_CCOEFF_NORMED)
        down, across = np.unravel_index(int(fits.argmax()), fits.shape)
        covered = window[down : down + piece.shape[0], across : across + piece.shape[1]]
        assert left == pytest.approx(float((piece - covered).std()), abs=0.01)


def test_pairs_at_the_border_or_at_one_place_are_not_laid(grain: np.ndarray) -> None:
    """Neither says anything of a copy."""
    boxes = [box(50, 50), box(1, 50), box(60, 60), box(390, 50)]
    assert np.isnan(laid(grain, boxes, np.array([(0, 1), (0, 2), (3, 0)]))).all()
    assert laid(grain, boxes, np.zeros((0, 2), np.intp)).size == 0
