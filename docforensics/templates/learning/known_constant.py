"""Takes from the presumed places of holders' data those that are known to show print of the series.

A title is set like a name, and a few captures cannot tell the two apart. Where pages of two editions were compared, they can: all of
one edition show one print there, whoever holds the document.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from docforensics.page.geometry import BoxMm
from docforensics.templates.model import Feature, FeatureKind

_ROOM_MM = 0.75
"""Round a place: its captures were laid on one another once more since it was found. A judgement."""
_LEAST_MM = 1.5
"""Side below which what is left of a field holds no text. A judgement."""


def without_places(
    features: Sequence[Feature], places: Sequence[BoxMm], *, room_mm: float = _ROOM_MM
) -> tuple[Feature, ...]:
    """Leave places, with some room, out of the holders' data of the features: a field that lies round a place is divided."""
    holes = [place.grown(room_mm) for place in places]
    return tuple(kept for feature in features for kept in _kept(feature, holes))


def _kept(feature: Feature, holes: Sequence[BoxMm]) -> Iterator[Feature]:
    if not feature.variable or feature.kind is not FeatureKind.PERSONAL_DATA:
        yield feature
        return
    boxes = [feature.box]
    for hole in holes:
        boxes = [part for box in boxes for part in _beside(box, hole)]
    for number, box in enumerate(boxes):
        yield replace(feature, name=f"{feature.name}-{number + 1}" if number else feature.name, box=box)


def _beside(box: BoxMm, hole: BoxMm) -> Iterator[BoxMm]:
    """What is left of a box beside a hole: above and below it in full width, then to its left and right."""
    if not box.overlap(hole):
        yield box
        return
    top, bottom = max(box.top, hole.top), min(box.bottom, hole.bottom)
    for left, right, above, below in (
        (box.left, box.right, box.top, top),
        (box.left, hole.left, top, bottom),
        (hole.right, box.right, top, bottom),
        (box.left, box.right, bottom, box.bottom),
    ):
        if right - left >= _LEAST_MM and below - above >= _LEAST_MM:
            yield BoxMm(left=left, top=above, right=right, bottom=below)
