"""How much of a page glows where its reference is not the same on every document: numbers, second portraits, lines over the portrait.

No reference shows them, since a template keeps nothing of a holder; but on all captures of a model they cover about as much of the page. What is
missing of the least that one further capture in a hundred would cover was left out.
"""

from collections.abc import Sequence
from statistics import fmean, stdev

import numpy as np

from docforensics.checks.support.glow import LuminescentSide
from docforensics.page.geometry import BoxMm
from docforensics.templates.comparison.expected import rare
from docforensics.templates.comparison.luminescence import GAINS, LUMINESCENT_LEVEL
from docforensics.templates.masks import CUT_RIM_MM
from docforensics.templates.model import REFERENCE_PX_PER_MM

_FEWEST = 4
"""Captures that show how much of a page glows; of three the least is not known, Student's quantile is eleven spreads. A judgement; not fitted."""
_LEAST_MM2 = 4.0
"""Less than this may be fibres and dust. A judgement; not fitted."""
_MOST_HIDDEN = 0.05
"""Of the place, above which nothing is said of what does not glow there. A judgement; not fitted."""


def varying_glow(lit: LuminescentSide) -> float | None:
    """Share of a page that glows where its reference varies, its cut rim left out, 0..1; None where much of that was not seen.

    A weak lamp's page need not be as bright to glow.
    """
    side = lit.side
    width, height = side.template.size_mm
    page = BoxMm.of_size((width, height)).grown(-CUT_RIM_MM)
    varies = ~side.learned.constant & side.zone(page)
    if np.count_nonzero(varies & ~side.seen) > _MOST_HIDDEN * np.count_nonzero(varies):
        return None
    level = LUMINESCENT_LEVEL * float(np.clip(lit.strength, GAINS[0], 1.0))
    return float(np.count_nonzero((lit.seen > level) & varies) / REFERENCE_PX_PER_MM**2 / (width * height))


def missing_of_usual(lit: LuminescentSide, share: float, own: Sequence[float]) -> float:
    """Share that is missing of the least of what the captures of a template, whose shares are `own`, let one expect; 0 where they are few or cover little."""
    if len(own) < _FEWEST:
        return 0.0
    width, height = lit.side.template.size_mm
    least = fmean(own) - rare(len(own)) * stdev(own)
    return max(1 - share / least, 0.0) if least * width * height >= _LEAST_MM2 else 0.0
