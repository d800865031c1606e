"""Lays a page onto a template: key points, a robust homography, then sub-pixel refinement tile by tile."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from types import MappingProxyType

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.capture.side import Capture
from docforensics.page.frame import Frame, ScaleBasis
from docforensics.page.geometry import Matrix, project
from docforensics.page.model import Page
from docforensics.page.quad import rectangle
from docforensics.page.rectify import draw
from docforensics.page.visibility import MASK_PX_PER_MM
from docforensics.templates.comparison.dissimilarity import to_reference_scale
from docforensics.templates.comparison.residual import Residual, residual
from docforensics.templates.masks import SOLID_KINDS, grown, square
from docforensics.templates.model import REFERENCE_PX_PER_MM, LightReference, Template
from docforensics.templates.planes import Mask
from docforensics.templates.registration.keypoints import (
    KEY_POINT_PX_PER_MM,
    NO_KEY_POINTS,
    KeyPoints,
    key_points,
    matches,
)
from docforensics.templates.registration.nonrigid import nonrigidly_registered
from docforensics.templates.registration.refine import Refinement, refine, scaling

_MIN_INLIERS = 16
"""Key points that must agree on a frame. A judgement; not fitted."""
_ATTEMPTS = ((KEY_POINT_PX_PER_MM, 12.0), (KEY_POINT_PX_PER_MM, None), (REFERENCE_PX_PER_MM, None))
"""Scale of the key points in px/mm, and millimetres within which a partner is looked for."""
_TOLERANCE_MM = 0.25
"""Within which key points agree on a frame; tiles refine it. A judgement; not fitted."""
_FITS_WELL, _FITS = 0.5, 0.15
"""Share of tiles on the reference from which nothing else is tried, and below which the page is not of this model."""
_LIES = 0.75
"""Share of tiles from which the frame that was found before needs no key points."""
_MOST_STRETCH = 0.04
"""By how much a page's own size may differ from the template's for its frame to be tried as it is."""
_STRIP_RIM_MM, _LIGHT_AGREES = 0.5, 0.1
"""Left out at the rim, where cut and shadow differ; correlation from which two lights show one page. Judgements; not fitted."""
_STRIP_MM = 7.0
"""Width below which print between hidden places has too little beside it to be laid on the reference. A judgement; not fitted."""
_BLIND_RIM_MM = 1.0
"""Beyond a place that could not be seen, to which it reaches in the windows of a comparison (0.9 mm)."""
_MIN_SIDE_PX = 32
"""A strip of fewer pixels holds no key points."""
_MAX_DISSIMILARITY = 0.72
"""Median dissimilarity of the constant print above which the page is not of this model. Forged parts are local
and move a median little; another model's print is unrelated everywhere (d near 1)."""
_MAX_LIGHT_MM = 1.5
"""A light that would move farther against white light has latched on to something else."""


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
    references: Mapping[Light, LightReference] = field(default_factory=lambda: MappingProxyType({}))
    """The template's references of these lights, as if what was not seen were not constant: nothing is expected there."""
    pages: Mapping[Light, Pixels] = field(default_factory=lambda: MappingProxyType({}))
    """The page on the template's frame at `REFERENCE_PX_PER_MM`, pixel on pixel with the reference, in every light that
    both have; each light was laid on its own reference, and white light was carried along its bends (`flex`)."""

    def reference(self, light: Light) -> LightReference:
        """The reference of a light, less the places of this page that could not be seen."""
        return self.references.get(light, self.template.references[light])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Registration:
    """A match together with the page drawn on the template's frame (`page.frame`)."""

    match: TemplateMatch
    page: Page


class PagePoints:
    """Key points of one page, found once for all templates that it is compared with."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._found: dict[float, KeyPoints] = {}

    def at(self, px_per_mm: float) -> KeyPoints:
        """Key points, placed in pixels of this scale; those of a page that is coarser are looked for at its own."""
        if px_per_mm not in self._found:
            self._found[px_per_mm] = self._find(px_per_mm)
        return self._found[px_per_mm]

    def stretched(self, found: KeyPoints, size_mm: tuple[float, float]) -> KeyPoints:
        """The key points where they would lie if the page were of this size: its scale may only have been assumed."""
        factors = np.array(size_mm) / np.array(self._page.size_mm)
        return replace(found, points=(found.points * factors).astype(np.float32))

    def _find(self, px_per_mm: float) -> KeyPoints:
        visible, own = _visible(self._page), self._page.px_per_mm
        scale = min(px_per_mm / own, 1.0)
        size = (round(visible.shape[1] * scale), round(visible.shape[0] * scale))
        if min(size) < _MIN_SIDE_PX:
            return NO_KEY_POINTS
        found = key_points(np.asarray(cv2.resize(visible, size, interpolation=cv2.INTER_AREA), np.uint8))
        # Key points are given from the centre of the first pixel, millimetres from its corner.
        placed = (found.points + 0.5) * np.float32(px_per_mm / (own * scale)) - 0.5
        return replace(found, points=placed.astype(np.float32))


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
    refined = _placed(page, template, points or PagePoints(page))
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
    pages = _pages(registered, template)
    blind = _blind(registered, pages)
    residuals = {
        light: residual(
            pixels,
            template,
            template.references[light],
            light,
            shown=_seen(capture, registered, light, blind.get(light), pixels.shape[:2]),
        )
        for light, pixels in pages.items()
    }
    if residuals[Light.VISIBLE].dissimilarity > _MAX_DISSIMILARITY:
        return None
    match = TemplateMatch(
        template=template,
        agreeing=refined.agreeing,
        residuals=residuals,
        rms_mm=refined.rms_mm,
        blind=MappingProxyType(blind),
        references=MappingProxyType(
            {light: _without(template.references[light], mask) for light, mask in blind.items()}
        ),
        pages=MappingProxyType(pages),
    )
    return Registration(match=match, page=registered)


def _pages(page: Page, template: Template) -> dict[Light, Pixels]:
    pages = {
        light: to_reference_scale(page.pixels[light], page.px_per_mm, reference.constant.shape)
        for light, reference in template.references.items()
        if light in page.pixels
    }
    white = nonrigidly_registered(pages[Light.VISIBLE], template.references[Light.VISIBLE])
    return {**pages, Light.VISIBLE: white}


def _blind(page: Page, pages: Mapping[Light, Pixels]) -> dict[Light, Mask]:
    """By light, where the page could not be seen, on the template's frame; only lights with such places."""
    found = {}
    for light, pixels in pages.items():
        mask = page.visibility.blind(light)
        if mask is not None:
            size = (pixels.shape[1], pixels.shape[0])
            whole = cv2.resize(_with_strips(mask), size, interpolation=cv2.INTER_NEAREST) > 0
            found[light] = grown(whole, _BLIND_RIM_MM)
            found[light].setflags(write=False)
    return found


