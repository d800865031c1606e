"""The plainest way to lay one picture on another, beside which registration is measured: SIFT on all of both, and MAGSAC."""

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.capture.model import Pixels
from docforensics.capture.side import Capture

PLAIN_INLIERS = 16
"""As many key points that agree as a template needs."""
_RATIO, _TOLERANCE_PX, _SIDE_PX = 0.8, 3.0, 1200
"""Lowe's ratio, OpenCV's example, and a side at which it takes seconds."""


def plain_inliers(page: Capture, source: Capture) -> int:
    """Key points of two whole pictures that agree on a homography."""
    detector = cv2.SIFT_create()  # type: ignore[attr-defined]  # the stubs of OpenCV 5 forgot it
    (one, first), (other, second) = (
        detector.detectAndCompute(_reduced(capture.primary.pixels), None) for capture in (page, source)
    )
    pairs = cv2.BFMatcher().knnMatch(first, second, k=2)
    good = [a for a, b in pairs if a.distance < _RATIO * b.distance]
    if len(good) < PLAIN_INLIERS:
        return 0
    here = np.array([one[match.queryIdx].pt for match in good], dtype=np.float64)
    there = np.array([other[match.trainIdx].pt for match in good], dtype=np.float64)
    fitted: tuple[object, NDArray[np.uint8] | None] = cv2.findHomography(  # type: ignore[assignment]  # None: no model
        here, there, cv2.USAC_MAGSAC, _TOLERANCE_PX, maxIters=5000, confidence=0.999
    )
    agree = fitted[1]
    return 0 if agree is None else int(agree.sum())


def _reduced(pixels: Pixels) -> Pixels:
    scale = min(_SIDE_PX / max(pixels.shape[:2]), 1.0)
    return np.asarray(cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
