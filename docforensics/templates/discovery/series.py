"""Pages that depart from their template alike: an edition, or a counterfeit made in series.

A place of the holders' data that nothing has named departs on most pages, on each in a way of its own, though faces resemble one another. A series
is a part of the pages, and the others show the template's print at its places.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from docforensics.capture.light import Light
from docforensics.page.geometry import BoxMm
from docforensics.templates.discovery.departures import Departure, same_departure, same_place

_LEAST_MEMBERS = 3
"""Pages that depart alike from which they are a series: two may be one document captured twice. A judgement."""
_LEAST_MM2 = 6.0
"""Excess of a place. Of 598 captures of ten sides of Utopia, few of them forged and none in series, places in white light at which three or more
departed alike had 0.3 to 5 (medians)."""
_SAME_MEMBERS = 0.5
"""Share of the members of two places together that both have, from which they are places of one series."""
_MOST_OF_ALL = 0.6
"""Share of all pages beyond which those that depart alike are no series: it is the template that is not of them. A judgement."""
_MOST_OF_DEPARTING = 0.6
"""Share of the pages that depart at a place which depart there alike, from which it is a place of a series. A judgement."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Pages that depart from their template at the same places in the same way: an edition, or a counterfeit made in series."""

    members: tuple[int, ...]
    """Numbers of the pages, in order."""
    places: tuple[tuple[Light, BoxMm], ...]
    """Where they do, the heaviest first."""


def series(found: Sequence[Sequence[Departure]]) -> tuple[Series, ...]:
    """Find the series among pages of one template, the largest first; `found` holds the departures of each page.

    White light alone tells them: few devices show the others, in which paper and luminous numbers vary from holder to holder.
    """
    listed = [
        (page, one)
        for page, of_page in enumerate(found)
        for one in of_page
        if one.light is Light.VISIBLE and one.mass >= _LEAST_MM2
    ]
    listed.sort(key=lambda item: -item[1].mass)
    taken = [False] * len(listed)
    places: list[tuple[frozenset[int], Departure]] = []
    for number, (page, first) in enumerate(listed):
        if taken[number]:
            continue
        alike = [
            place
            for place in range(number + 1, len(listed))
            if not taken[place] and listed[place][0] != page and same_departure(first, listed[place][1])
        ]
        members = frozenset([page, *(listed[place][0] for place in alike)])
        if len(members) < _LEAST_MEMBERS:
            continue
        for place in (number, *alike):
            taken[place] = True
        departing = {page for page, one in listed if same_place(first, one)}
        is_part = len(members) <= _MOST_OF_ALL * len(found)
        if is_part and len(members) >= _MOST_OF_DEPARTING * len(departing | members):
            places.append((members, first))
    return _gathered(places)


def _gathered(places: Sequence[tuple[frozenset[int], Departure]]) -> tuple[Series, ...]:
    """Places of mostly the same pages as one series."""
    gathered: list[tuple[set[int], list[Departure]]] = []
    for members, departure in sorted(places, key=lambda item: -len(item[0])):
        home = next(
            (one for one in gathered if len(one[0] & members) >= _SAME_MEMBERS * len(one[0] | members)), None
        )
        if home is None:
            gathered.append((set(members), [departure]))
        else:
            home[0].update(members)
            home[1].append(departure)
    found = [
        Series(
            members=tuple(sorted(members)),
            places=tuple((one.light, one.box) for one in sorted(several, key=lambda one: -one.mass)),
        )
        for members, several in gathered
    ]
    return tuple(sorted(found, key=lambda one: (-len(one.members), one.members)))
