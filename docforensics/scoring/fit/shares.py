"""The share of each check: how much of its adverse log10 LR counts where all checks are added up.

A row states how much more often a value is measured on forged documents than on genuine ones, whatever other checks find. But a counterfeit shows in
many places at once, and a poor capture of a genuine page in one: what a check adds beside the others may be little, though its row is right. One weight
for a family holds checks that never err to those that do. So each check that errs has a share of its own, 0..1, and all are fitted at once, by the cost of
the totals, together with the weights of what is favourable.

A check that errs on no genuine document of the fit counts whole: what little it finds there may be all that it can find, and attacks that the forged documents
do not show are its own. So does a value far beyond the largest of a genuine document (`scoring.check_share`). Shares are pulled to their mean, which is
fitted with them and pulled to 1; a check that errs and is adverse on few forged documents has the mean itself. Which finding of a family is the strongest
depends on the shares: they are fitted in rounds, until they stay.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from docforensics.checks.spec import family_of
from docforensics.scoring.check_share import CheckShare, beyond_largest
from docforensics.scoring.combine import FamilyWeights, Weight
from docforensics.scoring.fit.pieces import Pieces, evidence_of_ratios
from docforensics.scoring.fit.ratios import Numbers
from docforensics.scoring.fit.weights import class_weights, least
from docforensics.scoring.verbal import NO_SUPPORT_BELOW

Choice = NDArray[np.bool_]

_FEWEST_FORGED = 10
"""Forged documents on which a check has to be adverse for a share of its own: of fewer nobody knows what they share with its false alarms. A judgement; not fitted."""
_MOST_ROUNDS = 8
_STAYS = 1e-3
"""By how much no share moves in the last round."""
_SEVERAL = 2
"""Findings of a family from which their order matters."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FittedShares:
    """What is fitted; arrays of (checks,) but for the weights."""

    checks: Numbers
    """Shares of the adverse log10 LR, 0..1."""
    errs: Choice
    """Which err on a genuine document; the others count whole."""
    largest: Numbers
    """Value of the genuine document on which each erred most; 0 where none."""
    favourable: Numbers
    """(families, weights of the rule in favour)."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Learned:
    """What some of the documents say of each check before anything is fitted; arrays of (checks,)."""

    own: Choice
    """They err, and find enough for a share of their own."""
    tied: Choice
    """They err, and have the mean."""
    largest: Numbers

    def spread(self, weights: Numbers) -> Numbers:
        """The share of each check, of weights that begin with those of their own and the mean behind them."""
        count = int(self.own.sum())
        shares = np.where(self.tied, weights[count], 1.0)
        shares[self.own] = weights[:count]
        return shares


@dataclass(frozen=True, kw_only=True, eq=False)
class SharedPieces:
    """The ratios of all checks of every document, as numbers that shares are fitted to."""

    pieces: Pieces
    forged: Choice
    """(documents,)"""

    @cached_property
    def checks(self) -> tuple[str, ...]:
        """Those with an adverse log10 LR on any document; none under a rule without adverse weights."""
        found = (check for check, own in self.pieces.ratios.items() if bool((own > 0).any()))
        return tuple(sorted(found)) if len(self._in_favour) < len(self.pieces.rule.weights) else ()

    @cached_property
    def adverse(self) -> Numbers:
        """(documents, checks) log10 LR from 0."""
        columns = [np.maximum(self.pieces.ratios[check], 0.0) for check in self.checks]
        return np.stack(columns, axis=1) if columns else np.zeros((len(self.forged), 0))

    @cached_property
    def values(self) -> Numbers:
        """(documents, checks) what was measured; 0 where nothing was."""
        columns = [[one.value(check) or 0.0 for one in self.pieces.documents] for check in self.checks]
        return np.array(columns, np.float64).reshape(len(self.checks), len(self.forged)).T

    def fit(self, pull: float, where: Choice) -> FittedShares:
        """Fit shares and weights in favour on some of the documents, (documents,): nothing is known of the others."""
        learned, here = self._learned(where), self.forged[where]
        judged, largest = (
            np.tile([getattr(one, name) for one in self._in_favour], len(self.pieces.families))
            for name in ("judged", "largest")
        )
        mean = int(
            learned.own.sum()
        )  # its place: behind the shares of their own, before the weights in favour
        found, most = np.r_[np.ones(mean + 1), judged], np.r_[np.ones(mean + 1), largest]

        def pulled(weights: Numbers) -> tuple[float, Numbers]:
            off = np.r_[weights[:mean] - weights[mean], weights[mean] - 1.0, weights[mean + 1 :] - judged]
            slope = pull * off
            slope[mean] -= pull * off[:mean].sum()
            return pull / 2 * float(off @ off), slope

        beyond, weight = beyond_largest(self.values, learned.largest), class_weights(here)
        for _ in range(_MOST_ROUNDS):
            before = found
            counted = self._counted(learned.spread(found), beyond)
            shared, whole = counted * (1 - beyond), counted * beyond
            whole[:, ~(learned.own | learned.tied)] = counted[:, ~(learned.own | learned.tied)]
            tied = shared[:, learned.tied].sum(axis=1, keepdims=True)
            x = np.hstack((shared[:, learned.own], tied, self._favourable))[where]
            fixed = whole.sum(axis=1)[where]
            found = least(x, here, weight=weight, pulled=pulled, start=found, most=most, beside=fixed)
            if np.abs(found - before).max() < _STAYS:
                break
        return FittedShares(
            checks=learned.spread(found),
            errs=learned.own | learned.tied,
            largest=learned.largest,
            favourable=found[mean + 1 :].reshape(len(self.pieces.families), -1),
        )

    def totals(self, shares: FittedShares) -> Numbers:
        """(documents,) log10 LR, without bounds."""
        beyond = beyond_largest(self.values, shares.largest)
        effective = shares.checks + (1 - shares.checks) * beyond
        against = (self._counted(shares.checks, beyond) * effective).sum(axis=1)
        return np.asarray(against + self._favourable @ shares.favourable.ravel(), np.float64)

    def totals_out_of_fold(self, fold: NDArray[np.int64], pull: float) -> Numbers:
        """Combine every document by shares that have not seen its fold; (documents,), without bounds."""
        totals = np.zeros(len(fold))
        for here in (fold == number for number in np.unique(fold)):
            totals[here] = self.totals(self.fit(pull, ~here))[here]
        return totals

    def named(self, shares: FittedShares) -> dict[str, CheckShare]:
        """Name the shares of checks that err."""
        columns = (shares.checks.tolist(), shares.largest.tolist(), shares.errs.tolist())
        return {
            check: CheckShare(share=round(share, 4), largest=round(largest, 6))
            for check, share, largest, errs in zip(self.checks, *columns, strict=True)
            if errs
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

    def _learned(self, where: Choice) -> _Learned:
        is_adverse = self.adverse >= NO_SUPPORT_BELOW
        false_alarms = is_adverse & (where & ~self.forged)[:, None]
        finds = is_adverse[where & self.forged].sum(axis=0) >= _FEWEST_FORGED
        errs = false_alarms.any(axis=0)
        most = np.where(false_alarms, self.values, -np.inf).max(axis=0, initial=-np.inf)
        return _Learned(own=errs & finds, tied=errs & ~finds, largest=np.where(errs, most, 0.0))

    @cached_property
    def _in_favour(self) -> tuple[Weight, ...]:
        return tuple(one for one in self.pieces.rule.weights if not one.is_adverse)

    @cached_property
    def _favourable(self) -> Numbers:
        """(documents, families x weights in favour): as the rule attenuates them."""
        in_favour = [not one.is_adverse for one in self.pieces.rule.weights]
        return self.pieces.counted()[:, :, in_favour].reshape(len(self.forged), -1)

    @cached_property
    def _together(self) -> tuple[tuple[int, tuple[int, ...]], ...]:
        """Documents, and the checks of one family of which several are adverse."""
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

    def _counted(self, shares: Numbers, beyond: Numbers) -> Numbers:
        """(documents, checks): the adverse ratios, each as often as the rule counts it in the order that the shares give."""
        found, left = self.adverse.copy(), self.adverse * (shares + (1 - shares) * beyond)
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
