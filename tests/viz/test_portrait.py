"""The portrait and its repetition: by the face, and by the tones where the drawn picture has none."""

from collections.abc import Callable

import cv2
import numpy as np
import pytest

from docforensics.capture.light import Light
from docforensics.capture.model import Image
from docforensics.capture.side import Capture
from docforensics.formats.free_size import AnySize, FreeSize
from docforensics.formats.table import PageSize
from docforensics.kept import given
from docforensics.page.frame import Frame, ScaleBasis
from docforensics.page.geometry import BoxMm
from docforensics.page.model import Page, Quality
from docforensics.page.rectify import draw
from docforensics.viz.portrait import find_portraits
from sample_docs.generator.portraits import identities, load_portrait

PORTRAIT = BoxMm(left=6, top=18, right=36, bottom=56)
SECONDARY = BoxMm(left=100, top=38, right=115, bottom=57)


def _likeness(one: BoxMm, other: BoxMm) -> float:
    """Intersection over union."""
    shared = one.overlap(other)
    return shared / (one.width * one.height + other.width * other.height - shared)


def test_the_portrait_and_its_repetition_are_found(make_page: Callable[..., Page]) -> None:
    """Large and dark, small and faint."""
    portrait, secondary = find_portraits(make_page())
    assert portrait is not None
    assert secondary is not None
    assert _likeness(portrait, PORTRAIT) > 0.6
    assert _likeness(secondary, SECONDARY) > 0.5


def test_no_repetition_is_made_up(make_page: Callable[..., Page]) -> None:
    """Text and guilloche are unlike the portrait."""
    portrait, secondary = find_portraits(make_page(secondary=False))
    assert portrait is not None
    assert secondary is None


def test_a_page_without_a_picture_has_no_portrait(make_page: Callable[..., Page]) -> None:
    """Text alone is no photograph."""
    assert find_portraits(make_page(portrait=False, secondary=False)) == (None, None)


def test_without_a_size_nothing_is_claimed(make_page: Callable[..., Page]) -> None:
    """The portrait's size in millimetres is all that is known of it."""
    assert find_portraits(make_page(size=None)) == (None, None)


def test_a_page_without_white_light_has_none(make_page: Callable[..., Page]) -> None:
    """In ultraviolet light a portrait is another thing."""
    assert find_portraits(make_page(light=Light.UV)) == (None, None)


@pytest.mark.parametrize("size", [PageSize.ID3, None, FreeSize(width=125.0, height=88.0)])
def test_a_face_is_enough_on_pages_of_any_size(size: AnySize | None) -> None:
    """Anywhere on the page, larger or smaller than the standard's portraits."""
    large, small = BoxMm(left=60, top=10, right=105, bottom=68), BoxMm(left=10, top=50, right=22, bottom=65)
    portrait, secondary = find_portraits(_page(large, small, size=size))
    assert portrait is not None
    assert secondary is not None
    assert _likeness(portrait, large) > 0.7
    assert _likeness(secondary, small) > 0.6


def test_a_face_as_large_as_the_portraits_is_no_repetition() -> None:
    """A second photo of the same size is another matter."""
    boxes = [BoxMm(left=10, top=20, right=40, bottom=58), BoxMm(left=70, top=20, right=100, bottom=58)]
    assert find_portraits(_page(*boxes, size=PageSize.ID3))[1] is None


def test_tiny_pages_are_no_error() -> None:
    """There is no room for a portrait."""
    frame = Frame(size=PageSize.ID1, size_mm=(3, 3), homography=np.eye(3), basis=ScaleBasis.MRZ)
    page = Page(
        frame=frame,
        px_per_mm=1.0,
        pixels={Light.VISIBLE: np.zeros((3, 3), np.uint8)},
        measured=given(Quality(sharpness=0.0, glare_share=0.0, px_per_mm=1.0, contrast=0.0)),
    )
    assert find_portraits(page) == (None, None)


def _page(*boxes: BoxMm, size: AnySize | None) -> Page:
    """A page in even grey with a holder's picture in these boxes."""
    pixels = np.full((704, 1000, 3), 215, np.uint8)
    picture = load_portrait(identities()[0])[..., :3]
    for box in boxes:
        place = box.to_px(8.0)
        pixels[place.slices] = cv2.resize(picture, (place.width, place.height), interpolation=cv2.INTER_AREA)
    frame = Frame(
        size=size, size_mm=(125.0, 88.0), homography=np.diag([1 / 8, 1 / 8, 1.0]), basis=ScaleBasis.ASSUMED
    )
    return draw(
        Capture(images={Light.VISIBLE: (Image(pixels=pixels, sha256="", raw=b"", media_type="array"),)}),
        frame,
    )
