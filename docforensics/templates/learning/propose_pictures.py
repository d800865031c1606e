"""Proposes the places of pictures: the portrait, the secondary one, and of one holder whatever else shows a face."""

from collections.abc import Sequence
from functools import partial

import cv2
import numpy as np

from docforensics.capture.model import Pixels
from docforensics.page.geometry import BoxMm
from docforensics.page.model import Page
from docforensics.templates.learning.aligned_stack import AlignedSheet
from docforensics.templates.learning.propose_text import numbered
from docforensics.templates.model import Feature, FeatureKind
from docforensics.viz.faces import Face, find_faces
from docforensics.viz.model import Portraits
from docforensics.viz.picture import picture_around
from docforensics.viz.read import read_viz

_PICTURE_MARGIN_MM = 1.0
"""A picture may be a little larger than it was found."""
_LOOKS = (1.0, 0.85, 0.7, 0.6)
"""Sizes at which a page is looked at for further faces, as shares of its own. A judgement: the finder's score of a pale face changes with the size and with a
hundredth of a millimetre of the page's place (one shared passport, seen: found at 0.7 alone), and what it misses stays in the reference."""


def pictures(sheets: Sequence[AlignedSheet], holders: Sequence[int]) -> list[Feature]:
    """Portrait and secondary portrait: the median place over the captures; and whatever else shows a face, where one holder was seen."""
    seen = [sheet.seen.once("portraits", partial(_portraits, sheet.page)) for sheet in sheets]
    named = (
        ("portrait", FeatureKind.PORTRAIT, [portrait for portrait, _ in seen]),
        ("secondary-portrait", FeatureKind.SECONDARY_PORTRAIT, [second for _, second in seen]),
    )
    found = []
    for name, kind, places in named:
        boxes = [box for box in places if box is not None]
        # Of two captures one suffices: what one shows to be a picture may be too pale for the finder on the other.
        if 2 * len(boxes) >= len(sheets):
            box = BoxMm.around(np.median([box.corners for box in boxes], axis=0)).grown(_PICTURE_MARGIN_MM)
            found.append(Feature(name=name, kind=kind, box=box, variable=True))
    # What differs between holders is found without a name for it; one holder's faces look like print of the series.
    further = _further_faces(sheets, [feature.box for feature in found]) if len(set(holders)) == 1 else []
    return [
        *found,
        *numbered("further-portrait", FeatureKind.SECONDARY_PORTRAIT, further, variable=True),
    ]


def _portraits(page: Page) -> Portraits:
    reading = read_viz(page)
    return reading.portrait, reading.secondary_portrait


def _further_faces(sheets: Sequence[AlignedSheet], known: Sequence[BoxMm]) -> list[BoxMm]:
    """Pictures around faces, pale ones too, that are in none of the boxes known."""
    found: list[BoxMm] = []
    for sheet in sheets:
        pixels = sheet.page.visible
        if pixels is None:
            continue
        for face in sheet.seen.once("faces", partial(_faces_of, pixels, sheet.page.px_per_mm)):
            if not any(box.holds(face.box.centre) for box in (*known, *found)):
                picture = picture_around(face.box, pixels, sheet.page.px_per_mm)
                found.append(picture.grown(_PICTURE_MARGIN_MM))
    return found


def _faces_of(page: Pixels, px_per_mm: float) -> tuple[Face, ...]:
    """Faces, pale ones too, as the page is and as it is on coarser pixels: a ghost image is found on the one and missed on the other."""
    found: list[Face] = []
    for share in _LOOKS:
        small = (
            cv2.resize(page, None, fx=share, fy=share, interpolation=cv2.INTER_AREA) if share < 1 else page
        )
        found += find_faces(np.asarray(small, np.uint8), px_per_mm * share, faint=True)
    return tuple(found)
