"""How well a map finds the changed pixels of one picture."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from docforensics.bench.metrics.rates import auc


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """One map under one mask."""

    f1: float
    """Of marked pixels against changed ones."""
    iou: float
    pixel_auc: float
    """Probability that a pixel under the mask scores higher than one outside; 0.5 says nothing."""


def overlap(map_: NDArray[np.float32], mask: NDArray[np.bool_], mark_above: float) -> Overlap | None:
    """Compare a map with a mask of the same shape; None when the mask covers nothing or everything."""
    if not mask.any() or mask.all():
        return None
    marked = map_ > mark_above
    both = float(np.count_nonzero(marked & mask))
    either = float(np.count_nonzero(marked | mask))
    return Overlap(f1=2 * both / (both + either), iou=both / either, pixel_auc=auc(map_[~mask], map_[mask]))
