"""Lays a page onto a template, draws it there in every light, and compares the two."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from types import MappingProxyType

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.capture.light import Light
from docforensics.capture.model import Channel, Pixels
from docforensics.capture.side import Capture
from docforensics.kept import Later
from docforensics.page.frame import Frame, ScaleBasis
from docforensics.page.geometry import Matrix, project
from docforensics.page.model import Page
from docforensics.page.quad import rectangle
from docforensics.page.rectify import draw
from docforensics.page.visibility import MASK_PX_PER_MM
from docforensics.templates.comparison.dissimilarity import to_reference_scale
from docforensics.templates.comparison.residual import Residual, residual
from docforensics.templates.comparison.stamps import stamps_on
from docforensics.templates.masks import SOLID_KINDS, grown, in_light, square
from docforensics.templates.model import REFERENCE_PX_PER_MM, LightReference, Template
from docforensics.templates.planes import Mask
from docforensics.templates.registration.nonrigid import nonrigidly_registered
from docforensics.templates.registration.placing import PagePoints, placed
from docforensics.templates.registration.refine import Tiles, refine

_STRIP_RIM_MM, _LIGHT_AGREES = 0.5, 0.1
"""Left out at the rim, where cut and shadow differ; correlation from which two lights show one page. Judgements; not fitted."""
_STRIP_MM = 7.0
"""Width below which print between hidden places has too little beside it to be laid on the reference. A judgement; not fitted."""
_BLIND_RIM_MM = 1.0
"""Beyond a place that could not be seen, to which it reaches in the windows of a comparison (0.9 mm)."""
_MAX_DISSIMILARITY = 0.72
"""Median dissimilarity of the constant print above which the page is not of this model. Forged parts are local
and move a median little; another model's print is unrelated everywhere (d near 1)."""
_LIES_ALL_THE_SAME = 0.3
"""Share of tiles on the reference from which it is, whatever the median: half of the page may be covered. Pages of other models: 0.06 at most."""
_MAX_LIGHT_MM = 1.5
"""A light that would move farther against white light has latched on to something else."""


class Residuals(Mapping[Light, Residual]):
    """Comparisons by light, each worked out when somebody asks first: under UV and in infrared most checks ask for none."""

    __slots__ = ("_later",)

    def __init__(self, later: Mapping[Light, Later[Residual]]) -> None:
        self._later = later

    def __getitem__(self, light: Light) -> Residual:
        """What is left of the page in a light."""
        return self._later[light]()

    def __contains__(self, light: object) -> bool:
        """Whether the page is compared in a light, without comparing it."""
        return light in self._later

    def __iter__(self) -> Iterator[Light]:
        """Yield the lights."""
        return iter(self._later)

    def __len__(self) -> int:
        """How many lights."""
        return len(self._later)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TemplateMatch:
    """A template that fits a page, and how well."""

    template: Template
    agreeing: float
    """Share of the tiles of constant print that lie on the reference (`Refinement.agreeing`), 0..1."""
    residuals: Mapping[Light, Residual]
    """The page held against the reference, in every light that both have."""
    rms_mm: float
    """What the tile-wise refinement still moved in its last round, millimetres."""
    blind: Mapping[Light, Mask] = field(default_factory=lambda: MappingProxyType({}))
    """Places of the template's frame that could not be seen on this page (`Page.visibility`), in the lights that have any."""
    stamped: Mask | None = None
    """Those of them that stamps alone hide in white light; None where there are no stamps."""
    references: Mapping[Light, LightReference] = field(default_factory=lambda: MappingProxyType({}))
    """The template's references of these lights, as if what was not seen were not constant: nothing is expected there."""
    pages: Mapping[Light, Pixels] = field(default_factory=lambda: MappingProxyType({}))
    """The page on the template's frame at `REFERENCE_PX_PER_MM`, pixel on pixel with the reference, in every light that
    both have; each light was laid on its own reference, and white light and UV were carried along their small shifts."""

    def reference(self, light: Light) -> LightReference:
        """The reference of a light, less the places of this page that could not be seen."""
        return self.references.get(light, self.template.references[light])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Registration:
    """A match together with the page drawn on the template's frame (`page.frame`)."""

    match: TemplateMatch
    page: Page


def register(
    capture: Capture, page: Page, template: Template, points: PagePoints | None = None
) -> Registration | None:
    """Lay `page` onto `template`; None when it does not fit.

    The page returned is drawn anew from the capture in the refined frame, so its millimetres are the template's.

    Parameters
    ----------
    points
        The page's key points, for a caller that tries several templates.
    """
    reference = template.references.get(Light.VISIBLE)
    if reference is None or page.visible is None:
        return None
    fills = capture.channel is Channel.SCANNER
    refined = placed(page, template, points or PagePoints(page), fills_picture=fills)
    if refined is None:
        return None
    frame = Frame(
        size=template.size,
        size_mm=template.size_mm,
        homography=refined.matrix @ page.frame.homography,
        basis=ScaleBasis.TEMPLATE,
        outline=page.frame.outline,
        light_frames=_light_frames(page, refined.matrix, template),
        capture_size=page.frame.capture_size,
    )
    pictures = tuple(feature.box for feature in template.features if feature.kind in SOLID_KINDS)
    registered = replace(draw(capture, frame), pictures=pictures)
    pages = _pages(registered, template, refined.tiles)
    stamped = _cover_stamps(registered, pages[Light.VISIBLE], template)
    blind = _blind(registered, pages)
    shown = {
        light: _seen(capture, registered, light, blind.get(light), pixels.shape[:2])
        for light, pixels in pages.items()
    }
    residuals = _compared(pages, template, shown)
    unlike = residuals[Light.VISIBLE].dissimilarity > _MAX_DISSIMILARITY
    if unlike and refined.agreeing < _LIES_ALL_THE_SAME:
        return None
    match = TemplateMatch(
        template=template,
        agreeing=refined.agreeing,
        residuals=residuals,
        rms_mm=refined.rms_mm,
        blind=MappingProxyType(blind),
        stamped=stamped,
        references=MappingProxyType(
            {light: _without(template.references[light], mask) for light, mask in blind.items()}
        ),
        pages=MappingProxyType(pages),
    )
    return Registration(match=match, page=registered)


