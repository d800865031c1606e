"""Where the pictures and the signature of a learned document end within the places that other holders' may fill.

Places of pictures have room for other heads and for the finder's error. What of that room shows the page on every capture is print
of the series; the rest is left out as an upright rectangle, which tells nobody the shape of a head.
"""

from collections.abc import Sequence

import cv2
import numpy as np

from docforensics.capture.model import Pixels
from docforensics.page.geometry import BoxMm
from docforensics.templates.comparison.occlusion import printed_depth
from docforensics.templates.learning.variable_zones import VARYING
from docforensics.templates.masks import PORTRAITS, box_mask, clipped, component_box, solid_allowed
from docforensics.templates.model import REFERENCE_PX_PER_MM, Feature, FeatureKind
from docforensics.templates.planes import Map, Mask, Planes, blur, blur_masked

_TONE_MM = 0.35
"""Over which tones are told: lines of print are finer. A judgement."""
_AROUND_MM = 4.0
"""Width of the page around a place that tells what the page looks like there."""
_REACH = 0.2
"""Share of the shorter side of a place over which the page around is averaged at least: its middle lies two and a half of them from the page.
Farther off too little of the page counts to be divided by."""
_TOO_LITTLE = 0.002
"""Share of the page in that average below which it does not count: it is divided by, and one pixel more or less changes what comes out."""
_USUAL, _BEYOND, _LEAST_LEVELS = 0.9, 1.5, 6.0
"""Quantile of how far the page around differs from itself, how many times that a picture differs from it at least, and grey levels of noise.
Judgements; not fitted."""
_OF_SIDE = 0.12
"""Share of a row of pixels within a place that differs where the picture lies. A judgement."""
_LEAST_RUN_MM = 1.2
"""Height, or width, of what is a picture's at least: broader than strokes. Less is print of the page that stands alone."""
_MOST_IN = 0.15
"""Share of a place's width and height by which a side is drawn in at most: the room for others is .06 to .15, and a millimetre. At .25 a dark bar along a second
portrait left a fifth of it in the reference; of the print of td2 (two holders, seen) both keep .901."""
_EDGE_MM = 0.1
"""Round what was found: tones are blurred already."""
_PEN = 0.4
"""Share of the depth of a signature's strokes from which something is one of them: pens fade. A judgement."""
_STROKES = 0.99
"""Quantile of the depth in its place that is the strokes', which fill a twentieth of it. A judgement."""
_STROKE_MM = 1.2
"""Wider than strokes of pens and of lines of text."""
_JOIN_MM, _LEAST_MM = 1.0, 1.0
"""Between strokes of a signature, and the height below which they are a rule, or a dot. Judgements; not fitted."""
_DRAWN_IN = PORTRAITS | {FeatureKind.SIGNATURE}


def shown_places(stack: Sequence[Pixels], features: Sequence[Feature]) -> Mask:
    """(H, W): rectangles round what any of the pages (H, W[, 3]) shows in places of pictures and signatures, and other solid places whole."""
    shape = stack[0].shape[:2]
    mask = solid_allowed([one for one in features if one.kind not in _DRAWN_IN], shape)
    fixed = [one.box for one in features if one.kind is FeatureKind.FIXED_TEXT]
    bare = ~box_mask([*fixed, *(one.box for one in features if one.variable)], shape)
    # Rows of other data in a signature's room are theirs; what varies there without a row of its own is the signature.
    rows = [one.box for one in features if one.kind is FeatureKind.PERSONAL_DATA and _is_row(one)]
    written = box_mask([*fixed, *rows], shape)
    drawn = [one for one in features if one.kind in _DRAWN_IN]
    boxes: list[BoxMm] = []
    for page in stack:
        depth, plain = printed_depth(page), _without_strokes(page)
        boxes += [
            _picture_box(one.box, plain, bare)
            if one.kind in PORTRAITS
            else _strokes_box(one.box, depth, written)
            for one in drawn
        ]
    return mask | box_mask(boxes, shape)


def _is_row(feature: Feature) -> bool:
    return feature.variable and not feature.name.startswith(VARYING)


def _without_strokes(page: Pixels) -> Pixels:
    """The page without thin dark print: a signature over a picture's edge is none of its tones, and lines of the background are none."""
    side = 2 * round(_STROKE_MM * REFERENCE_PX_PER_MM / 2) + 1
    return np.asarray(cv2.morphologyEx(page, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8)), np.uint8)


