"""Medians and quantiles, against NumPy's."""

import numpy as np
import pytest

from docforensics.page.quantiles import median_of, medians_of, quantiles


@pytest.mark.parametrize("kind", [np.uint8, np.float32])
@pytest.mark.parametrize("count", [1, 2, 3, 30, 401])
def test_quantiles_are_numpys(kind: type, count: int) -> None:
    """Interpolated between neighbours; of a picture as of a list."""
    values = np.random.default_rng(count).integers(0, 255, (count, 1)).astype(kind)
    shares = (0.04, 0.5, 0.85, 1.0)
    assert quantiles(values, shares) == pytest.approx(np.quantile(values, shares))


@pytest.mark.parametrize("kind", [np.uint8, np.int64, np.float32, np.float64])
@pytest.mark.parametrize("count", [1, 2, 3, 30, 401, 5000])
def test_medians_are_numpys_to_the_last_bit(kind: type, count: int) -> None:
    """Also of every second row of a picture, and of bytes whose sum is none."""
    values = (255 * np.random.default_rng(count).random((count, 2))).astype(kind)
    assert median_of(values) == float(np.median(values))
    assert median_of(values[::2]) == float(np.median(values[::2]))
    assert median_of(values[0].tolist()) == float(np.median(values[0].tolist()))


def test_no_values_have_no_median() -> None:
    """As NumPy says, which warns as well."""
    assert np.isnan(median_of([]))


@pytest.mark.parametrize("count", [1, 2, 31, 32])
def test_medians_of_rows_are_numpys_to_the_last_bit(count: int) -> None:
    """Of an odd and an even number of values."""
    rows = np.random.default_rng(count).random((7, count))
    assert np.array_equal(medians_of(rows), np.median(rows, axis=1))
