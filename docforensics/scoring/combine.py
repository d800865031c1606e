"""Puts evidence together: inside a family first, where findings depend on one another, then across families.

A `CombinationRule` is the one place where this is written: judging (`combine`), fitting (`fit/`) and
calibration files use it by its interface, and know nothing else of it. `RULES` names those that a calibration file may
choose. Under what conditions which weights hold, and how far a family and the total may go, is a `Combination`: fitted for
one channel and set of lights, or `EXPERT`, by judgement, everywhere else.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from docforensics.errors import CalibrationError
from docforensics.scoring.check_share import CheckShare
from docforensics.scoring.model import MOST_LOG10_LR, Basis, Evidence
from docforensics.scoring.new_places import novelty, share_a_place
from docforensics.scoring.verbal import NO_SUPPORT_BELOW

FURTHER = 0.5
"""What a further finding of one family counts where nothing is fitted."""
FAMILY_BOUND = 1.5
"""|log10 LR| of one family where nothing is fitted."""
TOTAL_BOUND = 3.0
"""|log10 LR| of a document where nothing is fitted: a thousand times, the size of test that could ever support such rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """One weight of a family under a rule."""

    name: str
    """In calibration files."""
    judged: float
    """Where nothing is fitted."""
    largest: float
    """That a fit may give it; the smallest is 0."""
    is_adverse: bool = False
    """Whether it is of what speaks against a document: a fit leaves it by judgement, and gives each check a share of its own (`Combination.checks`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyWeights:
    """What the pieces of one family count."""

    values: tuple[float, ...]
    """One a weight of the rule, in its order."""
    log10_lr_min: float = -FAMILY_BOUND
    log10_lr_max: float = FAMILY_BOUND

    def __post_init__(self) -> None:
        if not all(isfinite(weight) and weight >= 0 for weight in self.values):
            raise CalibrationError(f"family weights: expected finite numbers from 0, got {self.values}")
        if not -MOST_LOG10_LR <= self.log10_lr_min <= 0 <= self.log10_lr_max <= MOST_LOG10_LR:
            raise CalibrationError(
                f"family weights: expected log10_lr_min <= 0 <= log10_lr_max, within +-{MOST_LOG10_LR:g}"
            )


class CombinationRule(ABC):
    """How the pieces of evidence of one document become the log10 LR of its families."""

    name: str
    """In calibration files."""
    weights: tuple[Weight, ...]
    """Those of one family."""

    @abstractmethod
    def pieces(self, evidence: Sequence[Evidence]) -> tuple[float, ...]:
        """Give what the evidence of one family holds: one log10 LR a weight."""

    def often(self, evidence: Sequence[Evidence]) -> Mapping[str, float]:
        """Give, by check, how often each adverse log10 LR of one family counts where the family's weights are by judgement.

        Not at all under a rule of which no weight is adverse: it counts them in another way.
        """
        return dict.fromkeys((item.check for item in evidence), 0.0)

    @abstractmethod
    def total(
        self,
        pieces: Mapping[str, tuple[float, ...]],
        weights: Mapping[str, FamilyWeights],
        strongest: float,
    ) -> dict[str, float]:
        """Give the log10 LR of each family, without bounds, by the pieces of all families of one document.

        `strongest` is its strongest adverse log10 LR, before any share of it was taken; 0 where it has none.
        """

    @abstractmethod
    def features(self, pieces: NDArray[np.float64], strongest: NDArray[np.float64]) -> NDArray[np.float64]:
        """Give pieces as `total` counts them: each weight times its feature, summed over a family, is the family's log10 LR.

        Pieces and features are (documents, families, weights), `strongest` is (documents,).
        """

    def family(self, named: Mapping[str, float]) -> FamilyWeights:
        """Make a family's weights by name, with their bounds; what is not named counts by judgement.

        CalibrationError for a name that the rule does not have.
        """
        bounds = {name: named[name] for name in ("log10_lr_min", "log10_lr_max") if name in named}
        if unknown := sorted(set(named) - set(bounds) - {weight.name for weight in self.weights}):
            raise CalibrationError(f"family weights: the rule {self.name} has no {', '.join(unknown)}")
        values = tuple(named.get(weight.name, weight.judged) for weight in self.weights)
        return FamilyWeights(values=values, **bounds)

    def named(self, weights: FamilyWeights) -> dict[str, float]:
        """Lay a family's weights out by name: what `family` reads."""
        values = {weight.name: value for weight, value in zip(self.weights, weights.values, strict=True)}
        return {**values, "log10_lr_min": weights.log10_lr_min, "log10_lr_max": weights.log10_lr_max}


