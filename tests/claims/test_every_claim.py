"""CLEAR is a promise: whichever check of a mandatory claim is silenced, no document is CLEAR, and the claim is named first."""

import csv
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from docforensics.capture.light import Light
from docforensics.capture.load import load_document
from docforensics.capture.model import Channel
from docforensics.checks.check import Check
from docforensics.checks.claims import ClaimId, ClaimState, Why
from docforensics.checks.modes import RunMode
from docforensics.checks.outcome import Aborted, Measured, Outcome, undetermined
from docforensics.checks.registry import discover_checks
from docforensics.claims.fold import WeighedCheck, fold
from docforensics.claims.model import CLAIMS
from docforensics.claims.power import may_be_verified
from docforensics.document import Document
from docforensics.examiner import Examiner
from docforensics.mrz.engines import load_engine
from docforensics.mrz.parse import Mrz, parse_mrz
from docforensics.report.report import Report
from docforensics.scoring.calibration import load_calibration
from docforensics.scoring.condition import condition_of
from docforensics.scoring.judge import judge
from docforensics.scoring.model import OutcomeClass, Verdict
from docforensics.scoring.policy import Policy
from docforensics.scoring.verbal import NO_SUPPORT_BELOW

SAMPLES = Path(__file__).parents[2] / "sample_docs"
TD3 = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"
INSPECTED_ON = date(2026, 11, 24)
CHECKS = discover_checks(())
CALIBRATION = load_calibration()
SILENCES: dict[str, Outcome] = {
    "aborted": Aborted(error="ValueError"),
    "glare": undetermined("glare hides the place", why=Why.GLARE),
    "unreadable": undetermined("not read for certain", why=Why.UNREADABLE),
}
LIGHTS = (Light.VISIBLE, Light.UV, Light.IR)
POLICIES = ("balanced", "high-security", "high-convenience")


@cache
def zone() -> Mrz:
    """Parse a zone."""
    return parse_mrz(TD3)


def able(claim: ClaimId, channel: Channel) -> list[Check]:
    """List the checks that can verify a claim of documents that come by a channel."""
    condition = condition_of([channel], LIGHTS)
    powers = {check.id: CALIBRATION.verifies_from(check.id, condition) for check in CHECKS}
    return [
        check
        for check in CHECKS
        if claim in check.spec.verifies and (power := powers[check.id]) and channel in power.channels
        if may_be_verified(claim, [channel], CALIBRATION.powers)
    ]


def cases() -> Iterator[tuple[str, Channel, ClaimId]]:
    """Give every mandatory claim of every shipped policy, by channel, that some check can verify."""
    for name in POLICIES:
        for channel in Channel:
            for claim in sorted(Policy.preset(name).mandatory_claims([channel], LIGHTS)):
                if able(claim, channel):
                    yield name, channel, claim


def judged(
    made: Any, policy: Policy, channel: Channel, silenced: Collection[str], by: Outcome | None
) -> Verdict:
    """Judge a document of which everything is in order but what some checks did not give."""
    document = made.document(
        made.side(made.template(), lights=LIGHTS, channel=channel, px_per_mm=20.0, zone=object()),
        mrz=zone(),
        chip=SimpleNamespace(unread=()),
    )
    condition = condition_of([channel], LIGHTS)
    weighed = [
        WeighedCheck(
            check=check,
            outcome=by if by is not None and check.id in silenced else Measured(value=0.0),
            log10_lr=-0.1,
            is_adverse=False,
            is_weighed=True,
            verifies_from=CALIBRATION.verifies_from(check.id, condition),
        )
        for check in CHECKS
    ]
    mandatory = policy.mandatory_claims([channel], LIGHTS)
    policy = replace(policy, clear_log10_lr=0.0)
    return judge(
        [],
        CALIBRATION,
        policy,
        condition,
        claims=fold(document, weighed, powers=CALIBRATION.powers),
        mandatory=mandatory,
    )


