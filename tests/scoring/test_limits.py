"""From where on a policy refers, by its score and by its target of false alarms."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from docforensics.capture.light import Light
from docforensics.capture.model import Channel
from docforensics.checks.check import Check
from docforensics.checks.outcome import Measured
from docforensics.scoring.calibration import Calibration
from docforensics.scoring.combine import EXPERT, Combination
from docforensics.scoring.condition import Condition
from docforensics.scoring.counted import ModelCount
from docforensics.scoring.judge import HELD, judge
from docforensics.scoring.limits import held_at, limits_of, posterior
from docforensics.scoring.model import CalibrationRow, Evidence, OutcomeClass
from docforensics.scoring.policy import Policy
from docforensics.scoring.shift import Shift
from docforensics.scoring.verbal import NO_SUPPORT_BELOW
from docforensics.scoring.weigh import weigh

Make = Callable[..., Evidence]
MakeCheck = Callable[..., Check]
Row = Callable[..., CalibrationRow]

HERE = Condition(channel=Channel.SCANNER, lights=frozenset({Light.VISIBLE}))
OWN = Policy().single_row_bound
"""log10 LR just below the score of REFER of the default policy, .525."""


def fitted(at: float, most: float = 2.0) -> Combination:
    """A fit of whose genuine documents one in fifty reaches a total."""
    return Combination(condition=HERE.name, log10_lr_max=most, false_alarms=((0.1, at - 0.5), (0.02, at)))


@pytest.mark.parametrize(
    ("at", "refer_from"),
    [
        (0.9, 0.9),
        (0.4, 0.4),
        (0.1, NO_SUPPORT_BELOW),
        (-0.6, NO_SUPPORT_BELOW),
    ],
)
def test_a_target_moves_refer_both_ways_and_to_no_ratio_that_supports_nothing(
    at: float, refer_from: float
) -> None:
    """Where 2 % of genuine documents have that much against them; ALERT stays as it is."""
    policy = Policy()
    limits = limits_of(policy, fitted(at))
    assert limits.refer == pytest.approx(posterior(refer_from, policy.prior))
    assert limits.unbounded == at
    assert limits.alert == policy.alert


@pytest.mark.parametrize("policy", [Policy(refer_earlier=False), Policy(false_alarms=None)])
def test_refer_is_never_lowered_by_a_policy_that_does_not_let_it(policy: Policy) -> None:
    """Nor where nothing was fitted."""
    for combination in (fitted(0.35), EXPERT):
        assert limits_of(policy, combination).refer == policy.refer
        assert held_at(policy, combination) == policy.single_row_bound
    assert limits_of(Policy(), EXPERT).refer == Policy().refer


def test_a_policy_that_refers_from_less_keeps_its_score() -> None:
    """A target is no reason to refer later than costs ask for, but for more genuine documents than it lets."""
    early = Policy(refer=0.06)
    assert limits_of(early, fitted(0.05)).refer == early.refer
    assert limits_of(early, fitted(0.35)).refer == pytest.approx(posterior(0.35, early.prior))


def test_a_file_that_states_no_earlier_refer_has_none() -> None:
    """What an authority wrote as the score of REFER stays the least; the shipped policy states it."""
    assert not Policy.from_table({"version": 2, "refer": 0.5}).refer_earlier
    assert Policy.load().refer_earlier
    assert Policy.from_table({"version": 2, "refer_earlier": True}).refer_earlier


def test_what_is_held_stays_below_where_the_policy_refers(check: MakeCheck, row: Row) -> None:
    """The total of a finding without a count, under a fit that lets less refer, is held lower with it; three silent documents still support its refer."""
    combination = fitted(0.35)
    calibration = Calibration.of([row("a.b", real=None)], [combination])
    outcomes = [Measured(value=5.0)]
    (item,) = weigh([check("a.b")], outcomes, calibration, Policy(), HERE)
    assert item.log10_lr == pytest.approx(OWN)
    verdict = judge([item], calibration, Policy(), HERE)
    assert verdict.log10_lr == pytest.approx(0.345)
    assert verdict.outcome is OutcomeClass.INCONCLUSIVE
    assert HELD in verdict.notes
    for documents, alarms, outcome in ((3, 0, OutcomeClass.REFER), (6, 2, OutcomeClass.INCONCLUSIVE)):
        counts = {"a.b": ModelCount(documents=documents, false_alarms=alarms)}
        evidence = weigh([check("a.b")], outcomes, calibration, Policy(), HERE, counts=counts)
        assert judge(evidence, calibration, Policy(), HERE).outcome is outcome


def test_a_total_between_both_scores_refers_under_the_fit_alone(row: Row, evidence: Make) -> None:
    """Evidence of .4 is less than the score asks for, and more than all but 2 % of genuine documents have."""
    calibration = Calibration.of([row("security.x")], [fitted(0.35)])
    items = [evidence("security.x", 0.4)]
    for policy, outcome in (
        (Policy(), OutcomeClass.REFER),
        (Policy(refer_earlier=False), OutcomeClass.INCONCLUSIVE),
    ):
        assert judge(items, calibration, policy, HERE).outcome is outcome
    assert (
        judge(items, Calibration.of([row("security.x")]), Policy(), HERE).outcome is OutcomeClass.INCONCLUSIVE
    )


def test_rows_moved_to_another_source_refer_no_earlier(row: Row, evidence: Make, check: MakeCheck) -> None:
    """Twenty documents of it say nothing of one in fifty."""
    shift = Shift(condition=HERE.name, n_genuine=20, n_forged=0, checks={}, total=0.0)
    calibration = Calibration.of([row("security.x"), row("a.b", real=None)], [fitted(0.35)], [shift])
    assert (
        judge([evidence("security.x", 0.4)], calibration, Policy(), HERE).outcome is OutcomeClass.INCONCLUSIVE
    )
    held = weigh([check("a.b")], [Measured(value=5.0)], calibration, Policy(), HERE)
    assert judge(held, calibration, Policy(), HERE).log10_lr == pytest.approx(OWN)


def test_a_share_that_the_fit_does_not_know_lowers_nothing() -> None:
    """Of a few dozen genuine documents nobody knows what one in fifty reaches; what one in ten does is no limit for it."""
    few = Combination(condition=HERE.name, false_alarms=((0.2, -0.3), (0.1, 0.35)))
    assert limits_of(Policy(), few).refer == Policy().refer
    assert limits_of(Policy(false_alarms=0.1), few).refer < Policy().refer


@pytest.mark.parametrize("each", [0.18, 0.25, 0.4, 0.6])
def test_more_against_a_document_never_refers_less(each: float, row: Row, evidence: Make) -> None:
    """Two findings without a count are held where each is too little to be adverse as where each is not; with a count they are not."""
    calibration = Calibration.of([row("security.x"), row("mrz.x"), row("data.x")], [fitted(0.35)])
    for is_uncounted, outcome in ((True, OutcomeClass.INCONCLUSIVE), (False, OutcomeClass.REFER)):
        items = [replace(evidence(name, each), is_uncounted=is_uncounted) for name in ("security.x", "mrz.x")]
        verdict = judge(items, calibration, Policy(), HERE)
        assert verdict.outcome is outcome
        assert (HELD in verdict.notes) is is_uncounted
        trifle = judge([*items, evidence("data.x", 0.01)], calibration, Policy(), HERE)
        assert trifle.outcome is outcome
    little = [replace(evidence("security.x", 0.1), is_uncounted=True)]
    assert HELD not in judge(little, calibration, Policy(), HERE).notes
