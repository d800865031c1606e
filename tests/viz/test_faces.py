"""Faces on a page, with the pictures of sample documents' holders."""

import cv2
import numpy as np
import pytest

from docforensics.capture.model import Pixels
from docforensics.page.geometry import BoxMm
from docforensics.viz import faces
from docforensics.viz.faces import find_faces, find_further_faces
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
    found = find_faces(page_with(small, large), SCALE)
    assert [large.holds(found[0].box.centre), small.holds(found[1].box.centre)] == [True, True]
    assert len(found) == 2


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


@pytest.mark.parametrize("grey", [False, True])
def test_faces_of_three_millimetres_are_found_where_they_are_looked_for(*, grey: bool) -> None:
    """A ghost image of 4.5 mm; the look at a page in a hurry sees none of them."""
    box = picture(90, 40, 4.5)
    page = page_with(box)
    pixels = np.asarray(cv2.cvtColor(page, cv2.COLOR_RGB2GRAY), np.uint8) if grey else page
    assert find_faces(pixels, SCALE) == ()
    (face,) = find_further_faces(pixels, SCALE)
    assert box.holds(face.box.centre)
    assert 2 < face.box.width < 3.5


def test_a_large_page_is_looked_at_for_small_faces_no_finer_than_time_allows(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An open booklet of A4."""
    seen: list[int] = []
    monkeypatch.setattr(
        faces,
        "load_network",
        lambda _: lambda pixels: seen.append(pixels[0, 0].size) or [np.full((5, 2, 2), -9.0)],
    )
    find_further_faces(np.full((297 * 8, 210 * 8, 3), 230, np.uint8), SCALE)
    assert seen
    assert max(seen) < 1_800_000


def test_a_large_pale_face_behind_text_is_found() -> None:
    """A ghost image as large as the portrait, under the holder's data and a word across it."""
    box = picture(50, 12, 34)
    page = page_with(box, faint=0.45)
    for row in range(130, 480, 40):
        cv2.putText(page, "UTOPIA 0123456789", (380, row), 0, 0.9, (25, 25, 35), 3, cv2.LINE_AA)
    cv2.putText(page, "SPECIMEN", (330, 420), 0, 3.6, (150, 40, 60), 10, cv2.LINE_AA)
    assert not any(box.holds(one.box.centre) for one in find_faces(page, SCALE))
    assert any(box.holds(one.box.centre) for one in find_further_faces(page, SCALE))
