"""What a page lacks of the glow that every capture of its model shows where the reference is level.

Numbers, second portraits and lines over the portrait that glow are otherwise on each document, or lie over what is, so that no reference holds them. But
in a cell of three millimetres they cover much the same on all captures of a model. What glows clearly on each of them and hardly at all on a page was
left out there, or covered. Of captures in colour the same is asked of what glows in one colour more than in another: a red number among green lines that
cover as much.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.checks.support.glow import LuminescentSide, glow_by_colour
from docforensics.checks.support.unfit import blends_strokes
from docforensics.page.geometry import BoxMm
from docforensics.templates.comparison.cells import CELL_MM2, Areas, cell_areas
from docforensics.templates.comparison.luminescence import GAINS
from docforensics.templates.masks import CUT_RIM_MM
from docforensics.templates.model import CELL_MM
from docforensics.templates.planes import Mask

Layers = NDArray[np.float32]
"""(rows, columns, layers) mm2: several areas of each cell."""
_CLEARLY, _HARDLY, _ABSORBED = 24.0, 12.0, 8.0
"""Grey levels above the substrate, under a lamp as strong as the reference's or stronger, from which captures of the template clearly glow; from which a page glows at all; and over a portrait,
where print over a dark picture is a third as strong. With one level for both (18) a genuine page of 60 (15 random designs, seen) lacked all of a place, with these .13 at most."""
_WINDOW = 3
"""Cells of a side of the places that are compared: a number is as high as one and some wide. A judgement; not fitted."""
_LEAST_MM2 = 4.0
"""Of glow in a place: less may be fibres and dust. A judgement; not fitted."""
_LEAST_CELL = 0.1
"""Share of a cell that has to glow on all captures: a fibre that crosses it on each is less. A judgement; not fitted."""
_MOST_HIDDEN = 0.1
"""Share of a cell above which nothing is said of what does not glow there. A judgement; not fitted."""
GONE = 0.6
"""Share of what glows at least on every capture, in the worst place, from which it counts as missing. Of 168 genuine pages of 42 random designs (seen) one lacks .60 beside the portrait and the others .29 at
most, and none anything over it; of area alone nine of thirteen pages whose luminescent numbers, or all luminescent print, are missing lack .63 to 1. For colours: docs/decisions/2026-12-01-colours-of-luminescent-data.md."""
_PAIRS = tuple((one, other) for one in range(3) for other in range(3) if one != other)
"""Colours of which the first exceeds the second, in the order of the layers after that of any colour, as packs keep them (`templates.parts`)."""
_MORE = (1.8, 1.15)
"""Times by which one colour exceeds another, beyond the level above, where captures clearly glow in it more than in that, and where a page does at all. A sensor or lamp that gives one colour half as
much again as another makes neither white print coloured nor coloured print white. Judgements; not fitted."""
_HARDLY_IN_ONE = 8.0
"""As `_HARDLY` for one colour beyond another, over pictures too: files spread colours over more pixels than brightness (`unfit.blends_strokes`). A judgement; not fitted."""
_FULL = 245
"""Grey level from which a colour may be stronger than the picture shows: there it counts as more than any other, since a strong lamp whitens print."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LackingGlow:
    """The place that lacks most."""

    share: float
    """Of what glows there at least on every capture, 0..1."""
    box: BoxMm


def least_of(sides: Sequence[LuminescentSide]) -> Layers:
    """Square millimetres, in each cell, that clearly glow on each of the captures of a template that lie on it, where its reference varies: in any colour, and in one more than in another."""
    in_any = np.min([cell_areas(_glowing(lit, _CLEARLY)) for lit in sides], axis=0)[..., None]
    if any(lit.side.page().ndim == 2 for lit in sides):
        return np.asarray(in_any, np.float32)
    in_one = np.min([_coloured(lit, _CLEARLY, _MORE[0]) for lit in sides], axis=0)
    return np.asarray(np.concatenate([in_any, in_one], axis=2), np.float32)


def lacking_glow(lit: LuminescentSide, zone: Mask, *, over_picture: bool = False) -> LackingGlow | None:
    """Find the place within a zone (H, W) that lacks most; None where captures show no place that glows on all of them, or too little of such places was seen.

    None as well where no print is the same on every document: nothing else tells a weak lamp from print that is missing. Colours are asked for where page and captures have them and the file keeps those of strokes.

    What glows in a place counts wherever it lies in it: print of the holder's data stands a millimetre aside from one document to the next.

    Parameters
    ----------
    over_picture
        Whether the zone is a picture, which absorbs the lamp's light below what glows.
    """
    least = lit.side.learned.least_glow
    if not least.size or not lit.bears_print:
        return None
    asked = (cell_areas(_unseen(lit)) <= _MOST_HIDDEN * CELL_MM2) & (cell_areas(zone) > CELL_MM2 / 2)
    shown = cell_areas(_glowing(lit, _ABSORBED if over_picture else _HARDLY))[..., None]
    if least.shape[2] > 1 and lit.side.page().ndim == 3 and not blends_strokes(lit.side.side, Light.UV):
        shown = np.concatenate([shown, _colours_of(lit)], axis=2)
    found = [_lacking(lit, least[..., k], shown[..., k], asked) for k in range(shown.shape[2])]
    return max((one for one in found if one is not None), key=lambda one: one.share, default=None)


