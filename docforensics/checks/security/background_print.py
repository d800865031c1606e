"""Background and fixed print against the reference template, place by place.

Looks at the constant print of the page (background pattern, captions, emblems) after registration to the template,
between and around the holder's data. Print that is missing, pasted over, redrawn, blurred or shifted differs from
what the template leads one to expect at the same sharpness; what counts is the heaviest connected place, not the
page as a whole, so a poor capture of the whole page is not taken for a forgery. A place counts only where it is heavier than those that the
template's own captures show, each compared with the others, and is not evaluated where it bears the reference's print, in another contrast or set slightly aside, nor where it is no heavier than another place of the document that does. Of a model whose captures are unlike one another a place is not evaluated, and a page without any is in order;
of one whose captures bore stamps the same holds of a place at which print was added, since it may be a stamp. On a page that is unlike its reference throughout (another device, a worn or
folded original, a registration that is a little off) single lines show nothing; there only elements of some millimetres count that are gone
altogether, and nothing is verified.

Cannot see: alterations of ink alone that leave the background intact, and print finer than the capture resolves
(guilloche lines and microtext below 400 ppi, Doc 9303-2 Appendix C), print on the line of a fold, and print
added to an optically variable device on a photo or an upload, where it may be the device itself that shines. The surroundings of the portrait belong to
`portrait.portrait_ring`; those of secondary portraits are looked at here, where the template was learned from three or more holders.

Sources: standards.md 6.2, 2.2; Doc 9303-2 Appendix A (pattern comparison of background printing).
"""

from collections.abc import Sequence
from dataclasses import replace
from math import inf

import numpy as np

from docforensics.capture.light import Light
from docforensics.capture.model import Channel
from docforensics.checks.claims import ClaimId, Why
from docforensics.checks.outcome import (
    Abstained,
    Facts,
    Measured,
    Outcome,
    Region,
    not_supported,
)
from docforensics.checks.security._background import (
    AS_SET_ASIDE,
    IN_DOUBT,
    TOO_UNLIKE,
    Unseen,
    expected_mass,
    is_like,
    sightings_of,
    touches,
)
from docforensics.checks.security._soft_text import soft_fields
from docforensics.checks.security._stains import is_stain
from docforensics.checks.spec import WHITE_LIGHT, CheckSpec
from docforensics.checks.support.overrun import RUNS_ON, is_overrun
from docforensics.checks.support.registered import RegisteredSide, devices, registered_sides
from docforensics.checks.support.same_print import SAME_PRINT, is_same_print
from docforensics.checks.support.shown_colours import colour_octaves
from docforensics.checks.support.unseen import HIDDEN
from docforensics.checks.support.wording import field_at
from docforensics.document import Document
from docforensics.page.geometry import BoxMm
from docforensics.page.quantiles import median_of
from docforensics.page.visibility import Blindness
from docforensics.templates.comparison.expected import LEAST_MASS_MM2
from docforensics.templates.comparison.missing import missing_print
from docforensics.templates.comparison.occlusion import printed_depth
from docforensics.templates.comparison.photometric import is_grey
from docforensics.templates.comparison.residual import PrintCluster, clusters, is_slip
from docforensics.templates.masks import RING_MM
from docforensics.templates.model import REFERENCE_PX_PER_MM, FeatureKind
from docforensics.templates.planes import Map, Mask

