"""Pieces laid on fields at every small shift, against sums that are made one by one."""

import cv2
import numpy as np
import pytest

from docforensics.checks.support.shifts import Shifts, window_sums


@pytest.mark.parametrize("field", [(24, 20), (25, 21)])
def test_sums_are_those_of_a_correlation(field: tuple[int, int]) -> None:
    """At every shift, of even and odd fields, for pieces of several sizes that share a spectrum's shape."""
    rng = np.random.default_rng(1)
    fields = rng.normal(0, 50, (3, *field)).astype(np.float32)
    shifts = Shifts(field, 5)
    for size in ((field[0] - 4, field[1] - 4), (9, 12)):
        pieces = rng.normal(0, 50, (3, *size)).astype(np.float32)
        found = shifts.sums(shifts.spectra(fields), shifts.spectra(pieces))
        for one, piece, sums in zip(fields, pieces, found, strict=True):
            expected = cv2.matchTemplate(one, piece, cv2.TM_CCORR)[:5, :5]
            assert np.abs(sums - expected).max() < 1e-4 * np.abs(expected).max()


def test_of_no_pieces_there_are_no_sums() -> None:
    """A zone of which nothing could be seen has none."""
    shifts, none = Shifts((24, 20), 5), np.empty((0, 24, 20), np.float32)
    assert shifts.sums(shifts.spectra(none), shifts.spectra(none)).shape == (0, 5, 5)


def test_windows_are_summed() -> None:
    """Every window of a size."""
    pictures = np.arange(2 * 5 * 6, dtype=np.float32).reshape(2, 5, 6)
    found = window_sums(pictures, (3, 2))
    assert found.shape == (2, 3, 5)
    assert found[1, 2, 4] == pictures[1, 2:5, 4:6].sum()
