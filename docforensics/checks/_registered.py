"""What the checks against a template share: the sides that lie on one, in one light, and places on them."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from docforensics.capture.model import Light, Pixels
from docforensics.checks.outcome import Abstained, AbstentionKind, Region
from docforensics.document import Document, Side
from docforensics.page.geometry import BoxMm
from docforensics.templates.compare import Map, Mask
from docforensics.templates.masks import box_mask
from docforensics.templates.model import Feature, FeatureKind, LightReference, Template
from docforensics.templates.register import TemplateMatch
from docforensics.templates.residual import Cluster, Residual, clusters

RING_MM = 3.0
"""What lies this close to a portrait is the portrait checks' concern, so that one cue does not count twice."""
NO_SIDE = Abstained(
    kind=AbstentionKind.UNDETERMINED, reason="no side was registered to a template in white light"
)
NO_PORTRAIT = Abstained(
    kind=AbstentionKind.UNDETERMINED, reason="the template names no portrait on the sides seen"
)
NO_REFERENCE = {
    light: Abstained(
        kind=AbstentionKind.UNDETERMINED,
        reason=f"the template that fits holds no reference in {light}",
        needs=f"a template learned from genuine captures in {light}",
    )
    for light in Light
}
UNLIT = {
    light: Abstained(
        kind=AbstentionKind.UNDETERMINED,
        reason=f"the {light} image is too dark to be compared: the lamp was weak, off or far away",
        needs=f"another {light} capture, with the lamp on and no other light",
    )
    for light in (Light.UV, Light.IR)
}
_LEAST_LEVEL = 0.3
"""Median of a page in the reference's: forged substrates stay above 0.7, and below it print sinks into rounding and noise."""
_EVERY = 4
"""Rows and columns that the median is taken of."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RegisteredSide:
    """A side on its template's frame in one light."""

    index: int
    side: Side
    match: TemplateMatch
    light: Light
    reference: LightReference
    residual: Residual

    @property
    def template(self) -> Template:
        """The template that fits the side."""
        return self.match.template

    def zone(self, *boxes: BoxMm) -> Mask:
        """Where the boxes lie, on the template frame."""
        return box_mask(boxes, self.residual.excess.shape)

    def portrait(self) -> Feature | None:
        """The template's portrait of the holder."""
        return next(iter(self.template.of_kind(FeatureKind.PORTRAIT)), None)

    def page(self) -> Pixels:
        """The page at the reference's resolution."""
        return self.match.pages[self.light]

    def finest(self) -> tuple[Pixels, float]:
        """The page at the capture's own resolution, and its pixels a millimetre."""
        return self.side.page.pixels[self.light], self.side.page.px_per_mm

    def seen_in(self, light: Light) -> "RegisteredSide | None":
        """The same side in another light; None when it was not compared there."""
        return _in_light(self.index, self.side, light)

    def clusters(self, zone: Mask, *, min_mass: float) -> tuple[Cluster, ...]:
        """Connected places of unexplained print inside the zone, the heaviest first."""
        return clusters(np.where(zone, self.residual.excess, 0).astype(np.float32), min_mass=min_mass)

    def share(self, zone: Mask) -> float:
        """Share of the zone's constant print that could be compared, 0..1."""
        constant = self.reference.constant & zone
        return float((self.residual.comparable & zone).sum() / max(int(constant.sum()), 1))

    def region(self, box: BoxMm, label: str) -> Region:
        """A place on this side, for the picture."""
        return Region(side=self.index, box=box, label=label, light=self.light)

    def marked(self, where: Mask | Map, label: str, *, min_mm2: float, most: int = 8) -> tuple[Region, ...]:
        """The largest connected places of a mask or map."""
        found = clusters(where.astype(np.float32), min_mass=min_mm2)
        return tuple(self.region(place.box, label) for place in found[:most])


def portraits(side: RegisteredSide) -> Mask:
    """Where the template names a portrait, (H, W): the concern of the portrait checks."""
    return side.zone(*(feature.box for feature in side.template.of_kind(FeatureKind.PORTRAIT)))


def registered_sides(document: Document, light: Light = Light.VISIBLE) -> Iterator[RegisteredSide]:
    """All sides that lie on a template and were compared with it in this light."""
    for index, side in enumerate(document.sides):
        found = _in_light(index, side, light)
        if found is not None:
            yield found


def not_compared(document: Document, light: Light) -> Abstained:
    """Say why no side was compared in this light: no reference, or a lamp that was off."""
    for side in document.sides:
        if side.match is not None and light in side.match.residuals and not _lit(side.match, light):
            return UNLIT[light]
    return NO_REFERENCE[light]


def _lit(match: TemplateMatch, light: Light) -> bool:
    """Whether the lamp of this light shone: what a dark image does not show is no evidence."""
    if light not in UNLIT:
        return True
    page, usual = (_level(pixels) for pixels in (match.pages[light], match.template.references[light].mean))
    return page >= _LEAST_LEVEL * usual


def _level(pixels: Pixels) -> float:
    """Median grey level of a page."""
    return float(np.median(pixels[::_EVERY, ::_EVERY]))


def _in_light(index: int, side: Side, light: Light) -> RegisteredSide | None:
    match = side.match
    if match is None or light not in match.residuals or not _lit(match, light):
        return None
    return RegisteredSide(
        index=index,
        side=side,
        match=match,
        light=light,
        reference=match.template.references[light],
        residual=match.residuals[light],
    )
