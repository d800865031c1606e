"""PDF pages to pixels: the embedded scan itself where a page is one scan, else the page drawn at a fit resolution.

It runs in a process of its own (`capture/pdf.py`): PDFium is not thread-safe, and a small file can keep it busy for hours.
"""

import ctypes
import math
from dataclasses import dataclass, replace
from typing import Final

import cv2
import msgspec
import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
from pypdfium2 import PdfImage, PdfMatrix, PdfObject, PdfPage

from docforensics.capture import media
from docforensics.capture.exif import plausible_dpi
from docforensics.capture.jpeg import read_jpeg_facts, read_jpeg_structure
from docforensics.capture.limits import Limits
from docforensics.capture.model import DecodedPage, FileUnit, InFile, Pixels
from docforensics.capture.pdf import PageFacts
from docforensics.capture.pixels import turn_upright
from docforensics.capture.raster import decode_raster
from docforensics.errors import DecodeError, InputError
from docforensics.isolated import WorkAnswer, WorkQuestion

_POINTS_PER_INCH: Final = 72.0
"""ISO 32000-1, 8.3.2.3: the default user space."""
_USUAL_DPI: Final = 300.0
"""Of a page that holds no picture to take the resolution from: a judgement."""
_HIGHEST_DPI: Final = 600.0
"""More shows no further print, and costs four times as much with each doubling. A judgement."""
_SHORTEST_LONG_SIDE: Final = 1500
"""Pixels: a page that states a tiny size is still drawn large enough to read."""
_DRAWN_PIXELS: Final = 40_000_000
"""A4 at 600 dpi is 35 million; a larger page is drawn at less than the resolution wanted."""
_GRID: Final = 20_000
"""Steps across the page in which PDFium tells positions; it gives whole numbers only."""
_SLACK: Final = 0.02
"""Share of the page's side: scanning programs round page sizes."""
_PROOF_SIDE: Final = 1024
"""Longer side at which picture and page are compared: a judgement; a colour space or a clip shows at any size."""
_PROOF_CELLS: Final = 64
"""PDFium skips rows and columns when it shrinks a large picture much; cells of the average even that out."""
_PROOF_MEAN: Final = 6.0
"""Grey levels, on average."""
_PROOF_CELL: Final = 48
"""Grey levels: the same picture differs by 1 on average, a wrong colour space, a mask or a clip by far more."""
# Orientation by where the picture's top row and left column point on the page (x right, y down).
_ORIENTATION: Final = {
    ((1, 0), (0, 1)): 1,
    ((-1, 0), (0, 1)): 2,
    ((-1, 0), (0, -1)): 3,
    ((1, 0), (0, -1)): 4,
    ((0, 1), (1, 0)): 5,
    ((0, 1), (-1, 0)): 6,
    ((0, -1), (-1, 0)): 7,
    ((0, -1), (1, 0)): 8,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Picture:
    """An embedded picture lying straight on its page."""

    object: PdfImage
    size: tuple[int, int]
    orientation: int
    box: tuple[float, float, float, float]
    """Left, top, right, bottom as shares of the page as shown."""
    dpi: float

    @property
    def is_inside(self) -> bool:
        """True when no part of it lies beyond the page, where a viewer would not show it."""
        return min(self.box) > -_SLACK and max(self.box) < 1 + _SLACK


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    """How one page will be turned into pixels."""

    page: PdfPage
    size: tuple[int, int]
    """Pixels, when drawn."""
    dpi: float
    alone: _Picture | None
    """The only thing on the page, if the page is one scan."""


def answered_pages(question: WorkQuestion) -> WorkAnswer:
    """Draw the pages of a PDF: what `decode_pdf` asks for."""
    limits = msgspec.msgpack.decode(question.told, type=Limits)
    (raw,) = question.buffers
    pages = pages_of_pdf(raw.tobytes(), limits)
    facts = [
        PageFacts(
            shape=one.pixels.shape,
            exif=dict(one.exif),
            jpeg=one.jpeg,
            dpi=one.dpi,
            number=one.number,
            resampled=one.resampled,
            in_file=one.in_file,
        )
        for one in pages
    ]
    told = msgspec.msgpack.encode(facts)
    return WorkAnswer(told=told, buffers=tuple(np.ascontiguousarray(one.pixels).reshape(-1) for one in pages))


def pages_of_pdf(raw: bytes, limits: Limits) -> tuple[DecodedPage, ...]:
    """Turn every page into pixels; no more than one call at a time in a process.

    Raises LimitExceededError, before drawing, for too many pages or pixels, also inside embedded pictures, and
    DecodeError for a damaged or encrypted file.
    """
    try:
        return _decode(raw, limits)
    except (InputError, MemoryError):
        raise
    except Exception as error:
        if "password" in str(error).lower():
            raise DecodeError("The PDF is encrypted: save it without a password") from error
        raise DecodeError(
            f"The PDF is damaged or truncated ({type(error).__name__}): print or export it again"
        ) from error


def _decode(raw: bytes, limits: Limits) -> tuple[DecodedPage, ...]:
    document = pypdfium2.PdfDocument(raw)
    try:
        limits.check_pages(len(document))
        if not len(document):
            raise DecodeError("The PDF has no pages: print or export it again")
        plans = [_plan(document[number], limits) for number in range(len(document))]
        limits.check_pixels(*(plan.alone.size if plan.alone else plan.size for plan in plans))
        return tuple(_frame(plan, number, limits) for number, plan in enumerate(plans))
    finally:
        document.close()


def _plan(page: PdfPage, limits: Limits) -> _Plan:
    pictures, others = _look_over(page)
    for picture in pictures:
        limits.check_pixels(_pixel_size(picture), are_pages=False)
        limits.check_pixels(_coded_size(picture), are_pages=False)
    placed = [place for picture in pictures if (place := _place(page, picture))]
    is_one_scan = len(pictures) == len(placed) == 1 and placed[0].is_inside and not others
    dpi = _choose_dpi(page.get_size(), [place.dpi for place in placed], limits)
    return _Plan(
        page=page,
        size=_drawn_size(page.get_size(), dpi),
        dpi=dpi,
        alone=placed[0] if is_one_scan else None,
    )


def _look_over(page: PdfPage) -> tuple[list[PdfImage], int]:
    """Give all pictures on the page, and count whatever else a viewer would show."""
    pictures, others = [], pdfium.FPDFPage_GetAnnotCount(page.raw)
    for thing in page.get_objects(max_depth=8):
        if thing.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            pictures.append(thing)
            others += thing.level > 0  # its place is told within its form only
        elif thing.type != pdfium.FPDF_PAGEOBJ_FORM and not _is_hidden_text(thing):
            others += 1
    return pictures, others


def _is_hidden_text(thing: PdfObject) -> bool:
    """Tell the invisible words that text recognition lays over a scan."""
    if thing.type != pdfium.FPDF_PAGEOBJ_TEXT:
        return False
    return bool(pdfium.FPDFTextObj_GetTextRenderMode(thing.raw) == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE)


def _pixel_size(picture: PdfImage) -> tuple[int, int]:
    width, height = ctypes.c_uint(), ctypes.c_uint()
    if not pdfium.FPDFImageObj_GetImagePixelSize(picture.raw, width, height):
        return 0, 0
    return width.value, height.value


def _coded_size(picture: PdfImage) -> tuple[int, int]:
    """Size by the header of the stream itself: PDFium decodes that much, whatever the page's dictionary says."""
    jpeg = read_jpeg_structure(_stream(picture, "DCTDecode"))
    if jpeg:
        return jpeg.size
    # SIZ, the first segment of a JPEG 2000 codestream (ITU-T T.800 A.5.1): length, capabilities, width, height.
    _, found, header = _stream(picture, "JPXDecode").partition(b"\xff\x4f\xff\x51")
    return (int.from_bytes(header[4:8], "big"), int.from_bytes(header[8:12], "big")) if found else (0, 0)


def _stream(picture: PdfImage, coding: str) -> bytes:
    """Give the file of this coding inside the PDF; empty when the picture is stored otherwise."""
    if picture.get_filters(skip_simple=True) != [coding]:
        return b""
    return bytes(picture.get_data(decode_simple=True))


def _place(page: PdfPage, picture: PdfImage) -> _Picture | None:
    """Find where the picture lies; None when it lies askew or within a form."""
    size = _pixel_size(picture)
    if picture.level > 0 or 0 in size:
        return None
    corners = [_on_page(page, picture.get_matrix(), corner) for corner in ((0, 1), (1, 1), (0, 0), (1, 0))]
    orientation = _ORIENTATION.get(
        (_direction(corners[0], corners[1]), _direction(corners[0], corners[2])), 0
    )
    across, down = zip(*corners, strict=True)
    if not orientation:
        return None
    shown_width = size[0] if orientation < 5 else size[1]
    return _Picture(
        object=picture,
        size=size,
        orientation=orientation,
        box=(min(across), min(down), max(across), max(down)),
        dpi=shown_width * _POINTS_PER_INCH / ((max(across) - min(across)) * page.get_width()),
    )


def _on_page(page: PdfPage, matrix: PdfMatrix, corner: tuple[int, int]) -> tuple[float, float]:
    """Map a corner of the unit square, in which PDF draws a picture, to shares of the page as shown."""
    x, y = matrix.on_point(*corner)
    across, down = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDF_PageToDevice(page.raw, 0, 0, _GRID, _GRID, 0, x, y, across, down)
    return across.value / _GRID, down.value / _GRID


def _direction(start: tuple[float, float], end: tuple[float, float]) -> tuple[int, int]:
    """Give the axis along which a picture's edge runs, (0, 0) when it runs askew."""
    across, down = end[0] - start[0], end[1] - start[1]
    longer = max(abs(across), abs(down))
    if min(abs(across), abs(down)) > 0.005 * longer or longer * _GRID < 2:
        return 0, 0
    return (int(math.copysign(1, across)), 0) if abs(across) > abs(down) else (0, int(math.copysign(1, down)))


def _choose_dpi(points: tuple[float, float], native: list[float], limits: Limits) -> float:
    """Draw at the resolution of the finest picture, within bounds that resolve a document page and fit the limits."""
    width, height = (max(side, 1.0) for side in points)
    # Only drawn shapes gain by a higher resolution than usual on a small page.
    readable = 0.0 if native else _SHORTEST_LONG_SIDE * _POINTS_PER_INCH / max(width, height)
    wanted = min(max([_USUAL_DPI, readable, *native]), _HIGHEST_DPI)
    most = math.sqrt(min(_DRAWN_PIXELS, limits.max_pixels) / (width * height)) * _POINTS_PER_INCH
    return min(wanted, most)


def _drawn_size(points: tuple[float, float], dpi: float) -> tuple[int, int]:
    width, height = (max(1, math.floor(side * dpi / _POINTS_PER_INCH)) for side in points)
    return width, height


def _frame(plan: _Plan, number: int, limits: Limits) -> DecodedPage:
    own = _own_pixels(plan.page, plan.alone, limits) if plan.alone else None
    if own is None or plan.alone is None:
        pixels = _draw(plan.page, plan.size)
        return DecodedPage(
            pixels=pixels,
            dpi=plausible_dpi((plan.dpi, plan.dpi)),
            number=number,
            resampled=True,
            in_file=_on_paper(plan.page, pixels, (0.0, 0.0, 1.0, 1.0)),
        )
    return replace(
        own,
        dpi=plausible_dpi((plan.alone.dpi, plan.alone.dpi)),
        number=number,
        in_file=_on_paper(plan.page, own.pixels, plan.alone.box),
    )


def _on_paper(page: PdfPage, pixels: Pixels, box: tuple[float, float, float, float]) -> InFile:
    """Where pixels that fill a box (shares of the page as shown) lie on the page, in points."""
    (width, height), (rows, columns) = page.get_size(), pixels.shape[:2]
    left, top, right, bottom = box
    across = ((right - left) * width / columns, 0.0, left * width)
    down = (0.0, (bottom - top) * height / rows, top * height)
    return InFile(matrix=(across, down), unit=FileUnit.POINTS, size=(width, height))


def _draw(page: PdfPage, size: tuple[int, int]) -> Pixels:
    """Draw a page on white at exactly this many pixels."""
    bitmap = pypdfium2.PdfBitmap.new_native(*size, pdfium.FPDFBitmap_BGR, rev_byteorder=True)
    try:
        bitmap.fill_rect(left=0, top=0, width=size[0], height=size[1], color=(255, 255, 255, 255))
        flags = pdfium.FPDF_REVERSE_BYTE_ORDER | pdfium.FPDF_ANNOT
        pdfium.FPDF_RenderPageBitmap(bitmap.raw, page.raw, 0, 0, *size, 0, flags)
        return np.array(bitmap.to_numpy(), dtype=np.uint8)
    finally:
        bitmap.close()


def _own_pixels(page: PdfPage, picture: _Picture, limits: Limits) -> DecodedPage | None:
    """Take the scan itself, if it looks as the page does: masks, clipping and inverted colours are drawn instead.

    The decoder of JPEG files comes first, so that a scan gives the same pixels inside a PDF and outside; PDFium's own
    comes second, since it knows the colour spaces of PDF.
    """
    for decode in (_embedded_jpeg, _embedded_bitmap):
        frame = decode(picture.object, limits)
        if frame is None or frame.pixels.shape[1::-1] != picture.size:
            continue
        upright = turn_upright(frame.pixels, picture.orientation)
        if _looks_as_drawn(page, picture, upright):
            return replace(frame, pixels=upright)
    return None


def _embedded_jpeg(picture: PdfImage, limits: Limits) -> DecodedPage | None:
    try:
        return decode_raster(_stream(picture, "DCTDecode"), media.JPEG, limits)[0]
    except InputError:
        return None  # no JPEG, or a damaged one: what PDFium makes of it is what a viewer shows


def _embedded_bitmap(picture: PdfImage, _limits: Limits) -> DecodedPage | None:
    """Take the picture as PDFium decodes it, on its own grid; a JPEG keeps its facts."""
    try:
        samples = np.array(picture.get_bitmap().to_numpy(), dtype=np.uint8)
    except pypdfium2.PdfiumError:
        return None
    facts = read_jpeg_facts(_stream(picture, "DCTDecode"))
    if samples.ndim == 2 or samples.shape[2] == 1:
        return DecodedPage(pixels=samples.reshape(samples.shape[:2]), jpeg=facts)
    colours = np.ascontiguousarray(samples[:, :, :3])
    return DecodedPage(pixels=np.asarray(cv2.cvtColor(colours, cv2.COLOR_BGR2RGB)), jpeg=facts)


def _looks_as_drawn(page: PdfPage, picture: _Picture, pixels: Pixels) -> bool:
    size = _drawn_size(page.get_size(), _PROOF_SIDE / max(page.get_size()) * _POINTS_PER_INCH)
    left, right = (round(share * size[0]) for share in picture.box[0::2])
    top, bottom = (round(share * size[1]) for share in picture.box[1::2])
    shown = _draw(page, size)[max(top, 0) : bottom, max(left, 0) : right]
    if not shown.size:
        return False
    difference = cv2.absdiff(_cells(pixels), _cells(shown))
    return bool(difference.mean() <= _PROOF_MEAN and difference.max() <= _PROOF_CELL)


def _cells(pixels: Pixels) -> Pixels:
    cells = cv2.resize(pixels, (_PROOF_CELLS, _PROOF_CELLS), interpolation=cv2.INTER_AREA)
    return np.asarray(cells if cells.ndim == 3 else cv2.cvtColor(cells, cv2.COLOR_GRAY2RGB), dtype=np.uint8)
