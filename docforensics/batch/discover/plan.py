"""From descriptions of pages to groups, and of each group the pages that its template is learned from."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from docforensics.batch.discover.learning import LEARNED, LEAST_LEARNED, rich_and_plain
from docforensics.batch.discover.records import PageRecord, ReadZone
from docforensics.templates.discovery.looks_groups import group_by_looks

SAMPLE = 24
"""Pages that are laid on one another at most: of ten, an edition of a third has three, of which one may be forged, and four values of a field
look like two prints."""
_MOST_MEGAPIXELS = 300.0
"""Of a sample, all of which is held at once, at three bytes and as much again drawn on its frame: 12-megapixel photos are the largest of which all
are taken. Of larger ones no fewer than a template is learned from."""
_TYPICAL = 0.75
"""Share of a group, the most typical pages of it, that the sample is taken from: forged and badly captured pages are the least typical."""
_FEW = SAMPLE
"""Pages of a group up to which all may be learned from: of fewer the pages of a second edition are the least typical."""
_LEAST_PX_PER_MM = 5.0
"""Resolution below which a page is learned from only where there are no others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PilePage:
    """One page of the pile."""

    name: str
    """Of its document, as in a scan."""
    record: PageRecord
    """Without its looks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedGroup:
    """Pages that look alike, with one issuer and one document code where a zone was read."""

    name: str
    """`group-01`: the largest first."""
    zone: ReadZone | None
    size: str
    """Empty where no page shows it."""
    members: tuple[int, ...]
    """Rows, the most typical first."""
    odd_zones: tuple[int, ...]
    """Rows of members whose zone names another issuer or document code than the group's."""
    sample: tuple[int, ...]
    """Rows of those to learn from; empty where they are too few."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PilePlan:
    """What is to be learned from a pile."""

    groups: tuple[PlannedGroup, ...]
    alone: tuple[int, ...]
    """Rows of pages that are like no other, or like too few."""


def planned(
    pages: Sequence[PilePage], rows: Sequence[int], vectors: NDArray[np.float16], least: int
) -> PilePlan:
    """Group the pages of some rows; `vectors` (n, LENGTH) are their looks, and a group has at least `least` pages."""
    found: list[tuple[ReadZone | None, list[int], list[int]]] = []
    alone: list[int] = []
    for group in group_by_looks(vectors):
        members = [rows[number] for number in group.members]
        parts = _by_zone(pages, members, least) if len(members) >= least else []
        found += parts
        alone += set(members).difference(*(part for _, part, _ in parts))
    found.sort(key=lambda part: (-len(part[1]), part[1]))
    groups = tuple(
        _group(pages, f"group-{number:02}", zone, members, odd)
        for number, (zone, members, odd) in enumerate(found, start=1)
    )
    return PilePlan(groups=groups, alone=tuple(sorted(alone)))


def _by_zone(
    pages: Sequence[PilePage], members: Sequence[int], least: int
) -> list[tuple[ReadZone | None, list[int], list[int]]]:
    """Divide pages that look alike by what their zones name.

    What few name stays with most and is listed, where most name one thing: else they are models of several issuers that share a design.
    """
    zones = {row: pages[row].record.zone for row in members}
    counts = Counter(zone for zone in zones.values() if zone is not None)
    ranked = sorted(counts, key=lambda zone: (-counts[zone], zone.issuer, zone.code, zone.format))
    kept = [zone for zone in ranked if counts[zone] >= least]
    if not ranked:
        return [(None, list(members), [])]
    if 2 * counts[ranked[0]] <= counts.total():
        return [(zone, [row for row in members if zones[row] == zone], []) for zone in kept]
    first = ranked[0]
    home = [row for row in members if zones[row] is None or zones[row] not in kept[1:]]
    odd = [row for row in home if zones[row] not in (None, first)]
    others: list[tuple[ReadZone | None, list[int], list[int]]] = [
        (zone, [row for row in members if zones[row] == zone], []) for zone in kept[1:]
    ]
    return [(first, home, odd), *others]


def _group(
    pages: Sequence[PilePage], name: str, zone: ReadZone | None, members: list[int], odd: list[int]
) -> PlannedGroup:
    return PlannedGroup(
        name=name,
        zone=zone,
        size=_size(pages, members),
        members=tuple(members),
        odd_zones=tuple(odd),
        sample=sample_of(pages, [row for row in members if row not in set(odd)]),
    )


def _size(pages: Sequence[PilePage], members: Sequence[int]) -> str:
    """The size that most pages show; empty where none does."""
    sizes = Counter(pages[row].record.size for row in members if pages[row].record.size)
    return max(sorted(sizes), key=lambda one: sizes[one], default="")


def sample_of(pages: Sequence[PilePage], members: Sequence[int]) -> tuple[int, ...]:
    """The rows to learn from, of members in order of how typical they are; empty where they are too few."""
    size = _size(pages, members)
    typical = members[: max(round(_TYPICAL * len(members)), _FEW)]
    good = [row for row in typical if _is_good(pages[row].record, size)]
    good = (
        good
        if len(good) >= LEAST_LEARNED
        else [row for row in members if pages[row].record.size in (size, "")]
    )
    if len(good) < LEAST_LEARNED:
        return ()
    most = max(len(pages[row].record.lights) for row in good)
    rich = [row for row in good if len(pages[row].record.lights) == most]
    plain = [row for row in good if len(pages[row].record.lights) < most]
    return tuple(rich_and_plain(rich, plain, _count([pages[row].record.megapixels for row in good])))


def _count(megapixels: Sequence[float]) -> int:
    """How many captures of such sizes are laid on one another."""
    usual = sum(megapixels) / len(megapixels)
    return max(min(SAMPLE, int(_MOST_MEGAPIXELS / max(usual, 1.0))), LEARNED)


def _is_good(record: PageRecord, size: str) -> bool:
    return record.is_measured and record.size == size and record.resolved_px_per_mm >= _LEAST_PX_PER_MM
