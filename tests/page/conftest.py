"""Drawn scenes: a made-up card with two MRZ lines on a plain ground, seen in any perspective."""

from collections.abc import Callable

import cv2
import numpy as np
import pytest

from docforensics.capture.light import Light
from docforensics.capture.model import Channel, Image, Pixels
from docforensics.capture.side import Capture
from docforensics.formats.table import FORMATS, MrzFormat, MrzPlace
from docforensics.page.band.find import MrzBand
from docforensics.page.geometry import Points, project
from docforensics.page.nominal import print_corners
from docforensics.page.quad import centred, homography_between, rectangle

TD3 = FORMATS[MrzFormat.TD3].place

PX_PER_MM = 8.0
GROUND = (96, 84, 70)


def draw_page(place: MrzPlace) -> Pixels:
    """A page of the place's size at `PX_PER_MM`: text lines, a dark portrait and an MRZ of letters."""
    width, height = (round(side * PX_PER_MM) for side in place.size.millimetres)
    page = np.full((height, width, 3), (226, 222, 232), np.uint8)
    cv2.rectangle(page, _px(6, 14), _px(30, 44), (70, 66, 80), -1)
    for row in range(5):
        cv2.putText(
            page, f"UTOPIA SPECIMEN {row}", _px(36, 16 + 6 * row), 0, 0.9, (30, 30, 40), 2, cv2.LINE_AA
        )
    for centre in place.centres:
        for column in range(place.columns):
            x, y = place.left + column * 2.54 + 0.45, place.size.millimetres[1] - centre + 1.2
            cv2.putText(page, "UTO<X7<<"[(column * 5) % 8], _px(x, y), 0, 0.86, (20, 20, 20), 2, cv2.LINE_AA)
    return page


def _px(x: float, y: float) -> tuple[int, int]:
    return round(x * PX_PER_MM), round(y * PX_PER_MM)


def lay(
    page: Pixels, corners: Points, shape: tuple[int, int], ground: tuple[int, int, int] = GROUND
) -> Pixels:
    """The page with its corners (4, 2) px at `corners` of an image of width and height `shape`."""
    to_scene = centred(homography_between(rectangle(page.shape[1], page.shape[0]), corners))
    flags = {"flags": cv2.INTER_AREA, "borderMode": cv2.BORDER_CONSTANT}
    laid = cv2.warpPerspective(page, to_scene, shape, borderValue=ground, **flags)
    noise = np.random.default_rng(7).normal(0, 1.5, laid.shape)
    return np.asarray(np.clip(cv2.GaussianBlur(laid, (0, 0), 0.7) + noise, 0, 255), dtype=np.uint8)


def band_at(corners: Points, place: MrzPlace, score: float = 0.95) -> MrzBand:
    """The band that a page of this place with its corners at `corners` shows."""
    to_scene = homography_between(rectangle(*place.size.millimetres), corners)
    return MrzBand(corners=project(to_scene, print_corners(place)), n_lines=len(place.centres), score=score)


def make_capture(dpi: float | None = None, **lights: Pixels) -> Capture:
    """A capture of one image a light."""
    images = {
        Light(light): (Image(pixels=pixels, sha256="", raw=b"", media_type="array"),)
        for light, pixels in lights.items()
    }
    return Capture(images=images, channel=Channel.SCANNER, dpi=dpi)


@pytest.fixture(scope="session")
def page_td3() -> Pixels:
    """A drawn passport page."""
    return draw_page(TD3)


@pytest.fixture(scope="session")
def corners() -> Points:
    """Where the passport page lies in `scene`: turned and a little in perspective."""
    return np.array([[140.0, 120.0], [1010.0, 80.0], [1040.0, 690.0], [120.0, 730.0]])


@pytest.fixture(scope="session")
def scene(page_td3: Pixels, corners: Points) -> Pixels:
    """The passport page on a plain ground, 1200 x 820."""
    return lay(page_td3, corners, (1200, 820))


@pytest.fixture
def capture_of() -> Callable[..., Capture]:
    """Make a capture: `capture_of(visible=pixels, uv=pixels, dpi=300)`."""
    return make_capture


@pytest.fixture
def page_of() -> Callable[[MrzPlace], Pixels]:
    """Draw a page of any MRZ place."""
    return draw_page


@pytest.fixture
def laid() -> Callable[..., Pixels]:
    """Lay a page into a scene."""
    return lay


@pytest.fixture
def band_of() -> Callable[..., MrzBand]:
    """The band a page shows at given corners."""
    return band_at
