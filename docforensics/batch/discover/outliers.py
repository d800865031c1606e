"""Which pages of a group are outliers, why, where, and how urgently they should be looked at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from docforensics.batch.discover.plan import PilePage, PlannedGroup
from docforensics.batch.discover.records import ComparedRecord, PlaceRecord
from docforensics.batch.discover.result import Outlier, OutlierKind, OutlierPlace
from docforensics.templates.discovery.peculiar import Peculiar
from docforensics.templates.discovery.series import Series

_ZONE_STRENGTH, _SERIES_STRENGTH, _NO_FIT_STRENGTH, _SECOND_PAGE_STRENGTH = 1.0, 0.5, 0.2, 0.2
"""Of what rests on no weighed finding, on the scale of log10 LRs. Judgements: only the order follows from them."""
_DEPARTS_TIMES = 0.25
"""`Peculiar.times` of a place that no check finds adverse, from which it is listed. A judgement."""
_DEPARTS_STRENGTH, _HEAVY_TIMES = 0.15, 2.0
"""What such a place counts at most, and the times at which it counts half of that. Judgements."""
_STRANGE_COLOURS = 3.0
"""Robust standard deviations from which colours are strange. Of 112 pages of seven templates (seed 90417, seen) 13 of 17 copies and recaptures lie
beyond, and 1 of 95 others; most copies lie below the check's own limit, which holds for all models."""
_MOST_PLACES = 8
"""Places that are listed of a page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesOf:
    """A series among the pages of one template, by row."""

    rows: tuple[int, ...]
    series: Series


def outlier_of(
    page: PilePage,
    group: str,
    found: ComparedRecord | None,
    *,
    series: SeriesOf | None = None,
    odd_zone: str = "",
    departs: Sequence[Peculiar] = (),
    weights: Mapping[str, float] = MappingProxyType({}),
    colours: float = 0.0,
) -> Outlier | None:
    """The heaviest reason for which a page is an outlier of a group; None where it is none.

    Parameters
    ----------
    found
        Compared with the templates; None where that failed.
    series
        That it belongs to, if to any.
    odd_zone
        What its zone names in place of what the group's name; empty where it is like them.
    departs
        Its departures that its peers do not share, the heaviest first.
    weights
        By check, how much a finding against it counts, as other pages of its group show (`peers`); 1 where it is not told.
    colours
        Robust standard deviations by which its colours lie farther from the template than those of its peers.

    """
    reasons = [
        *_no_fit(found, page),
        *_adverse(found, weights),
        *_shows_another(found),
        *_odd_zone(odd_zone),
        *_series(series),
        *_departs(found, departs),
        *_strange_colours(colours),
    ]
    if not reasons:
        return None
    kind, reason, places, strength = max(reasons, key=lambda one: one[3])
    return Outlier(
        name=page.name,
        page=page.record.number,
        group=group,
        kind=kind,
        reason=reason,
        places=places[:_MOST_PLACES],
        strength=strength,
    )


_Reason = tuple[OutlierKind, str, tuple[OutlierPlace, ...], float]


def _no_fit(found: ComparedRecord | None, page: PilePage) -> list[_Reason]:
    if found is not None and found.group:
        return []
    about = f"{page.record.resolved_px_per_mm:.1f} px/mm, {page.record.glare:.0%} burnt out"
    reason = f"looks like its group and does not lie on the template ({about}): captured badly, damaged, or of another model"
    return [(OutlierKind.NO_FIT, reason, (), _NO_FIT_STRENGTH)]


def _adverse(found: ComparedRecord | None, weights: Mapping[str, float]) -> list[_Reason]:
    counted = [(one, weights.get(one.check, 1.0)) for one in found.findings] if found is not None else []
    own = [one for one, weight in counted if weight]
    if found is None or not own:
        return []
    titles = ", ".join(dict.fromkeys(one.title for one in own))
    places = tuple(_place(place) for one in own for place in one.places)
    shared = sum((1 - weight) * one.log10_lr for one, weight in counted)
    strength = max(found.log10_lr - shared, max(weight * one.log10_lr for one, weight in counted) / 2)
    return [(OutlierKind.ADVERSE, f"findings against it: {titles}", places, strength)]


def _shows_another(found: ComparedRecord | None) -> list[_Reason]:
    if found is None or not found.shows_another:
        return []
    reason = "its picture shows the zone of another page, which was not examined: capture each page alone"
    return [(OutlierKind.SECOND_PAGE, reason, (), _SECOND_PAGE_STRENGTH)]


def _odd_zone(odd_zone: str) -> list[_Reason]:
    if not odd_zone:
        return []
    reason = f"its machine readable zone names {odd_zone}: misread, altered, or of another issuer"
    return [(OutlierKind.ODD_ZONE, reason, (), _ZONE_STRENGTH)]


def _series(series: SeriesOf | None) -> list[_Reason]:
    if series is None:
        return []
    places = tuple(OutlierPlace(light=light, box=box) for light, box in series.series.places)
    reason = (
        f"departs from the template at {len(places)} place(s) in the same way as {len(series.rows) - 1} others: "
        "an edition or a counterfeit series"
    )
    return [(OutlierKind.SERIES, reason, places, _SERIES_STRENGTH)]


def _departs(found: ComparedRecord | None, departs: Sequence[Peculiar]) -> list[_Reason]:
    odd = [one for one in departs if one.times >= _DEPARTS_TIMES]
    if found is None or not odd:
        return []
    times = odd[0].times
    strength = _DEPARTS_STRENGTH * times / (times + _HEAVY_TIMES)
    reason = (
        "departs from the template at a place where others of its group do not, and no check finds against it"
    )
    places = tuple(_place(found.departures[one.number].place) for one in odd)
    return [(OutlierKind.DEPARTS, reason, places, strength)]


def _strange_colours(colours: float) -> list[_Reason]:
    if colours < _STRANGE_COLOURS:
        return []
    times = colours / _STRANGE_COLOURS
    strength = _DEPARTS_STRENGTH * times / (times + _HEAVY_TIMES)
    reason = "its colours lie farther from those of the template than the others' do, and no check finds against it"
    return [(OutlierKind.DEPARTS, reason, (), strength)]


def _place(place: PlaceRecord) -> OutlierPlace:
    return OutlierPlace(light=place.light, box=place.box)


def odd_zones(pages: Sequence[PilePage], groups: Sequence[PlannedGroup]) -> Mapping[int, str]:
    """By row, what the zones of pages name that name another issuer or document code than their group."""
    found = {}
    for group in groups:
        for row in group.odd_zones:
            zone = pages[row].record.zone
            if zone is not None:
                found[row] = (
                    f"issuer {zone.issuer or '-'} and document code {zone.code or '-'} ({zone.format})"
                )
    return found
