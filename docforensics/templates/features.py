"""Key points of a page or reference, for registration and choice."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.capture.model import Pixels
from docforensics.templates.compare import Mask

_MAX_KEYPOINTS = 1500


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class KeyPoints:
    """SIFT key points."""

    points: NDArray[np.float32]
    """(N, 2) pixels."""
    descriptors: NDArray[np.float32]
    """(N, 128), RootSIFT."""


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
        return KeyPoints(points=np.empty((0, 2), np.float32), descriptors=np.empty((0, 128), np.float32))
    points = np.array([point.pt for point in found], dtype=np.float32)
    root = np.sqrt(descriptors / np.maximum(descriptors.sum(axis=1, keepdims=True), 1e-6))
    return KeyPoints(points=points, descriptors=np.asarray(root, dtype=np.float32))


def matches(query: KeyPoints, reference: KeyPoints, *, ratio: float = 0.85) -> NDArray[np.intp]:
    """Index pairs (M, 2) query, reference that pass the ratio test."""
    if len(query.points) < 2 or len(reference.points) < 2:
        return np.empty((0, 2), np.intp)
    pairs = cv2.BFMatcher(cv2.NORM_L2).knnMatch(query.descriptors, reference.descriptors, k=2)
    good = [(a.queryIdx, a.trainIdx) for a, b in pairs if a.distance < ratio * b.distance]
    return np.array(good, dtype=np.intp).reshape(-1, 2)
