"""The leak report: what facts of the files alone would score on this set.

Each fact by itself, and all together through a forest that never sees two pictures of one document on both sides of a
split. A set leaks when one of these AUCs is at least 0.6 and its interval, made wider for looking at many, lies clear of
0.5. What the picture looks like, and how many bytes that takes, is shown beside it and decides nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from docforensics.bench.file_facts import FILE_FACTS, NAMES
from docforensics.bench.metrics.bootstrap import Estimate, Figures, estimates
from docforensics.bench.metrics.rates import auc
from docforensics.errors import UsageError

FOLDS = 5
"""Of the cross-validation: customary; not fitted."""
TREES = 60
"""More change the AUC of nine facts by less than its interval: a judgement."""
FEW = 5
"""Groups below which an interval over them says nothing; a leak then is an AUC of at least `BLATANT`."""
BLATANT = 0.95
"""Nearly every pair in the right order: a judgement; not fitted."""
NOTICEABLE = 0.6
"""AUC below which even a certain difference gives nothing away worth the name."""
SINGLE, FOREST = 1.7, 2.5
"""How much wider an interval must be taken: for looking at nine facts, and for a forest's luck in being grown. Plain ones
called 9 of 40 sets of pure noise (30 pairs each) a leak."""
MINIMUM = 2
"""Groups of each label that a forest needs."""


class Leak(StrEnum):
    """Whether file properties alone separate the classes."""

    FOUND = "leak"
    NONE = "no leak found"
    UNKNOWN = "too few documents to decide"


@dataclass(frozen=True, slots=True, kw_only=True)
class LeakReport:
    """One way of giving the files out: as published, or normalised."""

    name: str
    files: int
    facts: Mapping[str, Estimate | None]
    """AUC of each fact alone, turned so that it is at least 0.5; None where it never changes."""
    together: Estimate | None
    """AUC of a forest on the file facts; None for too few documents."""
    together_with_picture: Estimate | None
    """The same with the mean colour, sharpness and noise of the picture."""
    verdict: Leak


def leak_report(
    name: str,
    facts: NDArray[np.float64],
    forged: Sequence[bool],
    groups: Sequence[str],
    *,
    draws: int = 1000,
    seed: int = 0,
) -> LeakReport:
    """Measure the leak.

    Parameters
    ----------
    facts
        (documents, len(NAMES)) of the primary pictures.
    forged, groups
        Label and group of every document.

    """
    labels = np.asarray(forged, bool)
    both = bool(labels.any() and not labels.all())
    single = {
        fact: _alone(facts[:, k], labels, groups, draws, seed) if both else None
        for k, fact in enumerate(NAMES)
    }
    own = len(FILE_FACTS)
    together = _forest(facts[:, :own], labels, groups, draws, seed) if both else None
    return LeakReport(
        name=name,
        files=len(facts),
        facts=single,
        together=together,
        together_with_picture=_forest(facts, labels, groups, draws, seed) if both else None,
        verdict=_verdict([single[fact] for fact in FILE_FACTS], together, len(set(groups)), both=both),
    )


def _verdict(
    single: Sequence[Estimate | None], together: Estimate | None, groups: int, *, both: bool
) -> Leak:
    if not both:
        return Leak.UNKNOWN
    if groups < FEW:
        blatant = any(one is not None and one.value >= BLATANT for one in (*single, together))
        return Leak.FOUND if blatant else Leak.UNKNOWN
    told = [one for one in single if _clear(one, SINGLE)] + ([together] if _clear(together, FOREST) else [])
    return Leak.FOUND if any(one is not None and one.value >= NOTICEABLE for one in told) else Leak.NONE


def _alone(
    column: NDArray[np.float64], labels: NDArray[np.bool_], groups: Sequence[str], draws: int, seed: int
) -> Estimate | None:
    if len(np.unique(column)) == 1:
        return None
    sign = 1.0 if auc(column[~labels], column[labels]) >= 0.5 else -1.0
    return _estimate(sign * column, labels, groups, draws, seed)


def _estimate(
    scores: NDArray[np.float64], labels: NDArray[np.bool_], groups: Sequence[str], draws: int, seed: int
) -> Estimate | None:
    def figures(which: NDArray[np.int64]) -> Figures:
        genuine, forged = scores[which[~labels[which]]], scores[which[labels[which]]]
        return {"auc": auc(genuine, forged) if len(genuine) and len(forged) else None}

    return estimates(figures, groups, draws=draws, seed=seed)["auc"]


def _forest(
    facts: NDArray[np.float64], labels: NDArray[np.bool_], groups: Sequence[str], draws: int, seed: int
) -> Estimate | None:
    """Score every document by a forest that was grown on other groups."""
    names = np.asarray(groups)
    fewest = min(len(set(names[labels])), len(set(names[~labels])))
    folds = min(FOLDS, fewest)
    if fewest < MINIMUM or len(np.unique(facts, axis=0)) == 1:
        return None
    scores = _cross_validated(facts, labels, names, folds, seed)
    return None if scores is None else _estimate(scores, labels, groups, draws, seed)


def _cross_validated(
    facts: NDArray[np.float64], labels: NDArray[np.bool_], groups: NDArray[np.str_], folds: int, seed: int
) -> NDArray[np.float64] | None:
    """Give each document's score, None when a fold is left with one class."""
    try:
        from sklearn.ensemble import RandomForestClassifier  # noqa: PLC0415 (the bench extra)
        from sklearn.model_selection import StratifiedGroupKFold  # noqa: PLC0415
    except ImportError as error:
        raise UsageError("the leak report needs scikit-learn: pip install 'docforensics[bench]'") from error
    scores = np.zeros(len(labels))
    splitter = StratifiedGroupKFold(folds, shuffle=True, random_state=seed)
    for train, test in splitter.split(facts, labels, groups):
        if len(np.unique(labels[train])) < 2:
            return None
        forest = RandomForestClassifier(
            TREES, min_samples_leaf=2, class_weight="balanced", random_state=seed, n_jobs=1
        )
        forest.fit(facts[train], labels[train])
        scores[test] = forest.predict_proba(facts[test])[:, 1]
    return scores


def _clear(estimate: Estimate | None, wider: float) -> bool:
    """Whether the interval, made wider, is clear of 0.5."""
    if estimate is None or estimate.low is None:
        return False
    return estimate.value - wider * (estimate.value - estimate.low) > 0.5
