"""The verdict: what the policy makes of a score, and what makes it say nothing."""

import inspect
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given, strategies as st

from docforensics.capture.light import Light
from docforensics.capture.model import Channel
from docforensics.checks.check import Check
from docforensics.checks.claims import ClaimId, ClaimState, Layer, Why
from docforensics.checks.modes import RunMode
from docforensics.checks.outcome import Abstained, AbstentionKind, Measured, Region
from docforensics.checks.registry import discover_checks
from docforensics.claims.model import CLAIMS, ClaimResult, LayerState
from docforensics.page.geometry import BoxMm
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
from docforensics.scoring.counted import ModelCount
from docforensics.scoring.judge import judge
from docforensics.scoring.limits import posterior
from docforensics.scoring.mandatory import MandatoryClaims
from docforensics.scoring.model import CalibrationRow, Evidence, OutcomeClass, Verdict
from docforensics.scoring.policy import Policy, SpecimenRule
from docforensics.scoring.shift import Shift
from docforensics.scoring.weigh import weigh

Make = Callable[..., Evidence]
Row = Callable[..., CalibrationRow]
SILENT = Abstained(kind=AbstentionKind.UNDETERMINED, reason="no template", why=Why.NO_TEMPLATE)
NAMES = ("mrz.x", "data.x", "security.x", "portrait.x")
DEMANDED = (ClaimId.MRZ_DATA, ClaimId.NAMES, ClaimId.EXPIRY_DATE, ClaimId.PORTRAIT)


def claim(claim_id: ClaimId, state: ClaimState | Why = ClaimState.VERIFIED) -> ClaimResult:
    """Make what was seen of a claim; a code makes it not seen."""
    why = state if isinstance(state, Why) else None
    return ClaimResult(
        claim=claim_id,
        state=ClaimState.NOT_SEEN if isinstance(state, Why) else state,
        why=why,
        checks=("mrz.x",),
    )


ALL_VERIFIED = tuple(map(claim, DEMANDED))


def verdict_of(
    row: Row,
    items: Iterable[Evidence],
    policy: Policy | None = None,
    claims: Sequence[ClaimResult] = ALL_VERIFIED,
) -> Verdict:
    """Judge under four equal rows; all that is demanded was verified unless said otherwise."""
    calibration = Calibration.of(row(name) for name in NAMES)
    return judge(tuple(items), calibration, policy or Policy(), claims=claims, mandatory=DEMANDED)


def favourable(evidence: Make) -> list[Evidence]:
    """Make evidence of four checks that looks well."""
    return [evidence(name, -0.1) for name in NAMES]


def test_a_document_without_findings_is_clear(row: Row, evidence: Make) -> None:
    """Everything looked at, nothing adverse: the score falls below the prior."""
    verdict = verdict_of(row, [evidence(name, -0.1) for name in NAMES])
    assert verdict.outcome is OutcomeClass.CLEAR
    assert verdict.score is not None
    assert 0 < verdict.score < verdict.prior
    assert verdict.coverage == 1.0
    assert verdict.unverified == ()


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
    assert verdict.score is not None
    assert verdict.score > 0.8


@pytest.mark.parametrize("unverified", DEMANDED)
@pytest.mark.parametrize("state", [*Why, ClaimState.CONTRADICTED])
def test_clear_needs_every_mandatory_claim_verified(
    row: Row, evidence: Make, unverified: ClaimId, state: ClaimState | Why
) -> None:
    """Whichever is missing, and for whatever reason: the verdict names it first, with its code."""
    claims = [claim(one, state if one is unverified else ClaimState.VERIFIED) for one in DEMANDED]
    verdict = verdict_of(row, favourable(evidence), claims=claims)
    assert verdict.outcome is OutcomeClass.INCONCLUSIVE
    assert [one.claim for one in verdict.unverified] == [unverified]
    assert verdict.first_why is (state if isinstance(state, Why) else Why.WEAK_EVIDENCE)
    assert verdict.coverage == 0.75


def test_a_contradicted_mandatory_claim_is_never_clear(row: Row, evidence: Make) -> None:
    """REFER where the score says so, else INCONCLUSIVE; it stands before what was not seen."""
    claims = (
        claim(ClaimId.NAMES, Why.GLARE),
        claim(ClaimId.EXPIRY_DATE, ClaimState.CONTRADICTED),
        claim(ClaimId.PORTRAIT),
    )
    verdict = verdict_of(row, favourable(evidence), claims=claims)
    assert verdict.outcome is OutcomeClass.INCONCLUSIVE
    assert [one.claim for one in verdict.unverified] == [ClaimId.EXPIRY_DATE, ClaimId.NAMES]
    heavy = [evidence("security.x", 1.0), evidence("mrz.x", -0.1)]
    assert verdict_of(row, heavy, claims=claims).outcome is OutcomeClass.REFER


