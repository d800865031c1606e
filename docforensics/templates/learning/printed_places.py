"""Lines of print on a genuine page: which are labels, of the series, and which are values, of the holder.

A value is named by what the MRZ repeats of it; else by the label above it or before it. A label is told by its words, which needs one
document only. What is neither is presumed the holder's and stays without a name.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

import numpy as np

from docforensics.capture.light import Light
from docforensics.formats.free_size import AnySize
from docforensics.kept import given
from docforensics.page.geometry import BoxMm
from docforensics.templates.comparison.occlusion import printed_depth
from docforensics.templates.learning.aligned_stack import AlignedSheet
from docforensics.templates.learning.ink_ends import strokes_depth, tightened
from docforensics.templates.learning.label_names import named_by_labels
from docforensics.templates.learning.loose_numbers import with_loose_numbers
from docforensics.templates.learning.printed_line import (
    PrintedLine,
    is_large,
    without_another_number,
)
from docforensics.templates.learning.read_once import ReadOnce
from docforensics.templates.learning.second_look import (
    with_labels_of_strips,
    with_names_of_strips,
    with_titles,
)
from docforensics.templates.learning.text_rows import darkest_lines
from docforensics.templates.planes import Map
from docforensics.viz.fields.captions import (
    OF_ZONE,
    is_label,
    is_title,
    label_end,
    letters_of,
    place_name,
    value_behind,
)
from docforensics.viz.fields.columns import in_columns
from docforensics.viz.fields.rows import goes_on
from docforensics.viz.fields.verify import verify
from docforensics.viz.fields.zone import FieldState
from docforensics.viz.recognise import load_reader
from docforensics.viz.text import PageText, TextLine

_ANY_DAY = date(2026, 1, 1)
"""Decides which century of a date is looked for first, and nothing else."""
_LEAST_READ = 0.5
"""Mean certainty below which a line was not read: a pen's stroke, an emblem, a picture."""
_SPARSE = 0.4
"""Letters in a square of the line's height below which a line was passed over: capitals make 1 to 1.3, a date with wide blanks 0.6."""
_PALE, _FEWEST_NAMED = 0.45, 3
"""Share of the ink of named values below which print without a name is none of the holder's, who is printed in one ink; and values that tell it."""
_GLUED = 0.7
"""Of a line's height, below which another one within it shows that it is two lines, or a line and line work."""
_SHORT = frozenset({"nationality", "sex"})
"""Values that stand elsewhere as well, in titles and as marks: a label is believed before the MRZ."""
_FEWEST_LETTERS = 4
"""Of a word that is no mark: a nationality. A judgement."""
_SAME = 0.5
"""Share of a place that another covers to be the same print found twice, or a value to be that of a line. A judgement; not fitted."""


def printed_lines(
    sheet: AlignedSheet, apart_from: Sequence[BoxMm], size: AnySize, *, again: bool = True
) -> tuple[PrintedLine, ...]:
    """Read the lines of a page outside of pictures and MRZ, and separate labels from values; a sheet is read once.

    `again` looks a second time where labels and titles stand of which no line was found; where one or two holders were seen nothing else
    tells them from the holder's data.
    """
    if again not in sheet.printed:
        apart = tuple(apart_from)
        of_page = ("lines", again, apart, size)
        sheet.printed[again] = sheet.seen.once(of_page, lambda: _read(sheet, apart, size, again=again))
    return tuple(sheet.printed[again])


def _read(
    sheet: AlignedSheet, apart_from: tuple[BoxMm, ...], size: AnySize, *, again: bool
) -> list[PrintedLine]:
    # A template is learned once: every line is read by the network that reads most of them rightly.
    reader = sheet.seen.once("reader", lambda: ReadOnce(load_reader()))
    text = PageText(page=sheet.page, reader=reader, apart_from=given(apart_from))
    depth = printed_depth(sheet.pixels(Light.VISIBLE, size))
    dark = _dark(_told(sheet, text, depth, again=again), depth)
    return with_loose_numbers(text, dark, depth) if again else dark


