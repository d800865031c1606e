"""Cuts lie on the lines of a band, and lead back to the capture."""

import numpy as np
import pytest

from docforensics.mrz.engines.network.cutting import (
    HEIGHT,
    PITCH,
    LineCut,
    Receding,
    cuts_of,
    measured_cuts,
    normalised,
)
from docforensics.page.band.find import MrzBand
from docforensics.page.geometry import project

CORNERS = np.array([[100, 200], [540, 200], [540, 234.5], [100, 234.5]], np.float64)
BAND = MrzBand(corners=CORNERS, n_lines=2, score=1.0)
"""44 cells of 10 px, lines 25 px apart, characters 9.5 px high."""


def test_the_middle_of_a_cut_is_the_middle_of_its_line() -> None:
    """First and last line stand half a character inside the band."""
    middles = [
        project(cut.to_image, [(cut.width / 2, HEIGHT / 2 - 0.5)])[0]
        for cut in cuts_of(BAND, spacing=2.5, n_lines=2)
    ]
    assert np.allclose(middles, [(320, 204.75), (320, 229.75)], atol=0.01)


def test_a_cell_is_a_pitch_wide_in_the_capture() -> None:
    """16 px of the cut are 10 px here."""
    cut = cuts_of(BAND, spacing=2.5, n_lines=2)[0]
    corners = cut.cells([100.0], [16.0])[0]
    assert np.isclose(corners[1, 0] - corners[0, 0], 10.0, atol=0.01)
    assert np.isclose(corners[3, 1] - corners[0, 1], 9.5, atol=0.01)


def test_a_measured_band_is_cut_at_its_own_pitch_and_spacing() -> None:
    """Lines 2 cells apart, not 2.5, of 40 cells, not 44: what was measured is believed."""
    corners = np.array([[100, 200], [500, 200], [500, 229.5], [100, 229.5]], np.float64)
    band = MrzBand(corners=corners, n_lines=2, score=1.0, cells=40.0, middles=(4.75 / 29.5, 24.75 / 29.5))
    cuts = measured_cuts(band)
    middles = [project(cut.to_image, [(cut.width / 2, HEIGHT / 2 - 0.5)])[0] for cut in cuts]
    assert np.allclose(middles, [(300, 204.75), (300, 224.75)], atol=0.01)
    corners = cuts[0].cells([100.0], [15.5])[0]
    assert np.allclose(corners[2] - corners[0], (10.0, 9.5), atol=0.01)


@pytest.mark.parametrize("cells", [None, 9.0, 80.0])
def test_a_band_without_a_likely_pitch_has_no_measured_cuts(cells: float | None) -> None:
    """Then the layouts of the standard are tried."""
    assert measured_cuts(MrzBand(corners=CORNERS.copy(), n_lines=2, score=1.0, cells=cells)) == ()


def test_a_moved_cut_follows_the_line_that_was_found() -> None:
    """Its middle row is the old row of the line, and it is as long in the capture."""
    cut = cuts_of(BAND, spacing=2.5, n_lines=2)[0]
    moved = cut.moved(x_scale=1.25, slope=0.01, y0=18.0)
    inside = np.linalg.inv(cut.to_image) @ moved.to_image
    where = project(inside, [(0, HEIGHT / 2 - 0.5), (100, HEIGHT / 2 - 0.5)])
    assert np.allclose(where, [(0, 18), (125, 19.25)], atol=1e-6)
    assert cut.width <= 1.25 * moved.width < cut.width + 1.25 * 32


def test_a_widened_cut_keeps_its_middle() -> None:
    """Lines of one batch are equally long."""
    cut = cuts_of(BAND, spacing=2.5, n_lines=2)[0]
    wider = cut.widened(cut.width + 64)
    middles = [project(one.to_image, [(one.width / 2, 16)])[0] for one in (cut, wider)]
    assert np.allclose(middles[0], middles[1])


