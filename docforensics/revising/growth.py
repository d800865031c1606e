"""Which tolerance of a template grows from one revision to the next, where and by how much: what a forgery could hide in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.page.geometry import BoxMm
from docforensics.templates.drawing import DrawnPlace, draw_places
from docforensics.templates.learning.mask_places import components
from docforensics.templates.model import REFERENCE_PX_PER_MM, Feature, FeatureKind, LightReference, Template
from docforensics.templates.planes import Map, Mask

_GROWN = 1.1
"""After over before from which a place is named: below, eight-bit steps and shrinkage move it."""
_LEAST_STEP = 0.02
"""Growth in the unit of the map below which a place is not named either; of tolerances, of which 0.04 means nothing."""
_JOINED_MM, _LEAST_MM2, _MOST_PLACES = 1.5, 4.0, 5
"""Of the places that are named; fewer are read than more. Judgements."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GrownPlace:
    """One place at which a tolerance grows."""

    feature: str
    """Smallest feature that holds its middle; the background printing else."""
    box: BoxMm
    ratio: float
    """After over before, at the most; 0 where print is constant no longer."""

    @property
    def words(self) -> str:
        """By how much."""
        return f"{self.ratio - 1:+.0%} at the most" if self.ratio else "constant no longer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth:
    """One figure of a template in one light, before and after."""

    light: Light
    figure: str
    """`print`, `colour`, `energy`, `fading`, `brightness`, or `constant print` (square millimetres)."""
    before: float
    after: float
    """Median over the constant print."""
    places: tuple[GrownPlace, ...] = ()
    """Where it grows the most; where print is constant no longer, its places."""


def growth(before: Template, after: Template) -> tuple[Growth, ...]:
    """Compare two revisions of one template, light by light and figure by figure."""
    return tuple(
        one
        for light in before.references
        for one in _of_light(
            light, before.references[light], after.references[light], _features(before, light)
        )
    )


def draw_growth(template: Template, found: Sequence[Growth], light: Light) -> Pixels:
    """(H, W, 3): the reference of a light with the places that grow, numbered, and a list of them below."""
    every = [(one.figure, place) for one in found if one.light is light for place in one.places]
    return draw_places(
        template.references[light],
        [
            DrawnPlace(number=number, box=place.box, text=f"{figure}, {place.feature}: {place.words}")
            for number, (figure, place) in enumerate(every, start=1)
        ],
    )


def _features(template: Template, light: Light) -> list[Feature]:
    """Features that name a place, the smallest first."""
    named = [one for one in template.features if one.light in (Light.VISIBLE, light)]
    return sorted(named, key=lambda one: one.box.area)


def _of_light(
    light: Light, before: LightReference, after: LightReference, features: Sequence[Feature]
) -> Iterator[Growth]:
    where = after.constant
    for figure, former, now in (
        ("print", before.tolerance, after.tolerance),
        ("colour", before.colour_spread, after.colour_spread),
        ("energy", before.energy_spread, after.energy_spread),
        ("fading", before.faded, after.faded),
    ):
        yield Growth(
            light=light,
            figure=figure,
            before=_median(former, where),
            after=_median(now, where),
            places=_places(former, now, where, features),
        )
    yield Growth(light=light, figure="brightness", before=before.level_spread, after=after.level_spread)
    lost = before.constant & ~after.constant
    yield Growth(
        light=light,
        figure="constant print",
        before=_area(before.constant),
        after=_area(after.constant),
        places=tuple(GrownPlace(feature=_name(box, features), box=box, ratio=0.0) for box in _boxes(lost)),
    )


def _median(values: Map, where: Mask) -> float:
    return float(np.median(values[where])) if where.any() else float(np.median(values))


def _area(mask: Mask) -> float:
    return float(mask.sum()) / REFERENCE_PX_PER_MM**2


def _places(before: Map, after: Map, where: Mask, features: Sequence[Feature]) -> tuple[GrownPlace, ...]:
    ratio = after / np.maximum(before, _LEAST_STEP)
    grown = where & (ratio > _GROWN) & (after - before > _LEAST_STEP)
    found = []
    for box in _boxes(grown):
        inside = box.to_px(REFERENCE_PX_PER_MM).slices
        most = float(ratio[inside][grown[inside]].max())
        found.append(GrownPlace(feature=_name(box, features), box=box, ratio=most))
    return tuple(sorted(found, key=lambda place: -place.ratio))


def _boxes(mask: Mask) -> list[BoxMm]:
    return components(mask, join_mm=_JOINED_MM, least_mm2=_LEAST_MM2)[:_MOST_PLACES]


def _name(box: BoxMm, features: Sequence[Feature]) -> str:
    inside = (one.name for one in features if one.box.holds(box.centre))
    return next(inside, str(FeatureKind.BACKGROUND_PRINTING))
