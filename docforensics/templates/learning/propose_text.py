"""Proposes the places of text: the holder's, by name, and the print of the series."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from docforensics.capture.model import Pixels
from docforensics.mrz.parse import Mrz
from docforensics.page.geometry import BoxMm
from docforensics.templates.comparison.occlusion import printed_depth
from docforensics.templates.learning.barcodes import is_barcode
from docforensics.templates.learning.ink_ends import reached
from docforensics.templates.learning.label_side import DAYS
from docforensics.templates.learning.personalisation_ink import Lettering
from docforensics.templates.learning.printed_line import PrintedLine
from docforensics.templates.learning.solid_shapes import is_solid, solid_shapes
from docforensics.templates.learning.text_rows import TEXT_MARGIN_MM, ink_varies
from docforensics.templates.learning.variable_zones import NUMBER
from docforensics.templates.model import Feature, FeatureKind
from docforensics.templates.planes import Mask

SIGNATURE = "signature"
"""A place of its own kind, and no field."""
SEX = "sex"
"""A field of one letter."""
_SAME = 0.3
"""Share of a row, or of a value read, that the other covers to be the same print. A judgement; not fitted."""
_LABEL = 0.6
"""Share of a label that a place covers which was found round it. A judgement."""
_SHARED = frozenset({SIGNATURE, SEX, "nationality", "issuer", "document-type"})
"""Values that all holders of a series may share, and no field of text."""
_OF_DIGITS = DAYS | {"document-number", "personal-number"}
"""Values that differ between holders: of numbers and days."""
_FEWEST_DIGITS = 3
"""Of what is a number, however bold and blurred it is printed. A judgement."""
_LEVEL = 0.5
"""Share of the lower one's height that two places have in common on one line. A judgement."""
_LEAST_PART_MM = 1.0
"""Narrower is the margin of either: a letter with its margin is wider."""


def text_of_one_holder(
    printed: Sequence[PrintedLine], covered: Sequence[BoxMm], letters: Lettering, page: Pixels
) -> list[Feature]:
    """All text is presumed to be the holder's but labels and titles, and so is what is dense apart from it: barcodes, and what shows a picture.

    Solid shapes are emblems, unless they read as numbers.
    """
    own = _of_holder(printed, covered, solid_shapes(page))
    numbers = _with_margin([line.box for line in own if line.is_loose])
    values = [line for line in own if (line.letters or line.name) and not line.is_loose]
    labels = label_places(printed, page)
    unread = _with_margin([line.box for line in own if line not in values])
    marks = [part for box in unread for part in beside_labels(box, labels)]
    fields = named_fields(values)
    known = [*covered, *(one.box for one in fields), *labels, *marks, *numbers]
    ink = letters.ink([line.box for line in values])
    loose = [] if ink is None else letters.loose(ink, known)
    dense = letters.codes(known)
    codes = [box for box in dense if is_barcode(page, box)]
    marks += [box for box in dense if box not in codes]
    return [
        *fields,
        *numbered("text", FeatureKind.FIXED_TEXT, labels, variable=False),
        *numbered(NUMBER, FeatureKind.PERSONAL_DATA, numbers, variable=True),
        *numbered("mark", FeatureKind.PERSONAL_DATA, marks, variable=True),
        *numbered("shared", FeatureKind.PERSONAL_DATA, loose, variable=True),
        *numbered("barcode", FeatureKind.PERSONAL_DATA, codes, variable=True),
    ]


def _of_holder(printed: Sequence[PrintedLine], covered: Sequence[BoxMm], shapes: Mask) -> list[PrintedLine]:
    """The lines that are no labels, no emblems, and in no place that is covered."""
    return [
        line
        for line in printed
        if not (line.is_label or _is_on(line.box, covered) or _is_emblem(line, shapes))
    ]


def _is_emblem(line: PrintedLine, shapes: Mask) -> bool:
    """Whether solid shapes read as letters: they have no name, and read as no number."""
    digits = sum(mark.isdigit() for mark in line.letters)
    return not line.name and digits < _FEWEST_DIGITS and is_solid(shapes, line.box)


def beside_labels(box: BoxMm, labels: Sequence[BoxMm]) -> list[BoxMm]:
    """What a place without letters has left and right of a label that stands in it: the finder joins a label to line work that crosses it."""
    label = next((one for one in labels if box.overlap(one) > _LABEL * one.area), None)
    if label is None:
        return [box]
    ends = ((box.left, label.left), (label.right, box.right))
    return [replace(box, left=left, right=right) for left, right in ends if right - left > _LEAST_PART_MM]


def label_places(printed: Sequence[PrintedLine], page: Pixels) -> list[BoxMm]:
    """Where the labels and titles that were read stand."""
    return _with_margin([_whole_label(line, printed, page) for line in printed if line.is_label])


def _whole_label(line: PrintedLine, printed: Sequence[PrintedLine], page: Pixels) -> BoxMm:
    """The box of a label; that of a signature is as long as its print, of which the reader may know a part: no value stands on its row."""
    if line.name != SIGNATURE:
        return line.box
    return reached(line.box, [printed_depth(page)], [other.box for other in printed])


def _is_on(box: BoxMm, others: Sequence[BoxMm]) -> bool:
    return any(_is_same(box, one) for one in others)


