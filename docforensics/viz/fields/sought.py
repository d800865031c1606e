"""Looks for each field of the coded line among some lines of print: number, dates, nationality and sex; `names` does so for names."""

from collections.abc import Sequence
from datetime import date
from functools import cache, partial

from docforensics.mrz.dates import FUTURE_YEARS
from docforensics.mrz.icao import code_name, state_names
from docforensics.mrz.parse import Mrz
from docforensics.viz.fields.dates import (
    PrintedDate,
    Triple,
    distance,
    is_real,
    printed_dates,
    renderings,
)
from docforensics.viz.fields.labels import folded
from docforensics.viz.fields.match import SYMBOLS, FoldedText, Found, find, find_all, find_each
from docforensics.viz.fields.names import check_name
from docforensics.viz.fields.zone import (
    AGREES,
    DATES,
    DISAGREES,
    NAMES,
    NEAR,
    FieldCheck,
    FieldState,
    PrintedZone,
    find_alone,
    is_higher,
    is_sure,
    stands_alone,
    starts_alone,
    tokens,
)
from docforensics.viz.text import TextLine

_OF_A_STATE = 1.0
"""Cost up to which a State's name, or its code, counts as found: no look-alike. A judgement; not fitted."""
SEXES = frozenset({"F", "M", "X"})
OLDEST, FIRST_EXPIRY = 125, 1980
"""Years of the oldest holder, and the first in which a document with a zone may have expired. Judgements; not fitted."""
_FEWEST_OF_NUMBER = 5
"""Characters of a number that is looked for: a shorter one stands in others by chance."""
_TWO_DATES = 1.8
"""Widths of a printed date from which a place has room for two: 56.6 and 27 mm on design 584, which asked for it, 29.9 and 27 mm for its date of birth. A judgement."""


def all_fields(mrz: Mrz, zone: PrintedZone, inspected_on: date) -> tuple[FieldCheck, ...]:
    """Look for every field that a page may show."""
    return (
        check_number(zone, number_of(mrz)),
        *check_dates(zone, mrz, inspected_on),
        *(one_name(mrz, zone, name) for name in NAMES),
        check_nationality(zone, mrz.nationality or ""),
        check_sex(zone, mrz.value("sex") or ""),
    )


def one_field(mrz: Mrz, zone: PrintedZone, name: str, inspected_on: date) -> FieldCheck:
    """Look for one of them."""
    if name in NAMES:
        return one_name(mrz, zone, name)
    if name == "document_number":
        return check_number(zone, number_of(mrz))
    if name == "nationality":
        return check_nationality(zone, mrz.nationality or "")
    if name == "sex":
        return check_sex(zone, mrz.value("sex") or "")
    return next(check for check in check_dates(zone, mrz, inspected_on) if check.name == name)


def one_name(mrz: Mrz, zone: PrintedZone, name: str) -> FieldCheck:
    """Look for one identifier of the holder's name; of one that was cut the print may hold more."""
    said = mrz.name.primary if name == NAMES[0] else mrz.name.secondary
    return check_name(zone, name, said, goes_on=mrz.name.may_be_truncated)


def can_be_found(mrz: Mrz, name: str) -> bool:
    """Whether the coded line gives a field a value that can be searched for."""
    if name in DATES:
        return triple(mrz, name) is not None
    if name == "document_number":
        return len(number_of(mrz)) >= _FEWEST_OF_NUMBER
    said = {"surname": mrz.name.primary, "given_names": mrz.name.secondary, "nationality": mrz.nationality}
    return bool(said.get(name, True))


def number_of(mrz: Mrz) -> str:
    """Give the document number as it is looked for."""
    return mrz.document_number.replace(" ", "")


def printed_forms(mrz: Mrz, name: str, inspected_on: date) -> tuple[str, ...]:
    """List how the coded value of a field may be printed."""
    if name in DATES:
        value = triple(mrz, name)
        return () if value is None else tuple(renderings(value, _years(mrz, name, value, inspected_on)))
    said = {
        "document_number": number_of(mrz),
        "surname": " ".join(mrz.name.primary),
        "given_names": " ".join(mrz.name.secondary),
    }
    return tuple(filter(None, [said.get(name, "")]))


def _years(mrz: Mrz, name: str, value: Triple, inspected_on: date) -> tuple[int, ...]:
    """Give the years that two digits may stand for, the likeliest first."""
    expiry = mrz.expiry_date(inspected_on)
    year = mrz.birth_date(inspected_on).year if name == "birth_date" else expiry.year if expiry else None
    return tuple(dict.fromkeys([*([year] if year else []), 1900 + value[0], 2000 + value[0]]))


