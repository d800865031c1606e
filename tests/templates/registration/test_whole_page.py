"""A page laid on a reference as a whole."""

from collections.abc import Callable

import cv2
import numpy as np
import pytest

from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.formats.table import PageSize
from docforensics.page.geometry import project
from docforensics.templates.model import LightReference, Template
from docforensics.templates.registration.whole_page import overview

Card = Callable[..., Pixels]
SIZE = PageSize.ID1.millimetres
CORNERS = np.array([[4.0, 4.0], [81.0, 4.0], [81.0, 50.0], [4.0, 50.0]])


def in_another_frame(pixels: Pixels, *, left: float, top: float, right: float, bottom: float) -> Pixels:
    """A card as a frame shows it that lies so many millimetres beyond its sides."""
    height, width = pixels.shape[:2]
    scale = width / SIZE[0]
    target = np.array([[left, top], [SIZE[0] - right, SIZE[1] - bottom]]) * scale
    matrix = np.array(
        [
            [(target[1, 0] - target[0, 0]) / width, 0, target[0, 0]],
            [0, (target[1, 1] - target[0, 1]) / height, target[0, 1]],
        ]
    )
    return np.asarray(cv2.warpAffine(pixels, matrix, (width, height), borderValue=(90, 90, 90)), np.uint8)


def blots(seed: int) -> Pixels:
    """Print that repeats nowhere, at the reference's resolution."""
    noise = np.random.default_rng(seed).normal(0, 1, (432, 685)).astype(np.float32)
    return np.clip(190 + 300 * cv2.GaussianBlur(noise, (0, 0), 5), 0, 255).astype(np.uint8)


def reference_of(mean: Pixels) -> LightReference:
    """All of it constant."""
    return LightReference(
        mean=mean,
        tolerance=np.full(mean.shape[:2], 0.1, np.float32),
        constant=np.ones(mean.shape[:2], dtype=bool),
    )


@pytest.mark.parametrize("beyond", [(0, 0, 0, 0), (5, 2, 4, 3), (0, 4, 0, 0), (3, 0, 5, 1)])
def test_a_page_in_a_frame_that_is_too_large_or_aside_is_brought_near(
    beyond: tuple[float, float, float, float],
) -> None:
    """By millimetres, and by other amounts across and down: near enough for tiles, which reach 0.75 mm."""
    left, top, right, bottom = beyond
    shown = in_another_frame(blots(3), left=left, top=top, right=right, bottom=bottom)
    found = overview(shown, SIZE, reference_of(blots(3)))
    assert found is not None
    inner = np.array([SIZE[0] - left - right, SIZE[1] - top - bottom])
    lies = CORNERS / np.array(SIZE) * inner + np.array([left, top])
    assert np.abs(project(found.matrix, lies) - CORNERS).max() < 0.75
    assert found.score > 0.6


def test_a_coarse_page_of_another_holder_is_laid_on_pale_line_work(card: Card, template: Template) -> None:
    """Three pixels a millimetre, and a name and a portrait that the reference does not know."""
    small = cv2.resize(card(7), None, fx=3 / 8, fy=3 / 8, interpolation=cv2.INTER_AREA)
    found = overview(np.asarray(small, np.uint8), SIZE, template.references[Light.VISIBLE])
    assert found is not None
    assert np.abs(project(found.matrix, CORNERS) - CORNERS).max() < 0.75


def test_print_of_another_model_is_unlike_at_every_stretch() -> None:
    """The best of all places and stretches stays far below what a page of the model reaches."""
    found = overview(blots(4), SIZE, reference_of(blots(3)))
    assert found is not None
    assert found.score < 0.35


def test_a_reference_without_constant_print_has_no_overview() -> None:
    """There is nothing to lay a page on."""
    nothing = LightReference(
        mean=blots(3),
        tolerance=np.zeros((432, 685), np.float32),
        constant=np.zeros((432, 685), dtype=bool),
    )
    assert overview(blots(3), SIZE, nothing) is None
