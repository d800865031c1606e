"""Greedy selection of calibrators by cross-validated Cllr.

A check is fitted by itself, on all species of forgery together. What its row adds there it may cost beside checks that find the
same forgeries without false alarms: the strongest LR of a family counts most, so one noisy check lowers the weight of its
whole family. So each row is tried against the expert row and against weight 0, by the Cllr of the combined total out of the
fold under one weight a family (`fit.weights`), and the change that lowers it most is made as long as one lowers it enough. What each
chosen row then counts is fitted anew (`fit.shares`).
"""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from docforensics.scoring.combine import FITTED, CombinationRule
from docforensics.scoring.fit.check import GAIN, Candidate
from docforensics.scoring.fit.pieces import Pieces
from docforensics.scoring.fit.ratios import Numbers, cllr
from docforensics.scoring.fit.units import Units
from docforensics.scoring.fit.weights import fit_weights
from docforensics.scoring.outcomes import Examined


def select(
    documents: Sequence[Examined],
    units: Units,
    candidates: Mapping[str, Sequence[Candidate]],
    pull: float,
    rule: CombinationRule = FITTED,
) -> dict[str, Candidate]:
    """Choose one candidate a check; the first of each is where it starts.

    Parameters
    ----------
    documents
        Those of one condition, of the calibration split.
    units
        What bounds count, and the folds.
    candidates
        By check, each with ratios that are out of the fold.
    pull
        Of the combination towards judgement.
    rule
        That combines them.

    """
    forged = np.array([one.is_forged for one in documents])
    chosen = {check: options[0] for check, options in candidates.items()}
    held = Pieces.of(documents, {check: one.ratios for check, one in chosen.items()}, rule)
    cost = _cost(held, forged, units, pull)
    while True:
        tried = [
            (_cost(held.with_ratios(check, one.ratios), forged, units, pull), check, one)
            for check, one in _others(candidates, chosen)
        ]
        best = min(tried, key=lambda entry: entry[0], default=None)
        if best is None or best[0] > cost - GAIN:
            return chosen
        cost, check, one = best
        chosen[check] = one
        held = held.with_ratios(check, one.ratios)


def _others(
    candidates: Mapping[str, Sequence[Candidate]], chosen: Mapping[str, Candidate]
) -> Iterator[tuple[str, Candidate]]:
    """Give every candidate that would change what is said."""
    for check, options in candidates.items():
        for one in options:
            if not np.array_equal(one.ratios, chosen[check].ratios):
                yield check, one


def _cost(found: Pieces, forged: NDArray[np.bool_], units: Units, pull: float) -> float:
    totals = totals_out_of_fold(found, forged, units.fold, pull)
    bounded = np.clip(totals, *units.supported(totals, ~forged, forged))
    return cllr(bounded[~forged], bounded[forged])


def totals_out_of_fold(
    found: Pieces, forged: NDArray[np.bool_], fold: NDArray[np.int64], pull: float
) -> Numbers:
    """Combine every document by weights that have not seen its fold; (documents,), without bounds."""
    x = found.features
    totals = np.zeros(len(forged))
    for here in (fold == number for number in np.unique(fold)):
        totals[here] = x[here] @ fit_weights(x[~here], forged[~here], pull, found.rule)
    return totals
