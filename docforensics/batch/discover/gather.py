"""Which pages lie on which template, and which of them depart from it alike."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from docforensics.batch.discover.outliers import SeriesOf
from docforensics.batch.discover.peers import findings_weights, own_values
from docforensics.batch.discover.plan import PilePage, PilePlan
from docforensics.batch.discover.records import ComparedRecord, LearnedRecord, PlaceRecord
from docforensics.templates.discovery.peculiar import PageDepartures, Peculiar, beyond_peers, peculiar
from docforensics.templates.discovery.series import series
from docforensics.templates.shown import OwnValues

Found = TypeVar("Found")
COLOURS = "security.colour"


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnedTemplate:
    """A template of the pile."""

    name: str
    """That of its group, with a letter where it is of a further edition (`group-03-b`), or a number where it is of a series (`group-03-s1`)."""
    group: str
    """The planned group."""
    record: LearnedRecord
    series_of: str = ""
    """Of a template of a series, the template that its pages departed from; else empty."""
    differs_at: tuple[PlaceRecord, ...] = ()
    own: tuple[OwnValues, ...] = ()
    """What checks show on its pages, once these were compared with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnedPile:
    """What was learned of all groups."""

    templates: Mapping[str, LearnedTemplate]
    reasons: Mapping[str, str]
    """By planned group, why nothing was learned of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GatheredPages:
    """Every page at its place."""

    by_template: Mapping[str, tuple[int, ...]]
    """Rows that lie on each template."""
    unfit: Mapping[str, tuple[int, ...]]
    """By planned group, the rows that look like it and lie on no template."""
    alone: tuple[int, ...]
    """Rows that look like too few others and lie on no template."""
    compared: Mapping[int, ComparedRecord]
    """By row; a page that could not be compared is missing."""
    series: tuple[SeriesOf, ...]
    """Those among the pages of one template, the largest first."""
    series_of: Mapping[str, tuple[SeriesOf, ...]]
    """By template."""
    peculiar: Mapping[int, tuple[Peculiar, ...]]
    """By row that lies on a template, its departures that its peers do not share."""
    weights: Mapping[int, Mapping[str, float]]
    """By such a row and check, how much a finding against it counts (`peers`)."""
    colours: Mapping[int, float]
    """By such a row, robust standard deviations by which its colours lie farther from the template than those of its peers."""


def gathered(
    pages: Sequence[PilePage],
    plan: PilePlan,
    learned: LearnedPile,
    compared: Mapping[tuple[str, int], ComparedRecord],
) -> GatheredPages:
    """Put every page where it lies; `compared` is by document and number of the page."""
    by_row = {
        row: found
        for row, page in enumerate(pages)
        if (found := compared.get((page.name, page.record.number))) is not None
    }
    planned_of = {row: group.name for group in plan.groups for row in group.members}
    by_template: dict[str, list[int]] = {name: [] for name in learned.templates}
    unfit: dict[str, list[int]] = defaultdict(list)
    alone = []
    for row in sorted({*planned_of, *plan.alone}):
        found = by_row.get(row)
        if found is not None and found.group in by_template:
            by_template[found.group].append(row)
        elif row in planned_of:
            unfit[planned_of[row]].append(row)
        else:
            alone.append(row)
    series_of = {name: _series(rows, by_row) for name, rows in by_template.items()}
    every = sorted((one for several in series_of.values() for one in several), key=lambda one: -len(one.rows))
    return GatheredPages(
        by_template={name: tuple(rows) for name, rows in by_template.items()},
        unfit={name: tuple(rows) for name, rows in unfit.items()},
        alone=tuple(alone),
        compared=by_row,
        series=tuple(every),
        series_of=series_of,
        peculiar=_of_rows(by_template, lambda rows: _peculiar(rows, pages, by_row)),
        weights=_of_rows(by_template, lambda rows: _weights(rows, pages, by_row)),
        colours=_of_rows(
            by_template, lambda rows: beyond_peers([by_row[row].values.get(COLOURS) for row in rows])
        ),
    )


def _of_rows(
    by_template: Mapping[str, Sequence[int]], found: Callable[[Sequence[int]], Sequence[Found]]
) -> dict[int, Found]:
    """What is found of the rows of each template, by row."""
    return {row: one for rows in by_template.values() for row, one in zip(rows, found(rows), strict=True)}


def with_own(learned: LearnedPile, found: GatheredPages, checks: Collection[str]) -> LearnedPile:
    """Give the templates with what checks show on their own pages, of those that look at it."""
    templates = {}
    for name, one in learned.templates.items():
        rows = found.by_template[name]
        pages, weights = [found.compared[row] for row in rows], [found.weights[row] for row in rows]
        templates[name] = replace(one, own=own_values(pages, weights, checks))
    return replace(learned, templates=templates)


def _series(rows: Sequence[int], compared: Mapping[int, ComparedRecord]) -> tuple[SeriesOf, ...]:
    found = series([[one.unpacked() for one in compared[row].departures] for row in rows])
    return tuple(SeriesOf(rows=tuple(rows[number] for number in one.members), series=one) for one in found)


def _weights(
    rows: Sequence[int], pages: Sequence[PilePage], compared: Mapping[int, ComparedRecord]
) -> tuple[Mapping[str, float], ...]:
    return findings_weights([compared[row] for row in rows], [pages[row].record.lights for row in rows])


def _peculiar(
    rows: Sequence[int], pages: Sequence[PilePage], compared: Mapping[int, ComparedRecord]
) -> tuple[tuple[Peculiar, ...], ...]:
    return peculiar(
        [
            PageDepartures(
                lights=pages[row].record.lights,
                found=[one.unpacked() for one in compared[row].departures],
            )
            for row in rows
        ]
    )
