"""Where places of a report lie on the images as the caller gave them.

Pixels count from the top left corner of an image's first pixel, to the right and down, on the image as viewers show it: an EXIF orientation is
applied, a page of a PDF lies as it is read. `ImageReport.to_file` takes them on to the file itself: to the pixels as stored, or to points on the
PDF's page. Nothing else stands between a page and its image: captures are not resampled, and a page is laid in one by a homography. Print that a
template explains is followed by up to 0.3 mm beyond it (`templates/registration/nonrigid.py`), which is left out here.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from docforensics.capture.light import Light
from docforensics.capture.model import Affine, Image
from docforensics.document import Side
from docforensics.mrz.parse import Mrz, MrzField
from docforensics.mrz.reading import MrzReading
from docforensics.page.geometry import BoxMm, Matrix, Points

Point = tuple[float, float]
Polygon = tuple[Point, Point, Point, Point]
"""Four corners in pixels, clockwise from what is top left on the page."""
Rows = tuple[tuple[float, ...], ...]
"""A matrix, row by row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageReport:
    """One image that the page of a side was cut out of."""

    light: str
    sha256: str
    """Of the raw input."""
    media_type: str
    page: int
    """Of a PDF or TIFF of several pages, from 0."""
    width_px: int
    height_px: int
    """Of the image as viewers show it."""
    homography: Rows
    """3 x 3: pixels of this image to millimetres of the page."""
    to_file: Affine
    """2 x 3: pixels of this image to places of the file, in `file_unit`."""
    file_unit: str
    file_size: tuple[float, float]
    """Width and height of the picture as the file stores it, or of the PDF's page, in `file_unit`."""

    def polygon(self, box: BoxMm) -> Polygon | None:
        """Give the corners of a box of the page on this image; None where the page, seen so steeply, ends before it."""
        return _projected(np.linalg.inv(np.array(self.homography)), box.corners)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedField:
    """One field of the machine readable zone where it is printed."""

    name: str
    value: str
    """As read. Personal, unlike the place."""
    line: int
    start: int
    stop: int
    """Columns, half-open, and line from 0."""
    polygon_px: Polygon
    """On the side's first image."""
    box: BoxMm | None
    """On the page; None where the zone alone was read."""


def images_of(side: Side) -> tuple[ImageReport, ...]:
    """List the images of a side, that of white light first."""
    frames = {light: images[0] for light, images in side.capture.images.items()}
    ordered = sorted(frames.items(), key=lambda item: item[1] is not side.capture.primary)
    return tuple(_image(side, light, image) for light, image in ordered)


def _image(side: Side, light: Light, image: Image) -> ImageReport:
    frame = side.page.frame
    to_page = frame.homography @ frame.light_frames.get(light, np.eye(3))
    return ImageReport(
        light=light.value,
        sha256=image.sha256,
        media_type=image.media_type,
        page=image.frame,
        width_px=image.width,
        height_px=image.height,
        homography=_rows(to_page / to_page[2, 2]),
        to_file=image.in_file.matrix,
        file_unit=image.in_file.unit.value,
        file_size=image.in_file.size or (float(image.width), float(image.height)),
    )


def _rows(matrix: Matrix) -> Rows:
    return tuple(tuple(row) for row in matrix.tolist())


def shown_on(images: Sequence[ImageReport], light: Light) -> ImageReport | None:
    """Choose the image that a place in some light is given on: that of the light, else the first; None without any."""
    return next((image for image in images if image.light == light), images[0] if images else None)


def _projected(matrix: Matrix, corners: Points) -> Polygon | None:
    """Carry corners (4, 2) through a homography; None where one lies on the other side of the horizon."""
    across, down, depth = (np.column_stack([corners, np.ones(len(corners))]) @ matrix.T).T
    if not (np.all(depth > 0) or np.all(depth < 0)):
        return None
    return _polygon(np.column_stack([across / depth, down / depth]))


def _polygon(corners: Points) -> Polygon:
    first, second, third, fourth = ((float(x), float(y)) for x, y in corners)
    return first, second, third, fourth


def placed_fields(mrz: Mrz, reading: MrzReading, side: Side | None) -> tuple[PlacedField, ...]:
    """Place the fields of a zone on the image that it was read on, and on the page where there is one."""
    placed = (_placed(field, reading, side) for field in mrz.all_fields)
    return tuple(field for field in placed if field is not None)


def _placed(field: MrzField, reading: MrzReading, side: Side | None) -> PlacedField | None:
    """Place one field; None where the line that was read ends before it."""
    lines = reading.characters[field.line : field.line + 1]
    characters = [character for line in lines for character in line[field.start : field.stop]]
    if not characters:
        return None
    first, last = characters[0].corners, characters[-1].corners
    corners = np.array([first[0], last[1], last[2], first[3]])
    return PlacedField(
        name=field.name,
        value=field.value,
        line=field.line,
        start=field.start,
        stop=field.stop,
        polygon_px=_polygon(corners),
        box=None if side is None else BoxMm.around(side.page.to_mm(corners)),
    )
