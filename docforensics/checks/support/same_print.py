"""Places that bear the same print as the reference, in another contrast or set slightly aside.

Presses set their plates some tenths of a millimetre apart, finger marks and folds shade what they lie on; the comparison, which is made for print that is missing or
drawn anew, measures both as a difference. Lines that are gone, washed out or blurred within a place are no such print, however much of it the rest makes.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from docforensics.checks.claims import Why
from docforensics.checks.outcome import undetermined
from docforensics.checks.support.registered import RegisteredSide
from docforensics.templates.comparison.dissimilarity import band
from docforensics.templates.comparison.residual import PrintCluster
from docforensics.templates.comparison.sharpness import reference_ratios, softened, softening
from docforensics.templates.masks import clipped, grown
from docforensics.templates.model import REFERENCE_PX_PER_MM
from docforensics.templates.planes import Map, Mask, blur, colours_of, mean_of

SAME_PRINT = undetermined(
    "the print is the reference's, in another contrast or set slightly aside; not evaluated",
    "a capture, or a template, of better quality",
    why=Why.TOO_NOISY,
)
_LEAST_ALIKE = 0.75
"""Correlation from which print is the reference's. On four random designs (seen) .79 or more at all 32 places of genuine pages whose press sets its labels .1 to .25 mm aside, and .74 at most where
print was altered; copies and made-up documents reach .95, at 1.1 to 5 times the strength."""
_STRENGTHS = (0.5, 1.75)
"""Share of the reference's strength that print has everywhere within a place: .63 to 1.68 at 12 places of more than half a square millimetre on genuine border-reader pages of four random designs
(seen) whose other press sets labels and ground aside. On a card of the tests .05 to .18 in holes, .29 where contrast was washed to a third, .43 where lines were blurred over .4 mm."""
_WITHIN = (0.05, 0.95)
"""Quantiles of a place between which print has that strength: single points are noise. A judgement; not fitted."""
_LINE_MM = 0.4
"""Standard deviation of the window in which strength is told: a line and its neighbours. A judgement; not fitted."""
_MOVED_PX = 2
"""How far print may stand beside its place: a quarter of a millimetre, by which the presses of those designs stand apart."""
_AROUND_MM = 3.0
"""Round a place, so that its band is made of print as well: four times the band's width."""
_BLUR_MM = 0.3
"""Beside what differs from document to document, within which its ink is in the band. A judgement; not fitted."""
_LEAST_SHARE = 0.5
"""Of a place, that must lie clear of that for its print to be told: .81 to .98 of those 12. A judgement; not fitted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintLikeness:
    """How the print within a place is like the reference's, where it lies best."""

    alike: float
    """Correlation, -1..1."""
    weakest: float
    """Share of the reference's strength that it has where it is weakest, each spot as it lies best."""
    strongest: float


_UNTOLD = PrintLikeness(alike=0.0, weakest=0.0, strongest=0.0)
"""Of a place next to what differs from document to document throughout."""


def is_same_print(side: RegisteredSide, place: PrintCluster) -> bool:
    """Whether the print within a place is the reference's: no line is gone, pale, blurred or drawn anew."""
    found = likeness(side, place)
    low, high = _STRENGTHS
    return found.alike >= _LEAST_ALIKE and found.weakest >= low and found.strongest <= high


def likeness(side: RegisteredSide, place: PrintCluster) -> PrintLikeness:
    """Compare the print within a place with the reference's, moved by what plates stand apart.

    Labels and ground are of two plates, so where it is weakest each spot counts as it lies best by itself.
    """
    at = clipped(place.box.grown(_AROUND_MM), side.page().shape)
    odd = side.residual.excess[at] > 0
    clear = odd & ~grown(~side.reference.constant, _BLUR_MM)[at]
    if clear.sum() < max(_LEAST_SHARE * odd.sum(), 1):
        return _UNTOLD
    pairs = [(np.pad(own, _MOVED_PX, mode="edge"), expected) for own, expected in bands_at(side, at)]
    wanted = np.concatenate([expected[clear] for _, expected in pairs])
    steps = [(down, across) for down in range(2 * _MOVED_PX + 1) for across in range(2 * _MOVED_PX + 1)]
    ratings = {
        step: _correlation(np.concatenate([_at(own, step)[clear] for own, _ in pairs]), wanted)
        for step in steps
    }
    best = max(ratings, key=ratings.__getitem__)
    whole = _products([(expected, expected) for _, expected in pairs], clear)
    norm = whole + len(pairs) * _windowed(clear.astype(np.float32))
    strengths = {
        step: _products([(_at(own, step), expected) for own, expected in pairs], clear) for step in steps
    }
    low, high = _WITHIN
    weakest = np.quantile(np.maximum.reduce(list(strengths.values()))[clear] / norm[clear], low)
    strongest = np.quantile(strengths[best][clear] / norm[clear], high)
    return PrintLikeness(alike=ratings[best], weakest=float(weakest), strongest=float(strongest))


def _products(pairs: Iterable[tuple[Map, Map]], clear: Mask) -> Map:
    """The products of two pictures, over all colours and over what is clear within a window about each pixel."""
    summed = sum((one * other for one, other in pairs), np.zeros(clear.shape, np.float32))
    return _windowed(summed * clear)


def _windowed(values: Map) -> Map:
    return blur(values, _LINE_MM * REFERENCE_PX_PER_MM)


def bands_at(side: RegisteredSide, at: tuple[slice, slice]) -> Iterator[tuple[Map, Map]]:
    """Yield the print of page and reference by colour: the page's at the reference's exposure, the reference's at the page's sharpness."""
    page, reference = side.page(), side.reference.mean
    colours = colours_of(page, reference)
    seen, expected = (mean_of(planes) for planes in zip(*colours, strict=True))
    ratios = reference_ratios(side.reference, grey=page.ndim == 2)
    soft_px = softening(expected, seen, side.reference.constant, ratios)
    for own, wanted in colours:
        own_here, wanted_here = (np.array(plane[at], np.float32) for plane in (own, wanted))
        yield band(own_here / np.float32(side.exposure())), band(softened(wanted_here, soft_px))


def _at(own: Map, step: tuple[int, int]) -> Map:
    """A picture with room around it, moved."""
    (down, across), room = step, 2 * _MOVED_PX
    return own[down : own.shape[0] - room + down, across : own.shape[1] - room + across]


def _correlation(one: Map, other: Map) -> float:
    (own, cross), (_, wanted) = np.cov(one, other, bias=True)
    return float(cross / np.sqrt(own * wanted)) if min(own, wanted) > 0 else 0.0