def check_number(zone: PrintedZone, expected: str) -> FieldCheck:
    """Look for the document number."""
    name, text = "document_number", zone.texts[0]
    if len(expected) < _FEWEST_OF_NUMBER:
        return FieldCheck(name=name, state=FieldState.NOT_SEEN)
    if found := find_alone(expected, text):
        return zone.agreement(name, found, text)
    if (
        find(expected, text).cost <= AGREES
    ):  # a piece of a longer number, or a label that was read as one with it
        return FieldCheck(name=name, state=FieldState.NOT_SEEN)
    for start, stop, token in tokens(text):
        near = (
            len(token) == len(expected) and sum(a != b for a, b in zip(token, expected, strict=True)) <= NEAR
        )
        here = len(token) >= 5 and any(s.isdigit() for s in token) and zone.at_place(name, text, start)
        if (near or here) and (
            check := zone.disagreement(name, expected, text, Found(cost=0.0, start=start, stop=stop))
        ):
            return check
    return FieldCheck(name=name, state=FieldState.NOT_SEEN)


def check_dates(zone: PrintedZone, mrz: Mrz, inspected_on: date) -> tuple[FieldCheck, ...]:
    """Look for the dates of birth and expiry."""
    text = zone.texts[0]
    printed = [found for found in printed_dates(text.letters) if any(map(is_real, found.readings))]
    wanted = {name: triple(mrz, name) for name in DATES}
    free = [found for found in printed if not found.readings & {value for value in wanted.values() if value}]
    return tuple(
        _date(
            zone,
            name,
            value,
            _years(mrz, name, value, inspected_on),
            printed=printed,
            free=[item for item in free if _is_possible(name, item, inspected_on.year)],
        )
        if value
        else FieldCheck(name=name, state=FieldState.NOT_SEEN)
        for name, value in wanted.items()
    )


def _is_possible(name: str, item: PrintedDate, now: int) -> bool:
    """Whether a printed year may be that of a birth, or of an expiry; those of other calendars (Buddhist, Hijri, Nepalese) are not."""
    first, last = (now - OLDEST, now) if name == "birth_date" else (FIRST_EXPIRY, now + 2 * FUTURE_YEARS)
    return item.year is None or first <= item.year <= last


def _date(
    zone: PrintedZone,
    name: str,
    expected: Triple,
    years: tuple[int, ...],
    *,
    printed: Sequence[PrintedDate],
    free: Sequence[PrintedDate],
) -> FieldCheck:
    text = zone.texts[0]
    for item in printed:
        if expected in item.readings:
            return zone.agreement(name, Found(cost=0.0, start=item.start, stop=item.stop), text)
    forms = tuple(renderings(expected, years))
    fits = [found for found in find_all(forms, text) if found.cost <= AGREES and stands_alone(text, found)]
    if fits:
        return zone.agreement(name, min(fits, key=lambda found: found.cost), text)
    for item in free:
        if _may_lack_a_digit(item, expected, text):
            continue
        if _belongs(zone, name, item, expected, printed) and is_sure(text, item.start, item.stop):
            part = text.part(item.start, item.stop)
            cost = min(found.cost for found in find_all(forms, part, whole=True))
            if cost >= DISAGREES:
                reading = min(item.readings, key=lambda one: distance(one, expected))
                return FieldCheck(
                    name=name,
                    state=FieldState.DISAGREES,
                    box=zone.box(text, item.start, item.stop),
                    printed="".join(f"{value:02d}" for value in reading),
                    as_printed=" ".join(text.letters[item.start : item.stop].split()),
                    cost=cost,
                )
    return FieldCheck(name=name, state=FieldState.NOT_SEEN)


def _may_lack_a_digit(item: PrintedDate, expected: Triple, text: FoldedText) -> bool:
    """Whether a day of one digit is the coded day but for its first digit: Doc 9303-3 4.8 asks for two, and a reader loses one at the end of its strip."""
    is_short = not text.letters[item.start : item.stop][1:2].isdigit()
    return is_short and any(one[:2] == expected[:2] and one[2] == expected[2] % 10 for one in item.readings)


def _belongs(
    zone: PrintedZone, name: str, item: PrintedDate, expected: Triple, printed: Sequence[PrintedDate]
) -> bool:
    """Whether a printed date is this field's: by the template, by its caption, or because only one digit or two differ."""
    if name in zone.places:
        is_alone = not (
            _is_of_two(zone, name, item, expected) and _may_be_issue(name, item, expected, printed)
        )
        return is_alone and zone.at_place(name, zone.texts[0], item.start)
    caption = zone.caption(zone.box(zone.texts[0], item.start, item.stop))
    if caption:
        return caption == name
    near = any(distance(one, expected) <= NEAR for one in item.readings)
    return near and _is_in_turn(name, item, printed) and not _may_be_issue(name, item, expected, printed)


def _may_be_issue(name: str, item: PrintedDate, expected: Triple, printed: Sequence[PrintedDate]) -> bool:
    """Whether a date may be that of issue of a document with the coded expiry: its day or the next, earlier, and none before it is."""
    if name != "expiry_date" or item.year is None or item.year % 100 > expected[0]:
        return False
    days = [one for one in printed if any(_same_day(reading, expected) for reading in one.readings)]
    return item in days and not any(one.year is not None and one.year < item.year for one in days)


