"""Where a page may show data of the holder: what the copy to share blurs and masks."""

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.document import Side
from docforensics.kept import Later
from docforensics.page.geometry import BoxMm
from docforensics.report.holder import Holder
from docforensics.templates.model import REFERENCE_PX_PER_MM, FeatureKind, LightReference, Template
from docforensics.viz.model import VizReading

MARGIN_MM = 1.0
"""Round every place: a registration is never exact."""
FEW_HOLDERS = 3
"""Below so many, a reference shows its holders: their portraits and data do not run into each other yet."""
_CAPTION = 0.92
"""Share of a line of text that must lie on constant print for it to be a caption or a title."""
_NOT_THE_HOLDERS = (FeatureKind.OPTICALLY_VARIABLE_DEVICE, FeatureKind.FLUORESCENT_FIBRES)
"""What varies from page to page, and says nothing of its holder: fibres lie anywhere on the whole page."""
_BETWEEN_LETTERS_PX, _ROUND_VARYING_PX = 13, 9
"""At the resolution of references, 8 a millimetre: between letters of print lie at most 1.6 mm; half a millimetre around, since a registration is
never exact. Judgements, looked at: the number of Utopia's passports that glows under UV is one bar."""
_PORTRAITS = (FeatureKind.PORTRAIT, FeatureKind.SECONDARY_PORTRAIT)


def reference_pictures(template: Template) -> dict[Light, Pixels]:
    """Give what a template shows in each light; of few holders their data are painted over, since they are theirs."""
    return {light: _presentable(template, reference) for light, reference in template.references.items()}


def painted_places(template: Template) -> dict[Light, NDArray[np.bool_]]:
    """Mark where `reference_pictures` paints over, (h, w) at the resolution of references; nowhere with holders enough."""
    if template.n_holders >= FEW_HOLDERS:
        return {}
    return {light: ~_fixed(template, reference) for light, reference in template.references.items()}


def _fixed(template: Template, reference: LightReference) -> NDArray[np.bool_]:
    return np.asarray(
        reference.constant & template.references.get(Light.VISIBLE, reference).constant, np.bool_
    )


def _presentable(template: Template, reference: LightReference) -> Pixels:
    if template.n_holders >= FEW_HOLDERS:
        return reference.mean
    fixed = _fixed(template, reference)
    shown = reference.mean.copy()
    known = reference.mean[fixed if fixed.any() else np.ones_like(fixed)]
    shown[~fixed] = np.median(known, axis=0)
    shown.setflags(write=False)
    return shown


def holder_of(side: Side) -> Later[Holder]:
    """Where a side shows its holder, worked out when it is asked for: only pictures ask, and faces take a while to find.

    Nothing of the capture is kept for it but the page.
    """
    template = side.match.template if side.match else None
    viz = replace(side.viz, text=None)
    zone = _mrz(side) if side.match else []
    return Later(lambda: _holder(template, viz, zone))


def _holder(template: Template | None, viz: VizReading, zone: list[BoxMm]) -> Holder:
    portraits = _portraits(template, viz)
    return Holder(
        faces=tuple(portraits),
        private=None if template is None else _private_places(template, viz, [*portraits, *zone]),
        lights={} if template is None else _private_in_lights(template),
    )


def _portraits(template: Template | None, viz: VizReading) -> list[BoxMm]:
    """Boxes of the portraits, by the template and as they were found."""
    features = template.features if template else ()
    stated = [feature.box for feature in features if feature.kind in _PORTRAITS]
    return [*stated, *(box for box in (viz.portrait, viz.secondary_portrait) if box)]


def _private_places(template: Template, viz: VizReading, boxes: list[BoxMm]) -> NDArray[np.bool_]:
    """Mark where the page may show data of the holder, (h, w) at the resolution of references; `boxes` are some of them.

    All that the template does not know to be the same on every document is private.
    """
    private = _not_constant(template)
    fixed = ~private
    for box in (*_fields(template), *boxes):
        private[_rows(box), _columns(box)] = True
    for line in viz.segments:
        if _holds_data(line.box, fixed):
            private[_rows(line.box), _columns(line.box)] = True
    private.setflags(write=False)
    return private


def _not_constant(template: Template) -> NDArray[np.bool_]:
    reference = template.references.get(Light.VISIBLE)
    if reference is not None:
        return np.logical_not(reference.constant)
    width, height = (round(length * REFERENCE_PX_PER_MM) for length in template.size_mm)
    return np.ones((height, width), np.bool_)


def _private_in_lights(template: Template) -> dict[Light, NDArray[np.bool_]]:
    """Mark by light, other than white, what is not the same on every document there: data may be printed in an ink that shows in it alone.

    Letters run together, so that from the shape of what is masked nothing is read that was written there.
    """
    found: dict[Light, NDArray[np.bool_]] = {}
    for light, reference in template.references.items():
        if light is not Light.VISIBLE:
            varying = np.logical_not(reference.constant).astype(np.uint8)
            solid = cv2.morphologyEx(varying, cv2.MORPH_CLOSE, np.ones((_BETWEEN_LETTERS_PX,) * 2, np.uint8))
            grown = cv2.dilate(solid, np.ones((_ROUND_VARYING_PX,) * 2, np.uint8))
            found[light] = np.asarray(grown > 0, np.bool_)
    return found


def _fields(template: Template) -> list[BoxMm]:
    return [
        feature.box
        for feature in template.features
        if feature.variable and feature.kind not in _NOT_THE_HOLDERS
    ]


def _mrz(side: Side) -> list[BoxMm]:
    """Where the machine readable zone was read."""
    if side.mrz_reading is None:
        return []
    corners = np.concatenate(
        [character.corners for line in side.mrz_reading.characters for character in line]
    )
    return [BoxMm.around(side.page.to_mm(corners))]


def _holds_data(box: BoxMm, fixed: NDArray[np.bool_]) -> bool:
    """Whether a line of text may be the holder's: one that is not printed on every document."""
    place = fixed[_rows(box), _columns(box)]
    return not place.size or float(place.mean()) < _CAPTION


def _columns(box: BoxMm) -> slice:
    return _span(box.left, box.right)


def _rows(box: BoxMm) -> slice:
    return _span(box.top, box.bottom)


def _span(low: float, high: float) -> slice:
    """Index the places from `low` to `high` millimetres, with the margin."""
    first = max(0, int((low - MARGIN_MM) * REFERENCE_PX_PER_MM))
    return slice(first, max(first, int((high + MARGIN_MM) * REFERENCE_PX_PER_MM) + 1))
