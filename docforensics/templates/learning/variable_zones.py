"""Extent of the zones of variable (personalised) data: how far other holders' data may reach than those that were seen.

Another holder's name is longer, the hair higher, the signature wider. A field reaches as far as the longest usual value of its kind and at most to
the next print on its row; dates, numbers and codes are of nearly one length, and many holders show of which those are that are not the person's own. A picture reaches
as far as those of other people do, until many holders were seen. Captures of several holders show *which* places vary, though two share digits and letters, so what one capture would be presumed
to hold is kept as well.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

import numpy as np

from docforensics.formats.free_size import AnySize
from docforensics.page.geometry import BoxMm
from docforensics.templates.learning.known_constant import without_places
from docforensics.templates.learning.seen_values import MORE_LETTERS, NOTHING_SEEN, SeenValues
from docforensics.templates.learning.text_rows import TEXT_MARGIN_MM
from docforensics.templates.masks import CUT_RIM_MM
from docforensics.templates.model import Feature, FeatureKind
from docforensics.viz.fields.columns import INDENT_MM, is_below

FEW_HOLDERS = 3
"""From here on captures show which places vary: one digit of a hundred is shared by three holders, one of ten by two."""
SURE_HOLDERS = 10
"""From here on what all holders share is the series': one letter of two is shared by ten holders once in 500 times."""
MANY_HOLDERS = 40
"""From here on pictures were seen to reach as far as they do. A judgement; not fitted."""
_COVERED = 0.5
"""A field of which this share lies in another is that one. A judgement; not fitted."""
_APART_MM = 0.5
"""From a row to the print that ends it. A judgement; not fitted."""
_ORNAMENT_HEIGHTS = 1.6
"""Of a row of data, from which fixed print on it is no text: rosettes of Utopia are 1.75 and more, labels merged with what is beside 1.4. A judgement."""
_LABEL_HEIGHTS = 4.0
"""Of fixed print on which no letter was read, from which width it is a label all the same, in a script that is not read: pieces of Utopia's rosettes are at most 2.7. A judgement."""
_BEFORE_MM = 3.0
"""Blank between a label and its value behind it at most. A judgement."""
_TALL_MM = 5.0
"""Writing taller than this is no line of type. A judgement; not fitted."""
_SIGNATURE_ROOM_MM = (1.5, 2.5)
"""Round a signature where one holder was seen, and where several were. Judgements; not fitted."""
_ONE_SEEN = {FeatureKind.PORTRAIT: (0.12, 0.06), FeatureKind.SECONDARY_PORTRAIT: (0.10, 0.06)}
"""How far pictures may reach above, and to the other sides, beyond that of one holder, as shares of its height and width: the finder gives
the picture's whole frame, in which hair and shoulders of others lie as well, to about a tenth of its size."""
_SEVERAL_SEEN = (0.15, 0.08)
"""The same beyond the union of several holders' pictures, which holds some of that already. Judgements; not fitted."""
_PICTURES = frozenset(_ONE_SEEN)
VARYING = "varying-"
"""How the names of places begin that differ between holders and show no row of text."""
NUMBER = "number"
"""How the names of places begin where a number was found apart from all lines: what shows there is hidden as a whole, for its strokes may be paler than the print around."""
MARK = "mark-"
"""How the names of places begin where print was found and not read: an emblem, a digit of a perforation, a stroke."""
_MARK_HEIGHTS = 1.5
"""Of its width, to which a mark is high at most: columns of three are higher. A judgement."""
_WRITING_MM = 3.0
"""From here on a mark may be writing, which is wider on the next document. A judgement; not fitted."""
_LETTER_WIDTH, _LEAST_HEIGHT_MM = 0.85, 1.0
"""Of a capital, as a share of its height; Utopia's and the shared cards' are 0.75 to 0.9. And the least height of print."""
_ACCENT = 0.35
"""Of a capital's height, by which an accent stands above it and a cedilla or a tail hangs below it: .21 to .37 and .24 to .37 in the Latin faces of the sample documents (boxes
of É, Ü, Ř, Å and Ő, and of Ç, Ş, Ą and Ę, against that of E, set at 400 px, 28 November 2026); what is left of the largest lies within the margin of a text."""
_ROWS = frozenset({"field", NUMBER, "presumed", "shared"})
"""How the names of rows begin of which nothing tells what they hold."""
_UNNAMED = _ROWS | {"varying"}
"""The same of all fields, those that show no row of text as well."""
_CODE = 3
"""Letters of a code, of a sex or a State."""
_COLUMN_MM, _COLUMN_GAP_MM, _COLUMN_LEAST = 8.0, 4.5, 3
"""Numbers that run down the page, as perforations do, are narrow, close and at least so many digits. Judgements; not fitted."""


def widened_for_one_holder(
    features: Sequence[Feature], size: AnySize, read: Mapping[str, str] = MappingProxyType({})
) -> tuple[Feature, ...]:
    """Widen the places of one holder's data to those that other holders' data may fill: fields to the right, and round the pictures."""
    columns = _columns([one for one in features if _is_field(one)])
    merged = [*_without(features, columns), *(_joined(column) for column in columns)]
    return _widened(merged, size, _ONE_SEEN, _SIGNATURE_ROOM_MM[0], SeenValues(read=read))


