"""Dissimilarity pooled over an area."""

import numpy as np

from docforensics.templates.comparison.pooled import FAINT_STEP, pooled as pooled_samples
from docforensics.templates.planes import Map, Mask

SHAPE = (400, 640)
DIFFICULTY = np.full(SHAPE, 0.1, np.float32)
EVERYWHERE = np.ones(SHAPE, dtype=bool)


def pooled(beyond: Map, difficulty: Map, compared: Mask, level: float) -> Map:
    """Pool the samples of maps at the reference's resolution."""
    step = np.s_[::FAINT_STEP, ::FAINT_STEP]
    return pooled_samples(beyond[step], difficulty[step], compared[step], level)


def test_an_even_difference_is_its_multiple_of_what_is_tolerated() -> None:
    """Wherever enough was compared: not in the very corners, three quarters of whose surroundings are not on the page."""
    found = pooled(np.full(SHAPE, 0.05, np.float32), DIFFICULTY, EVERYWHERE, 0.25)
    assert found.shape == (SHAPE[0] // FAINT_STEP, SHAPE[1] // FAINT_STEP)
    np.testing.assert_allclose(found[5:-5, 5:-5], 2.0, rtol=1e-4)
    assert found[0, 0] == 0


def test_single_spots_average_out_and_an_area_does_not() -> None:
    """The same differences, spread or together."""
    spread, together = np.zeros(SHAPE, np.float32), np.zeros(SHAPE, np.float32)
    spread[::10, ::10] = 0.5
    together[100:160, 100:164] = 0.3
    assert pooled(spread, DIFFICULTY, EVERYWHERE, 1.0).max() < 1.0
    found = pooled(together, DIFFICULTY, EVERYWHERE, 1.0)
    assert found.max() > 2 * pooled(spread, DIFFICULTY, EVERYWHERE, 1.0).max()
    row, column = np.unravel_index(found.argmax(), found.shape)
    assert (100 <= row * FAINT_STEP < 160, 100 <= column * FAINT_STEP < 164) == (True, True)


def test_what_was_not_compared_says_nothing() -> None:
    """Neither itself nor an area around that is mostly unknown."""
    compared = np.zeros(SHAPE, dtype=bool)
    compared[:200] = True
    found = pooled(np.full(SHAPE, 0.05, np.float32), DIFFICULTY, compared, 1.0)
    assert found[60:].max() == 0
    assert found[20].min() > 0


def test_a_strip_between_a_field_and_the_rim_says_nothing() -> None:
    """How the page lies there is guessed; the same strip beside known print is pooled."""
    compared = EVERYWHERE.copy()
    compared[-12:] = False
    beside = pooled(np.full(SHAPE, 0.05, np.float32), DIFFICULTY, compared, 0.25)
    compared[200:-28, 200:440] = False
    between = pooled(np.full(SHAPE, 0.05, np.float32), DIFFICULTY, compared, 0.25)
    strip = (SHAPE[0] - 20) // FAINT_STEP
    assert beside[strip, 80] > 0
    assert between[strip, 80] == 0
    assert between[strip, 20] > 0


def test_a_capture_that_matches_very_well_is_not_asked_for_more() -> None:
    """A level below a tenth is chance."""
    beyond = np.full(SHAPE, 0.01, np.float32)
    np.testing.assert_array_equal(
        pooled(beyond, DIFFICULTY, EVERYWHERE, 0.1), pooled(beyond, DIFFICULTY, EVERYWHERE, 0.0)
    )