def _with_strips(blind: Mask) -> NDArray[np.uint8]:
    """Blind places with the strips between them, and between them and the page's rim, that are too narrow to be laid in place."""
    side = round(_STRIP_MM * MASK_PX_PER_MM)
    framed = cv2.copyMakeBorder(blind.view(np.uint8), *(side,) * 4, cv2.BORDER_CONSTANT, value=1)
    closed = cv2.morphologyEx(framed, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8))
    return np.asarray(closed[side:-side, side:-side], np.uint8)


def _without(reference: LightReference, blind: Mask) -> LightReference:
    return replace(reference, constant=reference.constant & ~blind)


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


def _placed(page: Page, template: Template, points: PagePoints) -> Refinement | None:
    """The page laid on the reference; None where it fits nowhere.

    The frame that was found before is mostly right to half a millimetre, and tiles alone bring the page onto the reference.
    Else partners of key points are looked for nearby first; then anywhere (an image taken for a page, a page on its head);
    then on finer key points.
    """
    reference, size_mm = template.references[Light.VISIBLE], template.size_mm
    stretch = np.array(size_mm) / np.array(page.size_mm)
    if np.abs(stretch - 1).max() < _MOST_STRETCH:
        refined = refine(_visible(page), page.px_per_mm, np.diag([*stretch, 1.0]), reference)
        if refined.agreeing > _LIES:
            return refined
    best: Refinement | None = None
    for px_per_mm, within_mm in _ATTEMPTS:
        estimate = _coarse(points, reference, size_mm, px_per_mm, within_mm)
        if estimate is None:
            continue
        refined = refine(_visible(page), page.px_per_mm, estimate, reference)
        if best is None or refined.agreeing > best.agreeing:
            best = refined
        if refined.agreeing > _FITS_WELL:
            break
    return best if best is not None and best.agreeing >= _FITS else None


def _coarse(
    points: PagePoints,
    reference: LightReference,
    size_mm: tuple[float, float],
    px_per_mm: float,
    within_mm: float | None,
) -> Matrix | None:
    """Page mm -> template mm by key points; None where too few agree."""
    found = points.at(px_per_mm)
    known = reference_key_points(reference, px_per_mm)
    pairs = (
        matches(found, known)
        if within_mm is None
        else matches(points.stretched(found, size_mm), known, within=within_mm * px_per_mm)
    )
    if len(pairs) < _MIN_INLIERS:
        return None
    fitted: tuple[Matrix | None, NDArray[np.uint8]] = cv2.findHomography(  # type: ignore[assignment]  # None: no model
        (found.points[pairs[:, 0]] + 0.5).astype(np.float64),
        (known.points[pairs[:, 1]] + 0.5).astype(np.float64),
        cv2.USAC_MAGSAC,
        _TOLERANCE_MM * px_per_mm,
        maxIters=5000,
        confidence=0.999,
    )
    matrix, agree = fitted
    if matrix is None or int(agree.sum()) < _MIN_INLIERS:
        return None
    to_mm = scaling(1 / px_per_mm) @ np.asarray(matrix, dtype=np.float64) @ scaling(px_per_mm)
    return to_mm if _plausible(to_mm) else None


def _visible(page: Page) -> Pixels:
    assert page.visible is not None  # noqa: S101 (`register` has looked)
    return page.visible


def _plausible(matrix: Matrix) -> bool:
    """No mirror image, and no more than a factor of three in scale against the frame that was found before."""
    scale = np.sqrt(abs(float(np.linalg.det(matrix[:2, :2] / matrix[2, 2]))))
    return float(np.linalg.det(matrix[:2, :2])) > 0 and 1 / 3 < scale < 3


@lru_cache(maxsize=64)
def reference_key_points(reference: LightReference, px_per_mm: float) -> KeyPoints:
    """Key points of the constant print of a reference, at a scale."""
    factor = px_per_mm / REFERENCE_PX_PER_MM
    small = cv2.resize(reference.mean, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    where = cv2.resize(
        reference.constant.astype(np.uint8), small.shape[1::-1], interpolation=cv2.INTER_NEAREST
    )
    return key_points(np.asarray(small, dtype=np.uint8), where=where > 0)
