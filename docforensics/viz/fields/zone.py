"""One look at a page's print, and its result for one field: the parts that every field's verification shares."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import pairwise

import numpy as np

from docforensics.page.geometry import BoxMm
from docforensics.viz.fields.columns import column_over
from docforensics.viz.fields.dates import words
from docforensics.viz.fields.labels import names_another
from docforensics.viz.fields.match import OTHER, FoldedText, Found, find, find_each, fold
from docforensics.viz.fields.rows import SET_ALIKE, goes_on, in_rows
from docforensics.viz.text import PageText, TextLine

AGREES = 2.0
"""Cost up to which an expected text counts as found: one look-alike, or doubts that the reader has itself."""
_DOUBTED = 1.0
"""The same where only what the reader itself holds possible is allowed. A judgement; not fitted."""
DISAGREES = 3.0
"""Cost from which another text is no misread of the expected one."""
DATES = ("birth_date", "expiry_date")
NAMES = ("surname", "given_names")
NEAR = 2
"""Characters in which a value may differ and still be told as the same field's by its text alone."""
ANOTHER = "another"
"""Kind of a caption that names another person's field, another name of the holder's, where the holder was born, or another number: no field of the coded line."""
NUMBER = "document_number"
_PLACES = ("place_of_birth", "place_of_issue")
"""Captions that name a birth or an issue, too, and no date; where they name both, they hold this word or one that begins so."""
_DATE = "DAT"
_SOME_LETTERS = 4
"""Of a line of print, not of a mark. A judgement; not fitted."""
_TELLING = 3
"""Letters of a label's word from which it states something: shorter ones are abbreviations of a number. A judgement; not fitted."""
_FORMS = 3
"""Ways in which the letters of a page are transliterated: UE, UXX and U of one."""
_WORD = 2
"""Letters and digits of a line from which the place that it stands in holds no letter alone."""
_SURE = 0.5
"""Probability of the least certain character of a value that disagrees; where it differs, the cost asks for more."""


class FieldState(StrEnum):
    """The result of the visual zone for one field of the MRZ."""

    AGREES = "agrees"
    DISAGREES = "disagrees"
    NOT_SEEN = "not seen"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldCheck:
    """One field, compared with the print."""

    name: str
    """As in the MRZ's format table; `surname` and `given_names` for the two identifiers."""
    state: FieldState
    box: BoxMm | None = None
    """Where the print stands."""
    printed: str = ""
    """Where it disagrees: the print in the MRZ's own form (YYMMDD for dates)."""
    as_printed: str = ""
    """Where it disagrees: the print as it was read."""
    cost: float = 0.0
    """Powers of ten by which the picture fits the print as read better than what the MRZ says."""


