"""Cut the page out of the capture: every light in one frame of millimetres, resampled once."""

from collections.abc import Callable
from functools import partial

import cv2
import numpy as np

from docforensics.capture.light import Light
from docforensics.capture.model import Image, Pixels
from docforensics.capture.side import Capture
from docforensics.errors import UsageError
from docforensics.kept import Later
from docforensics.page.frame import Frame
from docforensics.page.geometry import Matrix, project
from docforensics.page.greys import Greys
from docforensics.page.model import Page
from docforensics.page.over_edge import MARGIN_MM
from docforensics.page.quad import centred, rectangle
from docforensics.page.quality import measure_quality
from docforensics.page.quantiles import median_of
from docforensics.page.visibility import MASK_PX_PER_MM, Surroundings

MAX_PX_PER_MM = 16.0
"""Finer detail than 400 dpi is not kept: no check asks for it, and the page must stay small."""
SKETCH_PX_PER_MM = 8.0
"""Scale of a sketch: that of the references of templates, so a page is laid on them as if it were drawn in full."""
_LEFT_UNFILTERED = 1.2
"""Pixels of the capture on one of a sketch up to which the nearest four hold them. A judgement."""
MIN_PX_PER_MM = 1.0
"""25 dpi: nothing is read below. A judgement."""
_EVERY = 16
"""Rows and columns that are looked at for colour first: few pictures are without. A judgement."""
MAX_PAGE_PIXELS = 24_000_000
"""A frame that would need more is drawn at a coarser scale."""

_Warp = Callable[[Image, Matrix, tuple[int, int]], Pixels]
"""Moves a picture onto a page of some width and height."""


def draw(capture: Capture, frame: Frame, px_per_mm: float | None = None) -> Page:
    """The page that `frame` lays in the capture, cut out in every light.

    Parameters
    ----------
    px_per_mm
        Scale of the page; by default the capture's own resolution on the page, at most `MAX_PX_PER_MM`.

    Raises as `native_px_per_mm`, and UsageError for a scale that is not positive.
    """
    return _drawn(capture, frame, px_per_mm, _warped)


def sketch(capture: Capture, frame: Frame) -> Page:
    """The page in a frame that may still be put right: no finer than `SKETCH_PX_PER_MM`, in a fraction of the time of `draw`."""
    native = native_px_per_mm(frame.homography, frame.size_mm)
    scale = None if native <= SKETCH_PX_PER_MM else SKETCH_PX_PER_MM
    return _drawn(capture, frame, scale, _warped if scale is None else _sketched)


def in_full(capture: Capture, page: Page) -> Page:
    """A page in its frame as `draw` draws it: itself, or in the place of its sketch."""
    native = native_px_per_mm(page.frame.homography, page.size_mm)
    return page if page.px_per_mm >= _scale(None, native, page.size_mm) else draw(capture, page.frame)


def _drawn(capture: Capture, frame: Frame, px_per_mm: float | None, warped: _Warp) -> Page:
    native = native_px_per_mm(frame.homography, frame.size_mm)
    scale = _scale(px_per_mm, native, frame.size_mm)
    width, height = (max(round(side * scale), 1) for side in frame.size_mm)
    to_page = np.diag([scale, scale, 1.0]) @ frame.homography
    pixels = {
        light: warped(images[0], to_page @ frame.light_frames.get(light, np.eye(3)), (width, height))
        for light, images in capture.images.items()
    }
    shown = Light.VISIBLE if Light.VISIBLE in pixels else next(iter(pixels))
    primary = pixels[shown]
    greys = Greys(pixels)
    measured = Later(
        lambda: measure_quality(primary, px_per_mm=scale, native_px_per_mm=native, grey=greys.of(shown))
    )
    beside = partial(_surroundings, capture, frame) if Light.VISIBLE in pixels else None
    return Page(frame=frame, px_per_mm=scale, pixels=pixels, measured=measured, beside=beside, greys=greys)


def _surroundings(capture: Capture, frame: Frame) -> Surroundings:
    """Draw the page in white light with what lies beside it, coarsely."""
    white = capture.images[Light.VISIBLE][0]
    to_page = frame.homography @ frame.light_frames.get(Light.VISIBLE, np.eye(3))
    margin = round(MARGIN_MM * MASK_PX_PER_MM)
    moved = np.array([[MASK_PX_PER_MM, 0, margin], [0, MASK_PX_PER_MM, margin], [0, 0, 1.0]]) @ to_page
    width, height = (max(round(side * MASK_PX_PER_MM), 1) + 2 * margin for side in frame.size_mm)
    reached = np.zeros((height, width), np.uint8)
    rim = project(moved, rectangle(float(white.width), float(white.height)))
    cv2.fillConvexPoly(reached, np.round(np.clip(rim, -1e4, 1e4)).astype(np.int32), 1)
    return Surroundings(pixels=_warped(white, moved, (width, height)), reached=reached > 0)


