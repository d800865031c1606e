"""Folds and scratches of the page: thin straight lines that run off its edge, or long ones athwart, over print that goes on at both sides of them.

A fold breaks the print along a line a quarter of a millimetre wide, and the window of the comparison makes a band of some millimetres of it. It is
wear, and no print was changed there: its line is left out of the comparison, as ink of personal data is, and what lies beside it is compared all the same.

A cut, a pasted piece and a frame lie along the page, so a line that ends within it at both ends is a scratch where it lies along neither side.

Cannot see: folds along a side of the page that end within it at both ends; short scratches; bent ones; a fold along a line that the reference itself shows. What was changed on the
line of a fold alone is not compared.
"""

from collections.abc import Iterator, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.capture.model import Pixels
from docforensics.page.geometry import Points
from docforensics.page.quantiles import median_of
from docforensics.templates.masks import grown, square
from docforensics.templates.model import REFERENCE_PX_PER_MM
from docforensics.templates.planes import Map, Mask, as_grey, blur

_LEAST_EXCESS_MM2 = 1.0
"""Excess of a page below which no fold is looked for: it would change nothing. A judgement."""
_NEAR_MM = 1.0
"""From the excess, within which lines are looked for: a window's deviation."""
_LINE_MM, _PAPER_MM = 0.1, 0.6
"""Blurs between which a line of a quarter of a millimetre shows. Judgements."""
_RIDGE, _LEAST_RIDGE = 5.0, 3.0
"""Times the median difference of the page by which a fold stands out, and grey levels. Judgements; not fitted."""
_CREST = 0.6
"""Share of the strongest nearby from which a place is the crest of a line. A judgement; not fitted."""
_LEAST_MM, _GAP_MM = 10.0, 6.0
"""Length of a fold, and how far text or a hidden place may interrupt it. Judgements: a line of data is 3 to 4 mm high."""
_BARE_MM = 1.5
"""Of print that can be compared and shows no line, with which a fold has ended. A judgement."""
_EDGE_MM = 2.5
"""From the edge of the page, within which a fold has reached it: rims are not compared there."""
_WITHIN_MM = 5.0
"""From the edge, at which the middle of a fold lies at least: what runs along the edge is a frame. A judgement: half of the least length."""
_LONG_MM, _ATHWART = 20.0, 0.1
"""Length of a scratch: longer than a letter or a mark of a pen; and its slant to the page's sides: more than a piece is pasted askew. Judgements."""
_SHOWN = (0.6, 0.8)
"""Share of its length at which a fold shows where it can be compared; and where so many lines do that they would be print of another kind, share from which one is a fold beside
line work that lies askew. On one creased page (seen) the folds showed at .89 and .93, most of forty other ways across its line work at .5 to .77. Judgements."""
_PRINTED, _ASIDE_MM = 2.0, (-1.2, -0.8, 0.8, 1.2)
"""How many times stronger the reference's own lines are at the place of a line than aside of it, from which the line is of the print; and where that is. Judgements."""
_HALF_WIDTH_MM = 0.6
"""Of what is left out round the line: its half width, the wobble of a fold, and what the page's sharpness adds. Of 0.4, 0.5 and 0.6 the
least that left nothing adverse on one creased page (0.78, 0.65 and nothing) and on the cards of the tests."""
_OFF_MM = 0.25
"""By which a fold may waver from a straight line: twice the deviation that the generator of samples draws. Set on two creased pages: with 0.15 one of their folds was not found."""
_FAR_OFF_MM = 0.75
"""By which a fold may waver from the straight line through its middle towards its ends: within `_APART_MM`, where its way is traced. A judgement; one page (697, seen) bent away by 0.6."""
_STEADY_MM = 3.0
"""Over which a fold wavers little. A judgement."""
_MOST_SHARE = 0.2
"""Of what can be compared that shows thin lines which the reference has not, from which it is print of another kind: four folds across a passport's page fill a twentieth. It bounds the time, too. A judgement."""
_APART_MM, _SAME, _MOST = 1.0, 0.5, 4
"""Distance from a longer line, and share of a line within it, from which both are one fold; and folds of a page. What shows more lines is print of another
kind. Judgements."""


