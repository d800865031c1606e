"""Images that do not show the light they are given as: the white-light image again, one image for two lights, or a blank one.

Such an image is no evidence against a document, and none for it: its light counts as not given. Of coaxial and transmitted light an
image is told that has the pixels of another one; a copy that was saved anew, which may as well be a second exposure, is not.
"""

from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import product
from types import MappingProxyType

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.page.model import Page
from docforensics.page.quantiles import median_of

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
_LEFT_UNFILTERED = 0.8
"""Scale from which the nearest four pixels hold what falls on one: the sketch of a passport's page is at 0.9. A judgement."""
_SAMPLED = np.s_[::3, ::3]
"""Pixels of which medians are taken: a ninth of them tell as much."""
_BUT_ONE_IN_HUNDRED = (0.005, 0.995)
_PAIRS = ((Light.UV, Light.VISIBLE), (Light.IR, Light.VISIBLE), (Light.UV, Light.IR))
"""Lights in which paper and ink look so different that a copy is told however it was saved."""
_MAY_LOOK_ALIKE = tuple(light for light in Light if not any(light in pair for pair in _PAIRS))
"""Lights in which a page that has nothing to show in them looks as in white light: of these only the same pixels are told. A second exposure of
four pages that the generator drew in white light correlates by 0.994 to 0.999 with the first in the finest detail, as copies of JPEG quality 60 do."""

Floats = NDArray[np.float32]


class _LightImage:
    """The image of one light at the working size; its bands are worked out once, however many lights it is held against."""

    def __init__(self, pixels: Pixels) -> None:
        self.pixels = pixels
        self._bands: dict[tuple[float, float, bool], Floats] = {}

    @cached_property
    def grey(self) -> Floats:
        """The mean of its colours, (H, W)."""
        return _grey(self.pixels)

    def band(self, fine: float, coarse: float, *, grey: bool) -> Floats:
        """Detail between two scales, of the mean of its colours or of each colour."""
        key = (fine, coarse, grey)
        if key not in self._bands:
            self._bands[key] = _band(self.grey if grey else self.pixels.astype(np.float32), fine, coarse)
        return self._bands[key]

    def sized_as(self, other: "_LightImage") -> "_LightImage":
        """The same at another picture's size."""
        if self.pixels.shape[:2] == other.pixels.shape[:2]:
            return self
        size = other.pixels.shape[1::-1]
        return _LightImage(np.asarray(cv2.resize(self.pixels, size, interpolation=cv2.INTER_AREA), np.uint8))


def unusable_lights(page: Page) -> Mapping[Light, str]:
    """Name the lights of a page whose image does not show that light, each with the reason as a clause.

    The primary light, white where it was given, is never among them: the others are held against it.
    """
    if len(page.pixels) == 1:
        return MappingProxyType({})
    primary = Light.VISIBLE if Light.VISIBLE in page.pixels else next(iter(page.pixels))
    small = {light: _small(page.pixels[light]) for light in (primary, *Light) if light in page.pixels}
    found = {light: f"the {light} image is blank" for light, image in small.items() if _is_blank(image)}
    shown = {light: _LightImage(image) for light, image in small.items() if light not in found}
    for light, reason in (*_repeats(shown), *_swapped(shown)):
        found.setdefault(light, reason)
    return MappingProxyType({light: reason for light, reason in found.items() if light is not primary})


def _is_blank(image: Pixels) -> bool:
    counts = sum(cv2.calcHist([image], [plane], None, [256], [0, 256]) for plane in range(image[0, 0].size))
    shares = np.cumsum(counts) / image.size
    low, high = np.searchsorted(shares, _BUT_ONE_IN_HUNDRED)
    return bool(high - low <= _BLANK_LEVELS)


