"""Screens of portraits."""

import numpy as np
import pytest

from sample_docs.generator.screens import Screen, ScreenKind

RAMP = np.repeat(np.linspace(40, 230, 120)[:, None, None], 100, axis=1).repeat(3, axis=2).astype(np.uint8)


@pytest.mark.parametrize("kind", list(ScreenKind))
def test_a_screen_keeps_the_tone_and_breaks_it_up(kind: ScreenKind) -> None:
    """The mean of a place stays within a tenth of the scale, and its pixels part into ink and paper."""
    printed = Screen(kind=kind, lines_per_mm=3.0).printed(RAMP, 25.0)
    assert printed.shape[1] == 500
    for share in (0.25, 0.5, 0.75):
        row = int(share * printed.shape[0])
        place = printed[row - 12 : row + 12, 20:-20].astype(float)
        assert abs(place.mean() - (40 + share * 190)) < 26
        assert place.std() > 40


def test_a_shallow_screen_is_nearly_continuous() -> None:
    """Half the depth leaves about half of the contrast of its dots."""
    full, half = (
        Screen(kind=ScreenKind.DOTS, lines_per_mm=4.0, depth=depth).printed(RAMP, 25.0)[240:260].std()
        for depth in (1.0, 0.5)
    )
    assert half < 0.7 * full


def test_colours_are_screened_at_angles_of_their_own() -> None:
    """A coloured picture's planes differ where a grey one's are alike."""
    colour = RAMP.copy()
    colour[..., 1] //= 2
    grey, dyed = (Screen(kind=ScreenKind.DOTS, lines_per_mm=4.0).printed(p, 25.0) for p in (RAMP, colour))
    assert (grey[..., 0] == grey[..., 1]).all()
    assert (dyed[..., 0] != dyed[..., 2]).any()