SPEC = CheckSpec(
    title="Background and fixed print",
    unit="mm2 of unexplained print",
    verifies=frozenset({ClaimId.PAGE_MODEL, ClaimId.PRINT_AT_DATA, ClaimId.PRINT_ELSEWHERE}),
    tr03135="VI,AB,IS",
    lights=WHITE_LIGHT,
    needs_template=True,
    min_px_per_mm=5.0,
    adverse="The fine background print is broken, covered or printed anew {where}.",
    favourable="The background print agrees with the reference; {share:.0%} of it could be compared.",
    advice="Examine the marked places with a magnifier and in oblique light: look for erasure, overprinting, "
    "cut edges or a pattern that stops short.",
    equipment="a capture in white light of at least 130 dpi",
    facts={"places": int, "share": float, "where": str},
)
WITHOUT_COLOUR = not_supported(
    "an image without colour, too unlike the coloured reference; not evaluated",
    "a colour capture in white light",
    why=Why.NO_COLOUR,
)
_PRESUMED, _CLEAR = 0.8, 0.02
"""What a place counts at most where the template was learned from one holder, and the median dissimilarity from which it
counts less: what varies was presumed there, and the worse a capture matches, the larger its places without a cause."""
_TEXT_DEPTH, _TEXT_SHARE = 40.0, 0.03
"""Grey levels below the paper from which print is text or a pen's stroke, and its share of a place from which the place may be of the holder's data. Judgements."""
_SIGNATURE_MM, _AROUND_MM = 12.0, 1.0
"""Height that no line of text and no signature has (on the shared cards at most 10.6 mm; faces that were swapped differ over 14 mm and more), and print
around a field that its blur reaches. Judgements."""
_MISSING, _ADDED = -0.3, 0.5
"""Octaves by which the print of a place falls short of the reference's, or exceeds it, on the mean over the place. With elements
wiped out on genuine pages of Utopia -0.34 to -1.8, with text and rings printed there 0.2 to 2.5; what stands for something else
lies between."""
_REFLECTED = 8.0
"""Lift of a place over which a reflection lies, at the reference's exposure: 9 to 17 grey levels on two genuine messenger pictures (test half of `benchmarks/evasion`, so this
has seen them); where print was scraped, pasted or retyped at most 6 (16 forgeries of its calibration half, 22 places)."""
_ALSO_HEAVY = 0.5
"""Share of the heaviest place's mass from which another place is odd as well. A judgement; not fitted."""
MISSING = "print that the reference shows is missing"
_MAX_MARKED = 8
"""Places that a picture can show."""


def measure(document: Document) -> Outcome:
    """Weigh the heaviest place of unexplained print over all sides, in mm2."""
    seen = registered_sides(document)
    if isinstance(seen, Abstained):
        return seen
    sides = [side for side in seen if is_like(side)]
    found, unseen = _heavy(sides)
    found += [place for side in seen for place in _gone(side)]
    if not sides and not found:
        return _too_unlike(seen)
    if not found and all(_is_open(side, unseen) for side in sides):
        return IN_DOUBT
    found.sort(key=lambda item: -item[2])
    regions = tuple(_marked(side, cluster) for side, cluster, _ in found[:_MAX_MARKED])
    heaviest = found[0][2] if found else 0.0
    share = min((side.share(_zone(side)) for side in sides), default=0.0)
    where = _where([(side, cluster) for side, cluster, _ in found])
    facts: Facts = {"places": len(found), "share": share, "where": where}
    odd = [(side, place.box) for side, place, mass in found if mass >= _ALSO_HEAVY * heaviest]
    return Measured(
        value=heaviest, regions=regions, facts=facts, sightings=tuple(sightings_of(seen, odd, unseen))
    )


_Found = tuple[RegisteredSide, PrintCluster, float]
"""A place, and what it counts in mm2."""


def _heavy(sides: Sequence[RegisteredSide]) -> tuple[list[_Found], list[Unseen]]:
    """Give the places of some sides that nothing explains, and those that are not evaluated, among them those no heavier than print of the document that is set aside.

    Where a press sets its plates aside, places that lie across two of them bear the reference's print in no single place.
    """
    each = [_of_side(side) for side in sides]
    found = [place for here, _, _ in each for place in here]
    unseen = [place for _, here, _ in each for place in here]
    aside = max((mass for *_, mass in each), default=0.0)
    lighter = [(side, place.box, AS_SET_ASIDE) for side, place, mass in found if mass <= aside]
    return [one for one in found if one[2] > aside], unseen + lighter


