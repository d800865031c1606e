"""Where print was blurred although the page around it is sharp: tone is there, and nothing finer than a stroke.

Noise tells little of blur, because rounding puts as much on a blurred place as a good scanner puts on paper. Print tells more: a
page bears some nearly everywhere, text, lines or the screen of a picture. Paper and even parts of a picture are smooth as well,
but hold no tone; what was blurred keeps it.
"""

from collections.abc import Iterator, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.capture.model import Pixels
from docforensics.page.geometry import BoxMm
from docforensics.page.quantiles import median_of

_WORK_PX_PER_MM = 8.0
"""Resolution at which fine print is measured."""
_FINE_MM = 0.15
"""What is finer counts as fine print (Gaussian sigma)."""
_POOLED_MM, _ALL_MM = 0.75, 2.0
"""Window in which fine print is measured, and in which all of it must be missing."""
_SHARE, _IN_PICTURES = 0.3, 0.2
"""Of the page's median fine print, below which a place is soft: text blurred by half a millimetre has 0.1 to 0.25 of it. In pictures, and
where nobody knows whether there are any, it must be less: faces and clothes have slopes of their own."""
_NEARLY, _NEAR_MM = 0.4, 3.0
"""The same share, and the distance, within which a place beside a soft one is a part of it: thick strokes leave a slope. Judgements."""
_BESIDE_MM = 2.0
"""Round a picture's place, within which it may reach. A judgement."""
_LEAST_MM2, _PICTURE_MM2 = 4.0, 100.0
"""Area of a place, and of one in a picture, where clothes are smooth: of all species on Utopia at most 60. Judgements."""
_MOST_PATCHES = 40
"""Places looked at, the largest first. A judgement."""
_TONE, _SLOPE = 8.0, 4.0
"""Grey levels (standard deviation) of a blurred place, and grey levels a quarter of a millimetre of its steepest tenth. Soft places on pages
of Utopia of all designs, channels and species have at most 7.7 and 3.8, blurred text and portraits 11 and 7 or more."""
_LEAST_PX_PER_MM = 6.0
"""Below, fine print is not seen. A judgement."""
_RIM_MM = 0.75
"""How far a blurred place's soft rim reaches beyond what is wholly soft."""

Mask = NDArray[np.bool_]


def softened_places(
    pixels: Pixels, size: tuple[int, int], px_per_mm: float, pictures: Sequence[BoxMm] = ()
) -> Mask:
    """Where a page (H, W, [C]) was blurred: a mask of this width and height, at `px_per_mm`.

    `pictures` are all places of portraits, where they are known.
    """
    grey = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY) if pixels.ndim == 3 else pixels, np.uint8)
    if grey.shape[1] < size[0] * _LEAST_PX_PER_MM / px_per_mm:
        return np.zeros((size[1], size[0]), np.bool_)
    fine = np.asarray(cv2.resize(fine_print(grey, size, px_per_mm), size, interpolation=cv2.INTER_AREA))
    window = 2 * round(_POOLED_MM * px_per_mm / 2) + 1
    pooled = cv2.blur(fine, (window, window))
    median = median_of(pooled)
    limits = _limits(pooled.shape, px_per_mm, pictures)
    soft = (pooled < limits * median).view(np.uint8)
    side = round(_ALL_MM * px_per_mm)
    opened = np.asarray(cv2.morphologyEx(soft, cv2.MORPH_OPEN, np.ones((side, side), np.uint8)), np.uint8)
    found = np.zeros(opened.shape, np.uint8)
    patches = list(_large(opened, limits, px_per_mm))
    if patches:
        levels = np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), np.float32)
        slope = cv2.magnitude(*(cv2.Sobel(levels, cv2.CV_32F, *order) / 8 for order in ((1, 0), (0, 1))))
        for place, own in patches:
            steep = float(np.quantile(slope[place][own], 0.9)) * px_per_mm / 4
            if steep > _SLOPE and float(levels[place][own].std()) > _TONE:
                found[place][own] = 1
    if not found.any():
        return np.zeros(found.shape, np.bool_)
    near = _grown(found, _NEAR_MM * px_per_mm) & (pooled < _NEARLY * median).view(np.uint8)
    return np.asarray(_grown(found | near, _RIM_MM * px_per_mm), dtype=np.bool_)


def _large(
    soft: NDArray[np.uint8], limits: NDArray[np.float32], px_per_mm: float
) -> Iterator[tuple[tuple[slice, slice], Mask]]:
    """The soft places that are large enough, in a picture or elsewhere: rows and columns around each, and the place in them."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(soft, connectivity=8)
    largest = sorted(range(1, count), key=lambda one: -int(stats[one, cv2.CC_STAT_AREA]))[:_MOST_PATCHES]
    for label in largest:
        left, top, width, height, area = (int(value) for value in stats[label])
        if area < _LEAST_MM2 * px_per_mm**2:
            return
        place = slice(top, top + height), slice(left, left + width)
        own = np.asarray(labels[place] == label, np.bool_)
        in_picture = float(limits[place][own].min()) < (_SHARE + _IN_PICTURES) / 2
        if area >= (_PICTURE_MM2 if in_picture else _LEAST_MM2) * px_per_mm**2:
            yield place, own


def _limits(shape: tuple[int, ...], px_per_mm: float, pictures: Sequence[BoxMm]) -> NDArray[np.float32]:
    """Share of the page's fine print below which each place is soft."""
    limits = np.full(shape, _SHARE if pictures else _IN_PICTURES, np.float32)
    for box in pictures:
        rows, columns = box.grown(_BESIDE_MM).to_px(px_per_mm).slices
        limits[max(rows.start, 0) : max(rows.stop, 0), max(columns.start, 0) : max(columns.stop, 0)] = (
            _IN_PICTURES
        )
    return limits


def _grown(mask: NDArray[np.uint8], reach: float) -> NDArray[np.uint8]:
    side = 2 * round(reach) + 1
    return np.asarray(cv2.dilate(mask, np.ones((side, side), np.uint8)), np.uint8)


def fine_print(grey: NDArray[np.uint8], size: tuple[int, int], px_per_mm: float) -> NDArray[np.float32]:
    """(H, W): how much print finer than a stroke each place bears, grey levels, at the work's resolution or the page's own."""
    own = grey.shape[1] * px_per_mm / size[0]
    scale = min(_WORK_PX_PER_MM / own, 1.0)
    levels = grey.astype(np.float32)
    if scale < 1:
        levels = np.asarray(cv2.resize(levels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA))
    coarse = cv2.GaussianBlur(levels, (0, 0), _FINE_MM * own * scale)
    return np.asarray(cv2.absdiff(levels, coarse), dtype=np.float32)
