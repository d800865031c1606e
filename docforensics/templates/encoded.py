"""The pictures of a reference as the parts of a template hold them, encoded once.

An examiner asks for the digest of its templates, and a template that is being made has none but that of its parts: to encode them took a tenth to a sixth of a revision. They stay as long as the
reference does: some hundred kilobytes a light.
"""

from collections.abc import Iterator, Mapping
from weakref import WeakKeyDictionary

import numpy as np

from docforensics.capture.model import Pixels
from docforensics.templates.model import LightReference
from docforensics.templates.stored_maps import (
    COLOUR_STEPS,
    ENERGY_STEPS,
    FADED_STEPS,
    TOLERANCE_STEPS,
    coarse,
    lines_as_levels,
    png,
    side_by_side,
)

_ENCODED: WeakKeyDictionary[LightReference, Mapping[str, bytes]] = WeakKeyDictionary()
"""The pictures of references, while these live: an examiner of a template asks for its digest, and what is made of a template step by step mostly keeps its references."""


def pictures_of(reference: LightReference) -> Mapping[str, bytes]:
    """The pictures of a reference by name, encoded once."""
    found = _ENCODED.get(reference)
    if found is None:
        # Two threads may both encode them; the later ones are kept, which costs time and nothing else.
        found = _ENCODED[reference] = {name: png(pixels) for name, pixels in _planes(reference)}
    return found


def _planes(reference: LightReference) -> Iterator[tuple[str, Pixels]]:
    yield "mean", reference.mean
    yield "tolerance", np.clip(reference.tolerance * TOLERANCE_STEPS, 0, 255).round().astype(np.uint8)
    yield "constant", reference.constant.astype(np.uint8) * 255
    yield "colour", coarse(reference.colour_spread, COLOUR_STEPS)
    yield "energy", coarse(reference.energy_spread, ENERGY_STEPS)
    if reference.own_places:
        yield "faded", coarse(reference.faded, FADED_STEPS)
    if knows_lines(reference):
        yield "lines", lines_as_levels(reference.lines)
    if reference.least_glow.size:
        yield "glow", side_by_side(reference.least_glow)


def knows_lines(reference: LightReference) -> bool:
    """Whether lines of devices are known at any place of a reference."""
    return bool(np.isfinite(reference.lines).any())
