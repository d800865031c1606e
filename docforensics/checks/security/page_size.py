"""The page's edges against its print: whether the document is cut as the series is.

Once the print lies on the template, the page's edges must lie where the nominal size has them (ID-1 85.60 x 53.98 mm, ID-3
125 x 88 mm, and so on). A print that was enlarged, reduced, cut by hand or glued on another carrier has its edges elsewhere.

An outline that was found wrongly at one corner has both edges there askew: an edge is as far off as the end of it that is nearer to its place.

Cannot see: anything when the page fills the image or its edges were not found; an edge that is cut askew from a corner that is in its place; an outline that is far off is taken for another
thing than the page (a booklet's opposite page, a sleeve), and the check abstains. So it does on a page of no size of Doc 9303: how
exactly such a page is cut, and where its print lies, no standard states (banknotes differ by millimetres).

Feature: the page itself. Sources: ISO/IEC 7810; Doc 9303-4 to -7 (sizes and tolerances); standards.md 1.9.
"""

import numpy as np
from numpy.typing import NDArray

from docforensics.checks.claims import ClaimId, Why
from docforensics.checks.outcome import Measured, Outcome, undetermined
from docforensics.checks.spec import WHITE_LIGHT, CheckSpec
from docforensics.checks.support.registered import RegisteredSide, registered_sides
from docforensics.checks.support.worst_side import SideOutcome, worst
from docforensics.document import Document
from docforensics.formats.free_size import FreeSize
from docforensics.page.geometry import BoxMm, Points
from docforensics.page.quad import rectangle
from docforensics.templates.masks import CUT_RIM_MM

SPEC = CheckSpec(
    title="Size and cut of the page",
    unit="mm by which an edge is off",
    contradicts=frozenset({ClaimId.PAGE_MODEL}),
    tr03135="",
    lights=WHITE_LIGHT,
    needs_template=True,
    min_px_per_mm=4.0,
    adverse="The page's {edge} edge lies {value:.1f} mm from its expected place relative to the print.",
    favourable="The edges of the page are in place relative to the print.",
    advice="Measure the page with a ruler and compare the margins round the print with a genuine document.",
    equipment="a capture that shows all edges of the page",
    facts={"edge": str},
)
NO_EDGES = undetermined(
    "the page's edges were not seen",
    "a capture that shows all edges of the page on a plain ground",
    why=Why.CROPPED,
)
_ANOTHER_THING_MM = 6.0
"""An edge farther off is that of something else. A judgement; not fitted."""
_STRANGE = 0.3
"""Share of a strip that must depart from the reference for the page to end before it."""
_RIM_MM = 1.0
"""From the picture's rim, within which an edge is that of the picture: a page that was cropped ends there. A judgement; not fitted."""
_EDGES = ("upper", "right", "lower", "left")


NO_STANDARD = undetermined(
    "no standard states how exactly a page of this size is cut", expected=False, why=Why.NO_REFERENCE_HERE
)


def measure(document: Document) -> Outcome:
    """Measure how far the worst edge lies from its nominal place, at the end that is nearer to it, in mm."""
    return worst(registered_sides(document), _measure_side, NO_STANDARD, NO_EDGES)


def _measure_side(side: RegisteredSide) -> SideOutcome:
    if isinstance(side.template.size, FreeSize):
        return NO_STANDARD
    found = _worst(side)
    if found is None:
        return NO_EDGES
    edge, off = found
    regions = (side.region(_strip(side, edge), "cut in another place"),) if off > 1 else ()
    return Measured(value=off, regions=regions, facts={"edge": _EDGES[edge]})


def _worst(side: RegisteredSide) -> tuple[int, float] | None:
    """The edge that is farthest off and by how much; None where the outline is no outline of the page, or the picture ends on all sides of it."""
    outline = side.side.page.frame.outline
    if outline is None:
        return None
    cropped = _at_the_rim(side, outline)
    if cropped.all():
        return None
    ends = _inwards(side.side.page.to_mm(outline), rectangle(*side.template.size_mm))
    if np.abs(ends.mean(axis=1)).max() > _ANOTHER_THING_MM:
        return None
    inwards = _at_both_ends(ends)
    off = np.abs(inwards)
    off[cropped] = 0.0
    for edge in np.flatnonzero((inwards > CUT_RIM_MM) & ~cropped):
        if _goes_on(side, int(edge), float(inwards[edge])):
            off[edge] = 0.0
    return int(off.argmax()), float(off.max())


def _at_the_rim(side: RegisteredSide, outline: Points) -> NDArray[np.bool_]:
    """Which edges (4,) end where the picture ends, clockwise from the upper one."""
    size = side.side.page.frame.capture_size
    if size is None:
        return np.zeros(4, dtype=np.bool_)
    x, y = ((outline + np.roll(outline, -1, axis=0)) / 2).T
    near = np.stack([x, y, size[0] - x, size[1] - y]).min(axis=0)
    return np.asarray(near < _RIM_MM * side.side.page.px_per_mm, dtype=np.bool_)


def _inwards(seen: Points, nominal: Points) -> Points:
    """Distances (4, 2) of the ends of each edge inside the nominal edge, below 0 outside it, clockwise from the left end of the upper one."""
    apart = seen - nominal
    ends = np.stack([apart, np.roll(apart, -1, axis=0)], axis=1)
    across = np.array([1, 0, 1, 0])
    return np.asarray(ends[np.arange(4), :, across] * np.array([1, -1, -1, 1])[:, None], dtype=np.float64)


def _at_both_ends(ends: Points) -> Points:
    """By how much (4,) each edge is off at both of its ends (4, 2); 0 where they lie on either side of its place."""
    least = np.abs(ends).min(axis=1)
    return np.asarray(
        np.where(np.ptp(np.sign(ends), axis=1) < 2, np.sign(ends.sum(axis=1)) * least, 0.0), np.float64
    )


def _goes_on(side: RegisteredSide, edge: int, inwards: float) -> bool:
    """Whether the series' print goes on beyond an edge: a frame printed near the rim was taken for the rim."""
    beyond = side.zone(_strip(side, edge, inwards)) & side.residual.comparable
    if not beyond.any():
        return False
    return float((side.residual.excess[beyond] > 0).mean()) < _STRANGE


def _strip(side: RegisteredSide, edge: int, deep: float = 2.0) -> BoxMm:
    width, height = side.template.size_mm
    return (
        BoxMm(left=0.0, top=0.0, right=width, bottom=deep),
        BoxMm(left=width - deep, top=0.0, right=width, bottom=height),
        BoxMm(left=0.0, top=height - deep, right=width, bottom=height),
        BoxMm(left=0.0, top=0.0, right=deep, bottom=height),
    )[edge]
