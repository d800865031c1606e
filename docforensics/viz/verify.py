"""Holds the visual zone against the coded line, field by field: what is looked for is known, so it is verified, not read.

A field *agrees* when what the MRZ says is found among the print, misreads allowed for. It *disagrees* only when another
value of its kind stands where it belongs (nearly the same text, or beside the field's caption, or at the place that a
template names) and the reader is sure of it. Anything else was *not seen*, which is no finding.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from docforensics.mrz.icao import code_name
from docforensics.mrz.parse import Mrz
from docforensics.page.geometry import BoxMm
from docforensics.viz.dates import PrintedDate, Triple, distance, is_real, printed_dates, renderings, words
from docforensics.viz.match import OTHER, SYMBOLS, Found, Text, find, fold
from docforensics.viz.text import PageText, PlacedLine

AGREES = 2.0
"""Cost up to which an expected text counts as found: one look-alike, or doubts that the reader has itself."""
DISAGREES = 3.0
"""Cost from which another text is no misread of the expected one."""
_FORMS = 3
"""Ways in which the letters of a page are transliterated: UE, UXX and U of one."""
_NEAR = 2
"""Characters in which a value may differ and still be told as the same field's by its text alone."""
_SURE = 0.5
"""Probability of the least certain character of a value that disagrees; where it differs, the cost asks for more."""


class FieldState(StrEnum):
    """What the visual zone says of one field of the MRZ."""

    AGREES = "agrees"
    DISAGREES = "disagrees"
    NOT_SEEN = "not seen"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldCheck:
    """One field, held against the print."""

    name: str
    """As in the MRZ's format table; `surname` and `given_names` for the two identifiers."""
    state: FieldState
    box: BoxMm | None = None
    """Where the print stands."""
    printed: str = ""
    """Where it disagrees: the print in the MRZ's own form (YYMMDD for dates)."""
    cost: float = 0.0
    """Powers of ten by which the picture fits the print as read better than what the MRZ says."""


Places = Mapping[str, BoxMm]
"""Where a template says that a field stands, by the MRZ's names of fields."""


def verify(
    mrz: Mrz, page: PageText, inspected_on: date, places: Places | None = None
) -> tuple[FieldCheck, ...]:
    """Hold every field that the page may show against the MRZ; faint lines are read only if something was not seen."""
    known = places or {}
    found = _checked(mrz, page, page.values(), inspected_on, known)
    if all(item.state is FieldState.AGREES for item in found):
        return found
    again = _checked(mrz, page, _all_lines(page, known), inspected_on, known)
    return tuple(
        first if first.state is not FieldState.NOT_SEEN and second.state is not FieldState.AGREES else second
        for first, second in zip(found, again, strict=True)
    )


def _all_lines(page: PageText, places: Places) -> tuple[PlacedLine, ...]:
    """Everything that can be read: bold lines, faint ones, and the template's fields."""
    named = [page.line(box) for box in places.values()]
    return tuple(dict.fromkeys([*page.values(), *page.faint_values(), *named]))


