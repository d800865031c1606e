"""Proposes the features of a template in white light from what the captures show; an author names and moves them later.

Captures of different holders decide what is the series' and what is the holder's: print that all share is fixed, print
that differs is personal. Captures of one holder cannot tell, so all text, the pictures, the signature and the MRZ are
presumed personal.
"""

from collections.abc import Iterable, Sequence
from itertools import combinations

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.formats.free_size import AnySize
from docforensics.formats.table import ZONE_HEIGHT_MM
from docforensics.page.geometry import BoxMm
from docforensics.templates.comparison.dissimilarity import compare
from docforensics.templates.learning.aligned_stack import AlignedSheet
from docforensics.templates.learning.personalisation_ink import Lettering, lettering
from docforensics.templates.learning.variable_zones import widened_for_one_holder
from docforensics.templates.masks import CUT_RIM_MM, box_mask, clipped, component_box
from docforensics.templates.model import REFERENCE_PX_PER_MM, Feature, FeatureKind
from docforensics.templates.planes import Map, Mask
from docforensics.viz.faces import find_faces
from docforensics.viz.picture import picture_around
from docforensics.viz.read import read_viz
from docforensics.viz.segments import clearest, find_segments, work_copy
from docforensics.viz.text import joined

_TEXT_MARGIN_MM = 0.5
"""Around lines of text, whose boxes are tight. A judgement; not fitted."""
_PICTURE_MARGIN_MM = 1.0
"""A picture may be a little larger than it was found."""
_SAME_INK = 0.75
"""Correlation of two captures' ink from which a line of text is the same on both."""
_LEAST_INK = 0.01
"""Share of a line's box."""
_LEAST_CONFIDENCE = 0.5
"""Less sure lines are pieces of the background print."""
_INK_DEPTH, _INK_SLACK_MM, _ALIGNED_MM = 40.0, 0.25, 1.0
"""Grey levels below the paper from which print is text; shift between captures; how far lines of a column are out of line.
Judgements; not fitted."""
_SURE_HOLDERS = 10
"""From here on what all holders share is the series': one letter of two is shared by ten holders once in 500 times."""
_DIFFERENT, _LEVELS = 0.6, 9.0
"""Dissimilarity and grey levels between holders from which print differs."""
_LEAST_AREA_MM2 = 4.0
"""Smaller differences are noise of registration. A judgement; not fitted."""
_DIFFERS_BESIDE_MM = 1.0
"""What differs is part of something larger: a letter's other strokes, a barcode's frame."""
_MOST_OTHERS = 12
"""Places; more are noise. A judgement; not fitted."""


def propose_features(
    sheets: Sequence[AlignedSheet], holders: Sequence[int], size: AnySize
) -> tuple[Feature, ...]:
    """The places of a page in white light, from sheets that lie on one another, the anchor first."""
    features = [*_zone(sheets, size), *_pictures(sheets, holders)]
    lines = _text_lines(sheets, [feature.box for feature in features])
    letters = lettering(sheets[0].pixels(Light.VISIBLE, size))
    if len(set(holders)) == 1:
        features = _of_one_holder(features, lines, letters, size)
    else:
        pages = [sheet.pixels(Light.VISIBLE, size) for sheet in sheets]
        features = _of_several_holders(features, lines, letters, pages, holders)
    whole = BoxMm.of_size(size.millimetres)
    return (*features, Feature(name="background", kind=FeatureKind.BACKGROUND_PRINTING, box=whole))


def _of_one_holder(
    known: Sequence[Feature], lines: Sequence[BoxMm], letters: Lettering, size: AnySize
) -> list[Feature]:
    """All text is presumed to be the holder's, and so are codes apart from it."""
    features = [*known, *_numbered("field", FeatureKind.PERSONAL_DATA, lines, variable=True)]
    codes = letters.codes([feature.box for feature in features])
    return [
        *widened_for_one_holder(features, size),
        *_numbered("code", FeatureKind.PERSONAL_DATA, codes, variable=True),
    ]