def _is_of_two(zone: PrintedZone, name: str, item: PrintedDate, expected: Triple) -> bool:
    """Whether the place that a template has of a date has room for two like this, which is of an earlier year: the days of issue and of expiry a blank apart, learned as one. The place of a date that other holders have longer has it too."""
    box = zone.box(zone.texts[0], item.start, item.stop)
    is_earlier = item.year is not None and item.year % 100 < expected[0]
    return is_earlier and box is not None and zone.places[name].width > _TWO_DATES * box.width


def _same_day(one: Triple, other: Triple) -> bool:
    """Whether two dates are of one day of the year, or of the next: documents expire the day before."""
    return one[1] == other[1] and abs(one[2] - other[2]) <= 1


def check_nationality(zone: PrintedZone, code: str) -> FieldCheck:
    """Look for the nationality, as its code or as the State's name or the beginning of an adjective of it."""
    text = zone.texts[1]
    stem = (code_name(code) or "").upper().partition(",")[0].partition(" (")[0]
    for wanted, whole in ((code, True), (stem[: max(len(stem) - 1, 4)], False)):
        if len(wanted) >= 3 and all(symbol in SYMBOLS for symbol in wanted):
            is_alone = stands_alone if whole else starts_alone
            best = find(wanted, text)
            if best.cost > _OF_A_STATE or not is_alone(text, best):
                continue
            if found := best if whole else _of_this_state(stem, wanted, text):
                return zone.agreement("nationality", found, text)
    return FieldCheck(name="nationality", state=FieldState.NOT_SEEN)


def _of_this_state(own: str, stem: str, text: FoldedText) -> Found | None:
    """Find the beginning of a State's name where no other State's longer name stands, which holds it, too: NIGERIA, or GUINEA BISSAU."""
    names = [name for name in _state_names() if stem in name and len(name) > len(own)]
    longer = [found for name in names for found in find_each(name, text, _OF_A_STATE)]
    fits = [
        found
        for found in find_each(stem, text, _OF_A_STATE)
        if starts_alone(text, found) and not any(map(partial(_lies_in, found), longer))
    ]
    return min(fits, key=lambda found: found.cost, default=None)


@cache
def _state_names() -> tuple[str, ...]:
    """As they may be printed, without what stands behind a comma or in brackets."""
    return tuple(
        sorted(
            {
                " ".join(folded(name.partition(",")[0].partition(" (")[0].upper()).split())
                for name in state_names()
            }
        )
    )


def _lies_in(found: Found, other: Found) -> bool:
    return other.start <= found.start and found.stop <= other.stop


def check_sex(zone: PrintedZone, expected: str, lines: Sequence[TextLine] | None = None) -> FieldCheck:
    """Look for a letter by itself, no higher than other print; another one counts only at the template's place.

    A signature, a perforation or an emblem reads as a letter as well. So where the template says where personal data stand, the letter must stand
    there, and one that stands there beside another letter of the kind says nothing. `lines` are those of other print, the zone's own if not given.
    """
    text, others = zone.texts[1], zone.lines if lines is None else lines
    wanted = expected if expected in {"F", "M"} else "X"
    unseen = FieldCheck(name="sex", state=FieldState.NOT_SEEN)
    alone = []
    for start, stop, token in tokens(text):
        box = zone.box(text, start, stop) if token in SEXES else None
        if box is not None and not is_higher(box, others) and zone.among_data(box):
            alone.append((start, stop, token))
    placed = [item for item in alone if zone.at_place("sex", text, item[0])]
    if zone.data and not placed and len({token for _, _, token in alone}) > 1:
        return unseen
    for start, stop, token in placed or alone:
        if token == wanted:
            return zone.agreement("sex", Found(cost=0.0, start=start, stop=stop), text)
    for start, stop, _ in placed:
        if check := zone.disagreement("sex", wanted, text, Found(cost=0.0, start=start, stop=stop)):
            return check
    return unseen


def triple(mrz: Mrz, name: str) -> Triple | None:
    """Give the coded date of a field; None where it has none."""
    raw = mrz.fields[name].raw if name in mrz.fields else ""
    if len(raw) != 6 or not raw.isascii() or not raw.isdigit():
        return None
    return int(raw[:2]), int(raw[2:4]), int(raw[4:])


def _is_in_turn(name: str, item: PrintedDate, printed: Sequence[PrintedDate]) -> bool:
    """Whether a date stands where birth (first) or expiry (last) belongs among the dates of the page, by years.

    A date of issue is mostly a digit or two off the expiry: only where three dates were read is the last one told.
    """
    years = {one.year for one in printed if one.year is not None}
    if item.year is None:
        return False
    return item.year == min(years) if name == "birth_date" else len(years) > 2 and item.year == max(years)
