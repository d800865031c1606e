"""The colour difference formula, against its authors' published pairs."""

import numpy as np
import pytest

from docforensics.checks.security._ciede2000 import ciede2000, lab_of

PAIRS = (
    ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
    ((50, -1, 2), (50, 0, 0), 2.3669),
    ((50, 2.49, -0.001), (50, -2.49, 0.0009), 7.1792),
    ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
    ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
    ((90.8027, -2.0831, 1.4410), (91.1528, -1.6435, 0.0447), 1.4441),
)
"""From table 1 of Sharma, Wu and Dalal 2005."""


@pytest.mark.parametrize(("first", "second", "difference"), PAIRS)
def test_it_gives_the_published_differences(
    first: tuple[float, ...], second: tuple[float, ...], difference: float
) -> None:
    """To four digits, in both directions."""
    one, other = np.array(first, np.float32), np.array(second, np.float32)
    assert float(ciede2000(one, other)) == pytest.approx(difference, abs=1e-3)
    assert float(ciede2000(other, one)) == pytest.approx(difference, abs=1e-3)


def test_white_is_white() -> None:
    """Full levels are L* 100 without colour."""
    lab = lab_of(np.full((1, 1, 3), 255, np.float32))
    assert lab[0, 0] == pytest.approx([100, 0, 0], abs=0.1)
