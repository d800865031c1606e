"""The bars lead from the prior to the score, without a gap."""

from dataclasses import replace

import pytest
from hypothesis import given, strategies as st

from docforensics.report.report import Report
from docforensics.report.waterfall import waterfall
from docforensics.scoring.model import OutcomeClass, Verdict


def verdict(prior: float, families: dict[str, float], total: float) -> Verdict:
    """Make a verdict of these weights."""
    return Verdict(
        score=0.5,
        prior=prior,
        log10_lr=total,
        family_log10_lr=families,
        outcome=OutcomeClass.CLEAR,
        verbal="",
    )


def test_families_stand_between_prior_and_total_the_heaviest_first(report: Report) -> None:
    """The steps are named and ordered."""
    chart = waterfall(report.verdict)
    assert [bar.name for bar in chart.bars] == ["Prior", "mrz", "portrait", "security", "Total"]
    assert {bar.kind for bar in chart.steps} == {"against"}


def test_what_the_bounds_took_away_is_a_step_of_its_own(report: Report) -> None:
    """The families need not add up to the total; the difference is shown."""
    chart = waterfall(replace(report.verdict, log10_lr=1.5))
    assert chart.steps[-1].name == "Bounds and policy"
    assert chart.steps[-1].log10 == pytest.approx(-0.6)
    assert chart.steps[-1].kind == "for"


@given(
    prior=st.floats(0, 1),
    families=st.dictionaries(st.sampled_from(["mrz", "data", "portrait"]), st.floats(-6, 6)),
    total=st.floats(-8, 8),
)
def test_bars_stay_on_the_scale_and_join(prior: float, families: dict[str, float], total: float) -> None:
    """Whatever the weights, every bar lies within the picture and ends where the next begins."""
    chart = waterfall(verdict(prior, families, total))
    for bar in chart.bars:
        assert bar.left >= -1e-6
        assert bar.left + bar.width <= 100 + 1e-6
    for before, after in zip(chart.bars, chart.steps, strict=False):
        assert min(abs(before.end - after.left), abs(before.end - after.left - after.width)) < 1e-6
    assert abs(chart.bars[-1].end - chart.bars[-2].end) < 0.5
    assert 2 <= len(chart.ticks) <= 8
