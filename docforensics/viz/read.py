"""What the visual inspection zone shows, thin but honest: lines are found, and read only by the reader given."""

import dataclasses
from collections.abc import Callable

import numpy as np

from docforensics.capture.model import Pixels
from docforensics.page.geometry import BoxMm
from docforensics.page.model import Page, ScaleBasis
from docforensics.viz.lines import find_lines, work_copy
from docforensics.viz.model import TextLine, VizReading
from docforensics.viz.portrait import find_portraits

Reader = Callable[[Pixels], tuple[str, float]]
"""Reads one line of print: crop (H, W, 3) or (H, W) of the rectified page -> text and confidence 0..1."""

_CROP_MARGIN_MM = 0.5


def read_viz(page: Page, *, reader: Reader | None = None) -> VizReading:
    """Lines of print outside the MRZ, the portrait and the secondary portrait of a page seen in white light.

    Parameters
    ----------
    reader
        Reads each line found; without one the lines' `text` stays None.
    """
    pixels = page.visible
    if pixels is None:
        return VizReading()
    grey, scale = work_copy(pixels, page.px_per_mm)
    portrait, secondary = find_portraits(grey, scale, page.size, page.basis is ScaleBasis.MRZ)
    pictures = tuple(box for box in (portrait, secondary) if box is not None)
    lines = find_lines(page, grey, scale, pictures)
    if reader is not None:
        lines = tuple(_read(line, page, pixels, reader) for line in lines)
    return VizReading(lines=lines, portrait=portrait, secondary_portrait=secondary)


def _read(line: TextLine, page: Page, pixels: Pixels, reader: Reader) -> TextLine:
    text, confidence = reader(_crop(pixels, line.box.grown(_CROP_MARGIN_MM), page.px_per_mm))
    return dataclasses.replace(
        line, text=text, confidence=min(line.confidence, float(np.clip(confidence, 0, 1)))
    )


def _crop(pixels: Pixels, box: BoxMm, px_per_mm: float) -> Pixels:
    around = box.to_px(px_per_mm)
    return pixels[max(around.top, 0) : around.bottom, max(around.left, 0) : around.right]
