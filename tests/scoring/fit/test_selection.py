"""Rows that stand together: one that costs the total more than it adds falls silent, and no other does."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from docforensics.checks.outcome import Measured
from docforensics.scoring.calibration import Calibration
from docforensics.scoring.fit import fit
from docforensics.scoring.outcomes import Examined

Table = tuple[Examined, ...]
JudgeBy = Callable[..., Calibration]


@pytest.fixture(scope="module")
def noisy(table: Table) -> Table:
    """One check tells every forgery; another of its family tells half of them, and speaks against a tenth of the genuine."""
    rng = np.random.default_rng(11)
    return tuple(
        replace(
            one,
            outcomes={
                "security.sure": _value(8.0 if one.is_forged else 0.0),
                "security.loud": _value(
                    float(rng.normal(6.0 if rng.random() < (0.5 if one.is_forged else 0.1) else 0.0, 0.2))
                ),
            },
        )
        for one in table
    )


def test_a_row_that_costs_the_total_more_than_it_adds_falls_silent(noisy: Table, judge_by: JudgeBy) -> None:
    """It is worth something by itself, and is not beside one that tells the same without false alarms."""
    (alone,) = fit(_only(noisy, "security.loud"), judge_by("security.loud"), data_set="drawn")
    (together,) = fit(noisy, judge_by("security.sure", "security.loud"), data_set="drawn")
    assert {row.check: row.method for row in alone.rows} == {"security.loud": "isotonic"}
    assert {row.check: row.method for row in together.rows}["security.loud"] == "none"
    assert {row.check: row.method for row in together.rows}["security.sure"] != "none"


def test_what_costs_nothing_stays(noisy: Table, judge_by: JudgeBy) -> None:
    """A check that speaks against no genuine document keeps its row, though another tells all that it tells."""
    quiet = tuple(
        replace(one, outcomes={**one.outcomes, "security.loud": _value(4.0 if half else 0.0)})
        for one in noisy
        for half in (one.is_forged and one.holder[-1] in "02468",)
    )
    (together,) = fit(quiet, judge_by("security.sure", "security.loud"), data_set="drawn")
    assert "none" not in {row.method for row in together.rows}


def _only(table: Table, check: str) -> Table:
    return tuple(replace(one, outcomes={check: one.outcomes[check]}) for one in table)


def _value(value: float) -> Measured:
    return Measured(value=value, regions=())