def native_px_per_mm(homography: Matrix, size_mm: tuple[float, float]) -> float:
    """Pixels of the capture a millimetre of the page, the median over a grid of places.

    Raises
    ------
    UsageError
        The homography cannot be inverted or sends part of the page to infinity.
    """
    try:
        inverse = np.linalg.inv(np.asarray(homography, dtype=np.float64))
    except np.linalg.LinAlgError as error:
        raise UsageError("draw: the homography cannot be inverted") from error
    depth = np.column_stack([rectangle(*size_mm), np.ones(4)]) @ inverse[2]
    if not (np.all(np.isfinite(depth)) and (np.all(depth > 0) or np.all(depth < 0))):
        raise UsageError("draw: the homography sends part of the page to infinity")
    x, y = np.meshgrid(np.linspace(0.05, 0.95, 5) * size_mm[0], np.linspace(0.05, 0.95, 5) * size_mm[1])
    here = np.column_stack([x.ravel(), y.ravel()])
    at, right, below = (project(inverse, here + step) for step in ([0.0, 0.0], [0.1, 0.0], [0.0, 0.1]))
    right, below = right - at, below - at
    areas = np.abs(right[:, 0] * below[:, 1] - right[:, 1] * below[:, 0])
    native = 10.0 * float(np.sqrt(median_of(areas)))
    if not native > 0:
        raise UsageError("draw: the homography flattens the page")
    return native


def _scale(asked: float | None, native: float, size_mm: tuple[float, float]) -> float:
    if asked is not None and not asked > 0:
        raise UsageError(f"draw: expected px_per_mm > 0, got {asked}")
    scale = asked if asked is not None else min(max(native, MIN_PX_PER_MM), MAX_PX_PER_MM)
    return min(scale, float(np.sqrt(MAX_PAGE_PIXELS / (size_mm[0] * size_mm[1]))))


def _sketched(image: Image, to_page: Matrix, shape: tuple[int, int]) -> Pixels:
    """Box filters of whole pixels, as many as fall on one of the page, then the nearest four: for pages coarser than the capture."""
    pixels, to_page = _reduced(image, to_page, shape)
    if native_px_per_mm(to_page, (float(shape[0]), float(shape[1]))) > _LEFT_UNFILTERED:
        pixels = np.asarray(cv2.blur(pixels, (3, 3)), dtype=np.uint8)
    return _moved(pixels, to_page, shape, cv2.INTER_LINEAR)


def _warped(image: Image, to_page: Matrix, shape: tuple[int, int]) -> Pixels:
    """The one resampling: cubic, after a box filter of whole pixels where the page is much coarser than the capture."""
    if shape == (image.width, image.height) and np.allclose(to_page / to_page[2, 2], np.eye(3), atol=1e-6):
        return image.pixels
    return _moved(*_reduced(image, to_page, shape), shape, cv2.INTER_CUBIC)


def _reduced(image: Image, to_page: Matrix, shape: tuple[int, int]) -> tuple[Pixels, Matrix]:
    """The picture with whole pixels averaged that fall on one of the page, and its way to the page."""
    falling = int(native_px_per_mm(to_page, (float(shape[0]), float(shape[1]))) + 0.25)
    step = min(max(falling, 1), image.width, image.height)
    return image.averaged(step), to_page @ np.diag([step, step, 1.0])


def _moved(pixels: Pixels, to_page: Matrix, shape: tuple[int, int], interpolation: int) -> Pixels:
    grey = _same_in_all_colours(pixels)
    moved = cv2.warpPerspective(
        pixels if grey is None else grey,
        centred(to_page),
        shape,
        flags=interpolation,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return np.asarray(moved if grey is None else cv2.merge([moved] * 3), dtype=np.uint8)


def _same_in_all_colours(pixels: Pixels) -> Pixels | None:
    """One plane of a picture in colour whose planes are all the same, as infrared is delivered; None of any other."""
    if pixels.ndim == 2 or np.ptp(pixels[::_EVERY, ::_EVERY], axis=2).any():
        return None
    first, *others = cv2.split(pixels)
    is_same = not any(cv2.norm(first, other, cv2.NORM_INF) for other in others)
    return np.asarray(first, np.uint8) if is_same else None
