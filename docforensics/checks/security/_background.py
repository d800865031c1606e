"""What the background print shows place by place: at each field of the holder's data, elsewhere, and of the model as a whole."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from math import inf

from docforensics.capture.model import Channel
from docforensics.checks.claims import ClaimId, Sighting, Why
from docforensics.checks.outcome import Abstained, undetermined
from docforensics.checks.support.places import Place, main_cause
from docforensics.checks.support.registered import TOO_LITTLE_SEEN, RegisteredSide
from docforensics.checks.support.unseen import HIDDEN, hidden
from docforensics.page.geometry import BoxMm
from docforensics.page.visibility import Blindness
from docforensics.templates.comparison.expected import heaviest_expected
from docforensics.templates.comparison.missing import ELEMENT_MM2
from docforensics.templates.learning.variable_zones import FEW_HOLDERS
from docforensics.templates.masks import RING_MM, clipped
from docforensics.templates.model import Feature, FeatureKind
from docforensics.templates.planes import Mask

TOO_UNLIKE = undetermined(
    "global dissimilarity above limit; not evaluated",
    "a capture, or a template, of better quality",
    why=Why.TOO_NOISY,
)
IN_DOUBT = undetermined(
    "unexplained print, no heavier than the captures of the template show of one another; not evaluated",
    "a capture, or a template, of better quality",
    why=Why.TOO_NOISY,
)
AS_SET_ASIDE = undetermined(
    "unexplained print, no heavier than print of the document that is set slightly aside; not evaluated",
    "a capture, or a template, of better quality",
    why=Why.TOO_NOISY,
)
"""On 30 random designs (seen) 13 of 21 genuine captures with places, of five designs, show print set aside that is 1.4 to 38 times as heavy as their heaviest place, and 8 of 81 forged ones print that is 1.02 to 17 times as heavy."""
UNEXPLAINED = Why.TOO_NOISY
"""Code of a place whose print nothing explains, where it is too small to be adverse: of 1,740 genuine pages of the stored table 7 had any."""
_TOO_UNLIKE = 0.19
"""Median dissimilarity of the whole print. On genuine pages of Utopia it reaches 0.07; on cards learned on two phones or scanners and questioned on
another 0.08 to 0.18, with no place without a cause (3 captures); on notes of other devices 0.20 to 0.38, where four of four below 0.25 had some."""
_CLAIMS = (ClaimId.PAGE_MODEL, ClaimId.PRINT_AT_DATA, ClaimId.PRINT_ELSEWHERE)
_DATA = (FeatureKind.PERSONAL_DATA, FeatureKind.SIGNATURE)
"""Kinds of places where the holder's data stand; the portrait belongs to the portrait checks."""
_AROUND_MM = 1.0
"""Print around a field that a change of the field disturbs as well. A judgement; not fitted."""
_LEAST_AT_DATA, _LEAST_ELSEWHERE = 0.5, 0.8
"""Share of the known print that has to be compared: long names and dirt hide some of it. On 64 genuine pages of Utopia (calibration
half, four designs and channels) at least 0.76 and 0.91, but for two fields of one photo under a reflection (0.40, 0.57)."""
_GAP_MM2 = 20.0
"""Connected print elsewhere that was not compared from which on the claim was not seen on a scanner, and where stamps hide it on any channel: half of what a line of data takes. Scraped print is taken for
a reflection, and under a lid there is none: on 34 genuine scans of Utopia (calibration half) at most 3. Of 20 genuine photos (test half) 4 have more, 50 to 170."""
_MOST_HIDDEN = 0.1
"""Share of a field that may be hidden: of a line of 30 mm, a letter and a half. A judgement; not fitted."""

Odd = Sequence[tuple[RegisteredSide, BoxMm]]
"""Places where the print departs most."""
Unseen = tuple[RegisteredSide, BoxMm, Abstained]
"""A place that departs from the reference, and why nothing follows from it: what alone explains it, or that genuine captures show as much."""


def is_like(side: RegisteredSide) -> bool:
    """Whether the side resembles its reference well enough for single places to be evaluated."""
    return side.residual.dissimilarity < _TOO_UNLIKE


def expected_mass(side: RegisteredSide, *, may_be_stamp: bool = True) -> float:
    """Mass up to which a place without a cause is expected of a genuine page, mm2: what the template's own captures show of one another.

    Infinite where as much as an element takes is expected, or they bore stamps as large. Nothing follows there from a place, and a
    page without any is as it should be. Captures of which a template knows the stamps alone count as showing nothing else.

    Parameters
    ----------
    may_be_stamp
        Whether the place may be one of the stamps that genuine pages of the series bear: they are not all found.
    """
    own, stamps = side.reference.own_places, side.reference.own_stamps if may_be_stamp else ()
    expected = heaviest_expected(list(map(max, zip_longest(own, stamps, fillvalue=0.0))))
    return expected if expected < ELEMENT_MM2 else inf


