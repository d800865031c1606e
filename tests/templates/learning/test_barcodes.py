"""Barcodes by their texture."""

import cv2
import numpy as np

from docforensics.page.geometry import BoxMm
from docforensics.templates.learning.barcodes import is_barcode

PLACE = BoxMm(left=5, top=5, right=21, bottom=21)


def page() -> np.ndarray:
    """Paper."""
    return np.full((220, 300), 225, np.uint8)


def test_modules_and_bars_are_barcodes() -> None:
    """A matrix of modules of a third of a millimetre, bars, and bars that lie."""
    random = np.random.default_rng(1)
    matrix, bars = page(), page()
    matrix[40:166, 40:166] = np.kron(random.random((42, 42)) < 0.5, np.ones((3, 3))) * 200 + 25
    bars[40:166, 40:166] = (np.repeat(random.random(42) < 0.5, 3) * 200 + 25)[None]
    lying = np.ascontiguousarray(bars.T)
    assert is_barcode(matrix, PLACE)
    assert is_barcode(bars, PLACE)
    assert is_barcode(lying, PLACE)
    assert is_barcode(np.stack([matrix] * 3, axis=-1), PLACE)


def test_a_head_a_flag_and_paper_are_none() -> None:
    """They change seldom."""
    head, flag = page(), page()
    cv2.circle(head, (100, 100), 50, 90, -1)
    cv2.circle(head, (100, 80), 50, 30, -1)
    flag[40:80, 40:166] = 30
    assert not any(is_barcode(one, PLACE) for one in (head, flag, page()))
    assert not is_barcode(page(), BoxMm(left=5, top=5, right=6, bottom=6))
