"""Genuine captures laid on one another: every page, in every light, on one frame of millimetres."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.capture.side import Capture
from docforensics.errors import TemplateError
from docforensics.formats.free_size import AnySize
from docforensics.mrz.engines import MrzEngine
from docforensics.mrz.frame import frame_from_mrz
from docforensics.mrz.parse import Mrz, parse_reading
from docforensics.page.band.find import find_mrz_bands
from docforensics.page.find import find_frame
from docforensics.page.frame import ScaleBasis
from docforensics.page.geometry import Matrix, Points
from docforensics.page.model import Page
from docforensics.page.quad import rectangle
from docforensics.page.rectify import draw
from docforensics.templates.comparison.dissimilarity import to_reference_scale
from docforensics.templates.model import REFERENCE_PX_PER_MM, Template
from docforensics.templates.registration.register import register

_MEASURED = (ScaleBasis.TEMPLATE, ScaleBasis.MRZ, ScaleBasis.OUTLINE)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AlignedSheet:
    """One genuine capture and its page."""

    capture: Capture
    page: Page
    mrz: Mrz | None

    def pixels(self, light: Light, size: AnySize) -> Pixels:
        """The page in a light at the reference's resolution."""
        width, height = size.millimetres
        shape = (round(height * REFERENCE_PX_PER_MM), round(width * REFERENCE_PX_PER_MM))
        return to_reference_scale(self.page.pixels[light], self.page.px_per_mm, shape)


def read_sheet(capture: Capture, number: int, engine: MrzEngine | None) -> AlignedSheet:
    """Find the page of a capture and read its MRZ, if it has one.

    Raises
    ------
    TemplateError
        The capture has no image in white light: the other lights show too little to be laid on one another.
    """
    if Light.VISIBLE not in capture.images:
        raise TemplateError(f"learn_template: capture {number} has no image in white light; give one with it")
    pixels = capture.primary.pixels
    bands = find_mrz_bands(pixels)
    reading = engine.read(pixels, bands) if engine else None
    frame = frame_from_mrz(find_frame(capture, bands), reading)
    return AlignedSheet(
        capture=capture,
        page=draw(capture, frame),
        mrz=parse_reading(reading) if reading and reading.format else None,
    )


def common_size(sheets: Sequence[AlignedSheet], given: AnySize | None) -> AnySize:
    """The size of all pages; those whose size does not show are of the others' size.

    Raises
    ------
    TemplateError
        They are of several sizes, or none shows.
    """
    if given is not None:
        return given
    sizes = sorted({sheet.page.size for sheet in sheets if sheet.page.size is not None}, key=str)
    if len(sizes) != 1:
        found = (
            f"found {', '.join(map(str, sizes))}"
            if sizes
            else "and no capture shows it: state it (size=... or size_mm=...)"
        )
        raise TemplateError(f"learn_template: expected captures of one document size, {found}")
    return sizes[0]


def anchor_of(sheets: Sequence[AlignedSheet], size: AnySize) -> int:
    """Index of the capture that the others are laid on: with a measured frame, of the size, and the sharpest."""

    def worth(sheet: AlignedSheet) -> tuple[bool, int, float]:
        page = sheet.page
        return (
            page.size == size and page.basis in _MEASURED,
            len(page.pixels),
            page.quality.sharpness * page.px_per_mm,
        )

    return max(range(len(sheets)), key=lambda index: worth(sheets[index]))


def fitted(sheet: AlignedSheet, size: AnySize) -> AlignedSheet:
    """The sheet on a frame of the size; a frame that was taken for another is stretched to it."""
    page, (width, height) = sheet.page, size.millimetres
    if page.size == size:
        return sheet
    stretch = np.diag([width / page.size_mm[0], height / page.size_mm[1], 1.0])
    return replace(sheet, page=_reframed(sheet, stretch @ page.frame.homography, size))


def lay_on(sheets: Sequence[AlignedSheet], anchor: int, draft: Template) -> tuple[AlignedSheet, ...]:
    """All sheets on the frame of the draft that was made from the anchor alone, the anchor first.

    The frame is then moved to where most captures think the page lies: one capture's outline is often a millimetre off.

    Raises
    ------
    TemplateError
        A capture does not lie on the anchor.
    """
    laid, corners = [sheets[anchor]], [rectangle(*draft.size_mm)]
    for number, sheet in enumerate(sheets):
        if number == anchor:
            continue
        registration = register(sheet.capture, sheet.page, draft)
        if registration is None:
            raise TemplateError(
                f"learn_template: capture {number} does not lie on capture {anchor}; "
                "give captures of one side of one model only"
            )
        laid.append(replace(sheet, page=registration.page))
        if sheet.page.size == draft.size and sheet.page.basis in _MEASURED:
            own = sheet.page.to_capture(rectangle(*draft.size_mm))
            corners.append(registration.page.to_mm(own))
    correction = _consensus(corners, draft.size)
    return tuple(
        replace(sheet, page=_reframed(sheet, correction @ sheet.page.frame.homography, draft.size))
        for sheet in laid
    )


def stacks(sheets: Sequence[AlignedSheet], size: AnySize) -> Mapping[Light, tuple[Pixels, ...]]:
    """The pages by light; the lights in the order of `Light`."""
    lights = [light for light in Light if any(light in sheet.page.pixels for sheet in sheets)]
    return {
        light: tuple(sheet.pixels(light, size) for sheet in sheets if light in sheet.page.pixels)
        for light in lights
    }


def _consensus(corners: Sequence[Points], size: AnySize) -> Matrix:
    """The map from the anchor's millimetres to those of the median frame; identity for one or two captures."""
    if len(corners) < 3:
        return np.eye(3)
    middle = np.median(np.stack(corners), axis=0).astype(np.float32)
    target = rectangle(*size.millimetres).astype(np.float32)
    return np.asarray(cv2.getPerspectiveTransform(middle, target), dtype=np.float64)


def _reframed(sheet: AlignedSheet, homography: Matrix, size: AnySize) -> Page:
    page = sheet.page
    if np.allclose(homography, page.frame.homography) and page.size == size:
        return page
    moved = np.asarray(homography, dtype=np.float64)
    frame = replace(page.frame, size=size, size_mm=size.millimetres, homography=moved)
    return draw(sheet.capture, frame)
