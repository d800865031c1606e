"""Shares: a check that errs counts little beside one that does not, and what is fitted is what judging adds up."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from docforensics.checks.outcome import Measured, Outcome, Region
from docforensics.scoring.calibration import Calibration
from docforensics.scoring.combine import combine
from docforensics.scoring.fit import fit
from docforensics.scoring.fit.pieces import Pieces
from docforensics.scoring.fit.shares import SharedPieces
from docforensics.scoring.outcomes import Examined
from docforensics.scoring.table import evidence_of

Table = tuple[Examined, ...]
JudgeBy = Callable[..., Calibration]
Place = Callable[..., Region]
COUNTERFEIT, EDIT, SPOILT = "security.counterfeit", "security.edit", "security.spoilt"


@pytest.fixture(scope="module")
def attacks(table: Table) -> Table:
    """Half of the forgeries are counterfeits, which three checks tell; the others are edits, which one tells alone.

    The third check errs on one genuine document in sixty, and is never adverse alone on a forged one.
    """

    def outcomes(one: Examined, number: int) -> Mapping[str, Outcome]:
        counterfeit = one.is_forged and number % 2 == 0
        edit = one.is_forged and number % 2 == 1
        spoilt = not one.is_forged and number % 60 == 0
        return {
            COUNTERFEIT: _value(8.0 if counterfeit else 0.0),
            EDIT: _value(8.0 if edit or (counterfeit and number % 4 == 0) else 0.0),
            SPOILT: _value(8.0 if counterfeit or spoilt else 0.0),
        }

    return tuple(replace(one, outcomes=outcomes(one, number // 2)) for number, one in enumerate(table))


def _value(value: float) -> Measured:
    return Measured(value=value, regions=())


def _shared(documents: Table, rows: Calibration) -> SharedPieces:
    """Weigh documents by rows, as a fit does."""
    ratios = {
        check: np.array([row.log10_lr(one.value(check) or 0.0) for one in documents])
        for check, row in rows.rows.items()
    }
    return SharedPieces(pieces=Pieces.of(documents, ratios))


def _forged(documents: Table) -> NDArray[np.bool_]:
    return np.array([one.is_forged for one in documents])


def test_a_check_that_errs_alone_counts_less_than_one_that_does_not(
    attacks: Table, judge_by: JudgeBy
) -> None:
    """Both tell half of the forgeries; one weight for their family held the sure one to what the other errs."""
    (found,) = fit(attacks, judge_by(COUNTERFEIT, EDIT, SPOILT), data_set="drawn")
    shares = found.combination.checks
    assert shares[EDIT] == shares[COUNTERFEIT] == 1.0
    assert shares[SPOILT] < 0.7
    assert all(weights.values[:2] == (1.0, 0.5) for weights in found.combination.families.values())


def test_a_check_that_tells_of_no_document_has_no_share(attacks: Table, judge_by: JudgeBy) -> None:
    """Nothing was learned of it: its row counts whole."""
    rows = judge_by(COUNTERFEIT, EDIT, SPOILT, "security.never")
    unseen = tuple(replace(one, outcomes={**one.outcomes, "security.never": _value(0.0)}) for one in attacks)
    (found,) = fit(unseen, rows, data_set="drawn")
    assert "security.never" not in found.combination.checks
    assert found.combination.share("security.never") == 1.0


def test_a_share_of_few_documents_lies_near_the_mean(attacks: Table, judge_by: JudgeBy) -> None:
    """One genuine document that a check errs on says little of what it is worth; two on which another errs say more."""
    rare = tuple(
        replace(one, outcomes={**one.outcomes, "security.rare": _value(8.0 if number == 4 else 0.0)})
        for number, one in enumerate(attacks)
        if one.split == "calibration"
    )
    shared = _shared(rare, judge_by(COUNTERFEIT, EDIT, SPOILT, "security.rare"))
    fitted = shared.named(shared.fit(_forged(rare), 0.03, np.ones(len(rare), bool)))
    assert fitted[SPOILT] < fitted["security.rare"] < fitted[COUNTERFEIT]


def test_what_is_fitted_is_what_judging_adds_up(
    table: Table, judged: Calibration, region: Place, judge_by: JudgeBy
) -> None:
    """Places, orders and attenuation included: of several findings at places that overlap in part."""
    rows = judge_by(*judged.rows)
    spread = tuple(
        replace(
            one,
            outcomes={
                check: replace(outcome, regions=(region(left=3.0 * place),))
                for place, (check, outcome) in enumerate(one.outcomes.items())
                if isinstance(outcome, Measured)
            },
        )
        for one in table
        if one.split == "calibration"
    )
    shared = _shared(spread, rows)
    fitted = shared.fit(_forged(spread), 0.001, np.ones(len(spread), bool))
    assert fitted.checks.min() < 0.9 * fitted.checks.max()
    (like,) = fit(spread, rows, data_set="drawn")
    combination = replace(
        like.combination, checks=shared.named(fitted), families=shared.families(fitted, -9.0, 9.0)
    )
    calibration = Calibration.of(rows.rows.values(), [combination])
    added = [combine(evidence_of(one, calibration, one.condition), combination).unbounded for one in spread]
    assert np.abs(shared.totals(fitted) - added).max() < 0.002


def test_totals_out_of_the_fold_have_not_seen_it(attacks: Table, judge_by: JudgeBy) -> None:
    """Labels turned round in one fold leave its own totals as they are, and move those of others."""
    rows = judge_by(COUNTERFEIT, EDIT, SPOILT)
    known = tuple(one for one in attacks if one.split == "calibration")
    shared, forged = _shared(known, rows), _forged(known)
    fold = np.arange(len(known)) // 2 % 5
    before = shared.totals_out_of_fold(forged, fold, 0.001)
    after = shared.totals_out_of_fold(forged ^ (fold == 0), fold, 0.001)
    assert np.array_equal(before[fold == 0], after[fold == 0])
    assert not np.allclose(before[fold == 1], after[fold == 1])