@dataclass(frozen=True, slots=True)
class StrongestFirst(CombinationRule):
    """Inside a family, and apart for each direction, the strongest LR counts most and a further one less.

    A further one counts only for the share of its places that no stronger one named: what looks at the same place in the
    same light, or names no place, may be the same cue once more and adds nothing. So a duplicate of a check never raises a
    total, nor do three near-copies of one. Of findings that are held below what refers a document (`Evidence.is_held`) a second at the
    same place counts all the same.
    """

    name: str
    attenuates: bool
    """Whether favourable LRs are attenuated by the strongest adverse LR of the document: in full without one, and not at
    all from an LR of 2, where the verbal scale begins. A forger alters one thing and leaves the rest: among forgeries whose
    zone is of the wrong ink, print in order is the rule, and no evidence that the document is genuine."""
    weights = (
        Weight(name="adverse", judged=1.0, largest=1.0, is_adverse=True),
        Weight(name="adverse_further", judged=FURTHER, largest=1.0, is_adverse=True),
        # In favour many checks that found nothing come to more than the strongest of them. What is adverse is never made
        # more than its row claims, since that may be judgement.
        Weight(name="favourable", judged=1.0, largest=3.0),
        Weight(name="favourable_further", judged=FURTHER, largest=1.0),
    )

    def pieces(self, evidence: Sequence[Evidence]) -> tuple[float, ...]:
        """Give the strongest adverse LR, what is new in the further ones, and the same in favour."""
        adverse = _direction([item for item in evidence if item.log10_lr > 0])
        favourable = _direction([item for item in evidence if item.log10_lr < 0])
        return *adverse, *favourable

    def often(self, evidence: Sequence[Evidence]) -> Mapping[str, float]:
        """Count the strongest whole, and of further ones the judged part of what is new."""
        ordered = _ordered([item for item in evidence if item.log10_lr > 0])
        strongest, further = (weight.judged for weight in self.weights if weight.is_adverse)
        return {
            item.check: further * share if place else strongest
            for place, (item, share) in enumerate(zip(ordered, _new_shares(ordered), strict=True))
        }

    def total(
        self,
        pieces: Mapping[str, tuple[float, ...]],
        weights: Mapping[str, FamilyWeights],
        strongest: float,
    ) -> dict[str, float]:
        """Add up what is adverse and, attenuated, what is favourable."""
        left = float(self._left(np.array(strongest)))
        found = {}
        for family, (adverse, more_adverse, favourable, more_favourable) in pieces.items():
            first, further, in_favour, further_in_favour = weights[family].values
            found[family] = (
                first * adverse
                + further * more_adverse
                + left * (in_favour * favourable + further_in_favour * more_favourable)
            )
        return found

    def features(self, pieces: NDArray[np.float64], strongest: NDArray[np.float64]) -> NDArray[np.float64]:
        """Attenuate the favourable pieces of each document."""
        counted = pieces.copy()
        counted[:, :, 2:] *= self._left(strongest)[:, None, None]
        return counted

    def _left(self, strongest: NDArray[np.float64]) -> NDArray[np.float64]:
        """Share of the favourable LRs that is left by the strongest adverse log10 LR, 1..0."""
        if not self.attenuates:
            return np.ones_like(strongest)
        return np.asarray(1.0 - np.minimum(strongest / NO_SUPPORT_BELOW, 1.0), np.float64)


STRONGEST = StrongestFirst("strongest", attenuates=False)
ATTENUATED = StrongestFirst("attenuated", attenuates=True)
RULES: Mapping[str, CombinationRule] = MappingProxyType({rule.name: rule for rule in (STRONGEST, ATTENUATED)})
"""Those that a calibration file may name."""
FITTED = ATTENUATED
"""The rule that weights are fitted for."""


def rule_named(name: str) -> CombinationRule:
    """Give a rule; CalibrationError where there is none of that name."""
    if name not in RULES:
        raise CalibrationError(f"expected the rule {' or '.join(RULES)}, got {name!r}")
    return RULES[name]


