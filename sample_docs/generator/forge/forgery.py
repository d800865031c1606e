"""What a forgery is: an altered sheet, edits to the page or the file, the touched regions, and words for an officer."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import skia

from sample_docs.generator.capture import DigitalEdit, PageEdit
from sample_docs.generator.geometry import Box
from sample_docs.generator.sheet import Design, Sheet


class Severity(StrEnum):
    """How well the forger worked."""

    CARELESS = "careless"
    ORDINARY = "ordinary"
    SKILLED = "skilled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgery:
    """One forged side."""

    sheet: Sheet
    regions: skia.Path
    """The area the forger touched, page mm."""
    sees: str
    """What an officer would see."""
    page_edit: PageEdit | None = None
    digital_edit: DigitalEdit | None = None

    @staticmethod
    def none(sheet: Sheet) -> "Forgery":
        """No forgery: the sheet as it was issued."""
        return Forgery(sheet=sheet, regions=skia.Path(), sees="")


Forger = Callable[[Sheet, Severity, np.random.Generator], Forgery]

PHYSICAL_CHANNELS = ("border-reader", "flatbed", "photo", "messenger")
UPLOAD_CHANNELS = ("flatbed", "photo", "messenger")
"""A digital forgery never lies on a border reader."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Species:
    """A kind of forgery."""

    name: str
    prado: str
    """The word PRADO's glossary or a document examiner uses."""
    forge: Forger
    channels: tuple[str, ...] = PHYSICAL_CHANNELS
    needs: tuple[str, ...] = ()
    """What the side must offer (``Design.offers``); ``a|b`` asks for one of the two."""

    def fits(self, design: Design) -> bool:
        """Whether this side offers what the species needs."""
        return all(any(one in design.offers for one in need.split("|")) for need in self.needs)


def boxes_path(*boxes: Box) -> skia.Path:
    """A region made of rectangles."""
    path = skia.Path()
    for box in boxes:
        path.addRect(skia.Rect.MakeXYWH(box.x, box.y, box.w, box.h))
    return path


def page_mask(
    path: skia.Path, page: tuple[float, float], px_per_mm: float
) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """The region as a mask of 0 and 255 at the scale of the page raster."""
    pixels = np.zeros((round(page[1] * px_per_mm), round(page[0] * px_per_mm), 4), np.uint8)
    canvas = skia.Surface(pixels).getCanvas()
    canvas.scale(px_per_mm, px_per_mm)
    canvas.drawPath(path, skia.Paint(Color=skia.ColorWHITE))
    return pixels[..., 0].copy()
