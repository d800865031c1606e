"""The share of each check: how much of its adverse log10 LR counts where all checks are added up.

A row states how much more often a value is measured on forged documents than on genuine ones, whatever other checks find. But a counterfeit shows in
many places at once, and a poor capture of a genuine page in one: what a check adds beside the others may be little, though its row is right. One weight
for a family holds checks that never err to those that do. So each check has a share of its own, 0..1, and all are fitted at once, by the cost of the totals.

Shares are pulled to their mean, which is fitted with them, so that a check that few documents tell of counts as most do; one that no document of the
fit tells of has none, and its row counts whole. Which finding of a family is the strongest depends on the shares: they are fitted in rounds.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from docforensics.checks.spec import family_of
from docforensics.scoring.combine import FamilyWeights, Weight
from docforensics.scoring.fit.pieces import Pieces, evidence_of_ratios
from docforensics.scoring.fit.ratios import Numbers
from docforensics.scoring.fit.weights import class_weights, least

PULLS = (0.0003, 0.001, 0.003, 0.01, 0.03)
"""Strengths of the pull that are tried: a tenth of those for families, since each share rests on fewer documents and is pulled to a mean that is fitted."""
_ROUNDS = 4
"""In which findings are ordered by their shares and the shares fitted; on designs at random none moved by .01 in the fourth."""
_SEVERAL = 2
"""Findings of a family from which their order matters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FittedShares:
    """What is fitted."""

    checks: Numbers
    """(checks,) of the adverse log10 LR, 0..1."""
    favourable: Numbers
    """(families, weights of the rule in favour)."""


@dataclass(frozen=True, kw_only=True, eq=False)
class SharedPieces:
    """The ratios of all checks of every document, as numbers that shares are fitted to."""

    pieces: Pieces

    @cached_property
    def checks(self) -> tuple[str, ...]:
        """Those that are adverse for any document; others have no share, nor has any under a rule without adverse weights."""
        found = (check for check, own in self.pieces.ratios.items() if bool((own > 0).any()))
        return tuple(sorted(found)) if self._against else ()

    @cached_property
    def adverse(self) -> Numbers:
        """(documents, checks) log10 LR from 0."""
        columns = [np.maximum(self.pieces.ratios[check], 0.0) for check in self.checks]
        return np.stack(columns, axis=1) if columns else np.zeros((len(self.pieces.documents), 0))

    def fit(self, forged: NDArray[np.bool_], pull: float, where: NDArray[np.bool_]) -> FittedShares:
        """Fit shares and weights in favour on some of the documents; arrays of (documents,)."""
        count = len(self.checks)
        judged, largest = (
            np.tile([getattr(one, name) for one in self._in_favour], len(self.pieces.families))
            for name in ("judged", "largest")
        )
        found = np.r_[np.ones(count + 1), judged]  # shares, their mean, weights in favour
        most = np.r_[np.ones(count + 1), largest]

        def pulled(weights: Numbers) -> tuple[float, Numbers]:
            off = np.r_[weights[:count] - weights[count], 0.0, weights[count + 1 :] - judged]
            slope = pull * off
            slope[count] = -pull * off[:count].sum()
            return pull / 2 * float(off @ off), slope

        here, weight = forged[where], class_weights(forged[where])
        for _ in range(_ROUNDS):
            shares = found[:count]
            no_mean = np.zeros((len(here), 1))
            x = np.hstack([self._counted(shares)[where], no_mean, self._favourable(shares)[where]])
            found = least(x, here, weight=weight, pulled=pulled, start=found, most=most)
        return FittedShares(
            checks=found[:count], favourable=found[count + 1 :].reshape(len(self.pieces.families), -1)
        )

    def totals(self, shares: FittedShares) -> Numbers:
        """(documents,) log10 LR, without bounds."""
        against = (self._counted(shares.checks) * shares.checks).sum(axis=1)
        return np.asarray(against + self._favourable(shares.checks) @ shares.favourable.ravel(), np.float64)

    def totals_out_of_fold(self, forged: NDArray[np.bool_], fold: NDArray[np.int64], pull: float) -> Numbers:
        """Combine every document by shares that have not seen its fold; (documents,), without bounds."""
        totals = np.zeros(len(forged))
        for here in (fold == number for number in np.unique(fold)):
            totals[here] = self.totals(self.fit(forged, pull, ~here))[here]
        return totals

    def named(self, shares: FittedShares) -> dict[str, float]:
        """Name the shares by check."""
        return {
            check: round(share, 4) for check, share in zip(self.checks, shares.checks.tolist(), strict=True)
        }

    def families(self, shares: FittedShares, low: float, high: float) -> dict[str, FamilyWeights]:
        """Give each family its weights, those of what is adverse by judgement, between bounds."""
        found = {}
        for family, row in zip(self.pieces.families, shares.favourable.tolist(), strict=True):
            fitted = iter(row)
            values = (
                one.judged if one.is_adverse else round(next(fitted), 4) for one in self.pieces.rule.weights
            )
            found[family] = FamilyWeights(values=tuple(values), log10_lr_min=low, log10_lr_max=high)
        return found

    @cached_property
    def _against(self) -> tuple[int, ...]:
        """Places of the weights of the rule that are adverse; the strongest finding stands at the first."""
        return tuple(place for place, one in enumerate(self.pieces.rule.weights) if one.is_adverse)

    @cached_property
    def _in_favour(self) -> tuple[Weight, ...]:
        return tuple(one for one in self.pieces.rule.weights if not one.is_adverse)

    @cached_property
    def _together(self) -> tuple[tuple[int, tuple[int, ...]], ...]:
        """Documents, and the checks of one family of which several speak against it."""
        families = np.unique([family_of(check) for check in self.checks], return_inverse=True)[1]
        found = []
        for place, row in enumerate(self.adverse > 0):
            for family in np.unique(families[row]):
                members = np.flatnonzero(row & (families == family)).tolist()
                if len(members) >= _SEVERAL:
                    found.append((place, tuple(members)))
        return tuple(found)

    @cached_property
    def _known(self) -> dict[tuple[int, tuple[int, ...]], tuple[float, ...]]:
        """How often findings count, by document and their order: folds and rounds ask for the same ones."""
        return {}

    def _counted(self, shares: Numbers) -> Numbers:
        """(documents, checks): the adverse ratios, each as often as the rule counts it in the order that the shares give."""
        found, left = self.adverse.copy(), self.adverse * shares
        for place, members in self._together:
            ordered = tuple(sorted(members, key=lambda one: (-left[place, one], self.checks[one])))
            found[place, ordered] *= self._often(place, ordered)
        return found

    def _often(self, place: int, ordered: tuple[int, ...]) -> tuple[float, ...]:
        key = (place, ordered)
        if key not in self._known:
            # The rule asks for their order alone: any ratios that fall stand for it.
            falling = {self.checks[one]: float(len(ordered) - rank) for rank, one in enumerate(ordered)}
            often = self.pieces.rule.often(list(evidence_of_ratios(self.pieces.documents[place], falling)))
            self._known[key] = tuple(often[self.checks[one]] for one in ordered)
        return self._known[key]

    def _favourable(self, shares: Numbers) -> Numbers:
        """(documents, families x weights in favour): as the rule attenuates them by what the shares leave of what is adverse."""
        table = self.pieces.table.copy()
        strongest = np.max(self.adverse * shares, axis=1, initial=0.0)
        table[:, :, self._against[:1]] = strongest[:, None, None]
        in_favour = [not one.is_adverse for one in self.pieces.rule.weights]
        return self.pieces.rule.features(table)[:, :, in_favour].reshape(len(table), -1)
