"""A field that a template has a place for is verified there: the same value at another place of the page states nothing of it.

Whoever changed a value can print the coded one once more, small, where nobody looks for it. So the coded value counts in the field's own
place alone, where it is set as large as whatever else stands there and no other word stands before it. Places may be named wrong, though, or
laid a line off, and some issuers print more than one value in a place. So three things leave a field open, where nothing else verifies it, and
make no other value of it: the coded value in another place of data, next to its own place, or in it behind another word.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from docforensics.formats.alphabet import FILLER
from docforensics.mrz.parse import Mrz
from docforensics.page.geometry import BoxMm
from docforensics.viz.fields.labels import is_of_page
from docforensics.viz.fields.match import find_all
from docforensics.viz.fields.other_script import may_be_name
from docforensics.viz.fields.rows import SET_ALIKE
from docforensics.viz.fields.sought import all_fields, one_field, printed_forms
from docforensics.viz.fields.zone import (
    DATES,
    DISAGREES,
    NAMES,
    FieldCheck,
    FieldState,
    PrintedZone,
    holds_a_word,
    is_sure,
    look,
    tokens,
)
from docforensics.viz.text import TextLine

_STANDS_IN = 0.3
"""Share of the smaller one of a place and of print that both cover, from which print stands in the place. A judgement; not fitted."""
_NEXT_MM = 3.0
"""By which a place may be laid wrong: less than a line and its caption. A judgement; not fitted."""
_FEWEST_LETTERS = 3
"""Of a word that counts as one before the value: shorter ones are titles and parts of names. A judgement; not fitted."""
_OF_DIGITS = frozenset({"document_number", *DATES})
"""Fields whose values have digits, whatever a date's month is written as."""
_SETTLED_OTHERWISE = frozenset({"sex"})
"""A letter, which `check_sex` looks for at its place already."""


def at_own_places(mrz: Mrz, zone: PrintedZone, inspected_on: date) -> tuple[FieldCheck, ...]:
    """Look for every field, in its own place where the template names it and anywhere where it does not."""
    return tuple(
        check if _is_settled(mrz, zone, check, inspected_on) else _own(mrz, zone, check, inspected_on)
        for check in all_fields(mrz, zone, inspected_on)
    )


def _is_settled(mrz: Mrz, zone: PrintedZone, check: FieldCheck, inspected_on: date) -> bool:
    """Whether what was found anywhere is what is in the field's own place, or there is no agreement to doubt."""
    if check.state is not FieldState.AGREES or not _has_place(zone, check):
        return True
    place = zone.places[check.name]
    if check.box is None or not _stands_in(check.box, place):
        return False
    is_large = check.box.height >= SET_ALIKE * _highest_in(zone, place)
    return is_large and not _is_behind_another(mrz, zone, check, inspected_on)


def weighed_by_other_places(
    mrz: Mrz, zone: PrintedZone, found: Sequence[FieldCheck], inspected_on: date
) -> tuple[FieldCheck, ...]:
    """Settle fields that do not agree in their own places by where else the coded value stands; `zone` holds all that was read."""
    anywhere = {check.name: check for check in all_fields(mrz, zone, inspected_on)}
    return tuple(
        check
        if check.state is FieldState.AGREES or not _has_place(zone, check)
        else _settled(mrz, zone, check, anywhere[check.name], inspected_on)
        for check in found
    )


def _has_place(zone: PrintedZone, check: FieldCheck) -> bool:
    return check.name in zone.places and check.name not in _SETTLED_OTHERWISE


def _own(mrz: Mrz, zone: PrintedZone, check: FieldCheck, inspected_on: date) -> FieldCheck:
    """Look for a field on the lines in its own place alone."""
    inside = _largest_in(zone, zone.places[check.name])
    again = _of(check.name, mrz, inside, inspected_on)
    if again.state is FieldState.AGREES and _is_behind_another(mrz, inside, again, inspected_on):
        return FieldCheck(name=check.name, state=FieldState.NOT_SEEN)
    return again


