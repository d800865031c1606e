"""Genuine captures laid on one another: every page, in every light, on one frame of millimetres."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from threading import Lock
from weakref import WeakValueDictionary

import numpy as np

from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.capture.side import Capture
from docforensics.errors import TemplateError
from docforensics.formats.free_size import AnySize
from docforensics.kept import Kept
from docforensics.mrz.engines import MrzEngine
from docforensics.mrz.frame import frame_from_mrz, zones_to_lay_by
from docforensics.mrz.parse import Mrz, parse_reading
from docforensics.page.band.find import find_mrz_bands
from docforensics.page.find import find_frame
from docforensics.page.frame import ScaleBasis
from docforensics.page.geometry import Matrix
from docforensics.page.model import Page
from docforensics.page.rectify import draw
from docforensics.templates.comparison.dissimilarity import to_reference_scale
from docforensics.templates.learning.printed_line import PrintedLine
from docforensics.templates.model import REFERENCE_PX_PER_MM

MEASURED = (ScaleBasis.TEMPLATE, ScaleBasis.MRZ, ScaleBasis.OUTLINE)
"""Frames that show the page's size and place."""


_SEEN: WeakValueDictionary[bytes, Kept] = WeakValueDictionary()
"""Of every page that a sheet is on, by what the page is. A sample is gone through to tell its models apart, and then each of them to learn it: the same pages."""
_SEEN_LOCK = Lock()


def seen_on(page: Page, mrz: Mrz | None) -> Kept:
    """What was looked for on a page with a zone: one for all sheets that show the very same, pixel by pixel, and forgotten with the last of them."""
    frame, known = page.frame, blake2b(digest_size=32)
    facts = (frame.size, frame.size_mm, frame.basis, frame.capture_size, page.px_per_mm, mrz and mrz.lines)
    known.update(repr(facts).encode())
    known.update(frame.homography.tobytes())
    for light, pixels in page.pixels.items():
        known.update(f"{light} {pixels.shape}".encode())
        known.update(np.ascontiguousarray(pixels).data)
    with _SEEN_LOCK:
        return _SEEN.setdefault(known.digest(), Kept())


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AlignedSheet:
    """One genuine capture and its page."""

    capture: Capture
    page: Page
    mrz: Mrz | None
    """The zone that the page shows."""
    zone_elsewhere: Mrz | None = None
    """That of the document where the page shows none: on the other side of a card."""
    printed: dict[bool, list[PrintedLine]] = field(default_factory=dict, init=False)
    """The page's lines, once somebody read them (`printed_places`), without and with a second look; another page of the capture begins without."""
    seen: Kept = field(default_factory=Kept)
    """What was looked for on the very page with its zone, and depends on nothing else: portraits, faces, lines of print; see `seen_on`."""

    def on(self, page: Page) -> "AlignedSheet":
        """The capture on this page; where a sheet is on the very same, what was seen there is known."""
        return replace(
            self, page=page, seen=self.seen if page is self.page else seen_on(page, self.document_zone)
        )

    @property
    def document_zone(self) -> Mrz | None:
        """What the zone of the document states, whichever side it is on."""
        return self.mrz or self.zone_elsewhere

    def pixels(self, light: Light, size: AnySize) -> Pixels:
        """The page in a light at the reference's resolution."""
        width, height = size.millimetres
        shape = (round(height * REFERENCE_PX_PER_MM), round(width * REFERENCE_PX_PER_MM))
        return to_reference_scale(self.page.pixels[light], self.page.px_per_mm, shape)


def read_sheet(
    capture: Capture, number: int, engine: MrzEngine | None, zone_elsewhere: Mrz | None = None
) -> AlignedSheet:
    """Find the page of a capture and read its MRZ, if it has one; else that of another side of the document holds, where it is given.

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
    zones = zones_to_lay_by(bands, reading) if engine else bands
    page = draw(capture, frame_from_mrz(find_frame(capture, zones), reading))
    mrz = parse_reading(reading) if reading and reading.format else None
    elsewhere = None if mrz else zone_elsewhere
    return AlignedSheet(
        capture=capture, page=page, mrz=mrz, zone_elsewhere=elsewhere, seen=seen_on(page, mrz or elsewhere)
    )


def zone_of(capture: Capture | None, engine: MrzEngine | None) -> Mrz | None:
    """Read the zone of a side whose page is not asked for; None where there is none."""
    if capture is None or engine is None:
        return None
    reading = engine.read(capture.primary.pixels, find_mrz_bands(capture.primary.pixels))
    return parse_reading(reading) if reading and reading.format else None


def anchors(sheets: Sequence[AlignedSheet], size: AnySize) -> list[int]:
    """Indices of the captures in the order in which others are laid on them: with a measured frame, of the size, and the sharpest."""

    def worth(sheet: AlignedSheet) -> tuple[bool, int, float]:
        page = sheet.page
        return (
            page.size == size and page.basis in MEASURED,
            len(page.pixels),
            page.quality.sharpness * page.px_per_mm,
        )

    return sorted(range(len(sheets)), key=lambda index: worth(sheets[index]), reverse=True)


def fitted(sheet: AlignedSheet, size: AnySize) -> AlignedSheet:
    """The sheet on a frame of the size; a frame that was taken for another is stretched to it."""
    page, (width, height) = sheet.page, size.millimetres
    if page.size == size:
        return sheet
    stretch = np.diag([width / page.size_mm[0], height / page.size_mm[1], 1.0])
    return sheet.on(reframed(sheet, stretch @ page.frame.homography, size))


def stacks(sheets: Sequence[AlignedSheet], size: AnySize) -> Mapping[Light, tuple[Pixels, ...]]:
    """The pages by light; the lights in the order of `Light`."""
    lights = [light for light in Light if any(light in sheet.page.pixels for sheet in sheets)]
    return {
        light: tuple(sheet.pixels(light, size) for sheet in sheets if light in sheet.page.pixels)
        for light in lights
    }


def reframed(sheet: AlignedSheet, homography: Matrix, size: AnySize) -> Page:
    """The sheet's page on another frame (capture pixels -> millimetres) of a size."""
    page = sheet.page
    if np.allclose(homography, page.frame.homography) and page.size == size:
        return page
    moved = np.asarray(homography, dtype=np.float64)
    frame = replace(page.frame, size=size, size_mm=size.millimetres, homography=moved)
    return draw(sheet.capture, frame)
