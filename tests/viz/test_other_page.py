"""The page beside the one that is found, in pictures that show two."""

from pathlib import Path

import numpy as np
import pytest

from docforensics.capture.load import load_capture
from docforensics.capture.model import Pixels
from docforensics.capture.side import Capture
from docforensics.examiner import Examiner
from docforensics.page.geometry import project
from docforensics.page.model import Page
from docforensics.viz.other_page import other_page
from docforensics.viz.portrait import find_portraits

CARD = Path(__file__).parents[2] / "sample_docs" / "documents" / "td1-0008-flatbed"


def _both() -> tuple[Pixels, int]:
    """The front of a card above its back, in one picture, and where the back begins."""
    front, back = (
        load_capture(CARD / f"{side}-white.jpg").primary.pixels[::2, ::2] for side in ("front", "back")
    )
    width = max(front.shape[1], back.shape[1]) + 80
    front, back = (
        np.pad(one, ((40, 40), (40, width - one.shape[1] - 40), (0, 0)), constant_values=235)
        for one in (front, back)
    )
    return np.ascontiguousarray(np.concatenate([front, back])), front.shape[0]


def _read(pixels: Pixels) -> tuple[Capture, Page]:
    capture = load_capture(pixels)
    return capture, Examiner(templates=()).read(capture).sides[0].page


@pytest.mark.parametrize("turns", [0, 1, 2])
def test_the_front_beside_the_back_is_found_by_its_face(turns: int) -> None:
    """However the picture is turned, the front lies upright in the part that is cut out."""
    pixels, below = _both()
    capture, page = _read(np.ascontiguousarray(np.rot90(pixels, turns)))
    other = other_page(capture, page)
    assert other is not None
    part = other.capture.primary.pixels
    assert abs(part.shape[0] - below) < 0.25 * below
    found = _read(part)[1]
    assert find_portraits(found)[0] is not None


def test_places_of_the_picture_are_told_in_the_part() -> None:
    """Pixels of the part are those of the picture, moved."""
    pixels, _ = _both()
    capture, page = _read(pixels)
    other = other_page(capture, page)
    assert other is not None
    (x, y), *_ = np.round(project(other.to_part, np.array([[200.0, 150.0]]))).astype(int).tolist()
    assert (other.capture.primary.pixels[y, x] == pixels[150, 200]).all()


def test_a_page_with_the_largest_face_has_no_other_page() -> None:
    """A data page alone, and a picture without white light."""
    capture = load_capture(CARD.parent / "td3-2-0000-flatbed" / "data-page-white.jpg")
    page = Examiner(templates=()).read(capture).sides[0].page
    assert other_page(capture, page) is None
    ultraviolet = Capture.load(uv=capture.primary)
    assert other_page(ultraviolet, Examiner(templates=()).read(ultraviolet).sides[0].page) is None
