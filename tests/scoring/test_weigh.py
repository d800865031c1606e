"""Weighing: bounded, adverse from a ratio of 2, exactly nothing for what did not measure."""

from collections.abc import Callable
from dataclasses import replace
from math import log10

import pytest
from hypothesis import given, strategies as st

from docforensics.capture.light import Light
from docforensics.capture.model import Channel
from docforensics.checks.check import Check
from docforensics.checks.claims import Why
from docforensics.checks.modes import RunMode
from docforensics.checks.outcome import Aborted, Abstained, AbstentionKind, Measured, Outcome
from docforensics.checks.registry import discover_checks
from docforensics.errors import UsageError
from docforensics.scoring.calibration import Calibration
from docforensics.scoring.check_share import CheckShare
from docforensics.scoring.combine import Combination
from docforensics.scoring.condition import Condition
from docforensics.scoring.counted import CountedOn, ModelCount, RealCount
from docforensics.scoring.judge import judge
from docforensics.scoring.model import CalibrationRow, Evidence, OutcomeClass, Result
from docforensics.scoring.policy import Policy
from docforensics.scoring.weigh import weigh, weigh_outcome

MakeCheck = Callable[..., Check]
Row = Callable[..., CalibrationRow]
HOLDING = tuple(
    replace(Policy.preset(name), hold_uncounted=True)
    for name in ("balanced", "high-security", "high-convenience")
)
UNDETERMINED = Abstained(kind=AbstentionKind.UNDETERMINED, reason="no zone", why=Why.NO_MRZ)
NOT_SUPPORTED = Abstained(kind=AbstentionKind.NOT_SUPPORTED, reason="no UV", why=Why.NO_LIGHT)


def test_a_value_is_weighed_within_its_rows_bounds(check: MakeCheck, row: Row) -> None:
    """Larger values weigh no more than the row supports."""
    calibration = Calibration.of([row("a.b", high=0.7)])
    (item,) = weigh([check("a.b")], [Measured(value=5.0)], calibration, Policy())
    assert item.log10_lr == 0.7
    assert item.result is Result.FAILED
    assert item.margin == -1.0
    assert item.is_adverse


@pytest.mark.parametrize(
    ("value", "result", "margin"),
    [(0.29, Result.SUCCESSFUL, 0.02), (0.31, Result.FAILED, -0.013), (-9.0, Result.SUCCESSFUL, 1.0)],
)
def test_a_finding_is_adverse_from_a_ratio_of_two(
    check: MakeCheck, row: Row, value: float, result: Result, margin: float
) -> None:
    """Below it the verbal scale says no support, so nothing has failed; the margin changes sign there."""
    (item,) = weigh([check("a.b")], [Measured(value=value)], Calibration.of([row("a.b")]), Policy())
    assert item.result is result
    assert item.margin == pytest.approx(margin, abs=0.005)


@pytest.mark.parametrize(
    ("outcome", "result"),
    [
        (UNDETERMINED, Result.UNDETERMINED),
        (NOT_SUPPORTED, Result.NOT_SUPPORTED),
        (Aborted(error="ValueError"), Result.ABORTED),
    ],
)
def test_what_measured_nothing_weighs_exactly_nothing(
    check: MakeCheck, row: Row, outcome: Outcome, result: Result
) -> None:
    """A crash is never evidence, nor is a missing light."""
    (item,) = weigh([check("a.b")], [outcome], Calibration.of([row("a.b")]), Policy())
    assert (item.log10_lr, item.margin, item.basis, item.result) == (0.0, None, None, result)


def _of(share: float) -> Combination:
    return Combination(checks={"a.b": CheckShare(share=share, largest=5.0)})


