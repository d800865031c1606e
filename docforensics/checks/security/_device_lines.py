"""What a template knows of the lines of optically variable devices: as its captures under UV show them."""

from functools import lru_cache

import numpy as np

from docforensics.templates.comparison.device_lines import COARSE_MM, fine_lines, free_of_print
from docforensics.templates.model import REFERENCE_PX_PER_MM, LightReference, Template
from docforensics.templates.planes import Map, Mask, blur

LEAST_SHARE = 0.1
"""Of the device that must be known and free of print that glows. A judgement; not fitted."""
ROUNDING = 0.4
"""Grey levels of noise that a picture of whole levels has at least."""
MOST_HIDDEN = 0.1
"""Share of a device that may be hidden. A judgement; not fitted."""
_LEAST_CAPTURES, _LEAST_HOLDERS = 4, 3
"""With two captures fibres looked like structure, and a genuine page measured 0.6 to 0.7 (docs/decisions/2026-11-25-perforation.md)."""


def tells(template: Template, reference: LightReference) -> bool:
    """Whether enough was learned from to separate a device from fibres and noise."""
    return reference.n_captures >= _LEAST_CAPTURES and template.n_holders >= _LEAST_HOLDERS


def known_lines(reference: LightReference, around: tuple[slice, slice], place: Mask) -> tuple[Map, Mask]:
    """Give the lines of a device, and where no print glows: as captures under UV showed them in its place, or else as far as the reference shows them itself."""
    known = np.isfinite(reference.lines[around]) & place
    if np.count_nonzero(known) >= max(LEAST_SHARE * np.count_nonzero(place), 1):
        return np.where(known, reference.lines[around], 0).astype(np.float32), known
    bare = (free(reference) & reference.constant)[around]
    return fine_lines(reference.mean[around], bare), bare


def kept(lines: Map) -> Mask:
    """Where a reference shows more than whole grey levels: at a place of holders' data it is level, and holds nothing of a device named later."""
    strength = blur(np.abs(lines), COARSE_MM * REFERENCE_PX_PER_MM)
    return np.asarray(strength > ROUNDING, np.bool_)


@lru_cache(maxsize=32)
def free(reference: LightReference) -> Mask:
    """Where a reference under UV bears no print that glows, (H, W): kept, because it is the same for every document."""
    found = free_of_print(reference.mean)
    found.setflags(write=False)
    return found
