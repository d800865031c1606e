"""Places that bear the same print as the reference, in another contrast or set slightly aside.

Presses set their plates some tenths of a millimetre apart, finger marks and folds shade what they lie on; the comparison, which is made for print that is missing or
drawn anew, measures both as a difference. Lines that are gone, washed out or blurred within a place are no such print, however much of it the rest makes.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from docforensics.checks.claims import Why
from docforensics.checks.outcome import undetermined
from docforensics.checks.support.registered import RegisteredSide
from docforensics.templates.comparison.dissimilarity import band
from docforensics.templates.comparison.residual import PrintCluster
from docforensics.templates.comparison.sharpness import reference_ratios, softened, softening
from docforensics.templates.masks import clipped
from docforensics.templates.model import REFERENCE_PX_PER_MM
from docforensics.templates.planes import Map, blur, colours_of, mean_of

SAME_PRINT = undetermined(
    "the print is the reference's, in another contrast or set slightly aside; not evaluated",
    "a capture, or a template, of better quality",
    why=Why.TOO_NOISY,
)
_LEAST_ALIKE = 0.75
"""Correlation from which print is the reference's. On four random designs (seen) .79 or more at all 32 places of genuine pages whose press sets its labels .1 to .25 mm aside, and .74 at most where
print was altered; copies and made-up documents reach .95, at 1.1 to 5 times the strength."""
_STRENGTHS = (0.5, 1.5)
"""Share of the reference's strength that print has everywhere within a place: .51 to .88 and 1.49 at most at seven of nine places of genuine pages of ten random designs (seen). On a card of the tests .09 to .27 in holes,
.29 to .40 where contrast was washed to a third, .43 where lines were blurred over .4 mm."""
_WITHIN = (0.05, 0.95)
"""Quantiles of a place between which print has that strength: single points are noise. A judgement; not fitted."""
_LINE_MM = 0.4
"""Standard deviation of the window in which strength is told: a line and its neighbours. A judgement; not fitted."""
_MOVED_PX = 2
"""How far print may stand beside its place: a quarter of a millimetre, by which the presses of those designs stand apart."""
_AROUND_MM = 3.0
"""Round a place, so that its band is made of print as well: four times the band's width."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintLikeness:
    """How the print within a place is like the reference's, where it lies best."""

    alike: float
    """Correlation, -1..1."""
    weakest: float
    """Share of the reference's strength that it has where it is weakest."""
    strongest: float


def is_same_print(side: RegisteredSide, place: PrintCluster) -> bool:
    """Whether the print within a place is the reference's: no line is gone, pale, blurred or drawn anew."""
    found = likeness(side, place)
    low, high = _STRENGTHS
    return found.alike >= _LEAST_ALIKE and found.weakest >= low and found.strongest <= high


def likeness(side: RegisteredSide, place: PrintCluster) -> PrintLikeness:
    """Compare the print within a place with the reference's, moved by what plates stand apart."""
    at = clipped(place.box.grown(_AROUND_MM), side.page().shape)
    odd = side.residual.excess[at] > 0
    pairs = list(_bands(side, at))
    wanted = np.concatenate([expected[odd] for _, expected in pairs])
    steps = [(down, across) for down in range(2 * _MOVED_PX + 1) for across in range(2 * _MOVED_PX + 1)]
    ratings = {
        step: _correlation(np.concatenate([_at(own, step)[odd] for own, _ in pairs]), wanted)
        for step in steps
    }
    best = max(ratings, key=ratings.__getitem__)
    sigma = _LINE_MM * REFERENCE_PX_PER_MM
    shared = blur(
        sum((_at(own, best) * expected for own, expected in pairs), np.zeros(odd.shape, np.float32)), sigma
    )
    whole = blur(sum((expected * expected for _, expected in pairs), np.zeros(odd.shape, np.float32)), sigma)
    weakest, strongest = np.quantile((shared / (whole + len(pairs)))[odd], _WITHIN)
    return PrintLikeness(alike=ratings[best], weakest=float(weakest), strongest=float(strongest))


def _bands(side: RegisteredSide, at: tuple[slice, slice]) -> Iterator[tuple[Map, Map]]:
    """Yield the print of page and reference by colour: the page's with room to be moved, at the reference's exposure; the reference's at the page's sharpness."""
    page, reference = side.page(), side.reference.mean
    colours = colours_of(page, reference)
    seen, expected = (mean_of(planes) for planes in zip(*colours, strict=True))
    ratios = reference_ratios(side.reference, grey=page.ndim == 2)
    soft_px = softening(expected, seen, side.reference.constant, ratios)
    for own, wanted in colours:
        own_here, wanted_here = (np.array(plane[at], np.float32) for plane in (own, wanted))
        own_band = band(own_here / np.float32(side.exposure()))
        yield np.pad(own_band, _MOVED_PX, mode="edge"), band(softened(wanted_here, soft_px))


def _at(own: Map, step: tuple[int, int]) -> Map:
    """A picture with room around it, moved."""
    (down, across), room = step, 2 * _MOVED_PX
    return own[down : own.shape[0] - room + down, across : own.shape[1] - room + across]


def _correlation(one: Map, other: Map) -> float:
    (own, cross), (_, wanted) = np.cov(one, other, bias=True)
    return float(cross / np.sqrt(own * wanted)) if min(own, wanted) > 0 else 0.0