def test_no_contradicted_claim_is_clear_whatever_the_policy_demands(row: Row, evidence: Make) -> None:
    """Signed data that contradict the page ended CLEAR, for no shipped policy demands them; the claim comes first."""
    claims = (*ALL_VERIFIED, claim(ClaimId.SIGNED_DATA, ClaimState.CONTRADICTED))
    verdict = verdict_of(row, favourable(evidence), claims=claims)
    assert verdict.outcome is OutcomeClass.INCONCLUSIVE
    assert [one.claim for one in verdict.unverified] == [ClaimId.SIGNED_DATA]
    assert verdict.first_why is Why.WEAK_EVIDENCE
    assert verdict.coverage == 1.0
    demanded = replace(claim(ClaimId.SIGNED_DATA, Why.NO_SIGNED_DATA), is_mandatory=True)
    unseen = verdict_of(row, favourable(evidence), claims=(*ALL_VERIFIED, demanded))
    assert (unseen.outcome, unseen.first_why) == (OutcomeClass.INCONCLUSIVE, Why.NO_SIGNED_DATA)


def test_a_weak_total_is_not_clear(row: Row, evidence: Make) -> None:
    """Every claim verified, but the evidence as a whole is adverse: the code says so."""
    weak = verdict_of(row, [evidence("mrz.x", 0.05)])
    assert weak.outcome is OutcomeClass.INCONCLUSIVE
    assert weak.unverified == ()
    assert weak.first_why is Why.WEAK_EVIDENCE
    lenient = verdict_of(row, [evidence("mrz.x", 0.05)], Policy(clear_log10_lr=0.1))
    assert lenient.outcome is OutcomeClass.CLEAR
    assert lenient.first_why is None


def test_an_uncounted_finding_is_never_clear(row: Row, evidence: Make) -> None:
    """All that is favourable may outweigh it, since it was held: that is no reason to clear the document."""
    items = [*favourable(evidence), replace(evidence("data.x", 0.31), is_uncounted=True)]
    assert verdict_of(row, items, Policy(clear_log10_lr=1.0)).outcome is OutcomeClass.INCONCLUSIVE
    items[-1] = replace(items[-1], is_uncounted=False)
    assert verdict_of(row, items, Policy(clear_log10_lr=1.0)).outcome is OutcomeClass.CLEAR


def test_what_is_not_mandatory_keeps_nothing_from_being_clear(row: Row, evidence: Make) -> None:
    """It is listed all the same, and layers state it."""
    claims = (*ALL_VERIFIED, claim(ClaimId.UV_PRINT, Why.NO_LIGHT))
    verdict = verdict_of(row, favourable(evidence), claims=claims)
    assert verdict.outcome is OutcomeClass.CLEAR
    assert [layer.layer for layer in verdict.layers if layer.state is LayerState.NOT_SEEN] == [Layer.UV]
    assert verdict.coverage == 1.0


@pytest.mark.parametrize("claims", [(), (claim(ClaimId.UV_PRINT),)])
def test_nothing_is_clear_of_which_nothing_is_demanded(
    row: Row, evidence: Make, claims: tuple[ClaimResult, ...]
) -> None:
    """Without claims, as in a table of outcomes, or where no mandatory one applies."""
    verdict = verdict_of(row, favourable(evidence), claims=claims)
    assert verdict.outcome is OutcomeClass.INCONCLUSIVE
    assert verdict.coverage == 0.0


def test_what_was_not_seen_does_not_hide_a_finding(row: Row, evidence: Make) -> None:
    """Adverse is adverse, however little was seen."""
    items = [evidence("mrz.x", 1.0), *(evidence(name, 0.0, outcome=SILENT) for name in NAMES[1:])]
    unseen = [claim(one, Why.NO_TEMPLATE) for one in DEMANDED]
    assert verdict_of(row, items, claims=unseen).outcome is OutcomeClass.REFER


def test_where_nothing_spoke_there_is_no_score(row: Row, evidence: Make) -> None:
    """A prior is no score; one ratio other than 1 makes one."""
    verdict = verdict_of(row, [evidence(name, 0.0, outcome=SILENT) for name in NAMES])
    assert verdict.score is None
    spoken = verdict_of(row, [evidence("mrz.x", -0.1), evidence("data.x", 0.1)])
    assert spoken.score == pytest.approx(spoken.prior)


@pytest.mark.parametrize(
    ("given", "held"),
    [
        ({}, False),
        ({"channels": [Channel.SCANNER]}, True),
        ({"channels": [Channel.PHOTO], "lights": [Light.UV, Light.VISIBLE]}, True),
        ({"channels": [Channel.PHOTO], "lights": [Light.IR]}, False),
        ({"equipment": ["loupe", "uv-lamp"]}, True),
        ({"equipment": ["loupe"]}, False),
    ],
)
def test_which_claims_are_mandatory_depends_on_channel_lights_and_equipment(
    given: dict[str, Any], held: bool
) -> None:
    """A claim that one entry demands is demanded, whatever others say."""
    policy = Policy(
        mandatory=(
            MandatoryClaims(claims=(ClaimId.NAMES,)),
            MandatoryClaims(claims=(ClaimId.UV_PRINT,), channels=(Channel.SCANNER,)),
            MandatoryClaims(claims=(ClaimId.UV_PRINT,), lights=(Light.UV,)),
            MandatoryClaims(claims=(ClaimId.UV_PRINT,), equipment=("uv-lamp", "microscope")),
        )
    )
    told = {"channels": [], "lights": [], "equipment": [], **given}
    demanded = policy.mandatory_claims(told["channels"], told["lights"], told["equipment"])
    assert ClaimId.NAMES in demanded
    assert (ClaimId.UV_PRINT in demanded) is held


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


