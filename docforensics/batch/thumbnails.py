"""A small redacted picture of a document for the summary page, its adverse places framed."""

import base64
import io
from collections.abc import Iterator

import numpy as np
from PIL import Image, ImageDraw

from docforensics.batch.addresses import Folder
from docforensics.report.model import PagePicture
from docforensics.report.render.redacted import redacted
from docforensics.report.report import Report

WIDTH_PX = 240
"""Twice what the page shows it at, for dense screens: 1 to 4 kB of JPEG (nine sample documents)."""
_QUALITY = 60
"""Of JPEG: nobody reads print at this size. A judgement."""
_FRAME_RGB = (164, 20, 30)
"""The red of an adverse finding on the pages."""
_FOLDER = "pictures"


def place_of(document: str) -> str:
    """Where results keep the picture of a document, by its content hash."""
    return f"{_FOLDER}/{document[:2]}/{document}.jpg"


def thumbnail(report: Report) -> bytes | None:
    """Draw the first page of a report small, as JPEG; None where no page was drawn.

    Faces are blurred and data are masked as in the redacted copy: of a page without a template nothing finer than 6 mm is left.
    """
    pages = redacted(report).pages
    if not pages:
        return None
    page = pages[0]
    pixels = next(iter(page.pixels.values()))
    drawn = Image.fromarray(np.ascontiguousarray(pixels)).convert("RGB")
    drawn = drawn.resize(
        (WIDTH_PX, max(1, round(WIDTH_PX * drawn.height / drawn.width))), Image.Resampling.BOX
    )
    pen = ImageDraw.Draw(drawn)
    for frame in _frames(report, page):
        pen.rectangle(frame, outline=_FRAME_RGB, width=2)
    stream = io.BytesIO()
    drawn.save(stream, "JPEG", quality=_QUALITY, optimize=True)
    return stream.getvalue()


def _frames(report: Report, page: PagePicture) -> Iterator[tuple[float, float, float, float]]:
    """Yield the places of adverse findings on the first page, in pixels of the picture."""
    scale = WIDTH_PX / page.size_mm[0]
    for finding in report.reasons:
        for region in finding.regions:
            if region.side == 0:
                box = region.box
                yield box.left * scale, box.top * scale, box.right * scale, box.bottom * scale


def embedded(folder: Folder, document: str) -> str:
    """Give the picture that results keep of a document as a `data:` address; empty where they keep none."""
    raw = folder.read(place_of(document)) if document else None
    return f"data:image/jpeg;base64,{base64.b64encode(raw).decode()}" if raw else ""
