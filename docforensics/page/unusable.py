"""Images that do not show the light they are given as: the white-light image again, one image for two lights, or a blank one.

Such an image is no evidence against a document, and none for it: its light counts as not given.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.page.model import Page

_WORK_SIDE = 900
"""Longer side at which two images are compared, in pixels: a judgement."""
_FINE, _MIDDLE = (0.0, 2.0), (1.0, 6.0)
"""Bands of detail, standard deviations in working pixels: grain and hairlines, and print."""
_BLOCKS = 6
"""Blocks across and down; the worst tenth of them counts, since a few places look alike in every light."""
_SAME_EXPOSURE = 0.99
"""Correlation of the finest detail from which two images are one exposure: copies saved with JPEG qualities 30 to 100 measure 0.982 to 1; on
the calibration half of Utopia, UV of bright forged paper, the most alike of all separate exposures, measures at most 0.979."""
_SAME_PRINT = 0.95
"""The same of print in the worst tenth of blocks: 0.955 and more of copies at half the resolution, 0.92 at most of genuine IR."""
_SAME_LEVEL = 6.0
"""Median difference in grey levels, of 255: copies differ by 1, UV of bright forged paper by 81, IR by 12 and more."""
_UNLIKE, _LESS_LIKE = 0.4, 0.3
"""Correlation of print with white light below which an IR image may be one of UV, and by how much less than that of the image given as UV:
UV of genuine pages measures 0.1 to 0.3, IR of any page, forged with dyes or not, 0.63 to 0.97."""
_BLANK_LEVELS = 2
"""Grey levels that a blank image spans, but for one pixel in a hundred: noise of a camera spans more."""
_PAIRS = ((Light.UV, Light.VISIBLE), (Light.IR, Light.VISIBLE), (Light.UV, Light.IR))

Floats = NDArray[np.float32]


def unusable_lights(page: Page) -> Mapping[Light, str]:
    """Name the lights of a page whose image does not show that light, each with the reason as a clause.

    The primary light, white where it was given, is never among them: the others are held against it.
    """
    primary = Light.VISIBLE if Light.VISIBLE in page.pixels else next(iter(page.pixels))
    small = {light: _small(page.pixels[light]) for light in (primary, *Light) if light in page.pixels}
    found = {light: f"the {light} image is blank" for light, image in small.items() if _is_blank(image)}
    small = {light: image for light, image in small.items() if light not in found}
    for light, reason in (*_repeats(small), *_swapped(small)):
        found.setdefault(light, reason)
    return MappingProxyType({light: reason for light, reason in found.items() if light is not primary})


def _is_blank(image: Pixels) -> bool:
    low, high = np.percentile(image, (0.5, 99.5))
    return bool(high - low <= _BLANK_LEVELS)


def _repeats(small: Mapping[Light, Pixels]) -> Iterator[tuple[Light, str]]:
    for light, other in _PAIRS:
        if light in small and other in small and is_same_image(small[light], small[other]):
            again = "white-light" if other is Light.VISIBLE else other
            yield light, f"the {light} image is the {again} image again"
            if other is not Light.VISIBLE:
                yield other, f"the {other} image is the {light} image again"


def _swapped(small: Mapping[Light, Pixels]) -> Iterator[tuple[Light, str]]:
    """Tell UV and IR that were taken for each other: the one given as IR is darker and is less like white light by far."""
    if not {Light.VISIBLE, Light.UV, Light.IR} <= set(small):
        return
    white = small[Light.VISIBLE].astype(np.float32)
    uv, ir = (_grey(_to_size(small[light], white)) for light in (Light.UV, Light.IR))
    alike = [_explained(_band(picture, *_MIDDLE), _band(white, *_MIDDLE)) for picture in (uv, ir)]
    if alike[1] < min(_UNLIKE, alike[0] - _LESS_LIKE) and np.median(ir) < np.median(uv):
        for light in (Light.UV, Light.IR):
            yield light, "the uv and ir images are taken for each other"


def is_same_image(image: Pixels, other: Pixels) -> bool:
    """Whether an image is a copy of another of the same page: the same exposure at any levels, or the same print at the same levels."""
    colours = other.astype(np.float32)
    grey = _grey(_to_size(image, colours))
    if _explained(_band(grey, *_FINE), _band(colours, *_FINE)) >= _SAME_EXPOSURE:
        return True
    if _explained_in_blocks(_band(grey, *_MIDDLE), _band(colours, *_MIDDLE)) < _SAME_PRINT:
        return False
    return float(np.median(np.abs(grey - _grey(other)))) <= _SAME_LEVEL


def _small(pixels: Pixels) -> Pixels:
    scale = min(_WORK_SIDE / max(pixels.shape[:2]), 1.0)
    size = (max(round(pixels.shape[1] * scale), 1), max(round(pixels.shape[0] * scale), 1))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _to_size(pixels: Pixels, other: Floats) -> Pixels:
    return np.asarray(cv2.resize(pixels, other.shape[1::-1], interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _grey(pixels: Pixels) -> Floats:
    grey = pixels if pixels.ndim == 2 else pixels.mean(axis=2)
    return np.asarray(grey, dtype=np.float32)


def _band(picture: Floats, fine: float, coarse: float) -> Floats:
    detail = cv2.GaussianBlur(picture, (0, 0), fine) if fine else picture
    return np.asarray(detail - cv2.GaussianBlur(picture, (0, 0), coarse), dtype=np.float32)


def _explained_in_blocks(grey: Floats, colours: Floats) -> float:
    """Correlation that the worst tenth of the blocks do not exceed."""
    blocks = zip(_blocks(grey), _blocks(colours), strict=True)
    return float(np.percentile([_explained(one, other) for one, other in blocks], 10))


def _blocks(picture: Floats) -> Iterator[Floats]:
    for row in np.array_split(picture, _BLOCKS, axis=0):
        yield from np.array_split(row, _BLOCKS, axis=1)


def _explained(grey: Floats, colours: Floats) -> float:
    """Correlation, 0..1, of a picture (H, W) with that mixture of the other's colours (H, W, n) which is most like it."""
    wanted = grey.ravel().astype(np.float64)
    given = colours.reshape(wanted.size, -1).astype(np.float64)
    wanted, given = wanted - wanted.mean(), given - given.mean(axis=0)
    power = float(wanted @ wanted)
    if not power > 0:
        return 0.0
    ridge = 1e-6 * np.eye(given.shape[1])
    shares = np.linalg.solve(given.T @ given + ridge, given.T @ wanted)
    rest = wanted - given @ shares
    return float(np.sqrt(max(1 - float(rest @ rest) / power, 0.0)))
