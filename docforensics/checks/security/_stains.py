"""Dirt on a page: a smooth shade away from the holder's data, under which the fine lines are those of the reference."""

import numpy as np

from docforensics.checks.support.registered import RegisteredSide
from docforensics.templates.comparison.residual import PrintCluster
from docforensics.templates.comparison.sharpness import reference_ratios, softened, softening
from docforensics.templates.masks import clipped
from docforensics.templates.model import REFERENCE_PX_PER_MM
from docforensics.templates.planes import Map, blur, colours_of, mean_of

_FINE_MM, _COARSE_MM = 0.12, 0.3
"""Band in which only lines are left, standard deviations: finer is the capture's noise, and the comparison, whose band ends at 0.75 mm, takes a stain of some
millimetres for print."""
_MOST_UNLIKE = 0.13
"""Dissimilarity of the lines up to which they are those of the reference. Under finger marks at the rim of two genuine and two forged pages of one random design 0.05 to 0.12 (six of seven; one of
0.17); under print that differs or is gone, on 15 forged pages of three random designs and the samples, 0.17 and more. All seen; the limit was set between."""
_LEAST_LINES = 0.8
"""Grey levels (root mean square) that the reference's lines have at least: in paler print noise would hide them. The palest of those stains had 0.92. A judgement."""
_AROUND_MM = 3.0
"""Round a place, so that bands at its edge are made of print as well: ten times the band's width."""


def is_stain(side: RegisteredSide, place: PrintCluster) -> bool:
    """Whether the lines within a place are the reference's, so that what departs there is a shade on them.

    At places of the holder's data nothing is taken for dirt: there an erasure leaves a stain as well.
    """
    holders = (one.box for one in side.template.features if one.variable and one.light is side.light)
    if any(place.box.overlap(box) > 0 for box in holders):
        return False
    page, reference = side.page(), side.reference.mean
    at = clipped(place.box.grown(_AROUND_MM), page.shape)
    seen, expected = (mean_of(planes) for planes in zip(*colours_of(page, reference), strict=True))
    ratios = reference_ratios(side.reference, grey=page.ndim == 2)
    soft_px = softening(expected, seen, side.reference.constant, ratios)
    odd = side.residual.excess[at] > 0
    lines = _lines(seen[at] / np.float32(side.exposure()))[odd], _lines(softened(expected[at], soft_px))[odd]
    (own, cross), (_, wanted) = np.cov(*lines, bias=True)
    return bool(wanted >= _LEAST_LINES**2 and 1 - 2 * cross / (own + wanted) <= _MOST_UNLIKE)


def _lines(plane: Map) -> Map:
    return blur(plane, _FINE_MM * REFERENCE_PX_PER_MM) - blur(plane, _COARSE_MM * REFERENCE_PX_PER_MM)
