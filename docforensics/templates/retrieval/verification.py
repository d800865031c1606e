"""Templates as small pictures: enough to verify a candidate, and to distinguish editions at the places they differ."""

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.capture.model import Pixels
from docforensics.formats.free_size import AnySize
from docforensics.page.geometry import Matrix
from docforensics.page.quad import centred
from docforensics.templates.model import LightReference
from docforensics.templates.planes import Map, Planes, blur, dot, mean_colour
from docforensics.templates.registration.refine import fit_correction, scaling
from docforensics.templates.registration.whole_page import WholePrint, laid_whole, whole_print

VIEW_PX_PER_MM = 4.0
"""Of a stored view: capitals of a caption are 5 pixels high, enough to tell one word from another."""
_COARSE = 2
"""A guess is checked at this fraction of a view's resolution."""
_TILE_PX, _STEP_PX, _MAX_SHIFT_PX, _LEAST_RESPONSE = 40, 26, 5.0, 0.08
"""Tiles that put a frame right: side and step, farthest shift, least peak of correlation. Judgements; not fitted."""
_HOPELESS = 0.1
"""Correlation after a first correction below which the page is not put right further: it is of another model. A judgement."""
_BAND_PX, _NOISE = (0.7, 4.0), 4.0
"""Band and noise (grey levels) of what is correlated. Judgements; the choice's thresholds were set on seed 3
(docs/decisions/2026-11-25-template-choice.md)."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CoarseView:
    """The reference in white light at `VIEW_PX_PER_MM`."""

    size: AnySize
    pixels: NDArray[np.uint8]
    """(H, W, 4): colour, and 255 where the print is constant."""

    @property
    def colour(self) -> Pixels:
        """(H, W, 3)."""
        return np.asarray(self.pixels[..., :3])

    @property
    def constant(self) -> NDArray[np.bool_]:
        """(H, W): where every document of the series shows the same."""
        return np.asarray(self.pixels[..., 3] > 127)


def view_shape(size: AnySize) -> tuple[int, int, int]:
    """Rows, columns and planes of a view of a page of this size: wider than high, a page that is higher is turned for it."""
    height, width = sorted(size.millimetres)
    return round(height * VIEW_PX_PER_MM), round(width * VIEW_PX_PER_MM), 4


def view_of(reference: LightReference, size: AnySize) -> CoarseView:
    """The view of a reference."""
    constant = _turned_for(reference.constant.astype(np.uint8) * 255)
    rows, columns, _ = view_shape(size)
    known = cv2.resize(constant, (columns, rows), interpolation=cv2.INTER_AREA)
    return CoarseView(size=size, pixels=np.dstack([view_of_page(reference.mean, size), known]))


def view_of_page(pixels: Pixels, size: AnySize) -> Pixels:
    """(H, W, 3): pixels on a template's frame as the template's view shows them."""
    rows, columns, _ = view_shape(size)
    colour = pixels if pixels.ndim == 3 else np.repeat(pixels[..., None], 3, axis=2)
    small = cv2.resize(_turned_for(colour), (columns, rows), interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.uint8)


def _turned_for(plane: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Wider than high, as views are."""
    return np.ascontiguousarray(np.rot90(plane)) if plane.shape[0] > plane.shape[1] else plane


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ViewFit:
    """A page compared with a view."""

    score: float
    """Correlation of the band-passed constant print, -1..1."""
    page: Pixels
    """The page on the view's frame at the view's scale, (H, W, 3)."""
    matrix: Matrix
    """The page, stretched to the view's size, to the view's frame: pixels to pixels."""


def fit(page: Pixels, view: CoarseView) -> ViewFit:
    """Compare an upright page, stretched to its frame, with a view: a small correction of the frame, then correlation."""
    rows, columns, _ = view_shape(view.size)
    full = np.asarray(cv2.resize(page, (columns, rows), interpolation=cv2.INTER_AREA), dtype=np.uint8)
    band_r, known = _print_of(view)
    correction = np.eye(3)
    seen = _coarse(full)
    band = _band(seen)
    for _ in range(2):
        step = _correction(band * known[..., None], band_r, known)
        if step is None:
            break
        correction = step @ correction
        band = _band(moved(seen, correction))
        if _correlation(band, band_r, known) < _HOPELESS:
            break
    score = _correlation(band, band_r, known)
    if score < _HOPELESS:
        return ViewFit(score=score, page=full, matrix=np.eye(3))
    to_full = np.diag([_COARSE, _COARSE, 1.0]) @ correction @ np.diag([1 / _COARSE, 1 / _COARSE, 1.0])
    return ViewFit(score=score, page=moved(full, to_full), matrix=to_full)


