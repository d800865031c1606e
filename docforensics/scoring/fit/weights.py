"""The weight of the pieces of each family, shrunk to expert judgement where data are few: by these rows are chosen (`fit.selection`).

A document's log odds are a sum over families of the pieces of a rule (`combine.CombinationRule`), each with a weight of at least 0 and no
constant: nothing measured is nothing known. The cost is Cllr, both classes alike, plus a pull towards the weights by
judgement. What families tell twice is found by fitting all weights together.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from docforensics.scoring.combine import FITTED, CombinationRule
from docforensics.scoring.fit.ratios import Numbers

PULLS = (0.003, 0.01, 0.03, 0.1)
"""Strengths of the pull that are tried."""
_OPTIONS = {"ftol": 1e-15, "gtol": 1e-9, "maxiter": 3000}
"""Weights are stated to four decimals; these end the search well below."""


def fit_weights(
    x: Numbers, forged: NDArray[np.bool_], pull: float, rule: CombinationRule = FITTED
) -> Numbers:
    """Fit the weights of (documents, features) by L-BFGS-B; (features,)."""
    families = x.shape[1] // len(rule.weights)
    judged = np.tile([weight.judged for weight in rule.weights], families)
    most = np.tile([weight.largest for weight in rule.weights], families)

    def pulled(weights: Numbers) -> tuple[float, Numbers]:
        off = weights - judged
        return pull / 2 * float(off @ off), pull * off

    return least(x, forged, weight=class_weights(forged), pulled=pulled, start=judged, most=most)


def class_weights(forged: NDArray[np.bool_]) -> Numbers:
    """Let both classes weigh alike, 1 together; (documents,)."""
    return np.asarray(0.5 / np.where(forged, forged.sum(), (~forged).sum()), np.float64)


def least(
    x: Numbers,
    forged: NDArray[np.bool_],
    *,
    weight: Numbers,
    pulled: Callable[[Numbers], tuple[float, Numbers]],
    start: Numbers,
    most: Numbers,
    beside: Numbers | float = 0.0,
) -> Numbers:
    """Find the weights, each from 0 to `most`, of least cost of (documents, features) log10 LR and what pulls; `pulled` gives its cost and slope.

    `beside` is log10 LR, (documents,), that count whatever the weights.
    """
    from scipy.optimize import minimize
    from scipy.special import expit

    scaled, fixed = x * np.log(10), np.log(10) * beside

    def cost(weights: Numbers) -> tuple[float, Numbers]:
        log_odds, (off, slope) = scaled @ weights + fixed, pulled(weights)
        value = weight @ (np.logaddexp(0, log_odds) - forged * log_odds)
        return float(value) + off, scaled.T @ (weight * (expit(log_odds) - forged)) + slope

    found = minimize(
        cost, start, jac=True, method="L-BFGS-B", bounds=[(0.0, one) for one in most], options=_OPTIONS
    )
    return np.asarray(found.x, np.float64)
