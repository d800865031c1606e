"""Paper round a line of text that is smoother than the paper beyond: print and grain were wiped away before the text was written.

Whoever erases text from a file fills the place from its surroundings, and the filling has neither the fine print nor the grain
of the rest. For every line of text the fine structure of the paper close to its letters is compared with that of the paper a
little farther off, both without ink; the line whose paper is smoother than that of the page's other lines stands out.

Cannot see: erasures on plain paper without grain, and patches that were copied from elsewhere on the page. A caption box that
is left blank in the printing looks alike on every document of a series; with a template `security.background_print` is more
sensitive.

Weight 0: it does not beat its control clearly.

Sources: standards.md 6.2 (generated and pasted regions are smoother than expected); Telea 2004 (inpainting); Huber 1981.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.checks.claims import Why
from docforensics.checks.modes import RunMode
from docforensics.checks.outcome import Measured, Outcome, Region, undetermined
from docforensics.checks.spec import WHITE_LIGHT, CheckSpec
from docforensics.checks.support.edge_sharpness import spread
from docforensics.checks.support.native_image import EDITABLE, Floats, NativeSide, native_sides
from docforensics.checks.support.worst_side import SideOutcome, worst
from docforensics.document import Document
from docforensics.page.geometry import BoxMm, Points

SPEC = CheckSpec(
    title="Background around the lines of text",
    unit="robust standard deviations of the smoothest surroundings",
    run_mode=RunMode.OFF,
    channels=EDITABLE,
    lights=WHITE_LIGHT,
    min_px_per_mm=6.0,
    adverse="The background around a line of text is smoother than around the other {lines} lines.",
    favourable="The background around the lines of text is as rough as elsewhere.",
    advice="Enlarge the marked line: does the background print run on between its letters as it does round them?",
    equipment="a larger image of the page",
    facts={"lines": int},
)
FEW = undetermined("too few lines of print were found to compare their surroundings", why=Why.UNREADABLE)
_HEIGHT_MM = (1.6, 4.2)
"""Of lines of data: captions are smaller, headings larger. A judgement; not fitted."""
_INK_MM = 0.22
"""Paper nearer to ink than this holds the ink's own blur and ringing."""
_CLOSE_MM, _BEYOND_MM = 0.5, 2.6
"""The surroundings of a line, and what they are held against, from its box."""
_FEWEST_PX, _FEWEST_LINES = 120, 6
"""Pixels of paper on either side, and lines on a page: fewer give no spread. A judgement; not fitted."""
_FLOOR = 0.25
"""Octaves by which the structure of paper differs from place to place in any case."""
_MARKED_ABOVE = 2.5
"""Value from which the line is marked; for the picture alone. A judgement; not fitted."""


def measure(document: Document) -> Outcome:
    """Measure how far the line with the smoothest surroundings stands out, on the side where it does most."""
    return worst(native_sides(document, SPEC), _measure_side, FEW)


def _measure_side(side: NativeSide) -> SideOutcome:
    scored = scored_lines(side)
    if not scored:
        return FEW
    box, value = max(scored, key=lambda item: item[1])
    place = Region(side=side.index, box=box.grown(_CLOSE_MM), label="smoother paper")
    regions = (place,) if value > _MARKED_ABOVE else ()
    return Measured(value=value, regions=regions, facts={"lines": len(scored) - 1})


def scored_lines(side: NativeSide) -> list[tuple[BoxMm, float]]:
    """Lines of text with the standard deviations by which their surroundings are smoother than those of the others."""
    low, high = _HEIGHT_MM
    boxes = [line.box for line in side.side.viz.segments if low <= line.box.height <= high]
    found = _lost(side, boxes)
    if len(found) < _FEWEST_LINES:
        return []
    lost = np.array([octaves for _, octaves in found])
    rest = lost - np.median(lost)
    scores = (rest / np.hypot(spread(rest), _FLOOR)).tolist()
    return [(box, score) for (box, _), score in zip(found, scores, strict=True)]


def _lost(side: NativeSide, boxes: list[BoxMm]) -> list[tuple[BoxMm, float]]:
    """Lines with the octaves by which the paper close by is smoother than the paper beyond."""
    px = side.side.page.quality.px_per_mm
    luma = side.native.luma
    paper, rough = _paper(luma, px), np.abs(luma - cv2.GaussianBlur(luma, (0, 0), max(0.12 * px, 1.0)))
    near = [side.side.page.to_capture(box.grown(_CLOSE_MM).corners) for box in boxes]
    taken = _filled(luma.shape, *near)
    found = []
    for box, close in zip(boxes, near, strict=True):
        around = side.side.page.to_capture(box.grown(_BEYOND_MM).corners)
        window = _window(around, luma.shape)
        beyond = _filled(luma.shape, around)[window] & ~taken[window] & paper[window]
        inside = _filled(luma.shape, close)[window] & paper[window]
        if min(inside.sum(), beyond.sum()) >= _FEWEST_PX:
            octaves = np.log2((_mean(rough[window], beyond) + 0.3) / (_mean(rough[window], inside) + 0.3))
            found.append((box, float(octaves)))
    return found


def _mean(rough: Floats, where: NDArray[np.bool_]) -> float:
    return float(rough[where].mean())


def _paper(luma: Floats, px: float) -> NDArray[np.bool_]:
    """Where no dark ink is near."""
    side = 2 * round(0.5 * px) + 1
    dark = cv2.morphologyEx(luma, cv2.MORPH_BLACKHAT, np.ones((side, side), np.uint8)) > 55
    reach = 2 * max(round(_INK_MM * px), 1) + 1
    return np.asarray(cv2.dilate(dark.astype(np.uint8), np.ones((reach, reach), np.uint8)) == 0, dtype=bool)


def _window(corners: Points, shape: tuple[int, ...]) -> tuple[slice, slice]:
    """Rows and columns within which a polygon lies: one line is little of a large picture."""
    low = np.maximum(np.floor(corners.min(axis=0)).astype(int) - 1, 0)
    high = np.maximum(np.ceil(corners.max(axis=0)).astype(int) + 2, 0)
    return slice(int(low[1]), min(int(high[1]), shape[0])), slice(int(low[0]), min(int(high[0]), shape[1]))


def _filled(shape: tuple[int, ...], *polygons: Points) -> NDArray[np.bool_]:
    drawn = np.zeros(shape, np.uint8)
    for corners in polygons:
        cv2.fillConvexPoly(drawn, np.rint(corners - 0.5).astype(np.int32), (1,))
    return drawn.view(bool)
