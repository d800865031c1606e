"""Lays a page onto a template: key points, a robust homography, then sub-pixel refinement tile by tile."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from types import MappingProxyType

import cv2
import numpy as np
from numpy.typing import ArrayLike, NDArray

from docforensics.capture.model import Capture, Light, Pixels
from docforensics.page.geometry import Matrix
from docforensics.page.model import Page, ScaleBasis
from docforensics.page.rectify import reframe
from docforensics.templates.compare import to_reference_scale
from docforensics.templates.features import KeyPoints, key_points, matches
from docforensics.templates.model import REFERENCE_PX_PER_MM, LightReference, Template
from docforensics.templates.refine import refine
from docforensics.templates.residual import Residual, residual

_MIN_INLIERS = 16
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
    inliers: int
    """Key points that agree on the registration."""
    residuals: Mapping[Light, Residual]
    """The page held against the reference, in every light that both have."""
    rms_mm: float
    """What the tile-wise refinement still moved in its last round, millimetres."""
    pages: Mapping[Light, Pixels] = field(default_factory=lambda: MappingProxyType({}))
    """The page on the template's frame at `REFERENCE_PX_PER_MM`, pixel on pixel with the reference, in every light that
    both have; each light was laid on its own reference."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Registration:
    """A match together with the page on the template's frame."""

    match: TemplateMatch
    page: Page


def register(capture: Capture, page: Page, template: Template) -> Registration | None:
    """Lay `page` onto `template`; None when it does not fit.

    The page returned is resampled once more from the capture, so its millimetres are the template's.
    """
    reference = template.references.get(Light.VISIBLE)
    if reference is None or page.visible is None:
        return None
    estimate = _coarse(page, reference)
    if estimate is None:
        return None
    coarse, inliers = estimate
    refined, rms_mm = refine(page.visible, page.px_per_mm, coarse, reference)
    registered = reframe(
        capture,
        replace(page, light_frames=_light_frames(page, refined, template)),
        size=template.size,
        size_mm=template.size_mm,
        homography=refined @ page.homography,
        basis=ScaleBasis.TEMPLATE,
    )
    pages = _pages(registered, template)
    residuals = {
        light: residual(pixels, template, template.references[light]) for light, pixels in pages.items()
    }
    if residuals[Light.VISIBLE].dissimilarity > _MAX_DISSIMILARITY:
        return None
    match = TemplateMatch(
        template=template, inliers=inliers, residuals=residuals, rms_mm=rms_mm, pages=MappingProxyType(pages)
    )
    return Registration(match=match, page=registered)


def _pages(page: Page, template: Template) -> dict[Light, Pixels]:
    return {
        light: to_reference_scale(page.pixels[light], page.px_per_mm, shape_of(reference))
        for light, reference in template.references.items()
        if light in page.pixels
    }


def _light_frames(page: Page, refined: Matrix, template: Template) -> Mapping[Light, Matrix]:
    """The page's light frames, each light laid on the template's reference of that light.

    `refined` takes page millimetres to the template's in white light. Devices take one light after the other, and a
    page held by hand moves between; the motion is small, so the tiles find it. A light that shows too little to be
    placed keeps its frame.
    """
    frames = dict(page.light_frames)
    for light, reference in template.references.items():
        if light is Light.VISIBLE or light not in page.pixels:
            continue
        own, _ = refine(page.pixels[light], page.px_per_mm, refined, reference, max_total_mm=_MAX_LIGHT_MM)
        to_primary = np.linalg.inv(refined @ page.homography) @ own @ page.homography
        frames[light] = np.asarray(to_primary @ frames.get(light, np.eye(3)), dtype=np.float64)
    return MappingProxyType(frames)


def shape_of(reference: LightReference) -> tuple[int, int]:
    """(height, width) of a reference in its own pixels."""
    height, width = reference.mean.shape[:2]
    return height, width


def _scaling(factor: float) -> Matrix:
    return np.diag([factor, factor, 1.0])


def _coarse(page: Page, reference: LightReference) -> tuple[Matrix, int] | None:
    """Page mm -> template mm by key points, and how many agree."""
    assert page.visible is not None  # noqa: S101 (the caller has looked)
    scale = min(REFERENCE_PX_PER_MM / page.px_per_mm, 1.0)
    if min(page.visible.shape[:2]) * scale < _MIN_SIDE_PX:
        return None
    small = np.asarray(
        cv2.resize(page.visible, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8
    )
    found, known = key_points(small), reference_key_points(reference)
    pairs = matches(found, known)
    if len(pairs) < _MIN_INLIERS:
        return None
    # Key points are given from the centre of the first pixel, millimetres from its corner.
    fitted = _homography(found.points[pairs[:, 0]] + 0.5, known.points[pairs[:, 1]] + 0.5, tolerance_px=3.0)
    if fitted is None or fitted[1] < _MIN_INLIERS:
        return None
    to_mm = _scaling(1 / REFERENCE_PX_PER_MM) @ fitted[0] @ _scaling(page.px_per_mm * scale)
    return (to_mm, fitted[1]) if _plausible(to_mm) else None


def _homography(source: ArrayLike, target: ArrayLike, *, tolerance_px: float) -> tuple[Matrix, int] | None:
    """A robust homography and the number of points that agree with it; None when there is none."""
    found: tuple[Matrix | None, NDArray[np.uint8]] = cv2.findHomography(  # type: ignore[assignment]  # None: no model
        np.asarray(source, dtype=np.float64),
        np.asarray(target, dtype=np.float64),
        cv2.USAC_MAGSAC,
        tolerance_px,
        maxIters=5000,
        confidence=0.999,
    )
    matrix, agree = found
    return None if matrix is None else (np.asarray(matrix, dtype=np.float64), int(agree.sum()))


def _plausible(matrix: Matrix) -> bool:
    """No mirror image, and no more than a factor of three in scale against the frame that was found before."""
    scale = np.sqrt(abs(float(np.linalg.det(matrix[:2, :2] / matrix[2, 2]))))
    return float(np.linalg.det(matrix[:2, :2])) > 0 and 1 / 3 < scale < 3


@lru_cache(maxsize=64)
def reference_key_points(reference: LightReference) -> KeyPoints:
    """Key points of the constant print of a reference."""
    return key_points(reference.mean, where=reference.constant)
