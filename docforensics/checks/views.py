"""Several pictures of one side of a document: a view holds one of each, is examined as a document by itself, and the worst counts.

Frames of one light, a page captured twice, and a second page that was put with the first are all examined so: no picture
answers for another. A view bears at most one machine readable zone, so a passport and a visa are judged by their own zones.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from string import Formatter

from docforensics.checks.claims import ClaimId, Sighting
from docforensics.checks.outcome import Aborted, Abstained, Facts, Measured, Outcome
from docforensics.checks.spec import CheckSpec
from docforensics.document import Document, Side
from docforensics.formats.table import FORMATS
from docforensics.mrz.parse import Mrz, parse_reading


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class View:
    """One picture of each side of a document."""

    document: Document
    """As if no other picture had been given."""
    sides: tuple[int, ...]
    """For each of its sides the index in the document as given."""

    @property
    def is_further_frame(self) -> bool:
        """Whether it holds a further frame, which need not show every light that the first shows."""
        return any(side.frame_of is not None for side in self.document.sides)

    def placed(self, outcome: Measured) -> Measured:
        """Give the outcome of this view with the places on the document as given."""
        return replace(
            outcome,
            regions=tuple(replace(region, side=self.sides[region.side]) for region in outcome.regions),
            sightings=tuple(map(self._placed, outcome.sightings)),
        )

    def _placed(self, sighting: Sighting) -> Sighting:
        return sighting if sighting.side is None else replace(sighting, side=self.sides[sighting.side])


def views(document: Document) -> tuple[View, ...]:
    """Give the views of a document; one, the document itself, where each of its sides was given once."""
    zones = own_zones(document)
    coded: list[tuple[int, ...]] = []
    plain: list[tuple[int, ...]] = []
    for group in same_sides(document):
        (coded if any(zones[index] for index in group) else plain).append(group)
    bearing = sorted(index for group in coded for index in group)
    count = max(len(bearing), *(len(group) for group in plain), 1) if plain else len(bearing)
    if count <= 1:
        return (View(document=document, sides=tuple(range(len(document.sides)))),)
    return tuple(_view(document, zones, tuple(_chosen(bearing, plain, number))) for number in range(count))


def _chosen(bearing: Sequence[int], plain: Sequence[Sequence[int]], number: int) -> Iterator[int]:
    """Give the sides of one view, those with a zone one after another; a side of fewer pictures gives its last again."""
    picked = [group[min(number, len(group) - 1)] for group in (bearing, *plain) if group]
    yield from sorted(picked)


def _view(document: Document, zones: Sequence[Mrz | None], sides: tuple[int, ...]) -> View:
    place = next((place for place, index in enumerate(sides) if zones[index] is not None), None)
    return View(
        document=replace(
            document,
            sides=tuple(document.sides[index] for index in sides),
            mrz=None if place is None else zones[sides[place]],
            mrz_side=place,
        ),
        sides=sides,
    )


def own_zones(document: Document) -> tuple[Mrz | None, ...]:
    """Give the zone of each side, by its own reading; the document's where a caller stated it."""
    return tuple(
        document.mrz if index == document.mrz_side else parse_reading(side.mrz_reading)
        for index, side in enumerate(document.sides)
    )


def same_sides(document: Document) -> tuple[tuple[int, ...], ...]:
    """Group the pictures that show the same side of a document, by index, in the order given."""
    zones = own_zones(document)
    groups: list[list[int]] = []
    for index, side in enumerate(document.sides):
        for group in groups:
            first = group[0]
            frames = side.frame_of in group
            if frames or _same_side((document.sides[first], zones[first]), (side, zones[index])):
                group.append(index)
                break
        else:
            groups.append([index])
    return tuple(map(tuple, groups))


def _same_side(one: tuple[Side, Mrz | None], other: tuple[Side, Mrz | None]) -> bool:
    """Whether two pictures lie on one template, or bear zones of one format; a passport may hold several visas."""
    (side, zone), (twin, second) = one, other
    if zone and second:
        visas = FORMATS[zone.format].is_visa
        return zone.format is second.format and (not visas or zone.document_number == second.document_number)
    if side.match is None or twin.match is None:
        return False
    return side.match.template is twin.match.template


def worst_of(found: Sequence[tuple[View, Outcome]], spec: CheckSpec) -> Outcome:
    """Give the worst outcome of several views: a crash in any of them, else the largest value, else the first abstention that is expected.

    What each view showed of the claims, and what it did not show, stands in the sightings: every one has to show them. Alerts and
    what is left open count in whichever view they are.
    """
    aborted = [outcome for _, outcome in found if isinstance(outcome, Aborted)]
    if aborted:
        return aborted[0]
    placed = [view.placed(outcome) for view, outcome in found if isinstance(outcome, Measured)]
    unseen = [outcome for _, outcome in found if isinstance(outcome, Abstained) and outcome.expected]
    if not placed:
        return unseen[0] if unseen else found[0][1]
    return _of_all(placed, unseen, spec)


def _of_all(placed: Sequence[Measured], unseen: Sequence[Abstained], spec: CheckSpec) -> Measured:
    """Give the outcome of the view that measured most, with what others add to it."""
    worst = max(placed, key=lambda outcome: (outcome.value, bool(outcome.alerts), bool(outcome.left_open)))
    alerting = next((one for one in (worst, *placed) if one.alerts), worst)
    opened = next((one for one in (worst, *placed) if one.left_open), worst)
    return replace(
        worst,
        facts={**worst.facts, **_named(spec.undecided, opened), **_named(spec.alerted, alerting)},
        left_open=opened.left_open,
        note=next((outcome.note for outcome in placed if outcome.note), ""),
        alerts=tuple(dict.fromkeys(hit for outcome in placed for hit in outcome.alerts)),
        regions=(
            *worst.regions,
            *(region for one in placed if one.alerts and one is not worst for region in one.regions),
        ),
        sightings=tuple(_sightings(placed, unseen, spec.verifies | spec.contradicts)),
    )


def _named(sentence: str, outcome: Measured) -> Facts:
    """Give the facts of an outcome that a sentence has blanks for."""
    try:
        blanks = {name for _, name, _, _ in Formatter().parse(sentence)}
    except ValueError:  # A check of another package may be worded wrongly.
        return {}
    return {name: fact for name, fact in outcome.facts.items() if name in blanks}


def _sightings(
    measured: Sequence[Measured], unseen: Sequence[Abstained], claims: frozenset[ClaimId]
) -> Iterator[Sighting]:
    """Give what all views showed of each claim; where one states nothing of a claim, it was seen there as a whole."""
    largest = max(outcome.value for outcome in measured)
    for claim in sorted(claims):
        stated = [[one for one in outcome.sightings if one.claim is claim] for outcome in measured]
        if unseen or any(stated):
            for outcome, sightings in zip(measured, stated, strict=True):
                for one in sightings or [Sighting(claim=claim, is_odd=True)]:
                    is_less = one.is_odd and outcome.value < largest
                    yield replace(one, value=outcome.value) if is_less else one
            yield from (Sighting(claim=claim, why=outcome.why) for outcome in unseen)
