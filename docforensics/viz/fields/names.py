"""The holder's names compared with the print: looked for anywhere, and, where they are not found, at their own place.

A name that stands nowhere on the page was replaced, or could not be read. So its place is looked up: by the template, by
the field's caption, or, since surname and given names stand one above the other (Doc 9303-4, fields 06 and 07), between
fields that were found. A word that stands there, surely read, and has next to nothing in common with any part of the name
is another name. Whatever is nearer may be a misread, another transliteration or a usual name, and says nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from itertools import combinations

from docforensics.page.geometry import BoxMm
from docforensics.viz.fields.captions import is_label, letters_of, value_behind
from docforensics.viz.fields.match import FoldedText, Found, find, is_near
from docforensics.viz.fields.other_script import may_be_name
from docforensics.viz.fields.zone import (
    AGREES,
    DISAGREES,
    NEAR,
    FieldCheck,
    FieldState,
    PrintedZone,
    caption_kind,
    find_alone,
    is_in_another_script,
    is_sure,
    set_alike,
    stands_alone,
    tokens,
)
from docforensics.viz.text import TextLine

_FEWEST_LETTERS = 3
"""Of a word that is taken for another name."""
_LEAST_WITHIN = 5
"""Letters of a part of the name that stands within a longer word by no chance; shorter ones are pieces of many names. A judgement; not fitted."""
_APART_COST = 2 * DISAGREES
"""What a word's difference from every part of the name must cost."""
_MARKED = (("AE", "A"), ("AE", "E"), ("OE", "O"), ("UE", "U"), ("AA", "A"))
"""Two letters of the zone that stand for one with a mark, and the same letter without it, as it may be read."""
_LOOK_ALIKE = 1.0
"""Cost of a name that was read without its marks."""
_COLUMN_MM = 2.5
"""By which the left edges of lines of one column may differ."""
_CLEAR = 0.9
"""Mean certainty of a line that is taken for another name."""
_READ_WHOLE = 0.6
"""Letters in a square of the line's height, below which part of the line was passed over; capitals make 1 to 1.3."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Word:
    """What stands between two blanks of a line, folded in one form."""

    text: FoldedText
    start: int
    stop: int
    letters: str

    @classmethod
    def all_on(cls, text: FoldedText, number: int) -> list["_Word"]:
        """Give the words of one line."""
        return [
            cls(text=text, start=start, stop=stop, letters=letters)
            for start, stop, letters in tokens(text)
            if int(text.line[start]) == number
        ]

    @property
    def is_sure(self) -> bool:
        """Whether it is a word of letters, each surely read."""
        is_word = len(self.letters) >= _FEWEST_LETTERS and self.letters.isalpha()
        return is_word and is_sure(self.text, self.start, self.stop)

    def cost_of(self, part: str) -> float:
        """Compute how much it differs from a part of the name."""
        return find(part, self.text.part(self.start, self.stop), whole=True).cost


def check_name(
    zone: PrintedZone, name: str, components: Sequence[str], *, goes_on: bool = False
) -> FieldCheck:
    """Look for one identifier of the holder's name anywhere; it disagrees where a word is nearly but surely not the same.

    Parameters
    ----------
    goes_on
        Whether the coded name may have been cut, so that the print may hold more of it.
    """
    expected = " ".join(components)
    if not expected:
        return FieldCheck(name=name, state=FieldState.NOT_SEEN)
    for fits in (_alone(zone, expected, goes_on), _without_marks(zone, expected, goes_on)):
        if fits:
            return zone.agreement(name, *min(fits, key=lambda item: item[0].cost))
    apart = [_alone(zone, part, goes_on) for part in components]
    if len(components) > 1 and all(apart):
        return zone.agreement(name, *min(apart[0], key=lambda item: item[0].cost))
    found, text = min(((find(expected, text), text) for text in zone.texts), key=lambda item: item[0].cost)
    token = text.letters[found.start : found.stop].strip()
    near = len(token) == len(expected) >= 4 and "\n" not in token and stands_alone(text, found)
    near = near and not any(
        _is_written_otherwise(zone.lines[int(line)], token.split(), components)
        for line in text.line[found.start : found.stop]
        if line >= 0
    )
    differing = sum(a != b for a, b in zip(token, expected, strict=False))
    if near and differing <= NEAR and (check := zone.disagreement(name, expected, text, found)):
        return check
    return FieldCheck(name=name, state=FieldState.NOT_SEEN)


def _alone(zone: PrintedZone, expected: str, goes_on: bool) -> list[tuple[Found, FoldedText]]:
    """Where a name, or one part of it, stands by itself in each form: what begins or ends another word was not found."""
    found = ((find_alone(expected, text, goes_on=goes_on), text) for text in zone.texts)
    return [(one, text) for one, text in found if one is not None]


def _without_marks(zone: PrintedZone, expected: str, goes_on: bool) -> list[tuple[Found, FoldedText]]:
    """Look for a name as if its letters with marks (an O with a stroke for OE) were read without: as one look-alike in all."""
    found = (
        (replace(one, cost=one.cost + _LOOK_ALIKE), text)
        for plain in _plain(expected)
        for one, text in _alone(zone, plain, goes_on)
    )
    return [(one, text) for one, text in found if one.cost <= AGREES]


def _plain(expected: str) -> Iterator[str]:
    """Write a name with some of its pairs read as letters without marks: an AA may be two letters where an OE is one."""
    pairs = [pair for pair in _MARKED if pair[0] in expected]
    for count in range(1, len(pairs) + 1):
        for some in combinations(pairs, count):
            yield reduce(lambda name, pair: name.replace(*pair), some, expected)
    if not pairs:
        yield expected


def at_its_place(
    zone: PrintedZone, name: str, components: Sequence[str], found: Mapping[str, FieldCheck]
) -> FieldCheck | None:
    """State that another name is in the place of one that was not found; None when that is not certain.

    Parameters
    ----------
    found
        What the other fields' verification gave.
    """
    checks = (_other_name(zone, name, line, components) for line in _lines_of(zone, name, found))
    return next((check for check in checks if check is not None), None)


def _lines_of(zone: PrintedZone, name: str, found: Mapping[str, FieldCheck]) -> Iterator[int]:
    """Number the lines that stand where the name belongs, by the surest way there is."""
    if name in zone.places:
        place = zone.places[name]
        yield from (
            number
            for number, line in enumerate(zone.lines)
            if line.box.overlap(place) > 0.5 * min(line.box.area, place.area)
            and line.read.confidence >= _CLEAR
            and not _is_label_alone(line)
        )
        return
    free = [number for number, line in enumerate(zone.lines) if _is_free(line, found)]
    captioned = [number for number in free if zone.name_caption(zone.lines[number]) == name]
    yield from captioned or _beside_the_other(zone, name, free, found)


def _is_label_alone(line: TextLine) -> bool:
    """Whether a line is a label with no value behind it: a page that lies a row off its template shows the label in the name's place."""
    return is_label(letters_of(line.read)) and not value_behind(line.read.text)


