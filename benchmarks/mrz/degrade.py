"""One harm at a time done to a page: smaller, blurred, noisy, compressed, turned, stored under an EXIF orientation."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO

import cv2
import numpy as np
from PIL import Image

from benchmarks.mrz.utopia import Page
from docforensics.capture.model import Pixels

_HARMED_PX = 10.0
"""Character height, px, at which blur, noise and compression are tried: where nothing else is lost yet."""
_TURNED_PX = 14.0
TRANSPOSES = (None, 0, 3, 1, 5, 4, 6, 2)
"""What PIL does to an upright image (Image.Transpose) so that EXIF orientation 1, 2, ... 8 makes it upright again."""

Harm = Callable[[Page, float], bytes]
"""A page and how much, to the bytes of an image file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """A harm and the amounts of it that are tried."""

    title: str
    axis: str
    harm: Harm
    amounts: tuple[float, ...]


def pixels_of(page: Page) -> Pixels:
    """(H, W, 3)."""
    with Image.open(page.file) as image:
        return np.asarray(image.convert("RGB"))


def png(pixels: Pixels) -> bytes:
    """An image file that loses nothing."""
    stream = BytesIO()
    Image.fromarray(pixels).save(stream, "PNG", compress_level=1)
    return stream.getvalue()


def at_height(page: Page, value: float) -> Pixels:
    """The page with characters `value` px high."""
    zoom = value / page.character_px
    return np.asarray(
        cv2.resize(pixels_of(page), None, fx=zoom, fy=zoom, interpolation=cv2.INTER_AREA), np.uint8
    )


def _small(page: Page, value: float) -> bytes:
    return png(at_height(page, value))


def _blurred(page: Page, value: float) -> bytes:
    """By a Gaussian whose sigma is a share of the character height."""
    small = at_height(page, _HARMED_PX)
    if value == 0:
        return png(small)
    return png(np.asarray(cv2.GaussianBlur(small, (0, 0), value * _HARMED_PX), np.uint8))


def _noisy(page: Page, value: float) -> bytes:
    """Gaussian noise of sigma `value` grey levels in each channel by itself."""
    small = at_height(page, _HARMED_PX)
    noise = np.random.default_rng([page.row.seed, int(page.row.holder[-4:], 36), int(value)])
    return png(np.asarray(np.clip(small + noise.normal(0, value, small.shape), 0, 255), np.uint8))


def _compressed(page: Page, value: float) -> bytes:
    """JPEG of this quality, colour at half resolution."""
    stream = BytesIO()
    Image.fromarray(at_height(page, _HARMED_PX)).save(stream, "JPEG", quality=int(value))
    return stream.getvalue()


def turned(image: Image.Image, degrees: float) -> Image.Image:
    """Counterclockwise on a canvas large enough; quarter turns move pixels and change none."""
    return image.rotate(degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=(128, 128, 128))


def _rotated(page: Page, value: float) -> bytes:
    return png(np.asarray(turned(Image.fromarray(at_height(page, _TURNED_PX)), value), np.uint8))


def oriented(image: Image.Image, orientation: int) -> bytes:
    """Stored turned or mirrored, with the EXIF orientation (1 to 8) that says so; PNG carries EXIF and loses nothing."""
    method = TRANSPOSES[orientation - 1]
    stored = image if method is None else image.transpose(Image.Transpose(method))
    exif = Image.Exif()
    exif[0x0112] = orientation
    stream = BytesIO()
    stored.save(stream, "PNG", compress_level=1, exif=exif)
    return stream.getvalue()


CURVES = (
    Curve(
        title="character height",
        axis="px",
        harm=_small,
        amounts=(4, 5, 6, 7, 8, 10, 12, 16, 20, 24, 30),
    ),
    Curve(
        title="blur",
        axis="sigma / character height of 10 px",
        harm=_blurred,
        amounts=(0.0, 0.05, 0.1, 0.15, 0.175, 0.2, 0.225, 0.25, 0.3),
    ),
    Curve(
        title="noise",
        axis="sigma, grey levels, characters 10 px",
        harm=_noisy,
        amounts=(0, 10, 20, 30, 45, 60, 80, 100),
    ),
    Curve(
        title="JPEG quality",
        axis="quality, characters 10 px",
        harm=_compressed,
        amounts=(95, 70, 50, 35, 25, 20, 15, 10, 5),
    ),
    Curve(
        title="rotation",
        axis="degrees, characters 14 px",
        harm=_rotated,
        amounts=tuple(range(-180, 181, 15)),
    ),
)
"""Amounts run past where reading ends, so that the curves show where that is."""


def with_mrz(pages: Sequence[Page]) -> tuple[Page, ...]:
    """Those that show one."""
    return tuple(page for page in pages if page.lines)
