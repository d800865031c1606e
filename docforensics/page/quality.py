"""How well the page can be seen: facts that guide and bound the checks, and are no finding themselves."""

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.capture.model import Pixels
from docforensics.page.band.find import grey_of
from docforensics.page.model import Quality
from docforensics.page.quantiles import quantiles

_BURNT_OUT = 252
"""Every channel at or above this holds no detail."""
_EDGE_REACH = 4
"""Pixels either side of an edge within which its contrast is taken."""
_LEAST_CONTRAST = 24
"""Grey levels: a weaker edge says more of noise and background printing than of sharpness."""
_BLURRED = 4.0
"""Edge width in pixels at which sharpness is 0."""
_FEWEST_EDGES = 50
"""Fewer say nothing of sharpness: a judgement."""
_MEASURED_PIXELS = 2_500_000
"""A page at about 400 dpi; a larger one is measured at less. A judgement."""
_TOLD_WIDTH = 3.0
"""Pixels up to which an edge's width is believed: `_EDGE_REACH` cuts wider ones short."""
_HALVINGS = 3
"""Of a blurred page, until its edges are narrow enough to be told."""


def measure_quality(
    pixels: Pixels, *, px_per_mm: float, native_px_per_mm: float, grey: Pixels | None = None
) -> Quality:
    """Facts of a rectified page (H, W, 3) or (H, W) at `px_per_mm`; `grey` is the page in grey, where it was made before."""
    grey = grey_of(pixels) if grey is None else grey
    low, high = quantiles(grey[::4, ::4], (0.01, 0.99))
    middle = _middle(grey)
    width = _edge_width(middle)
    return Quality(
        sharpness=float(np.clip((_BLURRED - width) / (_BLURRED - 1.0), 0.0, 1.0)) if width else 0.0,
        glare_share=_glare_share(pixels, px_per_mm),
        px_per_mm=native_px_per_mm,
        contrast=(high - low) / 255.0,
        edge_mm=_wide_edge(middle, width) / px_per_mm,
    )


def _middle(grey: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The middle part of a very large page, enough to tell how sharp it is."""
    share = min(float(np.sqrt(_MEASURED_PIXELS / grey.size)), 1.0)
    height, width = (max(int(side * share), 1) for side in grey.shape)
    top, left = (grey.shape[0] - height) // 2, (grey.shape[1] - width) // 2
    return grey[top : top + height, left : left + width]


def _edge_width(grey: NDArray[np.uint8]) -> float:
    """Pixels that the sharper half of all clear edges takes: contrast over the steepest step of one; 0 where too few tell."""
    if min(grey.shape) < 2 * _EDGE_REACH + 2:
        return 0.0
    window = np.ones((1, 2 * _EDGE_REACH + 1), np.uint8)
    widths = np.concatenate([_edge_widths(grey, window), _edge_widths(grey.T, window)])
    return quantiles(widths, (0.25,))[0] if widths.size >= _FEWEST_EDGES else 0.0


def _wide_edge(grey: NDArray[np.uint8], width: float) -> float:
    """Width in pixels of edges that may be wider than the window: measured on the page halved until they are narrow.

    Blur that leaves no clear edge at all in the window is met so too; 0 where none is found at any size.
    """
    step, told = 1, width
    while not 0 < width <= _TOLD_WIDTH and step < 2**_HALVINGS and min(grey.shape) > 1:
        grey = np.asarray(cv2.resize(grey, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA), np.uint8)
        width, step = _edge_width(grey), 2 * step
        told = max(told, width * step)
    return told


def _edge_widths(grey: NDArray[np.uint8], window: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Widths in pixels of edges crossed along the rows, one a place where the step is the steepest around."""
    rows = np.ascontiguousarray(grey[:: max(grey.shape[0] // 400, 1)])
    steps = cv2.absdiff(rows[:, 1:], rows[:, :-1])
    contrast = np.ascontiguousarray((cv2.dilate(rows, window) - cv2.erode(rows, window))[:, :-1])
    peaks = (steps == cv2.dilate(steps, window)) & (contrast >= _LEAST_CONTRAST) & (steps > 0)
    # Places all over a picture are taken by number in a sixth of the time that a mask takes.
    places = np.flatnonzero(peaks)
    return np.asarray(contrast.take(places) / steps.take(places).astype(np.float64), dtype=np.float64)


def _glare_share(pixels: Pixels, px_per_mm: float) -> float:
    """Share burnt out in patches of at least about a millimetre; a white scanner background counts as well."""
    step = max(int(px_per_mm / 4), 1)
    small = pixels[::step, ::step]
    dark_most = (
        small if small.ndim == 2 else np.minimum(np.minimum(small[..., 0], small[..., 1]), small[..., 2])
    )
    burnt = (dark_most >= _BURNT_OUT).astype(np.uint8)
    side = max(round(px_per_mm / step), 1)
    return float(np.mean(cv2.morphologyEx(burnt, cv2.MORPH_OPEN, np.ones((side, side), np.uint8))))
