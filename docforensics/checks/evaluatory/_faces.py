"""Faces on a page, found by the small cascade that scikit-image carries (OpenCV's `lbpcascade_frontalface`, BSD).

Local binary patterns in a boosted cascade: 52 kB, no network, nothing fetched. It says where a frontal face may be, and nothing of whose.

Sources: Viola and Jones 2001; Liao, Zhu, Lei, Zhang and Li 2007 (multi-block local binary patterns).
"""

from functools import lru_cache
from typing import TYPE_CHECKING

import cv2
import numpy as np

from docforensics.capture.model import Pixels
from docforensics.errors import EngineUnavailableError
from docforensics.page.geometry import BoxMm
from docforensics.viz.segments import reduced

if TYPE_CHECKING:
    from skimage.feature import Cascade

_INSTALL = "pip install 'docforensics[engines]'"
_WORK_PX_PER_MM = 3.0
"""Enough for a face of 8 mm to fill the cascade's square; finer costs time. A judgement; not fitted."""
_LEAST_PX = 24
"""The cascade's own square."""
LEAST_MM, _MOST_MM = 8.5, 36.0
"""Brow to chin, on portraits from a card's smallest to a passport's largest."""
_SCALE_STEP = 1.15
"""From one size that is tried to the next; smaller steps cost time. A judgement; not fitted."""


def find_faces(page: Pixels, px_per_mm: float, least_mm: float = LEAST_MM) -> tuple[BoxMm, ...]:
    """Squares from brow to chin, the largest first; one that lies within a larger one is left out.

    Parameters
    ----------
    page
        Rectified and upright, (H, W) or (H, W, 3), uint8.
    px_per_mm
        Of the page.
    least_mm
        Width of the smallest face that is looked for; the larger, the less time.

    Raises
    ------
    EngineUnavailableError
        If scikit-image is not installed.
    """
    cascade = _cascade()
    grey = page if page.ndim == 2 else cv2.cvtColor(page, cv2.COLOR_RGB2GRAY)
    small, scale = reduced(np.asarray(grey, np.uint8), px_per_mm, _WORK_PX_PER_MM)
    least, most = max(round(least_mm * scale), _LEAST_PX), round(_MOST_MM * scale)
    most = min(most, *small.shape)
    if least >= most:
        return ()
    found = cascade.detect_multi_scale(
        img=cv2.cvtColor(small, cv2.COLOR_GRAY2RGB),
        scale_factor=_SCALE_STEP,
        step_ratio=1,
        min_size=(least, least),
        max_size=(most, most),
    )
    boxes = sorted((_box(one, scale) for one in found), key=lambda box: -box.width)
    return tuple(
        box for i, box in enumerate(boxes) if not any(larger.holds(box.centre) for larger in boxes[:i])
    )


@lru_cache(maxsize=1)
def _cascade() -> "Cascade":
    try:
        from skimage import data  # noqa: PLC0415  (optional, and slow to import)
        from skimage.feature import Cascade  # noqa: PLC0415
    except ImportError as error:
        raise EngineUnavailableError(f"Faces are found with scikit-image: {_INSTALL}") from error
    path: str = data.lbp_frontal_face_cascade_filename()  # type: ignore[no-untyped-call]
    return Cascade(path)


def _box(found: dict[str, int], scale: float) -> BoxMm:
    left, top = found["c"] / scale, found["r"] / scale
    return BoxMm(
        left=left, top=top, right=left + found["width"] / scale, bottom=top + found["height"] / scale
    )
