"""How much fine structure a portrait has against the page around it: print that shows through, screen, grain.

Where the background print runs under and over a portrait, the portrait shows its lines; a photo from elsewhere is smoother, or
has grain of its own. The capture's noise shows in both. So does its blur, which takes more of the finer of the two: what genuine captures show after it is measured of them blurred.
"""

from collections.abc import Mapping, Sequence

import cv2
import numpy as np

from docforensics.capture.model import Pixels
from docforensics.page.geometry import BoxMm
from docforensics.templates.comparison.sharpness import SIGMAS_PX, softened
from docforensics.templates.masks import box_mask
from docforensics.templates.model import REFERENCE_PX_PER_MM, Fineness, LightReference
from docforensics.templates.planes import Map, Mask, as_grey

_FINE_MM, _COARSE_MM = 0.06, 0.15
"""Band: grain, screen and lines; what is broader belongs to the picture."""
_BLOCK_MM = 1.0
"""Square of which the structure is taken. A judgement; not fitted."""
_RIM = 0.14
"""Share of the portrait's place left out on each side: there it fades, or the page begins."""
_LEAST_BLOCKS, _LEAST_CAPTURES = 40, 3
"""Squares of a portrait, and captures, from which the figure is known. A judgement; not fitted."""
_MIN_SPREAD = 0.15
"""Octaves; hair and cloth differ from holder to holder more than a few captures show."""


def fineness(page: Pixels | Map, reference: LightReference, portrait: BoxMm) -> float | None:
    """Octaves of the portrait's median fine structure above that of the page's constant print; None with too little of either."""
    blocks = _blocks(page)
    inside = _whole(box_mask([_inner(portrait)], page.shape), blocks.shape)
    around = _whole(reference.constant & ~box_mask([portrait], page.shape), blocks.shape)
    if min(int(inside.sum()), int(around.sum())) < _LEAST_BLOCKS:
        return None
    own, page_wide = (float(np.median(blocks[where])) for where in (inside, around))
    return float(np.log2(max(own, 1e-3) / max(page_wide, 1e-3)))


def softened_fineness(page: Pixels, reference: LightReference, portrait: BoxMm) -> Mapping[float, float]:
    """`fineness` of a page after each blur of `SIGMAS_PX`: finer print, be it of the portrait or of the page, is lost sooner."""
    grey = as_grey(page)
    found = {sigma: fineness(softened(grey, sigma), reference, portrait) for sigma in SIGMAS_PX}
    return {sigma: octaves for sigma, octaves in found.items() if octaves is not None}


def learned_fineness(pages: Sequence[Pixels], reference: LightReference, portrait: BoxMm) -> Fineness | None:
    """What the portraits of three or more genuine captures have; None for fewer."""
    found = [value for page in pages if (value := fineness(page, reference, portrait)) is not None]
    if len(found) < _LEAST_CAPTURES:
        return None
    spread = max(float(np.std(found, ddof=1)), _MIN_SPREAD)
    return Fineness(octaves=float(np.median(found)), spread=spread)


def _blocks(page: Pixels | Map) -> Map:
    """Mean of the band's size over each square of a millimetre."""
    grey, scale = as_grey(page), REFERENCE_PX_PER_MM
    band = cv2.GaussianBlur(grey, (0, 0), _FINE_MM * scale) - cv2.GaussianBlur(
        grey, (0, 0), _COARSE_MM * scale
    )
    side = round(_BLOCK_MM * scale)
    size = (max(grey.shape[1] // side, 1), max(grey.shape[0] // side, 1))
    return np.asarray(cv2.resize(np.abs(band), size, interpolation=cv2.INTER_AREA), dtype=np.float32)


def _whole(mask: Mask, shape: tuple[int, ...]) -> Mask:
    """Blocks that a mask covers whole."""
    share = cv2.resize(mask.astype(np.float32), (shape[1], shape[0]), interpolation=cv2.INTER_AREA)
    return np.asarray(share > 0.99, dtype=bool)


def _inner(box: BoxMm) -> BoxMm:
    across, down = _RIM * box.width, _RIM * box.height
    return BoxMm(
        left=box.left + across, top=box.top + down, right=box.right - across, bottom=box.bottom - down
    )