def folds(page: Pixels, reference: Pixels, excess: Map, comparable: Mask) -> Mask:
    """(H, W): the lines of folds on a page, (H, W[, 3]) uint8 on the template frame.

    Parameters
    ----------
    excess, comparable
        What the comparison found without knowing of folds, and where it could compare: `comparison.residual`.
    """
    nothing = np.zeros(comparable.shape, np.bool_)
    if (
        float(excess.sum(dtype=np.float64)) < _LEAST_EXCESS_MM2 * REFERENCE_PX_PER_MM**2
        or not comparable.any()
    ):
        return nothing
    difference, printed = _lines(as_grey(page) - as_grey(reference)), _lines(as_grey(reference))
    usual = median_of(difference[comparable])
    ridge = _crests(difference, max(_RIDGE * usual, _LEAST_RIDGE))
    near = grown(ridge, _OFF_MM)
    if near[comparable].mean() > _MOST_SHARE:
        return nothing
    found = [
        (line, share)
        for piece in _segments(near & grown(excess > 0, _NEAR_MM))
        for line in (_lengthened(piece, near | ~comparable),)
        if (_runs_off(line, near.shape) or _is_athwart(line))
        and (share := _share(line, near, comparable)) >= _SHOWN[0]
        and not _is_printed(line, printed)
    ]
    further = grown(ridge, _FAR_OFF_MM) | ~comparable
    for least in _SHOWN:
        lines = [_lengthened(line, further) for line, share in found if share >= least]
        drawn = _drawn(lines, difference)
        if drawn.any():
            return drawn
    return nothing


def _drawn(lines: Sequence[Points], difference: Map) -> Mask:
    """Lines at the width of a fold; of several for one fold the longest. Nothing where there are too many."""
    drawn = np.zeros(difference.shape, np.uint8)
    known, count = drawn > 0, 0
    for line in sorted(lines, key=lambda ends: -float(np.hypot(*(ends[1] - ends[0])))):
        if known[_along(line, drawn.shape)].mean() < _SAME:
            cv2.polylines(drawn, [_traced(line, difference)], False, 1, 1)
            known, count = grown(drawn > 0, _APART_MM), count + 1
    return grown(drawn > 0, _HALF_WIDTH_MM) if count <= _MOST else np.zeros(drawn.shape, np.bool_)