@dataclass(frozen=True, slots=True, kw_only=True)
class Combination:
    """How the evidence of one condition is put together."""

    rule: CombinationRule = STRONGEST
    families: Mapping[str, FamilyWeights] = field(default_factory=dict)
    """By family; one that is not named counts by judgement."""
    checks: Mapping[str, CheckShare] = field(default_factory=dict)
    """By check: the share of its adverse log10 LR that counts beside all others; one that is not named counts whole."""
    log10_lr_min: float = -TOTAL_BOUND
    log10_lr_max: float = TOTAL_BOUND
    condition: str = ""
    data_set: str = "none: judgement"
    n_genuine: int = 0
    n_forged: int = 0
    basis: Basis = Basis.EXPERT
    false_alarms: tuple[tuple[float, float], ...] = ()
    """Share of the genuine documents of the fit, or of those that its limits were taken from, and the log10 LR without bounds that no more than this share reached; falling shares."""

    def __post_init__(self) -> None:
        if not -MOST_LOG10_LR <= self.log10_lr_min <= 0 <= self.log10_lr_max <= MOST_LOG10_LR:
            raise CalibrationError(
                f"combination: expected log10_lr_min <= 0 <= log10_lr_max, within +-{MOST_LOG10_LR:g}"
            )
        if not all(isfinite(share) and abs(ratio) <= MOST_LOG10_LR for share, ratio in self.false_alarms):
            raise CalibrationError(
                f"combination: expected false_alarms of shares and log10 LR within +-{MOST_LOG10_LR:g}"
            )
        object.__setattr__(self, "families", MappingProxyType(dict(self.families)))
        object.__setattr__(self, "checks", MappingProxyType(dict(self.checks)))

    def of(self, family: str) -> FamilyWeights:
        """Give the weights of a family."""
        return self.families.get(family) or self.rule.family({})

    def share(self, check: str, value: float) -> float:
        """Give the share that counts of the adverse log10 LR of a value of a check."""
        return self.checks[check].of(value) if check in self.checks else 1.0

    def threshold(self, share: float) -> float:
        """log10 LR without bounds that at most this share of the genuine documents of the fit reached; -infinity where none was fitted."""
        supported = [ratio for known, ratio in self.false_alarms if known <= share]
        known = [ratio for _, ratio in self.false_alarms]
        return min(supported) if supported else max(known, default=float("-inf"))


EXPERT = Combination()


@dataclass(frozen=True, slots=True, kw_only=True)
class Combined:
    """The evidence put together."""

    total: float
    """log10 LR, positive supports "not genuine"."""
    families: Mapping[str, float]
    """By family, sorted by name; their bounded sum is the total."""
    unbounded: float
    """The total without any bound: a bound says how much may be claimed, and not which of two documents has more against it."""


def combine(evidence: Sequence[Evidence], combination: Combination = EXPERT) -> Combined:
    """Put the evidence of one document together; each family and the total stay within their bounds."""
    rule, names = combination.rule, sorted({item.family for item in evidence})
    weights = {name: combination.of(name) for name in names}
    pieces = {name: rule.pieces([item for item in evidence if item.family == name]) for name in names}
    found = rule.total(pieces, weights, max((item.whole for item in evidence if item.whole > 0), default=0.0))
    families = {
        name: _within(total, weights[name].log10_lr_min, weights[name].log10_lr_max)
        for name, total in found.items()
    }
    total = _within(sum(families.values()), combination.log10_lr_min, combination.log10_lr_max)
    return Combined(total=total, families=MappingProxyType(families), unbounded=sum(found.values()))


def _direction(evidence: Sequence[Evidence]) -> tuple[float, float]:
    """Give evidence of one sign: the strongest, and the rest as far as it is new."""
    ordered = _ordered(evidence)
    further = sum(
        item.log10_lr * share for item, share in zip(ordered[1:], _new_shares(ordered)[1:], strict=True)
    )
    return (ordered[0].log10_lr if ordered else 0.0), further


def _ordered(evidence: Sequence[Evidence]) -> list[Evidence]:
    return sorted(evidence, key=lambda item: (-abs(item.log10_lr), item.check))


def _new_shares(ordered: Sequence[Evidence]) -> list[float]:
    """Give the share of each, strongest first, that no stronger one has named."""
    witness = _witness(ordered)
    return [
        1.0 if item is witness or not place else novelty(item, ordered[:place])
        for place, item in enumerate(ordered)
    ]


def _witness(ordered: Sequence[Evidence]) -> Evidence | None:
    """Give the first finding that another one agrees with at its place, where both are held for want of real documents.

    Each alone may be a false alarm of its own kind, on pages that no drawing resembles; that both are at one place is new. A third
    adds what is new of its places, as ever.
    """
    held = [item for item in ordered if item.is_held]
    pairs = ((item, other) for place, item in enumerate(held) for other in held[:place])
    agreeing = (item for item, other in pairs if item.check != other.check and share_a_place(item, other))
    return next(agreeing, None)


def _within(value: float, low: float, high: float) -> float:
    return min(max(value, low), high)