def _checked(
    mrz: Mrz, page: PageText, lines: Sequence[PlacedLine], inspected_on: date, places: Places
) -> tuple[FieldCheck, ...]:
    zone = Zone(
        page=page,
        lines=tuple(lines),
        texts=tuple(fold([line.read for line in lines], form) for form in range(_FORMS)),
        places=places,
    )
    return (
        zone.number(mrz.document_number.replace(" ", "")),
        *zone.dates(mrz, inspected_on),
        zone.name("surname", mrz.name.primary),
        zone.name("given_names", mrz.name.secondary),
        zone.nationality(mrz.nationality or ""),
        zone.sex(mrz.value("sex") or ""),
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Zone:
    """The lines of one look at a page, folded in every form."""

    page: PageText
    lines: tuple[PlacedLine, ...]
    texts: tuple[Text, ...]
    places: Places

    def number(self, expected: str) -> FieldCheck:
        """Look for the document number."""
        name, text = "document_number", self.texts[0]
        found = find(expected, text)
        if len(expected) < 5 or found.cost <= AGREES:
            return self._agreement(name, found, text, seen=len(expected) >= 5)
        for start, stop, token in _tokens(text):
            near = (
                len(token) == len(expected)
                and sum(a != b for a, b in zip(token, expected, strict=True)) <= _NEAR
            )
            here = len(token) >= 5 and any(s.isdigit() for s in token) and self._at_place(name, text, start)
            if (near or here) and (
                check := self._disagreement(name, expected, text, Found(cost=0.0, start=start, stop=stop))
            ):
                return check
        return FieldCheck(name=name, state=FieldState.NOT_SEEN)

    def dates(self, mrz: Mrz, inspected_on: date) -> tuple[FieldCheck, ...]:
        """Look for the dates of birth and expiry."""
        text = self.texts[0]
        printed = [found for found in printed_dates(text.letters) if any(map(is_real, found.readings))]
        wanted = {name: _triple(mrz, name) for name in ("birth_date", "expiry_date")}
        free = [
            found for found in printed if not found.readings & {value for value in wanted.values() if value}
        ]
        years = {"birth_date": mrz.birth_date(inspected_on).year}
        expiry = mrz.expiry_date(inspected_on)
        years["expiry_date"] = expiry.year if expiry else None
        return tuple(
            self._date(name, value, years[name], printed, free)
            if value
            else FieldCheck(name=name, state=FieldState.NOT_SEEN)
            for name, value in wanted.items()
        )

    def _date(
        self,
        name: str,
        expected: Triple,
        year: int | None,
        printed: Sequence[PrintedDate],
        free: Sequence[PrintedDate],
    ) -> FieldCheck:
        text = self.texts[0]
        for item in printed:
            if expected in item.readings:
                return self._agreement(name, Found(cost=0.0, start=item.start, stop=item.stop), text)
        years = tuple(dict.fromkeys([*([year] if year else []), 1900 + expected[0], 2000 + expected[0]]))
        options = [find(one, text) for one in renderings(expected, years)]
        fits = [found for found in options if found.cost <= AGREES and _stands_alone(text, found)]
        if fits:
            return self._agreement(name, min(fits, key=lambda found: found.cost), text)
        for item in free:
            if self._belongs(name, item, expected, printed) and _sure(text, item.start, item.stop):
                part = text.part(item.start, item.stop)
                cost = min(find(one, part, whole=True).cost for one in renderings(expected, years))
                if cost >= DISAGREES:
                    reading = min(item.readings, key=lambda one: distance(one, expected))
                    return FieldCheck(
                        name=name,
                        state=FieldState.DISAGREES,
                        box=self._box(text, item.start, item.stop),
                        printed="".join(f"{value:02d}" for value in reading),
                        cost=cost,
                    )
        return FieldCheck(name=name, state=FieldState.NOT_SEEN)

    def _belongs(
        self, name: str, item: PrintedDate, expected: Triple, printed: Sequence[PrintedDate]
    ) -> bool:
        """Whether a printed date is this field's: by the template, by its caption, or because only one digit or two differ."""
        if name in self.places:
            return self._at_place(name, self.texts[0], item.start)
        caption = self._caption(self._box(self.texts[0], item.start, item.stop))
        if caption:
            return caption == name
        near = any(distance(one, expected) <= _NEAR for one in item.readings)
        return near and _is_in_turn(name, item, printed)

    def name(self, name: str, components: tuple[str, ...]) -> FieldCheck:
        """Look for one identifier of the holder's name."""
        expected = " ".join(components)
        if not expected:
            return FieldCheck(name=name, state=FieldState.NOT_SEEN)
        best = min(((find(expected, text), text) for text in self.texts), key=lambda item: item[0].cost)
        if best[0].cost <= AGREES and _starts_alone(best[1], best[0]):
            return self._agreement(name, *best)
        apart = [
            min((find(part, text) for text in self.texts), key=lambda found: found.cost)
            for part in components
        ]
        if all(found.cost <= AGREES for found in apart) and len(expected) > 3:
            return self._agreement(name, apart[0], self.texts[0])
        found, text = best
        token = text.letters[found.start : found.stop].strip()
        near = len(token) == len(expected) >= 4 and "\n" not in token and _stands_alone(text, found)
        differing = sum(a != b for a, b in zip(token, expected, strict=False))
        if near and differing <= _NEAR and (check := self._disagreement(name, expected, text, found)):
            return check
        return FieldCheck(name=name, state=FieldState.NOT_SEEN)

    def nationality(self, code: str) -> FieldCheck:
        """Look for the nationality, as its code or as the State's name or the beginning of an adjective of it."""
        text = self.texts[1]
        stem = (code_name(code) or "").upper().partition(",")[0].partition(" (")[0]
        for wanted, whole in ((code, True), (stem[: max(len(stem) - 1, 4)], False)):
            if len(wanted) >= 3 and all(symbol in SYMBOLS for symbol in wanted):
                found = find(wanted, text)
                if found.cost <= 1.0 and (_stands_alone if whole else _starts_alone)(text, found):
                    return self._agreement("nationality", found, text)
        return FieldCheck(name="nationality", state=FieldState.NOT_SEEN)

    def sex(self, expected: str) -> FieldCheck:
        """Look for a letter by itself; another one counts only at the template's place."""
        text = self.texts[1]
        wanted = expected if expected in {"F", "M"} else "X"
        alone = [item for item in _tokens(text) if item[2] in {"F", "M", "X"}]
        for start, stop, token in alone:
            if token == wanted:
                return self._agreement("sex", Found(cost=0.0, start=start, stop=stop), text)
        for start, stop, _ in alone:
            if self._at_place("sex", text, start) and (
                check := self._disagreement("sex", wanted, text, Found(cost=0.0, start=start, stop=stop))
            ):
                return check
        return FieldCheck(name="sex", state=FieldState.NOT_SEEN)

    def _agreement(self, name: str, found: Found, text: Text, *, seen: bool = True) -> FieldCheck:
        state = FieldState.AGREES if seen else FieldState.NOT_SEEN
        return FieldCheck(
            name=name, state=state, box=self._box(text, found.start, found.stop), cost=found.cost
        )

    def _disagreement(self, name: str, expected: str, text: Text, found: Found) -> FieldCheck | None:
        """Make a disagreement of what stands here, if the reader is sure of it and it is far enough from what is expected."""
        cost = find(expected, text.part(found.start, found.stop), whole=True).cost
        if cost < DISAGREES or not _sure(text, found.start, found.stop):
            return None
        return FieldCheck(
            name=name,
            state=FieldState.DISAGREES,
            box=self._box(text, found.start, found.stop),
            printed=text.letters[found.start : found.stop].strip(),
            cost=cost,
        )

    def _box(self, text: Text, start: int, stop: int) -> BoxMm | None:
        inside = [place for place in range(start, stop) if text.line[place] >= 0]
        if not inside:
            return None
        line = self.lines[int(text.line[inside[0]])]
        return line.part(float(text.column[inside[0]]), float(text.column[inside[-1]]))

    def _at_place(self, name: str, text: Text, start: int) -> bool:
        place, box = self.places.get(name), self._box(text, start, start + 1)
        return place is not None and box is not None and box.overlap(place) > 0

    def _caption(self, box: BoxMm | None) -> str:
        """Tell by the caption nearest above or before which field stands in a place; empty when none says."""
        said = (
            []
            if box is None
            else [(line, kind) for line in self.page.captions(box) if (kind := caption_kind(line))]
        )
        if not said or box is None:
            return ""
        return min(said, key=lambda item: abs(item[0].box.left - box.left) + abs(box.top - item[0].box.top))[
            1
        ]


def caption_kind(line: PlacedLine) -> str:
    """Name the field that a caption speaks of; empty when it says none, or several."""
    letters = fold([line.read], 1).letters
    kinds = {kind for kind, parts in words()["captions"].items() if any(part in letters for part in parts)}
    return kinds.pop() if len(kinds) == 1 else ""


def _triple(mrz: Mrz, name: str) -> Triple | None:
    raw = mrz.fields[name].raw if name in mrz.fields else ""
    if len(raw) != 6 or not raw.isascii() or not raw.isdigit():
        return None
    return int(raw[:2]), int(raw[2:4]), int(raw[4:])


def _tokens(text: Text) -> Iterator[tuple[int, int, str]]:
    """Yield start, stop and text of what stands between blanks."""
    letters, start = text.letters, 0
    for place, letter in enumerate((*letters, " ")):
        if letter in " \n":
            if place > start:
                yield start, place, letters[start:place]
            start = place + 1


def _starts_alone(text: Text, found: Found) -> bool:
    return found.start == 0 or text.letters[found.start - 1] in " \n"


def _stands_alone(text: Text, found: Found) -> bool:
    letters = text.letters
    return _starts_alone(text, found) and (found.stop >= len(letters) or letters[found.stop] in " \n")


def _sure(text: Text, start: int, stop: int) -> bool:
    rows = text.rows[start:stop]
    marked = rows[rows.argmax(axis=1) != OTHER]
    return bool(len(marked) and marked.max(axis=1).min() >= _SURE)


def _is_in_turn(name: str, item: PrintedDate, printed: Sequence[PrintedDate]) -> bool:
    """Whether a date stands where birth (first) or expiry (last) belongs among the dates of the page, by years.

    A date of issue is mostly a digit or two off the expiry: only where three dates were read is the last one told.
    """
    years = {one.year for one in printed if one.year is not None}
    if item.year is None:
        return False
    return item.year == min(years) if name == "birth_date" else len(years) > 2 and item.year == max(years)
