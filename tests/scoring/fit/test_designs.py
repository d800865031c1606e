"""The fit over designs, on tables whose truth is known: what holds inside each design and not between them claims little."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pytest

from docforensics.checks.outcome import Measured
from docforensics.errors import CalibrationError
from docforensics.scoring.calibration import Calibration
from docforensics.scoring.fit import ConditionFit, few_shot, fit, to_toml
from docforensics.scoring.fit.ratios import cllr
from docforensics.scoring.outcomes import Examined
from docforensics.scoring.table import verdict_of
from docforensics.scoring.verbal import NO_SUPPORT_BELOW

Table = tuple[Examined, ...]
Draw = Callable[..., Table]
JudgeBy = Callable[..., Calibration]
CHECKS = ("security.shifty", "security.noise")


def calibrated(judged: Calibration, fits: Sequence[ConditionFit]) -> Calibration:
    """Lay fitted rows over judgement."""
    rows = [replace(row, real=judged.rows[row.check].real) for one in fits for row in one.rows]
    return Calibration.of((*judged.rows.values(), *rows), [one.combination for one in fits])


def totals(table: Table, calibration: Calibration) -> tuple[list[float], list[float]]:
    """Give the log10 LR of genuine and of forged documents."""
    found: tuple[list[float], list[float]] = ([], [])
    for one in table:
        found[one.is_forged].append(verdict_of(one, calibration).log10_lr)
    return found


def test_a_check_whose_offset_moves_between_designs_is_bounded_by_designs(
    draw_designs: Draw, judge_by: JudgeBy
) -> None:
    """Twelve designs that happen to hold no odd one look like 720 perfect documents; one new design in ten is odd.

    Counted by documents the fit claims more than 100 to 1, and is wrong on every document of the odd designs; counted by designs it claims
    twelve to 1 at most, and costs less on designs that it never saw.
    """
    judged, new = judge_by(*CHECKS), draw_designs(200, per=2, seed=97, split="test", odd=0.1)
    costs: dict[bool, list[float]] = {False: [], True: []}
    for seed in range(2):
        table = draw_designs(12, per=30, seed=seed, odd=0.0)
        for by_design, found in costs.items():
            fits = fit(table, judged, data_set="drawn", by_design=by_design)
            most = fits[0].combination.log10_lr_max
            assert (most <= np.log10(13)) if by_design else (most > 2.0)
            found.append(cllr(*totals(new, calibrated(judged, fits))))
    assert max(costs[True]) < min(costs[False]) - 0.05


def test_an_odd_design_among_those_of_the_fit_lowers_what_the_check_claims(
    draw_designs: Draw, judge_by: JudgeBy
) -> None:
    """Four of forty: no more than about eight to one, however clear each single design is."""
    judged = judge_by(*CHECKS)
    table = tuple(
        replace(one, outcomes={**one.outcomes, "security.shifty": _raised(one)})
        if int(one.design.rpartition("-")[2]) % 10 == 0 and not one.is_forged
        else one
        for one in draw_designs(40, odd=0.0)
    )
    (found,) = fit(table, judged, data_set="drawn", by_design=True)
    assert all(row.log10_lr_max <= np.log10(41 / 5) + 0.02 for row in found.rows)
    assert found.units == {"design": 40, "press": 40, "device": 40}


def _raised(one: Examined) -> Measured:
    return Measured(value=(one.value("security.shifty") or 0.0) + 5.0, regions=())


def test_three_designs_give_nothing(draw_designs: Draw, judge_by: JudgeBy) -> None:
    """However many documents there are of each."""
    assert fit(draw_designs(3, per=200), judge_by(*CHECKS), data_set="drawn", by_design=True) == ()


def test_ten_designs_claim_no_more_than_judgement_may(draw_designs: Draw, judge_by: JudgeBy) -> None:
    """The fewest that are fitted support a ratio of about ten."""
    (found,) = fit(draw_designs(10, odd=0.0), judge_by(*CHECKS), data_set="drawn", by_design=True)
    assert found.rows
    assert all(row.log10_lr_max <= 1.05 for row in found.rows)
    assert found.combination.log10_lr_max <= 1.05


def test_a_check_that_few_designs_measured_keeps_judgement(draw_designs: Draw, judge_by: JudgeBy) -> None:
    """Documents enough, of nine designs."""
    table = tuple(
        one
        if int(one.design.rpartition("-")[2]) < 9
        else replace(one, outcomes={"security.noise": one.outcomes["security.noise"]})
        for one in draw_designs(30, odd=0.0)
    )
    (found,) = fit(table, judge_by(*CHECKS), data_set="drawn", by_design=True)
    told = {one.check: one for one in found.checks}["security.shifty"]
    assert (told.row, told.n_designs) == (None, 9)
    assert told.why == "fewer than 10 designs"


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_permuted_labels_give_nothing(draw_designs: Draw, judge_by: JudgeBy, seed: int) -> None:
    """Labels dealt anew inside each design: totals on other designs stay within 0.1 of nothing known."""
    judged, rng = judge_by(*CHECKS), np.random.default_rng(seed)
    table = tuple(
        replace(one, is_forged=bool(rng.random() < 0.5)) for one in draw_designs(40, seed=seed, odd=0.05)
    )
    fits = fit(table, judged, data_set="drawn", by_design=True)
    fitted = calibrated(judged, fits)
    silent = Calibration.of(fitted.fitted.values(), fitted.combinations.values())
    both = totals(draw_designs(60, seed=77, split="test"), silent)
    assert max(abs(total) for totals_ in both for total in totals_) <= 0.1


def test_equal_tables_give_equal_files(draw_designs: Draw, judge_by: JudgeBy) -> None:
    """To the byte, and in whatever order their documents stand."""
    judged, table = judge_by(*CHECKS), draw_designs(24, seed=5)
    texts = {
        to_toml(fit(rows, judged, data_set="drawn", by_design=True)) for rows in (table, table, table[::-1])
    }
    assert len(texts) == 1


def test_false_alarms_are_those_of_new_designs(draw_designs: Draw, judge_by: JudgeBy) -> None:
    """Of 30 designs a share of 2 % is not supported, whatever the number of documents; of 60 it is."""
    judged = judge_by(*CHECKS)
    shares = {
        n: [
            share
            for one in fit(draw_designs(n, per=30, odd=0.0), judged, data_set="drawn", by_design=True)
            for share, _ in one.combination.false_alarms
        ]
        for n in (30, 60)
    }
    assert shares == {30: [0.10, 0.05], 60: [0.10, 0.05, 0.02]}


def test_a_design_in_two_splits_is_refused(draw_designs: Draw, judge_by: JudgeBy) -> None:
    """It would be tested on what it was fitted on."""
    table = draw_designs(20)
    other = replace(table[0], split="test", holder="another", document="another")
    with pytest.raises(CalibrationError, match=r"design .* stands in the splits calibration and test"):
        fit((*table, other), judge_by(*CHECKS), data_set="drawn", by_design=True)


def test_conditions_with_and_without_a_template_are_fitted_apart(
    draw_designs: Draw, judge_by: JudgeBy
) -> None:
    """And a document takes the rows of its own."""
    judged = judge_by(*CHECKS)
    both = (
        *draw_designs(20, seed=1, odd=0.0),
        *(replace(one, has_template=False) for one in draw_designs(20, seed=2, odd=0.0)),
    )
    fits = fit(both, judged, data_set="drawn", by_design=True)
    assert [one.condition for one in fits] == ["scanner/visible", "scanner/visible/no-template"]
    calibration = calibrated(judged, fits)
    row = calibration.row("security.shifty", both[-1].condition)
    assert row.condition == "scanner/visible/no-template"


@pytest.mark.parametrize("has_template", [True, False])
def test_few_documents_of_a_users_own_model_start_from_the_fit_over_designs(
    draw_designs: Draw, judge_by: JudgeBy, has_template: bool
) -> None:
    """A model that measures higher than all designs: its genuine documents are adverse before and not after, with the weights of the designs."""
    judged = judge_by(*CHECKS)
    table = tuple(replace(one, has_template=has_template) for one in draw_designs(40, odd=0.0))
    fitted = calibrated(judged, fit(table, judged, data_set="drawn", by_design=True))
    own = tuple(
        replace(one, has_template=has_template)
        for one in draw_designs(1, per=40, seed=8, odd=1.0)
        if not one.is_forged
    )
    moved = fitted.with_shift(few_shot(own[:20], fitted))
    before, after = (np.array(totals(own[20:], rows)[0]) for rows in (fitted, moved))
    assert (before >= NO_SUPPORT_BELOW).all()
    assert (after >= NO_SUPPORT_BELOW).mean() <= 0.2
    assert moved.row("security.shifty", own[0].condition).condition == own[0].condition.name