def _told(sheet: AlignedSheet, text: PageText, depth: Map, *, again: bool) -> list[PrintedLine]:
    known = _of_zone(sheet, text)
    dark = [text.line(box) for box in darkest_lines(sheet.page) if not _is_in(box, text.apart_from())]
    found = _in_columns(_without_doubles([*dark, *text.lines()]))
    lines = [_tight(part, depth) for line in found for part in _parts(line, known)]
    single = [_tight(line, depth) for one in text.letters() for line in _parts(one, known)]
    single = [line for line in single if not _is_in(line.box, [one.box for one in lines])]
    named = named_by_labels(_whole(lines), single)
    named = with_labels_of_strips(text, named, depth) if again else with_names_of_strips(text, named)
    if sheet.document_zone is not None:
        named = without_another_number(named, sheet.document_zone.document_number)
    titles = partial(is_title, codes=_codes(sheet), nationality=_nationality(named))
    titled = _titled(titles, _named_by_zone(named, known))
    return with_titles(text, titled, depth, titles) if again else titled


def _nationality(lines: Sequence[PrintedLine]) -> str:
    """The nationality as the page states it; empty where it was not read."""
    return next((line.letters for line in lines if line.name == "nationality" and not line.is_label), "")


def _codes(sheet: AlignedSheet) -> tuple[str, ...]:
    """Codes of the States that the MRZ names."""
    zone = sheet.document_zone
    return () if zone is None else (zone.issuer, zone.nationality or "")


def _whole(lines: Sequence[PrintedLine]) -> list[PrintedLine]:
    """Put words of one value together that stand wider apart than words of a line mostly do: type of one pitch, a date's numbers."""
    found: list[PrintedLine] = []
    for line in sorted(lines, key=lambda one: one.box.left):
        place = next((n for n, one in enumerate(found) if _goes_on(one, line)), None)
        if place is None:
            found.append(line)
        else:
            one = found[place]
            box = BoxMm.around(np.concatenate([one.box.corners, line.box.corners]))
            letters = f"{one.letters} {line.letters}"
            found[place] = replace(one, box=box, letters=letters, name=one.name or line.name)
    return found


def _goes_on(one: PrintedLine, other: PrintedLine) -> bool:
    """Whether two values are parts of one: read, alike in height, on one line, a wide blank apart at most, and not two that are known."""
    read = one.letters and other.letters and not (one.is_label or other.is_label or (one.name and other.name))
    return bool(read) and goes_on(one.box, other.box)


def _is_in(box: BoxMm, others: Sequence[BoxMm]) -> bool:
    return any(box.overlap(other) > _SAME * box.area for other in others)


def _tight(line: PrintedLine, depth: Map) -> PrintedLine:
    return replace(line, box=tightened(line.box, depth))


def _dark(lines: Sequence[PrintedLine], depth: Map) -> list[PrintedLine]:
    """Leave out what is much paler than the values that are named: background printing that reads as letters."""
    named = [strokes_depth(line.box, depth) for line in lines if line.name and not line.is_label]
    least = _PALE * float(np.median(named)) if len(named) >= _FEWEST_NAMED else 0.0
    return [line for line in lines if line.name or line.is_label or strokes_depth(line.box, depth) >= least]


def _of_zone(sheet: AlignedSheet, text: PageText) -> list[PrintedLine]:
    """Find where the values that the MRZ repeats are printed."""
    if sheet.document_zone is None:
        return []
    checks = verify(sheet.document_zone, text, _ANY_DAY)
    return [
        PrintedLine(box=check.box, name=OF_ZONE[check.name])
        for check in checks
        if check.state is FieldState.AGREES and check.box is not None
    ]


def _without_doubles(lines: Sequence[TextLine]) -> list[TextLine]:
    """Of print that was found twice keep the line that was read, is one line, and is the longer one."""

    def worth(line: TextLine) -> tuple[bool, bool, float]:
        inner = (one.box for one in lines if one.box.height < _GLUED * line.box.height)
        glued = any(box.overlap(line.box) > _SAME * box.area for box in inner)
        return _is_read(line), not glued, line.box.area

    kept: list[TextLine] = []
    for line in sorted(lines, key=worth, reverse=True):
        if not any(
            line.box.overlap(other.box) > _SAME * min(line.box.area, other.box.area) for other in kept
        ):
            kept.append(line)
    return kept


def _in_columns(lines: Sequence[TextLine]) -> Iterator[TextLine]:
    """Part lines that are labels of several columns, of which one at least names a place."""
    read = [line.box for line in lines if _is_read(line)]
    for line in lines:
        parts = in_columns(line, read)
        yield from parts if any(place_name(letters_of(part.read)) for part in parts) else (line,)


