"""Features as masks on the template frame."""

from collections.abc import Iterable

import numpy as np

from docforensics.capture.light import Light
from docforensics.page.geometry import BoxMm
from docforensics.templates.model import REFERENCE_PX_PER_MM, Feature, FeatureKind
from docforensics.templates.planes import Mask

CUT_RIM_MM = 1.5
"""Strip along the page's edges in which cut and shadow differ from one capture to the next. A judgement; not fitted."""


def box_mask(boxes: Iterable[BoxMm], shape: tuple[int, ...]) -> Mask:
    """Where any of the boxes lies: (H, W)."""
    mask = np.zeros(shape[:2], dtype=bool)
    for box in boxes:
        rows, columns = box.to_px(REFERENCE_PX_PER_MM).slices
        mask[max(rows.start, 0) : max(rows.stop, 0), max(columns.start, 0) : max(columns.stop, 0)] = True
    return mask


def in_light(features: Iterable[Feature], light: Light) -> tuple[Feature, ...]:
    """Features whose places count in a light: those of white light lie there in every light, others in their own alone."""
    return tuple(feature for feature in features if feature.light in (Light.VISIBLE, light))


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


def solid_allowed(features: Iterable[Feature], shape: tuple[int, ...]) -> Mask:
    """Where solid dark areas may stand, as in a portrait: (H, W)."""
    return box_mask((feature.box for feature in features if feature.kind in SOLID_KINDS), shape)


def ink_allowed(features: Iterable[Feature], shape: tuple[int, ...]) -> Mask:
    """Where print of personal data may stand: (H, W)."""
    return box_mask((feature.box for feature in features if feature.variable), shape)
