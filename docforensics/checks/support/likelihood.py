"""Likelihood ratio of "what is printed breaks a rule", when the print is known only through a reader's posteriors.

A reader's posterior p that the rule is kept rests on the picture and on the flat prior that it gives every symbol; c is
the share of texts that keep the rule by chance under that prior. So the picture supports "kept" by A = p / c, "broken" by
D = (1 - p) / (1 - c), and their ratio r = D / A is what the picture alone says. With a, the share of forged documents
that break the rule, and e, the share of genuine ones that are printed so:

    LR = ((1 - a) A + a D) / ((1 - e) A + e D) = (1 - a + a r) / (1 - e + e r)

It never exceeds a / e, and is below 1 by no more than (1 - a) / (1 - e): a kept rule is hardly evidence. A plausible
misread keeps p, and so A, large enough that the LR stays near 1.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log10, prod

SMALLEST = 1e-12
"""Floor of a support."""
ONE_BROKEN = 0.6
"""Share of rule-breaking documents that break exactly one rule of several. A judgement."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """How often a rule is broken. Judgements, until fitted; each check states what they rest on."""

    forged: float
    """a: among forged documents."""
    genuine: float
    """e: among genuine ones, by issuers' mistakes and deviations."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSupport:
    """The likelihood of the picture under one rule, kept and broken."""

    kept: float
    """A: support for "kept", relative to chance."""
    broken: float
    """D: support for "broken", relative to chance."""

    @property
    def ratio(self) -> float:
        """Give r = D / A; above 1 the rule looks broken."""
        return max(self.broken, SMALLEST) / max(self.kept, SMALLEST)


def support(p_kept: float, chance: float, slip: float = 0.0) -> RuleSupport:
    """Compute the likelihood of the picture for "kept" and for "broken".

    Parameters
    ----------
    p_kept
        Posterior probability that the rule is kept.
    chance
        Share of texts that keep it by chance, 0..1 exclusive.
    slip
        Probability that the reading went wrong as a whole (a lost or shifted character), so that it says nothing.
    """
    kept = (1 - slip) * min(p_kept, 1.0) / chance + slip
    broken = (1 - slip) * (1 - min(p_kept, 1.0)) / (1 - chance) + slip
    return RuleSupport(kept=kept, broken=broken)


def picture_ratio(p_kept: float, chance: float, slip: float = 0.0) -> float:
    """Compute r for one rule."""
    return support(p_kept, chance, slip).ratio


def ratio_of_some(rules: Sequence[RuleSupport], slip: float) -> float:
    """Compute r for "some of these rules are broken" against "all are kept".

    Whoever breaks rules mostly breaks exactly one (`ONE_BROKEN`, any of them), else each with even chances.

    Parameters
    ----------
    rules
        At least one, each with its support without slip.
    slip
        Probability that the reading went wrong as a whole. It is one event for all rules, so that a poor reading in
        which everything seems broken does not pile up.
    """
    kept = prod(rule.kept for rule in rules)
    one = sum(_only(rules, place) for place in range(len(rules))) / len(rules)
    several = prod((rule.kept + rule.broken) / 2 for rule in rules)
    broken = ONE_BROKEN * one + (1 - ONE_BROKEN) * several
    return max((1 - slip) * broken + slip, SMALLEST) / max((1 - slip) * kept + slip, SMALLEST)


def _only(rules: Sequence[RuleSupport], broken: int) -> float:
    return prod(rule.broken if place == broken else rule.kept for place, rule in enumerate(rules))


def log10_lr(ratio: float, shares: Shares) -> float:
    """Turn r into log10 LR, positive supports "not genuine"."""
    forged = 1 - shares.forged + shares.forged * ratio
    genuine = 1 - shares.genuine + shares.genuine * ratio
    return log10(forged / genuine)