def _of_side(side: RegisteredSide) -> tuple[list[_Found], list[Unseen], float]:
    """Give the places of a side that nothing explains by themselves, and those that are not evaluated: blur at fields whose text is soft, a reflection, the reference's own print, or a value that runs on.

    And what the heaviest that bears the reference's own print counts, mm2.
    """
    places = [
        place
        for place in side.clusters(_zone(side), min_mass=LEAST_MASS_MM2)
        if not (is_slip(side.residual.excess, place) or _may_be_data(side, place))
        and place.mass * _weight(side) >= LEAST_MASS_MM2
        and not is_stain(side, place)
    ]
    soft = soft_fields(side) if places else ()
    # The same lamp lifts a page that was exposed half as long by half as many levels.
    lift = side.lift() / np.float32(side.exposure()) if places else None
    found: list[_Found] = []
    unseen: list[Unseen] = []
    aside = 0.0
    for place in places:
        mass = place.mass * _weight(side)
        if touches(place.box, soft) and _is_soft(side, place, soft):
            unseen.append((side, place.box, HIDDEN[Blindness.BLURRED]))
        elif (lift is not None and _is_reflected(side, place, lift)) or _shines(side, place):
            unseen.append((side, place.box, HIDDEN[Blindness.GLARE]))
        # A stamp adds print: 55 of 58 places that stamps make on genuine pages of five random designs (seen), and all of more than 1.1 mm2.
        elif mass < expected_mass(side, may_be_stamp=_octaves(side, place) > 0):
            unseen.append((side, place.box, IN_DOUBT))
        elif is_same_print(side, place):
            unseen.append((side, place.box, SAME_PRINT))
            aside = max(aside, mass)
        elif is_overrun(side, place):
            unseen.append((side, place.box, RUNS_ON))
        else:
            found.append((side, place, mass))
    return found, unseen, aside


def _is_open(side: RegisteredSide, unseen: Sequence[Unseen]) -> bool:
    """Whether a side shows places without a cause where captures are unlike one another, or bore stamps: the rest of it is not in order for that."""
    return expected_mass(side) == inf and any(other is side and why is IN_DOUBT for other, _, why in unseen)


def _is_reflected(side: RegisteredSide, place: PrintCluster, lift: Map) -> bool:
    """Whether a reflection lies over most of a place."""
    rows, columns = place.box.to_px(REFERENCE_PX_PER_MM).slices
    odd = side.residual.excess[rows, columns] > 0
    return median_of(lift[rows, columns][odd]) > _REFLECTED


def _shines(side: RegisteredSide, place: PrintCluster) -> bool:
    """Whether most of a place is an optically variable device that shows more of itself than the reference does, in lines or in colours, on a channel whose lamp and angle nobody knows."""
    if side.side.capture.channel is Channel.SCANNER:
        return False
    box = place.box.to_px(REFERENCE_PX_PER_MM).slices
    excess, on_device = side.residual.excess[box], devices(side)[box]
    if float(excess[on_device].sum()) <= 0.5 * float(excess.sum()):
        return False
    if _octaves(side, place) > 0:
        return True
    # Its bright lines take from the print below as much as they add.
    colours = colour_octaves(side)
    return colours is not None and median_of(colours[box][on_device & (excess > 0)]) > 0


def _gone(side: RegisteredSide) -> list[_Found]:
    """Give the places of a side at which an element of the print is gone; a template of one holder knows too little of what varies."""
    if side.template.n_holders < 2:
        return []
    # Fibres and what varies in other lights lie over all of a page, and hide no print in this one.
    seen = (one for one in side.template.features if one.variable and one.light is Light.VISIBLE)
    varying = side.zone(*(one.box for one in seen))
    trusted = side.reference.constant & _zone(side) & ~varying
    excess = missing_print(side.page(), side.reference.mean, trusted, side.reference.faded)
    places = () if excess is None else clusters(excess, min_mass=LEAST_MASS_MM2)
    return [(side, place, place.mass) for place in places]