def _repeats(shown: Mapping[Light, _LightImage]) -> Iterator[tuple[Light, str]]:
    for light, other in _PAIRS:
        if light in shown and other in shown and _is_same(shown[light], shown[other]):
            yield light, _again(light, other)
            if other is not Light.VISIBLE:
                yield other, _again(other, light)
    for light, other in product(_MAY_LOOK_ALIKE, shown):
        if light in shown and light is not other and np.array_equal(shown[light].pixels, shown[other].pixels):
            yield light, _again(light, other)  # the other one stays: what it shows is asked for oftener


def _again(light: Light, other: Light) -> str:
    return f"the {light} image is the {'white-light' if other is Light.VISIBLE else other} image again"


def _swapped(shown: Mapping[Light, _LightImage]) -> Iterator[tuple[Light, str]]:
    """Tell UV and IR that were taken for each other: the one given as IR is darker and is less like white light by far."""
    if not {Light.VISIBLE, Light.UV, Light.IR} <= set(shown):
        return
    white = shown[Light.VISIBLE]
    uv, ir = (shown[light].sized_as(white) for light in (Light.UV, Light.IR))
    if median_of(ir.grey[_SAMPLED]) >= median_of(uv.grey[_SAMPLED]):
        return
    alike = [
        _explained(picture.band(*_MIDDLE, grey=True), white.band(*_MIDDLE, grey=False))
        for picture in (uv, ir)
    ]
    if alike[1] < min(_UNLIKE, alike[0] - _LESS_LIKE):
        for light in (Light.UV, Light.IR):
            yield light, "the uv and ir images are taken for each other"


def is_same_image(image: Pixels, other: Pixels) -> bool:
    """Whether an image is a copy of another of the same page: the same exposure at any levels, or the same print at the same levels."""
    return _is_same(_LightImage(image), _LightImage(other))


def _is_same(image: _LightImage, other: _LightImage) -> bool:
    image = image.sized_as(other)
    if _explained(image.band(*_FINE, grey=True), other.band(*_FINE, grey=False)) >= _SAME_EXPOSURE:
        return True
    if median_of(np.abs(image.grey[_SAMPLED] - other.grey[_SAMPLED])) > _SAME_LEVEL:
        return False
    alike = _explained_in_blocks(image.band(*_MIDDLE, grey=True), other.band(*_MIDDLE, grey=False))
    return alike >= _SAME_PRINT


def _small(pixels: Pixels) -> Pixels:
    scale = min(_WORK_SIDE / max(pixels.shape[:2]), 1.0)
    size = (max(round(pixels.shape[1] * scale), 1), max(round(pixels.shape[0] * scale), 1))
    # Four pixels hold what falls on one where that is hardly more than one; averaging shares of pixels takes six times as long.
    how = cv2.INTER_LINEAR if scale > _LEFT_UNFILTERED else cv2.INTER_AREA
    return np.asarray(cv2.resize(pixels, size, interpolation=how), dtype=np.uint8)


def _grey(pixels: Pixels) -> Floats:
    if pixels.ndim == 2:
        return np.asarray(pixels, dtype=np.float32)
    # NumPy is slow in reducing a short last axis.
    return np.asarray(
        cv2.transform(pixels.astype(np.float32), np.full((1, 3), 1 / 3, np.float32)), np.float32
    )


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
    # Bands are near 0 in the mean, so that sums of single precision hold six places.
    wanted = np.ascontiguousarray(grey).reshape(-1, 1)
    given = np.ascontiguousarray(colours).reshape(len(wanted), -1)
    means, mean = np.array(cv2.mean(colours)[: given.shape[1]]), cv2.mean(grey)[0]
    products = (given.T @ given).astype(np.float64) - len(wanted) * np.outer(means, means)
    cross = (given.T @ wanted)[:, 0].astype(np.float64) - len(wanted) * mean * means
    power = float((wanted.T @ wanted)[0, 0]) - len(wanted) * mean**2
    if not power > 0:
        return 0.0
    shares = np.linalg.solve(products + 1e-6 * np.eye(len(products)), cross)
    return float(np.sqrt(np.clip(float(cross @ shares) / power, 0.0, 1.0)))
