"""Key points."""

from collections.abc import Callable

import numpy as np

from docforensics.capture.model import Pixels
from docforensics.templates.registration.keypoints import key_points, matches


def test_a_card_matches_itself_and_nothing_matches_a_blank(card: Callable[..., Pixels]) -> None:
    """Pale line work gives key points; an empty page gives none."""
    here, blank = key_points(card(1)), key_points(np.full((432, 685), 200, np.uint8))
    pairs = matches(here, here)
    assert len(pairs) > 100
    assert np.array_equal(pairs[:, 0], pairs[:, 1])
    assert len(matches(here, blank)) == 0


def test_a_mask_keeps_key_points_inside(card: Callable[..., Pixels]) -> None:
    """Only the constant print may give key points."""
    where = np.zeros((432, 685), dtype=bool)
    where[200:400, 300:600] = True
    points = key_points(card(1), where=where).points
    assert len(points) > 20
    assert points[:, 0].min() >= 299
    assert points[:, 1].max() <= 401