def _widened(
    features: Sequence[Feature],
    size: AnySize,
    shares: Mapping[FeatureKind, tuple[float, float]],
    room: float,
    values: SeenValues,
) -> tuple[Feature, ...]:
    wide = [
        replace(one, box=_wider_picture(one.box, size, shares[one.kind]))
        if one.kind in shares
        else replace(one, box=one.box.grown(room))
        if one.kind is FeatureKind.SIGNATURE
        else one
        for one in features
    ]
    data = [one.box for one in wide if one.variable]
    labels = [one.box for one in wide if one.kind is FeatureKind.FIXED_TEXT and values.read.get(one.name)]
    bare = [box for box in data if not any(is_below(label, box) for label in labels)]

    def wider(field: Feature) -> BoxMm:
        ends = [one.box for one in wide if _ends_row(one, field.box, values, data, bare)]
        box = _wider_field(field, ends, size, values)
        # Of what was found: room for an accent and a cedilla makes no row a block.
        return replace(box.grown(room), right=box.right) if field.box.height > _TALL_MM else box

    return tuple(replace(one, box=wider(one)) if _is_field(one) else one for one in wide)


def _ends_row(
    feature: Feature, box: BoxMm, values: SeenValues, data: Sequence[BoxMm], bare: Sequence[BoxMm]
) -> bool:
    """Whether data end at a feature: not at print of the background, nor at ornaments that are taken for text or for a field, over which data are printed.

    `bare` are the data above which no label was read.
    """
    place, is_read = feature.box, feature.name in values.read
    is_tall = place.height >= _ORNAMENT_HEIGHTS * box.height
    if feature.kind is FeatureKind.FIXED_TEXT:
        return not is_tall and (is_read or _may_be_label(place, data, bare))
    if _is_numbered(feature, _ROWS):
        # What begins within a field was found as a row of its own, and is the rest of a longer value.
        return place.left >= box.right - 2 * TEXT_MARGIN_MM and (is_read or not is_tall)
    return feature.kind is not FeatureKind.BACKGROUND_PRINTING


def _may_be_label(place: BoxMm, data: Sequence[BoxMm], bare: Sequence[BoxMm]) -> bool:
    """Whether fixed print on which no letter was read may be a label all the same, in a script that is not read: as wide as words, or right before data, or above data without another."""
    if place.width >= _LABEL_HEIGHTS * place.height:
        return True
    middle = (place.top + place.bottom) / 2
    behind = (one for one in data if one.top < middle < one.bottom)
    above = (one for one in bare if is_below(place, one))
    return any(-2 * TEXT_MARGIN_MM <= one.left - place.right < _BEFORE_MM for one in behind) or any(
        min(abs(one.left - place.left), abs(one.right - place.right)) < INDENT_MM for one in above
    )


def with_fields_of_each(
    features: Sequence[Feature],
    alone: Sequence[Sequence[Feature]],
    is_of_series: Callable[[BoxMm], bool] = lambda _: False,
) -> tuple[Feature, ...]:
    """Add the fields that each capture alone would be presumed to have: for fewer than `FEW_HOLDERS` holders.

    Two numbers share digits: what lies between those that differ looks like print of the series, until the next holder's
    differs there. A mark that was found on one capture alone, and shows the same print on the others, is the series': where it varies it
    was found to differ. Columns of marks are numbers.

    Parameters
    ----------
    features
        Proposed of all captures together.
    alone
        Proposed of each capture as if there were no other.
    is_of_series
        Whether what stands at a place is known to be print of the series, however it reads.

    """
    found = list(features)
    count = 0
    fields = [[field for field in proposed if _is_field(field)] for proposed in alone]
    for number, field in ((number, field) for number, own in enumerate(fields) for field in own):
        others = [one.box for other, own in enumerate(fields) if other != number for one in own]
        if _is_mark(field) and len(alone) > 1 and _covered(field.box, others) < _COVERED:
            continue
        if not is_named(field) and is_of_series(field.box):
            continue
        if _covered(field.box, [one.box for one in found if one.variable]) < _COVERED:
            count += 1
            slug = NUMBER if is_number(field) else "presumed"
            found.append(replace(field, name=f"{slug}-{count}"))
    return tuple(found)


def _is_mark(feature: Feature) -> bool:
    """Whether a place is a single mark, and no column of them."""
    return feature.name.startswith(MARK) and feature.box.height <= _MARK_HEIGHTS * feature.box.width


def without_labels(features: Sequence[Feature], alone: Sequence[Sequence[Feature]]) -> tuple[Feature, ...]:
    """Take labels for print of the series, and out of the fields that no label and no MRZ names: what one capture shows legibly is on all.

    Parameters
    ----------
    alone
        Proposed of each capture as if there were no other: what is fixed there was read.

    """
    labels = [one for proposed in alone for one in proposed if one.kind is FeatureKind.FIXED_TEXT]
    boxes = [one.box for one in labels]
    found = [
        kept
        for one in features
        for kept in (without_places([one], boxes, room_mm=0.0) if _is_numbered(one, _UNNAMED) else [one])
    ]
    for label in labels:
        known = [one.box for one in found if one.kind is not FeatureKind.BACKGROUND_PRINTING]
        if _covered(label.box, known) < _COVERED:
            found.append(replace(label, name=f"label-{len(found) + 1}"))
    return tuple(found)


