"""Faces on a page, with the pictures of sample documents' holders."""

import cv2
import numpy as np
import pytest

from docforensics.capture.model import Pixels
from docforensics.page.geometry import BoxMm
from docforensics.viz.faces import find_faces
from sample_docs.generator.portraits import identities, load_portrait

SCALE = 8.0
PAPER = 215


def page_with(*boxes: BoxMm, size: tuple[float, float] = (125.0, 88.0), faint: float = 1.0) -> Pixels:
    """A page in colour with the picture of the first holder in these boxes."""
    page = np.full((round(size[1] * SCALE), round(size[0] * SCALE), 3), PAPER, np.uint8)
    picture = load_portrait(identities()[0])[..., :3]
    for box in boxes:
        place = box.to_px(SCALE)
        small = cv2.resize(picture, (place.width, place.height), interpolation=cv2.INTER_AREA)
        page[place.slices] = np.round(PAPER + faint * (small.astype(np.float32) - PAPER))
    return page


def picture(left: float, top: float, width: float) -> BoxMm:
    """A box of the pictures' ratio."""
    return BoxMm(left=left, top=top, right=left + width, bottom=top + 1.28 * width)


@pytest.mark.parametrize("width", [8.0, 12.0, 20.0, 35.0])
def test_a_face_is_found_on_portraits_of_any_size(width: float) -> None:
    """From a card's repetition to a passport's portrait."""
    box = picture(60, 20, width)
    (face,) = find_faces(page_with(box), SCALE)
    assert box.holds(face.box.centre)
    assert 0.3 < face.box.width / width < 1.0
    assert face.confidence >= 0.5


@pytest.mark.parametrize("grey", [False, True])
def test_grey_and_faint_portraits_are_found(*, grey: bool) -> None:
    """Laser engraving has no colour, and a repetition is often pale."""
    page = page_with(picture(10, 20, 30), faint=0.4)
    pixels = np.asarray(cv2.cvtColor(page, cv2.COLOR_RGB2GRAY), np.uint8) if grey else page
    assert len(find_faces(pixels, SCALE)) == 1


def test_the_largest_face_comes_first_and_each_once() -> None:
    """Both looks see the larger one."""
    large, small = picture(10, 20, 30), picture(90, 40, 12)
    faces = find_faces(page_with(small, large), SCALE)
    assert [large.holds(faces[0].box.centre), small.holds(faces[1].box.centre)] == [True, True]
    assert len(faces) == 2


def test_smaller_faces_than_asked_for_are_left_out() -> None:
    """A check of the portrait has no use for its repetition."""
    page = page_with(picture(10, 20, 30), picture(90, 40, 12))
    assert len(find_faces(page, SCALE, least_mm=12.0)) == 1


def test_a_page_without_a_face_has_none() -> None:
    """Text and an even page."""
    page = page_with()
    assert find_faces(page, SCALE) == ()
    cv2.putText(page, "SPECIMEN UTOPIA", (100, 300), 0, 2.0, (25, 25, 35), 5, cv2.LINE_AA)
    assert find_faces(page, SCALE) == ()


def test_a_large_page_is_looked_at_more_coarsely() -> None:
    """A sheet of paper takes no longer than a data page; its portrait is as large as ever."""
    box = picture(30, 60, 35)
    (face,) = find_faces(page_with(box, size=(210.0, 297.0)), SCALE)
    assert box.holds(face.box.centre)


@pytest.mark.parametrize("shape", [(1, 1), (1, 1, 3), (3, 700, 3), (700, 2)])
def test_unusual_pages_are_no_error(shape: tuple[int, ...]) -> None:
    """Nothing is found there."""
    assert find_faces(np.zeros(shape, np.uint8), SCALE) == ()


def test_the_picture_given_stays_as_it_was() -> None:
    """The network works on a copy."""
    page = page_with(picture(10, 20, 30))
    before = page.copy()
    find_faces(page, SCALE)
    assert np.array_equal(page, before)
