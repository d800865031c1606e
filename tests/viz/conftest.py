"""A drawn page with lines of text, a picture and its faint repetition."""

from collections.abc import Callable

import cv2
import numpy as np
import pytest

from docforensics.capture.light import Light
from docforensics.capture.model import Image, Pixels
from docforensics.capture.side import Capture
from docforensics.formats.table import PageSize
from docforensics.page.frame import Frame, ScaleBasis
from docforensics.page.geometry import BoxMm
from docforensics.page.model import Page
from docforensics.page.rectify import draw

SCALE = 10
SIZE = PageSize.ID3
PORTRAIT = BoxMm(left=6, top=18, right=36, bottom=56)
SECONDARY = BoxMm(left=100, top=38, right=115, bottom=57)
TEXT_TOPS = (20, 28, 36, 44)
PageMaker = Callable[..., Page]


def _face(width: int, height: int, strength: float = 1.0) -> Pixels:
    """Head and shoulders in flat tones: a picture, nobody's."""
    picture = np.full((height, width, 3), 225, np.uint8)
    cv2.ellipse(picture, (width // 2, height), (width // 2, height // 3), 0, 0, 360, (60, 60, 90), -1)
    cv2.ellipse(
        picture, (width // 2, height * 2 // 5), (width // 4, height // 4), 0, 0, 360, (170, 140, 120), -1
    )
    cv2.ellipse(picture, (width // 2, height // 4), (width // 4, height // 7), 0, 0, 360, (50, 40, 40), -1)
    return np.asarray(225 - (225.0 - picture) * strength, dtype=np.uint8)


def _draw(*, portrait: bool = True, secondary: bool = True, text: bool = True, waves: bool = True) -> Pixels:
    width, height = (round(side * SCALE) for side in SIZE.millimetres)
    page = np.full((height, width, 3), 225, np.uint8)
    for row in range(0, height, 14) if waves else ():
        x = np.arange(0, width, 4)
        line = np.column_stack([x, row + 6 * np.sin(x / 40)]).astype(np.int32)
        cv2.polylines(page, [line], isClosed=False, color=(190, 205, 215), thickness=2, lineType=cv2.LINE_AA)
    for box, strength in ((PORTRAIT, 1.0 * portrait), (SECONDARY, 0.5 * secondary)):
        if strength:
            place = box.to_px(SCALE)
            page[place.slices] = _face(place.width, place.height, strength)
    for top in TEXT_TOPS if text else ():
        cv2.putText(page, "SPECIMEN UTOPIA", (420, top * SCALE + 24), 0, 1.0, (25, 25, 35), 3, cv2.LINE_AA)
    for row in (722, 786) if text else ():
        cv2.putText(
            page, "P<UTOSPECIMEN<<<<<<<<<<<<<<<<<", (60, row + 12), 0, 1.5, (15, 15, 15), 4, cv2.LINE_AA
        )
    return page


@pytest.fixture(scope="session")
def make_page() -> PageMaker:
    """`make_page(portrait=..., secondary=..., text=..., waves=..., size=..., basis=..., light=...)`."""

    def made(
        size: PageSize | None = SIZE,
        basis: ScaleBasis = ScaleBasis.MRZ,
        light: Light = Light.VISIBLE,
        **parts: bool,
    ) -> Page:
        image = Image(pixels=_draw(**parts), sha256="", raw=b"", media_type="array")
        to_mm = np.diag([1 / SCALE, 1 / SCALE, 1.0])
        frame = Frame(size=size, size_mm=SIZE.millimetres, homography=to_mm, basis=basis)
        return draw(Capture(images={light: (image,)}), frame)

    return made
