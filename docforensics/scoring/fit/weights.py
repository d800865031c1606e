"""How much the pieces of each family count: a fitted combination, held near the judgement where data say little.

A document's log odds are a sum over families of four pieces (`combine.pieces`), each with a weight of at least 0 and no
constant: nothing measured is nothing known. The cost is Cllr, both classes alike, plus a pull towards the weights by
judgement. What families tell twice is found by fitting all weights together.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from docforensics.scoring.combine import FamilyWeights
from docforensics.scoring.fit.ratios import Numbers

NAMES = ("adverse", "adverse_further", "favourable", "favourable_further")
_JUDGED = np.array([getattr(FamilyWeights(), name) for name in NAMES])
_MOST = np.array([1.0, 1.0, 3.0, 1.0])
"""Largest weights: what speaks against a document is never made more than its row claims, since that may be judgement; in
favour many checks that found nothing come to more than the strongest of them."""
PULLS = (0.003, 0.01, 0.03, 0.1)
"""Strengths of the pull that are tried."""
_ROUNDS = 3000


def fit_weights(x: Numbers, forged: Numbers, pull: float) -> Numbers:
    """Fit the weights of (documents, features) by accelerated projected gradient; (features,)."""
    families = x.shape[1] // len(_JUDGED)
    start, most = np.tile(_JUDGED, families), np.tile(_MOST, families)
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


def by_family(weights: Numbers, families: Sequence[str]) -> Mapping[str, Mapping[str, float]]:
    """Name fitted weights."""
    table = weights.reshape(len(families), len(NAMES))
    return {
        family: {name: round(float(weight), 4) for name, weight in zip(NAMES, row, strict=True)}
        for family, row in zip(families, table, strict=True)
    }