def _traced(line: Points, difference: Map) -> NDArray[np.int32]:
    """(n, 2): where a fold runs, x and y in px. It wavers, so what is strongest is taken near the line, in the median over some millimetres."""
    reach, window = (round(mm * REFERENCE_PX_PER_MM) for mm in (_APART_MM, _STEADY_MM))
    offsets = np.arange(-reach, reach + 1)
    across = (line[1] - line[0])[::-1] * (1, -1)
    across /= np.hypot(*across)
    way = _way(line)
    seen = np.stack([difference[_within(way + off * across, difference.shape)] for off in offsets])
    strongest = np.pad(offsets[seen.argmax(axis=0)].astype(np.float64), window // 2, mode="edge")
    off = np.median(np.lib.stride_tricks.sliding_window_view(strongest, 2 * (window // 2) + 1), axis=1)
    steps = np.linspace(0, 1, len(off))[:, None]
    return np.asarray(np.rint(line[0] + steps * (line[1] - line[0]) + off[:, None] * across), np.int32)


def _lines(grey: Map) -> Map:
    """How far what is as thin as a fold stands out."""
    line = blur(grey, _LINE_MM * REFERENCE_PX_PER_MM)
    line -= blur(grey, _PAPER_MM * REFERENCE_PX_PER_MM)
    return np.asarray(np.abs(line), np.float32)


def _crests(lines: Map, least: float) -> Mask:
    """Where lines are strongest across their width."""
    highest = cv2.dilate(lines, square(2 * _PAPER_MM))
    return np.asarray((lines > least) & (lines > _CREST * highest), np.bool_)


def _segments(ridge: Mask) -> Iterator[Points]:
    """Straight pieces, (2, 2): x, y of both ends, px."""
    least, gap = _LEAST_MM * REFERENCE_PX_PER_MM, _GAP_MM * REFERENCE_PX_PER_MM
    found = cv2.HoughLinesP(
        ridge.astype(np.uint8), 1, np.pi / 720, round(least / 2), minLineLength=least, maxLineGap=gap
    )
    for piece in () if found is None else found.reshape(-1, 2, 2):
        yield np.asarray(piece, np.float64)


def _lengthened(piece: Points, shown: Mask) -> Points:
    """A piece as far as it goes on at both ends, over what cannot be compared as well."""
    step = (piece[1] - piece[0]) / np.hypot(*(piece[1] - piece[0]))
    return np.stack([_last(piece[0], -step, shown), _last(piece[1], step, shown)])


def _last(end: Points, step: Points, shown: Mask) -> Points:
    """The last place, x and y, before a line has ended, or the edge of the page."""
    height, width = shown.shape
    way = end + np.arange(height + width)[:, None] * step
    way = way[((way >= 0) & (way <= (width - 1, height - 1))).all(axis=1)]
    columns, rows = np.rint(way).astype(np.intp).T
    window = round(_BARE_MM * REFERENCE_PX_PER_MM)
    if len(way) > window:
        bare = np.lib.stride_tricks.sliding_window_view(~shown[rows, columns], window).all(axis=1)
        way = way[: int(bare.argmax()) + 1] if bare.any() else way
    return np.asarray(way[-1] if len(way) else end, np.float64)


def _runs_off(line: Points, shape: tuple[int, ...]) -> bool:
    """Whether a line comes from within the page and reaches its edge: a frame runs along it."""
    size = np.array((shape[1], shape[0]), np.float64)
    depths = np.minimum(line, size - 1 - line).min(axis=1) / REFERENCE_PX_PER_MM
    middle = line.mean(axis=0)
    within = np.minimum(middle, size - 1 - middle).min() / REFERENCE_PX_PER_MM
    return bool(depths.min() < _EDGE_MM and within > _WITHIN_MM)


def _is_athwart(line: Points) -> bool:
    """Whether a line is long and lies along neither side of the page."""
    across, down = np.abs(line[1] - line[0]) / REFERENCE_PX_PER_MM
    return bool(np.hypot(across, down) >= _LONG_MM and min(across, down) >= _ATHWART * max(across, down))


def _share(line: Points, shown: Mask, comparable: Mask) -> float:
    """Share of a line at which it shows, of where it can be compared; 0 where that is little."""
    at = _along(line, shown.shape)
    asked = comparable[at]
    return float(shown[at][asked].mean()) if asked.sum() >= _LEAST_MM / 2 * REFERENCE_PX_PER_MM else 0.0


def _is_printed(line: Points, printed: Map) -> bool:
    """Whether the reference has a line of its own there, and not what crosses it."""
    across = (line[1] - line[0])[::-1] * (1, -1)
    across *= REFERENCE_PX_PER_MM / np.hypot(*across)
    here, *aside = (
        float(printed[_along(line + off * across, printed.shape)].mean()) for off in (0.0, *_ASIDE_MM)
    )
    return here > _PRINTED * median_of(aside)


def _along(line: Points, shape: tuple[int, ...]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Rows and columns of a line's pixels, kept within the page."""
    return _within(_way(line), shape)


def _way(line: Points) -> Points:
    """(n, 2): x and y of places along a line, less than 2 px apart."""
    steps = np.linspace(0, 1, int(np.hypot(*(line[1] - line[0]))) + 1)[:, None]
    return np.asarray(line[0] + steps * (line[1] - line[0]), np.float64)


def _within(way: Points, shape: tuple[int, ...]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Rows and columns of the pixels at some places, kept within the page."""
    columns, rows = np.rint(way).astype(np.intp).T
    return rows.clip(0, shape[0] - 1), columns.clip(0, shape[1] - 1)
