"""Proposes the features of a template in white light from what the captures show; an author names and moves them later.

Captures of different holders decide what is the series' and what is the holder's: print that all share is fixed, print
that differs is personal. Captures of one holder cannot tell, so all text, the pictures, the signature and the MRZ are
presumed personal.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.formats.free_size import AnySize
from docforensics.formats.table import ZONE_PRINT_MM
from docforensics.page.geometry import BoxMm
from docforensics.templates.comparison.dissimilarity import compare
from docforensics.templates.comparison.occlusion import printed_depth
from docforensics.templates.learning.aligned_stack import AlignedSheet
from docforensics.templates.learning.differing_lines import lines_that_differ
from docforensics.templates.learning.ink_ends import capitals, common_print, print_ends, reached, tightened
from docforensics.templates.learning.mask_places import close_boxes, without_rim
from docforensics.templates.learning.personalisation_ink import Lettering, lettering
from docforensics.templates.learning.printed_line import PrintedLine, common_places
from docforensics.templates.learning.printed_places import printed_lines
from docforensics.templates.learning.propose_pictures import pictures
from docforensics.templates.learning.propose_text import (
    label_places,
    letters_read,
    named_behind_labels,
    named_fields,
    numbered,
    text_of_one_holder,
    without_letters_of_all,
)
from docforensics.templates.learning.reference import carried_together
from docforensics.templates.learning.seen_values import SeenValues, of_each
from docforensics.templates.learning.signatures import signature_place
from docforensics.templates.learning.text_rows import (
    TEXT_MARGIN_MM,
    begins_where_it_varies,
    heads_a_column,
    ink_varies,
    text_lines,
)
from docforensics.templates.learning.variable_zones import (
    FEW_HOLDERS,
    SURE_HOLDERS,
    is_named,
    widened_for_few_holders,
    widened_for_one_holder,
)
from docforensics.templates.masks import box_mask
from docforensics.templates.model import Feature, FeatureKind
from docforensics.templates.planes import Map, Mask

_OF_ONE_PERSON = frozenset({"surname", "given-names", "date-of-birth", "document-number", "personal-number"})
"""Data that three holders do not share."""
_READ = 3
"""Holders whose pages are read for names of places: two readings name a place that one misread. A judgement."""
_SAME_ROW = 0.5
"""Share of a row that another covers to be the same print. A judgement; not fitted."""
_GLUED = 0.7
"""Share of a row's height up to which a line that was read in it shows that line work is joined to it. As in `printed_places`."""
_BLANK = 0.6
"""Between two values that were read as one line, in heights of the line: blanks between letters are less. A judgement."""
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
    known = [*_zone(sheets, size), *pictures(sheets, holders)]
    boxes = [feature.box for feature in known]
    pixels = [sheet.pixels(Light.VISIBLE, size) for sheet in sheets]
    # A page that is bent, the first one above all, would differ from all others in its print.
    pages = Holders(carried_together(pixels, known) if len(pixels) > 1 else pixels, holders)
    printed, zones = read_of_holders(sheets, holders, boxes, size), [one.document_zone for one in sheets]
    printed = without_letters_of_all(printed, zones, pages.pixels, holders)
    letters = lettering(pages.pixels[0])
    if pages.count == 1:
        known = [*known, *_signature(printed, [printed_depth(pages.pixels[0])], boxes)]
        features = [
            *known,
            *text_of_one_holder(printed, [one.box for one in known], letters, pages.pixels[0]),
        ]
        features = list(widened_for_one_holder(features, size, letters_read(features, printed)))
    else:
        features = _of_several_holders(known, text_lines(sheets, boxes), printed, letters, pages)
    whole = BoxMm.of_size(size.millimetres)
    return (
        *in_plain_numbers(features),
        Feature(name="background", kind=FeatureKind.BACKGROUND_PRINTING, box=whole),
    )


