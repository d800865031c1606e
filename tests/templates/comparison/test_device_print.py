"""The shade of a device's lines, apart from the print below it."""

import cv2
import numpy as np
import pytest

from docforensics.templates.comparison.device_lines import fine_lines
from docforensics.templates.comparison.device_print import (
    ShownShade,
    brightness,
    device_shade,
    fine_print,
    inked,
    shown_shade,
)
from docforensics.templates.planes import Map

SIDE = 200
EVERYWHERE = np.ones((SIDE, SIDE), np.bool_)
WITHIN = np.zeros_like(EVERYWHERE)
WITHIN[50:150, 50:150] = True


def rays() -> Map:
    """How far each pixel is covered by thin lines from the middle, 0..1."""
    fine = np.zeros((SIDE, SIDE), np.uint8)
    for turn in np.linspace(0, np.pi, 24, endpoint=False):
        reach = 48 * np.array([np.cos(turn), np.sin(turn)])
        ends = [(np.array([100, 100]) + sign * reach).round().astype(int).tolist() for sign in (-1, 1)]
        cv2.line(fine, ends[0], ends[1], 255, 1, cv2.LINE_AA)
    return fine.astype(np.float32) / 255


def guilloche() -> Map:
    """Waves of print, grey levels."""
    down, across = np.mgrid[:SIDE, :SIDE].astype(np.float32)
    waves = np.sin(down / 2.2 + 6 * np.sin(across / 31)) > 0.8
    return np.where(waves, 150, 230).astype(np.float32)


def bearing(share: float) -> Map:
    """The print with so much of the lines that the reference bears."""
    return np.asarray(guilloche() * (1 - 0.15 * share * rays()), np.float32)


def shown(page: Map, *, gain: float = 1.0) -> ShownShade:
    """What a page shows of the reference's lines."""
    lines = fine_lines((255 * rays()).astype(np.uint8), EVERYWHERE)
    shade = device_shade(bearing(1.0), EVERYWHERE, lines, known=WITHIN, within=WITHIN)
    assert shade.clear > 4
    seen = fine_print(page, EVERYWHERE)
    return shown_shade(shade, seen, beside=~WITHIN, within=WITHIN, gain=gain)


@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
@pytest.mark.parametrize("soft", [0.01, 1.0, 1.5])
def test_the_share_is_told_however_sharp_and_bright_the_page_is(share: float, soft: float) -> None:
    """Of lines that are missing, weaker and as they are."""
    page = cv2.GaussianBlur(0.7 * bearing(share) + 20, (0, 0), soft)
    assert shown(np.asarray(page, np.float32), gain=0.8).share == pytest.approx(share, abs=0.25)


def test_what_chance_gives_is_stated() -> None:
    """Grain lies along the lines as much as beside them."""
    grain = np.random.default_rng(3).normal(0, 120, (SIDE, SIDE)).astype(np.float32)
    assert shown(bearing(1.0)).noise < 0.1 < shown(bearing(1.0) + grain).noise


def test_ink_is_dark_and_a_device_is_not() -> None:
    """A word over it is left out with a rim; another exposure is none."""
    page = bearing(1.0)
    page[90:110, 60:140] = 30
    found = inked(page, bearing(0.0))
    assert found[90:110, 60:140].all()
    assert not found[:80].any()
    assert brightness(0.5 * page, page, EVERYWHERE) == pytest.approx(0.5)
    assert brightness(page, page, ~EVERYWHERE) == 1.0
