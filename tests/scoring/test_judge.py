"""The verdict: what the policy makes of a score, and what makes it say nothing."""

import inspect
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields, replace

import pytest
from hypothesis import given, strategies as st

from docforensics.capture.light import Light
from docforensics.capture.model import Channel
from docforensics.checks.check import Check
from docforensics.checks.claims import Why
from docforensics.checks.modes import RunMode
from docforensics.checks.outcome import Abstained, AbstentionKind, Measured, Region
from docforensics.checks.registry import discover_checks
from docforensics.scoring import (
    calibration as calibration_module,
    combine,
    condition,
    judge as judge_module,
    model,
    outcomes,
    policy,
    shift,
    table,
    verbal,
    weigh as weigh_module,
)
from docforensics.scoring.calibration import Calibration, load_calibration
from docforensics.scoring.combine import Combination
from docforensics.scoring.condition import Condition
from docforensics.scoring.judge import coverage, judge, posterior
from docforensics.scoring.model import CalibrationRow, Evidence, OutcomeClass, Verdict
from docforensics.scoring.policy import Policy, SpecimenRule
from docforensics.scoring.shift import Shift
from docforensics.scoring.weigh import weigh

Make = Callable[..., Evidence]
Row = Callable[..., CalibrationRow]
SILENT = Abstained(kind=AbstentionKind.UNDETERMINED, reason="no template", why=Why.NO_TEMPLATE)
NAMES = ("mrz.x", "data.x", "security.x", "portrait.x")


def verdict_of(row: Row, items: Iterable[Evidence], policy: Policy | None = None) -> Verdict:
    """Judge under four equal rows."""
    return judge(tuple(items), Calibration.of(row(name) for name in NAMES), policy or Policy())


def test_a_document_without_findings_is_clear(row: Row, evidence: Make) -> None:
    """Everything looked at, nothing adverse: the score falls below the prior."""
    verdict = verdict_of(row, [evidence(name, -0.1) for name in NAMES])
    assert verdict.outcome is OutcomeClass.CLEAR
    assert 0 < verdict.score < verdict.prior
    assert verdict.coverage == 1.0


def test_one_strong_finding_refers(row: Row, evidence: Make) -> None:
    """An expert row at its bound is enough for the second line, although the rest looks well."""
    verdict = verdict_of(row, [evidence("security.x", 1.0), *(evidence(name, -0.15) for name in NAMES[:2])])
    assert verdict.outcome is OutcomeClass.REFER


def test_one_family_never_alerts(row: Row, evidence: Make, region: Callable[..., Region]) -> None:
    """However many findings it holds."""
    policy = Policy(alert=0.16)
    items = [evidence(f"mrz.x{place}", 1.0, region(place * 20)) for place in range(5)]
    calibration = Calibration.of(row(item.check) for item in items)
    assert judge(items, calibration, policy).outcome is OutcomeClass.REFER


def test_strong_findings_of_two_families_alert(row: Row, evidence: Make) -> None:
    """Two things wrong with one document."""
    verdict = verdict_of(row, [evidence(name, 1.0) for name in ("security.x", "portrait.x")])
    assert verdict.outcome is OutcomeClass.ALERT
    assert verdict.score > 0.8


def test_low_coverage_is_inconclusive(row: Row, evidence: Make) -> None:
    """Making checks abstain is what a forger would do; a page of which little could be seen is not clear."""
    items = [evidence("mrz.x", -0.1), *(evidence(name, 0.0, outcome=SILENT) for name in NAMES[1:])]
    verdict = verdict_of(row, items)
    assert verdict.outcome is OutcomeClass.INCONCLUSIVE
    assert verdict.coverage == pytest.approx(0.25)


def test_low_coverage_does_not_hide_a_finding(row: Row, evidence: Make) -> None:
    """Adverse is adverse, however little was seen."""
    items = [evidence("mrz.x", 1.0), *(evidence(name, 0.0, outcome=SILENT) for name in NAMES[1:])]
    assert verdict_of(row, items).outcome is OutcomeClass.REFER


def test_nothing_measured_is_inconclusive_at_the_prior(row: Row, evidence: Make) -> None:
    """No evidence moves nothing."""
    verdict = verdict_of(row, [evidence(name, 0.0, outcome=SILENT) for name in NAMES])
    assert verdict.outcome is OutcomeClass.INCONCLUSIVE
    assert verdict.score == pytest.approx(verdict.prior)
    assert verdict_of(row, []).coverage == 0.0


