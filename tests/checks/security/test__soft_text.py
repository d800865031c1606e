"""Fields with blurred text are told from fields that were retyped."""

import cv2
import numpy as np
import pytest

from docforensics.checks.security._soft_text import _text

SHARP = np.full((40, 240), 230, np.uint8)
cv2.putText(SHARP, "18 SEP 2034", (4, 30), cv2.FONT_HERSHEY_SIMPLEX, 1.0, 20, 2)


def test_blur_takes_the_slope_of_text_and_some_of_its_depth() -> None:
    """A blur of half a millimetre at eight pixels a millimetre."""
    depth, share = _text(SHARP.astype(np.float32))
    soft_depth, soft_share = _text(cv2.GaussianBlur(SHARP, (0, 0), 4).astype(np.float32))
    assert soft_depth * soft_share < 0.4 * depth * share
    assert soft_share < 0.7 * share


def test_pale_text_keeps_its_slope_for_its_depth() -> None:
    """Pale ink is no blur."""
    _, share = _text(SHARP.astype(np.float32))
    _, pale = _text(230 - (230 - SHARP.astype(np.float32)) * 0.4)
    assert pale == pytest.approx(share, rel=0.05)


def test_bare_paper_has_no_text() -> None:
    """Neither has a place of a few pixels."""
    assert _text(np.full((40, 240), 200, np.float32)) == (0.0, 0.0)
    assert _text(np.zeros((3, 3), np.float32)) == (0.0, 0.0)
