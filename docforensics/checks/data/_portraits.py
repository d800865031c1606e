"""Portraits on two pictures of the same side, compared on the frame of their template."""

from collections.abc import Iterator
from itertools import pairwise

from docforensics.capture.light import Light
from docforensics.checks.outcome import Region
from docforensics.checks.support.same_picture import cropped, likeness
from docforensics.checks.views import same_sides
from docforensics.document import Document, Side
from docforensics.templates.model import REFERENCE_PX_PER_MM, Feature, FeatureKind

ALIKE = 0.6
"""Correlation below which two pictures of one side show two portraits: on the calibration half of the sample documents one portrait
measures 0.98 to 1, also coarse, blurred, moved or counterfeited, and the portraits of two holders 0.24 to 0.47."""
_MARGIN = 0.05
"""Share of the portrait by which it may be shifted on its place."""


def other_portraits(document: Document) -> Iterator[tuple[Region, Region]]:
    """Give the places of portraits that differ between two pictures of the same side, where both were seen whole."""
    for group in same_sides(document):
        for first, second in pairwise(group):
            one, other = document.sides[first], document.sides[second]
            for feature in _portraits(one):
                if _is_seen(one, feature) and _is_seen(other, feature) and _differ(one, other, feature):
                    label = f"sides differ: {feature.kind}"
                    yield (
                        Region(side=first, box=feature.box, label=label),
                        Region(side=second, box=feature.box, label=label),
                    )


def _portraits(side: Side) -> tuple[Feature, ...]:
    return side.match.template.of_kind(FeatureKind.PORTRAIT) if side.match else ()


def _is_seen(side: Side, feature: Feature) -> bool:
    """Whether the side lies on a template and nothing hides a part of the portrait."""
    return side.match is not None and side.page.visibility.cause(feature.box) is None


def _differ(one: Side, other: Side, feature: Feature) -> bool:
    """Whether the likeness is too low; a frame that lies on another template is compared with nothing."""
    if one.match is None or other.match is None or one.match.template is not other.match.template:
        return False
    picture, twin = (
        cropped(match.pages[Light.VISIBLE], feature.box, REFERENCE_PX_PER_MM)
        for match in (one.match, other.match)
    )
    return likeness(picture, twin, scales=(1.0,), margin=_MARGIN) < ALIKE
