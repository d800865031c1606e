"""Arithmetic on planes of colour (H, W, C) that comparison does again and again, quickly."""

from collections.abc import Sequence
from functools import reduce

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.capture.model import Pixels

Map = NDArray[np.float32]
"""(H, W) float32 on the template frame, `REFERENCE_PX_PER_MM` pixels a millimetre."""
Mask = NDArray[np.bool_]
"""(H, W) on the template frame."""
Planes = NDArray[np.float32]
"""(H, W, C) float32."""

_FEWEST_PX = 2.0
"""A blur is done on a reduced picture as long as it is this wide there."""
_MOST_REDUCTION = 8
"""Beyond it nothing is saved."""
_MOST_IN_ORDER = 12
"""Planes that are put in order two by two; beyond it nothing is saved."""


def as_planes(page: Pixels | Planes, reference: Pixels | Planes) -> tuple[Planes, Planes]:
    """Both as (H, W, C) float32 with the colours that both have: grey is compared with grey."""
    if page.ndim == 3 and reference.ndim == 3:
        return page.astype(np.float32), reference.astype(np.float32)
    return as_grey(page)[..., None], as_grey(reference)[..., None]


def colours_of(
    page: Pixels | Planes, reference: Pixels | Planes
) -> list[tuple[cv2.typing.MatLike, cv2.typing.MatLike]]:
    """The colours that both have, (H, W) of either, one after the other: grey is compared with grey.

    What is worked out colour by colour takes a third of the memory, and so less time: fresh memory costs more than arithmetic.
    """
    if page.ndim == 3 and reference.ndim == 3:
        return list(zip(cv2.split(page), cv2.split(reference), strict=True))
    return [(as_grey(page), as_grey(reference))]


def as_grey(pixels: cv2.typing.MatLike) -> Map:
    """Luminance, (H, W) float32."""
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY) if pixels.ndim == 3 else pixels
    return np.asarray(grey, dtype=np.float32)


def mean_of(colours: Sequence[cv2.typing.MatLike]) -> Map:
    """Mean of some colours (H, W)."""
    total = np.array(colours[0], np.float32)
    for colour in colours[1:]:
        cv2.accumulate(colour, total)
    total /= np.float32(len(colours))
    return total


def mean_level(pixels: Pixels, reference: Pixels) -> Map:
    """Mean colour of a page, (H, W); its luminance where it or its reference has no colour."""
    return mean_of(cv2.split(pixels)) if pixels.ndim == 3 and reference.ndim == 3 else as_grey(pixels)


def mean_colour(planes: Planes) -> Map:
    """Mean over the colours, (H, W)."""
    return colour_sum(planes) / np.float32(planes.shape[2])


def colour_sum(planes: Planes) -> Map:
    """Sum over the colours, (H, W)."""
    if planes.shape[2] == 1:
        return planes[..., 0]
    return np.asarray(cv2.transform(planes, np.ones((1, planes.shape[2]), np.float32)), dtype=np.float32)


def darkest(planes: Pixels | Planes) -> Map:
    """The least over the colours, (H, W). NumPy takes ten times as long over so short an axis."""
    return np.asarray(reduce(np.minimum, cv2.split(planes)), np.float32)


def brightest(planes: Pixels | Planes) -> Map:
    """The largest over the colours, (H, W)."""
    return np.asarray(reduce(np.maximum, cv2.split(planes)), np.float32)


