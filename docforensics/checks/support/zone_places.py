"""What was seen of the machine readable zone, field by field: characters that are hidden or doubtful leave their field unseen."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from docforensics.capture.light import Light
from docforensics.checks.claims import ClaimId, Sighting, Why
from docforensics.checks.support.mrz_print import Print, around
from docforensics.checks.support.places import why_hidden
from docforensics.checks.support.unseen import HIDDEN
from docforensics.formats.layout import Span

Cell = tuple[int, int]
"""Line and column of a character."""
SURE = 0.5
"""Posterior below which a character was not read for certain: whatever else it may be is as likely. A judgement; not fitted."""


def fields_of(seen: Print) -> Mapping[str, tuple[Span, ...]]:
    """Give the spans of every field and of its check digit, by the field's name, as far as lines have their full length."""
    found: dict[str, list[Span]] = {}
    for spec in seen.layout.fields:
        if seen.whole(spec.span.line):
            found.setdefault(spec.name, []).append(spec.span)
    for digit in seen.layout.checks:
        if seen.whole(digit.line):
            place = Span(line=digit.line, start=digit.column, stop=digit.column + 1)
            found.setdefault(digit.name, []).append(place)
    return {name: tuple(spans) for name, spans in found.items()}


def unseen_fields(seen: Print) -> Mapping[str, Why]:
    """Give the code for every field of which a character is hidden or doubtful."""
    found = {}
    for name, spans in fields_of(seen).items():
        hides = seen.hidden(*spans)
        doubtful = any(float(seen.of(span).max(axis=1).min()) < SURE for span in spans)
        if hides is not None or doubtful:
            found[name] = hides.why if hides is not None else Why.UNREADABLE
    return found


def fields_without(seen: Print, shown: Collection[Cell], *lights: Light) -> Mapping[str, Why]:
    """Give the code for every field of which a character, by line and column, is not among those that were looked at."""
    found = {}
    for name, spans in fields_of(seen).items():
        cells = [(span.line, column) for span in spans for column in range(span.start, span.stop)]
        missing = [cell for cell in cells if cell not in shown]
        if missing:
            found[name] = next((why for cell in missing if (why := _hidden(seen, cell, lights))), Why.CROPPED)
    return found


def fields_at(seen: Print, cells: Collection[Cell]) -> frozenset[str]:
    """Name the fields that some characters, by line and column, belong to."""
    return frozenset(
        name
        for name, spans in fields_of(seen).items()
        for span in spans
        if any(line == span.line and span.start <= column < span.stop for line, column in cells)
    )


def _hidden(seen: Print, cell: Cell, lights: Sequence[Light]) -> Why | None:
    """Give the code for what hides a character."""
    if cell in seen.blind:
        return HIDDEN[seen.blind[cell]].why
    side, (line, column) = seen.document.sides[seen.side], cell
    return why_hidden(side, around(side.page, [seen.reading.characters[line][column]]), *lights)


def zone_sightings(
    seen: Print, claim: ClaimId, unseen: Mapping[str, Why], odd: frozenset[str] = frozenset()
) -> Iterator[Sighting]:
    """State for each field what was seen of a claim; a field that is adverse was seen."""
    for name in fields_of(seen):
        why = None if name in odd else unseen.get(name)
        yield Sighting(claim=claim, place=name, side=seen.side, why=why, is_odd=name in odd)
