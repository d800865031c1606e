"""Cutting the page out of the capture."""

from collections.abc import Callable

import cv2
import numpy as np
import pytest

from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.capture.side import Capture
from docforensics.errors import UsageError
from docforensics.formats.table import PageSize
from docforensics.page import rectify
from docforensics.page.frame import Frame, ScaleBasis
from docforensics.page.geometry import BoxMm, Points
from docforensics.page.lights import align_lights
from docforensics.page.quad import homography_between, rectangle
from docforensics.page.rectify import MAX_PX_PER_MM, SKETCH_PX_PER_MM, draw, in_full, native_px_per_mm, sketch

SIZE = PageSize.ID3
FRAME = {"size": SIZE, "size_mm": SIZE.millimetres, "basis": ScaleBasis.OUTLINE}
CaptureOf = Callable[..., Capture]


def test_the_page_comes_out_as_it_went_in(
    scene: Pixels, corners: Points, page_td3: Pixels, capture_of: CaptureOf
) -> None:
    """Laid into perspective and rectified again, the page differs by blur and noise alone."""
    homography = homography_between(corners, rectangle(*SIZE.millimetres))
    page = draw(capture_of(visible=scene), Frame(homography=homography, **FRAME), px_per_mm=8.0)
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
    page = draw(capture_of(visible=scene), Frame(homography=homography, **FRAME))
    assert page.px_per_mm == pytest.approx(7.1, abs=0.3)
    assert page.quality.px_per_mm == pytest.approx(page.px_per_mm)


def test_finer_captures_are_brought_to_400_dpi(capture_of: CaptureOf) -> None:
    """At 32 px per mm every second pixel is averaged away, and a fine checkerboard turns an even grey."""
    board = np.indices((320, 640)).sum(axis=0).astype(np.uint8) % 2 * 255
    to_mm = np.diag([1 / 32, 1 / 32, 1.0])
    frame = Frame(size=None, size_mm=(20.0, 10.0), homography=to_mm, basis=ScaleBasis.ASSUMED)
    page = draw(capture_of(visible=np.asarray(board, dtype=np.uint8)), frame)
    assert page.px_per_mm == MAX_PX_PER_MM
    assert page.visible is not None
    assert page.visible.shape == (160, 320)
    assert int(page.visible.max()) - int(page.visible.min()) <= 2


def test_the_whole_image_at_its_own_scale_is_not_resampled(scene: Pixels, capture_of: CaptureOf) -> None:
    """Every pixel stays what it was."""
    capture = capture_of(visible=scene)
    size_mm = (120.0, 82.0)
    to_mm = np.diag([0.1, 0.1, 1.0])
    page = draw(capture, Frame(size=None, size_mm=size_mm, homography=to_mm, basis=ScaleBasis.ASSUMED))
    assert page.visible is capture.primary.pixels


def test_every_light_lies_in_one_frame(scene: Pixels, corners: Points, capture_of: CaptureOf) -> None:
    """An infrared image of half the size covers the same page."""
    grey = np.ascontiguousarray(scene[::2, ::2, 1])
    homography = homography_between(corners, rectangle(*SIZE.millimetres))
    capture = capture_of(visible=scene, ir=grey)
    page = draw(capture, Frame(homography=homography, light_frames=align_lights(capture), **FRAME))
    assert page.pixels[Light.IR].shape == page.pixels[Light.VISIBLE].shape[:2]
    assert set(page.frame.light_frames) == {Light.VISIBLE, Light.IR}


def test_a_picture_whose_colours_are_the_same_is_moved_as_one(
    scene: Pixels, corners: Points, capture_of: CaptureOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So infrared is delivered; the page is what it would be colour by colour."""
    grey = np.ascontiguousarray(np.repeat(scene[..., 1:2], 3, axis=2))
    homography = homography_between(corners, rectangle(*SIZE.millimetres))
    capture, frame = capture_of(visible=scene, ir=grey), Frame(homography=homography, **FRAME)
    assert rectify._same_in_all_colours(scene) is None
    assert rectify._same_in_all_colours(grey) is not None
    page = draw(capture, frame).pixels[Light.IR]
    monkeypatch.setattr(rectify, "_same_in_all_colours", lambda _: None)
    assert np.array_equal(page, draw(capture, frame).pixels[Light.IR])


def test_a_page_knows_what_the_capture_does_not_show(scene: Pixels, capture_of: CaptureOf) -> None:
    """Beyond the image there is only its repeated border."""
    page = draw(
        capture_of(visible=scene),
        Frame(homography=np.diag([0.125, 0.125, 1.0]), capture_size=scene.shape[1::-1], **FRAME),
    )
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
        draw(capture_of(visible=scene), Frame(homography=np.eye(3), **FRAME), px_per_mm=0.0)


def test_a_sketch_shows_the_same_page_coarsely(scene: Pixels, corners: Points, capture_of: CaptureOf) -> None:
    """At 8 pixels a millimetre, in the same frame; what it shows is drawn in full when asked for."""
    fine = np.asarray(cv2.resize(scene, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC), np.uint8)
    homography = homography_between(2 * corners, rectangle(*SIZE.millimetres))
    capture, frame = capture_of(visible=fine), Frame(homography=homography, **FRAME)
    seen, whole = sketch(capture, frame), draw(capture, frame)
    assert seen.px_per_mm == SKETCH_PX_PER_MM < whole.px_per_mm
    shape = seen.pixels[Light.VISIBLE].shape[1::-1]
    reduced = cv2.resize(whole.pixels[Light.VISIBLE], shape, interpolation=cv2.INTER_AREA)
    inner = np.s_[8:-8, 8:-8]
    off = np.abs(seen.pixels[Light.VISIBLE][inner].astype(float) - reduced[inner])
    assert float(off.mean()) < 3.0
    assert np.array_equal(in_full(capture, seen).pixels[Light.VISIBLE], whole.pixels[Light.VISIBLE])
    assert in_full(capture, whole) is whole
