"""Black and white alone is told from grey, also after JPEG; what was dithered gets its greys back."""

import cv2
import numpy as np
import pytest

from docforensics.capture.model import Pixels
from docforensics.mrz.engines.network.bilevel import is_bilevel, softened

RAMP = np.repeat(np.linspace(150, 250, 256, dtype=np.uint8)[None], 200, axis=0)
LEVELS = np.tile(np.array([[0, 8, 2, 10], [12, 4, 14, 6], [3, 11, 1, 9], [15, 7, 13, 5]]) * 16 + 8, (50, 64))
DITHERED = np.where(LEVELS < RAMP, 255, 0).astype(np.uint8)


def print_(blur: float = 0.0) -> Pixels:
    """Words in black on white, of soft edges where `blur` is more than 0."""
    page = np.full((200, 400), 255, np.uint8)
    for row in range(30, 200, 30):
        cv2.putText(page, "UTOPIA SPECIMEN", (10, row), cv2.FONT_HERSHEY_SIMPLEX, 1.0, 0, 2)
    sharp = np.where(page < 128, 0, 255).astype(np.uint8)
    return np.asarray(cv2.GaussianBlur(sharp, (0, 0), blur), np.uint8) if blur else sharp


@pytest.mark.parametrize("quality", [None, 75])
@pytest.mark.parametrize("picture", [DITHERED, print_()], ids=["dithered", "cut at a level"])
def test_black_and_white_alone_is_bilevel(picture: Pixels, quality: int | None) -> None:
    """As it is, and after JPEG."""
    if quality is not None:
        _, packed = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])
        picture = np.asarray(cv2.imdecode(packed, cv2.IMREAD_GRAYSCALE), np.uint8)
    assert is_bilevel(picture)


@pytest.mark.parametrize(
    "picture", [RAMP, print_(0.7), np.full((40, 40), 255, np.uint8)], ids=["ramp", "print", "blank"]
)
def test_grey_pictures_are_not(picture: Pixels) -> None:
    """Print with soft edges, and a page with nothing on it."""
    assert not is_bilevel(picture)


def test_a_dithered_ramp_is_a_ramp_again() -> None:
    """Within the grey levels that few dots can tell."""
    *_, most = softened(DITHERED)
    assert np.abs(most[8:-8, 8:-8].astype(float) - RAMP[8:-8, 8:-8]).mean() < 8
