"""Bring the images taken in other lights into the frame of the primary image."""

from collections.abc import Mapping
from functools import reduce
from types import MappingProxyType

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.capture.light import Light
from docforensics.capture.model import Image
from docforensics.capture.side import Capture
from docforensics.page.geometry import Matrix
from docforensics.page.quad import centred, uncentred
from docforensics.page.shrunk import shrunk

_WORK_SIDE = 512
"""Longer side at which two lights are laid on each other, in pixels: a judgement."""
_LEAST_GAIN = 0.02
"""The gradients must agree better by this correlation before a measured shift is believed."""
_LEAST_AGREEMENT = 0.12
"""Correlation of the edges below which frames of two lights do not show one page: a judgement; not fitted."""
_LARGEST_SHIFT = 0.06
"""Of the longer side: a larger shift is another picture, not a shaken one."""
_LARGEST_SCALE = 0.04
"""A device takes all its lights from one place; more is no page laid on itself. A judgement."""
_STILL = 0.25
"""Working pixels: a smaller shift is not told from none."""
_FAINT = 4.0
"""Grey levels of gradient that count as no structure."""

Gradient = NDArray[np.float32]


def align_lights(capture: Capture) -> Mapping[Light, Matrix]:
    """For each light the homography (3, 3) from its first image to the primary image, both in pixels.

    Images of one size are taken as registered, as inspection devices deliver them, unless the gradients show
    otherwise. Lights show different things (that is their use): a motion is accepted only where it makes the
    structure that both show agree clearly better.
    """
    primary = capture.primary
    frames = {light: images[0] for light, images in capture.images.items()}
    scale = min(_WORK_SIDE / max(primary.width, primary.height), 1.0)
    shape = (max(round(primary.width * scale), 1), max(round(primary.height * scale), 1))
    others = any(image is not primary for image in frames.values())
    target = _gradient(primary, shape) if others and min(shape) >= 32 else None
    return MappingProxyType({light: _align(image, primary, target) for light, image in frames.items()})


def _align(image: Image, primary: Image, target: Gradient | None) -> Matrix:
    """The homography between the two by their sizes, with the small motion between them if one is clearly there."""
    if image is primary:
        return np.eye(3)
    base = np.diag([primary.width / image.width, primary.height / image.height, 1.0])
    if target is None:
        return base
    shape = target.shape[::-1]
    source = _gradient(image, shape)
    before = _agreement(source, target)
    motion = _motion(source, target)
    if motion is None:
        return base
    moved = cv2.warpPerspective(source, centred(motion), source.shape[::-1])
    after = _agreement(np.asarray(moved, dtype=np.float32), target)
    if after < max(before + _LEAST_GAIN, _LEAST_AGREEMENT):
        return base
    to_work = np.diag([shape[0] / primary.width, shape[1] / primary.height, 1.0])
    return np.asarray(np.linalg.inv(to_work) @ motion @ to_work @ base, dtype=np.float64)


def _gradient(image: Image, shape: tuple[int, int]) -> Gradient:
    """Magnitude of the gradient of the small picture, compressed so that a few strong edges do not rule."""
    small = shrunk(image.pixels, shape, image.averaged)
    # A fluorescent print may live in one channel alone. NumPy is slow in reducing a short last axis.
    grey = small if small.ndim == 2 else reduce(cv2.max, cv2.split(small))
    smooth = cv2.GaussianBlur(grey.astype(np.float32), (0, 0), 1.0)
    magnitude = np.hypot(cv2.Sobel(smooth, cv2.CV_32F, 1, 0), cv2.Sobel(smooth, cv2.CV_32F, 0, 1))
    return np.asarray(np.sqrt(np.maximum(magnitude - _FAINT, 0.0)), dtype=np.float32)


def _motion(source: Gradient, target: Gradient) -> Matrix | None:
    """Source to target in working pixels: a shift by phase correlation, then shift and scale by ECC; None if wild."""
    if not (source.any() and target.any()):
        return None
    window = cv2.createHanningWindow(source.shape[::-1], cv2.CV_32F)
    (dx, dy), _ = cv2.phaseCorrelate(source.copy(), target.copy(), window)  # it overwrites what it is given
    if np.hypot(dx, dy) > _LARGEST_SHIFT * max(source.shape):
        return None
    shift = np.array([[1, 0, dx], [0, 1, dy], [0, 0, 1]], dtype=np.float64)
    refined = _ecc(source, target, shift)
    motion = shift if refined is None else refined
    moved = np.abs(
        (motion @ [source.shape[1] / 2, source.shape[0] / 2, 1.0])[:2] - np.array(source.shape[::-1]) / 2
    )
    still = max(moved) < _STILL and np.abs(motion[:2, :2] - np.eye(2)).max() < _STILL / max(source.shape)
    return None if still else uncentred(motion)


def _ecc(source: Gradient, target: Gradient, start: Matrix) -> Matrix | None:
    warp = np.linalg.inv(start)[:2].astype(np.float32)
    everywhere = np.ones(target.shape, np.uint8)
    criteria = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, 40, 1e-4)
    try:
        _, found = cv2.findTransformECC(target, source, warp, cv2.MOTION_AFFINE, criteria, everywhere, 5)
    except cv2.error:  # it does not converge: the shift stands
        return None
    affine = np.vstack([np.asarray(found, dtype=np.float64), [0, 0, 1]])
    if np.abs(affine[:2, :2] - np.eye(2)).max() > _LARGEST_SCALE:
        return None
    return np.asarray(np.linalg.inv(affine), dtype=np.float64)


def _agreement(one: Gradient, other: Gradient) -> float:
    """Correlation of two gradient pictures, -1..1; 0 where one shows nothing."""
    a, b = one - one.mean(), other - other.mean()
    norm = float(np.sqrt((a * a).sum() * (b * b).sum()))
    return float((a * b).sum()) / norm if norm > 0 else 0.0
