"""Which of two editions a page shows, by the places where they differ."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from docforensics.formats.table import PageSize
from docforensics.templates.retrieval.editions import band_of, lean_at, prefer
from docforensics.templates.retrieval.verification import CoarseView, view_shape


def _view(*, emblem: bool, seed: int = 3) -> CoarseView:
    rows, columns, _ = view_shape(PageSize.ID1)
    y, x = np.mgrid[:rows, :columns].astype(np.float32)
    waves = 200 + 20 * np.sin(y / 3 + 4 * np.sin(x / 40)) + 15 * np.sin((x + y) / 5)
    page = np.repeat(waves[..., None], 3, axis=2).astype(np.uint8)
    if emblem:
        cv2.circle(page, (240, 120), 12, (150, 40, 40), -1, cv2.LINE_AA)
    noise = np.random.default_rng(seed).normal(0, 2, page.shape)
    known = np.full((rows, columns), 255, np.uint8)
    return CoarseView(
        size=PageSize.ID1, pixels=np.dstack([np.clip(page + noise, 0, 255).astype(np.uint8), known])
    )


@pytest.mark.parametrize("emblem", [True, False])
def test_a_page_leans_to_the_edition_that_it_shows(emblem: bool) -> None:
    """With the emblem that one edition has, and without."""
    found = prefer(_view(emblem=emblem, seed=8).colour, _view(emblem=True), _view(emblem=False))
    assert found.places > 0
    assert (found.lean > 0.3) if emblem else (found.lean < -0.3)


def test_editions_without_a_difference_are_not_asked_about() -> None:
    """Nor are those that differ only where the holder's data vary."""
    page = _view(emblem=True, seed=8)
    assert prefer(page.colour, page, _view(emblem=True)).places == 0
    hidden = page.pixels.copy()
    hidden[90:150, 210:270, 3] = 0
    assert prefer(page.colour, replace(page, pixels=hidden), _view(emblem=False)).places == 0


def test_a_place_where_two_prints_agree_says_nothing() -> None:
    """None, not a lean of 0."""
    patch = band_of(_view(emblem=True).colour[80:160, 200:280])
    known = np.ones(patch.shape[:2], bool)
    assert lean_at(patch, patch, patch, known) is None