def _with_margin(boxes: Sequence[BoxMm]) -> list[BoxMm]:
    return [box.grown(TEXT_MARGIN_MM) for box in boxes]


def letters_read(features: Sequence[Feature], printed: Sequence[PrintedLine]) -> Mapping[str, str]:
    """What was read at the places, by their names; those where nothing was read are left out."""
    read = {}
    for feature in features:
        own = [line for line in printed if line.letters and _is_same(line.box, feature.box)]
        if own:
            read[feature.name] = max(own, key=lambda line: line.box.overlap(feature.box)).letters
    return read


def without_letters_of_all(
    printed: Sequence[PrintedLine],
    zones: Sequence[Mrz | None],
    pages: Sequence[Pixels],
    holders: Sequence[int],
) -> list[PrintedLine]:
    """Take the name from a letter of a sex that holders of several sexes share.

    That letter is looked for by itself, wherever one stands, and titles set letter by letter hold it too: what does not differ where
    the MRZ does is print of the series.
    """
    sexes = {zone.value("sex") for zone in zones if zone is not None} - {None, ""}
    return [
        replace(line, name="")
        if line.name == SEX
        and not line.is_label
        and len(sexes) > 1
        and not ink_varies(line.box.grown(TEXT_MARGIN_MM), pages, holders)
        else line
        for line in printed
    ]


def named_behind_labels(
    printed: Sequence[PrintedLine],
    differing: Sequence[BoxMm],
    pages: Sequence[Pixels],
    holders: Sequence[int],
) -> list[PrintedLine]:
    """Give the name of a value that all holders share to the row that differs behind it on its line: the former is the label in another language.

    A script that the reader does not know reads as letters and digits, and stands where a value might, between the label and the value.
    """
    found = list(printed)
    for at, line in enumerate(printed):
        box = _behind(line.box, differing, printed) if _may_be_translation(line, printed) else None
        if box is None or ink_varies(line.box.grown(TEXT_MARGIN_MM), pages, holders):
            continue
        found[at] = replace(line, is_label=True)
        own = next((n for n, one in enumerate(found) if not one.is_label and _is_same(one.box, box)), None)
        if own is None:
            found.append(PrintedLine(box=box, name=line.name))
        elif not found[own].name:
            found[own] = replace(found[own], name=line.name)
    return found


def _may_be_translation(line: PrintedLine, printed: Sequence[PrintedLine]) -> bool:
    """Whether a named value stands behind its label on one line, and is no value that holders may share: a word, or a code."""
    if not line.name or line.is_label or line.name in _SHARED:
        return False
    labels = (one.box for one in printed if one.is_label and one.name == line.name)
    behind = any(_is_level(one, line.box) and one.left < line.box.left for one in labels)
    return behind and (line.name in _OF_DIGITS or any(mark.isdigit() for mark in line.letters))


def _behind(box: BoxMm, differing: Sequence[BoxMm], printed: Sequence[PrintedLine]) -> BoxMm | None:
    """The nearest row that differs behind a place on its line; None where another label stands behind the place, before that row or in it."""
    rows = [one for one in differing if _is_level(box, one) and one.left > box.right - _LEAST_PART_MM]
    nearest = min(rows, key=lambda one: one.left, default=None)
    if nearest is None:
        return None
    labels = (line.box for line in printed if line.is_label and line.name and _is_level(box, line.box))
    parted = any(box.right - _LEAST_PART_MM < one.left < nearest.right for one in labels)
    return None if parted else nearest


def _is_level(one: BoxMm, other: BoxMm) -> bool:
    """Whether two places stand on one line of the page."""
    common = min(one.bottom, other.bottom) - max(one.top, other.top)
    return common > _LEVEL * min(one.height, other.height)


def named_fields(values: Sequence[PrintedLine], others: Sequence[BoxMm] = ()) -> list[Feature]:
    """Fields of text: values with their names, which are unique, and places without one, counted."""
    named: dict[str, BoxMm] = {}
    for line in values:
        if line.name and line.name != SIGNATURE:
            named.setdefault(line.name, line.box.grown(TEXT_MARGIN_MM))
    first = list(named.values())
    left = [box for line in values if (box := line.box.grown(TEXT_MARGIN_MM)) not in first]
    left = [box for box in left if not any(_is_same(box, one) for one in first)]
    left += [box for box in others if not any(_is_same(box, one) for one in (*first, *left))]
    return [
        *(
            Feature(name=name, kind=FeatureKind.PERSONAL_DATA, box=box, variable=True)
            for name, box in named.items()
        ),
        *numbered("field", FeatureKind.PERSONAL_DATA, left, variable=True),
    ]


def _is_same(row: BoxMm, box: BoxMm) -> bool:
    return row.overlap(box) > _SAME * min(row.area, box.area)


def numbered(slug: str, kind: FeatureKind, boxes: Sequence[BoxMm], *, variable: bool) -> list[Feature]:
    """Places of one kind, counted from the top."""
    return [
        Feature(name=f"{slug}-{number}", kind=kind, box=box, variable=variable)
        for number, box in enumerate(sorted(boxes, key=lambda box: (round(box.top), box.left)), start=1)
    ]
