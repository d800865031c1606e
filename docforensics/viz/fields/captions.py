"""Labels: whether a line of print is one, and the name of the place that it belongs to.

Labels and titles are of the series, also on the one document that was seen; what stands beside them is the holder's.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from docforensics.viz.fields.columns import STROKES
from docforensics.viz.fields.dates import words
from docforensics.viz.fields.labels import (
    folded,
    is_of_page,
    is_of_stem,
    is_word_of_labels,
    label_within,
    mended_label,
    names_another,
    one_apart,
)
from docforensics.viz.fields.match import fold
from docforensics.viz.fields.zone import NUMBER, caption_pattern, numbers_another
from docforensics.viz.recognise import ReadLine

OF_ZONE = {
    "surname": "surname",
    "given_names": "given-names",
    "document_number": "document-number",
    "nationality": "nationality",
    "birth_date": "date-of-birth",
    "sex": "sex",
    "expiry_date": "date-of-expiry",
}
"""Names of places by the names that the fields of an MRZ have."""
_OF_CAPTIONS = {**OF_ZONE, "issue_date": "date-of-issue"}
_OF_A_PERSON = {"surname", "given_names", "birth_date", "document_number"}
"""Of these a label may speak of a father's, or of a name at birth."""
_LEAST_SHARE = 0.6
"""Share of a line's letters in words of labels and titles from which the line is one: values hold next to none. A judgement; not fitted."""
_LEAST_OF_TITLE = 0.4
"""The same of a title, half of which is the name of a State in a language that is not known. A judgement; not fitted."""
_MOST_DIGITS = 3
"""A label may bear its own number, and two labels theirs; a value of more digits is data. A judgement; not fitted."""
_OF_A_NUMBER = 2
"""Digits that the number of a label has at most: of a house number or a year more stand together. A judgement; not fitted."""
_FEWEST_TOGETHER, _ENDING, _SHORT_WORD = 8, 2, 2
"""Letters of a label of several words that is known with one misread; that may follow it, `O` of `No` or a plural; and of a word in it that one misread may
take away whole. Judgements."""
_FEWEST_LETTERS = 3
"""Of a label: a sex, a code of a type of document or a numeral is none."""


def place_name(letters: str) -> str:
    """Name the place that a label (capitals, A to Z, blanks) belongs to, for example `date-of-birth`; empty where it names none, or several."""
    seen = _alike(letters)
    mended = _mended(seen)
    return (
        _of_place(seen)
        or _of_place(mended)
        # `Plage of birth` speaks of a place, and its last word alone of a day.
        or (together := _by_words_together(seen)).get("places")
        or _of_caption(seen)
        or _of_caption(mended)
        or together.get("captions", "")
    )


def _of_place(seen: str) -> str:
    for kind, pattern in _patterns("places").items():
        if pattern.search(seen):
            return kind.replace("_", "-")
    return ""


def _of_caption(seen: str) -> str:
    kinds = {kind for kind, pattern in _patterns("captions").items() if pattern.search(seen)}
    if (kinds & _OF_A_PERSON and names_another(seen.split())) or (NUMBER in kinds and numbers_another(seen)):
        return ""
    return _OF_CAPTIONS[kinds.pop()] if len(kinds) == 1 else ""


def _by_words_together(seen: str) -> Mapping[str, str]:
    """Give the place, by its table, whose label of several words this is, with one letter misread and the blanks lost; nothing where none or several are."""
    together = seen.replace(" ", "")
    found = {
        (of, kind)
        for length in range(len(together) - _ENDING, len(together) + 2)
        for of, kind, label in _labels_of_words().get(length, ())
        if not (together == seen and _is_another(label.together, kind))
        and any(label.is_misread(together[: length + more]) for more in (-1, 0, 1))
    }
    if len(found) != 1:
        return {}
    of, kind = found.pop()
    return {of: _OF_CAPTIONS[kind] if kind in _OF_CAPTIONS else kind.replace("_", "-")}


@dataclass(frozen=True, slots=True, kw_only=True)
class _LabelOfWords:
    """A label of several words."""

    words: tuple[str, ...]
    together: str
    """Its letters without blanks."""

    def is_misread(self, letters: str) -> bool:
        """Whether letters are this label with one of them misread; short words at its ends stand, since `Document` alone is no label of a number."""
        first, last = (word if len(word) <= _SHORT_WORD else "" for word in (self.words[0], self.words[-1]))
        return letters.startswith(first) and letters.endswith(last) and one_apart(letters, self.together)


def _label_of(part: str) -> _LabelOfWords:
    found = tuple(_alike(part).split())
    return _LabelOfWords(words=found, together="".join(found))


