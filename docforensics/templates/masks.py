"""Features as masks on the template frame."""

from collections.abc import Iterable

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.capture.light import Light
from docforensics.page.geometry import BoxMm
from docforensics.templates.model import REFERENCE_PX_PER_MM, Feature, FeatureKind
from docforensics.templates.planes import Mask

CUT_RIM_MM = 1.5
"""Strip along the page's edges in which cut and shadow differ from one capture to the next. A judgement; not fitted."""

_LETTERS_PX = 2 * round(0.75 * REFERENCE_PX_PER_MM) + 1
"""Gap between letters and short words of one row. A judgement; not fitted."""


def box_mask(boxes: Iterable[BoxMm], shape: tuple[int, ...]) -> Mask:
    """Where any of the boxes lies: (H, W)."""
    mask = np.zeros(shape[:2], dtype=bool)
    for box in boxes:
        mask[clipped(box, shape)] = True
    return mask


def clipped(
    box: BoxMm, shape: tuple[int, ...], px_per_mm: float = REFERENCE_PX_PER_MM
) -> tuple[slice, slice]:
    """Rows and columns of a box, those of them that lie on the frame of this shape, which has so many pixels a millimetre."""
    rows, columns = box.to_px(px_per_mm).slices
    return (
        slice(max(rows.start, 0), min(max(rows.stop, 0), shape[0])),
        slice(max(columns.start, 0), min(max(columns.stop, 0), shape[1])),
    )


def in_blocks(holes: NDArray[np.bool_], *, most_mm: tuple[float, float] | None = None) -> Mask:
    """Holes (H, W) filled up to upright blocks, neighbours on a row as one: from the shape of a hole, what was written there could be read.

    Where `most_mm` is given, what is wider or higher than that is left out.
    """
    rows = cv2.morphologyEx(holes.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((1, _LETTERS_PX), np.uint8))
    most = [mm * REFERENCE_PX_PER_MM for mm in most_mm or (np.inf, np.inf)]
    blocks = np.zeros(holes.shape, dtype=bool)
    for left, top, width, height, _ in cv2.connectedComponentsWithStats(rows, connectivity=8)[2][1:]:
        if width <= most[0] and height <= most[1]:
            blocks[top : top + height, left : left + width] = True
    return blocks


def component_box(stat: NDArray[np.int32]) -> BoxMm:
    """The box of a connected component, of which OpenCV gives left, top, width and height in pixels."""
    left, top, width, height = (float(value) / REFERENCE_PX_PER_MM for value in stat[:4])
    return BoxMm(left=left, top=top, right=left + width, bottom=top + height)


def grown(mask: NDArray[np.bool_], margin_mm: float) -> Mask:
    """A mask (H, W) with a margin."""
    return np.asarray(cv2.dilate(mask.astype(np.uint8), square(margin_mm)), dtype=bool)


def square(margin_mm: float) -> NDArray[np.uint8]:
    """The structuring element that reaches so far from its middle."""
    side = 2 * round(margin_mm * REFERENCE_PX_PER_MM) + 1
    return np.ones((side, side), np.uint8)


def in_light(features: Iterable[Feature], light: Light) -> tuple[Feature, ...]:
    """Features whose places count in a light: those of white light lie there in every light, others in their own alone."""
    return tuple(feature for feature in features if feature.light in (Light.VISIBLE, light))


FURTHER_PORTRAIT = "further-portrait"
"""How the names of places begin that may show the holder again, as few holders' captures say: hidden in the reference and in redacted copies, and compared with nothing."""
RING_MM = 3.0
"""What lies this close to a portrait is the portrait checks' concern, so that one cue does not count twice."""
SOLID_KINDS = frozenset(
    {
        FeatureKind.PORTRAIT,
        FeatureKind.SECONDARY_PORTRAIT,
        FeatureKind.SIGNATURE,
        FeatureKind.OPTICALLY_VARIABLE_DEVICE,
        FeatureKind.LASER_PERFORATION,
    }
)
"""Kinds that are variable all over; in the others only strokes of ink vary."""
PORTRAITS = frozenset({FeatureKind.PORTRAIT, FeatureKind.SECONDARY_PORTRAIT})
"""Kinds that show the holder's face."""


def solid_allowed(features: Iterable[Feature], shape: tuple[int, ...]) -> Mask:
    """Where solid dark areas may stand, as in a portrait: (H, W)."""
    return box_mask((feature.box for feature in features if feature.kind in SOLID_KINDS), shape)


def compared_portraits(features: Iterable[Feature]) -> tuple[Feature, ...]:
    """The portraits and secondary portraits whose places are more than presumed."""
    return tuple(
        one for one in features if one.kind in PORTRAITS and not one.name.startswith(FURTHER_PORTRAIT)
    )


def ink_allowed(features: Iterable[Feature], shape: tuple[int, ...]) -> Mask:
    """Where print of personal data may stand: (H, W)."""
    return box_mask((feature.box for feature in features if feature.variable), shape)
