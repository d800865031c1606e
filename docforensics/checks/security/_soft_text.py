"""Fields whose text is far softer than that of the page's other fields: blurred, so that fine print under it cannot be missed.

Print that was scraped, covered or printed anew is found by what is missing; a blurred place lacks it as well. They are told apart by
the holder's data on the place: whoever retypes them prints them as sharp as the rest, blur takes both.
"""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.checks.support.registered import RegisteredSide
from docforensics.page.geometry import BoxMm
from docforensics.templates.model import REFERENCE_PX_PER_MM, Feature, FeatureKind

_DATA = (FeatureKind.PERSONAL_DATA, FeatureKind.MACHINE_READABLE_ZONE)
_FEWEST = 3
"""Fields with text that the others are compared with. A judgement; not fitted."""
_DEPTH = 0.3
"""Share of the usual depth of text from which a field bears text at all. A judgement; not fitted."""
_SOFT, _SOFT_OF_DEPTH = 0.4, 0.7
"""Shares of the usual slope of text, in grey levels and of its own depth, below both of which it is soft: pale text has low slopes as
well, but steep ones for its depth. Blurred by half a millimetre a date measured 0.28 and 0.53, single letters of sharp text 0.53 and 0.67."""
_STEEPEST = 0.97
"""Quantile of the slopes of a field: its strokes have many more, a caption at its rim has fewer."""


def soft_fields(side: RegisteredSide) -> tuple[Feature, ...]:
    """List the fields of a side whose text is soft although that of most others is not."""
    fields = [item for kind in _DATA for item in side.template.of_kind(kind) if item.light is side.light]
    measured = [(field, *_text(_part(side, field.box))) for field in fields]
    depths = [depth for _, depth, _ in measured]
    if len(depths) < _FEWEST:
        return ()
    least = _DEPTH * float(np.median(depths))
    printed = [(field, share * depth, share) for field, depth, share in measured if depth > least]
    if len(printed) < _FEWEST:
        return ()
    usual, usual_share = (float(np.median([one[place] for one in printed])) for place in (1, 2))
    return tuple(
        field
        for field, slope, share in printed
        if slope < _SOFT * usual and share < _SOFT_OF_DEPTH * usual_share
    )


def touches(box: BoxMm, fields: Sequence[Feature], margin_mm: float) -> bool:
    """Whether a place touches one of the fields, or the paper `margin_mm` around it."""
    return any(box.overlap(field.box.grown(margin_mm)) > 0 for field in fields)


def _part(side: RegisteredSide, box: BoxMm) -> NDArray[np.float32]:
    page = side.page()
    rows, columns = box.to_px(REFERENCE_PX_PER_MM).slices
    part = page[max(rows.start, 0) : max(rows.stop, 0), max(columns.start, 0) : max(columns.stop, 0)]
    grey = cv2.cvtColor(part, cv2.COLOR_RGB2GRAY) if part.ndim == 3 and part.size else part
    return np.asarray(grey, np.float32)


def _text(levels: NDArray[np.float32]) -> tuple[float, float]:
    """Depth of the darkest print in grey levels, and the steepest slopes as a share of it a pixel; zeros where there is no print."""
    if min(levels.shape[:2], default=0) < 5:
        return 0.0, 0.0
    paper, dark = np.percentile(levels, [90, 2])
    depth = float(paper - dark)
    if depth <= 0:
        return 0.0, 0.0
    slope = cv2.magnitude(*(cv2.Sobel(levels, cv2.CV_32F, *order) / 8 for order in ((1, 0), (0, 1))))
    return depth, float(np.quantile(slope, _STEEPEST)) / depth
