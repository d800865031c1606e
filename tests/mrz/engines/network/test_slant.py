"""The slant of a line of characters is found, and none where they stand upright."""

import cv2
import numpy as np
import pytest

from docforensics.mrz.engines.network.cutting import Singles
from docforensics.mrz.engines.network.slant import slant_of


def line(slant: float) -> Singles:
    """Letters 16 px apart, leaning by so many columns a row."""
    upright = np.zeros((32, 400), np.uint8)
    for k, letter in enumerate("HIDNEFBLTRPKMHUIE"):
        cv2.putText(upright, letter, (40 + 16 * k, 23), cv2.FONT_HERSHEY_SIMPLEX, 0.62, 255, 2)
    lean = np.array([[1, -slant, slant * 15.5], [0, 1, 0]])
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return np.asarray(cv2.warpAffine(upright / np.float32(255), lean, (400, 32), flags=flags), np.float32)


@pytest.mark.parametrize("slant", [-0.6, -0.3, 0.0, 0.2, 0.5])
def test_the_slant_of_two_lines_is_found(slant: float) -> None:
    """Within two degrees."""
    assert slant_of([line(slant), line(slant)], [(40, 312), (40, 312)]) == pytest.approx(slant, abs=0.035)