@pytest.mark.parametrize(
    ("value", "share", "weight"), [(2.0, 0.5, 0.5), (1.0, 0.3, 0.3), (1.0, 1.0, 0.845), (-0.04, 0.5, -0.04)]
)
def test_a_share_is_taken_before_what_documents_support(
    row: Row, value: float, share: float, weight: float
) -> None:
    """Six documents of a model support 7 times: of a ratio of 10 that counts half, sqrt(10) is left, which is below; what is in favour stays."""
    counted = row("a.b", low=-0.1, high=1.0, real=None).counted_with(ModelCount(documents=6, false_alarms=0))
    item = weigh_outcome(
        "a.b", Measured(value=value), counted, RunMode.OPTIONAL, policy=HOLDING[0], combination=_of(share)
    )
    assert item.log10_lr == pytest.approx(weight, abs=5e-4)


def test_a_small_share_leaves_a_finding_adverse(row: Row) -> None:
    """It contradicts its claim however little it counts: nothing is CLEAR."""
    item = weigh_outcome(
        "a.b",
        Measured(value=1.0),
        row("a.b", high=1.0),
        RunMode.OPTIONAL,
        policy=Policy(),
        combination=_of(0.0),
    )
    assert (item.log10_lr, item.is_adverse, item.is_held) == (0.0, True, False)


def test_a_share_leaves_a_finding_held(row: Row) -> None:
    """Nobody counted what it claims, however little of it is left: another one at its place agrees with it all the same."""
    uncounted = row("a.b", high=1.0, real=None)
    item = weigh_outcome(
        "a.b", Measured(value=1.0), uncounted, RunMode.OPTIONAL, policy=HOLDING[0], combination=_of(0.3)
    )
    assert item.log10_lr == pytest.approx(0.3)
    assert item.is_held


def test_shares_are_those_of_the_condition(check: MakeCheck, row: Row) -> None:
    """A combination that holds elsewhere takes nothing away."""
    here = Condition(channel=Channel.SCANNER, lights=frozenset({Light.VISIBLE}))
    there = replace(here, channel=Channel.PHOTO)
    combination = Combination(condition=here.name, checks={"a.b": CheckShare(share=0.25, largest=5.0)})
    calibration = Calibration.of([row("a.b", high=1.0)], [combination])
    weights = [
        weigh([check("a.b")], [Measured(value=1.0)], calibration, Policy(hold_uncounted=False), one)[0]
        for one in (here, there)
    ]
    assert [one.log10_lr for one in weights] == [0.25, 1.0]


def test_an_evaluatory_check_is_shown_and_weighs_nothing(check: MakeCheck, row: Row) -> None:
    """TR-03135: evaluatory results are logged only."""
    policy = Policy(run_modes={"a.b": RunMode.EVALUATORY})
    (item,) = weigh([check("a.b")], [Measured(value=1.0)], Calibration.of([row("a.b")]), policy)
    assert isinstance(item.outcome, Measured)
    assert (item.log10_lr, item.result) == (0.0, Result.SUCCESSFUL)


def test_what_is_not_weighed_is_not_held(check: MakeCheck, row: Row) -> None:
    """The limits of a report count what is held as findings against the document."""
    policy = replace(HOLDING[0], run_modes={"a.b": RunMode.EVALUATORY})
    (item,) = weigh([check("a.b")], [Measured(value=5.0)], Calibration.of([row("a.b", real=None)]), policy)
    assert not item.is_held


def test_a_check_that_is_off_says_so(check: MakeCheck, row: Row) -> None:
    """It is listed as switched off, not silently gone."""
    policy = Policy(run_modes={"a": RunMode.OFF})
    (item,) = weigh([check("a.b")], [Measured(value=1.0)], Calibration.of([row("a.b")]), policy)
    assert isinstance(item.outcome, Abstained)
    assert "switched off" in item.outcome.reason
    assert item.log10_lr == 0.0


def test_checks_and_outcomes_go_together(check: MakeCheck, row: Row) -> None:
    """One outcome a check."""
    with pytest.raises(UsageError, match="one outcome a check"):
        weigh([check("a.b")], [], Calibration.of([row("a.b")]), Policy())


