"""What a device's own software and spectra do to a picture: colour, denoising, local tone mapping, sharpening."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]
Matrix = tuple[tuple[float, float, float], tuple[float, float, float], tuple[float, float, float]]
PLAIN: Matrix = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Processing:
    """Settings of one device."""

    matrix: Matrix = PLAIN
    """From the model's colours to the device's: lamp, filters and white balance together."""
    leak: tuple[float, float, float] = (0.0, 0.0, 0.0)
    """Light that passes the filters beside what is wanted, grey levels: the violet of a UV lamp."""
    fringe: tuple[float, float] = (0.0, 0.0)
    """Shift of red and of blue against green, px: lines of a scanner's sensor, or a lens."""
    coring: float = 0.0
    """Differences to the surroundings below this, in grey levels, are taken for noise and smoothed."""
    local: float = 0.0
    """Strength of local tone mapping (HDR), 0..1."""
    halo: tuple[float, float] = (0.0, 1.5)
    """Strength and radius (px) of a strong sharpening, whose halos show."""


def seen(image: Image, processing: Processing) -> Image:
    """What lens, lamp and filters make of a picture, before the sensor's noise."""
    result = image
    if max(map(abs, processing.fringe)) > 0.05:
        result = _fringed(result, processing.fringe)
    if processing.matrix != PLAIN or any(processing.leak):
        matrix = np.column_stack([np.array(processing.matrix), np.array(processing.leak)])
        result = np.asarray(cv2.transform(result, matrix), np.uint8)
    return result


def processed(image: Image, processing: Processing) -> Image:
    """What the device's software makes of it, after the noise."""
    result = image
    if processing.coring > 0:
        result = _cored(result, processing.coring)
    if processing.local > 0:
        result = _locally_toned(result, processing.local)
    strength, radius = processing.halo
    if strength > 0:
        soft = cv2.GaussianBlur(result, (0, 0), radius)
        result = np.asarray(cv2.addWeighted(result, 1 + strength, soft, -strength, 0), np.uint8)
    return result


def _fringed(image: Image, shifts: tuple[float, float]) -> Image:
    size = (image.shape[1], image.shape[0])
    planes = list(cv2.split(image))
    for place, shift in zip((0, 2), shifts, strict=True):
        move = np.array([[1.0, 0.0, 0.3 * shift], [0.0, 1.0, shift]])
        planes[place] = cv2.warpAffine(planes[place], move, size, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(cv2.merge(planes), np.uint8)


def _cored(image: Image, threshold: float) -> Image:
    """Small differences to the smoothed picture removed, large ones kept (coring)."""
    soft = cv2.GaussianBlur(image, (0, 0), 1.4)
    detail = np.arange(256) - 128.0
    kept = detail * np.clip((np.abs(detail) - 0.5 * threshold) / max(threshold, 1e-6), 0, 1)
    difference = cv2.addWeighted(image, 1.0, soft, -1.0, 128.0)
    return np.asarray(
        cv2.addWeighted(soft, 1.0, cv2.LUT(difference, (kept + 128).astype(np.uint8)), 1.0, -128.0), np.uint8
    )


def _locally_toned(image: Image, strength: float) -> Image:
    """Dark surroundings lifted, bright ones lowered, as a phone's HDR does; the surroundings are a sixteenth of the picture."""
    height, width = image.shape[:2]
    small = cv2.resize(
        cv2.cvtColor(image, cv2.COLOR_RGB2GRAY),
        (max(2, width // 16), max(2, height // 16)),
        interpolation=cv2.INTER_AREA,
    )
    base = cv2.GaussianBlur(small, (0, 0), 0.05 * small.shape[1]).astype(np.float32) + 8.0
    gain = (float(np.median(base)) / base) ** np.float32(0.6 * strength)
    factor = np.clip(128.0 * gain, 40, 255).astype(np.uint8)
    large = cv2.resize(factor, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.multiply(image, cv2.merge([large] * 3), scale=1 / 128), np.uint8)
