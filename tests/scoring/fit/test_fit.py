"""The fit: on the calibration split alone, bounded by its size, and no better off for a check that stands there twice."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from docforensics.errors import CalibrationError
from docforensics.scoring.calibration import Calibration
from docforensics.scoring.fit import ConditionFit, fit
from docforensics.scoring.fit.ratios import cllr
from docforensics.scoring.model import Basis
from docforensics.scoring.outcomes import Examined
from docforensics.scoring.table import verdict_of

Table = tuple[Examined, ...]
Draw = Callable[..., Table]


@pytest.fixture(scope="module")
def found(table: Table, judged: Calibration) -> ConditionFit:
    """Fit the one condition of the table."""
    (one,) = fit(table, judged, data_set="drawn")
    return one


def fitted(judged: Calibration, found: ConditionFit) -> Calibration:
    """Lay fitted rows over judgement."""
    counted = [replace(row, real=judged.rows[row.check].real) for row in found.rows]
    return Calibration.of((*judged.rows.values(), *counted), [found.combination])


def test_a_check_that_tells_forged_from_genuine_is_fitted(found: ConditionFit) -> None:
    """With counts, source and condition."""
    row = next(row for row in found.rows if row.check == "security.good")
    assert (row.n_genuine, row.n_forged, row.basis) == (120, 120, Basis.FITTED)
    assert row.condition == found.condition == "scanner/visible"
    assert row.data_set == "drawn, calibration split"


def test_noise_keeps_the_row_by_judgement(found: ConditionFit) -> None:
    """Nothing is learned where there is nothing to learn."""
    told = {one.check: one for one in found.checks}
    assert told["security.noise"].row is None or told["security.noise"].row.method == "none"
    assert told["data.quiet"].row is None


def test_bounds_do_not_exceed_the_number_of_documents(found: ConditionFit) -> None:
    """Of 120 documents no likelihood ratio above about 120."""
    most = np.log10(122)
    for row in found.rows:
        assert -most <= row.log10_lr_min <= 0 <= row.log10_lr_max <= most, row.check
    assert found.combination.log10_lr_max <= most
    assert found.combination.log10_lr_min >= -most


def test_ratios_rise_with_the_value(found: ConditionFit) -> None:
    """Larger is more forged-looking, in every row."""
    for row in found.rows:
        ratios = [row.log10_lr(value) for value in np.linspace(-6, 9, 400)]
        assert np.all(np.diff(ratios) >= 0), row.check


def test_held_out_documents_are_told_better_than_by_judgement(
    table: Table, judged: Calibration, found: ConditionFit
) -> None:
    """On the test split, which the fit never saw."""
    test = [one for one in table if one.split == "test"]

    def cost(calibration: Calibration) -> float:
        totals = {one.document: verdict_of(one, calibration).log10_lr for one in test}
        bona = [totals[one.document] for one in test if not one.is_forged]
        return cllr(bona, [totals[one.document] for one in test if one.is_forged])

    assert cost(fitted(judged, found)) < cost(judged) - 0.1
    assert cost(fitted(judged, found)) < 0.5


def test_the_test_split_changes_nothing(table: Table, judged: Calibration, found: ConditionFit) -> None:
    """Other values there, the same fit."""
    other = tuple(one if one.split == "calibration" else replace(one, outcomes={}) for one in table)
    (again,) = fit(other, judged, data_set="drawn")
    assert again.rows == found.rows
    assert again.combination == found.combination


@pytest.mark.parametrize("kind", ["holder", "document"])
def test_one_that_stands_in_both_splits_is_refused(table: Table, judged: Calibration, kind: str) -> None:
    """A leak is an error, not a warning."""
    leaked = replace(
        table[-1],
        holder=table[0].holder if kind == "holder" else "somebody",
        document=table[0].document if kind == "document" else "something",
    )
    with pytest.raises(CalibrationError, match=f"{kind} .* stands in the splits calibration and test"):
        fit((*table, leaked), judged, data_set="drawn")


def test_without_a_calibration_split_nothing_is_fitted(table: Table, judged: Calibration) -> None:
    """Test documents are never a substitute."""
    with pytest.raises(CalibrationError, match="no document of the split calibration"):
        fit([one for one in table if one.split == "test"], judged, data_set="drawn")


def test_too_few_documents_keep_judgement(draw: Draw, judged: Calibration) -> None:
    """Twenty of a kind are no fit."""
    assert fit(draw(n=20), judged, data_set="drawn") == ()


def test_forgeries_of_one_holder_are_all_in_one_fold(draw: Draw, judged: Calibration) -> None:
    """Without that fold there is no forgery to fit on: that is no error, and nothing is fitted."""
    table = [replace(one, holder="one") if one.is_forged else one for one in draw(n=60)]
    table = [one for one in table if one.split == "calibration"]
    assert [row for found in fit(table, judged, data_set="drawn") for row in found.rows] == []


def test_a_duplicate_of_a_check_does_not_raise_a_total(
    table: Table, judge_by: Callable[..., Calibration], found: ConditionFit, judged: Calibration
) -> None:
    """The same values at the same place under a second name, fitted along: no total moves away from 1."""
    twice = tuple(
        replace(one, outcomes={**one.outcomes, "security.again": one.outcomes["security.good"]})
        for one in table
    )
    names = (*judged.rows, "security.again")
    (both,) = fit(twice, judge_by(*names), data_set="drawn")
    doubled = fitted(judge_by(*names), both)
    for one, two in zip(table[:200], twice[:200], strict=True):
        before = verdict_of(one, fitted(judged, found)).log10_lr
        assert verdict_of(two, doubled).log10_lr == pytest.approx(before, abs=1e-6)


def test_false_alarms_are_stated_as_far_as_documents_support_them(found: ConditionFit) -> None:
    """Of 120 genuine documents the highest says something of one in a hundred, and nothing of one in a thousand."""
    points = dict(found.combination.false_alarms)
    assert set(points) == {0.10, 0.05, 0.02, 0.01}
    assert points[0.10] <= points[0.05] <= points[0.02] <= points[0.01]
    genuine = [total for total, is_forged in found.held_out if not is_forged]
    assert sum(total >= points[0.05] for total in genuine) <= 0.05 * len(genuine)


def test_a_misleading_row_by_judgement_is_silenced(
    table: Table, judge_by: Callable[..., Calibration]
) -> None:
    """Where half of the genuine documents trip a check that tells nothing, it weighs nothing under that condition."""
    rng = np.random.default_rng(5)
    noisy = tuple(
        replace(
            one,
            outcomes={
                "security.good": one.outcomes["security.good"],
                "data.loud": replace(one.outcomes["data.quiet"], value=float(rng.normal(3.0, 2.0))),
            },
        )
        for one in table
    )
    (loud,) = fit(noisy, judge_by("security.good", "data.loud"), data_set="drawn")
    row = next(row for row in loud.rows if row.check == "data.loud")
    assert row.method == "none"
    assert row.log10_lr(10.0) == 0.0


def test_a_check_that_weighs_nothing_by_judgement_is_not_fitted(table: Table, judged: Calibration) -> None:
    """It states a fact (an expired document), or nobody knows yet from which value it is odd."""
    none = replace(
        judged.rows["security.good"], method="none", parameters={}, log10_lr_min=0.0, log10_lr_max=0.0
    )
    others = [row for row in judged.rows.values() if row.check != "security.good"]
    (one,) = fit(table, Calibration.of([none, *others]), data_set="drawn")
    assert "security.good" not in {row.check for row in one.rows}


def test_below_the_centre_of_judgement_a_fitted_row_accuses_nobody(
    found: ConditionFit, judged: Calibration
) -> None:
    """The genuine documents of a fit lie closer together than those of the world."""
    for row in found.rows:
        centre = judged.rows[row.check].parameters["centre"]
        assert max(row.log10_lr(value) for value in np.linspace(-9, centre, 200)) <= 1e-6, row.check


def _fitted_beside(table: Table, judged: Calibration, name: str, source: str) -> ConditionFit:
    """Fit with a check of this name, without an expert row, that measures what another one does."""
    beside = [replace(one, outcomes={**one.outcomes, name: one.outcomes[source]}) for one in table]
    (found,) = fit(beside, judged, data_set="drawn")
    return found


def test_a_check_without_an_expert_row_is_fitted_above_all_genuine_documents(
    table: Table, judged: Calibration
) -> None:
    """By the calibration half alone, with the same counts and bounds as every other check."""
    name = "post.mine"
    found = _fitted_beside(table, judged, name, "portrait.some")
    row = next(row for row in found.rows if row.check == name)
    genuine = [
        one.outcomes["portrait.some"].value
        for one in table
        if one.split == "calibration" and not one.is_forged
    ]
    assert (row.n_genuine, row.n_forged, row.basis) == (120, 120, Basis.FITTED)
    assert row.data_set == "drawn, calibration split"
    assert max(map(row.log10_lr, genuine)) <= 0.0
    assert row.log10_lr(2 * max(genuine)) == pytest.approx(row.log10_lr_max, abs=1e-3)
    assert 0.5 < row.log10_lr_max <= np.log10(122)
    assert "where no genuine document was" in next(one.why for one in found.checks if one.check == name)


def test_noise_without_an_expert_row_gets_none(table: Table, judged: Calibration) -> None:
    """And the card says beside what it was held."""
    found = _fitted_beside(table, judged, "post.noise", "security.noise")
    told = next(one for one in found.checks if one.check == "post.noise")
    assert (told.row, told.why) == (
        None,
        "no method does better than weight 0, which a check without an expert row has",
    )


def test_no_fit_gives_an_evaluatory_check_weight(table: Table, judged: Calibration) -> None:
    """However well it tells these documents apart."""
    found = _fitted_beside(table, judged, "evaluatory.mine", "security.good")
    told = next(one for one in found.checks if one.check == "evaluatory.mine")
    assert told.row is None
    assert "same-mask genuine control" in told.why
