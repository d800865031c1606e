"""What genuine captures show of one another: each compared with a reference of the others, as a questioned page would be.

How heavy a place without a cause may be depends on the model and on its captures: paper that bends, passes of a press that lie differently from
one document to the next, devices that sharpen. No limit set on other documents knows that; the captures that a template is learned
from do.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.formats.free_size import FreeSize
from docforensics.templates.comparison.expected import rare
from docforensics.templates.comparison.missing import element_octaves
from docforensics.templates.comparison.pooled import beyond_usual
from docforensics.templates.comparison.residual import clusters, is_slip, residual
from docforensics.templates.masks import RING_MM, box_mask
from docforensics.templates.model import (
    REFERENCE_PX_PER_MM,
    Feature,
    FeatureKind,
    LightReference,
    Template,
)
from docforensics.templates.planes import Map

_FEWEST = 3
"""Captures that have to show an element for its fading to be known. A judgement."""
Without = Callable[[int], tuple[LightReference, Sequence[Feature]]]
"""Learns a reference, and what varies, from all captures but one."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Own:
    """What the captures show of one another, in white light."""

    places: tuple[float, ...]
    """`LightReference.own_places`."""
    faint: tuple[float, ...]
    """`LightReference.own_faint`."""
    faded: Map
    """`LightReference.faded`."""


def own_captures(stack: Sequence[Pixels], without: Without) -> Own:
    """Compare each page (H, W[, 3]) with a reference of the others."""
    shown, octaves = [], []
    for number, page in enumerate(stack):
        reference, features = without(number)
        varying = box_mask((one.box for one in features if one.variable), reference.constant.shape)
        shown.append(departure(page, reference, features))
        octaves.append(element_octaves(page, reference.mean, reference.constant & ~varying))
    places, faint = (tuple(values) for values in zip(*shown, strict=True))
    return Own(places=places, faint=faint, faded=_faded(np.stack(octaves), stack[0].shape[1::-1]))


def _faded(octaves: NDArray[np.float32], size: tuple[int, int]) -> Map:
    """(H, W): how far one page in a hundred falls short, by the octaves (N, h, w) of those seen; 0 where fewer than three show them."""
    known = np.isfinite(octaves)
    count = known.sum(axis=0)
    filled = np.where(known, octaves, 0)
    mean = filled.sum(axis=0) / np.maximum(count, 1)
    spread = np.sqrt((known * (filled - mean) ** 2).sum(axis=0) / np.maximum(count - 1, 1))
    tell = count >= _FEWEST
    short = np.where(tell, np.maximum(rare(len(octaves)) * spread - mean, 0), 0).astype(np.float32)
    return np.asarray(cv2.resize(short, size, interpolation=cv2.INTER_LINEAR), dtype=np.float32)


def departure(page: Pixels, reference: LightReference, features: Sequence[Feature]) -> tuple[float, float]:
    """How far a page departs from its reference, as a questioned page is compared.

    The mass of the heaviest place for which the reference gives no cause, mm2, portraits left out; and the multiple of what is tolerated that its faint print reaches.
    """
    height, width = reference.constant.shape
    size = FreeSize(width=width / REFERENCE_PX_PER_MM, height=height / REFERENCE_PX_PER_MM)
    template = Template(
        model=None,
        size=size,
        features=tuple(features),
        references={Light.VISIBLE: reference},
        n_captures=reference.n_captures,
    )
    portraits = box_mask(
        (one.box.grown(RING_MM) for one in template.of_kind(FeatureKind.PORTRAIT)), (height, width)
    )
    found = residual(page, template, reference)
    excess = np.where(portraits, 0, found.excess).astype(np.float32)
    heaviest = max(
        (one.mass for one in clusters(excess, min_mass=0.0) if not is_slip(excess, one)), default=0.0
    )
    return heaviest, beyond_usual(found.faint)
