"""Quantiles of a few values, against NumPy's."""

import numpy as np
import pytest

from docforensics.page.quantiles import quantiles


@pytest.mark.parametrize("kind", [np.uint8, np.float32])
@pytest.mark.parametrize("count", [1, 2, 3, 30, 401])
def test_quantiles_are_numpys(kind: type, count: int) -> None:
    """Interpolated between neighbours; of a picture as of a list."""
    values = np.random.default_rng(count).integers(0, 255, (count, 1)).astype(kind)
    shares = (0.04, 0.5, 0.85, 1.0)
    assert quantiles(values, shares) == pytest.approx(np.quantile(values, shares))
