"""Proposes the places of pictures: the portrait, the secondary one, and of one or two holders whatever else shows a face."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from itertools import combinations

import cv2
import numpy as np

from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.page.geometry import BoxMm
from docforensics.page.model import Page
from docforensics.templates.learning.aligned_stack import AlignedSheet
from docforensics.templates.learning.propose_text import numbered
from docforensics.templates.learning.variable_zones import FEW_HOLDERS
from docforensics.templates.masks import FURTHER_PORTRAIT
from docforensics.templates.model import REFERENCE_PX_PER_MM, Feature, FeatureKind
from docforensics.templates.planes import Map
from docforensics.templates.portrait.repeat import at_one_contrast
from docforensics.templates.portrait.repetitions import repetitions
from docforensics.viz.faces import Face, find_faces, find_further_faces
from docforensics.viz.model import Portraits
from docforensics.viz.picture import picture_around
from docforensics.viz.read import read_viz

_PICTURE_MARGIN_MM = 1.0
"""A picture may be a little larger than it was found."""
_REPETITION_MARGIN_MM = 2.0
"""A repetition may be cut otherwise than the portrait, and dates and numbers are printed along its edge. A judgement; seen on shared pages."""
_SAME_PRINT = 0.95
"""Correlation between two people's pages from which a place shows the same print: letters of Utopia's titles have .999, pale pictures of two people over one
line work .87 at most (seen)."""
_LOOKS = (1.0, 0.85, 0.7, 0.6)
"""Sizes at which a page is looked at for further faces, as shares of its own. A judgement: the finder's score of a pale face changes with the size and with a
hundredth of a millimetre of the page's place (one shared passport, seen: found at 0.7 alone), and what it misses stays in the reference."""


def pictures(sheets: Sequence[AlignedSheet], holders: Sequence[int]) -> list[Feature]:
    """Portrait and secondary portrait: the median place over the captures; and whatever else shows a face, where one or two holders were seen."""
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
    # What differs between many holders is found without a name for it; a few holders' faces may look like print of the series.
    few = len(set(holders)) < FEW_HOLDERS
    further = _further(sheets, holders, found) if few else []
    return [
        *found,
        *numbered(FURTHER_PORTRAIT, FeatureKind.SECONDARY_PORTRAIT, further, variable=True),
    ]


def _portraits(page: Page) -> Portraits:
    reading = read_viz(page)
    return reading.portrait, reading.secondary_portrait


def _further(sheets: Sequence[AlignedSheet], holders: Sequence[int], known: Sequence[Feature]) -> list[BoxMm]:
    """Pictures that show the portrait again, or another face, pale ones too, and are in none of the places known."""
    found = [feature.box for feature in known]
    portrait = next((one.box for one in known if one.kind is FeatureKind.PORTRAIT), None)
    for sheet in sheets:
        pixels = sheet.page.visible
        if pixels is None:
            continue
        again = sheet.seen.once("repetitions", partial(_repeated, sheet, pixels))
        found += [
            box.grown(_REPETITION_MARGIN_MM)
            for box in again
            if not _is_in(box, found) and not _is_of_series(box, portrait, sheets, holders)
        ]
        for face in sheet.seen.once("faces", partial(_faces_of, pixels, sheet.page.px_per_mm)):
            if not _is_in(face.box, found) and not _is_of_series(face.box, portrait, sheets, holders):
                picture = picture_around(face.box, pixels, sheet.page.px_per_mm)
                found.append(picture.grown(_PICTURE_MARGIN_MM))
    return found[len(known) :]


def pictures_in(light: Light, sheets: Sequence[AlignedSheet], holders: Sequence[int]) -> list[Feature]:
    """Places that show the portrait again, or another face, in a light other than white; of few holders in that light, whose captures do not show what varies there."""
    found: list[BoxMm] = []
    lit = [
        (sheet, holder) for sheet, holder in zip(sheets, holders, strict=True) if light in sheet.page.pixels
    ]
    few = light is not Light.VISIBLE and len({holder for _, holder in lit}) < FEW_HOLDERS
    for sheet, _ in lit if few else ():
        page, scale = sheet.page.pixels[light], sheet.page.px_per_mm
        portrait, _ = sheet.seen.once("portraits", partial(_portraits, sheet.page))
        if portrait is not None:
            again = repetitions(page, scale, portrait, shown_on=sheet.page.visible)
            found += [one.box.grown(_REPETITION_MARGIN_MM) for one in again]
        for look in (page, np.asarray(255 - page, np.uint8)):
            faces = find_faces(look, scale, faint=True)
            found += [picture_around(one.box, look, scale).grown(_PICTURE_MARGIN_MM) for one in faces]
    boxes = [box for at, box in enumerate(found) if not _is_in(box, found[:at])]
    further = numbered(f"portrait-in-{light.value}", FeatureKind.SECONDARY_PORTRAIT, boxes, variable=True)
    return [replace(one, light=light) for one in further]


def _is_of_series(
    place: BoxMm, portrait: BoxMm | None, sheets: Sequence[AlignedSheet], holders: Sequence[int]
) -> bool:
    """Whether pages that show two people's portraits show the same print in a place: letters that look like a face, and no holder's."""
    lit = [
        (holder, sheet.page)
        for sheet, holder in zip(sheets, holders, strict=True)
        if sheet.page.visible is not None
    ]
    pairs = [(one[1], other[1]) for one, other in combinations(lit, 2) if one[0] != other[0]]
    if portrait is not None:
        pairs = [pair for pair in pairs if not _alike(portrait, *pair)]
    return bool(pairs) and all(_alike(place, *pair) for pair in pairs)


def _alike(box: BoxMm, one: Page, other: Page) -> bool:
    """Whether two pages show the same print in a place."""
    first, second = _tones_at(box, one), _tones_at(box, other)
    return float(cv2.matchTemplate(first, second, cv2.TM_CCOEFF_NORMED)[0, 0]) > _SAME_PRINT


def _tones_at(box: BoxMm, page: Page) -> Map:
    """What a page shows at a place, at one contrast and at the references' resolution."""
    place, grey = box.to_px(page.px_per_mm), page.grey()
    rows = slice(max(place.top, 0), min(max(place.bottom, 1), grey.shape[0]))
    columns = slice(max(place.left, 0), min(max(place.right, 1), grey.shape[1]))
    size = (round(box.width * REFERENCE_PX_PER_MM), round(box.height * REFERENCE_PX_PER_MM))
    return at_one_contrast(np.asarray(cv2.resize(grey[rows, columns], size), np.float32))


def _is_in(box: BoxMm, others: Sequence[BoxMm]) -> bool:
    return any(other.holds(box.centre) for other in others)


def _repeated(sheet: AlignedSheet, pixels: Pixels) -> tuple[BoxMm, ...]:
    """Where a page shows its portrait again."""
    portrait, _ = sheet.seen.once("portraits", partial(_portraits, sheet.page))
    if portrait is None:
        return ()
    again = repetitions(pixels, sheet.page.px_per_mm, portrait)
    return tuple(one.box for one in again)


def _faces_of(page: Pixels, px_per_mm: float) -> tuple[Face, ...]:
    """Faces, pale ones too, as the page is, as it is on coarser pixels, a ghost image being found on the one and missed on the other, and as it is on finer ones."""
    found: list[Face] = []
    for share in _LOOKS:
        small = (
            cv2.resize(page, None, fx=share, fy=share, interpolation=cv2.INTER_AREA) if share < 1 else page
        )
        found += find_faces(np.asarray(small, np.uint8), px_per_mm * share, faint=True)
    return (*found, *find_further_faces(page, px_per_mm))
