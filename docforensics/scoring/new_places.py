"""Whether findings look at the same place: what two of them found at one, and what of a further one is new."""

from collections.abc import Sequence
from itertools import combinations

from docforensics.checks.outcome import Region
from docforensics.scoring.model import Evidence


def two_agree(evidence: Sequence[Evidence]) -> bool:
    """Whether two checks have found something at one place."""
    return any(
        one.check != other.check and share_a_place(one, other) for one, other in combinations(evidence, 2)
    )


def share_a_place(first: Evidence, second: Evidence) -> bool:
    """Whether any place of one overlaps any of the other, on the same side."""
    return any(
        one.side == other.side and one.box.overlap(other.box) > 0
        for one in first.regions
        for other in second.regions
    )


def novelty(item: Evidence, counted: Sequence[Evidence]) -> float:
    """Give the share of the places of a finding that none of those counted names, 0..1; 0 when it names none."""
    places = item.regions
    others = [region for other in counted for region in other.regions]
    if not places or not all(other.regions for other in counted):
        return 0.0
    area = sum(region.box.width * region.box.height for region in places)
    return sum(_new_area(region, others) for region in places) / area


def _new_area(region: Region, others: Sequence[Region]) -> float:
    """Area of a region less the largest overlap with one already counted, in square millimetres."""
    shared = [region.box.overlap(other.box) for other in others if _same_view(region, other)]
    return region.box.width * region.box.height - max(shared, default=0.0)


def _same_view(first: Region, second: Region) -> bool:
    return first.side == second.side and first.light is second.light
