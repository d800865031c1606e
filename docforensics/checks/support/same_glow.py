"""Whether a page gives off what its reference leads one to expect, place by place, at the strength of its own lamp."""

import numpy as np

from docforensics.templates.comparison.luminescence import GAINS, NOISE
from docforensics.templates.model import REFERENCE_PX_PER_MM
from docforensics.templates.planes import Map, Mask, blur

_WINDOW_MM = 1.0
"""Standard deviation of the window of comparison: some lines of a pattern. A judgement; not fitted."""


def unlike(seen: Map, expected: Map, zone: Mask, known: Mask, *, uneven: float = 1.0) -> Map:
    """Dissimilarity of two glows in a zone (H, W), 0 same .. 1 unrelated, at the strength that both show at `known` places.

    At each place either may be `uneven` times as strong as it is there.
    """
    seen, expected = np.maximum(seen, 0), np.maximum(expected, 0)
    shown = max(float((seen[known] ** 2).sum()), 1.0)
    strength = np.sqrt(float((expected[known] ** 2).sum()) / shown)
    seen = seen * np.float32(np.clip(strength, *GAINS))
    weight, sigma = zone.astype(np.float32), _WINDOW_MM * REFERENCE_PX_PER_MM
    both, own, usual = (
        blur(np.asarray(one * other * weight, np.float32), sigma)
        for one, other in ((seen, expected), (seen, seen), (expected, expected))
    )
    gain = np.clip(np.sqrt(usual / np.maximum(own, np.float32(1e-3))), 1 / uneven, uneven)
    return np.asarray(1 - (2 * gain * both + NOISE) / (gain * gain * own + usual + NOISE), np.float32)
