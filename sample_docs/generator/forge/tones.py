"""A swapped photo made to look at home: its tones brought to those of the picture it replaces.

Whoever swaps a photo wants the page to look as before at arm's length, and adjusts brightness and colour until it does;
it is also what keeps a swap visible at its place instead of in the mean colour of the file.
"""

import dataclasses
from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

from sample_docs.generator.elements import Picture
from sample_docs.generator.geometry import Box
from sample_docs.generator.render import mean_colour
from sample_docs.generator.sheet import Sheet

from .forgery import Severity

Image = NDArray[np.uint8]
Cover = NDArray[np.float32]

SLIP = {Severity.CARELESS: 0.03, Severity.ORDINARY: 0.02, Severity.SKILLED: 0.01}
"""Standard deviation of the brightness that the forger is content with, relative."""
_GRAIN_PX = 0.75
"""Radius of a grain of a pasted photo, px."""
PRINT_GRAIN = {Severity.CARELESS: (9.0, 15.0), Severity.ORDINARY: (6.0, 12.0), Severity.SKILLED: (4.0, 9.0)}
"""Sigma of the grain of a photo print, grey levels; its grains are a tenth of a millimetre wide."""
_HIGH_PASS = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32)
"""Immerkaer 1996: six times the sigma of white noise."""
_GRAIN = (0.9, 1.5)
"""Grain of a pasted photo, as a share of the fine structure that the place had: lines before, grain now."""


def grained(pixels: Image, severity: Severity, rng: np.random.Generator) -> Image:
    """A photo with the grain of its camera and its print."""
    noise = _soft_noise(pixels.shape[:2], 1.3, rng)
    return np.asarray(
        np.clip(pixels + noise / noise.std() * rng.uniform(*PRINT_GRAIN[severity]), 0, 255), np.uint8
    )


def printed_alike(
    genuine: Sheet, forged: Callable[[Picture], Sheet], photo: Picture, place: Box, brightness: float
) -> Picture:
    """The photo printed so that ``place``, as a whole, has the colour it had, times ``brightness``."""
    goal = np.log(mean_colour(genuine, place) * brightness / 255.0)
    trial, gamma = _reduced(photo), np.ones(3)
    for _ in range(3):
        now = mean_colour(forged(dataclasses.replace(trial, pixels=_raised(trial.pixels, gamma))), place)
        gamma *= goal / np.log(now / 255.0)
    return dataclasses.replace(photo, pixels=_raised(photo.pixels, gamma))


def _reduced(photo: Picture) -> Picture:
    """The photo at a quarter of its resolution: enough to see a mean colour by."""
    size = (photo.pixels.shape[1] // 4, photo.pixels.shape[0] // 4)

    def small(image: Image) -> Image:
        return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)

    mask = None if photo.mask is None else small(photo.mask)
    return dataclasses.replace(photo, pixels=small(photo.pixels), mask=mask)


def _raised(pixels: Image, gamma: NDArray[np.float64]) -> Image:
    curve = 255.0 * (np.arange(256)[:, None] / 255.0) ** gamma
    return np.asarray(cv2.LUT(pixels, np.rint(curve).astype(np.uint8).reshape(256, 1, 3)), np.uint8)


def levelled(before: Image, after: Image, cover: Cover, brightness: float, rng: np.random.Generator) -> Image:
    """The pasted place given mean and spread of the colours it covers (Reinhard et al. 2001), and grain like theirs."""
    rows, columns = np.where(cover > 0)
    if rows.size == 0:
        return after
    area = np.s_[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    result = after.copy()
    result[area] = _toned(before[area], after[area], cover[area], brightness, rng)
    return result


def _toned(before: Image, after: Image, cover: Cover, brightness: float, rng: np.random.Generator) -> Image:
    inside = cover > 0.5
    old, new = before[inside].astype(np.float32), after[inside].astype(np.float32)
    spread = old.std(axis=0) / np.maximum(new.std(axis=0), 1.0)
    toned = (after - new.mean(axis=0)) * spread + old.mean(axis=0) * np.float32(brightness)
    lacking = max(0.0, _roughness(before, inside) ** 2 - _roughness(toned, inside) ** 2)
    grain = _soft_noise(cover.shape, _GRAIN_PX, rng)
    grain *= rng.uniform(*_GRAIN) * np.sqrt(lacking) / _roughness(grain, np.ones_like(inside))
    alpha = cover[..., None]
    return np.asarray(np.clip(after * (1 - alpha) + (toned + grain) * alpha + 0.5, 0, 255), np.uint8)


def _soft_noise(shape: tuple[int, ...], radius: float, rng: np.random.Generator) -> NDArray[np.float32]:
    """Grains of a photo that was demosaicked and scaled: most of the noise is common to the three channels."""
    grains = rng.standard_normal((*shape, 1), np.float32) + 0.5 * rng.standard_normal((*shape, 3), np.float32)
    return np.asarray(cv2.GaussianBlur(grains, (0, 0), radius), np.float32)


def _roughness(image: NDArray[np.generic], inside: NDArray[np.bool_]) -> float:
    """Sigma of white noise with as much fine structure, grey levels."""
    response = cv2.filter2D(image.mean(axis=2).astype(np.float32), cv2.CV_32F, _HIGH_PASS)
    return float(np.median(np.abs(response[inside])) / 0.6745 / 6.0)
