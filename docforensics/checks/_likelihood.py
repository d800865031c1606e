"""Likelihood ratio of "what is printed breaks a rule", when the print is known only through a reader's posteriors.

A reader's posterior p that the rule is kept rests on the picture and on the flat prior that it gives every symbol; c is
the share of texts that keep the rule by chance under that prior. So the picture supports "kept" by A = p / c, "broken" by
D = (1 - p) / (1 - c), and their ratio r = D / A is what the picture alone says. With a, the share of forged documents
that break the rule, and e, the share of genuine ones that are printed so:

    LR = ((1 - a) A + a D) / ((1 - e) A + e D) = (1 - a + a r) / (1 - e + e r)

It never exceeds a / e, and is below 1 by no more than (1 - a) / (1 - e): a kept rule is hardly evidence. A plausible
misread keeps p, and so A, large enough that the LR stays near 1.
"""

from dataclasses import dataclass
from math import log10

_SMALLEST = 1e-12


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """How often a rule is broken. Judgements, until fitted; each check says what they rest on."""

    forged: float
    """a: among forged documents."""
    genuine: float
    """e: among genuine ones, by issuers' mistakes and deviations."""


def picture_ratio(p_kept: float, chance: float, slip: float = 0.0) -> float:
    """Compute r: what the picture says for "broken" against "kept".

    Parameters
    ----------
    p_kept
        Posterior probability that the rule is kept.
    chance
        Share of texts that keep it by chance, 0..1 exclusive.
    slip
        Probability that the reading went wrong as a whole (a lost or shifted character), so that it says nothing.
    """
    kept = (1 - slip) * p_kept / chance + slip
    broken = (1 - slip) * (1 - p_kept) / (1 - chance) + slip
    return max(broken, _SMALLEST) / max(kept, _SMALLEST)


def log10_lr(ratio: float, shares: Shares) -> float:
    """Turn r into log10 LR, positive supports "not genuine"."""
    forged = 1 - shares.forged + shares.forged * ratio
    genuine = 1 - shares.genuine + shares.genuine * ratio
    return log10(forged / genuine)