def in_plain_numbers(features: Sequence[Feature]) -> tuple[Feature, ...]:
    """The same places in Python's numbers, which alone a template can be written with: scales of pages may be numpy's."""
    return tuple(replace(one, box=BoxMm.around(one.box.corners)) for one in features)


def read_of_holders(
    sheets: Sequence[AlignedSheet], holders: Sequence[int], covered: Sequence[BoxMm], size: AnySize
) -> list[PrintedLine]:
    """What is printed where, as the first pages of some holders read; nothing is read there that is covered."""
    first = [sheets[list(holders).index(holder)] for holder in dict.fromkeys(holders)]
    few = len(first) < FEW_HOLDERS
    return common_places([printed_lines(sheet, covered, size, again=few) for sheet in first[:_READ]])


@dataclass(frozen=True, slots=True, eq=False)
class Holders:
    """Pages that lie on one another, and whose each is."""

    pixels: Sequence[Pixels]
    of: Sequence[int]

    @property
    def count(self) -> int:
        """How many holders."""
        return len(set(self.of))


def _of_several_holders(
    known: Sequence[Feature],
    lines: Sequence[BoxMm],
    printed: Sequence[PrintedLine],
    letters: Lettering,
    pages: Holders,
) -> list[Feature]:
    """Text that differs between holders, is printed like such text, or is named as theirs, is personal; so is whatever else differs."""
    differs = [ink_varies(box, pages.pixels, pages.of) for box in lines]
    # Numbers apart from lines are what each capture alone is presumed to hold.
    printed = [line for line in printed if not line.is_loose]
    printed = named_behind_labels(printed, _those(lines, differs), pages.pixels, pages.of)
    ink = letters.ink(_those(lines, differs))
    ink_of_few = ink if pages.count < SURE_HOLDERS else None
    varies = rows_of_holders(lines, differs, printed, letters, is_of_few=ink_of_few is not None)
    features = [*known, *_text(known, lines, varies, printed, pages)]
    others = _other_differences([feature.box for feature in features if feature.variable], pages)
    others = [box.grown(_DIFFERS_BESIDE_MM) for box in others]
    features += numbered("varying", FeatureKind.PERSONAL_DATA, others, variable=True)
    if ink_of_few is not None:
        loose = letters.loose(ink_of_few, [feature.box for feature in features])
        features += numbered("shared", FeatureKind.PERSONAL_DATA, loose, variable=True)
    return features


def rows_of_holders(
    lines: Sequence[BoxMm],
    differs: Sequence[bool],
    printed: Sequence[PrintedLine],
    letters: Lettering,
    *,
    is_of_few: bool,
) -> list[bool]:
    """Which rows of text are the holders': those that differ between them, and those that are printed like these.

    Parameters
    ----------
    lines, differs
        Rows on the page, and whether two holders' captures show other strokes there.
    printed
        What was read; a label that names a place is of the series.
    is_of_few
        Whether so few holders were seen that a row in their ink alone may be one that they share.

    """
    ink = letters.ink(_those(lines, differs))
    labels = [line.box for line in printed if line.is_label and line.name]
    worded = [line.box for line in printed if line.is_label and not line.name]

    def is_like_data(box: BoxMm) -> bool:
        in_column = heads_a_column(box, lines, differs)
        if _is_on(box, worded):
            # A remark that all holders bear may hold words of labels alone; it is set in their ink and in their column.
            return in_column and letters.is_of(ink, box)
        return (is_of_few and letters.is_of(ink, box)) or (in_column and not letters.is_not_of(ink, box))

    return [
        own or (not _is_on(box, labels) and is_like_data(box))
        for box, own in zip(lines, differs, strict=True)
    ]