def _settled(
    mrz: Mrz, zone: PrintedZone, check: FieldCheck, elsewhere: FieldCheck, inspected_on: date
) -> FieldCheck:
    """Leave a field open, or take what agrees elsewhere for it, where that may be the field after all."""
    place = zone.places[check.name]
    inside = _largest_in(zone, place, read_whole=False)
    unseen = FieldCheck(name=check.name, state=FieldState.NOT_SEEN)
    if _of(check.name, mrz, inside, inspected_on).state is FieldState.AGREES:
        return unseen  # Behind another word: else it had been taken.
    box = elsewhere.box
    if elsewhere.state is not FieldState.AGREES or box is None or _stands_in(box, place):
        return check
    if not zone.among_data(box) and not box.overlap(place.grown(_NEXT_MM)) > 0:
        return check
    return unseen if holds_a_word(zone, place) else elsewhere


def _of(name: str, mrz: Mrz, zone: PrintedZone, inspected_on: date) -> FieldCheck:
    unseen = FieldCheck(name=name, state=FieldState.NOT_SEEN)
    return one_field(mrz, zone, name, inspected_on) if zone.lines else unseen


def _largest_in(zone: PrintedZone, place: BoxMm, *, read_whole: bool = True) -> PrintedZone:
    """Give the lines in a place that are set as the largest there; a place that was read whole has no height of its own.

    Parameters
    ----------
    read_whole
        Whether to keep the reading of the whole place, too.
    """
    lines = [line for line in zone.lines if _stands_in(line.box, place)]
    most = _highest_in(zone, place)
    large = [
        line for line in lines if (read_whole if line.box == place else line.box.height >= SET_ALIKE * most)
    ]
    return look(zone.page, large, zone.places, zone.data)


def _highest_in(zone: PrintedZone, place: BoxMm) -> float:
    """Height of the highest line of print in a place, mm; 0 where there is none."""
    found = (line for line in zone.lines if line.box != place and _stands_in(line.box, place))
    return max((line.box.height for line in found if _is_print(line)), default=0.0)


def _is_print(line: TextLine) -> bool:
    return sum(character.isalnum() for character in line.text) >= _FEWEST_LETTERS


def _is_behind_another(mrz: Mrz, inside: PrintedZone, check: FieldCheck, inspected_on: date) -> bool:
    """Whether a word that was surely read, and is neither of the value nor of the page, stands before what agrees in a place."""
    forms = printed_forms(mrz, check.name, inspected_on)
    parts = {part for form in forms for part in (form, *form.split()) if len(part) >= _FEWEST_LETTERS}
    if check.box is None or not parts:
        return False
    place, codes = (
        inside.places[check.name],
        ((mrz.value("issuer") or "").rstrip(FILLER), (mrz.nationality or "").rstrip(FILLER)),
    )
    before = (word for word in _words_before(inside, check.box, place, parts) if word not in codes)
    printed = "\n".join(line.text for line in inside.lines)
    return any(
        _may_be_value(word, check.name)
        and not is_of_page(word, codes)
        and not (check.name in NAMES and may_be_name(word, printed, tuple(parts), most=DISAGREES))
        for word in before
    )


def _may_be_value(word: str, name: str) -> bool:
    """Whether a word may be of another value of a field: of a number and of a date only what has digits, since a label may stand in their place too."""
    return name not in _OF_DIGITS or any(character.isdigit() for character in word)


def _words_before(inside: PrintedZone, value: BoxMm, place: BoxMm, parts: Iterable[str]) -> Iterator[str]:
    """Give the sure words that stand above a value or left of it, in its place, and are far from each of its parts."""
    text, wanted = inside.texts[0], tuple(parts)
    for start, stop, word in tokens(text):
        box = inside.box(text, start, stop)
        if box is None or len(word) < _FEWEST_LETTERS or not place.holds(box.centre):
            continue
        if not _is_before(box, value) or not is_sure(text, start, stop):
            continue
        if min(found.cost for found in find_all(wanted, text.part(start, stop), whole=True)) >= DISAGREES:
            yield word


def _is_before(box: BoxMm, value: BoxMm) -> bool:
    """Whether a place comes before another as one reads: on an upper row, or left of it."""
    if box.bottom - value.top <= value.height / 2:
        return True
    return box.top < value.bottom - value.height / 2 and box.centre[0] < value.left


def _stands_in(box: BoxMm, place: BoxMm) -> bool:
    return box.overlap(place) > _STANDS_IN * min(box.area, place.area)