Places = Mapping[str, BoxMm]
"""Where a template says that a field stands, by the MRZ's names of fields."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PrintedZone:
    """The lines of one look at a page, folded in every form."""

    page: PageText
    lines: tuple[TextLine, ...]
    texts: tuple[FoldedText, ...]
    places: Places
    data: tuple[BoxMm, ...] = ()
    """Where the template says that personal data stand, whichever; empty where it does not say."""

    def agreement(self, name: str, found: Found, text: FoldedText, *, seen: bool = True) -> FieldCheck:
        """State that a field was found."""
        state = FieldState.AGREES if seen else FieldState.NOT_SEEN
        return FieldCheck(
            name=name, state=state, box=self.box(text, found.start, found.stop), cost=found.cost
        )

    def disagreement(self, name: str, expected: str, text: FoldedText, found: Found) -> FieldCheck | None:
        """Make a disagreement of what stands here, if the reader is sure of it and it is far enough from what is expected."""
        cost = find(expected, text.part(found.start, found.stop), whole=True).cost
        if cost < DISAGREES or not is_sure(text, found.start, found.stop):
            return None
        return self.other(name, text, found.start, found.stop, cost)

    def other(self, name: str, text: FoldedText, start: int, stop: int, cost: float) -> FieldCheck:
        """State that another value than the expected one stands here."""
        printed, box = text.letters[start:stop].strip(), self.box(text, start, stop)
        state = FieldState.DISAGREES
        return FieldCheck(name=name, state=state, box=box, printed=printed, as_printed=printed, cost=cost)

    def box(self, text: FoldedText, start: int, stop: int) -> BoxMm | None:
        """Where characters stand on the page."""
        inside = [place for place in range(start, stop) if text.line[place] >= 0]
        if not inside:
            return None
        first, last = inside[0], inside[-1]
        line, end = (self.lines[int(text.line[place])] for place in (first, last))
        if line is end:
            return line.part(float(text.column[first]), float(text.column[last]))
        parts = (line.part(float(text.column[first]), 1.0), end.part(0.0, float(text.column[last])))
        return BoxMm.around(np.concatenate([part.corners for part in parts]))

    def at_place(self, name: str, text: FoldedText, start: int) -> bool:
        """Whether a character stands where the template has this field."""
        place, box = self.places.get(name), self.box(text, start, start + 1)
        return place is not None and box is not None and box.overlap(place) > 0

    def among_data(self, box: BoxMm) -> bool:
        """Whether the middle of a place is within a place of personal data; True where the template names none."""
        x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
        return not self.data or any(
            one.left <= x <= one.right and one.top <= y <= one.bottom for one in self.data
        )

    def caption(self, box: BoxMm | None) -> str:
        """Name the field in a place by the nearest caption above or before it, if no other value stands between; empty when there is none."""
        said = (
            []
            if box is None
            else [
                (line, kind)
                for found in self.page.captions(box)
                if (kind := caption_kind(line := self._over(box, found)))
            ]
        )
        if not said or box is None:
            return ""
        near, kind = min(
            said, key=lambda item: abs(item[0].box.left - box.left) + abs(box.top - item[0].box.top)
        )
        return "" if self._is_parted(near.box, box) else kind

    def _is_parted(self, caption: BoxMm, box: BoxMm) -> bool:
        """Whether a line that is no caption, and set as large as the value, stands between a caption and the value below it."""
        return any(
            line.box.top >= caption.bottom - line.box.height / 3
            and line.box.bottom <= box.top + line.box.height / 3
            and line.box.left < box.right
            and line.box.right > box.left
            and line.box.height >= SET_ALIKE * box.height
            and not caption_kind(line)
            for line in self.lines
        )

    def name_caption(self, line: TextLine) -> str:
        """Name the field of a line by its caption; small captions are read though none was found as a line."""
        return self.caption(line.box) or caption_kind(self._over(line.box, self.page.strip_above(line.box)))

    def _over(self, box: BoxMm, caption: TextLine) -> TextLine:
        """The part of a caption that a value stands under, where it is those of several columns that were found as one line."""
        return column_over(box, caption, [line.box for line in self.lines])


def look(
    page: PageText, lines: Sequence[TextLine], places: Places, data: Sequence[BoxMm] = ()
) -> PrintedZone:
    """Fold some lines of a page."""
    lines = in_rows(lines)
    going_on = [goes_on(one.box, other.box) for one, other in pairwise(lines)]
    texts = tuple(fold([line.read for line in lines], form, going_on) for form in range(_FORMS))
    return PrintedZone(page=page, lines=lines, texts=texts, places=places, data=tuple(data))


@cache
def _caption_patterns() -> Mapping[str, re.Pattern[str]]:
    """What tells a caption; readers lose blanks in small print."""
    return {
        kind: re.compile("|".join(caption_pattern(part, is_name=kind in NAMES) for part in parts))
        for kind, parts in words()["captions"].items()
    }


@cache
def _place_pattern() -> re.Pattern[str]:
    """What tells the caption of a place."""
    parts = [part for kind in _PLACES for part in words()["places"][kind]]
    return re.compile("|".join(caption_pattern(part, is_name=True) for part in parts))


def is_in_another_script(line: TextLine) -> bool:
    """Whether a word of a line is read with letters of Latin and of another script: one in that script, most of whose letters look like Latin ones."""
    return any(len(set(map(_is_latin, filter(_is_of_a_case, word)))) > 1 for word in line.text.split())


def _is_of_a_case(letter: str) -> bool:
    return unicodedata.category(letter) in {"Lu", "Ll"}


def _is_latin(letter: str) -> bool:
    return unicodedata.name(letter, "").startswith("LATIN")


def caption_pattern(part: str, *, is_name: bool) -> str:
    """Those of names begin at a word (NOME is none in COGNOME), and end with one where the part ends in a blank."""
    start, stop = r"(?<![A-Z])" if is_name else "", r"(?![A-Z])" if part.endswith(" ") else ""
    return start + part.strip().replace(" ", " ?") + stop


def caption_kind(line: TextLine) -> str:
    """Name the field that a caption names, `ANOTHER` where it names one of another person, or a place; empty when it names none, or several."""
    letters = fold([line.read], 1).letters
    kinds = {kind for kind, pattern in _caption_patterns().items() if pattern.search(letters)}
    if kinds and (names_another(letters.split()) or _names_a_place(letters)):
        return ANOTHER
    if NUMBER in kinds and numbers_another(letters):
        return ANOTHER
    return kinds.pop() if len(kinds) == 1 else ""


def numbers_another(letters: str) -> bool:
    """Whether a label of a number names no document, and names something else that is numbered: a person, an insurance."""
    table = words()["numbers"]
    named = [part for part in words()["captions"][NUMBER] if part not in table["plain"]]
    if re.search("|".join(caption_pattern(part, is_name=False) for part in named), letters):
        return False
    telling = [word for word in letters.split() if len(word) >= _TELLING and word not in table["beside"]]
    return bool(telling) and not any(word.startswith(tuple(table["documents"])) for word in telling)


def _names_a_place(letters: str) -> bool:
    return _DATE not in letters and bool(_place_pattern().search(letters))


def is_higher(box: BoxMm, lines: Sequence[TextLine]) -> bool:
    """Whether a place is higher than the lines of some letters are, the middle one of them: a signature or an emblem that is read as a letter."""
    heights = sorted(line.box.height for line in lines if len(line.read.text) >= _SOME_LETTERS)
    return bool(heights) and heights[len(heights) // 2] <= SET_ALIKE * box.height


def set_alike(line: TextLine, other: TextLine) -> bool:
    """Whether two lines are set alike: in height, and in capitals or not."""
    heights = sorted((line.box.height, other.box.height))
    return heights[0] > SET_ALIKE * heights[1] and line.read.text.isupper() == other.read.text.isupper()


def tokens(text: FoldedText) -> Iterator[tuple[int, int, str]]:
    """Yield start, stop and text of what stands between blanks."""
    letters, start = text.letters, 0
    for place, letter in enumerate((*letters, " ")):
        if letter in " \n":
            if place > start:
                yield start, place, letters[start:place]
            start = place + 1


def starts_alone(text: FoldedText, found: Found) -> bool:
    """Whether nothing stands right before."""
    return found.start == 0 or text.letters[found.start - 1] in " \n"


def stands_alone(text: FoldedText, found: Found) -> bool:
    """Whether nothing stands right before or behind."""
    letters = text.letters
    return starts_alone(text, found) and (found.stop >= len(letters) or letters[found.stop] in " \n")


def find_alone(expected: str, text: FoldedText, *, goes_on: bool = False) -> Found | None:
    """Find where a text fits best of all places where nothing stands right before or behind; None where it agrees at none.

    `goes_on` leaves open what stands behind: of a value that was cut the print holds more. Where the text fits a piece of another word better,
    a place counts without a look-alike alone: of a short name there are many that are nearly alike.
    """
    is_alone = starts_alone if goes_on else stands_alone
    fits = find_each(expected, text, AGREES)
    most = max(_DOUBTED, min((found.cost for found in fits), default=0.0))
    alone = (found for found in fits if found.cost <= most and is_alone(text, found))
    return min(alone, key=lambda found: found.cost, default=None)


def is_sure(text: FoldedText, start: int, stop: int) -> bool:
    """Whether the reader is sure of every mark between."""
    rows = text.rows[start:stop]
    marked = rows[rows.argmax(axis=1) != OTHER]
    return bool(len(marked) and marked.max(axis=1).min() >= _SURE)


def holds_a_word(zone: PrintedZone, place: BoxMm) -> bool:
    """Whether a line of several letters was read in a place."""
    return any(
        line.box.overlap(place) > 0.5 * line.box.area
        and sum(character.isalnum() for character in line.text) >= _WORD
        for line in zone.lines
    )
