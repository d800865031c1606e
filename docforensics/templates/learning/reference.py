"""Pixels of genuine pages on one frame -> the reference in one light: what is typical, what is constant, how much it varies."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.templates.comparison.dissimilarity import PageComparison, compare
from docforensics.templates.comparison.luminescence import fibres, structure
from docforensics.templates.comparison.occlusion import personal_ink, printed_ink
from docforensics.templates.learning.differences import LEAST_DOCUMENTS, Differences, features_of_differences
from docforensics.templates.learning.grey_captures import coloured, with_colour
from docforensics.templates.learning.hidden import (
    of_few_holders,
    of_print_alone,
    strokes_differ,
    without_holder,
)
from docforensics.templates.learning.own_captures import own_captures
from docforensics.templates.learning.picture_ends import shown_places
from docforensics.templates.learning.shown_through import around_pictures, shown_through, without_islands
from docforensics.templates.learning.spread import colour_spread, energy_spread, levels
from docforensics.templates.learning.tolerance import shrunk_tolerance, simulated_tolerance
from docforensics.templates.learning.under_uv import comes_and_goes, glow_alone, of_holders, without_heads
from docforensics.templates.learning.variable_zones import FEW_HOLDERS, SURE_HOLDERS, is_named
from docforensics.templates.masks import PORTRAITS, box_mask, grown, in_blocks, ink_allowed, solid_allowed
from docforensics.templates.model import REFERENCE_PX_PER_MM, Feature, FeatureKind, LightReference
from docforensics.templates.planes import Map, Mask, blur, mean_colour, middle_of
from docforensics.templates.registration.nonrigid import nonrigidly_registered

DIFFERENT = 0.55
"""Dissimilarity between captures beyond which a place is the holder's, not the series'."""
NO_PRINT = 2.0
"""Grey levels of band-passed difference that are the sensor's noise."""
_WRITTEN_DEPTH = 80.0
"""Grey levels below the surroundings from which a capture's own print is taken for text or a pen's stroke, in fields."""
_MOST_WRITTEN = 0.5
"""Share of the captures that may have text at a place of a field for the rest to tell the page below."""
LEVEL_MM = 10.0
"""Over which captures are brought to one brightness and colour: shade is wider, print finer. A judgement; not fitted."""
_GHOST_DEPTH = 25.0
"""Grey levels below the surroundings from which something shows at all."""
_DRAFT_TOLERANCE = 0.2
"""Of a reference that only lays captures on each other, and judges nothing."""
_PICTURE_RIM_MM = 0.25
"""A picture's edge, blurred."""
_EDGE_MM = 1.2
"""The page's rim: cut and shadow differ from one capture to the next."""
_ROUNDS, _FEWEST_TYPICAL = 2, 3
"""Rounds of carrying pages to what most show, each of which makes that truer; and pages without which none is the odd one."""
_CORNER_MM = 4.0
"""Corners are rounded by 3.18 mm (standards.md 1.9)."""


