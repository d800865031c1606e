"""Pictures made much smaller: as if averaged at once, to a grey level or so."""

import cv2
import numpy as np
import pytest

from docforensics.page.shrunk import shrunk


@pytest.mark.parametrize("shape", [(640, 480), (250, 187), (700, 500)])
def test_it_is_nearly_the_average(shape: tuple[int, int]) -> None:
    """Whole pixels are averaged first; what is left over at the rim is less than one of them."""
    y, x = np.mgrid[0:1499, 0:2003]
    picture = (128 + 100 * np.sin(x / 60) * np.cos(y / 45)).astype(np.uint8)
    small = shrunk(picture, shape)
    at_once = cv2.resize(picture, shape, interpolation=cv2.INTER_AREA)
    assert small.shape == at_once.shape
    assert float(np.abs(small.astype(float) - at_once).mean()) < 2.5