def print_of_another_ink(
    features: Sequence[Feature], pages: Sequence[Pixels], holders: Sequence[int]
) -> Callable[[BoxMm], bool]:
    """Recognise print of the series by its ink: all captures show the same in a place, and none in the ink of the fields that are named."""
    named = [one.box for one in features if one.variable and is_named(one)]
    letters = [lettering(page) for page in pages]
    inks = [one.ink(named) for one in letters]

    def is_of_series(box: BoxMm) -> bool:
        another = all(one.is_not_of(ink, box) for one, ink in zip(letters, inks, strict=True))
        return another and not ink_varies(box, pages, holders)

    return is_of_series


def _those(boxes: Sequence[BoxMm], which: Sequence[bool]) -> list[BoxMm]:
    return [box for box, wanted in zip(boxes, which, strict=True) if wanted]


def _text(
    known: Sequence[Feature],
    lines: Sequence[BoxMm],
    varies: Sequence[bool],
    printed: Sequence[PrintedLine],
    pages: Holders,
) -> list[Feature]:
    """The signature, the fields by name as wide as on the page where they are widest, other rows that vary, and rows that are fixed."""
    depths = [printed_depth(page) for page in pages.pixels]
    read = [line for line in printed if not line.is_label and (line.name or line.letters)]
    values = values_of_holders(read, depths, [line.box for line in printed], pages)
    signature = _signature(printed, depths, [one.box for one in known])
    apart = [one.box for one in (*known, *signature)]
    rows = [box for box in _those(lines, varies) if not _is_on(box, apart)]
    personal = [one.grown(TEXT_MARGIN_MM) for box in rows for one in lines_of_row(box, depths, read)]
    apart = [*apart, *(line.box for line in values)]
    fixed = [box for box in _those(lines, [not own for own in varies]) if not _is_on(box, apart)]
    apart = [*apart, *personal, *fixed]
    if pages.count < FEW_HOLDERS:
        fixed += [box for box in label_places(printed, pages.pixels[0]) if not _is_on(box, apart)]
    return [
        *signature,
        *named_fields(values, personal),
        *numbered("text", FeatureKind.FIXED_TEXT, fixed, variable=False),
    ]


def values_of_holders(
    read: Sequence[PrintedLine], depths: Sequence[Map], stops: Sequence[BoxMm], pages: Holders
) -> list[PrintedLine]:
    """The values that were read and are named, or differ between holders, each as wide as on the page where it is widest."""
    found = [
        replace(line, box=reached(_of_line(line.box, depths), depths, stops))
        for line in read
        if _may_be_shared(line, pages) or ink_varies(line.box.grown(TEXT_MARGIN_MM), pages.pixels, pages.of)
    ]
    of_all = np.asarray(np.max(depths, axis=0), dtype=np.float32)
    found = [_up_to_the_next(one, found, of_all) for one in found]
    if pages.count < FEW_HOLDERS:
        return found
    return [replace(one, box=begins_where_it_varies(one.box, pages.pixels)) for one in found]


def _may_be_shared(value: PrintedLine, pages: Holders) -> bool:
    """Whether a value is named and may be the same on all pages: not what is one person's own, where several holders were seen. A title is read as a name beside its label."""
    return bool(value.name) and (pages.count < FEW_HOLDERS or value.name not in _OF_ONE_PERSON)


def _up_to_the_next(value: PrintedLine, values: Sequence[PrintedLine], depth: Map) -> PrintedLine:
    """A value without another one that has a name of its own and was read as its end, behind a blank: a date with the letter of a sex behind it."""
    box = value.box
    ends = []
    for one in values:
        level = min(one.box.bottom, box.bottom) - max(one.box.top, box.top) > _SAME_ROW * box.height
        within = box.left + 2 * TEXT_MARGIN_MM < one.box.left < box.right
        if one.name not in {"", value.name} and level and within:
            end = tightened(replace(box, right=one.box.left - TEXT_MARGIN_MM), depth).right
            ends += [end] if one.box.left - end > _BLANK * box.height else []
    return replace(value, box=replace(box, right=min([box.right, *ends])))