def _pages(page: Page, template: Template, tiles: Tiles) -> dict[Light, Pixels]:
    pages = {
        light: to_reference_scale(page.pixels[light], page.px_per_mm, reference.constant.shape)
        for light, reference in template.references.items()
        if light in page.pixels
    }
    white = nonrigidly_registered(pages[Light.VISIBLE], template.references[Light.VISIBLE], tiles)
    if Light.UV in pages:
        pages[Light.UV] = nonrigidly_registered(pages[Light.UV], template.references[Light.UV])
    return {**pages, Light.VISIBLE: white}


def _cover_stamps(page: Page, white: Pixels, template: Template) -> Mask | None:
    """Count what stamps cover on a page as not seen in white light, and give what they alone hide; None where there are none."""
    reference = template.references[Light.VISIBLE]
    features = in_light(template.features, Light.VISIBLE)
    found = stamps_on(white, reference.mean, reference.constant, features)
    if found is None:
        return None
    others = _hidden(page, Light.VISIBLE, white)
    page.visibility.cover(Light.VISIBLE, found.area)
    every = _hidden(page, Light.VISIBLE, white)
    return every if every is None or others is None else every & ~others


def _blind(page: Page, pages: Mapping[Light, Pixels]) -> dict[Light, Mask]:
    """By light, where the page could not be seen, on the template's frame; only lights with such places."""
    found = {light: _hidden(page, light, pixels) for light, pixels in pages.items()}
    return {light: mask for light, mask in found.items() if mask is not None}


def _hidden(page: Page, light: Light, pixels: Pixels) -> Mask | None:
    """Where the page could not be seen in a light, on the template's frame, on which it has these pixels; None where it was seen everywhere."""
    mask = page.visibility.blind(light)
    if mask is None:
        return None
    size = (pixels.shape[1], pixels.shape[0])
    whole = cv2.resize(_with_strips(mask), size, interpolation=cv2.INTER_NEAREST) > 0
    found = grown(whole, _BLIND_RIM_MM)
    found.setflags(write=False)
    return found


def _with_strips(blind: Mask) -> NDArray[np.uint8]:
    """Blind places with the strips between them, and between them and the page's rim, that are too narrow to be laid in place."""
    side = round(_STRIP_MM * MASK_PX_PER_MM)
    framed = cv2.copyMakeBorder(blind.view(np.uint8), *(side,) * 4, cv2.BORDER_CONSTANT, value=1)
    closed = cv2.morphologyEx(framed, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8))
    return np.asarray(closed[side:-side, side:-side], np.uint8)


def _without(reference: LightReference, blind: Mask) -> LightReference:
    return replace(reference, constant=reference.constant & ~blind)


def _compared(
    pages: Mapping[Light, Pixels], template: Template, shown: Mapping[Light, Mask | None]
) -> Residuals:
    """The pages against their references, where they are shown, when somebody asks."""

    def compare(light: Light) -> Residual:
        reference = template.references[light]
        return residual(pages[light], template, reference, light, shown=shown[light])

    return Residuals({light: Later(partial(compare, light)) for light in pages})


def _seen(
    capture: Capture, page: Page, light: Light, blind: Mask | None, shape: tuple[int, ...]
) -> Mask | None:
    """Where the page can be compared in a light; None where everywhere."""
    shown = _shown(capture, page, shape) if light is Light.VISIBLE else None
    if blind is None or shown is None:
        return shown if blind is None else ~blind
    return shown & ~blind


def _shown(capture: Capture, page: Page, shape: tuple[int, ...]) -> Mask:
    """Where the capture shows the page, on the template's frame: a page may reach beyond the picture's rim."""
    image = capture.primary
    rim = (
        project(page.frame.homography, rectangle(float(image.width), float(image.height)))
        * REFERENCE_PX_PER_MM
    )
    inside = np.zeros(shape, dtype=np.uint8)
    cv2.fillConvexPoly(inside, np.round(np.clip(rim, -1e4, 1e4)).astype(np.int32), 1)
    return np.asarray(cv2.erode(inside, square(_STRIP_RIM_MM)), dtype=bool)


def _light_frames(page: Page, refined: Matrix, template: Template) -> Mapping[Light, Matrix]:
    """The page's light frames, each light laid on the template's reference of that light.

    `refined` takes page millimetres to the template's in white light. Devices take one light after the other, and a
    page held by hand moves between; the motion is small, so the tiles find it. A light that shows too little to be
    placed keeps its frame.
    """
    frames = dict(page.frame.light_frames)
    for light, reference in template.references.items():
        if light is Light.VISIBLE or light not in page.pixels:
            continue
        own = refine(page.pixels[light], page.px_per_mm, refined, reference, max_total_mm=_MAX_LIGHT_MM)
        if own.agreeing < _LIGHT_AGREES:
            continue
        to_primary = np.linalg.inv(refined @ page.frame.homography) @ own.matrix @ page.frame.homography
        frames[light] = np.asarray(to_primary @ frames.get(light, np.eye(3)), dtype=np.float64)
    return MappingProxyType(frames)
