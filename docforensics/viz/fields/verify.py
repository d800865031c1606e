"""Compares the visual zone with the coded line, field by field: what is looked for is known, so it is verified, not read.

A field *agrees* when what the MRZ says is found among the print, misreads allowed for. It *disagrees* only when another
value of its kind stands where it belongs (nearly the same text, or beside the field's caption, or at the place that a
template names) and the reader is sure of it. Anything else was *not seen*, which is no finding.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from docforensics.mrz.parse import Mrz
from docforensics.page.geometry import BoxMm
from docforensics.viz.fields.anothers import without_anothers
from docforensics.viz.fields.held import is_held
from docforensics.viz.fields.names import at_its_place
from docforensics.viz.fields.own_place import at_own_places, weighed_by_other_places
from docforensics.viz.fields.sought import (
    SEXES,
    can_be_found,
    check_sex,
    one_name,
    printed_forms,
)
from docforensics.viz.fields.zone import (
    NAMES,
    FieldCheck,
    FieldState,
    Places,
    PrintedZone,
    holds_a_word,
    look,
)
from docforensics.viz.text import PageText, TextLine

_LINE_HEIGHTS = 2.0
"""Heights of a line of print that a template's place of one line has at most. A judgement; not fitted."""


def verify(
    mrz: Mrz,
    page: PageText,
    inspected_on: date,
    places: Places | None = None,
    data: Sequence[BoxMm] = (),
) -> tuple[FieldCheck, ...]:
    """Compare every field that the page may show with the MRZ; no further line is read once every field agrees.

    Lines are read in the order in which they are likely to hold the fields: those at the template's places, all bold ones, and
    everything only if a field was still not seen. What agrees on some lines agrees on those and more. A glance comes first: it settles
    a page on which every field agrees; what it leaves open, and every disagreement, is decided by the thorough reading alone.

    `places` and `data` are where the template has single fields by name, and personal data of any name.
    """
    return without_anothers(mrz, _compared(mrz, page, inspected_on, places or {}, data))


def _compared(
    mrz: Mrz, page: PageText, inspected_on: date, known: Places, data: Sequence[BoxMm]
) -> tuple[FieldCheck, ...]:
    """Compare with as few lines as settle every field."""
    for view in filter(None, (page.glance(), page if known else None)):
        lines = view.values_at(known.values()) if known else view.values()
        zone = look(view, lines, known, data)
        found = _at_own_places(mrz, zone, at_own_places(mrz, zone, inspected_on), inspected_on)
        if not known and _sought(mrz, found) == {"sex"}:
            found = _with_sex_alone(mrz, found, zone)
        if _is_settled(mrz, found):
            return found
        page.take(_holding(zone, found))
    bold = look(page, page.values(), known, data)
    found = at_own_places(mrz, bold, inspected_on)
    ahead = _at_own_places(mrz, bold, found, inspected_on)
    if _sought(mrz, ahead) == {"sex"}:
        ahead = _with_sex_alone(mrz, ahead, bold)
    return ahead if _is_settled(mrz, ahead) else _of_everything(mrz, bold, found, inspected_on)


def _holding(zone: PrintedZone, found: Iterable[FieldCheck]) -> Iterator[TextLine]:
    """Yield the lines that fields were found on."""
    boxes = [check.box for check in found if check.state is FieldState.AGREES and check.box is not None]
    for line in zone.lines:
        if any(line.box.overlap(box) > 0.5 * min(line.box.area, box.area) for box in boxes):
            yield line


