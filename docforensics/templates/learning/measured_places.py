"""What can be measured of places once the reference stands: where portraits and data begin, and where the second portrait repeats the first."""

from collections.abc import Sequence
from dataclasses import replace

from docforensics.capture.model import Pixels
from docforensics.templates.comparison.data_place import DataShift, data_shifts
from docforensics.templates.learning.data_ends import first_of_each, with_data_ends
from docforensics.templates.model import Feature, FeatureKind, LightReference
from docforensics.templates.portrait.extent import picture_edges
from docforensics.templates.portrait.fineness import learned_fineness
from docforensics.templates.portrait.repeat import learned_repeat
from docforensics.templates.registration.nonrigid import nonrigidly_registered


def with_measured_places(
    named: Sequence[Feature], pages: Sequence[Pixels], holders: Sequence[int], white: LightReference
) -> tuple[Feature, ...]:
    """The features with what the pages (H, W[, 3]) in white light, of `holders`, show of them."""
    # As an examined page is: what the captures were laid on lies up to three tenths of a millimetre aside of what all of them became.
    carried = [nonrigidly_registered(page, white) for page in pages]
    firsts = first_of_each(carried, holders)
    named = with_data_ends(named, [page for page in firsts if page is not None], white)
    shifts = data_shifts(named, firsts, white)
    portraits = tuple(_with_edges(one, pages, white) for one in named)
    return tuple(_with_repeat(one, named, carried, shifts) for one in portraits)


def _with_edges(feature: Feature, pages: Sequence[Pixels], white: LightReference) -> Feature:
    """Where portraits begin, and how fine they are."""
    if feature.kind is not FeatureKind.PORTRAIT:
        return feature
    edges = picture_edges(pages, white, feature.box)
    return replace(feature, edges=edges, fineness=learned_fineness(pages, white, feature.box))


def _with_repeat(
    feature: Feature, named: Sequence[Feature], pages: Sequence[Pixels], shifts: Sequence[DataShift | None]
) -> Feature:
    """Where a second portrait repeats the first."""
    portrait = next((one for one in named if one.kind is FeatureKind.PORTRAIT), None)
    if feature.kind is not FeatureKind.SECONDARY_PORTRAIT or portrait is None:
        return feature
    return replace(feature, repeat=learned_repeat(pages, portrait.box, feature.box, shifts))
