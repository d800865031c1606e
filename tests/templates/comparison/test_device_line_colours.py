"""How clearly colours follow the lines of a device, apart from the print below it."""

import cv2
import numpy as np
import pytest

from docforensics.templates.comparison.device_line_colours import colour_scales, line_colours
from docforensics.templates.comparison.device_lines import fine_lines
from docforensics.templates.planes import Map, Planes
from tests.templates.comparison.test_device_print import EVERYWHERE, SIDE, WITHIN, guilloche, rays

CLEAR, CHANCE = 0.5, 0.25


def printed() -> Planes:
    """Waves of print in brown on paper of one tint."""
    waves = (230 - guilloche())[..., None] * np.array([0.4, 0.7, 1.0]) * 1.2
    return np.asarray(np.array([240, 235, 220]) - waves, np.float32)


def tilted(page: Planes, *, turn: float, lines: Map | None = None, strength: float = 40.0) -> Planes:
    """The page with lines whose colour differs from place to place."""
    down, across = np.mgrid[:SIDE, :SIDE] / 12.0
    phases = turn + down + 1.7 * across
    colours = np.stack([np.sin(phases + third) for third in (0, 2 * np.pi / 3, 4 * np.pi / 3)], axis=-1)
    laid = rays() if lines is None else lines
    return np.asarray(page + strength * laid[..., None] * (colours - 0.4), np.float32)


def grey(page: Planes, *, share: float = 0.3) -> Planes:
    """The page with lines that take as large a share of each colour."""
    return np.asarray(page * (1 - share * rays()[..., None]), np.float32)


def lamp(page: Planes, *, warm: tuple[float, float, float] = (0.9, 0.8, 0.6), grain: float = 3.0) -> Planes:
    """The page as a camera sees it under a warm lamp."""
    soft = cv2.GaussianBlur(page, (0, 0), 0.7) * np.array(warm)
    noise = np.random.default_rng(4).normal(0, grain, page.shape)
    return np.clip(soft + noise, 0, 255).astype(np.uint8).astype(np.float32)


def clear(page: Planes, *, reference: Planes | None = None) -> float:
    """How clearly colours follow the lines, against a reference that shows them in grey."""
    known = grey(printed(), share=0.15) if reference is None else reference
    lines = np.where(WITHIN, fine_lines((255 * rays()).astype(np.uint8), EVERYWHERE), 0).astype(np.float32)
    scales = colour_scales(known, EVERYWHERE)
    return line_colours(
        page,
        scales,
        lines,
        seen=EVERYWHERE,
        beside=~WITHIN,
        within=WITHIN,
        gain=float(page.mean() / known.mean()),
    )


@pytest.mark.parametrize("turn", [0.0, 1.5, 3.0, 4.5])
def test_colours_along_the_lines_are_clear_whatever_they_are(turn: float) -> None:
    """As scanned and as photographed."""
    page = tilted(printed(), turn=turn)
    assert clear(lamp(page, warm=(1, 1, 1))) > CLEAR
    assert clear(lamp(page)) > CLEAR


@pytest.mark.parametrize(
    "page", [printed(), grey(printed()), grey(printed(), share=0.5)], ids=["none", "grey", "dark"]
)
@pytest.mark.parametrize(
    "warm", [(1.0, 1.0, 1.0), (0.9, 0.8, 0.6), (0.6, 0.8, 0.95)], ids=["white", "warm", "cold"]
)
def test_lines_that_are_missing_or_grey_have_no_colours(
    page: Planes, warm: tuple[float, float, float]
) -> None:
    """Whatever colour the lamp has: grey ink takes as large a share of each."""
    assert clear(lamp(page, warm=warm)) < CHANCE


def test_colours_elsewhere_are_none_of_the_lines() -> None:
    """Lines a few millimetres aside are print of another kind."""
    aside = tilted(printed(), turn=1.0, lines=np.roll(rays(), (0, 24), (0, 1)))
    assert clear(lamp(aside)) < CHANCE


def test_colours_that_the_reference_shows_count_for_nothing() -> None:
    """They belong to the print: every document bears them, forged ones as well."""
    known = tilted(printed(), turn=2.0)
    assert clear(lamp(known), reference=known) < CHANCE
    assert clear(lamp(tilted(printed(), turn=2.0, strength=70)), reference=known) < CHANCE


def test_a_device_a_pixel_aside_is_as_clear() -> None:
    """No page lies on its template to a pixel."""
    place, aside = (
        tilted(printed(), turn=1.0, lines=np.roll(rays(), (pixels, pixels), (0, 1))) for pixels in (0, 1)
    )
    assert clear(lamp(aside)) == pytest.approx(clear(lamp(place)), abs=0.05)


def test_spots_in_strong_colours_hide_no_device() -> None:
    """Dirt and reflections count no more than the lines."""
    page = lamp(tilted(printed(), turn=1.0, strength=20))
    rows, columns = np.random.default_rng(6).integers(50, 150, (2, 300))
    page[rows, columns] = (255, 0, 40)
    assert clear(page) > 0.6


def test_a_page_without_any_colour_is_chance() -> None:
    """Nothing follows the lines, and nothing follows them elsewhere."""
    flat = np.full((SIDE, SIDE, 3), 200, np.float32)
    assert clear(flat, reference=flat) == pytest.approx(0.0, abs=1e-6)
