"""The weight of the pieces of each family: a fitted combination, shrunk to expert judgement where data are few.

A document's log odds are a sum over families of the pieces of a rule (`combine.CombinationRule`), each with a weight of at least 0 and no
constant: nothing measured is nothing known. The cost is Cllr, both classes alike, plus a pull towards the weights by
judgement. What families tell twice is found by fitting all weights together.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from docforensics.scoring.combine import FITTED, CombinationRule
from docforensics.scoring.fit.ratios import Numbers

PULLS = (0.003, 0.01, 0.03, 0.1)
"""Strengths of the pull that are tried."""
_OPTIONS = {"ftol": 1e-15, "gtol": 1e-9, "maxiter": 3000}
"""Weights are stated to four decimals; these end the search well below."""


def fit_weights(x: Numbers, forged: Numbers, pull: float, rule: CombinationRule = FITTED) -> Numbers:
    """Fit the weights of (documents, features) by L-BFGS-B; (features,)."""
    from scipy.optimize import minimize
    from scipy.special import expit

    families = x.shape[1] // len(rule.weights)
    start = np.tile([weight.judged for weight in rule.weights], families)
    most = np.tile([weight.largest for weight in rule.weights], families)
    scaled = x * np.log(10)
    weight = 0.5 / np.where(forged > 0, forged.sum(), len(forged) - forged.sum())

    def cost(weights: Numbers) -> tuple[float, Numbers]:
        log_odds, off = scaled @ weights, weights - start
        value = weight @ (np.logaddexp(0, log_odds) - forged * log_odds) + pull / 2 * off @ off
        return float(value), scaled.T @ (weight * (expit(log_odds) - forged)) + pull * off

    found = minimize(
        cost, start, jac=True, method="L-BFGS-B", bounds=[(0.0, one) for one in most], options=_OPTIONS
    )
    return np.asarray(found.x, np.float64)


def by_family(weights: Numbers, families: Sequence[str]) -> Mapping[str, tuple[float, ...]]:
    """Give each family its fitted weights, in the order of the rule."""
    table = weights.reshape(len(families), -1).tolist()
    return {
        family: tuple(round(weight, 4) for weight in row) for family, row in zip(families, table, strict=True)
    }
