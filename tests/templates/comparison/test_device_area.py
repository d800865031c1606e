"""The coloured area of a device of colour-shifting ink."""

import cv2
import numpy as np
import pytest

from docforensics.capture.model import Pixels
from docforensics.page.geometry import BoxMm
from docforensics.templates.comparison.device_area import coloured_mm2
from docforensics.templates.comparison.photometric import levelled_page
from docforensics.templates.masks import box_mask
from docforensics.templates.model import LightReference

PLACE = BoxMm(left=20.0, top=14.0, right=32.0, bottom=26.0)
INK = BoxMm(left=22.0, top=16.0, right=30.0, bottom=24.0)
GROUND = (205, 215, 200)
SHAPE = (320, 420, 3)


def reference(*, is_known: bool = False) -> LightReference:
    """The ground of the device alone, closed from around it; `is_known` where its print is constant."""
    mean = np.full(SHAPE, GROUND, np.uint8)
    mean[::9, :, :] -= 20
    place = box_mask([PLACE], SHAPE)
    mean[place] = GROUND
    constant = np.ones(SHAPE[:2], np.bool_) if is_known else ~place
    return LightReference(mean=mean, tolerance=np.full(SHAPE[:2], 4, np.uint8), constant=constant)


def page(colour: tuple[int, int, int] | None, *, light: float = 1.0) -> Pixels:
    """A page whose device is of a colour, or is missing."""
    shown = reference().mean.copy()
    if colour is not None:
        rows, columns = INK.to_px(8.0).slices
        shown[rows, columns] = colour
    soft = cv2.GaussianBlur(shown, (0, 0), 0.7) * light
    return np.clip(soft + np.random.default_rng(2).normal(0, 3, SHAPE), 0, 255).astype(np.uint8)


@pytest.mark.parametrize("colour", [(150, 60, 160), (60, 120, 170), (170, 110, 50)])
@pytest.mark.parametrize("light", [1.0, 0.7])
def test_ink_of_any_colour_counts_with_its_area(colour: tuple[int, int, int], light: float) -> None:
    """It changes with the angle, and captures with their exposure."""
    assert coloured_mm2(levelled_page(page(colour, light=light), reference()), PLACE) == pytest.approx(
        INK.area, rel=0.15
    )


@pytest.mark.parametrize(
    "colour", [None, (120, 120, 120), (180, 185, 178)], ids=["missing", "grey", "silver"]
)
def test_a_device_that_is_missing_or_grey_shows_none(colour: tuple[int, int, int] | None) -> None:
    """What is darker alone has no colour."""
    assert coloured_mm2(levelled_page(page(colour), reference()), PLACE) < 1.0


def test_constant_print_is_ground() -> None:
    """Other checks look at it."""
    assert coloured_mm2(levelled_page(page((150, 60, 160)), reference(is_known=True)), PLACE) == 0.0


def test_a_place_beyond_the_frame_shows_none() -> None:
    """Places of a template that was loaded may lie there."""
    assert (
        coloured_mm2(
            levelled_page(page(None), reference()), BoxMm(left=60.0, top=14.0, right=70.0, bottom=20.0)
        )
        == 0.0
    )


def test_thin_lines_are_no_area() -> None:
    """A grating shows lines of many colours."""
    lines = page(None)
    rows, columns = INK.to_px(8.0).slices
    lines[rows, columns][::10] = (150, 60, 160)
    assert coloured_mm2(levelled_page(lines, reference()), PLACE) < 1.0
