"""Extent of the zones of variable (personalised) data: how far other holders' data may reach than those that were seen.

Another holder's name is longer, the hair higher, the signature wider. Captures of one holder cannot show what varies: ink is
presumed to be the holder's along the whole row of a field, and around the pictures as far as those of other people reach.
Captures of several show *which* places vary, though two share digits and letters, so what one capture would be presumed
to hold is kept as well; a field then reaches to the next print on its row, a signature some millimetres farther, and a picture
as far as those of other people do, until many holders were seen.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from docforensics.formats.free_size import AnySize
from docforensics.page.geometry import BoxMm
from docforensics.templates.masks import CUT_RIM_MM
from docforensics.templates.model import Feature, FeatureKind

FEW_HOLDERS = 3
"""From here on captures show which places vary: one digit of a hundred is shared by three holders, one of ten by two."""
MANY_HOLDERS = 40
"""From here on pictures were seen to reach as far as they do. A judgement; not fitted."""
_COVERED = 0.5
"""A field of which this share lies in another is that one. A judgement; not fitted."""
_APART_MM = 0.5
"""From a row to the print that ends it. A judgement; not fitted."""
_SIGNATURE_MM = 5.0
"""Writing taller than this is no line of type. A judgement; not fitted."""
_SIGNATURE_ROOM_MM = (1.5, 2.5)
"""Round a signature where one holder was seen, whose whole row is taken already, and where several were. Judgements; not fitted."""
_ONE_SEEN = {FeatureKind.PORTRAIT: (0.12, 0.06), FeatureKind.SECONDARY_PORTRAIT: (0.10, 0.06)}
"""How far pictures may reach above, and to the other sides, beyond that of one holder, as shares of its height and width: the finder gives
the picture's whole frame, in which hair and shoulders of others lie as well, to about a tenth of its size."""
_SEVERAL_SEEN = (0.15, 0.08)
"""The same beyond the union of several holders' pictures, which holds some of that already. Judgements; not fitted."""
_PICTURES = frozenset(_ONE_SEEN)
_COLUMN_MM, _COLUMN_GAP_MM, _COLUMN_LEAST = 8.0, 4.5, 3
"""Numbers that run down the page, as perforations do, are narrow, close and at least so many digits. Judgements; not fitted."""


def widened_for_one_holder(features: Sequence[Feature], size: AnySize) -> tuple[Feature, ...]:
    """Widen the places of one holder's data to those that other holders' data may fill: whole rows, and round the pictures."""
    wide = {
        id(one): _wider_picture(one.box, size, _ONE_SEEN[one.kind])
        for one in features
        if one.kind in _PICTURES
    }
    blocks = list(wide.values())
    return tuple(
        replace(one, box=wide[id(one)])
        if one.kind in _PICTURES
        else replace(one, box=_whole_row(one.box, blocks, size))
        if one.kind is FeatureKind.PERSONAL_DATA
        else one
        for one in features
    )


def _whole_row(box: BoxMm, blocks: Sequence[BoxMm], size: AnySize) -> BoxMm:
    """The row from one picture or rim to the next."""
    level = [block for block in blocks if block.top < box.bottom and block.bottom > box.top]
    before = [block.right + _APART_MM for block in level if block.right <= box.left + _APART_MM]
    behind = [block.left - _APART_MM for block in level if block.left >= box.right - _APART_MM]
    left = max(before, default=CUT_RIM_MM)
    right = min(behind, default=size.millimetres[0] - CUT_RIM_MM)
    room = _SIGNATURE_ROOM_MM[0] if box.height > _SIGNATURE_MM else 0.0
    return BoxMm(
        left=min(left, box.left), top=box.top - room, right=max(right, box.right), bottom=box.bottom + room
    )


def with_fields_of_each(
    features: Sequence[Feature], alone: Sequence[Sequence[Feature]]
) -> tuple[Feature, ...]:
    """Add the fields that each capture alone would be presumed to have: for fewer than `FEW_HOLDERS` holders.

    Two numbers share digits: what lies between those that differ looks like print of the series, until the next holder's
    differs there.

    Parameters
    ----------
    features
        Proposed of all captures together.
    alone
        Proposed of each capture as if there were no other.

    """
    found = list(features)
    count = 0
    for field in filter(_is_field, (field for proposed in alone for field in proposed)):
        if _covered(field.box, [one.box for one in found if one.variable]) < _COVERED:
            count += 1
            found.append(replace(field, name=f"presumed-{count}"))
    return tuple(found)