@cache
def _labels_of_words() -> Mapping[int, Sequence[tuple[str, str, _LabelOfWords]]]:
    """Every label of several words, by its number of letters, with its table and the place that it names; a label in both tables is the first one's."""
    labels = {
        _label_of(part): (table, kind)
        for table in ("captions", "places")
        for kind, parts in words()[table].items()
        for part in parts
    }
    found: dict[int, list[tuple[str, str, _LabelOfWords]]] = {}
    for label, named in labels.items():
        if len(label.words) > 1 and len(label.together) >= _FEWEST_TOGETHER:
            found.setdefault(len(label.together), []).append((*named, label))
    return found


def _is_another(together: str, kind: str) -> bool:
    """Whether a label of several words is, without its blanks, the label of another place: `Valida de` is `Validade`."""
    return _words_alone().get(together, kind) != kind


@cache
def _words_alone() -> Mapping[str, str]:
    """The places that labels of one word name."""
    return {
        _alike(part.strip()): kind
        for table in ("captions", "places")
        for kind, parts in words()[table].items()
        for part in parts
        if " " not in part.strip()
    }


def _mended(seen: str) -> str:
    """The words of a label with one letter misread, put right; other words stay as they are."""
    return " ".join(mended_label(word) or word for word in seen.split())


def letters_of(line: ReadLine) -> str:
    """Fold a line to capitals, digits and blanks, letters with marks to the letter alone."""
    return " ".join(fold([line], 1).letters.split())


def is_label(letters: str) -> bool:
    """Whether a line (capitals, digits, blanks) is a label or a title: its words name places, or are of those that pages bear.

    Names of States are no such words here: they are values as often, of a place of birth or an authority.
    """
    plain = [word for word in letters.split() if word.isalpha() and len(word) >= _FEWEST_LETTERS]
    count = sum(map(len, plain))
    numerals = [sum(letter.isdigit() for letter in word) for word in letters.split()]
    if count < _FEWEST_LETTERS or sum(numerals) > _MOST_DIGITS or max(numerals) > _OF_A_NUMBER:
        return False
    if place_name(letters):
        return True
    known = sum(len(word) for word in plain if is_word_of_labels(word) or names_another([word]))
    return known >= _LEAST_SHARE * count


def is_title(letters: str, codes: Sequence[str] = (), nationality: str = "") -> bool:
    """Whether a line that stands above all labels is a title: some of its words are of labels and titles, or of names of States.

    `codes` are those of the issuer and of the nationality, whose names in their own languages are known; `nationality` is what the page
    itself states: a word that begins like it is the State's.
    """
    plain = [word for word in letters.split() if len(word) >= _FEWEST_LETTERS]
    stated = [word for word in nationality.split() if len(word) >= _FEWEST_LETTERS]

    def is_known(word: str) -> bool:
        return is_of_page(word, codes) or any(is_of_stem(word, one) for one in stated)

    known = sum(len(word) if is_known(word) else label_within(word) for word in plain)
    return bool(plain) and known >= _LEAST_OF_TITLE * sum(map(len, plain))


def label_end(letters: str) -> int:
    """How many characters of a line are the label before a value of digits; 0 where it holds no such two."""
    digit = next((place for place, letter in enumerate(letters) if letter.isdigit()), 0)
    end = letters.rfind(" ", 0, digit)
    numerals = sum(letter.isdigit() for letter in letters)
    return end if end > 0 and numerals > _MOST_DIGITS and place_name(letters[:end] + " ") else 0


def value_behind(text: str) -> int:
    """Where in a line as read a value of words begins behind its label; 0 where it holds no such two.

    Values are set in capitals. Of a label in capitals too, words that no label bears are a value, but for the one behind a stroke, which is
    the label in another language.
    """
    start, head = 0, text.rstrip()
    while head:
        blank = head.rfind(" ") + 1
        word = head[blank:]
        if not _is_of_value(word) or _is_translation(head[:blank]):
            break
        start, head = blank, head[:blank].rstrip()
    return start if head and place_name(" ".join(folded(head).split())) else 0


def _is_of_value(word: str) -> bool:
    return word.isupper() and (len(word) == 1 or not any(map(is_word_of_labels, folded(word).split())))


def _is_translation(before: str) -> bool:
    return before.rstrip().endswith(STROKES)


def _alike(text: str) -> str:
    """Letters as readers see them in small print: RN is an M."""
    return text.replace("RN", "M")


@cache
def _patterns(table: str) -> Mapping[str, re.Pattern[str]]:
    return {
        kind: re.compile("|".join(_pattern(_alike(part), kind, table) for part in parts))
        for kind, parts in words()[table].items()
    }


def _pattern(part: str, kind: str, table: str) -> str:
    found = caption_pattern(part, is_name=table == "places" or kind in {"surname", "given_names"})
    return found.replace(" ?", " ") if _is_another(part.replace(" ", ""), kind) else found