def test_a_silent_mandatory_check_is_inconclusive(row: Row, evidence: Make) -> None:
    """And the verdict names it."""
    items = [*(evidence(name, -0.1) for name in NAMES[:3]), evidence("portrait.x", 0.0, outcome=SILENT)]
    verdict = verdict_of(row, [*items[:3], replace(items[3], run_mode=RunMode.MANDATORY)])
    assert verdict.outcome is OutcomeClass.INCONCLUSIVE
    assert any("portrait.x" in note for note in verdict.notes)
    assert verdict_of(row, items).outcome is OutcomeClass.CLEAR


@pytest.mark.parametrize(
    ("rule", "outcome"), [(SpecimenRule.NOTE, OutcomeClass.CLEAR), (SpecimenRule.REFER, OutcomeClass.REFER)]
)
def test_a_specimen_weighs_nothing_and_is_referred_where_the_policy_says_so(
    row: Row, evidence: Make, rule: SpecimenRule, outcome: OutcomeClass
) -> None:
    """At a live post nobody travels on a specimen."""
    specimen = Measured(value=1.0, is_specimen=True, note="A specimen.")
    items = [*(evidence(name, -0.1) for name in NAMES), evidence("data.specimen", 0.0, outcome=specimen)]
    verdict = verdict_of(row, items, Policy(test_document=rule))
    assert verdict.outcome is outcome
    assert "A specimen." in verdict.notes
    assert verdict.log10_lr == verdict_of(row, items[:-1]).log10_lr


def test_many_small_checks_of_one_family_do_not_make_coverage(row: Row, evidence: Make) -> None:
    """Ten checks of the zone cannot stand in for a template."""
    zone = [evidence(f"mrz.x{place}", -0.1) for place in range(10)]
    others = [evidence(name, 0.0, outcome=SILENT) for name in NAMES[1:]]
    calibration = Calibration.of(row(item.check) for item in (*zone, *others))
    assert coverage([*zone, *others], calibration) < 0.35


def test_the_shipped_rows_leave_a_document_without_a_template_inconclusive() -> None:
    """What zone, data and file say alone is less than what a clear verdict asks for."""
    checks = discover_checks(())
    plain = [check.spec.needs_seal or check.spec.needs_chip for check in checks]
    unsigned = Abstained(
        kind=AbstentionKind.UNDETERMINED, reason="nothing signed", expected=False, why=Why.NO_SIGNED_DATA
    )
    needy = [
        unsigned if is_plain else SILENT if check.spec.needs_template else Measured(value=0.0)
        for check, is_plain in zip(checks, plain, strict=True)
    ]
    calibration = load_calibration()
    verdict = judge(weigh(checks, needy, calibration, Policy()), calibration, Policy())
    assert verdict.outcome is OutcomeClass.INCONCLUSIVE
    assert 0.3 < verdict.coverage < 0.7


def test_checks_that_are_evaluatory_change_no_verdict() -> None:
    """Off or switched on by one line of a policy, whatever they measure: score, coverage and outcome stay."""
    checks, calibration = discover_checks(()), load_calibration()
    others = [check for check in checks if check.family != "evaluatory"]
    shown = Policy(run_modes={"evaluatory": RunMode.EVALUATORY})

    def verdict(chosen: Sequence[Check], policy: Policy) -> Verdict:
        outcomes = [Measured(value=1e6 if check.family == "evaluatory" else 0.0) for check in chosen]
        return judge(weigh(chosen, outcomes, calibration, policy), calibration, policy)

    without, on = verdict(others, Policy()), verdict(checks, shown)
    assert verdict(checks, Policy()) == without
    assert replace(on, family_log10_lr=without.family_log10_lr) == without
    assert on.family_log10_lr == {**without.family_log10_lr, "evaluatory": 0.0}


def test_the_shipped_rows_reach_refer_by_any_template_check_or_digit() -> None:
    """Each adverse expert row that can stand for a whole forgery refers, when all else looks well."""
    checks, calibration = discover_checks(()), load_calibration()
    for name in ("mrz.check_digits", "security.background_print", "portrait.portrait_ring"):
        outcomes = [Measured(value=1e6 if check.id == name else -1e6) for check in checks]
        verdict = judge(weigh(checks, outcomes, calibration, Policy()), calibration, Policy())
        assert verdict.outcome is OutcomeClass.REFER, name


