"""What the checks against a template share: the sides that lie on one, and clusters of unexplained print."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from docforensics.capture.model import Light, Pixels
from docforensics.checks.outcome import Abstained, AbstentionKind, Region
from docforensics.document import Document, Side
from docforensics.page.geometry import BoxMm
from docforensics.templates.compare import Mask, to_reference_scale
from docforensics.templates.masks import box_mask
from docforensics.templates.model import Feature, FeatureKind, LightReference, Template
from docforensics.templates.register import shape_of
from docforensics.templates.residual import Cluster, Residual, clusters

RING_MM = 3.0
"""What lies this close to a portrait is the portrait checks' concern, so that one cue does not count twice."""
NO_SIDE = Abstained(
    kind=AbstentionKind.UNDETERMINED, reason="no side was registered to a template in white light"
)
NO_PORTRAIT = Abstained(
    kind=AbstentionKind.UNDETERMINED, reason="the template names no portrait on the sides seen"
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RegisteredSide:
    """A side on its template's frame in white light."""

    index: int
    side: Side
    template: Template
    reference: LightReference
    residual: Residual

    def zone(self, *boxes: BoxMm) -> Mask:
        """Where the boxes lie, on the template frame."""
        return box_mask(boxes, self.residual.excess.shape)

    def portrait(self) -> Feature | None:
        """The template's portrait of the holder."""
        return next(iter(self.template.of_kind(FeatureKind.PORTRAIT)), None)

    def page(self) -> Pixels:
        """The page at the reference's resolution."""
        page = self.side.page
        return to_reference_scale(page.pixels[Light.VISIBLE], page.px_per_mm, shape_of(self.reference))

    def clusters(self, zone: Mask, *, min_mass: float) -> tuple[Cluster, ...]:
        """Connected places of unexplained print inside the zone, the heaviest first."""
        return clusters(np.where(zone, self.residual.excess, 0).astype(np.float32), min_mass=min_mass)

    def share(self, zone: Mask) -> float:
        """Share of the zone's constant print that could be compared, 0..1."""
        constant = self.reference.constant & zone
        return float((self.residual.comparable & zone).sum() / max(int(constant.sum()), 1))

    def region(self, box: BoxMm, label: str) -> Region:
        """A place on this side, for the picture."""
        return Region(side=self.index, box=box, label=label)


def registered_sides(document: Document) -> Iterator[RegisteredSide]:
    """All sides that lie on a template and were compared with it in white light."""
    for index, side in enumerate(document.sides):
        if side.match is None or Light.VISIBLE not in side.match.residuals:
            continue
        template = side.match.template
        yield RegisteredSide(
            index=index,
            side=side,
            template=template,
            reference=template.references[Light.VISIBLE],
            residual=side.match.residuals[Light.VISIBLE],
        )
