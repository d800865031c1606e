"""Intervals of shares."""

import pytest

from docforensics.shares import ONE_SIDED_95, share_interval


def test_the_interval_is_the_published_one() -> None:
    """81 of 263: 0.2553 to 0.3662 (Newcombe 1998, Statistics in Medicine 17, table I, method 3)."""
    assert share_interval(81, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert share_interval(50, 50) == pytest.approx((0.9287, 1.0), abs=5e-5)
    assert share_interval(0, 50) == pytest.approx((0.0, 0.0713), abs=5e-5)


def test_none_leave_everything_possible() -> None:
    """Rather than a division by zero."""
    assert share_interval(0, 0) == (0.0, 1.0)


def test_one_end_alone_lies_nearer() -> None:
    """It may miss the share twice as often."""
    assert share_interval(2, 11, z=ONE_SIDED_95)[0] > share_interval(2, 11)[0]