def _too_unlike(sides: Sequence[RegisteredSide]) -> Abstained:
    """Name what hides most of a side, or takes its colours, where something does: it may be unlike for that alone."""
    hides = next((side.place.hidden for side in sides if side.place.hidden), None)
    if hides:
        return replace(TOO_UNLIKE, why=hides.why)
    grey = any(is_grey(side.page()) and not is_grey(side.reference.mean) for side in sides)
    return WITHOUT_COLOUR if grey else TOO_UNLIKE


def _where(found: Sequence[tuple[RegisteredSide, PrintCluster]]) -> str:
    """Say how many places there are, and at which field the heaviest lies."""
    field = field_at(found[0][0].side, found[0][1].box) if found else ""
    first = f"at the {field}" if field else "at the marked place"
    return first if len(found) < 2 else f"in {len(found)} places, most of all {first}"


def _marked(side: RegisteredSide, place: PrintCluster) -> Region:
    """Mark a place, and say whether print is missing there or was added."""
    octaves = _octaves(side, place) if is_like(side) else -inf
    if octaves < _MISSING:
        return side.region(place.box, MISSING)
    if octaves > _ADDED:
        return side.region(place.box, "print that the reference does not show")
    return side.region(place.box, "where the print departs from the reference")


def _octaves(side: RegisteredSide, place: PrintCluster) -> float:
    """By how many octaves the print of a place exceeds the reference's, on the mean over what departs there; -infinity where nothing does."""
    box = place.box.to_px(REFERENCE_PX_PER_MM).slices
    excess, energy = side.residual.excess[box], side.residual.energy[box]
    return float((excess * energy).sum() / excess.sum()) if excess.any() else -inf


def _weight(side: RegisteredSide) -> float:
    """What a square millimetre counts on this side."""
    if side.template.n_holders > 1:
        return 1.0
    clear = min(_CLEAR / max(side.residual.dissimilarity, 1e-6), 1.0)
    # Places without a cause grow in depth and in extent.
    return _PRESUMED * float(clear**1.5)


def _is_soft(side: RegisteredSide, place: PrintCluster, soft: Sequence[BoxMm]) -> bool:
    """Whether most of a place lies at fields whose text is soft: blur there explains nothing of what is altered beside them."""
    box = place.box.to_px(REFERENCE_PX_PER_MM).slices
    excess, at_fields = side.residual.excess[box], side.zone(*(one.grown(_AROUND_MM) for one in soft))[box]
    return float(excess[at_fields].sum()) > 0.5 * float(excess.sum())


def _may_be_data(side: RegisteredSide, place: PrintCluster) -> bool:
    """Whether text or a signature stands at a place on one of page and reference alone, where a template of one holder presumed what varies."""
    if side.template.n_holders > 1 or min(place.box.width, place.box.height) > _SIGNATURE_MM:
        return False
    box = place.box.to_px(REFERENCE_PX_PER_MM).slices
    depths = [printed_depth(pixels)[box] for pixels in (side.page(), side.reference.mean)]
    darker, paler = np.maximum(*depths), np.minimum(*depths)
    odd = side.residual.excess[box] > 0
    alone = (darker > _TEXT_DEPTH) & (paler < darker / 2) & odd
    return float(alone.sum()) > _TEXT_SHARE * float(odd.sum())


def _zone(side: RegisteredSide) -> Mask:
    portraits = side.template.of_kind(FeatureKind.PORTRAIT)
    if side.template.n_holders < 2:  # where another holder's second picture ends was presumed as well
        portraits += side.template.of_kind(FeatureKind.SECONDARY_PORTRAIT)
    return ~side.zone(*(feature.box.grown(RING_MM) for feature in portraits))
