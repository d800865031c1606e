"""Puts evidence together: inside a family first, where findings lean on one another, then across families.

Inside a family, and apart for each direction, the strongest piece counts most. A further one counts less, and only as far
as it speaks of another place: what looks at the same place in the same light, or names no place, may be the same cue once
more and adds nothing. So a duplicate of a check never raises a total, nor do three near-copies of one.

How much the strongest and the further ones of each family count is fitted where data could (`Combination`, one a channel
and set of lights): what families share is then taken out across them too. Elsewhere it is the judgement of `EXPERT`:
strongest in full, further at half, families added. A family and the total are bounded by what the basis can support.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite
from types import MappingProxyType

from docforensics.checks.outcome import Measured, Region
from docforensics.errors import CalibrationError
from docforensics.scoring.model import Basis, Evidence
from docforensics.scoring.verbal import NO_SUPPORT_BELOW

FURTHER = 0.5
"""What a further finding of one family counts where nothing is fitted."""
FAMILY_BOUND = 1.5
"""|log10 LR| of one family where nothing is fitted."""
TOTAL_BOUND = 3.0
"""|log10 LR| of a document where nothing is fitted: a thousand times, the size of test that could ever support such rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyWeights:
    """What the pieces of one family count."""

    adverse: float = 1.0
    """The strongest piece against the document."""
    adverse_further: float = FURTHER
    favourable: float = 1.0
    """The strongest piece in favour."""
    favourable_further: float = FURTHER
    log10_lr_min: float = -FAMILY_BOUND
    log10_lr_max: float = FAMILY_BOUND

    def __post_init__(self) -> None:
        weights = (self.adverse, self.adverse_further, self.favourable, self.favourable_further)
        if not all(isfinite(weight) and weight >= 0 for weight in weights):
            raise CalibrationError(f"family weights: expected finite numbers from 0, got {weights}")
        if not self.log10_lr_min <= 0 <= self.log10_lr_max:
            raise CalibrationError("family weights: expected log10_lr_min <= 0 <= log10_lr_max")


@dataclass(frozen=True, slots=True, kw_only=True)
class Combination:
    """How the evidence of one condition is put together."""

    families: Mapping[str, FamilyWeights] = field(default_factory=dict)
    """By family; one that is not named counts by judgement."""
    log10_lr_min: float = -TOTAL_BOUND
    log10_lr_max: float = TOTAL_BOUND
    condition: str = ""
    data_set: str = "none: judgement"
    n_genuine: int = 0
    n_forged: int = 0
    basis: Basis = Basis.EXPERT
    yields: bool = False
    """Whether what is in order gives way to what is odd (`yielded`)."""
    false_alarms: tuple[tuple[float, float], ...] = ()
    """Share of the genuine documents of the fit, and the log10 LR that no more than this share reached; falling shares."""

    def __post_init__(self) -> None:
        if not self.log10_lr_min <= 0 <= self.log10_lr_max:
            raise CalibrationError("combination: expected log10_lr_min <= 0 <= log10_lr_max")
        object.__setattr__(self, "families", MappingProxyType(dict(self.families)))

    def of(self, family: str) -> FamilyWeights:
        """Give the weights of a family."""
        return self.families.get(family, _JUDGED)

    def threshold(self, share: float) -> float:
        """log10 LR that at most this share of the genuine documents of the fit reached; -infinity where none was fitted."""
        supported = [ratio for known, ratio in self.false_alarms if known <= share]
        known = [ratio for _, ratio in self.false_alarms]
        return min(supported) if supported else max(known, default=float("-inf"))


_JUDGED = FamilyWeights()
EXPERT = Combination()


@dataclass(frozen=True, slots=True, kw_only=True)
class Combined:
    """The evidence put together."""

    total: float
    """log10 LR, positive supports "not genuine"."""
    families: Mapping[str, float]
    """By family, sorted by name; their bounded sum is the total."""


def combine(evidence: Sequence[Evidence], combination: Combination = EXPERT) -> Combined:
    """Put the evidence of one document together."""
    names = sorted({item.family for item in evidence})
    left = yielded(evidence) if combination.yields else 1.0
    families = {
        name: family_total([item for item in evidence if item.family == name], combination.of(name), left)
        for name in names
    }
    total = _within(sum(families.values()), combination.log10_lr_min, combination.log10_lr_max)
    return Combined(total=total, families=MappingProxyType(families))


def yielded(evidence: Sequence[Evidence]) -> float:
    """Give the share of evidence in favour that counts beside the strongest against: all of it beside none, 1..0.

    A forger alters one thing and leaves the rest. Print in order does not speak for a document whose zone is of the wrong
    ink: among forgeries that show there, print in order is the rule. So from a likelihood ratio of 2 against a document,
    where words begin, nothing else speaks for it.
    """
    return share_beside(max((item.log10_lr for item in evidence), default=0.0))


def share_beside(strongest: float) -> float:
    """Give the share that is left beside the strongest log10 LR against a document."""
    return 1.0 - min(max(strongest, 0.0) / NO_SUPPORT_BELOW, 1.0)


def family_total(
    evidence: Sequence[Evidence], weights: FamilyWeights = _JUDGED, in_favour: float = 1.0
) -> float:
    """Put the evidence of one family together; `in_favour` is the share of it that counts where it favours the document."""
    adverse, more_adverse, favourable, more_favourable = pieces(evidence)
    total = (
        weights.adverse * adverse
        + weights.adverse_further * more_adverse
        + in_favour * (weights.favourable * favourable + weights.favourable_further * more_favourable)
    )
    return _within(total, weights.log10_lr_min, weights.log10_lr_max)


def pieces(evidence: Sequence[Evidence]) -> tuple[float, float, float, float]:
    """Give what a family holds: the strongest adverse piece, what is new in the further ones, and the same in favour."""
    adverse = _direction([item for item in evidence if item.log10_lr > 0])
    favourable = _direction([item for item in evidence if item.log10_lr < 0])
    return *adverse, *favourable


def _direction(evidence: Sequence[Evidence]) -> tuple[float, float]:
    """Give evidence of one sign: the strongest, and the rest as far as it is new."""
    ordered = sorted(evidence, key=lambda item: (-abs(item.log10_lr), item.check))
    further = sum(
        item.log10_lr * novelty(item, ordered[:place]) for place, item in enumerate(ordered) if place
    )
    return (ordered[0].log10_lr if ordered else 0.0), further


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


def _within(value: float, low: float, high: float) -> float:
    return min(max(value, low), high)
