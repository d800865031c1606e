"""What a zone's printer does to each symbol, and what lies on single characters: so that neither is taken for an alteration.

Every printer has its own cut of OCR-B. A symbol that is drawn otherwise there departs at each of its places alike; a character that
was altered departs from the same symbol elsewhere. Where a symbol stands once, what is known is how far the zone's
symbols depart from one another.
"""

from collections.abc import Sequence
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.checks.mrz._fit import GlyphFit
from docforensics.checks.mrz._glyphs import Floats, Glyph, Manner, covered, drawing, under
from docforensics.mrz.drawn_faces import OCRB
from docforensics.page.geometry import median
from docforensics.page.quantiles import median_of

_NO_INK = 0.05
"""Of the drawing's darkest, below which a place of a cell is paper. A judgement; not fitted."""
_FEWEST_PX = 50
"""Pixels of paper in a cell, of 1280, from which what lies on it is known. A judgement; not fitted."""
_TELLS = 3
"""Other places of a symbol whose median one alteration does not move. A judgement; not fitted."""
_LEAST_OVERLAY, _OVERLAY_SPREADS = 0.12, 6.0
"""Ink (root mean square, 1 as dark as black) on a character's paper beyond the zone's median, at least, and in robust standard deviations, from
which something else lies on it. Print of a published zone differs by up to 3.1 (guilloches), a perforation by 14 to 20 and a
blotted neighbour by 16 (20 zones, JPEG 85, 26 November 2026)."""
_BRIGHTER, _FAINTER = 1.1, 0.85
"""Times the zone's median that the paper of a character under a reflection has at least, and its contrast at most: where more light falls on a page, contrast in grey
levels rises. Judgements, from one photo (697, seen): print under a reflection has 1.1 to 1.5 and .3 to .83, all other 1.1 at most and .9 at least."""


def against_symbol(values: Floats, symbols: Sequence[str], floor: float) -> Floats:
    """By how far each value (n,) exceeds what its symbol's other places lead one to expect, in standard deviations of at least `floor`.

    The expectation is the best linear one: the median of the symbol's other places, drawn towards the zone's the more, the fewer they
    are and the less symbols differ in this zone. From `_TELLS` other places on, their median stands by itself.
    """
    off = np.asarray(values - median_of(values), np.float64)
    groups = {symbol: np.flatnonzero([one == symbol for one in symbols]) for symbol in set(symbols)}
    medians = {symbol: median(off[places]) for symbol, places in groups.items()}
    inner = off - np.array([medians[symbol] for symbol in symbols])
    repeated = np.array([len(groups[symbol]) > 2 for symbol in symbols], dtype=bool)
    within = max(_spread(inner[repeated]), floor)
    between = _spread(np.array(list(medians.values()))) ** 2
    found = np.zeros(len(off))
    for places in groups.values():
        others = len(places) - 1
        known = 1.0 if others >= _TELLS else others * between / (others * between + within**2)
        expected = known * _median_of_others(off[places])
        found[places] = (off[places] - expected) / np.sqrt(within**2 + (1 - known) * between)
    return np.asarray(found, np.float32)


def _median_of_others(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Of each value (n,) the median of all others; 0 where there is no other."""
    last = len(values) - 2
    if last < 0:
        return np.zeros(len(values))
    order = np.argsort(values)
    rank = np.argsort(order)
    ordered = values[order]
    # What stands at a place among the others is one further where the value itself came before.
    low, high = (ordered[place + (rank <= place)] for place in (last // 2, (last + 1) // 2))
    return np.asarray((low + high) / 2)


def _spread(values: NDArray[np.float64]) -> float:
    """Robust standard deviation about 0."""
    return 1.4826 * median_of(np.abs(values)) if len(values) else 0.0


def overlaid(glyphs: Sequence[Glyph], fit: GlyphFit) -> NDArray[np.bool_]:
    """Whether something else lies on each glyph (n,): far more ink on the paper round its strokes than the others have."""
    ink = np.array([_beside(glyph, shift, fit) for glyph, shift in zip(glyphs, fit.shift, strict=True)])
    off = ink - median_of(ink)
    return np.asarray((off > _LEAST_OVERLAY) & (off > _OVERLAY_SPREADS * _spread(off)), dtype=bool)


def veiled(glyphs: Sequence[Glyph], fit: GlyphFit) -> NDArray[np.bool_]:
    """Whether a reflection lies on each glyph (n,): its paper is brighter than the zone's, and its strokes stand out from it less in grey levels."""
    paper = np.array([glyph.paper for glyph in glyphs])
    ink = [
        under(drawing(OCRB[0], glyph.symbol, fit.manner), glyph, shift)[1]
        for glyph, shift in zip(glyphs, fit.shift, strict=True)
    ]
    contrast = paper * np.array(ink)
    brighter = paper > _BRIGHTER * median_of(paper)
    return np.asarray(brighter & (contrast < _FAINTER * median_of(contrast)), dtype=bool)


def _beside(glyph: Glyph, shift: Floats, fit: GlyphFit) -> float:
    """Ink on the paper of a cell, root mean square."""
    paper = _paper(glyph.symbol, fit.manner)
    return float(np.sqrt(np.mean(covered(glyph, shift)[paper] ** 2))) if paper.sum() >= _FEWEST_PX else 0.0


@lru_cache(maxsize=256)
def _paper(symbol: str, manner: Manner) -> NDArray[np.bool_]:
    """Where a drawing leaves paper, away from the rim of its strokes."""
    drawn = drawing(OCRB[0], symbol, manner)
    return cv2.erode((drawn < _NO_INK * drawn.max()).astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
