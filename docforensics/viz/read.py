"""What the visual inspection zone shows: print and portraits are found at once; print is read when a check asks."""

from dataclasses import replace

import numpy as np

from docforensics.mrz.reading import MrzReading
from docforensics.page.geometry import BoxMm
from docforensics.page.model import Page
from docforensics.viz.model import VizReading
from docforensics.viz.portrait import find_portraits
from docforensics.viz.segments import clearest, dark_strokes, find_segments, work_copy
from docforensics.viz.text import PageText

_BAND_MARGIN_MM = 1.0
"""Around the characters of the MRZ: their boxes end at the ink."""


def read_viz(page: Page, mrz_reading: MrzReading | None = None, *, reader: str = "network") -> VizReading:
    """Print outside the MRZ, the portrait and the secondary portrait of a page seen in white light.

    Parameters
    ----------
    mrz_reading
        The page's MRZ, if one was read: no text of the visual zone is looked for there.
    reader
        Name of the reader (`docforensics.viz.recognise.READERS`) that reads the lines.
    """
    pixels = page.visible
    if pixels is None:
        return VizReading()
    work = work_copy(pixels, page.px_per_mm)
    portrait, secondary = find_portraits(page, work)
    pictures = tuple(box for box in (portrait, secondary) if box is not None)
    dark = dark_strokes(*work)
    segments = find_segments(page, *work, dark=dark)
    band = () if mrz_reading is None else (mrz_band(page, mrz_reading),)
    return VizReading(
        segments=clearest(segments, pictures),
        portrait=portrait,
        secondary_portrait=secondary,
        text=PageText(
            page=page, reader=reader, apart_from=(*pictures, *band), segments=segments, work=work, dark=dark
        ),
    )


def mrz_band(page: Page, reading: MrzReading) -> BoxMm:
    """The strip of the page, from edge to edge, that the MRZ stands in."""
    corners = np.concatenate([item.corners for line in reading.characters for item in line])
    zone = BoxMm.around(page.to_mm(corners)).grown(_BAND_MARGIN_MM)
    return replace(zone, left=min(zone.left, 0.0), right=max(zone.right, page.size_mm[0]))
