"""The portrait, found without a face model."""

from collections.abc import Callable

import numpy as np

from docforensics.formats.table import PageSize
from docforensics.page.geometry import BoxMm
from docforensics.page.model import Page
from docforensics.viz.portrait import find_portraits
from docforensics.viz.segments import work_copy

PORTRAIT = BoxMm(left=6, top=18, right=36, bottom=56)
SECONDARY = BoxMm(left=100, top=38, right=115, bottom=57)


def _found(page: Page) -> tuple[BoxMm | None, BoxMm | None]:
    assert page.visible is not None
    grey, scale = work_copy(page.visible, page.px_per_mm)
    return find_portraits(grey, scale, page.size, has_mrz=True)


def _likeness(one: BoxMm, other: BoxMm) -> float:
    """Intersection over union."""
    shared = one.overlap(other)
    return shared / (one.width * one.height + other.width * other.height - shared)


def test_the_portrait_and_its_repetition_are_found(make_page: Callable[..., Page]) -> None:
    """Large and dark, small and faint."""
    portrait, secondary = _found(make_page())
    assert portrait is not None
    assert secondary is not None
    assert _likeness(portrait, PORTRAIT) > 0.6
    assert _likeness(secondary, SECONDARY) > 0.5


def test_no_repetition_is_made_up(make_page: Callable[..., Page]) -> None:
    """Text and guilloche are unlike the portrait."""
    portrait, secondary = _found(make_page(secondary=False))
    assert portrait is not None
    assert secondary is None


def test_a_page_without_a_picture_has_no_portrait(make_page: Callable[..., Page]) -> None:
    """Text alone is no photograph."""
    assert _found(make_page(portrait=False, secondary=False)) == (None, None)


def test_without_a_size_nothing_is_claimed(make_page: Callable[..., Page]) -> None:
    """The portrait's size in millimetres is all that is known of it."""
    assert _found(make_page(size=None)) == (None, None)


def test_tiny_pages_are_no_error() -> None:
    """There is no room for a portrait."""
    assert find_portraits(np.zeros((3, 3), np.uint8), 1.0, PageSize.ID1, has_mrz=True) == (None, None)