@lru_cache(maxsize=64)
def _print_of(view: CoarseView) -> tuple[Planes, Map]:
    """Band-passed constant print of a view at the scale at which guesses are checked, and where it is."""
    known = _coarse_mask(view.constant)
    return _band(_coarse(view.colour)) * known[..., None], known


@lru_cache(maxsize=16)
def _whole_of(view: CoarseView) -> WholePrint:
    return whole_print(view.colour, view.constant, VIEW_PX_PER_MM)


def fit_whole(page: Pixels, view: CoarseView) -> ViewFit | None:
    """The same for a page whose frame may lie millimetres off: it is laid on the view as a whole first; None on a view without print."""
    rows, columns, _ = view_shape(view.size)
    full = np.asarray(cv2.resize(page, (columns, rows), interpolation=cv2.INTER_AREA), dtype=np.uint8)
    size_mm = (columns / VIEW_PX_PER_MM, rows / VIEW_PX_PER_MM)
    laid = laid_whole(full, size_mm, _whole_of(view))
    if laid is None:
        return None
    start = scaling(VIEW_PX_PER_MM) @ laid.matrix @ scaling(1 / VIEW_PX_PER_MM)
    found = fit(moved(full, start), view)
    return ViewFit(score=found.score, page=found.page, matrix=found.matrix @ start)


def moved(pixels: NDArray[np.uint8], matrix: Matrix) -> Pixels:
    """Pixels (H, W[, C]) carried through a homography of pixels, on a picture of the same size."""
    size = (pixels.shape[1], pixels.shape[0])
    warped = cv2.warpPerspective(
        pixels, centred(matrix), size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(warped, dtype=np.uint8)


def _coarse(pixels: Pixels) -> Pixels:
    size = (pixels.shape[1] // _COARSE, pixels.shape[0] // _COARSE)
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _coarse_mask(constant: NDArray[np.bool_]) -> Map:
    size = (constant.shape[1] // _COARSE, constant.shape[0] // _COARSE)
    return (cv2.resize(constant.astype(np.float32), size, interpolation=cv2.INTER_AREA) > 0.6).astype(
        np.float32
    )


def _band(pixels: Pixels) -> Planes:
    planes = pixels.astype(np.float32)
    band = blur(planes, _BAND_PX[0]) - blur(planes, _BAND_PX[1])
    return np.asarray(np.clip(band, -40, 40), dtype=np.float32)


def _correction(page: Planes, reference: Planes, known: Map) -> Matrix | None:
    """The small homography that brings the page's tiles onto the reference's; None where too few tell."""
    grey_p, grey_r = mean_colour(page), mean_colour(reference)
    window = cv2.createHanningWindow((_TILE_PX, _TILE_PX), cv2.CV_32F)
    height, width = known.shape
    found = []
    for top in range(0, height - _TILE_PX + 1, _STEP_PX):
        for left in range(0, width - _TILE_PX + 1, _STEP_PX):
            place = (slice(top, top + _TILE_PX), slice(left, left + _TILE_PX))
            if known[place].mean() < 0.5:
                continue
            # It leaves both tiles windowed, and the next ones overlap them. The limits above were set so: with copies 16 sample pages fit alike (by 0.012 at
            # most), and the cards of the tests, whose print repeats, by 0.67 for more than 0.8.
            (dx, dy), response = cv2.phaseCorrelate(grey_p[place], grey_r[place], window)
            if response > _LEAST_RESPONSE and max(abs(dx), abs(dy)) < _MAX_SHIFT_PX:
                found.append((left + _TILE_PX / 2, top + _TILE_PX / 2, dx, dy, response))
    if len(found) < 6:
        return None
    table = np.array(found)
    return fit_correction(table[:, :2], table[:, 2:4], table[:, 4], size=(width, height))


def _correlation(page: Planes, reference: Planes, known: Map) -> float:
    weight = known
    cross, own, expected = (
        float((dot(a, b) * weight).sum())
        for a, b in ((page, reference), (page, page), (reference, reference))
    )
    noise = _NOISE * float(weight.sum())
    return cross / float(np.sqrt((own + noise) * (expected + noise)))
