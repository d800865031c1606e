"""What a device makes of all colours alike, without a picture."""

import numpy as np

from docforensics.templates.comparison.device_colours import of_one_device

MIXED = np.array([[0.8, 0.16, 0.04], [0.08, 0.84, 0.08], [0.0, 0.25, 0.75]])
EVERYWHERE = np.ones((40, 60), dtype=np.bool_)


def _colours(spread: float) -> np.ndarray:
    rng = np.random.default_rng(5)
    return np.clip(rng.normal(150, spread, (40, 60, 3)), 5, 250).astype(np.float32)


def test_a_mixture_of_all_colours_is_taken_back_and_a_place_apart_stays() -> None:
    """Most places decide which mixture it is."""
    expected = _colours(30)
    seen = (expected @ MIXED.T).astype(np.float32)
    seen[:8, :8] += np.array([40, -40, 0], np.float32)
    off = np.abs(of_one_device(seen, expected, EVERYWHERE) - expected).mean(axis=-1)
    assert np.abs(seen - expected).mean() > 5
    assert off[10:, 10:].mean() < 2
    assert off[:8, :8].mean() > 15


def test_a_page_of_one_tone_tells_no_mixture() -> None:
    """Held back to none: what differs there may be the print."""
    expected = _colours(1)
    seen = (expected + np.array([0, 6, -6])).astype(np.float32)
    own = of_one_device(seen, expected, EVERYWHERE)
    colour = (own - seen) - (own - seen).mean(axis=(0, 1))
    assert np.abs(colour).max() < 1


def test_where_nothing_is_compared_nothing_moves() -> None:
    """A side may be hidden whole."""
    seen = _colours(30)
    assert of_one_device(seen, _colours(20), ~EVERYWHERE) is seen