def test_pixels_of_a_cut_are_those_of_the_capture() -> None:
    """A dark bar where the first line runs is in the middle of its cut."""
    grey = np.full((400, 700), 220, np.uint8)
    grey[200:210, 100:540] = 20
    cut = cuts_of(BAND, spacing=2.5, n_lines=2)[0]
    pixels = cut.pixels(grey)
    assert pixels.shape == (HEIGHT, cut.width)
    assert pixels[HEIGHT // 2, cut.width // 2] < 40
    assert pixels[1, cut.width // 2] > 200


def test_brightness_and_contrast_are_taken_away() -> None:
    """The same print in weak light gives the same values."""
    rng = np.random.default_rng(3)
    bright = rng.integers(0, 255, (HEIGHT, 40 * PITCH)).astype(np.uint8)
    dim = (bright * 0.5 + 60).astype(np.uint8)
    assert np.abs(normalised(bright) - normalised(dim)).max() < 0.1


def test_a_bent_cut_samples_along_its_parabola_and_places_characters_on_it() -> None:
    """A rule that sags by 12 px is level in the cut that follows it."""
    x = np.arange(400)
    y = 60 + 12 * np.square((x - 200) / 200.0)
    grey = (255 - 220 * np.exp(-np.square((np.arange(120)[:, None] - y) / 2))).astype(np.uint8)
    straight = LineCut(to_image=np.array([[1.0, 0, 0], [0, 1, 44.5], [0, 0, 1]]), width=400)
    bent = straight.moved(x_scale=1, slope=0, y0=HEIGHT / 2 - 0.5, curve=12 / 200.0**2)
    darkest = bent.pixels(grey)[:, 8:392].argmin(axis=0)
    assert np.ptp(darkest) <= 1
    ends = bent.placed([(0.0, 15.5), (399.0, 15.5)])
    assert np.allclose(ends[:, 1], 72, atol=0.5)
    assert bent.cells([0.0], [15.5])[0, :, 1].mean() == pytest.approx(72, abs=1.5)


def test_a_bent_cut_that_is_moved_or_widened_follows_the_same_parabola() -> None:
    """Another scale, another height and other ends, one line in the capture."""
    cut = LineCut(to_image=np.eye(3), width=320, curve=1e-3, centre=100.0)
    wide = cut.widened(384)
    assert np.allclose(wide.placed([(52.0, 9.0)]), cut.placed([(20.0, 9.0)]))
    moved = cut.moved(x_scale=0.5, slope=0.1, y0=20.0)
    assert np.allclose(moved.placed([(80.0, HEIGHT / 2 - 0.5)]), cut.placed([(40.0, 24.0)]))


def test_characters_that_grow_along_a_line_are_alike_in_its_new_cut() -> None:
    """What stands at (a k + b) / (c k + 1) stands a pitch apart, on the middle row, over the same stretch."""
    cut = cuts_of(BAND, spacing=2.5, n_lines=2)[0]
    k = np.arange(44) - 21.5
    x = (15 * k + 380) / (0.004 * k + 1)
    line = Receding.through(x, np.ones(44))
    again = cut.receding(line, slope=0.02, level=12.0)
    old = project(np.linalg.inv(cut.to_image), cut.placed(np.stack([x, 12.0 + 0.02 * x], axis=1)))
    seen = project(np.linalg.inv(again.to_image), cut.placed(old))
    assert line.growth(21.5) == pytest.approx(((1 - 0.086) / (1 + 0.086)) ** 2)
    assert np.allclose(np.diff(seen[:, 0]), PITCH)
    assert np.allclose(seen[:, 1], HEIGHT / 2 - 0.5)
    ends = project(np.linalg.inv(again.to_image), cut.placed([(0.0, 12.0), (cut.width - 1.0, 12.0)]))[:, 0]
    assert ends == pytest.approx((0, again.width - 1), abs=2 * PITCH)


@pytest.mark.parametrize(
    ("line", "is_within"),
    [
        (Receding(a=15, b=380, c=0.004), True),
        (Receding(a=15, b=380, c=0.0), True),
        (Receding(a=15, b=380, c=0.021), False),
        (Receding(a=15, b=380, c=15 / 767), False),
        (Receding(a=-15, b=380, c=0.004), False),
        (Receding(a=4, b=380, c=0.0), False),
        (Receding(a=15, b=1000, c=0.0), False),
    ],
)
def test_a_line_that_would_end_within_its_cut_or_has_no_end_is_none(line: Receding, is_within: bool) -> None:
    """A column at which its characters stand endlessly far, one beyond the middle, or more cells than a line has."""
    assert line.ends_within(768, 60) is is_within


def test_a_leaning_cut_keeps_its_middle_row() -> None:
    """And its rows above lie so many columns further."""
    cut = cuts_of(BAND, spacing=2.5, n_lines=2)[0]
    again = cut.leaning(0.25)
    middle = HEIGHT / 2 - 0.5
    assert np.allclose(again.placed([(50, middle)]), cut.placed([(50, middle)]))
    assert np.allclose(again.placed([(50, middle + 8)]), cut.placed([(52, middle + 8)]))
