"""What the checks against a template share: the sides that lie on one, in one light, and places on them."""

from dataclasses import dataclass, replace

import cv2
import numpy as np

from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.checks.claims import Why
from docforensics.checks.outcome import Abstained, Region, not_supported, undetermined
from docforensics.checks.support.places import Place, main_cause, whole_side
from docforensics.checks.support.unfit import unfit_image
from docforensics.document import Document, Side
from docforensics.page.geometry import BoxMm
from docforensics.templates.comparison.photometric import LEAST_GAIN, LevelledPage, levelled_page, lifted
from docforensics.templates.comparison.residual import PrintCluster, Residual, clusters
from docforensics.templates.masks import box_mask, clipped, component_box, square
from docforensics.templates.model import REFERENCE_PX_PER_MM, Feature, FeatureKind, LightReference, Template
from docforensics.templates.planes import Map, Mask
from docforensics.templates.registration.placing import LEAST_PX_PER_MM
from docforensics.templates.registration.register import TemplateMatch

_NARROW_MM = 1.0
"""Width of a gap that is none. A judgement; not fitted."""
NO_SIDE = undetermined("no side was registered to a template in white light", why=Why.NO_TEMPLATE)
NO_PORTRAIT = undetermined(
    "the template names no portrait on the sides seen", expected=False, why=Why.NO_REFERENCE_HERE
)
NO_REFERENCE = {
    light: undetermined(
        f"the template that fits holds no reference in {light}",
        f"a template learned from genuine captures in {light}",
        expected=False,
        why=Why.NO_REFERENCE_HERE,
    )
    for light in Light
}
GREY = not_supported(
    "the image was captured or saved in grey; not evaluated",
    "a colour picture of the page",
    why=Why.NO_COLOUR,
)
NOTHING_KNOWN = undetermined(
    "the template knows no fixed print at this place", expected=False, why=Why.NO_REFERENCE_HERE
)
TOO_LITTLE_SEEN = undetermined("too little of the fixed print could be compared", why=Why.TOO_NOISY)
LEAST_KNOWN_MM2 = 4.0
"""Constant print of a place below which there is nothing to compare there. A judgement; not fitted."""
MOST_HIDDEN = 0.3
"""Share of what the template knows that ink, dirt and wear hide on genuine pages: a reference that holds enough only with all of
it in sight holds too little. A judgement; not fitted."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RegisteredSide:
    """A side on its template's frame in one light."""

    index: int
    side: Side
    match: TemplateMatch
    light: Light
    reference: LightReference

    @property
    def residual(self) -> Residual:
        """What of the comparison with the reference nothing explains."""
        return self.match.residuals[self.light]

    @property
    def place(self) -> Place:
        """The side as a whole, in this light."""
        return whole_side(self.index, self.side, self.light)

    def full(self) -> "RegisteredSide":
        """The same compared with all that the template knows, what is hidden on this page included."""
        return replace(self, reference=self.learned)

    @property
    def learned(self) -> LightReference:
        """The template's reference, as it is for every page: what is kept of a reference is kept of it, and not of each page's."""
        return self.template.references[self.light]

    @property
    def template(self) -> Template:
        """The template that fits the side."""
        return self.match.template

    def zone(self, *boxes: BoxMm) -> Mask:
        """Where the boxes lie, on the template frame."""
        return box_mask(boxes, self.reference.constant.shape)

    @property
    def seen(self) -> Mask:
        """Where the page could be seen in this light, on the template frame."""
        blind = self.match.blind.get(self.light)
        return np.ones(self.reference.constant.shape, np.bool_) if blind is None else ~blind

    def portrait(self) -> Feature | None:
        """The template's portrait of the holder."""
        return next(iter(self.template.of_kind(FeatureKind.PORTRAIT)), None)

    def page(self) -> Pixels:
        """The page at the reference's resolution."""
        return self.match.pages[self.light]

    def levelled(self) -> LevelledPage:
        """The page, to be compared with this reference at its exposure."""
        return self.side.kept.once(
            (levelled_page, self.light, self.reference), lambda: levelled_page(self.page(), self.reference)
        )

    def lift(self) -> Map:
        """(H, W): grey levels by which places of the page are brighter than exposure explains: a reflection adds its light to print and paper alike."""
        return self.side.kept.once(
            (lifted, self.light, self.reference),
            lambda: lifted(self.page(), self.reference.mean, self.reference.constant),
        )

    def exposure(self) -> float:
        """Brightness of the page as a share of the reference's, where print is constant; at least `LEAST_GAIN`."""
        constant = self.reference.constant
        seen, expected = (_mean_of(pixels, constant) for pixels in (self.page(), self.reference.mean))
        return max(seen / max(expected, 1.0), LEAST_GAIN)

    def finest(self) -> tuple[Pixels, float]:
        """The page at the capture's own resolution, and its pixels a millimetre."""
        return self.side.page.pixels[self.light], self.side.page.px_per_mm

    def seen_in(self, light: Light) -> "RegisteredSide | None":
        """The same side in another light; None when it was not compared there."""
        return _in_light(self.index, self.side, light)

    def clusters(self, zone: Mask, *, min_mass: float) -> tuple[PrintCluster, ...]:
        """Connected places of unexplained print inside the zone, the heaviest first."""
        return clusters(self.residual.excess * zone, min_mass=min_mass)

    def share(self, zone: Mask) -> float:
        """Share of the zone's constant print that could be compared, 0..1."""
        constant = self.template.references[self.light].constant & zone
        compared = int(np.count_nonzero(self.residual.comparable & zone))
        return float(compared / max(int(np.count_nonzero(constant)), 1))

    def uncompared(self, box: BoxMm, zone: Mask, *, least: float) -> Abstained | None:
        """State why too little of the print that is known in a zone, within a box, could be compared; None where enough was.

        `least` is the share that is enough. Where the template knows hardly any print there, that is the reason.
        """
        place = clipped(box, zone.shape)
        known = int(np.count_nonzero(self.template.references[self.light].constant[place] & zone[place]))
        if known / REFERENCE_PX_PER_MM**2 < LEAST_KNOWN_MM2:
            return NOTHING_KNOWN
        if np.count_nonzero(self.residual.comparable[place] & zone[place]) >= least * known:
            return None
        return main_cause(self.side, box, self.light) or TOO_LITTLE_SEEN

    def gap(self, zone: Mask, *, least_mm2: float) -> BoxMm | None:
        """Give the largest connected place of a zone's constant print that could not be compared; None where none is as large as that.

        What is narrower than a millimetre is none: a page that lies a little beside its reference lacks a strip along its rim.
        """
        known = self.template.references[self.light].constant & zone
        missed = (known & ~self.residual.comparable).astype(np.uint8)
        missed = np.asarray(cv2.morphologyEx(missed, cv2.MORPH_OPEN, square(_NARROW_MM / 2)), dtype=np.uint8)
        if cv2.countNonZero(missed) / REFERENCE_PX_PER_MM**2 < least_mm2:
            return None
        count, _, stats, _ = cv2.connectedComponentsWithStats(missed, connectivity=4)
        if count < 2:
            return None
        largest = stats[1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA]))]
        area = float(largest[cv2.CC_STAT_AREA]) / REFERENCE_PX_PER_MM**2
        return component_box(largest) if area >= least_mm2 else None

    def region(self, box: BoxMm, label: str) -> Region:
        """A place on this side, for the picture."""
        return Region(side=self.index, box=box, label=label, light=self.light)

    def marked(self, where: Mask | Map, label: str, *, min_mm2: float, most: int = 8) -> tuple[Region, ...]:
        """The largest connected places of a mask or map."""
        found = clusters(where.astype(np.float32), min_mass=min_mm2)
        return tuple(self.region(place.box, label) for place in found[:most])