def build_reference(
    stack: Sequence[Pixels],
    features: Sequence[Feature],
    *,
    light: Light = Light.VISIBLE,
    n_holders: int | None = None,
    captures_decide: bool = False,
    white: Mask | None = None,
) -> LightReference:
    """Build the reference in one light from pages (H, W[, 3]) that lie on one another, the anchor first.

    Parameters
    ----------
    features
        Where personal data and pictures stand.
    n_holders
        Of how many holders the pages are; each of another when not given. Pages of one holder agree about the holder's
        data too, so there only the features tell what varies.
    captures_decide
        Whether print is constant as well where the pages agree on the whole alone (`differences`), though not in every fine line.
    white
        What is constant in white light, for another light: of few holders nothing else is constant there, and of more no picture in infrared.
    """
    holders = len(stack) if n_holders is None else n_holders
    one_holder = holders == 1
    print_of = partial(
        _print_of, light=light, few=holders < FEW_HOLDERS, sure=holders >= SURE_HOLDERS, white=white
    )
    if light is not Light.IR and len(stack) > 1:  # in which mostly the plates of white light show
        stack = carried_together(stack, features, light=light)
    in_colour = coloured(stack)
    stack = with_colour(stack)
    pairs = Differences(stack)
    decide = captures_decide and not one_holder and light is Light.VISIBLE
    learned, comparisons = print_of(
        stack, features, one_holder=one_holder, agreed=pairs.agreeing() if decide else None
    )
    apart = light is Light.VISIBLE and n_holders in (None, len(stack)) and len(stack) >= LEAST_DOCUMENTS

    def without(number: int) -> tuple[LightReference, Sequence[Feature]]:
        agreed = pairs.agreeing(without=number) if decide else None
        named = features if agreed is None else features_of_differences(agreed)
        rest = [*stack[:number], *stack[number + 1 :]]
        found, _ = print_of(rest, named, one_holder=False, agreed=agreed, known=comparisons.without(number))
        return found, named

    level, level_spread = levels(stack, learned.constant)
    if apart:
        own = own_captures(stack, without)
        learned = replace(learned, own_places=own.places, own_faint=own.faint, faded=own.faded)
    return replace(
        learned,
        colour_spread=colour_spread(in_colour, learned.mean, learned.constant),
        energy_spread=energy_spread(comparisons.seen, learned.constant),
        level=level,
        level_spread=level_spread,
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Comparisons:
    """What a reference's tolerance rests on."""

    seen: Sequence[PageComparison]
    """Captures held against it."""
    simulated: Map
    """Tolerance as simulated for it."""

    def without(self, number: int) -> "_Comparisons":
        """The same for a reference that one capture was not in: near enough, and without comparing all of them again."""
        return replace(self, seen=[*self.seen[:number], *self.seen[number + 1 :]])


def _print_of(
    stack: Sequence[Pixels],
    features: Sequence[Feature],
    light: Light,
    *,
    one_holder: bool,
    few: bool,
    sure: bool,
    white: Mask | None,
    agreed: Mask | None,
    known: _Comparisons | None = None,
) -> tuple[LightReference, _Comparisons]:
    """What is typical, what is constant and how far captures differ in print; and what that rests on, unless it is `known`."""
    ground = _fluorescent if light is Light.UV else _inked
    typical, constant, seen = ground(
        stack, features, one_holder=one_holder, few=few, sure=sure, known=known.seen if known else None
    )
    if agreed is not None:
        fields = box_mask((one.box for one in features if one.variable), constant.shape)
        constant = constant | (agreed & _inside(constant.shape) & ~fields)
    if few:
        constant = constant & ~of_few_holders(stack, features, light, white)
    elif light is Light.IR and white is not None:
        # Heads are of one grey in infrared: their common outline is constant there.
        constant = constant & (
            white | ~box_mask((one.box for one in features if one.kind in PORTRAITS), white.shape)
        )
    simulated = known.simulated if known else simulated_tolerance(typical, constant)
    tolerance = of_print_alone(shrunk_tolerance(simulated, [one.dissimilarity for one in seen]), constant)
    reference = LightReference(
        mean=without_holder(typical, constant),
        tolerance=without_heads(tolerance, features) if light is Light.UV else tolerance,
        constant=constant,
        n_captures=len(stack),
    )
    return reference, _Comparisons(seen=seen, simulated=simulated)


def draft_reference(
    page: Pixels, features: Sequence[Feature], *, light: Light = Light.VISIBLE
) -> LightReference:
    """One capture as a reference to lay others on: its tolerance is not worked out."""
    ground = _fluorescent if light is Light.UV else _inked
    typical, constant, _ = ground([page], features, one_holder=True, few=False, sure=True)
    tolerance = np.full(constant.shape, _DRAFT_TOLERANCE, dtype=np.float32)
    return LightReference(mean=without_holder(typical, constant), tolerance=tolerance, constant=constant)


def carried_together(
    stack: Sequence[Pixels], features: Sequence[Feature], *, light: Light = Light.VISIBLE
) -> list[Pixels]:
    """Carry pages that lie on one another along their small shifts: to the first, then to what most show, which is truer than any one."""
    first, *others = stack
    draft = draft_reference(first, features, light=light)
    pages = [first, *(nonrigidly_registered(page, draft) for page in others)]
    for _ in range(_ROUNDS if len(pages) >= _FEWEST_TYPICAL else 0):
        draft = draft_reference(typical_page(pages), features, light=light)
        pages = [nonrigidly_registered(page, draft) for page in pages]
    return pages


def typical_page(stack: Sequence[Pixels]) -> Pixels:
    """What most pages (H, W[, 3]) show at each place, at the first one's brightness and colour."""
    middle = np.clip(middle_of(_levelled(with_colour(stack))), 0, 255).astype(np.uint8)
    return np.asarray(middle.reshape(stack[0].shape), dtype=np.uint8)


_Ground = tuple[Pixels, Mask, Sequence[PageComparison]]
"""What is typical, where it is constant, and the captures held against it (none where there is one)."""


def _inked(
    stack: Sequence[Pixels],
    features: Sequence[Feature],
    *,
    one_holder: bool,
    few: bool,
    sure: bool,
    known: Sequence[PageComparison] | None = None,
) -> _Ground:
    """Light in which print is dark on a bright page.

    Of `few` holders pictures are left out as rectangles, else where they show; of `sure` many signatures and paler pictures as wide as they may be.
    """
    ink = ink_allowed(features, stack[0].shape)
    opaque = solid_allowed(features, stack[0].shape)
    written = np.stack([ink & printed_ink(page, deeper_than=_WRITTEN_DEPTH) for page in stack])
    typical, bare = _typical(stack, ink, opaque, written)
    # Text that all captures show where personal data may stand is theirs (one nationality), not the series'; no hole spells it.
    shared = ink & printed_ink(typical)
    named = (one.box for one in features if one.variable and is_named(one))
    data = box_mask(named, ink.shape)
    legible = _inside(typical.shape) & ~shared & ~(in_blocks(shared & data) & data)
    if not one_holder:
        # Strokes of several holders that cross at a place leave a grey ghost, where few captures show the page bare.
        ghosts = (written.mean(axis=0) > _MOST_WRITTEN) & printed_ink(typical, deeper_than=_GHOST_DEPTH)
        if not sure:
            ghosts &= strokes_differ(stack)
        legible &= opaque | ~ghosts
    if not few:
        # Fillers stand at the same places on every document, so the blur round them does, too; of few holders whole rows are left out.
        zones = _of_kind(features, FeatureKind.MACHINE_READABLE_ZONE, ink.shape)
        legible &= ~(zones & printed_ink(typical, margins=2))
    pictures = grown(shown_places(stack, features) if few else opaque, _PICTURE_RIM_MM)
    if len(stack) == 1:
        return typical, legible & ~pictures, []
    seen = known or [
        compare(pixels, typical, ink_allowed=ink, solid_allowed=opaque, trusted=legible) for pixels in stack
    ]
    agrees = legible & _agreed(seen)
    if one_holder:
        # Captures of one document carry the same ink; where one shows it and another does not, edges lie apart.
        return typical, agrees & ~pictures & ~(ink & bare.any(axis=0) & ~bare.all(axis=0)), seen
    if few:
        return typical, agrees & ~pictures, seen
    firsts, seconds = (
        [one.box for one in features if one.kind is kind]
        for kind in (FeatureKind.PORTRAIT, FeatureKind.SECONDARY_PORTRAIT)
    )
    portraits = box_mask(firsts, opaque.shape)
    if not sure:
        # Of the room round signatures and paler pictures, what shows the page on every capture is print of the series.
        opaque = opaque & (portraits | shown_places(stack, features))
    inside = _inside(typical.shape)
    through = shown_through([one.dissimilarity for one in seen], bare, typical, inside & ~opaque)
    shown = np.where(portraits, without_islands(through, bare, firsts), around_pictures(through, seconds))
    constant = np.where(opaque, legible & shown, agrees)
    return typical, constant & ~grown(opaque & ~constant, _PICTURE_RIM_MM), seen


def _of_kind(features: Sequence[Feature], kind: FeatureKind, shape: tuple[int, ...]) -> Mask:
    return box_mask((one.box for one in features if one.kind is kind), shape)


def _fluorescent(
    stack: Sequence[Pixels],
    features: Sequence[Feature],
    *,
    one_holder: bool,
    few: bool,
    sure: bool,  # noqa: ARG001
    known: Sequence[PageComparison] | None = None,
) -> _Ground:
    """UV: print glows on a dark page, and absorbing print is darker still."""
    stacked = np.stack([pixels.reshape(*pixels.shape[:2], -1) for pixels in _levelled(stack)])
    typical = np.clip(middle_of(list(stacked)), 0, 255).astype(np.uint8).reshape(stack[0].shape)
    inside = _inside(typical.shape)
    seen: Sequence[PageComparison] = known or (
        [compare(pixels, typical, ink_allowed=np.zeros_like(inside), trusted=inside) for pixels in stack]
        if len(stack) > 1
        else []
    )
    constant = inside & _agreed(seen) & ~comes_and_goes(stacked, typical) if seen else inside
    if one_holder:
        shows = structure(typical)
        constant = constant & ~(shows & ink_allowed(features, typical.shape)) & ~fibres(typical)
    elif not few:
        constant = constant & ~of_holders(inside & ~constant, features, stack)
        typical = glow_alone(typical, constant, features)
    return typical, constant, seen


def _agreed(seen: Sequence[PageComparison]) -> Mask:
    """Where most captures show the same: alike in print, or in neither of them any."""
    apart = middle_of([one.dissimilarity for one in seen])
    levels_apart = middle_of([one.difference for one in seen])
    return np.asarray((apart < DIFFERENT) | (levels_apart < NO_PRINT), dtype=bool)


def _inside(shape: tuple[int, ...]) -> Mask:
    """The page without its rim and its rounded corners; not to be written to."""
    return _inside_of(*shape[:2])


@lru_cache(maxsize=1)
def _inside_of(height: int, width: int) -> Mask:
    """Worked out once a size: every reference that is learned of one stack asks for it again."""
    rim, radius = (round(mm * REFERENCE_PX_PER_MM) for mm in (_EDGE_MM, _CORNER_MM))
    inside = np.zeros((height, width), dtype=np.uint8)
    inside[rim:-rim, rim:-rim] = 1
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius + 1, 2 * radius + 1))
    found = np.asarray(cv2.morphologyEx(inside, cv2.MORPH_OPEN, disc), dtype=bool)
    found.flags.writeable = False
    return found


