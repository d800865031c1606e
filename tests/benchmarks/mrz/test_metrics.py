"""The figures of the MRZ bench, against values worked out by hand."""

import numpy as np
import pytest

from benchmarks.mrz.metrics import edit_distance, ratio_interval, reliability, share


@pytest.mark.parametrize(
    ("printed", "read", "distance"),
    [
        ("", "", 0),
        ("ABC", "ABC", 0),
        ("ABC", "", 3),
        ("", "AB", 2),
        ("KITTEN", "SITTING", 3),
        ("P<UTO", "PUTO", 1),
        ("AB\nCD", "ABCD", 1),
    ],
)
def test_edit_distance_counts_insertions_deletions_and_replacements(
    printed: str, read: str, distance: int
) -> None:
    """It is the same in both directions."""
    assert edit_distance(printed, read) == distance
    assert edit_distance(read, printed) == distance


def test_the_interval_of_an_error_rate_draws_images_and_not_characters() -> None:
    """One bad image of ten: whole images are in or out, so the interval is wide though there are 900 characters."""
    low, high = ratio_interval([9] + [0] * 9, [90] * 10)

    assert low == 0.0
    assert 0.02 <= high <= 0.05
    assert ratio_interval([9] + [0] * 9, [90] * 10) == (low, high)


def test_images_weigh_by_their_length_in_the_error_rate() -> None:
    """The worst draw takes the short image twice, the best the long one."""
    low, high = ratio_interval([1, 1], [10, 90])

    assert low == pytest.approx(1 / 90)
    assert high == pytest.approx(1 / 10)


def test_no_images_leave_everything_possible() -> None:
    """Rather than a division by zero."""
    assert ratio_interval([], []) == (0.0, 1.0)
    assert share(0, 0)["share"] is None


def test_calibration_error_is_the_gap_weighed_by_count() -> None:
    """Six at 0.95 all right, four at 0.55 half right: 0.6 * 0.05 + 0.4 * 0.05."""
    error, table = reliability([0.95] * 6 + [0.55] * 4, [True] * 6 + [True, True, False, False], bins=10)

    assert error == pytest.approx(0.05)
    assert np.allclose(table, [[0.55, 0.5, 4], [0.95, 1.0, 6]])


def test_a_posterior_of_one_falls_into_the_last_bin() -> None:
    """One bin of two: mean 0.995, half right."""
    error, table = reliability([1.0, 0.99], [True, False], bins=10)

    assert len(table) == 1
    assert error == pytest.approx(0.495)
