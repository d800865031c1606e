"""How much more of fine colours a page shows than its reference: what an optically variable device sends back under a lamp that nobody knows."""

from functools import partial

import numpy as np

from docforensics.checks.support.registered import RegisteredSide, devices
from docforensics.checks.support.same_print import bands_at
from docforensics.page.quantiles import median_of
from docforensics.templates.comparison.device_line_colours import chromas
from docforensics.templates.comparison.photometric import is_grey
from docforensics.templates.model import REFERENCE_PX_PER_MM
from docforensics.templates.planes import Map, blur

_WINDOW_MM = 1.0
"""Standard deviation of the window in which fine colours are compared: some lines of a device. A judgement; not fitted."""
_NOISE = 1.0
"""Variance, squared grey levels, below which there is no colour. A judgement; not fitted."""


def colour_octaves(side: RegisteredSide) -> Map | None:
    """Octaves by which the fine colours of a page exceed the reference's at each place (H, W), against what they do on the page as a whole.

    None where page or reference has no colours, and where nothing but devices could be compared.
    """
    return side.side.kept.once((colour_octaves, side.light, side.reference), partial(_octaves, side))


def _octaves(side: RegisteredSide) -> Map | None:
    around = side.residual.comparable & ~devices(side)
    if is_grey(side.page()) or is_grey(side.learned.mean) or not around.any():
        return None
    own, expected = zip(*bands_at(side, (slice(None), slice(None))), strict=True)
    octaves = np.log2((_colour_energy(own) + _NOISE) / (_colour_energy(expected) + _NOISE))
    return np.asarray(octaves - median_of(octaves[around]), np.float32)


def _colour_energy(bands: tuple[Map, ...]) -> Map:
    """Energy of two differences of the three colours in the window: grey lines have none."""
    one, other = chromas(bands)
    return blur(np.asarray(one * one + other * other, np.float32), _WINDOW_MM * REFERENCE_PX_PER_MM)
