"""What the visual inspection zone shows: lines and pictures are found at once; lines are read when a check asks."""

from docforensics.page.frame import ScaleBasis
from docforensics.page.model import Page
from docforensics.viz.lines import find_lines, work_copy
from docforensics.viz.model import VizReading
from docforensics.viz.portrait import find_portraits


def read_viz(page: Page, *, reader: str = "network") -> VizReading:
    """Lines of print outside the MRZ, the portrait and the secondary portrait of a page seen in white light.

    Parameters
    ----------
    reader
        Name of the reader (`docforensics.viz.recognise.READERS`) that whoever reads the lines shall use.
    """
    pixels = page.visible
    if pixels is None:
        return VizReading(reader=reader)
    grey, scale = work_copy(pixels, page.px_per_mm)
    portrait, secondary = find_portraits(grey, scale, page.size, page.basis is ScaleBasis.MRZ)
    pictures = tuple(box for box in (portrait, secondary) if box is not None)
    lines = find_lines(page, grey, scale, pictures)
    return VizReading(lines=lines, portrait=portrait, secondary_portrait=secondary, reader=reader)
