"""Places whose compression grid is not that of the page: pasted from another JPEG, off its grid.

Every JPEG is cut into blocks of 8 x 8 pixels, whose borders show as faint steps. Cell by cell the check lets the picture vote for the
phase of its grid, across and down, and tests whether a foreign phase gathers more votes inside a rectangle than chance allows:
votes of plain content fall on each of the 64 grids alike, so the number of false alarms is a binomial tail times the number of
rectangles and grids that were tried (a-contrario method).

Cannot see: pastes that lie on the page's grid across or down (15 in 64), content without a JPEG past or above quality 95, and pictures that were
scaled after the edit. Regular line work can hold a phase of its own; cells with strong edges do not vote.

Weight 0: no sample document holds an insertion off the grid.

Sources: Nikoukhah et al. 2021 (ZERO, IPOL 11: votes for the grid and a-contrario test); Ye, Sun and Chang 2007; standards.md 6.6.
"""

from dataclasses import dataclass
from functools import lru_cache
from math import lgamma, log, log10

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.checks.claims import Why
from docforensics.checks.evaluatory._windows import in_picture, rectangle, window_sums
from docforensics.checks.modes import RunMode
from docforensics.checks.outcome import Measured, Outcome, not_supported
from docforensics.checks.spec import WHITE_LIGHT, Beside, CheckSpec
from docforensics.checks.support.native_image import BLOCK, EDITABLE, Floats, NativeSide, native_sides
from docforensics.checks.support.worst_side import SideOutcome, worst
from docforensics.document import Document
from docforensics.page.geometry import BoxPx

SPEC = CheckSpec(
    title="JPEG grid alignment",
    unit="-log10 of the number of false alarms",
    run_mode=RunMode.OFF,
    channels=EDITABLE,
    lights=WHITE_LIGHT,
    adverse="The marked place has another JPEG grid than the page: it may come from another image.",
    favourable="All places have the same JPEG grid.",
    advice="Ask for the document itself, or for the file as it was first taken, and compare the marked place.",
    equipment="the file as it was first taken",
    beside=Beside.NOTHING,
)
SMALL = not_supported("the page is too small in the image for a JPEG grid", why=Why.TOO_COARSE)
_CELL = 32
"""Side of a cell that votes, pixels: four periods."""
_SIDES = (3, 5, 8, 12, 18)
"""Sides of the rectangles, cells."""
_GRIDS = BLOCK * BLOCK
_TAILS = 4096
"""Chances that are kept: the windows of one page ask for some hundreds of them some thousand times. A judgement."""
_STRONG = 4.0
"""Grey levels from which a step is an edge of the content and does not vote."""
_MARGIN = 2.0
"""By how much the winning phase must exceed the second to be a vote at all."""
_MARKED_ABOVE = 3.0
"""Value from which the place is marked; for the picture alone. A judgement; not fitted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Foreign:
    meaningfulness: float
    box: BoxPx
    """In cells."""


def measure(document: Document) -> Outcome:
    """Measure how surely one rectangle lies on a foreign grid, on the side where it shows most."""
    return worst(native_sides(document, SPEC), _measure_side, SMALL)


def _measure_side(side: NativeSide) -> SideOutcome:
    page = BoxPx.around(side.outline())
    luma = side.native.luma[page.slices]
    if min(luma.shape) < 4 * _CELL:
        return SMALL
    foreign = most_foreign(grid_votes(luma))
    place = in_picture(foreign.box, page.left, page.top, _CELL)
    regions = (side.region(place, "another grid"),) if foreign.meaningfulness > _MARKED_ABOVE else ()
    return Measured(value=foreign.meaningfulness, regions=regions)


def grid_votes(luma: Floats) -> NDArray[np.intp]:
    """(h, w) grid that each cell votes for, 0..63 (phase down x 8 + phase across); -1 where it votes for none."""
    across = _phases(_steps(luma))
    down = _phases(np.ascontiguousarray(_steps(np.ascontiguousarray(luma.T))), turned=True)
    height, width = min(across.shape[0], down.shape[0]), min(across.shape[1], down.shape[1])
    across, down = across[:height, :width], down[:height, :width]
    return np.where((across < 0) | (down < 0), -1, BLOCK * down + across)


def _steps(luma: Floats) -> Floats:
    """What a step to the next column exceeds its neighbours by; strong edges count nothing."""
    step = np.abs(np.diff(luma, axis=1, prepend=luma[:, :1]))
    usual = (np.roll(step, 1, axis=1) + np.roll(step, -1, axis=1)) / 2
    excess = step - usual
    return np.asarray(np.where(step > _STRONG, 0.0, excess), dtype=np.float32)


def _phases(excess: Floats, *, turned: bool = False) -> NDArray[np.intp]:
    """Phase, 0..7, whose columns hold the largest excess in each cell; -1 where none stands out."""
    height, width = (length // _CELL for length in excess.shape)
    cells = excess[: height * _CELL, : width * _CELL].reshape(height, _CELL, width, _CELL // BLOCK, BLOCK)
    sums = cells.sum(axis=(1, 3))
    ordered = np.sort(sums, axis=2)
    clear = ordered[..., -1] > _MARGIN * np.maximum(ordered[..., -2], 0) + 1e-3
    best = np.where(clear, sums.argmax(axis=2), -1)
    return best.T if turned else best


def most_foreign(votes: NDArray[np.intp]) -> _Foreign:
    """The rectangle and grid, other than the page's own, that chance explains least."""
    own = int(np.bincount(votes[votes >= 0], minlength=_GRIDS).argmax()) if (votes >= 0).any() else -1
    cast = _total(votes >= 0)
    best, tried = (-np.inf, BoxPx(left=0, top=0, right=1, bottom=1)), 0
    candidates = [
        _total(votes == grid)
        for grid in range(_GRIDS)
        if _is_foreign(grid, own) and int((votes == grid).sum()) >= 4
    ]
    for height in _SIDES:
        for width in _SIDES:
            if height >= cast.shape[0] or width >= cast.shape[1]:
                continue
            voters = window_sums(cast, height, width)
            tried += voters.size * (_GRIDS - 1)
            for candidate in candidates:
                agreeing = window_sums(candidate, height, width)
                row, column = divmod(int((agreeing - voters / _GRIDS).argmax()), agreeing.shape[1])
                tail = _log10_tail(int(agreeing[row, column]), int(voters[row, column]))
                if -tail > best[0]:
                    best = -tail, rectangle(row, column, height, width)
    return _Foreign(meaningfulness=float(max(best[0], 0.0) - log10(max(tried, 1))), box=best[1])


def _is_foreign(grid: int, own: int) -> bool:
    """Off the page's grid both across and down: lines of the content hold a phase in one direction alone."""
    return own < 0 or (grid // BLOCK != own // BLOCK and grid % BLOCK != own % BLOCK)


def _total(where: NDArray[np.bool_]) -> NDArray[np.int32]:
    return np.asarray(cv2.integral(where.astype(np.uint8)), dtype=np.int32)


@lru_cache(maxsize=_TAILS)
def _log10_tail(hits: int, n: int) -> float:
    """log10 of the probability that at least `hits` of `n` votes fall on one of 64 grids by chance."""
    if hits <= 0:
        return 0.0
    logs = [
        lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1) - k * log(_GRIDS) + (n - k) * log(1 - 1 / _GRIDS)
        for k in range(hits, n + 1)
    ]
    most = max(logs)
    return (most + log(sum(np.exp(one - most) for one in logs))) / log(10.0)
