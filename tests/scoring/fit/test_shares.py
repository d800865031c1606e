"""Shares: a check that errs counts little beside one that does not, and what is fitted is what judging adds up."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from docforensics.checks.outcome import Measured, Outcome, Region
from docforensics.scoring.calibration import Calibration
from docforensics.scoring.combine import combine
from docforensics.scoring.fit import fit, shares
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
    return SharedPieces(pieces=Pieces.of(documents, ratios), forged=_forged(documents))


def _forged(documents: Table) -> NDArray[np.bool_]:
    return np.array([one.is_forged for one in documents])


def _everywhere(documents: Table) -> NDArray[np.bool_]:
    return np.ones(len(documents), bool)


def _known(documents: Table) -> Table:
    return tuple(one for one in documents if one.split == "calibration")


def test_a_check_that_errs_counts_less_than_one_that_does_not(attacks: Table, judge_by: JudgeBy) -> None:
    """Both tell half of the forgeries; one weight for their family held the sure one to what the other errs."""
    (found,) = fit(attacks, judge_by(COUNTERFEIT, EDIT, SPOILT), data_set="drawn")
    assert set(found.combination.checks) == {SPOILT}
    assert found.combination.share(SPOILT, 8.0) < 0.7
    assert found.combination.share(EDIT, 8.0) == found.combination.share("security.never", 8.0) == 1.0
    assert all(weights.values[:2] == (1.0, 0.5) for weights in found.combination.families.values())


def test_a_finding_of_another_size_counts_whole(attacks: Table, judge_by: JudgeBy) -> None:
    """Far beyond all on which the check erred, it is no such error."""
    (found,) = fit(attacks, judge_by(COUNTERFEIT, EDIT, SPOILT), data_set="drawn")
    shares = [found.combination.share(SPOILT, value) for value in (8.0, 16.0, 24.0)]
    assert found.combination.checks[SPOILT].largest == 8.0
    assert shares[0] < shares[1] < shares[2] == 1.0


def test_a_share_of_few_documents_is_the_mean(attacks: Table, judge_by: JudgeBy) -> None:
    """One that errs and finds little: nobody knows what its findings share with its errors."""
    rare = tuple(
        replace(one, outcomes={**one.outcomes, "security.rare": _value(8.0 if number == 4 else 0.0)})
        for number, one in enumerate(_known(attacks))
    )
    shared = _shared(rare, judge_by(COUNTERFEIT, EDIT, SPOILT, "security.rare"))
    fitted = shared.named(shared.fit(0.03, _everywhere(rare)))
    assert set(fitted) == {SPOILT, "security.rare"}
    assert fitted[SPOILT].share < fitted["security.rare"].share < 1.0


def test_shares_are_pulled_to_their_mean_and_that_to_1(attacks: Table, judge_by: JudgeBy) -> None:
    """The stronger the pull, the nearer: under a very strong one all count whole."""
    rows = judge_by(COUNTERFEIT, EDIT, SPOILT)
    loud = tuple(
        replace(one, outcomes={**one.outcomes, EDIT: _value(8.0)}) if number in {8, 10} else one
        for number, one in enumerate(_known(attacks))
    )
    shared = _shared(loud, rows)
    found = [shared.named(shared.fit(pull, _everywhere(loud))) for pull in (1e-4, 0.1, 1e4)]
    assert all(set(one) == {EDIT, SPOILT} for one in found)
    apart = [one[EDIT].share - one[SPOILT].share for one in found]
    assert apart[0] > apart[1] > 0
    assert apart[2] == pytest.approx(0.0, abs=1e-3)
    assert found[2][SPOILT].share == pytest.approx(1.0, abs=1e-3)


def test_the_mean_is_that_of_the_shares_and_1(attacks: Table, judge_by: JudgeBy) -> None:
    """A check that has the mean shows it: between the shares of three that err and 1, each as strong."""
    copies = (SPOILT, "portrait.spoilt", "mrz.spoilt")
    documents = tuple(
        replace(
            one,
            outcomes={
                **one.outcomes,
                **dict.fromkeys(copies, one.outcomes[SPOILT]),
                "data.rare": _value(8.0 if number == 4 else 0.0),
            },
        )
        for number, one in enumerate(_known(attacks))
    )
    shared = _shared(documents, judge_by(COUNTERFEIT, EDIT, *copies, "data.rare"))
    found = shared.named(shared.fit(0.1, _everywhere(documents)))
    expected = (sum(found[one].share for one in copies) + 1.0) / (len(copies) + 1)
    assert expected < 0.75
    assert found["data.rare"].share == pytest.approx(expected, abs=0.05)


def _overlapping(table: Table, judged: Calibration, region: Place) -> tuple[Table, Calibration]:
    """Give documents whose findings lie at places that overlap in part, and rows that err."""
    rows = Calibration.of(
        replace(row, parameters={"centre": 0.0, "slope": 0.5}) for row in judged.rows.values()
    )
    spread = tuple(
        replace(
            one,
            outcomes={
                check: replace(outcome, regions=(region(left=3.0 * place),))
                for place, (check, outcome) in enumerate(one.outcomes.items())
                if isinstance(outcome, Measured)
            },
        )
        for one in _known(table)
    )
    return spread, rows


def test_order_and_shares_agree(
    table: Table, judged: Calibration, region: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More rounds change nothing, and one is not enough: which finding is the strongest depends on the shares."""
    spread, rows = _overlapping(table, judged, region)
    shared = _shared(spread, rows)
    found = shared.fit(0.001, _everywhere(spread))
    monkeypatch.setattr(shares, "_STAYS", 0.0)
    for rounds, agrees in ((40, True), (1, False)):
        monkeypatch.setattr(shares, "_MOST_ROUNDS", rounds)
        again = shared.fit(0.001, _everywhere(spread))
        assert (again.checks == pytest.approx(found.checks, abs=2e-3)) is agrees


def test_what_is_fitted_is_what_judging_adds_up(table: Table, judged: Calibration, region: Place) -> None:
    """Places, orders, sizes and attenuation included: of several findings at places that overlap in part, by rows that err."""
    spread, rows = _overlapping(table, judged, region)
    shared = _shared(spread, rows)
    fitted = shared.fit(0.001, _everywhere(spread))
    assert fitted.checks.min() < 0.9 * fitted.checks.max()
    assert len(shared.named(fitted)) == 3
    (like,) = fit(spread, rows, data_set="drawn")
    combination = replace(
        like.combination, checks=shared.named(fitted), families=shared.families(fitted, -9.0, 9.0)
    )
    calibration = Calibration.of(rows.rows.values(), [combination])
    added = [combine(evidence_of(one, calibration, one.condition), combination).unbounded for one in spread]
    assert np.abs(shared.totals(fitted) - added).max() < 0.002


def test_totals_out_of_the_fold_have_not_seen_it(attacks: Table, judge_by: JudgeBy) -> None:
    """Labels turned round in one fold leave its own totals as they are, and move those of others."""
    known = _known(attacks)
    shared = _shared(known, judge_by(COUNTERFEIT, EDIT, SPOILT))
    fold = np.arange(len(known)) // 2 % 5
    turned = replace(shared, forged=shared.forged ^ (fold == 0))
    before, after = (one.totals_out_of_fold(fold, 0.001) for one in (shared, turned))
    assert np.array_equal(before[fold == 0], after[fold == 0])
    assert not np.allclose(before[fold == 1], after[fold == 1])
