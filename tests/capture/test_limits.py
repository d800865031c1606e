"""Limits are stated once and refuse with advice."""

import pytest

from docforensics.capture.limits import DEFAULT_LIMITS, Limits
from docforensics.errors import LimitExceededError, UsageError


def test_the_defaults_take_a_colour_scan_of_a4_at_600_dpi() -> None:
    """The largest honest input passes."""
    DEFAULT_LIMITS.check_pixels((4960, 7016))
    DEFAULT_LIMITS.check_bytes(4960 * 7016 * 3)
    assert DEFAULT_LIMITS.max_pages >= 2


@pytest.mark.parametrize("name", ["max_bytes", "max_pixels", "max_pages"])
def test_a_limit_below_one_is_refused(name: str) -> None:
    """A limit of nothing is a mistake, not a policy."""
    with pytest.raises(UsageError, match=name):
        Limits(**{name: 0})


def test_the_pixels_of_all_pages_count_together() -> None:
    """Many pages within the limit can be too many together."""
    limits = Limits(max_pixels=100)
    limits.check_pixels((10, 10))
    with pytest.raises(LimitExceededError, match=r"200 pixels \(2 pages\)"):
        limits.check_pixels((10, 10), (10, 10))


def test_a_refusal_names_the_size_and_the_way_out() -> None:
    """The message tells what was found and which parameter to raise."""
    with pytest.raises(LimitExceededError, match=r"40000x40000.*Limits\(max_pixels"):
        DEFAULT_LIMITS.check_pixels((40_000, 40_000))


def test_exactly_the_limit_passes_and_one_more_does_not() -> None:
    """The limit itself is allowed."""
    limits = Limits(max_bytes=5, max_pages=3)
    limits.check_bytes(5)
    limits.check_pages(3)
    with pytest.raises(LimitExceededError, match="6 bytes"):
        limits.check_bytes(6)
    with pytest.raises(LimitExceededError, match="4 pages"):
        limits.check_pages(4)


@pytest.mark.parametrize("size", [(101, 1), (1, 101), (60_000, 20), (40, 40_000)])
def test_a_line_is_no_page(size: tuple[int, int]) -> None:
    """It vanished where it was shrunk, and OpenCV's own error came through; on a page of a PDF a picture may be one."""
    with pytest.raises(LimitExceededError, match="no page is more than 100 times as long as wide"):
        Limits().check_pixels((200, 300), size)
    Limits().check_pixels(size, are_pages=False)
    Limits().check_pixels((100, 1), (1, 1))