def _parts(line: TextLine, known: Sequence[PrintedLine]) -> Iterator[PrintedLine]:
    """Yield what a line holds: values that the MRZ repeats, a label and its value, or one thing."""
    letters = letters_of(line.read) if _is_read(line) else ""
    plain = PrintedLine(box=line.box, letters=letters)
    own = [value for value in known if value.name not in _SHORT and _is_at(value.box, line.box)]
    end, middle = _label_of(line, letters)
    if end:
        name = place_name(letters[:end])
        yield PrintedLine(
            box=replace(line.box, right=middle), letters=letters[:end], is_label=True, name=name
        )
        plain = PrintedLine(box=replace(line.box, left=middle), letters=letters[end:].strip(), name=name)
    if len(own) == 1:
        yield replace(plain, name=own[0].name)
    elif own:
        yield from (_clipped(value, plain.box) for value in own)
    elif end:
        yield plain
    else:
        label = is_label(letters)
        yield replace(plain, is_label=label, name=place_name(letters) if label else "")


def _label_of(line: TextLine, letters: str) -> tuple[int, float]:
    """How many of a line's letters are the label before its value, and where that ends, mm on the page; 0 where it holds no such two."""
    end = label_end(letters)
    if end:
        return end, line.box.left + end / len(letters) * line.box.width
    start = value_behind(line.read.text) if letters else 0
    words = letters.split()
    label = words[: len(words) - len(line.read.text[start:].split())] if start else []
    if not label:
        return 0, line.box.left
    # Between the last letter of the label and the first of the value.
    last = len(line.read.text[:start].rstrip()) - 1
    columns = line.read.columns
    return len(" ".join(label)), line.box.left + float(columns[last] + columns[start]) / 2 * line.box.width


def _is_read(line: TextLine) -> bool:
    """Whether a line was read, and most of it: of a signature a letter or two are."""
    marks = sum(letter.isalnum() for letter in line.text)
    return line.read.confidence >= _LEAST_READ and marks * line.box.height >= _SPARSE * line.box.width


def _clipped(value: PrintedLine, line: BoxMm) -> PrintedLine:
    """Bring a value that stands on a part of a line to the line's height, and to its ends."""
    box = replace(line, left=max(value.box.left, line.left), right=min(value.box.right, line.right))
    return replace(value, box=box)


def _named_by_zone(lines: Sequence[PrintedLine], known: Sequence[PrintedLine]) -> list[PrintedLine]:
    """Name by the MRZ what no label names, where it is no title."""
    found = list(lines)
    taken = {line.name for line in lines if line.name and not line.is_label}
    for value in known:
        free = [n for n, line in enumerate(found) if not line.name and not is_large(line, found)]
        own = [n for n in free if _is_at(value.box, found[n].box)]
        place = next(iter([*_by_themselves(value, found, free), *own]), None)
        if value.name not in taken and place is not None:
            found[place] = replace(found[place], is_label=False, name=value.name)
    return found


def _by_themselves(value: PrintedLine, lines: Sequence[PrintedLine], free: Sequence[int]) -> list[int]:
    """Number the lines that hold nothing but the word for which a longer line was taken for a value: the State's name has the word for its nationals."""
    if value.name not in _SHORT:
        return []
    words = {word for line in lines if _is_at(value.box, line.box) for word in _words_of_several(line)}
    return [n for n in free if lines[n].letters in words]


def _words_of_several(line: PrintedLine) -> list[str]:
    """The longer words of a line that holds several."""
    words = line.letters.split()
    return [word for word in words if len(word) >= _FEWEST_LETTERS] if len(words) > 1 else []


def _is_at(value: BoxMm, line: BoxMm) -> bool:
    return value.overlap(line) > _SAME * min(value.area, line.area)


def _titled(is_of_title: Callable[[str], bool], lines: Sequence[PrintedLine]) -> list[PrintedLine]:
    """Take lines above all labels for titles, where their words allow it."""
    first = min((line.box.top for line in lines if line.is_label and line.name), default=0.0)
    return [
        replace(line, is_label=True)
        if not line.name and line.box.bottom < first and is_of_title(line.letters)
        else line
        for line in lines
    ]
