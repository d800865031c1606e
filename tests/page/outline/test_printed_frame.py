"""A frame printed just inside a page is not its edge."""

import cv2
import numpy as np
import pytest

from docforensics.capture.model import Pixels
from docforensics.page.geometry import Points
from docforensics.page.outline import find as stage
from docforensics.page.outline.printed_frame import with_printed_rim
from docforensics.page.outline.scene import make_scene

PAGE = np.array([[60.0, 50.0], [560.0, 50.0], [560.0, 365.0], [60.0, 365.0]])
FRAME_PX = 14
"""2.4 mm of a card of this width."""
FRAME = PAGE + FRAME_PX * np.array([[1, 1], [-1, 1], [-1, -1], [1, -1]])


def card(*, rim_is_printed: bool = True, ground: int = 236) -> Pixels:
    """A white card with fine print on a lid, a frame inside its edge, and a shadow along two sides."""
    picture = np.full((420, 620, 3), ground, np.uint8)
    cv2.rectangle(picture, (66, 56), (566, 371), (ground - 30,) * 3, -1)
    picture = cv2.GaussianBlur(picture, (0, 0), 4)
    page = np.full((315, 500, 3), 250, np.uint8)
    speckles = cv2.GaussianBlur(np.random.default_rng(2).normal(0, 1, (315, 500)), (0, 0), 1.5)
    lines = speckles > 0.5 * speckles.std()
    if not rim_is_printed:
        lines[:FRAME_PX] = lines[-FRAME_PX:] = lines[:, :FRAME_PX] = lines[:, -FRAME_PX:] = False
    page[lines] = (170, 190, 180)
    cv2.rectangle(page, (FRAME_PX, FRAME_PX), (499 - FRAME_PX, 314 - FRAME_PX), (70, 60, 110), 2)
    picture[50:365, 60:560] = page
    noise = np.random.default_rng(3).normal(0, 1.0, picture.shape)
    return np.clip(picture + noise, 0, 255).astype(np.uint8)


def _moved(picture: Pixels, corners: Points) -> Points:
    moved = with_printed_rim(make_scene(picture), corners)
    assert moved is not None
    return moved


def test_sides_on_a_printed_frame_are_moved_to_the_edge() -> None:
    """Beyond the frame the print of the page goes on."""
    moved = _moved(card(), FRAME)
    assert np.abs(moved - PAGE).max() < 2.5


def test_one_side_on_the_frame_is_moved_alone() -> None:
    """The other sides stay as they were."""
    corners = PAGE.copy()
    corners[2:, 1] -= FRAME_PX
    moved = _moved(card(), corners)
    assert np.abs(moved - PAGE).max() < 2.5
    assert np.allclose(moved[:2], corners[:2])


@pytest.mark.parametrize(
    ("rim_is_printed", "corners"), [(True, PAGE), (False, FRAME)], ids=["the edge", "a bare rim"]
)
def test_other_sides_stay(corners: Points, *, rim_is_printed: bool) -> None:
    """Where no printing goes on."""
    picture = card(rim_is_printed=rim_is_printed)
    assert np.array_equal(_moved(picture, corners), corners)


def test_a_page_cut_out_at_its_edge_has_no_outline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Print goes on beyond its frame until the capture ends: the whole picture is the page."""
    cut_out = np.ascontiguousarray(card()[50:365, 60:560])
    assert with_printed_rim(make_scene(cut_out), FRAME - PAGE[0]) is None
    monkeypatch.setattr(stage, "rate_outlines", lambda *_: ([(FRAME - PAGE[0], 1.6)], 0.7))
    assert stage.find_outline(cut_out) is None


def test_the_grain_of_a_table_is_no_print_of_the_page() -> None:
    """It fades into the dark, or out of focus, and does not end at an edge."""
    grain = np.random.default_rng(5).normal(0, 1, (420, 620)).astype(np.float32)
    grain = cv2.GaussianBlur(grain, (0, 0), 1.5)
    fades = np.clip(
        np.hypot(*(np.maximum(0, np.abs(axis) - half) for axis, half in _from_middle())) / 30, 0, 1
    )
    table = 150 + 60 * (1 - fades) * grain / grain.std() / 4
    picture = np.repeat(np.clip(table, 0, 255).astype(np.uint8)[..., None], 3, axis=2)
    picture[50:365, 60:560] = card()[50:365, 60:560]
    assert np.array_equal(_moved(picture, PAGE), PAGE)


def _from_middle() -> tuple[tuple[Points, float], tuple[Points, float]]:
    rows, columns = np.mgrid[0:420, 0:620].astype(np.float64)
    return (columns - 310, 250.0), (rows - 207.5, 157.5)


def test_an_outline_that_lies_on_the_frame_is_laid_on_the_edge(monkeypatch: pytest.MonkeyPatch) -> None:
    """And sharpened there."""
    monkeypatch.setattr(stage, "rate_outlines", lambda *_: ([(FRAME, 1.6)], 0.7))
    outline = stage.find_outline(card())
    assert outline is not None
    assert np.abs(outline.corners - PAGE).max() < 0.7