def _picture_box(box: BoxMm, page: Pixels, bare: Mask) -> BoxMm:
    """A place drawn in to where its tones differ from those of the page around it; the place itself where they do not tell."""
    rows, columns = clipped(box.grown(_AROUND_MM), page.shape)
    known = bare[rows, columns]
    if not known.any():
        return box
    planes = page[rows, columns].astype(np.float32).reshape(*known.shape, -1)
    tones = blur(planes, _TONE_MM * REFERENCE_PX_PER_MM).reshape(planes.shape)
    reach = max(_AROUND_MM, min(box.width, box.height) * _REACH)
    off = np.abs(tones - _ground(planes, known, sigma_px=reach * REFERENCE_PX_PER_MM)).max(axis=2)
    least = max(_BEYOND * float(np.quantile(off[known], _USUAL)), _LEAST_LEVELS)
    inner = BoxMm(
        left=box.left - columns.start / REFERENCE_PX_PER_MM,
        top=box.top - rows.start / REFERENCE_PX_PER_MM,
        right=box.right - columns.start / REFERENCE_PX_PER_MM,
        bottom=box.bottom - rows.start / REFERENCE_PX_PER_MM,
    )
    place = clipped(inner, off.shape)
    return _drawn_in(box, np.asarray(off[place] > least, dtype=bool))


def _ground(planes: Planes, known: Mask, *, sigma_px: float) -> Planes:
    """Tones (H, W, C) of the page around as they go on within a place; where too little of it is near, those of all that is known."""
    near = blur(known.astype(np.float32), sigma_px)[..., np.newaxis]
    around = blur_masked(planes, known, sigma_px=sigma_px).reshape(planes.shape)
    return np.asarray(np.where(near > _TOO_LITTLE, around, planes[known].mean(axis=0)), dtype=np.float32)


def _drawn_in(box: BoxMm, own: Mask) -> BoxMm:
    """A box as far as rows and columns of what it holds are its own, with the room of an edge."""
    across, down = (_span(own.mean(axis=axis) > _OF_SIDE) for axis in (0, 1))
    if across is None or down is None:
        return box
    width, height = _MOST_IN * box.width, _MOST_IN * box.height
    per_mm = 1 / REFERENCE_PX_PER_MM
    return BoxMm(
        left=box.left + min(max(across[0] * per_mm - _EDGE_MM, 0.0), width),
        top=box.top + min(max(down[0] * per_mm - _EDGE_MM, 0.0), height),
        right=box.right - min(max((own.shape[1] - across[1]) * per_mm - _EDGE_MM, 0.0), width),
        bottom=box.bottom - min(max((own.shape[0] - down[1]) * per_mm - _EDGE_MM, 0.0), height),
    )


def _strokes_box(box: BoxMm, depth: Map, written: Mask) -> BoxMm:
    """A place drawn in to the strokes in it that are no fixed text and no rule; the place itself where none shows."""
    rows, columns = clipped(box, depth.shape)
    place = np.where(written[rows, columns], 0, depth[rows, columns])
    strong = (place > _PEN * float(np.quantile(place, _STROKES))).astype(np.uint8)
    side = round(_JOIN_MM * REFERENCE_PX_PER_MM) | 1
    near = cv2.morphologyEx(strong, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8))
    stats = cv2.connectedComponentsWithStats(near, connectivity=8)[2][1:]
    tall = [one for stat in stats if (one := component_box(stat)).height >= _LEAST_MM]
    if not tall:
        return box
    found = BoxMm.around(np.concatenate([one.corners for one in tall]))
    left, top = columns.start / REFERENCE_PX_PER_MM, rows.start / REFERENCE_PX_PER_MM
    return BoxMm(
        left=left + found.left, top=top + found.top, right=left + found.right, bottom=top + found.bottom
    ).grown(_EDGE_MM)


def _span(own: Mask) -> tuple[int, int] | None:
    """First row and the one after the last of those that are a picture's: runs of less than `_LEAST_RUN_MM` are lines of print."""
    side = round(_LEAST_RUN_MM * REFERENCE_PX_PER_MM)
    edges = np.flatnonzero(np.diff(np.pad(own.astype(np.int8), 1)))
    runs = edges.reshape(-1, 2)
    places = np.concatenate(
        [np.arange(*run) for run in runs if run[1] - run[0] >= side] or [runs.ravel()[:0]]
    )
    return (int(places[0]), int(places[-1]) + 1) if places.size else None