@given(log10_lr=st.floats(-3, 3), prior=st.floats(0.001, 0.999))
def test_the_score_is_a_posterior(log10_lr: float, prior: float) -> None:
    """Monotone, between 0 and 1, the prior where nothing is known."""
    assert 0 < posterior(log10_lr, prior) < 1
    assert posterior(0.0, prior) == pytest.approx(prior)
    assert posterior(log10_lr + 0.1, prior) > posterior(log10_lr, prior)


def test_a_target_of_false_alarms_raises_the_limits_where_the_fit_knows_them(
    row: Row, evidence: Make
) -> None:
    """A score that one genuine document in ten reaches is not referred under a target of one in fifty."""
    here = Condition(channel=Channel.SCANNER, lights=frozenset({Light.VISIBLE}))
    fitted = Combination(condition=here.name, false_alarms=((0.10, 0.5), (0.02, 0.9)))
    calibration = Calibration.of((row(name) for name in NAMES), [fitted])
    items = [evidence("security.x", 0.7), *(evidence(name, 0.0) for name in NAMES[:2])]

    def outcome(target: float | None, condition: Condition | None) -> OutcomeClass:
        return judge(items, calibration, Policy(false_alarms=target), condition).outcome

    assert outcome(0.02, here) is not OutcomeClass.REFER
    assert outcome(0.10, here) is OutcomeClass.REFER
    assert outcome(None, here) is OutcomeClass.REFER
    assert outcome(0.02, None) is OutcomeClass.REFER


def test_what_the_authority_ordered_for_an_outcome_is_said(row: Row, evidence: Make) -> None:
    """With that outcome and no other."""
    policy = Policy(name="post", meaning={"REFER": "Second line looks at it under UV."})
    referred = verdict_of(row, [evidence("security.x", 1.0), evidence("mrz.x", -0.1)], policy)
    assert "REFER by the policy post: Second line looks at it under UV." in referred.notes
    assert not verdict_of(row, [evidence(name, -0.1) for name in NAMES], policy).notes


def test_a_moved_total_never_leaves_what_the_fit_supports(row: Row, evidence: Make) -> None:
    """Documents of one's own lower a total to its lower bound at most, and the verdict says that they did."""
    here = Condition(channel=Channel.PHOTO, lights=frozenset({Light.VISIBLE}))
    shift = Shift(condition=here.name, n_genuine=20, n_forged=0, checks={}, total=-9.0)
    fitted = Combination(condition=here.name, log10_lr_min=-1.2)
    calibration = Calibration.of((row(name) for name in NAMES), [fitted], [shift])
    verdict = judge([evidence("mrz.x", 0.5)], calibration, Policy(), here)
    assert verdict.log10_lr == -1.2
    assert shift.note in verdict.notes


@pytest.mark.parametrize("preset", ["balanced", "high-security", "high-convenience"])
def test_no_shipped_policy_knows_an_issuer(preset: str) -> None:
    """Design 4.1: the issuer selects template and format, and never the score."""
    policy = Policy.preset(preset)
    assert not policy.issuers
    assert all(policy.for_issuer(issuer) is policy for issuer in ("UTO", "D", "XXA", ""))


def test_the_score_cannot_depend_on_the_person(row: Row, evidence: Make) -> None:
    """The same outcomes under another issuer and nationality give the same verdict, in every number."""

    def under(issuer: str, nationality: str) -> Verdict:
        facts = {"code": issuer, "name": nationality, "summary": f"{issuer} {nationality}"}
        items = [evidence(name, 0.4, outcome=Measured(value=0.4, facts=facts)) for name in NAMES]
        return verdict_of(row, items)

    assert under("UTO", "UTO") == under("D", "XXA") == under("QQQ", "XXB")


def test_scoring_has_no_way_to_see_the_holder() -> None:
    """No type of scoring holds a document, and no module of it names the zone or the visual zone."""
    assert not {"document", "mrz", "viz"} & {field.name for field in fields(Evidence)}
    modules = (
        calibration_module,
        combine,
        condition,
        judge_module,
        model,
        outcomes,
        policy,
        shift,
        table,
        verbal,
    )
    for module in (*modules, weigh_module):
        source = inspect.getsource(module)
        assert "docforensics.mrz" not in source
        assert "docforensics.viz" not in source