def _mean_of(pixels: Pixels, where: Mask) -> float:
    """The mean of pixels (H, W[, 3]), all colours together, where a mask is True; 1 where it is nowhere."""
    mask = where.view(np.uint8)
    count = cv2.countNonZero(mask) * (pixels.size // where.size)
    # Faster than to pick the pixels out; sums of whole numbers are the same in any order.
    return sum(cv2.sumElems(cv2.copyTo(pixels, mask))) / count if count else 1.0


def portraits(side: RegisteredSide) -> Mask:
    """Where the template names a portrait, (H, W): the concern of the portrait checks."""
    return side.zone(*(feature.box for feature in side.template.of_kind(FeatureKind.PORTRAIT)))


def devices(side: RegisteredSide) -> Mask:
    """Where the template names an optically variable device, (H, W): what it sends back depends on lamp and angle."""
    named = side.template.of_kind(FeatureKind.OPTICALLY_VARIABLE_DEVICE)
    return side.zone(*(feature.box for feature in named))


def registered_sides(
    document: Document, light: Light = Light.VISIBLE
) -> tuple[RegisteredSide, ...] | Abstained:
    """All sides that lie on a template and were compared with it in this light; or why there is none."""
    found = (_in_light(index, side, light) for index, side in enumerate(document.sides))
    return tuple(side for side in found if side is not None) or not_compared(document, light)


def not_compared(document: Document, light: Light) -> Abstained:
    """State why no side was compared in this light: no template, no reference, or an image that shows too little."""
    if light is Light.VISIBLE:
        return NO_SIDE
    for side in document.sides:
        if side.match is not None and light in side.match.residuals:
            why = unfit_image(side, side.match, light)
            if why is not None:
                return why
    return NO_REFERENCE[light]


def why_unplaced(side: Side) -> Why:
    """Give the code for a side that lies on no template: none fits, or it shows too little to be laid on any."""
    quality = side.page.quality
    if quality.resolved_px_per_mm >= LEAST_PX_PER_MM:
        return Why.NO_TEMPLATE
    return Why.BLURRED if quality.px_per_mm >= LEAST_PX_PER_MM else Why.TOO_COARSE


def _in_light(index: int, side: Side, light: Light) -> RegisteredSide | None:
    match = side.match
    if match is None or light not in match.residuals or unfit_image(side, match, light) is not None:
        return None
    return RegisteredSide(
        index=index,
        side=side,
        match=match,
        light=light,
        reference=match.reference(light),
    )
