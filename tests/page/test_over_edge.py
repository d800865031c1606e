"""What lies over the edge of a page."""

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from docforensics.page.over_edge import MARGIN_MM, over_edge

SCALE = 4.0
MARGIN = round(MARGIN_MM * SCALE)
HEIGHT, WIDTH = 200, 320
SKIN = (205, 160, 135)
DESK, PAGE = (70, 66, 60), (228, 224, 214)


def scene(*, desk: tuple[int, int, int] = DESK) -> NDArray[np.uint8]:
    """A ruled page with an emblem at its right edge, on a desk."""
    picture = np.zeros((HEIGHT + 2 * MARGIN, WIDTH + 2 * MARGIN, 3), np.uint8)
    picture[:] = desk
    page = picture[MARGIN:-MARGIN, MARGIN:-MARGIN]
    page[:] = PAGE
    page[::8] = (180, 190, 205)
    page[20:60, -24:] = (40, 60, 120)
    noise = np.random.default_rng(3).normal(0, 2, picture.shape)
    return np.clip(picture + noise, 0, 255).astype(np.uint8)


def with_finger(
    picture: NDArray[np.uint8], middle: tuple[int, int], half: tuple[int, int]
) -> NDArray[np.uint8]:
    """Lay a shaded finger over it, in pixels of the picture."""
    drawn = picture.copy()
    cv2.ellipse(drawn, middle, half, 0, 0, 360, SKIN, -1)
    mask = (drawn != picture).any(axis=2)
    shade = np.linspace(0.92, 1.05, picture.shape[0])[:, None, None]
    drawn[mask] = np.clip(drawn * shade, 0, 255).astype(np.uint8)[mask]
    return drawn


def found(picture: NDArray[np.uint8], reached: NDArray[np.bool_] | None = None) -> NDArray[np.bool_]:
    """Look at a picture that the capture reaches everywhere."""
    return over_edge(picture, np.ones(picture.shape[:2], np.bool_) if reached is None else reached, SCALE)


@pytest.mark.parametrize("desk", [DESK, (238, 238, 236)])
def test_a_page_on_a_desk_is_covered_nowhere(desk: tuple[int, int, int]) -> None:
    """Nor does print that runs to the edge lie over it, on a dark desk or on one as light as the page."""
    assert not found(scene(desk=desk)).any()


@pytest.mark.parametrize(
    ("middle", "half"),
    [
        ((WIDTH + 2 * MARGIN, 140), (40, 26)),
        ((120, HEIGHT + 2 * MARGIN), (26, 44)),
        ((0, 90), (38, 24)),
        ((200, 0), (24, 40)),
    ],
)
def test_a_finger_over_each_side_is_covered_and_no_more(
    middle: tuple[int, int], half: tuple[int, int]
) -> None:
    """What it hides, its rim, and hardly anything beyond."""
    bare = scene()
    drawn = with_finger(bare, middle, half)
    inside = (slice(MARGIN, -MARGIN),) * 2
    hidden = (drawn != bare).any(axis=2)[inside]
    covered = found(drawn)
    assert (covered & hidden).sum() >= 0.98 * hidden.sum()
    beyond = cv2.dilate(hidden.view(np.uint8), np.ones((17, 17), np.uint8)) == 0
    assert not (covered & beyond).any()


def test_what_ends_at_the_edge_is_print() -> None:
    """A patch of skin's colour on the page alone is not told from print, and neither is one on the desk."""
    for rows, columns in (
        (slice(100, 140), slice(-40 - MARGIN, -MARGIN)),
        (slice(100, 140), slice(-MARGIN, None)),
    ):
        picture = scene()
        picture[rows, columns] = SKIN
        assert not found(picture).any()


def test_where_the_capture_ends_at_the_page_nothing_is_told() -> None:
    """A flatbed's crop repeats its border beyond the page."""
    picture = with_finger(scene(), (WIDTH + 2 * MARGIN, 140), (40, 26))
    reached = np.zeros(picture.shape[:2], np.bool_)
    reached[MARGIN:-MARGIN, MARGIN:-MARGIN] = True
    assert not found(picture, reached).any()
    assert not found(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)).any()


def test_where_the_page_goes_on_nothing_lies_over_it() -> None:
    """A frame that is out: both sides of it show the page, an emblem across them too."""
    picture = scene(desk=PAGE)
    picture[100:140, -60:] = SKIN
    assert not found(picture).any()


def test_a_round_corner_in_a_shadow_is_no_finger() -> None:
    """Within the frame the desk is seen there, and the shadow makes it unlike the rest of the side."""
    picture = scene(desk=(150, 150, 152))
    picture[-MARGIN - 14 :, : MARGIN + 14] = (96, 97, 100)
    assert not found(picture).any()


def test_what_has_the_colour_of_the_page_over_much_of_it_is_the_page() -> None:
    """A grey strap over a grey page cannot be followed."""
    picture = scene()
    page = picture[MARGIN:-MARGIN, MARGIN:-MARGIN]
    page[40:, :200] = (150, 150, 152)
    picture[100:140, : MARGIN + 20] = (150, 150, 152)
    assert not found(picture).any()