@given(value=st.floats(allow_nan=False), low=st.floats(-1, 0), high=st.floats(0, 1))
def test_weight_and_margin_never_leave_their_bounds(value: float, low: float, high: float) -> None:
    """Whatever is measured, and whatever the row."""
    calibration = Calibration.of(
        [
            CalibrationRow(
                check="a.b",
                method="identity",
                parameters={},
                log10_lr_min=low,
                log10_lr_max=high,
                n_genuine=0,
                n_forged=0,
                data_set="made up",
                basis="expert",  # type: ignore[arg-type]
            )
        ]
    )
    from docforensics.checks.spec import CheckSpec

    made = Check(
        family="a",
        slug="b",
        spec=CheckSpec(title="a", unit="b"),
        measure=lambda _: Measured(value=0.0),
        explanation="Made up.",
    )
    (item,) = weigh([made], [Measured(value=value)], calibration, Policy())
    assert low <= item.log10_lr <= high
    assert item.margin is not None
    assert -1 <= item.margin <= 1
    assert (item.margin < 0) == item.is_adverse


def test_what_was_read_does_not_reach_the_score(check: MakeCheck, row: Row) -> None:
    """The same outcomes under another issuer and nationality give the same evidence, without a fact of either."""

    def weighed(issuer: str, nationality: str) -> tuple[Evidence, ...]:
        outcome = Measured(
            value=0.7,
            facts={"issuer": issuer, "nationality": nationality},
            left_open=f"{issuer} or {nationality}",
        )
        return weigh([check("a.b")], [outcome], Calibration.of([row("a.b")]), Policy())

    assert weighed("UTO", "UTO") == weighed("D", "XXA")
    assert "UTO" not in repr(weighed("UTO", "UTO"))


def test_a_row_without_real_documents_stays_below_refer(check: MakeCheck, row: Row) -> None:
    """Under any policy that holds it; what it found is adverse all the same, and contradicts its claims."""
    for policy in HOLDING:
        calibration = Calibration.of([row("a.b", real=None)])
        (item,) = weigh([check("a.b")], [Measured(value=5.0)], calibration, policy)
        assert item.log10_lr == min(policy.single_row_bound, 1.0)
        assert item.is_adverse
        assert item.is_held == (policy.single_row_bound < 1.0)
        assert item.counted_on is CountedOn.NONE
        assert judge([item], calibration, policy).outcome is OutcomeClass.INCONCLUSIVE


def test_a_row_without_real_documents_keeps_its_bound_where_the_policy_does_not_hold_it(
    check: MakeCheck, row: Row
) -> None:
    """One that accused real documents of a single source is bounded all the same."""
    accusing = RealCount(documents=3, sources=1, false_alarms=3)
    for real, most in ((None, 1.0), (accusing, 0.0)):
        (item,) = weigh(
            [check("a.b")],
            [Measured(value=5.0)],
            Calibration.of([row("a.b", real=real)]),
            Policy(hold_uncounted=False),
        )
        assert item.log10_lr == pytest.approx(min(most, 1.0))
        assert item.is_adverse


@pytest.mark.parametrize("policy", HOLDING)
def test_genuine_documents_of_the_model_lift_the_bound(policy: Policy, check: MakeCheck, row: Row) -> None:
    """Ten of them support a ratio of eleven; two no more than what an uncounted check may weigh."""
    calibration = Calibration.of([row("a.b", real=None)])
    for documents, most in ((10, 1.0), (2, max(log10(3), policy.single_row_bound))):
        counts = {"a.b": ModelCount(documents=documents, false_alarms=0)}
        (item,) = weigh([check("a.b")], [Measured(value=5.0)], calibration, policy, counts=counts)
        assert item.log10_lr == pytest.approx(min(most, 1.0))
        assert item.counted_on is CountedOn.MODEL


