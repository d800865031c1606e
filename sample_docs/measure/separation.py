"""How well do numbers tell two classes apart? Cross-validated classifiers, and each number alone."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from docforensics.bench.metrics.rates import auc

if TYPE_CHECKING:
    from sklearn.base import BaseEstimator

Features = NDArray[np.float64]
"""(documents, facts)."""


@dataclass(frozen=True, slots=True)
class Auc:
    """Area under the ROC curve with its 95 % interval."""

    value: float
    low: float
    high: float

    @property
    def contains_half(self) -> bool:
        """Whether the interval allows that nothing was learned."""
        return self.low <= 0.5 <= self.high


def classifiers(seed: int = 0) -> "dict[str, BaseEstimator]":
    """One that sees thresholds and combinations, one that sees sums."""
    from sklearn.ensemble import RandomForestClassifier  # noqa: PLC0415 (heavy)
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415
    from sklearn.pipeline import make_pipeline  # noqa: PLC0415
    from sklearn.preprocessing import StandardScaler  # noqa: PLC0415

    return {
        "forest": RandomForestClassifier(200, min_samples_leaf=5, random_state=seed, n_jobs=1),
        "logistic": make_pipeline(StandardScaler(), LogisticRegression(C=0.3, max_iter=2000)),
    }


def separation(
    genuine: Features, forged: Features, seed: int = 0, *, units: NDArray[np.int64] | None = None
) -> dict[str, Auc]:
    """AUC a classifier. Row k of both arrays is of one record: a fold holds both or neither.

    ``units`` says of which unit a record is, as a design: a fold then holds a unit whole, and units are what the interval
    draws; None takes each record for a unit.
    """
    from sklearn.model_selection import GroupKFold, cross_val_predict  # noqa: PLC0415 (heavy)

    x, y = np.concatenate([genuine, forged]), np.repeat([0, 1], len(genuine))
    unit = np.arange(len(genuine)) if units is None else units
    return {
        name: _interval(
            cross_val_predict(model, x, y, groups=np.tile(unit, 2), cv=GroupKFold(5), method="predict_proba")[
                :, 1
            ],
            unit,
            seed,
        )
        for name, model in classifiers(seed).items()
    }


def _interval(score: NDArray[np.float64], unit: NDArray[np.int64], seed: int, draws: int = 1000) -> Auc:
    """The interval is a bootstrap over units, both rows of a record drawn together."""
    n = len(score) // 2
    members = [np.flatnonzero(unit == one) for one in np.unique(unit)]
    rng = np.random.default_rng(seed)
    drawn = [
        np.concatenate([members[k] for k in pick])
        for pick in rng.integers(0, len(members), (draws, len(members)))
    ]
    low, high = np.percentile(
        [auc(score[p], score[p + n]) for p in drawn],
        [2.5, 97.5],
    )
    return Auc(round(auc(score[:n], score[n:]), 3), round(float(low), 3), round(float(high), 3))


def each_alone(genuine: Features, forged: Features) -> NDArray[np.float64]:
    """AUC of every fact by itself: below 0.5 where forgeries have less of it."""
    return np.array([auc(one, other) for one, other in zip(genuine.T, forged.T, strict=True)])
