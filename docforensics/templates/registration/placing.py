"""Finds the frame of a page on a template: the frame it has, the page as a whole, or key points; tiles refine each."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache, partial

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.page.frame import ScaleBasis
from docforensics.page.geometry import Matrix, project
from docforensics.page.model import Page
from docforensics.templates.model import REFERENCE_PX_PER_MM, LightReference, Template
from docforensics.templates.registration.keypoints import (
    KEY_POINT_PX_PER_MM,
    NO_KEY_POINTS,
    KeyPoints,
    key_points,
    matches,
)
from docforensics.templates.registration.refine import Refinement, refine, scaling
from docforensics.templates.registration.whole_page import OVERVIEW_PX_PER_MM, overview

_MIN_INLIERS = 16
"""Key points that must agree on a frame. A judgement; not fitted."""
_FRAME_WITHIN_MM, _KNOWN_WITHIN_MM = 12.0, 2.0
"""Millimetres within which a partner is looked for: of where the frame that was found before has a key point, and of where the page
lies that was laid on the reference as a whole (published pages: 1.4 mm at most). Judgements; not fitted."""
_TOLERANCE_MM = 0.25
"""Within which key points agree on a frame; tiles refine it. A judgement; not fitted."""
_FITS_WELL, _FITS = 0.5, 0.15
"""Share of tiles on the reference from which nothing else is tried, and below which the page is not of this model."""
_HOPELESS = 0.08
"""Share of tiles below which the finest key points are not looked for on what is a page at all: what `refine` gives up at once lies below.
A judgement."""
_LIES = 0.75
"""Share of tiles from which a page that was laid on the reference without them needs no key points."""
_MOST_STRETCH = 0.04
"""By how much a page's own size may differ from the template's for its frame to be tried as it is."""
LEAST_PX_PER_MM = OVERVIEW_PX_PER_MM
"""Pixels a millimetre that a page has to resolve to be laid on a template: coarser or more blurred ones of Utopia lie 0.3 to 1 mm beside it,
and show too little to say that no template fits."""
_MIN_SIDE_PX = 32
"""A strip of fewer pixels holds no key points."""


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

    def _find(self, px_per_mm: float) -> KeyPoints:
        visible, own = _visible(self._page), self._page.px_per_mm
        scale = min(px_per_mm / own, 1.0)
        size = (round(visible.shape[1] * scale), round(visible.shape[0] * scale))
        if min(size) < _MIN_SIDE_PX:
            return NO_KEY_POINTS
        found = key_points(np.asarray(cv2.resize(visible, size, interpolation=cv2.INTER_AREA), np.uint8))
        # Key points are given from the centre of the first pixel, millimetres from its corner.
        at_scale = (found.points + 0.5) * np.float32(px_per_mm / (own * scale)) - 0.5
        return replace(found, points=at_scale.astype(np.float32))


def placed(
    page: Page, template: Template, points: PagePoints, *, fills_picture: bool = False
) -> Refinement | None:
    """The page laid on the reference; None where it fits nowhere.

    `fills_picture` says that what was taken for the page is one, as on a scanner, also where nothing tells its size.

    The frame that was found before is mostly right to half a millimetre, and tiles alone bring the page onto the reference. Else the
    page is laid on it as a whole. Where that leaves it bent or askew, or finds nothing (an image taken for a page, a page on its
    head), partners of key points are looked for: near where the page seems to lie, anywhere, and on finer key points.
    """
    best: Refinement | None = None
    for estimate in _estimates(page, template, points):
        known = best if best is not None and best.agreeing >= _FITS else None
        is_page = fills_picture or page.basis is not ScaleBasis.ASSUMED
        if estimate.is_last and is_page and best is not None and best.agreeing < _HOPELESS:
            break
        matrix = estimate.of(known)
        if matrix is None:
            continue
        refined = refine(_visible(page), page.px_per_mm, matrix, template.references[Light.VISIBLE])
        if best is None or refined.agreeing > best.agreeing:
            best = refined
        if best.agreeing > estimate.enough:
            break
    return best if best is not None and best.agreeing >= _FITS else None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Estimate:
    """A frame to be refined: page mm -> template mm."""

    of: Callable[[Refinement | None], Matrix | None]
    """Worked out from where the page seems to lie so far; None where it finds none."""
    enough: float
    """Share of tiles on the reference from which no other is tried."""
    is_last: bool = False
    """Whether it takes more time than all others: asked only where they leave some hope."""


def _estimates(page: Page, template: Template, points: PagePoints) -> Iterator[_Estimate]:
    """Frames that the page may have on the template."""
    reference, size_mm = template.references[Light.VISIBLE], template.size_mm
    own = np.diag([*(np.array(size_mm) / np.array(page.size_mm)), 1.0])
    if np.abs(np.diag(own) - 1).max() < _MOST_STRETCH:
        yield _Estimate(of=lambda _: own, enough=_LIES)
    yield _Estimate(of=lambda _: _overview(page, reference), enough=_LIES)
    yield _Estimate(of=lambda known: _nearby(points, reference, own, known), enough=_FITS_WELL)
    for px_per_mm in (KEY_POINT_PX_PER_MM, REFERENCE_PX_PER_MM):
        yield _Estimate(
            of=partial(_anywhere, points, reference, px_per_mm),
            enough=_FITS_WELL,
            is_last=px_per_mm == REFERENCE_PX_PER_MM,
        )


def _overview(page: Page, reference: LightReference) -> Matrix | None:
    found = overview(_visible(page), page.size_mm, reference)
    return None if found is None else found.matrix


def _nearby(
    points: PagePoints, reference: LightReference, own: Matrix, known: Refinement | None
) -> Matrix | None:
    """By key points that have their partner near where the page seems to lie, or where its own frame has it."""
    scale = KEY_POINT_PX_PER_MM
    found, expected = points.at(scale), reference_key_points(reference, scale)
    frame, within_mm = (own, _FRAME_WITHIN_MM) if known is None else (known.matrix, _KNOWN_WITHIN_MM)
    lies = project(frame, (found.points + 0.5) / scale) * scale - 0.5
    pairs = matches(replace(found, points=lies.astype(np.float32)), expected, within=within_mm * scale)
    return _agreed(found, expected, pairs, scale)


def _anywhere(
    points: PagePoints, reference: LightReference, px_per_mm: float, _: Refinement | None
) -> Matrix | None:
    """By key points that have their partner anywhere."""
    found, expected = points.at(px_per_mm), reference_key_points(reference, px_per_mm)
    return _agreed(found, expected, matches(found, expected), px_per_mm)


def _agreed(
    found: KeyPoints, expected: KeyPoints, pairs: NDArray[np.intp], px_per_mm: float
) -> Matrix | None:
    """Page mm -> template mm on which enough pairs of key points agree."""
    if len(pairs) < _MIN_INLIERS:
        return None
    fitted: tuple[Matrix | None, NDArray[np.uint8]] = cv2.findHomography(  # type: ignore[assignment]  # None: no model
        (found.points[pairs[:, 0]] + 0.5).astype(np.float64),
        (expected.points[pairs[:, 1]] + 0.5).astype(np.float64),
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
