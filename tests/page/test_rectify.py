"""Cutting the page out of the capture."""

from collections.abc import Callable

import numpy as np
import pytest

from docforensics.capture.model import Capture, Light, Pixels
from docforensics.errors import UsageError
from docforensics.formats.table import PageSize
from docforensics.page.geometry import BoxMm, Points
from docforensics.page.model import ScaleBasis
from docforensics.page.quad import homography_between, rectangle
from docforensics.page.rectify import MAX_PX_PER_MM, native_px_per_mm, rectify, reframe

SIZE = PageSize.ID3
FRAME = {"size": SIZE, "size_mm": SIZE.millimetres, "basis": ScaleBasis.OUTLINE}
CaptureOf = Callable[..., Capture]


def test_the_page_comes_out_as_it_went_in(
    scene: Pixels, corners: Points, page_td3: Pixels, capture_of: CaptureOf
) -> None:
    """Laid into perspective and rectified again, the page differs by blur and noise alone."""
    homography = homography_between(corners, rectangle(*SIZE.millimetres))
    page = rectify(capture_of(visible=scene), homography=homography, px_per_mm=8.0, **FRAME)
    assert page.visible is not None
    assert page.visible.shape == page_td3.shape
    inner = np.s_[16:-16, 16:-16]
    difference = np.abs(page.visible[inner].astype(int) - page_td3[inner])
    assert np.median(difference) <= 2
    assert np.corrcoef(page.visible[inner].ravel(), page_td3[inner].ravel())[0, 1] > 0.95


def test_by_default_the_page_has_the_captures_resolution(
    scene: Pixels, corners: Points, capture_of: CaptureOf
) -> None:
    """Neither finer nor coarser; the quality says the same."""
    homography = homography_between(corners, rectangle(*SIZE.millimetres))
    page = rectify(capture_of(visible=scene), homography=homography, **FRAME)
    assert page.px_per_mm == pytest.approx(7.1, abs=0.3)
    assert page.quality.px_per_mm == pytest.approx(page.px_per_mm)


def test_finer_captures_are_brought_to_400_dpi(capture_of: CaptureOf) -> None:
    """At 32 px per mm every second pixel is averaged away, and a fine checkerboard turns an even grey."""
    board = np.indices((320, 640)).sum(axis=0).astype(np.uint8) % 2 * 255
    page = rectify(
        capture_of(visible=np.asarray(board, dtype=np.uint8)),
        size=None,
        size_mm=(20.0, 10.0),
        homography=np.diag([1 / 32, 1 / 32, 1.0]),
        basis=ScaleBasis.ASSUMED,
    )
    assert page.px_per_mm == MAX_PX_PER_MM
    assert page.visible is not None
    assert page.visible.shape == (160, 320)
    assert int(page.visible.max()) - int(page.visible.min()) <= 2


def test_the_whole_image_at_its_own_scale_is_not_resampled(scene: Pixels, capture_of: CaptureOf) -> None:
    """Every pixel stays what it was."""
    capture = capture_of(visible=scene)
    size_mm = (120.0, 82.0)
    page = rectify(
        capture, size=None, size_mm=size_mm, homography=np.diag([0.1, 0.1, 1.0]), basis=ScaleBasis.ASSUMED
    )
    assert page.visible is capture.primary.pixels


def test_every_light_lies_in_one_frame(scene: Pixels, corners: Points, capture_of: CaptureOf) -> None:
    """An infrared image of half the size covers the same page."""
    grey = np.ascontiguousarray(scene[::2, ::2, 1])
    homography = homography_between(corners, rectangle(*SIZE.millimetres))
    page = rectify(capture_of(visible=scene, ir=grey), homography=homography, **FRAME)
    assert page.pixels[Light.IR].shape == page.pixels[Light.VISIBLE].shape[:2]
    assert set(page.light_frames) == {Light.VISIBLE, Light.IR}


def test_reframing_keeps_the_outline_and_the_lights(
    scene: Pixels, corners: Points, capture_of: CaptureOf
) -> None:
    """They were measured once."""
    capture = capture_of(visible=scene)
    homography = homography_between(corners, rectangle(*SIZE.millimetres))
    page = rectify(capture, homography=homography, outline=corners, **FRAME)
    again = reframe(capture, page, homography=homography, **FRAME)
    assert again.outline is not None
    assert np.array_equal(again.outline, corners)
    assert again.light_frames == page.light_frames


def test_a_page_knows_what_the_capture_does_not_show(scene: Pixels, capture_of: CaptureOf) -> None:
    """Beyond the image there is only its repeated border."""
    page = rectify(capture_of(visible=scene), homography=np.diag([0.125, 0.125, 1.0]), **FRAME)
    assert page.shows(BoxMm(left=0, top=0, right=100, bottom=80))
    assert not page.shows(BoxMm(left=100, top=0, right=160, bottom=80))


@pytest.mark.parametrize(
    ("homography", "reason"),
    [
        (np.zeros((3, 3)), "inverted"),
        (np.array([[1, 0, 0], [0, 1, 0], [1 / 60, 0, 1.0]]) @ np.diag([1, 1, -1.0]), "infinity"),
    ],
)
def test_a_homography_that_lays_out_no_page_is_refused(homography: Points, reason: str) -> None:
    """With the reason."""
    with pytest.raises(UsageError, match=reason):
        native_px_per_mm(homography, SIZE.millimetres)


def test_a_scale_must_be_positive(scene: Pixels, capture_of: CaptureOf) -> None:
    """Zero pixels a millimetre are no page."""
    with pytest.raises(UsageError, match="px_per_mm"):
        rectify(capture_of(visible=scene), homography=np.eye(3), px_per_mm=0.0, **FRAME)
