"""Whether another value that was found is the holder's own in that field, or a label, another person's, or a misread.

A page bears much that is no value of the holder: labels in languages that no table holds, the State's name, the names of parents, other
dates and numbers. A value disagrees only where a template names its place, or where nothing on the page speaks for another field:

- captions count on a page only where those of the fields that were found are the right ones (on some pages they stand below);
- a name is set as the other values of the holder are, stands above the date of birth (Doc 9303-4, fields 06 to 09), and none of its words
  is of the page's own;
- read anew on another grid, the place must not read as the coded line does: a misread is no other value.
"""

from collections.abc import Mapping, Sequence

from docforensics.page.geometry import BoxMm
from docforensics.viz.fields.labels import is_of_page, writes_otherwise
from docforensics.viz.fields.match import FoldedText, Found, find, find_all, fold
from docforensics.viz.fields.zone import (
    DISAGREES,
    NAMES,
    FieldCheck,
    FieldState,
    PrintedZone,
    set_alike,
    tokens,
)
from docforensics.viz.text import TextLine

_SAME = 0.5
"""Share of the smaller box that both cover, from which a line is another field's. A judgement; not fitted."""


def is_held(
    zone: PrintedZone,
    check: FieldCheck,
    found: Mapping[str, FieldCheck],
    expected: Sequence[str],
    codes: Sequence[str],
) -> bool:
    """Whether the value that disagrees is surely the one printed for the holder in that field.

    Parameters
    ----------
    found
        What the other fields' verification gave.
    expected
        How the coded line's value may be printed, in symbols of `match.SYMBOLS`.
    codes
        Of the issuer and of the nationality, as in the coded line.
    """
    line = _line_of(zone, check.box)
    if check.box is None or line is None or _is_the_nationality(line, found):
        return False
    if check.name not in zone.places and not _is_its_field(zone, check, line, found, codes):
        return False
    return reads_apart(zone, line, expected)


def _line_of(zone: PrintedZone, box: BoxMm | None) -> TextLine | None:
    """Give the line that a box stands on; the nearest in size, where a place was read whole besides."""
    if box is None:
        return None
    best = max(
        zone.lines, key=lambda line: line.box.overlap(box) / max(line.box.area, box.area), default=None
    )
    return best if best is not None and best.box.overlap(box) > 0 else None


def _is_its_field(
    zone: PrintedZone,
    check: FieldCheck,
    line: TextLine,
    found: Mapping[str, FieldCheck],
    codes: Sequence[str],
) -> bool:
    is_name = check.name in NAMES
    kind = zone.name_caption(line) if is_name else zone.caption(check.box)
    if kind not in {"", check.name} or (kind and not captions_hold(zone, found)):
        return False
    return not is_name or is_name_line(line, zone, found, codes)


def captions_hold(zone: PrintedZone, found: Mapping[str, FieldCheck]) -> bool:
    """Whether captions stand where they name the fields that were found, as far as any does."""
    agreeing = [
        check for check in found.values() if check.state is FieldState.AGREES and check.box is not None
    ]
    kinds = [(check.name, zone.caption(check.box)) for check in agreeing]
    wrong = sum(kind not in {"", name} for name, kind in kinds)
    return wrong == 0 or wrong < sum(kind == name for name, kind in kinds)


def is_name_line(
    line: TextLine, zone: PrintedZone, found: Mapping[str, FieldCheck], codes: Sequence[str]
) -> bool:
    """Whether a line may be the holder's name: set like another value, above the birth, and no word of the page's own."""
    if codes and writes_otherwise(codes[0]):
        return False
    birth = found.get("birth_date")
    if birth is not None and birth.state is FieldState.AGREES and birth.box and line.box.top > birth.box.top:
        return False
    others = [
        other
        for check in found.values()
        if check.state is FieldState.AGREES
        and (other := _line_of(zone, check.box)) is not None
        and any(character.isalpha() for character in other.text)
    ]
    if others and not any(set_alike(line, other) for other in others):
        return False
    return not any(is_of_page(word, codes) for form in (0, 1) for word in _words(line, form))


def _is_the_nationality(line: TextLine, found: Mapping[str, FieldCheck]) -> bool:
    """Whether a line is where the nationality was found to agree: no other value, also where a template's place reaches to the row below."""
    other = found.get("nationality")
    if other is None or other.state is not FieldState.AGREES or other.box is None:
        return False
    return line.box.overlap(other.box) > _SAME * min(line.box.area, other.box.area)


def _words(line: TextLine, form: int) -> list[str]:
    return [word for _, _, word in tokens(fold([line.read], form))]


def reads_apart(zone: PrintedZone, line: TextLine, expected: Sequence[str]) -> bool:
    """Whether a line, read anew on other pixels, never holds what is expected."""
    looks = zone.page.looks(line.box)
    return all(_is_apart(expected, fold([look], form)) for look in looks for form in (0, 1))


def _is_apart(expected: Sequence[str], text: FoldedText) -> bool:
    """Whether the whole words differ in which each expected text fits best: a last letter that is another one counts in full."""
    for one, found in zip(expected, find_all(expected, text), strict=True):
        if found.cost < DISAGREES:  # whole words cost no less
            start, stop = _words_around(text.letters, found)
            if find(one, text.part(start, stop), whole=True).cost < DISAGREES:
                return False
    return True


def _words_around(letters: str, found: Found) -> tuple[int, int]:
    """Where the words begin and end that what was found stands in."""
    start, stop = found.start, found.stop
    while start > 0 and letters[start - 1] not in " \n":
        start -= 1
    while stop < len(letters) and letters[stop] not in " \n":
        stop += 1
    return start, stop