def sightings_of(sides: Sequence[RegisteredSide], odd: Odd, unseen: Sequence[Unseen]) -> Iterator[Sighting]:
    """State, for each side, what was seen of the three claims; `unseen` are places of which nothing follows: blur, a reflection, or no heavier than expected."""
    for side in sides:
        own = [box for other, box in odd if other is side]
        if is_like(side):
            yield from _of_side(side, own, [(box, why) for other, box, why in unseen if other is side])
        else:
            yield from _of_unlike_side(side, own)


def _of_side(
    side: RegisteredSide, odd: Sequence[BoxMm], unseen: Sequence[tuple[BoxMm, Abstained]]
) -> Iterator[Sighting]:
    fields = _fields(side)
    at_fields = [box for box in odd if touches(box, [field.box for field in fields])]
    yield Place(side=side.index).sighting(ClaimId.PAGE_MODEL)
    for field in fields:
        box = _around(field)
        is_odd = any(box.overlap(place) > 0 for place in at_fields)
        covers = next((why for place, why in unseen if box.overlap(place) > 0), None)
        hides = covers or _unseen(side, field)
        hidden = None if is_odd else hides
        place = Place(side=side.index, name=field.name, hidden=hidden)
        # Of few holders all that may be a holder's is left out of the reference: what stands within a field was compared with nothing.
        why = None if is_odd or side.template.n_holders >= FEW_HOLDERS else Why.FEW_HOLDERS
        yield place.sighting(ClaimId.PRINT_AT_DATA, is_odd=is_odd, why=why, in_doubt=UNEXPLAINED)
    apart = [why for place, why in unseen if not touches(place, [field.box for field in fields])]
    yield _elsewhere(side, fields, is_odd=len(at_fields) < len(odd), covers=next(iter(apart), None))


def _of_unlike_side(side: RegisteredSide, odd: Sequence[BoxMm]) -> Iterator[Sighting]:
    """Of a side that is unlike its reference throughout nothing is seen but what is gone."""
    fields = [field.box for field in _fields(side)]
    at_fields = [touches(box, fields) for box in odd]
    is_odd = {
        ClaimId.PRINT_AT_DATA: any(at_fields),
        ClaimId.PRINT_ELSEWHERE: not all(at_fields),
    }
    for claim in _CLAIMS:
        if is_odd.get(claim, False):
            yield Place(side=side.index).sighting(claim, is_odd=True)
        else:
            yield side.place.sighting(claim, why=Why.TOO_NOISY)


def _fields(side: RegisteredSide) -> list[Feature]:
    """Places of the holder's data."""
    return [feature for feature in side.template.features if feature.kind in _DATA]


def touches(box: BoxMm, fields: Iterable[BoxMm]) -> bool:
    """Whether a place touches one of some fields, or the paper around it."""
    return any(box.overlap(field.grown(_AROUND_MM)) > 0 for field in fields)


def _around(field: Feature) -> BoxMm:
    return field.box.grown(_AROUND_MM)


def _unseen(side: RegisteredSide, field: Feature) -> Abstained | None:
    """State why the print at a field was not seen: a part of the field is hidden, or too little print could be compared."""
    found = side.uncompared(_around(field), _beside_portraits(side), least=_LEAST_AT_DATA)
    found = found or hidden(side.side.page, [field.box], side.light, most=_MOST_HIDDEN)
    return found or (HIDDEN[Blindness.OCCLUDED] if _is_stamped(side, field.box) else None)


def _is_stamped(side: RegisteredSide, box: BoxMm) -> bool:
    """Whether stamps hide a field, also one that they stand close above and below of: print between them is compared with nothing."""
    if side.match.stamped is None:
        return False
    part = side.match.stamped[clipped(box, side.match.stamped.shape)]
    return bool(part.size) and float(part.mean()) > _MOST_HIDDEN


def _elsewhere(
    side: RegisteredSide, fields: Sequence[Feature], *, is_odd: bool, covers: Abstained | None
) -> Sighting:
    zone = ~side.zone(*map(_around, fields)) & _beside_portraits(side)
    uncompared = side.uncompared(BoxMm.of_size(side.template.size_mm), zone, least=_LEAST_ELSEWHERE)
    looked = _without_gaps(side, zone)
    gap = side.gap(looked, least_mm2=_GAP_MM2) if looked is not None and uncompared is None else None
    if gap is not None:
        uncompared = main_cause(side.side, gap, side.light) or TOO_LITTLE_SEEN
    hides = covers or uncompared
    place = Place(side=side.index, hidden=None if is_odd else hides)
    return place.sighting(ClaimId.PRINT_ELSEWHERE, is_odd=is_odd, in_doubt=UNEXPLAINED)


def _without_gaps(side: RegisteredSide, zone: Mask) -> Mask | None:
    """Where print elsewhere is seen only without a large gap; None where it nowhere is.

    A lamp makes a reflection on a photo by chance, and none under a lid; a stamp stands where somebody put it.
    """
    if side.side.capture.channel is Channel.SCANNER:
        return zone
    return None if side.match.stamped is None else zone & side.match.stamped


def _beside_portraits(side: RegisteredSide) -> Mask:
    portraits = side.template.of_kind(FeatureKind.PORTRAIT)
    boxes = [feature.box.grown(RING_MM) for feature in portraits]
    return side.side.kept.once((_beside_portraits, side.light), lambda: ~side.zone(*boxes))