def _is_free(line: TextLine, found: Mapping[str, FieldCheck]) -> bool:
    """Whether a line may be a name: letters alone, clearly read, no caption, and no field that was found."""
    read = line.read
    plain = sum(character.isalpha() for character in read.text)
    if plain < _FEWEST_LETTERS or any(character.isdigit() for character in read.text) or caption_kind(line):
        return False
    return read.confidence >= _CLEAR and not _is_taken(line, found)


def _beside_the_other(
    zone: PrintedZone, name: str, free: Sequence[int], found: Mapping[str, FieldCheck]
) -> Iterator[int]:
    """Give the one line between the other name and the next field that was found in its column.

    The given names stand below the surname and above a third field, the surname above the given names.
    """
    other = found["given_names" if name == "surname" else "surname"]
    if other.state is not FieldState.AGREES or other.box is None:
        return
    place, down = other.box, 1 if name == "given_names" else -1
    anchor = max(zone.lines, key=lambda line: line.box.overlap(place))
    beyond = [
        (number, (line.box.top - anchor.box.top) * down)
        for number, line in enumerate(zone.lines)
        if abs(line.box.left - anchor.box.left) < _COLUMN_MM and (line.box.top - anchor.box.top) * down > 0.5
    ]
    third = [distance for number, distance in beyond if _is_taken(zone.lines[number], found)]
    between = [number for number, distance in beyond if third and distance < min(third)]
    if len(between) == 1 and between[0] in free and set_alike(zone.lines[between[0]], anchor):
        yield from between if zone.name_caption(zone.lines[between[0]]) in {"", name} else ()


def _is_taken(line: TextLine, found: Mapping[str, FieldCheck]) -> bool:
    """Whether a field was found on a line."""
    boxes = [check.box for check in found.values() if check.state is FieldState.AGREES]
    return any(line.box.overlap(box) > 0.3 * min(box.area, line.box.area) for box in boxes if box is not None)


def _other_name(zone: PrintedZone, name: str, number: int, components: Sequence[str]) -> FieldCheck | None:
    """Make a disagreement of a line whose every word is far from every part of the name; none of a line in another script."""
    parts = [part for part in (*components, "".join(components)) if len(part) >= _FEWEST_LETTERS]
    words = [_Word.all_on(text, number) for text in zone.texts]
    sure = _sure_words(words[0], zone.lines[number].box)
    if not parts or not sure or any(_holds_other(word, part) for word in sure for part in parts):
        return (
            None  # nothing to compare, a piece of the name, or the name with what else was read as its word
        )
    if _is_written_otherwise(zone.lines[number], sure, parts):
        return None
    cost = _least_cost(parts, [word for form in words for word in form if len(word.letters) > 1])
    if cost is None:
        return None
    return zone.other(name, zone.texts[0], words[0][0].start, words[0][-1].stop, cost)


def _is_written_otherwise(line: TextLine, words: Sequence[str], parts: Sequence[str]) -> bool:
    """Whether a line is in another script: one of its words has letters of two, of which the reader gives pieces, or is the name in capitals that look like Latin ones."""
    return is_in_another_script(line) or any(may_be_name(word, line.text, parts) for word in words)


def _holds_other(word: str, part: str) -> bool:
    """Whether a word is a piece of a part of the name, or the part stands in it: a name in two scripts and the stroke between them may be read as one word."""
    return word in part or (len(part) >= _LEAST_WITHIN and part in word)


def _sure_words(words: Sequence["_Word"], box: BoxMm) -> list[str]:
    """The surely read words of a line; empty where they are less than half of it, or part of it was passed over."""
    sure = [word.letters for word in words if word.is_sure]
    seen = sum(len(word.letters) for word in words if not word.letters.isdigit())
    is_whole = seen * box.height >= _READ_WHOLE * box.width
    return sure if is_whole and 2 * sum(map(len, sure)) >= seen else []


def _least_cost(parts: Sequence[str], words: Sequence["_Word"]) -> float | None:
    """By how much the nearest word differs from the nearest part of the name; None where that is too little for another name."""
    costs = [(word.cost_of(part), part, word.letters) for word in words for part in parts]
    least = min(cost for cost, _, _ in costs)
    near = any(is_near(*each) for each in costs)
    return None if near or least < _APART_COST else least