def test_every_shipped_check_that_verifies_can_contradict() -> None:
    """Under every condition that was fitted: a row without weight would let a claim pass for ever."""
    for check in CHECKS:
        rows = [
            CALIBRATION.rows.get(check.id),
            *(row for (name, _), row in CALIBRATION.fitted.items() if name == check.id),
        ]
        if CALIBRATION.verifies_from(check.id) is not None and check.spec.run_mode is not RunMode.MANDATORY:
            assert all(row is not None and row.log10_lr_max >= NO_SUPPORT_BELOW for row in rows), check.id


@pytest.mark.parametrize(("name", "channel", "claim"), [*cases()])
def test_no_document_is_clear_when_a_check_of_a_claim_is_silent(
    made: Any, name: str, channel: Channel, claim: ClaimId
) -> None:
    """All of its checks, and each alone, however they are silenced."""
    policy, checks = Policy.preset(name), [check.id for check in able(claim, channel)]
    whole = judged(made, policy, channel, (), None)
    assert claim not in {one.claim for one in whole.unverified}
    for silenced in (checks, *([check] for check in checks)):
        for outcome in SILENCES.values():
            verdict = judged(made, policy, channel, silenced, outcome)
            assert verdict.outcome is OutcomeClass.INCONCLUSIVE
            told = {one.claim: one for one in verdict.unverified}
            assert told[claim].state is ClaimState.NOT_SEEN
            assert set(silenced) & set(told[claim].checks)
            assert verdict.first_why is verdict.unverified[0].why


@pytest.mark.parametrize("claim", ClaimId)
def test_every_claim_can_be_contradicted(claim: ClaimId) -> None:
    """A claim that nothing can contradict would be no claim."""
    assert [check for check in CHECKS if claim in check.spec.verifies | check.spec.contradicts]
    assert claim in CLAIMS


@cache
def sample() -> tuple[Examiner, Document]:
    """Read a genuine passport of a holder from whom no template was learned."""
    with (SAMPLES / "manifest.csv").open(encoding="utf-8", newline="") as file:
        wanted = {"document_type": "TD3", "series": "2", "channel": "flatbed", "light": "white"}
        rows = [row for row in csv.DictReader(file) if wanted.items() <= row.items()]
    row = next(row for row in rows if (row["label"], row["split"]) == ("genuine", "test"))
    examiner = Examiner()
    document = examiner.read(
        load_document(SAMPLES / row["file"], channel="scanner"), inspected_on=INSPECTED_ON
    )
    return examiner, document


@cache
def outcomes() -> dict[str, Outcome]:
    """Run every check on it once."""
    from docforensics.checks.run import run_check

    return {check.id: run_check(check, sample()[1]) for check in discover_checks()}


def reported(monkeypatch: pytest.MonkeyPatch, instead: Callable[[str], Outcome | None]) -> Report:
    """Report on the sample with other outcomes of some checks."""
    examiner, document = sample()

    def run(check: Check, _: Document) -> Outcome:
        return instead(check.id) or outcomes()[check.id]

    monkeypatch.setattr("docforensics.examiner.run_check", run)
    return examiner.report(document)


@pytest.mark.skipif(load_engine() is None, reason="no MRZ engine is installed")
def test_a_genuine_page_is_clear_and_not_so_without_any_of_its_checks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Every check that verifies a mandatory claim of a real page, silenced alone, leaves that claim unseen."""
    verdict = reported(monkeypatch, lambda _: None).verdict
    assert verdict.outcome is OutcomeClass.CLEAR
    mandatory = {one.claim for one in verdict.claims if one.is_mandatory}
    pairs = [
        (check, claim)
        for check in discover_checks(())
        for claim in sorted(check.spec.verifies & mandatory)
        if isinstance(outcomes()[check.id], Measured) and check in able(claim, Channel.SCANNER)
    ]
    assert {claim for _, claim in pairs} == mandatory
    for check, claim in pairs:
        silent = dict.fromkeys([check.id], SILENCES["aborted"])
        verdict = reported(monkeypatch, silent.get).verdict
        assert verdict.outcome is OutcomeClass.INCONCLUSIVE
        assert (claim, Why.CHECK_FAILED) in {(one.claim, one.why) for one in verdict.unverified}
