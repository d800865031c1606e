"""What the visual inspection zone shows: print and portraits are looked for, and print is read, when a check asks."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import numpy as np

from docforensics.kept import Later, given
from docforensics.mrz.reading import MrzReading
from docforensics.page.geometry import BoxMm
from docforensics.page.model import Page
from docforensics.viz.model import Portraits, VizReading
from docforensics.viz.portrait import find_portraits
from docforensics.viz.segments import PagePrint, TextSegment, clearest
from docforensics.viz.text import PageText

_BAND_MARGIN_MM = 1.0
"""Around the characters of the MRZ: their boxes end at the ink."""


def read_viz(
    page: Page,
    mrz_reading: MrzReading | None = None,
    *,
    reader: str = "network",
    pictures: Sequence[BoxMm] = (),
) -> VizReading:
    """Print outside the MRZ, the portrait and the secondary portrait of a page seen in white light.

    Parameters
    ----------
    mrz_reading
        The page's MRZ, if one was read: no text of the visual zone is looked for there.
    reader
        Name of the reader (`docforensics.viz.recognise.READERS`) that reads the lines.
    pictures
        Where a template says that the portraits are: no text is looked for there. Without them, not where they are found.
    """
    if page.visible is None:
        return VizReading()
    # A report keeps what finds the portraits, and shall not keep the capture with it.
    seen = replace(page, beside=None)
    printed = PagePrint(seen)
    portraits = Later(lambda: find_portraits(seen, printed.work()))
    places = given(tuple(pictures)) if pictures else Later(partial(_places, portraits))
    band = () if mrz_reading is None else (mrz_band(page, mrz_reading),)
    return VizReading(
        portraits=portraits,
        print_found=Later(partial(_outside, printed, places)),
        text=PageText(
            page=page, reader=reader, apart_from=Later(lambda: (*places(), *band)), printed=printed
        ),
    )


def _places(portraits: Later[Portraits]) -> tuple[BoxMm, ...]:
    return tuple(box for box in portraits() if box is not None)


def _outside(printed: PagePrint, places: Later[tuple[BoxMm, ...]]) -> tuple[TextSegment, ...]:
    return clearest(printed.segments(), places())


def mrz_band(page: Page, reading: MrzReading) -> BoxMm:
    """The strip of the page, from edge to edge, that the MRZ stands in."""
    corners = np.concatenate([item.corners for line in reading.characters for item in line])
    zone = BoxMm.around(page.to_mm(corners)).grown(_BAND_MARGIN_MM)
    return replace(zone, left=min(zone.left, 0.0), right=max(zone.right, page.size_mm[0]))