def _of_line(box: BoxMm, depths: Sequence[Map]) -> BoxMm:
    """The box of a value that was read; its widest line that differs, where it was read with line work or a label."""
    return max(lines_that_differ(box.grown(TEXT_MARGIN_MM), depths), key=lambda one: one.width, default=box)


def lines_of_row(box: BoxMm, depths: Sequence[Map], read: Sequence[PrintedLine]) -> list[BoxMm]:
    """The lines of the holders' print in a row: those that differ, else those that were read as letters, else what is inked."""
    found = lines_that_differ(box, depths)
    if not found:
        within = [
            line.box for line in read if line.letters and line.box.overlap(box) > _SAME_ROW * line.box.area
        ]
        found = within if all(line.height < _GLUED * box.height for line in within) else []
    return found or [tightened(box, np.asarray(np.max(depths, axis=0), dtype=np.float32))]


def _signature(
    printed: Sequence[PrintedLine], depths: Sequence[Map], covered: Sequence[BoxMm]
) -> list[Feature]:
    """The place of the holders' signatures, around those of all that were found."""
    found = [box for depth in depths if (box := signature_place(printed, depth, covered)) is not None]
    if not found:
        return []
    box = BoxMm.around(np.concatenate([one.corners for one in found]))
    return [Feature(name="signature", kind=FeatureKind.SIGNATURE, box=box, variable=True)]


def widened(
    features: Sequence[Feature], sheets: Sequence[AlignedSheet], holders: Sequence[int], size: AnySize
) -> tuple[Feature, ...]:
    """Widen the places of several holders' data to what others' may fill."""
    printed, count = read_of_holders(sheets, holders, (), size), len(set(holders))
    depths = [printed_depth(sheet.pixels(Light.VISIBLE, size)) for sheet in sheets]
    fields = [one for one in features if one.variable and one.kind is FeatureKind.PERSONAL_DATA]
    stops = [one.box for one in features if one.kind is not FeatureKind.BACKGROUND_PRINTING]
    seen = fields if count >= SURE_HOLDERS else []
    common = common_print(depths) if seen else None
    values = SeenValues(
        read=letters_read(features, printed),
        ends={one.name: of_each(print_ends(one.box, depths, stops, common), holders) for one in seen},
        capitals={one.name: found for one in fields if (found := capitals(one.box, depths)) is not None},
    )
    return widened_for_few_holders(features, count, size, values)


def _is_on(box: BoxMm, others: Sequence[BoxMm]) -> bool:
    """Whether a row of text is one of others, which were read."""
    return any(box.overlap(other) > _SAME_ROW * min(box.area, other.area) for other in others)


def _zone(sheets: Sequence[AlignedSheet], size: AnySize) -> list[Feature]:
    if all(sheet.mrz is None for sheet in sheets):
        return []
    width, height = size.millimetres
    box = BoxMm(left=0.0, top=height - ZONE_PRINT_MM, right=width, bottom=height)
    return [Feature(name="mrz", kind=FeatureKind.MACHINE_READABLE_ZONE, box=box, variable=True)]


def _differs(pages: Holders) -> Mask:
    """Where some holder's capture shows other print than the first one's."""
    first = pages.pixels[0]
    everywhere = np.ones(first.shape[:2], dtype=bool)
    found = np.zeros_like(everywhere)
    for page, holder in list(zip(pages.pixels, pages.of, strict=True))[1:]:
        if holder == pages.of[0]:
            continue
        seen = compare(page, first, ink_allowed=~everywhere, trusted=everywhere)
        found |= (seen.dissimilarity > _DIFFERENT) & (seen.difference > _LEVELS)
    return without_rim(found)


def _other_differences(known: Sequence[BoxMm], pages: Holders) -> list[BoxMm]:
    """Places that differ between holders and that no feature names yet."""
    left = _differs(pages) & ~box_mask((box.grown(1.0) for box in known), pages.pixels[0].shape)
    return close_boxes(left, join_mm=1.5, least_mm2=_LEAST_AREA_MM2, most=_MOST_OTHERS)