def middle_of(planes: Sequence[NDArray[np.float32]]) -> NDArray[np.float32]:
    """The median of planes of one shape, at least one, place by place: NumPy's takes ten times as long over so few."""
    if len(planes) > _MOST_IN_ORDER:
        return np.asarray(np.median(np.stack(planes), axis=0), np.float32)
    ordered = list(planes)
    for turn in range(len(ordered)):
        for at in range(turn % 2, len(ordered) - 1, 2):
            one, other = ordered[at : at + 2]
            ordered[at], ordered[at + 1] = np.minimum(one, other), np.maximum(one, other)
    low, high = ordered[(len(ordered) - 1) // 2], ordered[len(ordered) // 2]
    return np.asarray(low if low is high else (low + high) / 2, np.float32)


def dot(one: Planes, other: Planes) -> Map:
    """Product summed over the colours, (H, W)."""
    return colour_sum(np.asarray(cv2.multiply(one, other), dtype=np.float32).reshape(one.shape))


def blur(values: NDArray[np.float32], sigma_px: float) -> NDArray[np.float32]:
    """Gaussian blur; a wide one on a reduced picture, which differs from the exact one by less than noise."""
    return _enlarged(_blurred(values, sigma_px), values.shape)


def _blurred(values: NDArray[np.float32], sigma_px: float) -> NDArray[np.float32]:
    """The blur on the picture that it is done on: reduced, where it is wide."""
    step = 1
    while step < _MOST_REDUCTION and sigma_px / (2 * step) >= _FEWEST_PX:
        step *= 2
    small = values
    if step > 1:
        size = (-(-values.shape[1] // step), -(-values.shape[0] // step))
        small = np.asarray(cv2.resize(values, size, interpolation=cv2.INTER_AREA), dtype=np.float32)
    blurred = cv2.GaussianBlur(small, (0, 0), sigma_px / step, borderType=cv2.BORDER_REFLECT_101)
    return np.asarray(blurred, dtype=np.float32)


def _enlarged(small: NDArray[np.float32], shape: tuple[int, ...]) -> NDArray[np.float32]:
    """A reduced picture at its full size, or one of that size as it is."""
    if small.shape[:2] != shape[:2]:
        small = np.asarray(
            cv2.resize(small, (shape[1], shape[0]), interpolation=cv2.INTER_LINEAR), dtype=np.float32
        )
    return small.reshape(shape)


def only_where(pixels: Planes, mask: Mask, otherwise: Planes | None = None) -> Planes:
    """The pixels (H, W, C) inside `mask`, elsewhere the other ones (none: 0)."""
    kept = np.zeros_like(pixels) if otherwise is None else otherwise.copy()
    # NumPy spreads a mask over three colours several times as slowly.
    return np.asarray(cv2.copyTo(pixels, mask.view(np.uint8), kept), dtype=np.float32).reshape(pixels.shape)


def means_within(pixels: Pixels | Planes, mask: Mask, step: int, *, sigma_px: float) -> Planes:
    """Gaussian mean of the pixels (H, W, C) inside `mask` alone, at every pixel of `[::step, ::step]`."""
    height, width = mask.shape
    size = (-(-width // step), -(-height // step))
    # Where the pixels that are asked for lie on the reduced picture.
    across, down = size[0] / width, size[1] / height
    there = np.array([[step * across, 0, (across - 1) / 2], [0, step * down, (down - 1) / 2]])
    inside = mask.view(np.uint8)
    total, part = (
        cv2.warpAffine(
            cv2.GaussianBlur(reduced(plane, size), (0, 0), sigma_px / step),
            there,
            size,
            flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
            borderMode=cv2.BORDER_REPLICATE,
        )
        for plane in (inside, cv2.copyTo(pixels, inside, np.zeros_like(pixels)))
    )
    weight = np.maximum(np.asarray(total, np.float32), 1e-3)[..., None]
    return np.asarray(np.asarray(part, np.float32).reshape(*weight.shape[:2], -1) / weight, np.float32)


def reduced(pixels: cv2.typing.MatLike, size: tuple[int, int]) -> NDArray[np.float32]:
    """Means on a smaller picture; of grey levels to 1/256 of a level: in whole numbers of two bytes they take half the time of floating point."""
    if pixels.dtype != np.uint8:
        return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.float32)
    fine = np.left_shift(pixels, 8, dtype=np.uint16)
    return np.asarray(cv2.resize(fine, size, interpolation=cv2.INTER_AREA), np.float32) / np.float32(256)


class MeanWithin:
    """Gaussian means of pixels inside a mask alone, for one plane after the other."""

    def __init__(self, mask: Mask, *, sigma_px: float) -> None:
        self._weight, self._sigma_px = mask.astype(np.float32), sigma_px
        self._total = np.maximum(_blurred(self._weight, sigma_px), 1e-3)

    def of(self, plane: Map) -> Map:
        """The means (H, W) of a plane, as `blur_masked` gives them of several."""
        # Divided where it was blurred: there it is as smooth as the two are.
        mean = np.asarray(_blurred(plane * self._weight, self._sigma_px) / self._total, np.float32)
        return _enlarged(mean, plane.shape)


def blur_masked(pixels: Planes, mask: Mask, *, sigma_px: float) -> Planes:
    """Gaussian mean of the pixels (H, W, C) inside `mask` alone."""
    total = np.maximum(_blurred(mask.astype(np.float32), sigma_px), 1e-3)
    part = _blurred(only_where(pixels, mask), sigma_px)
    # Divided where it was blurred: there it is as smooth as the two are.
    mean = np.asarray(part / total.reshape(*total.shape[:2], *(1,) * (part.ndim - 2)), np.float32)
    return _enlarged(mean, pixels.shape)
