"""Whether pages of a size beyond Doc 9303 bear data of holders, as certificates and licences do, or numbers alone, as banknotes do."""

from collections.abc import Sequence

import numpy as np

from docforensics.capture.light import Light
from docforensics.formats.free_size import AnySize
from docforensics.page.geometry import BoxMm
from docforensics.templates.learning.aligned_stack import AlignedSheet
from docforensics.templates.learning.differences import Differences
from docforensics.templates.learning.propose import read_of_holders
from docforensics.templates.masks import box_mask
from docforensics.viz.read import read_viz

_FEWEST_LABELS = 2
"""Labels of different data by which a page asks for a holder's: one word may stand on any print. A judgement."""
_VARIES = 0.5
"""Share of a portrait's place that differs between captures where each shows its holder: .82 to .94 on five designs at random of six holders, .19 on ten notes, whose
engraved portrait is the series' own (28 November 2026, `_portrait_varies` called with the sheets of each)."""


def bears_holders(sheets: Sequence[AlignedSheet], holders: Sequence[int], size: AnySize) -> bool:
    """Whether a zone was read, labels ask for a holder's data, or a portrait differs from one document to the next."""
    if any(sheet.mrz is not None for sheet in sheets):
        return True
    read = read_of_holders(sheets, holders, (), size)
    if len({line.name for line in read if line.is_label and line.name}) >= _FEWEST_LABELS:
        return True
    return _portrait_varies(sheets, size)


def _portrait_varies(sheets: Sequence[AlignedSheet], size: AnySize) -> bool:
    """Whether most captures show a face at a place where they do not show the same."""
    found = [box for sheet in sheets if (box := read_viz(sheet.page).portrait) is not None]
    if 2 * len(found) < len(sheets):
        return False
    place = BoxMm.around(np.median([box.corners for box in found], axis=0))
    same = Differences([sheet.pixels(Light.VISIBLE, size) for sheet in sheets]).agreeing()
    inside = box_mask([place], same.shape)
    return bool(inside.any()) and float((~same)[inside].mean()) > _VARIES