def _lacking(
    lit: LuminescentSide, least: Areas, shown: Areas, asked: NDArray[np.bool_]
) -> LackingGlow | None:
    """Find the place that lacks most of one layer, of the cells that are asked."""
    least = np.where(asked & (least >= _LEAST_CELL * CELL_MM2), least, 0).astype(np.float32)
    there, shown = _about(least), _about(np.ascontiguousarray(shown))
    known = (there >= _LEAST_MM2) & (least > 0)
    if not known.any():
        return None
    share = np.where(known, np.maximum(1 - shown / np.maximum(there, _LEAST_MM2), 0), 0)
    row, column = np.unravel_index(int(share.argmax()), share.shape)
    return LackingGlow(share=float(share.max()), box=_box(lit, int(row), int(column)))


def _about(areas: Areas) -> Areas:
    """The sum of areas over the place about each cell."""
    size = (_WINDOW, _WINDOW)
    return np.asarray(
        cv2.boxFilter(areas, -1, size, normalize=False, borderType=cv2.BORDER_CONSTANT), np.float32
    )


def _unseen(lit: LuminescentSide) -> Mask:
    """Where the page could not be seen in some light, (H, W): a stamp or a label over a number covers what glows."""
    blind = lit.side.match.blind.values()
    return np.asarray(np.any([*blind, np.zeros(lit.seen.shape, np.bool_)], axis=0), np.bool_)


def _box(lit: LuminescentSide, row: int, column: int) -> BoxMm:
    """The place about a cell, as far as it lies on the page."""
    width, height = lit.side.template.size_mm
    reach = _WINDOW // 2
    left, top = (max(at - reach, 0) * CELL_MM for at in (column, row))
    right, bottom = ((at + reach + 1) * CELL_MM for at in (column, row))
    return BoxMm(left=left, top=top, right=min(right, width), bottom=min(bottom, height))


def _glowing(lit: LuminescentSide, level: float) -> Mask:
    """Where a page glows by this many levels or more, (H, W), where its reference varies."""
    return np.asarray((lit.seen > _at_strength(lit, level)) & _varying(lit), np.bool_)


def _at_strength(lit: LuminescentSide, level: float) -> float:
    """Give the grey levels that count on a page: print under a weaker lamp than the reference's need not be as bright."""
    return level * float(np.clip(lit.strength, GAINS[0], 1.0))


def _colours_of(lit: LuminescentSide) -> Layers:
    """What a page shows of each of the `_PAIRS`; kept, since print and portrait are asked of the same page."""
    side = lit.side
    return side.side.kept.once(
        (_colours_of, side.reference, side.index),
        lambda: _coloured(lit, _HARDLY_IN_ONE, _MORE[1], full=_full(side.page())),
    )


def _coloured(lit: LuminescentSide, level: float, times: float, full: Sequence[Mask] | None = None) -> Layers:
    """Square millimetres, in each cell, that glow in one colour more than in another where the reference varies, a layer for each of the `_PAIRS`; a colour that is `full` somewhere exceeds all there."""
    planes, varies = glow_by_colour(lit), _varying(lit)
    least = _at_strength(lit, level)
    floors = [np.float32(least) + np.float32(times) * np.maximum(plane, 0) for plane in planes]
    areas = []
    for one, other in _PAIRS:
        more = planes[one] > floors[other]
        areas.append(cell_areas((more if full is None else more | full[one]) & varies))
    return np.stack(areas, axis=2)


def _full(page: Pixels) -> list[Mask]:
    """Where each colour of a page is full, and close beside it, (H, W)."""
    near = np.ones((3, 3), np.uint8)
    return [
        np.asarray(cv2.dilate((plane >= _FULL).astype(np.uint8), near), np.bool_) for plane in cv2.split(page)
    ]


def _varying(lit: LuminescentSide) -> Mask:
    """Where the reference of a page varies, (H, W)."""
    page = BoxMm.of_size(lit.side.template.size_mm).grown(
        -CUT_RIM_MM
    )  # at its rim every capture is cut otherwise
    return np.asarray(~lit.side.learned.constant & lit.side.zone(page), np.bool_)