def _covered(box: BoxMm, by: Sequence[BoxMm]) -> float:
    """Share of a box that the largest of others covers."""
    return max((box.overlap(one) for one in by), default=0.0) / box.area


def widened_for_few_holders(
    features: Sequence[Feature], n_holders: int, size: AnySize
) -> tuple[Feature, ...]:
    """Widen the places of the holders' data to what other holders' may fill."""
    columns = _columns([one for one in features if _is_field(one)])
    merged = [*_without(features, columns), *(_joined(column) for column in columns)]
    pictures = n_holders < MANY_HOLDERS
    boxes = [one.box for one in merged if one.kind is not FeatureKind.BACKGROUND_PRINTING]
    return tuple(
        replace(one, box=_wider_picture(one.box, size, _SEVERAL_SEEN))
        if one.kind in _PICTURES and pictures
        else replace(one, box=_to_next_print(one.box, boxes, size))
        if _is_field(one)
        else one
        for one in merged
    )


def _is_field(feature: Feature) -> bool:
    return feature.variable and feature.kind is FeatureKind.PERSONAL_DATA


def _wider_picture(box: BoxMm, size: AnySize, shares: tuple[float, float]) -> BoxMm:
    above, aside = shares
    width, height = size.millimetres
    return BoxMm(
        left=max(box.left - aside * box.width, 0.0),
        top=max(box.top - above * box.height, 0.0),
        right=min(box.right + aside * box.width, width),
        bottom=min(box.bottom + aside * box.height, height),
    )


def _to_next_print(box: BoxMm, boxes: Sequence[BoxMm], size: AnySize) -> BoxMm:
    """A field to the next print on its row; one as tall as a signature, or as rows found as one, some millimetres farther."""
    if box.height > box.width:
        return box
    middle = (box.top + box.bottom) / 2
    behind = [
        other.left - _APART_MM
        for other in boxes
        if other.top < middle < other.bottom and other.left > box.left + _APART_MM and other.right > box.right
    ]
    right = min(behind, default=size.millimetres[0] - CUT_RIM_MM)
    if box.height > _SIGNATURE_MM:
        box = box.grown(_SIGNATURE_ROOM_MM[1])
    return replace(box, right=max(right, box.right))


def _columns(fields: Sequence[Feature]) -> list[list[Feature]]:
    """Fields that stand under one another as one number."""
    columns: list[list[Feature]] = []
    for field in sorted(fields, key=lambda one: one.box.top):
        if field.box.width > _COLUMN_MM:
            continue
        column = next((one for one in columns if _continues(one[-1].box, field.box)), None)
        if column is None:
            columns.append([field])
        else:
            column.append(field)
    return [column for column in columns if len(column) >= _COLUMN_LEAST]


def _continues(above: BoxMm, below: BoxMm) -> bool:
    aligned = abs(above.left - below.left) < 1.0 and abs(above.right - below.right) < 1.0
    return aligned and below.top - above.bottom < _COLUMN_GAP_MM


def _without(features: Sequence[Feature], columns: Sequence[Sequence[Feature]]) -> list[Feature]:
    """All features but those of the columns, and fixed text that is only a digit all holders seen share."""
    parts = {one.name for column in columns for one in column}
    spans = [_joined(column).box for column in columns]
    return [
        one
        for one in features
        if one.name not in parts
        and not (
            one.kind is FeatureKind.FIXED_TEXT
            and any(one.box.overlap(span) > 0.5 * one.box.width * one.box.height for span in spans)
        )
    ]


def _joined(column: Sequence[Feature]) -> Feature:
    """One field, with room for a digit more at both ends."""
    box = BoxMm.around(np.concatenate([one.box.corners for one in column]))
    step = box.height / len(column)
    return replace(column[0], box=replace(box, top=max(box.top - step, 0.0), bottom=box.bottom + step))