def _of_everything(
    mrz: Mrz, bold: PrintedZone, found: Sequence[FieldCheck], inspected_on: date
) -> tuple[FieldCheck, ...]:
    """Compare with all that can be read, where bold lines did not settle every field."""
    page = bold.page
    sought = _sought(mrz, found)
    everything = look(page, _all_lines(bold, sought), bold.places, bold.data)
    by_lines = _with_small_print(everything, sought)
    again = _agreeing(
        at_own_places(mrz, everything, inspected_on), at_own_places(mrz, by_lines, inspected_on)
    )
    both = tuple(
        first if first.state is not FieldState.NOT_SEEN and second.state is not FieldState.AGREES else second
        for first, second in zip(found, again, strict=True)
    )
    kept = _held(mrz, everything, both, inspected_on)
    named = _with_names_at_their_place(mrz, kept, (bold, everything))
    named = _named_by_lines_as_well(mrz, kept, named, by_lines)
    named = _held(mrz, everything, named, inspected_on, before=kept)
    named = weighed_by_other_places(mrz, everything, named, inspected_on)
    return _with_sex_alone(mrz, _with_names_beside_strokes(mrz, named, page), everything)


def _sought(mrz: Mrz, found: Iterable[FieldCheck]) -> set[str]:
    """Name the fields that do not agree, though the coded line says what to look for."""
    return {
        check.name
        for check in found
        if check.state is not FieldState.AGREES and can_be_found(mrz, check.name)
    }


def _is_settled(mrz: Mrz, found: Sequence[FieldCheck]) -> bool:
    return not _sought(mrz, found) and all(check.state is not FieldState.DISAGREES for check in found)


def _at_own_places(
    mrz: Mrz, zone: PrintedZone, found: tuple[FieldCheck, ...], inspected_on: date
) -> tuple[FieldCheck, ...]:
    """Read the template's own places of fields that were not seen, which no line was found in; agreement alone is believed there."""
    page, sought = zone.page, _sought(mrz, found)
    places = [zone.places[name] for name in sorted(sought - {"sex"}) if name in zone.places]
    if places:
        wider = look(page, (*zone.lines, *map(page.line, places)), zone.places, zone.data)
        found = _agreeing(found, at_own_places(mrz, wider, inspected_on))
    return _with_sex_at(mrz, found, zone, zone.places["sex"]) if "sex" in zone.places else found


def _with_sex_at(
    mrz: Mrz, found: tuple[FieldCheck, ...], zone: PrintedZone, place: BoxMm
) -> tuple[FieldCheck, ...]:
    """Look for the letter in its own place, which may hold other print besides: then among the letters that stand alone there."""
    for read in (partial(_single_letters, zone), zone.page.letters):
        if "sex" in _sought(mrz, found):
            letters = look(zone.page, read([place]), {}, zone.data)
            found = _agreeing(found, [check_sex(letters, mrz.value("sex") or "", zone.lines)])
    return found


def _agreeing(found: Sequence[FieldCheck], again: Iterable[FieldCheck]) -> tuple[FieldCheck, ...]:
    """Take over from another look what was not seen on the first and agrees there."""
    agreeing = {check.name: check for check in again if check.state is FieldState.AGREES}
    return tuple(
        agreeing.get(check.name, check) if check.state is FieldState.NOT_SEEN else check for check in found
    )


def _all_lines(bold: PrintedZone, sought: Collection[str]) -> tuple[TextLine, ...]:
    """Everything that can be read: bold lines, faint ones, and the template's places of the fields that are sought."""
    page = bold.page
    named = [page.line(box) for name, box in bold.places.items() if name in sought]
    return tuple(dict.fromkeys([*bold.lines, *page.faint_values(), *named]))


def _with_small_print(everything: PrintedZone, sought: Collection[str]) -> PrintedZone:
    """Give the print with the lines in the places of fields that are sought, of any height, instead of those places as read whole."""
    named = [box for name, box in everything.places.items() if name in sought]
    small = everything.page.print_at(named)
    whole = {box for box in named if any(line.box.overlap(box) > 0 for line in small)}
    lines = dict.fromkeys([*(line for line in everything.lines if line.box not in whole), *small])
    return look(everything.page, tuple(lines), everything.places, everything.data)


