"""What is given as a light of a capture is a picture of its own, and fine enough to learn from."""

from collections.abc import Callable
from dataclasses import replace

import cv2
import numpy as np
import pytest

from docforensics.capture.light import Light
from docforensics.capture.load import load_capture
from docforensics.capture.model import Pixels
from docforensics.capture.side import Capture
from docforensics.errors import TemplateError
from docforensics.formats.free_size import FreeSize
from docforensics.formats.table import PageSize
from docforensics.templates.learning.aligned_stack import read_sheet
from docforensics.templates.learning.given_lights import fault_of_lights
from docforensics.templates.learning.learn import learn_template

Card = Callable[..., Pixels]


def _under_uv(width: int) -> Pixels:
    """A ring that glows, so many pixels wide as the page is 685 in white light."""
    dull = np.full((432, 685, 3), (20, 14, 42), np.uint8)
    cv2.circle(dull, (400, 230), 90, (230, 70, 80), 5, cv2.LINE_AA)
    height = max(round(width * 432 / 685), 1)
    return np.asarray(cv2.resize(dull, (width, height), interpolation=cv2.INTER_AREA), np.uint8)


@pytest.mark.parametrize("width", [1, 100, 168])
def test_a_light_that_is_too_coarse_is_refused_by_number(card: Card, width: int) -> None:
    """Stretched to the page, it would be a reference without print."""
    captures = [Capture.load(visible=card(1)), Capture.load(visible=card(2), uv=_under_uv(width))]
    with pytest.raises(
        TemplateError, match=rf"capture 1 has {width / 85.6:.2f} px per mm in UV light, and 2 are needed"
    ):
        learn_template(captures, size="ID1")


@pytest.mark.parametrize("width", [174, 342, 685, 1370])
def test_a_light_that_is_coarser_than_white_is_learned_from(card: Card, width: int) -> None:
    """As cameras deliver them: a quarter of the resolution is enough."""
    sheet = read_sheet(Capture.load(visible=card(1), uv=_under_uv(width), size_mm=(85.6, 53.98)), 0, None)
    assert fault_of_lights(sheet, PageSize.ID1) == ""


def test_white_light_is_held_to_the_same(card: Card) -> None:
    """A page that cannot be laid on a template makes none."""
    small = cv2.resize(card(1), (120, 76), interpolation=cv2.INTER_AREA)
    with pytest.raises(TemplateError, match=r"capture 0 has 1.40 px per mm in visible light"):
        learn_template([np.asarray(small, np.uint8)], size="ID1")


def test_the_scale_is_that_of_the_size_that_is_learned(card: Card) -> None:
    """The frame of a page whose size does not show yet is another: fine for a card is too coarse for a sheet."""
    sheet = read_sheet(Capture.load(visible=card(1), uv=_under_uv(342), size_mm=(85.6, 53.98)), 0, None)
    sheet_of_paper = FreeSize(width=85.6 * 2.2, height=53.98 * 2.2)
    assert "has 1.82 px per mm in UV light" in fault_of_lights(sheet, sheet_of_paper)


def test_one_picture_in_two_lights_is_refused(card: Card) -> None:
    """Named by the number of its capture, and by both lights."""
    captures = [Capture.load(visible=card(1)), Capture.load(visible=card(2), uv=card(2))]
    with pytest.raises(TemplateError, match="capture 1 gives one picture as visible light and as UV light"):
        learn_template(captures, size="ID1")


def test_two_pages_of_one_file_are_two_pictures(card: Card) -> None:
    """A device may write all lights into one file."""
    pages = [replace(load_capture(pixels).primary, sha256="a") for pixels in (card(1), _under_uv(685))]
    one_file = Capture(images={Light.VISIBLE: (pages[0],), Light.UV: (pages[1],)}, size_mm=(85.6, 53.98))
    sheet = read_sheet(one_file, 0, None)
    assert fault_of_lights(sheet, PageSize.ID1) == ""
