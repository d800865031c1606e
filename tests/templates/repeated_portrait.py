"""Made-up pages whose second picture repeats the first one's at half size, at 8 px/mm."""

import cv2
import numpy as np

from docforensics.capture.model import Pixels
from docforensics.page.geometry import BoxMm
from docforensics.templates.comparison.data_place import DataShift

PORTRAIT = BoxMm(left=6.0, top=10.0, right=30.0, bottom=42.0)
SECOND = BoxMm(left=66.0, top=12.0, right=80.0, bottom=29.0)
MIDDLE = (73.0, 20.5)
SCALE = 0.5


def page(
    holder: int, *, moved: tuple[int, int] = (0, 0), other: int | None = None, pale: float = 0.6
) -> Pixels:
    """A page at 8 px/mm whose second picture, at half size, shows the first one's; the first stands aside by pixels."""
    random = np.random.default_rng(holder)
    pixels = np.full((432, 685), 225.0, np.float32)
    pixels[80 + moved[1] : 336 + moved[1], 48 + moved[0] : 240 + moved[0]] -= picture(holder)
    second = cv2.resize(picture(holder if other is None else other), (96, 128), interpolation=cv2.INTER_AREA)
    top, left = round(MIDDLE[1] * 8) - 64, round(MIDDLE[0] * 8) - 48
    pixels[top : top + 128, left : left + 96] -= pale * second
    return np.asarray(np.clip(pixels + random.normal(0, 2, pixels.shape), 0, 255), dtype=np.uint8)


def picture(holder: int) -> np.ndarray:
    """Broad and finer tones, fading at the rim: (256, 192), how much darker than the page."""
    random = np.random.default_rng(900 + holder)
    broad = cv2.resize(
        random.normal(0, 1, (12, 9)).astype(np.float32), (192, 256), interpolation=cv2.INTER_CUBIC
    )
    finer = cv2.resize(
        random.normal(0, 1, (40, 30)).astype(np.float32), (192, 256), interpolation=cv2.INTER_CUBIC
    )
    rim = np.ones((256, 192), np.float32)
    rim[:16] = rim[-16:] = rim[:, :16] = rim[:, -16:] = 0
    return np.clip(70 + 35 * broad + 25 * finer, 0, 200) * cv2.GaussianBlur(rim, (0, 0), 6)


ASIDE = ((4, 0), (-4, 2), (0, -5), (3, 3), (-2, -2), (0, 4))
"""Pixels by which the personalization of six captures lies aside."""


def beside(holder: int, moved: tuple[int, int]) -> Pixels:
    """A page on which both pictures are printed aside, by pixels."""
    return np.roll(page(holder), (moved[1], moved[0]), (0, 1))


def shift_of(moved: tuple[int, int]) -> DataShift:
    """What its data lie aside."""
    return DataShift(x_mm=moved[0] / 8, y_mm=moved[1] / 8)
