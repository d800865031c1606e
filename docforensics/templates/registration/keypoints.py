"""Key points of a page or reference, for registration and choice."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.capture.model import Pixels
from docforensics.templates.planes import Mask

KEY_POINT_PX_PER_MM = 5.0
"""Scale at which key points are looked for: the detector doubles the picture itself, so lines of half a millimetre
show; finer place is found tile by tile afterwards."""
_MAX_KEYPOINTS = 1500
"""The strongest; more cost time. A judgement; not fitted."""
_LEAST_LIKENESS = 0.5
"""Product of two descriptors below which the places look nothing alike."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class KeyPoints:
    """SIFT key points."""

    points: NDArray[np.float32]
    """(N, 2) pixels."""
    descriptors: NDArray[np.float32]
    """(N, 128), RootSIFT."""


NO_KEY_POINTS = KeyPoints(points=np.empty((0, 2), np.float32), descriptors=np.empty((0, 128), np.float32))


def key_points(pixels: Pixels, *, where: Mask | None = None) -> KeyPoints:
    """SIFT key points of an image, only inside `where` when it is given."""
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY) if pixels.ndim == 3 else pixels
    # The background print of documents is pale; equalised, it gives key points as ink does.
    equalised = cv2.createCLAHE(clipLimit=3.0, tileGridSize=(8, 8)).apply(grey)
    detector = cv2.SIFT_create(  # type: ignore[attr-defined]  # the stubs of OpenCV 5 forgot it
        nfeatures=_MAX_KEYPOINTS, contrastThreshold=0.02
    )
    mask = None if where is None else where.astype(np.uint8)
    found, descriptors = detector.detectAndCompute(equalised, mask)
    if descriptors is None or not found:
        return NO_KEY_POINTS
    points = np.array([point.pt for point in found], dtype=np.float32)
    root = np.sqrt(descriptors / np.maximum(descriptors.sum(axis=1, keepdims=True), 1e-6))
    return KeyPoints(points=points, descriptors=np.asarray(root, dtype=np.float32))


def matches(
    query: KeyPoints, reference: KeyPoints, *, ratio: float = 0.85, within: float | None = None
) -> NDArray[np.intp]:
    """Index pairs (M, 2) query, reference that pass the ratio test.

    `within` looks for partners no farther away than so many pixels: on line work that repeats, the ratio test then asks
    the neighbourhood alone.
    """
    if len(query.points) < 2 or len(reference.points) < 2:
        return np.empty((0, 2), np.intp)
    # RootSIFT descriptors have length 1, so the nearest is the one of the largest product.
    likeness = query.descriptors @ reference.descriptors.T
    if within is not None:
        for axis in (0, 1):
            apart = query.points[:, axis, None] - reference.points[None, :, axis]
            likeness[np.abs(apart) > within] = -1
    rows = np.arange(len(likeness))
    nearest = likeness.argmax(axis=1)
    first = likeness[rows, nearest].copy()
    likeness[rows, nearest] = -1
    second = likeness.max(axis=1)
    good = (first > _LEAST_LIKENESS) & (1 - first < ratio**2 * (1 - second))
    return np.stack([rows[good], nearest[good]], axis=1).astype(np.intp)
