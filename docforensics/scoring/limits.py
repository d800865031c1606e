"""From where on a policy refers a document under the fit of its condition: by its score, and by its target of false alarms.

A score states what the bounds of a fit let anybody claim, and errs to the side of too little: of 480 genuine and 480 forged captures of 120 random
designs, each fitted without, 16 forged and one genuine have totals between .3 and .525, which stand for 2 to 3.3 times
(docs/decisions/2026-12-01-target-both-ways.md). Where the fit knows how much evidence so many genuine documents have against
them, that decides from where on a document is referred, before the score and after it.
"""

from dataclasses import dataclass, replace
from math import inf

from docforensics.scoring.combine import Combination
from docforensics.scoring.policy import Policy
from docforensics.scoring.shift import Shift
from docforensics.scoring.verbal import NO_SUPPORT_BELOW


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreLimits:
    """From where on a policy refers a document under the fit of its condition."""

    refer: float
    """Score."""
    alert: float
    """Score."""
    unbounded: float
    """log10 LR without bounds that at most the policy's share of genuine documents reaches; -infinity where nobody knows."""


def posterior(log10_lr: float, prior: float) -> float:
    """Apply Bayes' rule: probability that the document is not genuine, under this prior."""
    odds = prior / (1 - prior) * 10.0**log10_lr
    return float(odds / (1 + odds))


def limits_of(policy: Policy, combination: Combination) -> ScoreLimits:
    """Give the scores of REFER and ALERT, and the evidence that the policy's target of false alarms asks for where the fit supports one.

    Where a combination states nothing of false alarms, the scores are the policy's. A target may ask for more evidence than the bounds
    of the fit let anything claim: then the score is raised to its highest, and the evidence without bounds decides. It lowers REFER alone,
    where the policy lets it (`Policy.refer_earlier`) and the fit has documents enough to know so small a share, and never below a likelihood ratio of 2, below which nothing is supported.
    """
    if policy.false_alarms is None:
        return ScoreLimits(refer=policy.refer, alert=policy.alert, unbounded=-inf)
    asked = combination.threshold(policy.false_alarms)
    refer = max(policy.refer, posterior(min(asked, combination.log10_lr_max), policy.prior))
    is_known = any(share <= policy.false_alarms for share, _ in combination.false_alarms)
    if policy.refer_earlier and is_known and refer == policy.refer:
        refer = min(refer, posterior(max(asked, NO_SUPPORT_BELOW), policy.prior))
    return ScoreLimits(refer=refer, alert=max(policy.alert, refer), unbounded=asked)


def as_known(policy: Policy, shift: Shift | None) -> Policy:
    """Give a policy that refers no earlier than by its score where rows were moved to another source: a few dozen documents know nothing of one in fifty."""
    return replace(policy, refer_earlier=False) if shift and policy.refer_earlier else policy


def held_at(policy: Policy, combination: Combination) -> float:
    """Give the most that a total comes to which rests on findings without a count: the log10 LR just below where the policy refers."""
    return policy.below(min(policy.refer, limits_of(policy, combination).refer))