def _of_several_holders(
    known: Sequence[Feature],
    lines: Sequence[BoxMm],
    letters: Lettering,
    pages: Sequence[Pixels],
    holders: Sequence[int],
) -> list[Feature]:
    """Text that differs between holders, or is printed like such text, is personal; so is whatever else differs."""
    few = len(set(holders)) < _SURE_HOLDERS
    differs = [_ink_varies(box, pages, holders) for box in lines]
    ink = letters.ink([box for box, own in zip(lines, differs, strict=True) if own])
    varies = [
        own
        or (few and letters.is_of(ink, box))
        or (not letters.is_not_of(ink, box) and _heads_a_column(box, lines, differs))
        for box, own in zip(lines, differs, strict=True)
    ]
    features = list(known)
    for slug, kind, variable in (
        ("field", FeatureKind.PERSONAL_DATA, True),
        ("text", FeatureKind.FIXED_TEXT, False),
    ):
        boxes = [box for box, own in zip(lines, varies, strict=True) if own == variable]
        features += _numbered(slug, kind, boxes, variable=variable)
    others = _other_differences([feature.box for feature in features if feature.variable], pages, holders)
    others = [box.grown(_DIFFERS_BESIDE_MM) for box in others]
    features += _numbered("varying", FeatureKind.PERSONAL_DATA, others, variable=True)
    if ink is not None and few:
        loose = letters.loose(ink, [feature.box for feature in features])
        features += _numbered("shared", FeatureKind.PERSONAL_DATA, loose, variable=True)
    return features


def _zone(sheets: Sequence[AlignedSheet], size: AnySize) -> list[Feature]:
    if all(sheet.mrz is None for sheet in sheets):
        return []
    width, height = size.millimetres
    box = BoxMm(left=0.0, top=height - ZONE_HEIGHT_MM, right=width, bottom=height)
    return [Feature(name="mrz", kind=FeatureKind.MACHINE_READABLE_ZONE, box=box, variable=True)]


def _pictures(sheets: Sequence[AlignedSheet], holders: Sequence[int]) -> list[Feature]:
    """Portrait and secondary portrait: the median place over the captures; and whatever else shows a face, where one holder was seen."""
    readings = [read_viz(sheet.page) for sheet in sheets]
    named = (
        ("portrait", FeatureKind.PORTRAIT, [reading.portrait for reading in readings]),
        ("secondary-portrait", FeatureKind.SECONDARY_PORTRAIT, [one.secondary_portrait for one in readings]),
    )
    found = []
    for name, kind, places in named:
        boxes = [box for box in places if box is not None]
        if 2 * len(boxes) > len(sheets):
            box = BoxMm.around(np.median([box.corners for box in boxes], axis=0)).grown(_PICTURE_MARGIN_MM)
            found.append(Feature(name=name, kind=kind, box=box, variable=True))
    # What differs between holders is found without a name for it; one holder's faces look like print of the series.
    further = _further_faces(sheets, [feature.box for feature in found]) if len(set(holders)) == 1 else []
    return [
        *found,
        *_numbered("further-portrait", FeatureKind.SECONDARY_PORTRAIT, further, variable=True),
    ]


def _further_faces(sheets: Sequence[AlignedSheet], known: Sequence[BoxMm]) -> list[BoxMm]:
    """Pictures around faces, pale ones too, that are in none of the boxes known."""
    found: list[BoxMm] = []
    for sheet in sheets:
        pixels = sheet.page.visible
        if pixels is None:
            continue
        for face in find_faces(pixels, sheet.page.px_per_mm, faint=True):
            if not any(box.holds(face.box.centre) for box in (*known, *found)):
                picture = picture_around(face.box, pixels, sheet.page.px_per_mm)
                found.append(picture.grown(_PICTURE_MARGIN_MM))
    return found


def _text_lines(sheets: Sequence[AlignedSheet], covered: Sequence[BoxMm]) -> list[BoxMm]:
    """Rows of text on any capture, in white light and in IR (where the background print often vanishes)."""
    found: list[BoxMm] = []
    for sheet in sheets:
        for light in (Light.VISIBLE, Light.IR):
            if light not in sheet.page.pixels:
                continue
            grey, scale = work_copy(sheet.page.pixels[light], sheet.page.px_per_mm)
            bold = find_segments(sheet.page, grey, scale, bold=True)
            faint = find_segments(sheet.page, grey, scale) if light is Light.VISIBLE else ()
            seen = (*clearest(bold, covered), *clearest(faint, covered))
            found += [segment.box for segment in seen if segment.confidence >= _LEAST_CONFIDENCE]
    return [box.grown(_TEXT_MARGIN_MM) for box in joined(_merged(found))]


def _merged(boxes: Iterable[BoxMm]) -> list[BoxMm]:
    """Boxes that show one row of text on several captures, put together."""
    rows: list[BoxMm] = []
    for box in sorted(boxes, key=lambda box: -box.area):
        place = next((index for index, row in enumerate(rows) if _one_row(row, box)), None)
        if place is None:
            rows.append(box)
        else:
            rows[place] = BoxMm.around(np.concatenate([rows[place].corners, box.corners]))
    return rows


