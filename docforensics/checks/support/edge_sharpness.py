"""How sharp printed strokes are on the capture's own grid, and what a page's other strokes lead one to expect.

One lens draws the whole page, so that sharpness changes slowly over it. The measure is the steepest gradient over the contrast
of stroke and paper: it does not depend on how dark the print is, nor on how wide a stroke is once it is wider than the blur.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.checks.support.native_image import Floats, Levels
from docforensics.page.geometry import Points
from docforensics.page.quantiles import median_of, quantiles

Doubles = NDArray[np.float64]

_STEEPEST = 0.06
"""Share of a glyph's pixels whose gradient counts: its edges, whatever its shape."""
_PAPER, _INK = 0.85, 0.04
"""Quantiles of a glyph's box that are taken for paper and for ink."""
_FEWEST_PX = 30
"""Pixels on edges from which a glyph's sharpness is known. A judgement; not fitted."""
_MOST_BETWEEN = 3.0
"""Pixels of the box around glyphs, as a multiple of their own, up to which they are measured at once: a line that runs aslant leaves most of its box empty. A judgement; the values are the same."""
_TUNING = 1.5
"""Huber's constant, in robust standard deviations."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InkedGlyph:
    """Where a glyph stands in a picture, and between which grey levels."""

    rows: slice
    columns: slice
    ink: float
    paper: float

    @property
    def darkness(self) -> float:
        """1 - ink over paper, 0..1."""
        return 1 - self.ink / self.paper


class Strokes:
    """Measures glyphs of one picture."""

    def __init__(self, levels: Levels) -> None:
        self._levels = levels

    def glyph(self, corners: Points, margin: float) -> InkedGlyph | None:
        """Find the glyph inside `corners` (4, 2), in pixels, grown by `margin` pixels; None where it is too small or shows no contrast."""
        return self.glyphs(corners[None], margin)[0]

    def glyphs(self, corners: Points, margin: float) -> list[InkedGlyph | None]:
        """Find the glyphs inside corners (n, 4, 2), as `glyph` finds one."""
        extent = self._levels.shape[::-1]
        finite = np.asarray(np.isfinite(corners).all(axis=(1, 2)))[:, None]
        low = np.floor(np.where(finite, corners.min(axis=1), np.inf) - margin)
        high = np.ceil(np.where(finite, corners.max(axis=1), -np.inf) + margin)
        boxes = np.concatenate([np.clip(low, 0, extent), np.clip(high, 0, extent)], axis=1)
        return [self._inked(*box) for box in boxes.astype(np.intp).tolist()]

    def _inked(self, left: int, top: int, right: int, bottom: int) -> InkedGlyph | None:
        if right <= left or bottom <= top or (right - left) * (bottom - top) < _FEWEST_PX:
            return None
        ink, paper = quantiles(self._levels[top:bottom, left:right], (_INK, _PAPER))
        if paper - ink < 1.0:
            return None
        return InkedGlyph(rows=slice(top, bottom), columns=slice(left, right), ink=ink, paper=paper)

    def sharpness(self, glyphs: Sequence[InkedGlyph]) -> list[float]:
        """Measure the steepest gradients of glyphs over their contrast, 1/px; those of a line at once are quicker than one by one."""
        if not glyphs:
            return []
        top, left = (min(span.start for span in spans) for spans in _spans(glyphs))
        bottom, right = (max(span.stop for span in spans) for spans in _spans(glyphs))
        own = sum((one.rows.stop - one.rows.start) * (one.columns.stop - one.columns.start) for one in glyphs)
        if len(glyphs) > 1 and (bottom - top) * (right - left) > _MOST_BETWEEN * own:
            return [value for one in glyphs for value in self.sharpness([one])]
        slopes = self._slopes(left, top, right, bottom)
        return [
            _steepest(
                slopes[
                    one.rows.start - top : one.rows.stop - top,
                    one.columns.start - left : one.columns.stop - left,
                ]
            )
            / (one.paper - one.ink)
            for one in glyphs
        ]

    def _slopes(self, left: int, top: int, right: int, bottom: int) -> Floats:
        """The gradients in a box (h, w), grey levels a pixel; a pixel around it tells those at its rim."""
        x, y = max(left - 1, 0), max(top - 1, 0)
        part = self._levels[y : bottom + 1, x : right + 1]
        across, down = (
            cv2.Sobel(part, cv2.CV_32F, *order, ksize=3, scale=1 / 8) for order in ((1, 0), (0, 1))
        )
        # By NumPy: the last digit of OpenCV's magnitude depends on where the pixels lie in memory, so that a report could not be reproduced.
        slopes = np.sqrt(across * across + down * down)[top - y : bottom - y, left - x : right - x]
        return np.asarray(slopes, np.float32)


def _spans(glyphs: Sequence[InkedGlyph]) -> tuple[list[slice], list[slice]]:
    """The rows and the columns of glyphs."""
    return [one.rows for one in glyphs], [one.columns for one in glyphs]


def _steepest(slopes: Floats) -> float:
    """The mean of the steepest gradients of a glyph (h, w), grey levels a pixel."""
    count = max(round(_STEEPEST * slopes.size), 3)
    return float(np.partition(slopes.ravel(), -count)[-count:].sum(dtype=np.float64)) / count


def departures(values: Doubles, basis: Doubles, weights: Doubles | None = None) -> Doubles:
    """Residuals of `values` (n,) from a robust linear fit on `basis` (n, k): Huber's, by iterated weights."""
    own = np.ones(len(values)) if weights is None else weights
    robust = np.ones(len(values))
    rest = values
    for _ in range(12):
        weight = np.sqrt(own * robust)
        found = np.linalg.lstsq(basis * weight[:, None], values * weight, rcond=None)[0]
        rest = values - basis @ found
        robust = np.minimum(1.0, _TUNING * spread(rest) / np.maximum(np.abs(rest), 1e-12))
    return np.asarray(rest, dtype=np.float64)


def spread(values: Doubles) -> float:
    """Robust standard deviation: from the median of absolute values."""
    return median_of(np.abs(values)) / 0.6745 + 1e-9
