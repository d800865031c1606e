"""A match with an alert is a rule of the policy and no weight."""

from dataclasses import replace

import pytest

from docforensics.checks.modes import RunMode
from docforensics.checks.outcome import AlertHit, Measured
from docforensics.scoring.alerted import as_findings, hits_of, notes_of_hits
from docforensics.scoring.judge import judge
from docforensics.scoring.model import Basis, Evidence, OutcomeClass, Result
from docforensics.scoring.policy import AlertedRule, Policy
from tests.scoring.conftest import judged_rows

HIT = AlertHit(
    alert="2ec9c2d0-5735-4d2f-b497-ed4f12a3a7f8",
    revision=1,
    title="Ring series",
    issuer="Post A",
    species="counterfeit",
    severity="high",
    tlp="TLP:GREEN",
    place="ring",
    look_for="A ring.",
)


def item(*hits: AlertHit, mode: RunMode = RunMode.OPTIONAL) -> Evidence:
    """Evidence that weighs nothing."""
    return Evidence(
        check="security.known_counterfeit",
        family="security",
        outcome=Measured(value=-1.0, alerts=hits),
        log10_lr=0.0,
        result=Result.SUCCESSFUL,
        margin=1.0,
        basis=Basis.EXPERT,
        run_mode=mode,
    )


CALIBRATION = judged_rows("security.known_counterfeit")


@pytest.mark.parametrize(
    ("rule", "outcome"),
    [(AlertedRule.REFER, OutcomeClass.REFER), (AlertedRule.ALERT, OutcomeClass.ALERT)],
)
def test_a_match_refers_at_least_and_leaves_the_score_as_it_is(
    rule: AlertedRule, outcome: OutcomeClass
) -> None:
    """The policy may make it an ALERT; no policy passes it."""
    with_hit = judge([item(HIT)], CALIBRATION, Policy(alerted=rule))
    without = judge([item()], CALIBRATION, Policy(alerted=rule))
    assert with_hit.outcome is outcome
    assert without.outcome is OutcomeClass.INCONCLUSIVE
    assert (with_hit.score, with_hit.log10_lr) == (without.score, without.log10_lr)
    assert [hit.check for hit in with_hit.alerts] == ["security.known_counterfeit"]
    assert any(HIT.alert in note for note in with_hit.notes)


@pytest.mark.parametrize("mode", [RunMode.EVALUATORY, RunMode.OFF])
def test_a_check_that_the_policy_does_not_weigh_refers_nobody(mode: RunMode) -> None:
    """Its match is shown with its finding alone."""
    assert hits_of([item(HIT, mode=mode)]) == ()
    assert judge([item(HIT, mode=mode)], CALIBRATION, Policy()).outcome is OutcomeClass.INCONCLUSIVE


def test_findings_that_match_are_failed_and_others_stay() -> None:
    """With the weight that they had."""
    plain, alerted = item(), item(HIT)
    found = as_findings([plain, alerted])
    assert found[0] is plain
    assert (found[1].result, found[1].log10_lr, found[1].margin) == (Result.FAILED, 0.0, -1.0)


def test_one_alert_is_noted_once() -> None:
    """However many checks find it."""
    assert len(notes_of_hits([HIT, replace(HIT, place="list")], Policy())) == 1
