"""What stands in print where a template has a field that the machine readable zone leaves blank.

Fillers instead of a value leave nothing to compare the print with: whoever alters a printed date can write fillers into the zone, with
digits that agree. So such a field is in order only where its place was seen and shows no value: it is blank, or shows what Doc 9303-3
prints for none (X for the sex; X, dashes or words such as UNLIMITED for a date).
"""

import re
from collections.abc import Iterator

from docforensics.checks.claims import Why
from docforensics.checks.support.places import why_hidden
from docforensics.checks.support.wording import field_places
from docforensics.document import Document, Side
from docforensics.formats.alphabet import FILLER
from docforensics.mrz.parse import Mrz
from docforensics.page.geometry import BoxMm
from docforensics.viz.fields.labels import folded
from docforensics.viz.fields.zone import DATES
from docforensics.viz.text import PageText, TextLine

_SEXES, _UNKNOWN = frozenset("FM"), frozenset("X")
_FEW_MARKS = 3
"""Letters and digits that the reader takes from background print alone: at most so many at 14 blank places of a drawn passport, below `_SURE`."""
_SURE = 0.9
"""Certainty of every letter and digit from which print is read. A judgement; not fitted."""
_VALUE_DIGIT = re.compile("[1-9]")
_FEWEST_DIGITS = 2
"""Digits other than 0 of a whole date: 10 OCT 2000 has two."""


def is_left_blank(mrz: Mrz, name: str) -> bool:
    """Whether a zone's format has a field, by its name there, and nothing but fillers stands in it."""
    if name in {"surname", "given_names"}:
        return not (mrz.name.primary if name == "surname" else mrz.name.secondary)
    if name == "document_number":
        return not mrz.document_number
    value = mrz.value(name)
    return value is not None and not value.strip(f"{FILLER} ")


def blank_places(document: Document, name: str) -> Iterator[tuple[int, Why | None]]:
    """Give each side whose template has a place for a field, with why its print is not in order for a blank one; None where it is."""
    for index, side in enumerate(document.sides):
        place = field_places(side).get(name)
        if place is not None and document.mrz is not None:
            yield index, why_hidden(side, place) or _why_printed(side, place, name, document.mrz)


def _why_printed(side: Side, place: BoxMm, name: str, mrz: Mrz) -> Why | None:
    text = side.viz.text
    if text is None or any(_is_value(line, name, mrz) for line in _lines_at(text, place)):
        return Why.UNREADABLE
    return None


def _lines_at(text: PageText, place: BoxMm) -> tuple[TextLine, ...]:
    """Read the place as a whole, and the lines and single letters that were found there."""
    return (text.line(place), *text.values_at([place]), *text.letters([place]))


def _is_value(line: TextLine, name: str, mrz: Mrz) -> bool:
    """Whether a line is a value of the field, or may be one that was not read for certain."""
    text = line.text.upper()
    marks = sum(character.isalnum() for character in text)
    if name == "sex" or _UNKNOWN.issuperset(mark for mark in text if mark.isalnum()):
        return name == "sex" and not _SEXES.isdisjoint(text)
    digits = len(_VALUE_DIGIT.findall(text))
    is_sure = line.read.least_sure >= _SURE
    if digits >= _FEWEST_DIGITS or (marks > _FEW_MARKS and (digits or not is_sure)):
        return True
    return is_sure and name not in DATES and any(_other_words(text, mrz))


def _other_words(text: str, mrz: Mrz) -> Iterator[str]:
    """Give the words of several letters that are not of the other identifier, which some issuers print in this place."""
    known = "".join((*mrz.name.primary, *mrz.name.secondary))
    return (word for word in folded(text).split() if len(word) > 1 and word not in known)
