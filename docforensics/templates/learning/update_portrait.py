"""What a template knows of its portraits, drawn towards those of further genuine captures: edges, fine structure, the repeated picture."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from docforensics.capture.model import Pixels
from docforensics.templates.comparison.data_place import DataShift
from docforensics.templates.model import (
    BesideData,
    Feature,
    FeatureKind,
    Fineness,
    LightReference,
    PortraitEdge,
    Repeat,
)
from docforensics.templates.portrait.extent import NEAR_MM, nearest, portrait_extent
from docforensics.templates.portrait.fineness import fineness
from docforensics.templates.portrait.repeat import SAME, Placed, beside_data, place


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FurtherPages:
    """Further genuine captures in white light, laid on the template."""

    pages: Sequence[Pixels]
    """(H, W) or (H, W, 3)."""
    shifts: Sequence[DataShift | None]
    """How far the holder's data of each lie aside; None where it is not known."""


def with_further_portraits(
    feature: Feature, named: Sequence[Feature], further: FurtherPages, reference: LightReference, known: int
) -> Feature:
    """A feature of a template of `known` captures with what further pages show of its picture."""
    pages = further.pages
    if feature.kind is FeatureKind.PORTRAIT:
        extents = [portrait_extent(page, reference, feature.box) for page in pages] if feature.edges else []
        edges = tuple(
            _edge(
                edge,
                [nearest(seen[edge.side], edge.at_mm).at_mm for seen in extents if edge.side in seen],
                known,
            )
            for edge in feature.edges
        )
        return replace(feature, edges=edges, fineness=_fineness(feature, pages, reference, known))
    portrait = next((one for one in named if one.kind is FeatureKind.PORTRAIT), None)
    if feature.repeat is not None and portrait is not None:
        return replace(feature, repeat=_repeat(feature, feature.repeat, portrait, further, known))
    return feature


def _edge(edge: PortraitEdge, places: Sequence[float], known: int) -> PortraitEdge:
    near = [place for place in places if abs(place - edge.at_mm) <= NEAR_MM]
    at_mm, spread_mm = _drawn(edge.at_mm, edge.spread_mm, near, known)
    return replace(edge, at_mm=at_mm, spread_mm=spread_mm)


def _fineness(
    feature: Feature, pages: Sequence[Pixels], reference: LightReference, known: int
) -> Fineness | None:
    former = feature.fineness
    if former is None:
        return None
    found = [value for page in pages if (value := fineness(page, reference, feature.box)) is not None]
    octaves, spread = _drawn(former.octaves, former.spread, found, known)
    return Fineness(octaves=octaves, spread=spread)


def _repeat(
    feature: Feature,
    former: Repeat,
    portrait: Feature,
    further: FurtherPages,
    known: int,
) -> Repeat:
    """The former place with that on further pages."""
    found = [place(page, portrait.box, feature.box, (former.scale,)) for page in further.pages]
    same = [
        (one, shift)
        for one, shift in zip(found, further.shifts, strict=True)
        if one is not None and one.likeness > SAME
    ]
    x_mm, y_mm, spread_mm = _place_drawn(former, [one for one, _ in same], known)
    moved = [beside_data(one, shift) for one, shift in same if shift is not None]
    if former.beside is None:
        beside = None
    else:
        drawn = _place_drawn(former.beside, [one for one in moved if one is not None], known)
        beside = BesideData(x_mm=drawn[0], y_mm=drawn[1], spread_mm=drawn[2])
    return replace(former, x_mm=x_mm, y_mm=y_mm, spread_mm=spread_mm, beside=beside)


def _place_drawn(
    former: Repeat | BesideData, placed: Sequence[Placed], known: int
) -> tuple[float, float, float]:
    x_mm, across = _drawn(former.x_mm, former.spread_mm, [one.x_mm for one in placed], known)
    y_mm, down = _drawn(former.y_mm, former.spread_mm, [one.y_mm for one in placed], known)
    return x_mm, y_mm, float(np.hypot(across, down) / np.sqrt(2))


def _drawn(middle: float, spread: float, values: Sequence[float], known: int) -> tuple[float, float]:
    """Mean and standard deviation of `known` values, with further ones. A spread never narrows: the least that is learned stays."""
    count = known + len(values)
    moved = (middle * known + sum(values)) / count
    squares = (known - 1) * spread**2 + known * (middle - moved) ** 2
    squares += sum((value - moved) ** 2 for value in values)
    return moved, max(spread, float(np.sqrt(squares / max(count - 1, 1))))
