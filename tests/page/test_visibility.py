"""Tests of the places of a page that could not be seen, and of the causes that are named for them."""

import numpy as np
import pytest

from docforensics.capture.light import Light
from docforensics.errors import UsageError
from docforensics.formats.table import PageSize
from docforensics.kept import given
from docforensics.page.frame import Frame, ScaleBasis
from docforensics.page.geometry import BoxMm
from docforensics.page.model import Page, Quality
from docforensics.page.visibility import MASK_PX_PER_MM, Blindness

PX_PER_MM = 12.0
PLACE = BoxMm(left=20, top=20, right=40, bottom=26)


def make_page(pixels: np.ndarray, *, beyond_mm: float = 0.0) -> Page:
    """A page whose left `beyond_mm` the capture does not reach."""
    height, width = (side / PX_PER_MM for side in pixels.shape[:2])
    shift = np.array([[1 / PX_PER_MM, 0, beyond_mm], [0, 1 / PX_PER_MM, 0], [0, 0, 1]])
    return Page(
        frame=Frame(
            size=PageSize.ID1,
            size_mm=(width, height),
            basis=ScaleBasis.ASSUMED,
            homography=shift,
            capture_size=(pixels.shape[1], pixels.shape[0]),
        ),
        px_per_mm=PX_PER_MM,
        pixels={Light.VISIBLE: pixels},
        measured=given(Quality(sharpness=0.9, glare_share=0.0, px_per_mm=PX_PER_MM, contrast=0.8)),
    )


def printed(seed: int = 1) -> np.ndarray:
    """A page of paper with lines of print and the noise of a sensor."""
    rng = np.random.default_rng(seed)
    levels = np.full((600, 960), 225.0)
    for row in range(40, 560, 60):
        for column in range(40, 900, 18):
            levels[row : row + 28, column : column + 5] = 40
    return np.clip(levels[..., None] + rng.normal(0, 1.5, (600, 960, 3)), 0, 255).astype(np.uint8)


def covered(pixels: np.ndarray, box: BoxMm, colour: int) -> np.ndarray:
    """The page with one place in one colour."""
    changed = pixels.copy()
    changed[box.to_px(PX_PER_MM).slices] = colour
    return changed


def test_a_page_with_its_noise_everywhere_was_seen_everywhere() -> None:
    """Print, paper and noise hide nothing."""
    page = make_page(printed())
    assert page.visibility.masks() == {}
    assert page.visibility.blind() is None
    assert page.visibility.cause(PLACE) is None


def test_a_white_patch_is_glare_and_a_patch_of_the_papers_colour_a_cover() -> None:
    """The cause is named; places beside it were seen."""
    for colour, cause in ((255, Blindness.GLARE), (225, Blindness.OCCLUDED), (90, Blindness.OCCLUDED)):
        seen = make_page(covered(printed(), PLACE, colour)).visibility
        assert seen.cause(PLACE) is cause
        assert seen.cause(BoxMm(left=50, top=40, right=70, bottom=46)) is None


def test_a_box_that_is_hidden_in_part_gives_its_share() -> None:
    """Half a box under glare is about half hidden, rim and all."""
    seen = make_page(covered(printed(), PLACE, 255)).visibility
    cause, share = seen.unseen(BoxMm(left=30, top=20, right=50, bottom=26)) or (None, 0.0)
    assert cause is Blindness.GLARE
    assert 0.4 < share < 0.8


def test_what_the_capture_does_not_reach_is_cropped() -> None:
    """Only the strip beyond the rim."""
    seen = make_page(printed(), beyond_mm=5.0).visibility
    assert seen.cause(BoxMm(left=0, top=10, right=4, bottom=14)) is Blindness.CROPPED
    assert seen.cause(BoxMm(left=8, top=10, right=12, bottom=14)) is None


def test_masks_lie_on_the_page_at_their_own_resolution_and_cannot_be_changed() -> None:
    """So that checks share them."""
    mask = make_page(covered(printed(), PLACE, 255)).visibility.masks()[Blindness.GLARE]
    assert mask.shape == (round(50 * MASK_PX_PER_MM), round(80 * MASK_PX_PER_MM))
    assert not mask.flags.writeable


def test_a_light_without_an_image_is_a_usage_error() -> None:
    """Nothing was seen there, which is no cause."""
    with pytest.raises(UsageError, match="uv"):
        make_page(printed()).visibility.cause(PLACE, Light.UV)
