"""Whether two pictures are the same one, printed differently: band-passed correlation over shifts and scales."""

from collections.abc import Iterable

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.capture.model import Pixels
from docforensics.page.geometry import BoxMm

HEIGHT_PX = 160
"""Both pictures are brought to this height."""
_FINE_PX, _COARSE_PX = 2.5, 12.0
"""Band in which a small portrait still carries the picture: below is its screen, above its shading."""
MARGIN = 0.1
"""Share of the picture left out on each side, so that it can be shifted."""

Picture = NDArray[np.float32]


def cropped(page: Pixels, box: BoxMm, px_per_mm: float) -> Picture:
    """A place on a page, in grey and at the common height."""
    rows, columns = box.to_px(px_per_mm).slices
    return levelled(
        page[max(rows.start, 0) : rows.stop, max(columns.start, 0) : columns.stop], box.width / box.height
    )


def levelled(part: Pixels, ratio: float) -> Picture:
    """A picture in grey at the common height; `ratio` is its width over its height."""
    grey = cv2.cvtColor(part, cv2.COLOR_RGB2GRAY) if part.ndim == 3 else part
    width = max(round(HEIGHT_PX * ratio), 16)
    return np.asarray(cv2.resize(grey, (width, HEIGHT_PX), interpolation=cv2.INTER_AREA), dtype=np.float32)


def likeness(copy: Picture, picture: Picture, scales: Iterable[float], margin: float = MARGIN) -> float:
    """Best correlation, -1..1, of the inner part of `picture` with `copy` over scales and shifts of `margin`."""
    band = _band(copy)
    return max(_best_match(band, _band(_zoomed(picture, zoom)), margin) for zoom in scales)


def _zoomed(picture: Picture, zoom: float) -> Picture:
    return np.asarray(
        cv2.resize(picture, None, fx=zoom, fy=zoom, interpolation=cv2.INTER_LINEAR), dtype=np.float32
    )


def _band(picture: Picture) -> Picture:
    return np.asarray(
        cv2.GaussianBlur(picture, (0, 0), _FINE_PX) - cv2.GaussianBlur(picture, (0, 0), _COARSE_PX),
        dtype=np.float32,
    )


def _best_match(copy: Picture, picture: Picture, margin: float) -> float:
    """Best correlation of the picture's inner part."""
    height, width = picture.shape
    dy, dx = round(margin * height), round(margin * width)
    inner = picture[dy : height - dy, dx : width - dx]
    if inner.shape[0] > copy.shape[0] or inner.shape[1] > copy.shape[1]:
        return -1.0
    return float(cv2.matchTemplate(copy, inner, cv2.TM_CCOEFF_NORMED).max())