def test_the_shipped_policy_leaves_a_document_without_a_template_inconclusive(
    row: Row, evidence: Make
) -> None:
    """Zone and data alone are less than what a clear verdict asks for, on any channel."""
    for channel in Channel:
        demanded = Policy().mandatory_claims([channel], [Light.VISIBLE])
        claims = [
            claim(one, Why.NO_TEMPLATE if CLAIMS[one].layer is Layer.PAGE_PRINT else ClaimState.VERIFIED)
            for one in CLAIMS
        ]
        calibration = Calibration.of(row(name) for name in NAMES)
        verdict = judge(favourable(evidence), calibration, Policy(), claims=claims, mandatory=demanded)
        assert verdict.outcome is OutcomeClass.INCONCLUSIVE
        assert verdict.first_why is Why.NO_TEMPLATE
        assert 0.5 < verdict.coverage < 1


def test_checks_that_are_evaluatory_change_no_verdict() -> None:
    """Off or switched on by one line of a policy, whatever they measure: score and outcome stay."""
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


@pytest.mark.parametrize("name", ["mrz.check_digits", "security.uv_device", "portrait.portrait_ring"])
def test_a_shipped_row_that_stands_for_a_whole_forgery_refers_once_it_is_counted(name: str) -> None:
    """When all else looks well: by real documents, or by genuine ones of its model; else the claim alone is contradicted."""
    checks, calibration = discover_checks(()), load_calibration()
    outcomes = [Measured(value=1e6 if check.id == name else -1e6) for check in checks]
    many = {name: ModelCount(documents=50, false_alarms=0)}
    for counts in (many, {}):
        evidence = weigh(checks, outcomes, calibration, Policy(), counts=counts)
        verdict = judge(evidence, calibration, Policy())
        single = Policy().single_row_bound
        is_counted = bool(counts) or calibration.row(name).most(single, hold=True) > single
        assert (verdict.outcome is OutcomeClass.REFER) == is_counted
        assert [item.check for item in evidence if item.is_adverse] == [name]


@pytest.mark.parametrize(
    ("apart_mm", "uncounted", "outcome"),
    [
        (50, True, OutcomeClass.INCONCLUSIVE),
        (0, True, OutcomeClass.REFER),
        (50, False, OutcomeClass.REFER),
    ],
)
def test_uncounted_findings_at_different_places_are_no_more_than_one(
    apart_mm: float, uncounted: bool, outcome: OutcomeClass, row: Row, evidence: Make
) -> None:
    """Of two families too: on a page unlike all drawings such checks err together. At one place two that agree refer."""
    items = [
        replace(
            evidence(
                name, 0.5, Region(side=0, box=BoxMm(left=left, top=10, right=left + 9, bottom=20), label="x")
            ),
            is_uncounted=uncounted,
        )
        for name, left in (("security.x", 10.0), ("portrait.x", 10.0 + apart_mm))
    ]
    verdict = verdict_of(row, items)
    assert verdict.outcome is outcome
    assert (judge_module.HELD in verdict.notes) == (outcome is OutcomeClass.INCONCLUSIVE)


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


@pytest.mark.parametrize(
    ("against", "outcome"),
    [(0.9, OutcomeClass.INCONCLUSIVE), (1.3, OutcomeClass.INCONCLUSIVE), (1.5, OutcomeClass.REFER)],
)
def test_a_target_beyond_the_bounds_asks_for_evidence_without_bounds(
    against: float, outcome: OutcomeClass, row: Row, evidence: Make
) -> None:
    """The score is the same of all three, and the highest that the fit supports; which of them genuine documents seldom reach, it cannot tell."""
    here = Condition(channel=Channel.SCANNER, lights=frozenset({Light.VISIBLE}))
    fitted = Combination(condition=here.name, log10_lr_max=0.9, false_alarms=((0.02, 1.4),))
    calibration = Calibration.of([row(name) for name in NAMES], [fitted])
    verdict = judge([evidence(NAMES[0], against)], calibration, Policy(), here)
    assert verdict.outcome is outcome
    assert verdict.refer_from == verdict.score == pytest.approx(posterior(0.9, Policy().prior))
    assert (verdict.unbounded_log10_lr, verdict.refer_unbounded_from) == (against, 1.4)
    assert (judge_module.AS_GENUINE in verdict.notes) == (outcome is OutcomeClass.INCONCLUSIVE)
    free = judge([evidence(NAMES[0], against)], calibration, Policy(false_alarms=None), here)
    assert free.outcome is OutcomeClass.REFER
    assert free.refer_unbounded_from is None


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
