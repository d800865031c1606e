"""Small things that the geometry of pages is reckoned with."""

import numpy as np
import pytest

from docforensics.page.geometry import median


@pytest.mark.parametrize("count", [1, 2, 5, 44])
@pytest.mark.parametrize("dtype", [np.uint8, np.float64])
def test_the_median_is_numpys(count: int, dtype: type[np.generic]) -> None:
    """To the last bit, of bytes too, whose sum may exceed a byte."""
    values = np.random.default_rng(count).integers(0, 256, (1, count)).astype(dtype)
    assert median(values) == float(np.median(values))