def _named_by_lines_as_well(
    mrz: Mrz, kept: Sequence[FieldCheck], named: Sequence[FieldCheck], by_lines: PrintedZone
) -> tuple[FieldCheck, ...]:
    """Take back another name that a place read as a whole shows and its lines do not: over two scripts it is read as one word of both."""
    again = {check.name: check for check in _with_names_at_their_place(mrz, kept, (by_lines,))}
    whole = {line.box for line in by_lines.lines}
    return tuple(
        before
        if by_lines.places.get(after.name) not in whole
        and after.state is FieldState.DISAGREES
        and again[after.name].state is not FieldState.DISAGREES
        else after
        for before, after in zip(kept, named, strict=True)
    )


def _held(
    mrz: Mrz,
    zone: PrintedZone,
    found: Sequence[FieldCheck],
    inspected_on: date,
    *,
    before: Sequence[FieldCheck] = (),
) -> tuple[FieldCheck, ...]:
    """Take back each disagreement that may be of another field, or a misread; those of `before` were held already."""
    by_name = {check.name: check for check in found}
    codes = (mrz.value("issuer") or "", mrz.nationality or "")

    def is_odd(check: FieldCheck) -> bool:
        return (
            check.state is FieldState.DISAGREES
            and check not in before
            and not is_held(zone, check, by_name, printed_forms(mrz, check.name, inspected_on), codes)
        )

    return tuple(
        FieldCheck(name=check.name, state=FieldState.NOT_SEEN) if is_odd(check) else check for check in found
    )


def _with_names_at_their_place(
    mrz: Mrz, found: Sequence[FieldCheck], zones: Sequence[PrintedZone]
) -> tuple[FieldCheck, ...]:
    """Look for another name in the place of one that was not seen, on the bold lines first."""
    by_name = {check.name: check for check in found}
    said = dict(zip(NAMES, (mrz.name.primary, mrz.name.secondary), strict=True))
    for name, components in said.items():
        if components and not mrz.name.may_be_truncated and by_name[name].state is FieldState.NOT_SEEN:
            looks = (at_its_place(zone, name, components, by_name) for zone in zones)
            by_name[name] = next((check for check in looks if check is not None), by_name[name])
    return tuple(by_name.values())


def _with_names_beside_strokes(
    mrz: Mrz, found: Sequence[FieldCheck], page: PageText
) -> tuple[FieldCheck, ...]:
    """Look for a name that was not seen beside a stroke, where it stands in two scripts; agreement alone is believed there."""
    sought = [check.name for check in found if check.name in NAMES and check.state is FieldState.NOT_SEEN]
    said = {"surname": mrz.name.primary, "given_names": mrz.name.secondary}
    if not any(said[name] for name in sought):
        return tuple(found)
    zone = look(page, page.parts(), {})
    return _agreeing(found, [one_name(mrz, zone, name) for name in sought])


def _with_sex_alone(mrz: Mrz, found: Sequence[FieldCheck], zone: PrintedZone) -> tuple[FieldCheck, ...]:
    """Look for the letter among those that stand alone, where it was found in no line of print."""
    sought = next((item for item in found if item.name == "sex"), None)
    if sought is None or sought.state is not FieldState.NOT_SEEN:
        return tuple(found)
    letters = (*zone.page.letters(), *_single_letters(zone, zone.data))
    again = check_sex(look(zone.page, letters, {}, zone.data), mrz.value("sex") or "", zone.lines)
    return tuple(again if item is sought else item for item in found)


def _single_letters(zone: PrintedZone, places: Iterable[BoxMm]) -> tuple[TextLine, ...]:
    """Read those of the template's places, of a line's height, that hold a letter alone: no line was found there."""
    heights = sorted(line.box.height for line in zone.lines)
    highest = _LINE_HEIGHTS * heights[len(heights) // 2] if heights else 0.0
    free = [box for box in places if box.height <= highest and not holds_a_word(zone, box)]
    alone = (line for line in (zone.page.line(box) for box in free) if line.read.text.strip() in SEXES)
    return tuple(
        TextLine(box=replace(line.box, bottom=line.box.top + highest / _LINE_HEIGHTS), read=line.read)
        for line in alone
    )