def _typical(
    stack: Sequence[Pixels], ink: Mask, opaque: Mask, written: NDArray[np.bool_]
) -> tuple[Pixels, NDArray[np.bool_]]:
    """What most captures show, (H, W[, 3]), and which captures are bare of ink at each place, (N, H, W).

    Where personal data may stand, only captures that are bare there are asked.
    """
    levelled = np.stack([pixels.reshape(*pixels.shape[:2], -1) for pixels in _levelled(stack)])
    palest = mean_colour(levelled.max(axis=0))
    anywhere = np.ones_like(opaque)
    bare = np.asarray(
        [
            ~personal_ink(mean_colour(level), palest, solid_allowed=opaque, reflected=anywhere)
            for level in levelled
        ],
        dtype=bool,
    )
    weight = (bare & (~written | opaque)).astype(np.float32)[..., None]
    median = middle_of(list(levelled))
    between = (levelled * weight).sum(axis=0) / np.maximum(weight.sum(axis=0), 1.0)
    fields = np.where(weight.any(axis=0), between, median)
    typical = np.where(ink[..., None], fields, median)
    return np.clip(typical, 0, 255).astype(np.uint8).reshape(stack[0].shape), bare


def _levelled(stack: Sequence[Pixels]) -> list[NDArray[np.float32]]:
    """All captures at the first one's brightness and colour nearby."""
    sigma = LEVEL_MM * REFERENCE_PX_PER_MM
    first = stack[0].astype(np.float32)
    base = blur(first, sigma)
    levels = [pixels.astype(np.float32) for pixels in stack]
    return [first, *(level + base - blur(level, sigma) for level in levels[1:])]
