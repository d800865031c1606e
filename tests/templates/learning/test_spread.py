"""How far genuine captures differ: shrunk to a prior where there are few."""

from collections.abc import Callable

import numpy as np
import pytest

from docforensics.capture.model import Pixels
from docforensics.templates.comparison.dissimilarity import compare
from docforensics.templates.learning.spread import colour_spread, energy_spread, levels
from docforensics.templates.model import PRIOR_COLOUR_SPREAD, PRIOR_ENERGY_SPREAD, PRIOR_LEVEL_SPREAD

Card = Callable[..., Pixels]


@pytest.fixture
def everywhere() -> np.ndarray:
    """The whole card is print of the series."""
    return np.ones((432, 685), dtype=bool)


def test_one_capture_leaves_the_priors(card: Card, everywhere: np.ndarray) -> None:
    """Nothing was seen to differ, so nothing is known."""
    page = card(1)
    assert float(colour_spread([page], page, everywhere).max()) == PRIOR_COLOUR_SPREAD
    assert float(energy_spread([], everywhere).max()) == PRIOR_ENERGY_SPREAD
    assert levels([page], everywhere)[1] == PRIOR_LEVEL_SPREAD


def test_more_quiet_captures_narrow_the_spread(card: Card, everywhere: np.ndarray) -> None:
    """Eight captures of one card say more than two."""
    page = card(1)
    means = []
    for count in (2, 8):
        stack = [card(1, noise=2.0 + 0.01 * n) for n in range(count)]
        means.append(float(colour_spread(stack, page, everywhere).mean()))
    assert means[1] < means[0] < PRIOR_COLOUR_SPREAD


def test_a_place_that_varies_has_a_wider_spread(card: Card, everywhere: np.ndarray) -> None:
    """Colour and energy that come and go are learned where they do."""
    stack = [card(1) for _ in range(6)]
    for number, page in enumerate(stack):
        page[240:320, 450:560] = np.clip(page[240:320, 450:560].astype(int) - 8 * number, 0, 255)
    spread = colour_spread(stack, stack[3], everywhere)
    assert float(spread[280, 500]) > 2 * float(spread[60, 500])
    nowhere = ~everywhere
    seen = [compare(page, stack[3], ink_allowed=nowhere, trusted=everywhere) for page in stack]
    assert energy_spread(seen, everywhere).shape == everywhere.shape


def test_levels_say_how_bright_devices_see_the_page(everywhere: np.ndarray) -> None:
    """The mean of the medians, and a spread that follows what was seen."""
    stack = [np.full((432, 685, 3), value, np.uint8) for value in (20, 40, 60, 80, 100, 120)]
    level, spread = levels(stack, everywhere)
    assert level == (70.0, 70.0, 70.0)
    assert spread > PRIOR_LEVEL_SPREAD
