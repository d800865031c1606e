"""How sharp a page is against its reference, and the reference made as soft."""

from functools import lru_cache

import cv2
import numpy as np

from docforensics.page.quantiles import median_of
from docforensics.templates.model import LightReference
from docforensics.templates.planes import Map, Mask, blur, mean_colour

SIGMAS_PX = (0.0, 0.4, 0.6, 0.8, 1.0, 1.3, 1.7, 2.2, 3.0)
"""Blurs of the reference that are tried."""


def softening(reference: Map, page: Map, trusted: Mask, ratios: tuple[float, ...] | None = None) -> float:
    """Find the blur (Gaussian sigma, pixels) after which the reference's fine detail is as weak, against its coarse detail, as the page's.

    Parameters
    ----------
    reference, page
        Their mean colour.
    ratios
        What `sharpness_ratios` gave for the reference, to spare measuring it for every page.
    """
    target = _detail_ratio(page, trusted)
    known = ratios or sharpness_ratios(reference, trusted)
    return min(zip(SIGMAS_PX, known, strict=True), key=lambda tried: abs(tried[1] - target))[0]


def softened(plane: Map, sigma_px: float) -> Map:
    """A plane of the reference after such a blur."""
    return blur(plane, sigma_px) if sigma_px > 0 else plane


def sharpness_ratios(grey: Map, trusted: Mask) -> tuple[float, ...]:
    """Fine over coarse detail of a reference for each of `SIGMAS_PX`."""
    return tuple(_detail_ratio(blur(grey, sigma) if sigma > 0 else grey, trusted) for sigma in SIGMAS_PX)


@lru_cache(maxsize=64)
def reference_ratios(reference: LightReference, *, grey: bool) -> tuple[float, ...]:
    """`sharpness_ratios` of a reference on its constant print, once; `grey` for a page without colour."""
    mean = reference.mean
    if mean.ndim == 3 and grey:
        mean = np.asarray(cv2.cvtColor(mean, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    planes = mean.astype(np.float32).reshape(*mean.shape[:2], -1)
    return sharpness_ratios(mean_colour(planes), reference.constant)


def _detail_ratio(grey: Map, trusted: Mask) -> float:
    finer = blur(grey, 1.2)
    # Every third pixel tells as much; medians of absolute values, so that a forged patch does not set the page's
    # sharpness.
    where = trusted[::3, ::3]
    fine = np.abs(grey[::3, ::3] - finer[::3, ::3])[where]
    coarse = np.abs(finer[::3, ::3] - blur(finer, 5.0)[::3, ::3])[where]
    return float(np.float32(median_of(fine)) / max(median_of(coarse), 1e-3)) if fine.size else 0.0