def _one_row(row: BoxMm, box: BoxMm) -> bool:
    level = min(row.bottom, box.bottom) - max(row.top, box.top)
    shared = min(row.right, box.right) - max(row.left, box.left)
    return (
        shared > 0 and level > 0.6 * min(row.height, box.height) and level > 0.4 * max(row.height, box.height)
    )


def _ink_varies(box: BoxMm, pages: Sequence[Pixels], holders: Sequence[int]) -> bool:
    """Whether two holders' captures show other strokes there."""
    inks = [_ink(page[clipped(box, page.shape)]) for page in pages]
    return any(
        holders[a] != holders[b] and _alike(inks[a], inks[b]) < _SAME_INK
        for a, b in combinations(range(len(pages)), 2)
    )


def same_ink(box: BoxMm, one: Pixels, other: Pixels) -> bool:
    """Whether two captures show the same strokes in a box; True where neither shows any."""
    place = clipped(box, one.shape)
    return _alike(_ink(one[place]), _ink(other[place])) >= _SAME_INK


def _ink(patch: Pixels) -> Map:
    """Darkness below the paper, (h, w): background print, which all share, is left out."""
    grey = cv2.cvtColor(patch, cv2.COLOR_RGB2GRAY) if patch.ndim == 3 else patch
    paper = float(np.percentile(grey, 85))
    smooth = cv2.GaussianBlur(grey.astype(np.float32), (0, 0), 0.7)
    return np.asarray(np.maximum(paper - _INK_DEPTH - smooth, 0), dtype=np.float32)


def _alike(one: Map, other: Map) -> float:
    """Correlation of two inks at the best shift of a fraction of a millimetre; 1 where neither has any."""
    slack = round(_INK_SLACK_MM * REFERENCE_PX_PER_MM)
    if min(one.shape) <= 2 * slack + 1:
        return 1.0
    if max(float((ink > 0).mean()) for ink in (one, other)) < _LEAST_INK:
        return 1.0
    inner = one[slack:-slack, slack:-slack]
    if inner.std() == 0 or other.std() == 0:
        return 0.0
    return float(np.nan_to_num(cv2.matchTemplate(other, inner, cv2.TM_CCOEFF_NORMED)).max())


def _heads_a_column(box: BoxMm, lines: Sequence[BoxMm], varies: Sequence[bool]) -> bool:
    """Whether a line that all holders share is set like one that varies, above or below it: a value they share."""
    return any(
        own
        and other is not box
        and abs(other.left - box.left) < _ALIGNED_MM
        and 0.8 < other.height / box.height < 1.25
        for other, own in zip(lines, varies, strict=True)
    )


def _differs(pages: Sequence[Pixels], holders: Sequence[int]) -> Mask:
    """Where some holder's capture shows other print than the first one's."""
    everywhere = np.ones(pages[0].shape[:2], dtype=bool)
    found = np.zeros_like(everywhere)
    for page, holder in list(zip(pages, holders, strict=True))[1:]:
        if holder == holders[0]:
            continue
        seen = compare(page, pages[0], ink_allowed=~everywhere, trusted=everywhere)
        found |= (seen.dissimilarity > _DIFFERENT) & (seen.difference > _LEVELS)
    rim = round(CUT_RIM_MM * REFERENCE_PX_PER_MM)
    found[:rim] = found[-rim:] = found[:, :rim] = found[:, -rim:] = False
    return found


def _other_differences(
    known: Sequence[BoxMm], pages: Sequence[Pixels], holders: Sequence[int]
) -> list[BoxMm]:
    """Places that differ between holders and that no feature names yet."""
    left = _differs(pages, holders) & ~box_mask((box.grown(1.0) for box in known), pages[0].shape)
    return components(left, join_mm=1.5, least_mm2=_LEAST_AREA_MM2)[:_MOST_OTHERS]


def components(mask: NDArray[np.bool_], *, join_mm: float, least_mm2: float) -> list[BoxMm]:
    """Boxes around the connected places of a mask on the template frame, pieces near one another joined; largest first."""
    side = 2 * round(join_mm * REFERENCE_PX_PER_MM / 2) + 1
    near = cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((side, side), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(near, connectivity=8)
    area = np.bincount(labels.ravel(), weights=mask.ravel(), minlength=len(stats)) / REFERENCE_PX_PER_MM**2
    order = [int(label) for label in np.argsort(-area) if label and area[label] >= least_mm2]
    return [component_box(stats[label]) for label in order]


def _numbered(slug: str, kind: FeatureKind, boxes: Sequence[BoxMm], *, variable: bool) -> list[Feature]:
    return [
        Feature(name=f"{slug}-{number}", kind=kind, box=box, variable=variable)
        for number, box in enumerate(sorted(boxes, key=lambda box: (round(box.top), box.left)), start=1)
    ]