def _is_numbered(feature: Feature, slugs: frozenset[str]) -> bool:
    slug, _, number = feature.name.rpartition("-")
    return _is_field(feature) and slug in slugs and number.isdigit()


def is_named(feature: Feature) -> bool:
    """Whether a feature is a field with a name, which a label or the MRZ gives it."""
    return _is_field(feature) and not feature.name.rpartition("-")[2].isdigit()


def is_number(feature: Feature) -> bool:
    """Whether a feature is a number that was found apart from all lines."""
    return _is_numbered(feature, frozenset({NUMBER}))


def is_text(feature: Feature) -> bool:
    """Whether a feature is a row of text: one with a name, or counted as a field; what is presumed of one capture or shared may be line work."""
    return is_named(feature) or (_is_field(feature) and feature.name.startswith("field-"))


def _covered(box: BoxMm, by: Sequence[BoxMm]) -> float:
    """Share of a box that the largest of others covers."""
    return max((box.overlap(one) for one in by), default=0.0) / box.area


def widened_for_few_holders(
    features: Sequence[Feature], n_holders: int, size: AnySize, values: SeenValues = NOTHING_SEEN
) -> tuple[Feature, ...]:
    """Widen the places of the holders' data to what other holders' may fill."""
    columns = _columns([one for one in features if _is_field(one)])
    merged = [*_without(features, columns), *(_joined(column) for column in columns)]
    shares = dict.fromkeys(_PICTURES, _SEVERAL_SEEN) if n_holders < MANY_HOLDERS else {}
    return _widened(merged, size, shares, _SIGNATURE_ROOM_MM[1], values)


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


def _wider_field(field: Feature, boxes: Sequence[BoxMm], size: AnySize, values: SeenValues) -> BoxMm:
    """A field as far as other values of its kind reach, and at most to the next print on its row."""
    box = field.box
    # What differs between many holders without a row of text reaches as far as it was seen to: the edge of a head of hair is no name.
    seen_whole = field.name.startswith(VARYING) and field.name in values.ends
    if box.height > box.width or seen_whole or (field.name.startswith(MARK) and box.height < _WRITING_MM):
        return box
    middle = (box.top + box.bottom) / 2
    behind = [
        other.left - _APART_MM
        for other in boxes
        if other.top < middle < other.bottom and other.left > box.left + _APART_MM and other.right > box.right
    ]
    capitals = values.capitals.get(field.name, (box.top + TEXT_MARGIN_MM, box.bottom - TEXT_MARGIN_MM))
    height = max(capitals[1] - capitals[0], _LEAST_HEIGHT_MM)
    letter = _LETTER_WIDTH * height
    more = MORE_LETTERS.get(
        field.name, None if is_named(field) else _more_letters(values.read.get(field.name))
    )
    further = values.further(field.name, box.left, letter, (more or 0) * letter)
    far = values.longest(field.name, box.left, letter) if more is None else box.right + further
    right = min([*behind, size.millimetres[0] - CUT_RIM_MM, max(far, box.right)])
    if more is None and box.height <= _TALL_MM:
        box = _with_room_for_marks(box, capitals, boxes)
    return replace(box, right=max(right, box.right))


def _with_room_for_marks(box: BoxMm, capitals: tuple[float, float], others: Sequence[BoxMm]) -> BoxMm:
    """Give a field of words with room for accents and cedillas of other holders' capitals; print above and below the field bounds it."""
    top, bottom = capitals
    room = _ACCENT * max(bottom - top, _LEAST_HEIGHT_MM) + TEXT_MARGIN_MM
    middle = (box.top + box.bottom) / 2
    beside = [other for other in others if other.left < box.right and other.right > box.left]
    above = [other.bottom for other in beside if other.bottom < middle]
    below = [other.top for other in beside if other.top > middle]
    return replace(
        box,
        top=min(max([top - room, CUT_RIM_MM, *above]), box.top),
        bottom=max(min([bottom + room, *below]), box.bottom),
    )


def _more_letters(read: str | None) -> float | None:
    """By how many letters a value without a name may be longer: numbers, dates and codes by one; None for words, of any length."""
    marks = [mark for mark in read or "" if mark != " "]
    numerals = sum(mark.isdigit() for mark in marks)
    return 1 if marks and (len(marks) <= _CODE or numerals >= len(marks) / 2) else None


def _columns(fields: Sequence[Feature]) -> list[list[Feature]]:
    """Fields that stand under one another as one number."""
    columns: list[list[Feature]] = []
    for field in sorted(fields, key=lambda one: one.box.top):
        if field.box.width > _COLUMN_MM or field.name in MORE_LETTERS:
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
