"""How much the pieces of each family count: a fitted combination, held near the judgement where data say little.

A document's log odds are a sum over families of the pieces of a rule (`combine.Rule`), each with a weight of at least 0 and no
constant: nothing measured is nothing known. The cost is Cllr, both classes alike, plus a pull towards the weights by
judgement. What families tell twice is found by fitting all weights together.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from docforensics.scoring.combine import FITTED, Rule
from docforensics.scoring.fit.ratios import Numbers

PULLS = (0.003, 0.01, 0.03, 0.1)
"""Strengths of the pull that are tried."""
_ROUNDS = 3000


def fit_weights(x: Numbers, forged: Numbers, pull: float, rule: Rule = FITTED) -> Numbers:
    """Fit the weights of (documents, features) by accelerated projected gradient; (features,)."""
    families = x.shape[1] // len(rule.weights)
    start = np.tile([weight.judged for weight in rule.weights], families)
    most = np.tile([weight.largest for weight in rule.weights], families)
    scaled = x * np.log(10)
    counts = np.where(forged > 0, forged.sum(), len(forged) - forged.sum())
    weight = 0.5 / counts
    steepest = float(np.linalg.norm(scaled * np.sqrt(weight)[:, None], 2) ** 2) / 4 + pull
    now, ahead, momentum = start.copy(), start.copy(), 1.0
    for _ in range(_ROUNDS):
        chance = 1 / (1 + np.exp(-np.clip(scaled @ ahead, -40, 40)))
        gradient = scaled.T @ (weight * (chance - forged)) + pull * (ahead - start)
        following = np.clip(ahead - gradient / steepest, 0.0, most)
        grown = (1 + np.sqrt(1 + 4 * momentum**2)) / 2
        ahead = following + (momentum - 1) / grown * (following - now)
        moved = float(np.abs(following - now).max())
        now, momentum = following, grown
        if moved < 1e-7:
            break
    return np.asarray(now, np.float64)


def by_family(weights: Numbers, families: Sequence[str]) -> Mapping[str, tuple[float, ...]]:
    """Give each family its fitted weights, in the order of the rule."""
    table = weights.reshape(len(families), -1).tolist()
    return {
        family: tuple(round(weight, 4) for weight in row) for family, row in zip(families, table, strict=True)
    }
