"""Where the checks and the baselines see something: maps on the picture's own grid, one value for 8 x 8 pixels."""

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.digital import traces
from benchmarks.digital.cagi import cagi
from docforensics.bench.systems.blind import METHODS, Method
from docforensics.checks.digital import copied_glyphs, mrz_sharpness, text_sharpness
from docforensics.checks.evaluatory import smooth_patch
from docforensics.checks.evaluatory._first_compression import first_compression
from docforensics.checks.support.native_image import NativeSide
from docforensics.page.geometry import Points

Map = NDArray[np.float32]
CELL = 8
BLIND: dict[str, Method] = {
    **{name: METHODS[name] for name in ("ela", "noise", "blocking")},
    "ghost": traces.ghost,
    "cagi": cagi,
    "resampling": traces.resampling,
}
"""Maps of the literature that see one picture and nothing else."""
EXPECTED = ("expected_noise", "expected_energy")
"""Maps of what a place lacks of what the template leads one to expect."""
BASELINES = (*BLIND, *EXPECTED, "band_blur")
"""Everything that is measured beside the checks and never weighed; `band_blur` speaks of the whole page."""
PERCENTILE = 99.0
"""Of a baseline's map, as its score of the page (docforensics.bench.systems.blind)."""


def double_compression(side: NativeSide) -> Map | None:
    """Log likelihood ratio of once against twice, averaged over 5 x 5 blocks; None where no earlier compression shows."""
    traces = first_compression(side.native, side.outline())
    if traces is None or not traces.steps:
        return None
    smooth = cv2.blur(traces.once, (5, 5))
    rows, columns = (round(at / CELL) for at in traces.origin)
    placed = np.zeros(shape_of(side), np.float32)
    height = min(smooth.shape[0], placed.shape[0] - rows)
    width = min(smooth.shape[1], placed.shape[1] - columns)
    placed[rows : rows + height, columns : columns + width] = smooth[:height, :width]
    return placed


def mrz(side: NativeSide) -> Map | None:
    """How far each character stands out; nan between."""
    drawn = np.full(shape_of(side), np.nan, np.float32)
    lines = mrz_sharpness.scored_lines(side)
    for items, scores in lines:
        for item, score in zip(items, scores, strict=True):
            _fill(drawn, item.corners, float(score))
    return drawn if lines else None


def text(side: NativeSide) -> Map | None:
    """How far each line stands out; nan between."""
    drawn = np.full(shape_of(side), np.nan, np.float32)
    lines = text_sharpness.scored_lines(side)
    for line, score in lines:
        _fill(drawn, side.side.page.to_capture(line.box.corners), score)
    return drawn if lines else None


def paper(side: NativeSide) -> Map | None:
    """How far each line's surroundings are smoother; nan between."""
    drawn = np.full(shape_of(side), np.nan, np.float32)
    lines = smooth_patch.scored_lines(side)
    for box, score in lines:
        _fill(drawn, side.side.page.to_capture(box.corners), score)
    return drawn if lines else None


def copies(side: NativeSide) -> Map | None:
    """How much closer than others each character is to the one most like it; nan between."""
    drawn = np.full(shape_of(side), np.nan, np.float32)
    scored = copied_glyphs.scored_pairs(side)
    for pair, score in reversed(scored):
        for box in (pair.first, pair.second):
            corners = [
                (box.left, box.top),
                (box.right, box.top),
                (box.right, box.bottom),
                (box.left, box.bottom),
            ]
            _fill(drawn, np.array(corners, np.float64), score)
    return drawn if scored else None


MAPS: dict[str, Callable[[NativeSide], Map | None]] = {
    "double_compression": double_compression,
    "mrz_sharpness": mrz,
    "text_sharpness": text,
    "smooth_patch": paper,
    "copied_glyphs": copies,
}
"""By slug of the check; those that speak of the whole page have none."""


def baseline(side: NativeSide, name: str) -> tuple[Map | None, float | None]:
    """A map and its score of the page; both see the page alone, and not what lies beside it. None where it cannot tell."""
    if name == "band_blur":
        return None, traces.band_blur(side)
    found = traces.expected(side, name) if name in EXPECTED else BLIND[name](side.image.pixels)
    if found is None:
        return None, None
    height, width = shape_of(side)
    small = np.asarray(cv2.resize(found, (width, height), interpolation=cv2.INTER_AREA), np.float32)
    inside = on_page(side) & np.isfinite(small)
    return small, float(np.percentile(small[inside], PERCENTILE)) if inside.any() else 0.0


def shape_of(side: NativeSide) -> tuple[int, int]:
    """Rows and columns of a map."""
    return max(side.image.height // CELL, 1), max(side.image.width // CELL, 1)


def on_page(side: NativeSide) -> NDArray[np.bool_]:
    """Cells of the page."""
    drawn = np.zeros(shape_of(side), np.float32)
    _fill(drawn, side.outline(), 1.0)
    return np.asarray(drawn > 0, dtype=bool)


def _fill(drawn: Map, corners: Points, value: float) -> None:
    cv2.fillConvexPoly(drawn, np.rint(corners / CELL - 0.5).astype(np.int32), (value,))
