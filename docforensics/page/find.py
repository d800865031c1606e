"""Find the page's frame: its outline or the whole image, the right way up, at the size that fits its shape."""

from collections.abc import Sequence

import numpy as np

from docforensics.capture.side import Capture
from docforensics.formats.free_size import (
    AnySize,
    FreeSize,
    distinct_aspects,
    shares_its_shape,
    size_of,
)
from docforensics.formats.table import PageSize
from docforensics.page.band.find import MrzBand
from docforensics.page.frame import Frame, ScaleBasis
from docforensics.page.geometry import MM_PER_INCH, Points, project
from docforensics.page.lights import align_lights
from docforensics.page.nominal import misfit_mm, places_for
from docforensics.page.outline.find import find_outline
from docforensics.page.quad import extent, homography_between, rectangle, true_aspect, turned

ASSUMED_WIDTH_MM = 125.0
"""Width of the frame where nothing tells the scale: that of a passport page, the most frequent document."""
_ASPECT_TOLERANCE = 0.03
"""In natural logarithms; 1.42 and 1.50 lie 0.055 apart, 1.50 and 1.59 as well."""
_PRINT_TOLERANCE_MM = 5.0
"""How far the MRZ may stand off its place on a page of the size it tells: a rough band on a rough frame."""
_LEAST_BAND_SCORE = 0.6
"""A weaker band is a guess for the MRZ reader to follow, not one to lay the page by."""
_SIZE_TOLERANCE_MM = 2.0
"""Doc 9303-4 allows 0.75 mm; the rest is the outline's own error. A judgement."""
_LARGEST_MM = 420.0
"""The longer side of A3: no travel document, opened, is longer."""
_UPRIGHT = np.array([1.0, 0.0])


def find_frame(capture: Capture, bands: Sequence[MrzBand] = (), free_sizes: Sequence[FreeSize] = ()) -> Frame:
    """The frame of the page in the capture.

    A size that the capture states (`Capture.size_mm`) is the only one that is looked for.

    Parameters
    ----------
    bands
        Candidate MRZs of the primary image, best first: they tell which way is up, help to choose among outlines,
        and tell the sizes apart that have one shape.
    free_sizes
        Sizes beyond Doc 9303 that a page may have, for want of a nominal one that fits: those of the templates at hand.
    """
    bands = [band for band in bands if band.score >= _LEAST_BAND_SCORE]
    stated = None if capture.size_mm is None else size_of(capture.size_mm)
    sizes = [stated] if stated else [*PageSize, *free_sizes]
    image = capture.primary
    # An MRZ stands at its place on pages of Doc 9303 alone: elsewhere it tells no outline.
    placing = [] if isinstance(stated, FreeSize) else bands
    outline = find_outline(image.pixels, placing, distinct_aspects(sizes), by=image.averaged)
    corners = rectangle(image.width, image.height) if outline is None else outline.corners
    corners = turned(corners, _text_direction(bands))
    width_px, height_px = extent(corners)
    aspect = width_px / height_px if outline is None else true_aspect(corners, image.width, image.height)
    size = _size(corners, aspect, placing, capture.dpi, sizes)
    size_mm = size.millimetres if size is not None else _assumed_size(corners, aspect, capture.dpi)
    return Frame(
        size=size,
        size_mm=size_mm,
        homography=homography_between(corners, rectangle(*size_mm)),
        basis=ScaleBasis.OUTLINE if outline is not None and size is not None else ScaleBasis.ASSUMED,
        outline=None if outline is None else corners,
        light_frames=align_lights(capture),
        capture_size=(image.width, image.height),
    )


def _text_direction(bands: Sequence[MrzBand]) -> Points:
    """The way the text runs; without a band that tells the way the image is taken to be upright.

    Line work that repeats looks like a zone whose fillers tell no way: it tells along which sides the text runs, and an MRZ that
    is read afterwards turns the frame again.
    """
    if not bands:
        return _UPRIGHT
    top_left, top_right, bottom_right, bottom_left = bands[0].corners
    direction = np.asarray(top_right - top_left + bottom_right - bottom_left, dtype=np.float64)
    return direction if bands[0].way_is_told or direction @ _UPRIGHT >= 0 else -direction


def _size(
    corners: Points,
    aspect: float,
    bands: Sequence[MrzBand],
    dpi: float | None,
    sizes: Sequence[AnySize],
) -> AnySize | None:
    """The one size that fits the shape, and the MRZ or the stated resolution where they tell; nominal sizes come first."""
    fitting: list[AnySize] = [
        size for size in sizes if aspect > 0 and abs(np.log(aspect / size.aspect)) < _ASPECT_TOLERANCE
    ]
    if bands:
        printed = project(homography_between(corners, rectangle(1.0, 1.0)), bands[0].corners)
        off = {place.size: float(misfit_mm(printed, place)) for place in places_for(bands[0])}
        near = [size for size in sorted(off, key=lambda size: off[size]) if off[size] < _PRINT_TOLERANCE_MM]
        return next((size for size in near if size in fitting), None)
    if dpi is not None:
        width = extent(corners)[0] / dpi * MM_PER_INCH
        fitting = [size for size in fitting if abs(width - size.millimetres[0]) < _SIZE_TOLERANCE_MM]
    closest = sorted(
        fitting, key=lambda size: (isinstance(size, FreeSize), abs(np.log(aspect / size.aspect)))
    )
    if not closest:
        return None
    # ID-2 and ID-3 share one shape: without an MRZ or a scale they cannot be told apart.
    rivals = [size for size in sizes if isinstance(size, FreeSize) is isinstance(closest[0], FreeSize)]
    if dpi is None and shares_its_shape(closest[0], rivals):
        return None
    return closest[0]


def _assumed_size(corners: Points, aspect: float, dpi: float | None) -> tuple[float, float]:
    """Millimetres of the frame at the stated resolution, else as wide as a passport page."""
    width = ASSUMED_WIDTH_MM if dpi is None else extent(corners)[0] / dpi * MM_PER_INCH
    height = width / aspect
    # A strip of pixels is no document; taken at its word it would be metres long, and as much memory.
    shrink = min(_LARGEST_MM / max(width, height), 1.0)
    return width * shrink, height * shrink
