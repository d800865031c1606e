"""Puts evidence together: inside a family first, where findings lean on one another, then across families.

Inside a family, and apart for each direction, the strongest piece counts in full. A further one counts half, and only
as far as it speaks of another place: what looks at the same place in the same light, or names no place, may be the same
cue once more and adds nothing. So a duplicate of a check never raises a total, nor do three near-copies of one.
Across families the sums are added; the families look at different things (data, print, portrait) by design. Both a
family and the total are bounded, because expert rows cannot support more.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from docforensics.checks.outcome import Measured, Region
from docforensics.scoring.model import Evidence

FURTHER = 0.5
"""What a further finding of one family counts. A judgement until dependence is fitted."""
FAMILY_BOUND = 1.5
"""|log10 LR| of one family."""
TOTAL_BOUND = 3.0
"""|log10 LR| of a document: no more than a thousand times, the size of test that could ever support these rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Combined:
    """The evidence put together."""

    total: float
    """log10 LR, positive supports "not genuine"."""
    families: Mapping[str, float]
    """By family, sorted by name; their bounded sum is the total."""


def combine(evidence: Sequence[Evidence]) -> Combined:
    """Put the evidence of one document together."""
    names = sorted({item.family for item in evidence})
    families = {name: family_total([item for item in evidence if item.family == name]) for name in names}
    return Combined(total=bounded(sum(families.values()), TOTAL_BOUND), families=MappingProxyType(families))


def family_total(evidence: Sequence[Evidence]) -> float:
    """Put the evidence of one family together."""
    adverse = one_direction([item for item in evidence if item.log10_lr > 0])
    favourable = one_direction([item for item in evidence if item.log10_lr < 0])
    return bounded(adverse + favourable, FAMILY_BOUND)


def one_direction(evidence: Sequence[Evidence]) -> float:
    """Add evidence of one sign: the strongest in full, the rest discounted by what they repeat."""
    ordered = sorted(evidence, key=lambda item: (-abs(item.log10_lr), item.check))
    total = ordered[0].log10_lr if ordered else 0.0
    for place, item in enumerate(ordered[1:], start=1):
        total += item.log10_lr * FURTHER * novelty(item, ordered[:place])
    return total


def novelty(item: Evidence, counted: Sequence[Evidence]) -> float:
    """Say what share of the places that a finding names has not been spoken of yet, 0..1; 0 when it names none."""
    places = regions_of(item)
    others = [region for other in counted for region in regions_of(other)]
    if not places or not all(regions_of(other) for other in counted):
        return 0.0
    area = sum(region.box.width * region.box.height for region in places)
    return sum(_new_area(region, others) for region in places) / area


def _new_area(region: Region, others: Sequence[Region]) -> float:
    """Area of a region less the largest overlap with one already counted, in square millimetres."""
    shared = [region.box.overlap(other.box) for other in others if _same_view(region, other)]
    return region.box.width * region.box.height - max(shared, default=0.0)


def _same_view(first: Region, second: Region) -> bool:
    return first.side == second.side and first.light is second.light


def regions_of(item: Evidence) -> tuple[Region, ...]:
    """Give the places that a measured outcome names."""
    return item.outcome.regions if isinstance(item.outcome, Measured) else ()


def bounded(value: float, bound: float) -> float:
    """Keep a value within +-bound."""
    return min(max(value, -bound), bound)