def test_a_finding_beyond_counted_false_alarms_weighs_more_than_one_of_theirs(
    check: MakeCheck, row: Row
) -> None:
    """One of six was adverse at 2.0: a finding of as much is bounded by it, one of .1 more by as much more as the row says, and one far beyond by the six alone."""
    calibration = Calibration.of([row("a.b", low=-0.1, high=1.0, real=None)])
    counts = {"a.b": ModelCount(documents=6, false_alarms=1, values=(2.0,))}
    found = [
        weigh([check("a.b")], [Measured(value=value)], calibration, HOLDING[0], counts=counts)[0].log10_lr
        for value in (1.5, 2.0, 2.1, 9.0)
    ]
    assert found == pytest.approx([log10(3.5), log10(3.5), log10(3.5) + 0.1, log10(7)])
    endless = {"a.b": ModelCount(documents=6, false_alarms=1, values=(1e308,))}
    steep = Calibration.of([row("a.b", method="logistic", centre=0.0, slope=5.0, high=1.0, real=None)])
    (item,) = weigh([check("a.b")], [Measured(value=1.5e308)], steep, HOLDING[0], counts=endless)
    assert item.log10_lr == pytest.approx(log10(3.5))


def test_a_count_on_real_documents_bounds_a_row(check: MakeCheck, row: Row) -> None:
    """Five documents support a ratio of six; a count given beside the rows goes before theirs."""
    few = RealCount(check="a.b", documents=5, sources=2, false_alarms=0)
    for calibration in (Calibration.of([row("a.b", real=few)]), Calibration.of([row("a.b")]).counted([few])):
        (item,) = weigh([check("a.b")], [Measured(value=5.0)], calibration, Policy())
        assert item.log10_lr == pytest.approx(log10(6))
        assert not item.is_held
        assert item.counted_on is CountedOn.REAL


def test_no_shipped_check_that_never_saw_real_documents_refers_one_by_itself() -> None:
    """Under every shipped policy, told to hold them, and condition."""
    calibration, checks = Calibration.load(), discover_checks(())
    for policy in HOLDING:
        for made in checks:
            rows = [
                calibration.row(made.id),
                *(row for (name, _), row in calibration.fitted.items() if name == made.id),
            ]
            for one in rows:
                item = weigh_outcome(made.id, Measured(value=1e6), one, RunMode.OPTIONAL, policy=policy)
                if one.counted_on in (CountedOn.SAMPLE, CountedOn.NONE):
                    outcome = judge([item], calibration, policy).outcome
                    assert outcome is OutcomeClass.INCONCLUSIVE, (made.id, policy.name)


@pytest.mark.parametrize("value", [0.0, 1.0, 1e6, -1e6])
def test_what_no_calibration_lets_be_adverse_is_undetermined(
    check: MakeCheck, row: Row, value: float
) -> None:
    """Whatever was measured: without a row, by a row of weight none, where the policy only shows it; a fact with a row is one."""
    told = replace(check("a.b"), spec=replace(check("a.b").spec, adverse="It is dark."))
    none = replace(row("a.b"), method="none", parameters={}, log10_lr_min=0.0, log10_lr_max=0.0)
    shown = Policy(run_modes={"a.b": RunMode.EVALUATORY})
    for made, rows, policy in (
        (told, [], Policy()),
        (check("a.b"), [], Policy()),
        (told, [none], Policy()),
        (told, [row("a.b")], shown),
    ):
        (item,) = weigh([made], [Measured(value=value)], Calibration.of(rows), policy)
        assert (item.result, item.margin, item.log10_lr) == (Result.UNDETERMINED, None, 0.0)
        assert item.is_unweighed
        assert not item.is_adverse
    (fact,) = weigh([check("a.b")], [Measured(value=value)], Calibration.of([none]), Policy())
    assert fact.result is Result.SUCCESSFUL
    assert not fact.is_unweighed
