"""The working image in which sides are looked for: small, smoothed, with its gradients."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.capture.model import Pixels
from docforensics.page.geometry import Points
from docforensics.page.quantiles import median_of
from docforensics.page.shrunk import By, shrunk

WORK_SIDE = 640
"""Pixels of the longer side at which the outline is sought: about 4 px/mm of an ID-3 page. A judgement."""
PRINT_SIDE = 160
"""Cells of about a millimetre. A judgement."""
_STROKE = 7
"""Working pixels: widest stroke of print."""
_STROKE_CONTRAST = 32
"""Grey levels that thin strokes of print exceed: a judgement; not fitted."""
_LEAST_EDGE, _MOST_EDGE = 1.2, 4.0
"""Change a pixel, grey levels, that counts as an edge: on the calmest scene, and on the most restless. Judgements; not fitted."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Scene:
    """The working image: small, in three channels, with its gradients."""

    pixels: NDArray[np.float32]
    """(h, w, 3), 0..255, smoothed."""
    across: NDArray[np.float32]
    """(h, w, 3) change a pixel along x."""
    down: NDArray[np.float32]
    """(h, w, 3) change a pixel along y."""
    detail: NDArray[np.float32]
    """(h, w) strength of the gradient, the strongest channel's."""
    edge: float
    """Change a pixel that counts as an edge: above the scene's own texture, never below a grey level."""
    print_share: NDArray[np.float32]
    """(h', w') at most `PRINT_SIDE` a side: share of each cell that is covered by thin dark or light strokes, as print is."""
    scale: float
    """Working pixels a pixel of the image."""

    @property
    def shape(self) -> tuple[int, int]:
        """Width and height."""
        return int(self.pixels.shape[1]), int(self.pixels.shape[0])


def make_scene(pixels: Pixels, by: By | None = None) -> Scene:
    """Shrink to at most `WORK_SIDE` pixels, drop fine print by a median, keep edges; `by` as in `shrunk`."""
    height, width = pixels.shape[:2]
    scale = min(WORK_SIDE / max(height, width), 1.0)
    shape = (max(round(width * scale), 1), max(round(height * scale), 1))
    small = shrunk(pixels, shape, by) if scale < 1 else pixels
    colour = np.asarray(small if small.ndim == 3 else cv2.cvtColor(small, cv2.COLOR_GRAY2RGB), dtype=np.uint8)
    calm = cv2.GaussianBlur(cv2.medianBlur(np.ascontiguousarray(colour), 3), (0, 0), 0.8)
    smooth = np.asarray(calm, dtype=np.float32)
    across = np.asarray(cv2.Sobel(smooth, cv2.CV_32F, 1, 0, ksize=3, scale=1 / 8), dtype=np.float32)
    down = np.asarray(cv2.Sobel(smooth, cv2.CV_32F, 0, 1, ksize=3, scale=1 / 8), dtype=np.float32)
    # NumPy is slow in reducing a short last axis.
    red, green, blue = cv2.split(cv2.magnitude(across, down))
    detail = np.asarray(cv2.max(cv2.max(red, green), blue), dtype=np.float32)
    return Scene(
        pixels=smooth,
        across=across,
        down=down,
        detail=detail,
        edge=_edge_of(detail),
        print_share=_print_share(colour),
        scale=scale,
    )


def _edge_of(detail: NDArray[np.float32]) -> float:
    """Half of the median change a pixel, between `_LEAST_EDGE` and `_MOST_EDGE`; a scan's is mostly below, which counting tells in a fifth of the time."""
    if 2 * np.count_nonzero(detail <= 2 * _LEAST_EDGE) > detail.size + 1:
        return _LEAST_EDGE
    return float(np.clip(median_of(detail) / 2, _LEAST_EDGE, _MOST_EDGE))


def _print_share(colour: Pixels) -> NDArray[np.float32]:
    grey = cv2.cvtColor(colour, cv2.COLOR_RGB2GRAY)
    kernel = np.ones((_STROKE, _STROKE), np.uint8)
    strokes = cv2.max(
        cv2.morphologyEx(grey, cv2.MORPH_BLACKHAT, kernel), cv2.morphologyEx(grey, cv2.MORPH_TOPHAT, kernel)
    )
    inked = (np.asarray(strokes) > _STROKE_CONTRAST).astype(np.float32)
    factor = min(PRINT_SIDE / max(grey.shape), 1.0)
    shape = (max(round(grey.shape[1] * factor), 1), max(round(grey.shape[0] * factor), 1))
    return np.asarray(cv2.resize(inked, shape, interpolation=cv2.INTER_AREA), dtype=np.float32)


def sample(image: NDArray[np.float32] | Pixels, points: Points | Floats) -> Floats:
    """Bilinear values (..., C) of an image (h, w, C) at continuous points (..., 2); the border repeats."""
    shape = points.shape[:-1]
    flat = (points.reshape(1, -1, 2) - 0.5).astype(np.float32)
    # cv2.remap takes at most 32767 columns.
    columns = 16384
    parts = [
        cv2.remap(image, flat[:, i : i + columns], None, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)  # type: ignore[call-overload]
        for i in range(0, flat.shape[1], columns)
    ]
    values = np.concatenate(parts, axis=1)
    return np.asarray(values.reshape(*shape, -1), dtype=np.float64)
