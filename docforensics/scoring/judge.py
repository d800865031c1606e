"""Evidence, claims and a policy become a verdict on the document. It advises; it accepts or denies no person."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from math import isfinite

from docforensics.checks.claims import ClaimId
from docforensics.checks.modes import RunMode
from docforensics.checks.outcome import AlertHit, Measured
from docforensics.claims.model import ClaimResult
from docforensics.scoring.alerted import hits_of, notes_of_hits
from docforensics.scoring.calibration import Calibration
from docforensics.scoring.combine import Combination, combine
from docforensics.scoring.condition import Condition
from docforensics.scoring.limits import ScoreLimits, as_known, held_at, limits_of, posterior
from docforensics.scoring.model import Evidence, OutcomeClass, Verdict
from docforensics.scoring.new_places import two_agree
from docforensics.scoring.policy import AlertedRule, Policy, SpecimenRule
from docforensics.scoring.verbal import verbal_equivalent

HELD = (
    "False alarms of the checks that weigh against the document were counted on too few genuine documents of other models or of this one, or on none, "
    "so the policy lets them refer no document unless two of them are adverse at one place."
)

AS_GENUINE = (
    "More genuine documents of the calibration have as much evidence against them than the policy's target of false alarms lets refer, "
    "so this score refers no document."
)


def judge(
    evidence: Sequence[Evidence],
    calibration: Calibration,
    policy: Policy,
    condition: Condition | None = None,
    *,
    claims: Sequence[ClaimResult] = (),
    mandatory: Collection[ClaimId] = frozenset(),
) -> Verdict:
    """Turn the weighed evidence of one document, and what was seen of its claims, into a verdict.

    Parameters
    ----------
    condition
        Channel and lights of the document; None takes what holds everywhere.
    claims
        Those that apply, folded. Without any (a table of outcomes holds none) nothing is CLEAR.
    mandatory
        Those that CLEAR needs (`Policy.mandatory_claims`), beside those that `claims` state so.
    """
    combination, shift = calibration.combination(condition), calibration.shift(condition)
    policy = as_known(policy, shift)
    evidence = [item for item in evidence if item.run_mode is not RunMode.OFF]
    claims = tuple(replace(one, is_mandatory=one.is_mandatory or one.claim in mandatory) for one in claims)
    combined = combine(evidence, combination)
    moved = shift.total if shift else 0.0
    total, unbounded = max(combined.total + moved, combination.log10_lr_min), combined.unbounded + moved
    most = held_at(policy, combination)
    held = held_back(evidence, needs_uncounted=total > most >= _counted(evidence, combination) + moved)
    total = min(total, most) if HELD in held else total
    is_specimen, hits = names_specimen(evidence), hits_of(evidence)
    limits = limits_of(policy, combination)
    score, is_frequent = posterior(total, policy.prior), unbounded < limits.unbounded
    rule, by = _by_rule(policy, hits, is_specimen=is_specimen), 0.0 if is_frequent else score
    outcome = decide(total, evidence, policy, score=by, claims=claims, rule=rule, limits=limits, held=held)
    shaped = (
        *((note, True) for note in held),
        (AS_GENUINE, is_frequent and score >= limits.refer),
        (_ordered(policy, outcome), policy.meaning.get(outcome)),
        (shift.note if shift else "", shift),
    )
    return Verdict(
        outcome=outcome,
        claims=claims,
        score=score if any(item.log10_lr for item in evidence) else None,
        prior=policy.prior,
        refer_from=limits.refer,
        alert_from=limits.alert,
        log10_lr=total,
        unbounded_log10_lr=unbounded,
        refer_unbounded_from=limits.unbounded if isfinite(limits.unbounded) else None,
        family_log10_lr=combined.families,
        verbal=verbal_equivalent(total),
        alerts=hits,
        notes=(
            *notes_of_hits(hits, policy),
            *notes_of(evidence, policy, is_specimen=is_specimen),
            *(note for note, holds in shaped if holds),
        ),
    )


def _counted(evidence: Sequence[Evidence], combination: Combination) -> float:
    """Put together what is left without findings against the document that were not counted."""
    counted = [item for item in evidence if not (item.is_uncounted and item.log10_lr > 0)]
    return combine(counted, combination).total


def held_back(evidence: Sequence[Evidence], *, needs_uncounted: bool = False) -> tuple[str, ...]:
    """Give why the policy lets what is against a document refer none by itself; empty where it may, or where nothing is adverse.

    Parameters
    ----------
    needs_uncounted
        Whether the total is beyond what such findings may come to, and would not be without them: then they are held too where none is adverse by itself.
    """
    return (HELD,) if rests_on_uncounted(evidence, needs_uncounted=needs_uncounted) else ()


def rests_on_uncounted(evidence: Sequence[Evidence], *, needs_uncounted: bool = False) -> bool:
    """Whether all that is adverse comes from checks that were not counted, or nothing is and the total needs them, under a policy that holds them, and no two of it lie at one place.

    Where a page is of a kind that no drawing resembles, such checks err together, so that several of them are no more than one.
    """
    against = [item for item in evidence if item.is_adverse]
    if needs_uncounted and not against:
        against = [item for item in evidence if item.is_uncounted and item.log10_lr > 0]
    return bool(against) and all(item.is_uncounted for item in against) and not two_agree(against)


def decide(
    log10_lr: float,
    evidence: Sequence[Evidence],
    policy: Policy,
    *,
    score: float,
    claims: Sequence[ClaimResult],
    rule: OutcomeClass | None,
    limits: ScoreLimits,
    held: Sequence[str] = (),
) -> OutcomeClass:
    """Choose the outcome that the policy sets for this total, by the `limits_of` it.

    CLEAR takes a total that is not adverse (`Policy.clear_log10_lr`), every mandatory claim verified, none contradicted, every mandatory check measured, and no
    finding of a check that was not counted: what is in doubt for want of genuine documents is no reason to clear one.

    Parameters
    ----------
    score
        By which it may be referred: 0 where genuine documents have as much against them too often.
    rule
        What a rule of the policy comes to that asks for no score: a match with an alert in force is REFER at least.
    held
        Why the policy holds back what is adverse (`held_back`).
    """
    adverse_families = {item.family for item in evidence if item.is_adverse}
    if score >= limits.alert and len(adverse_families) >= policy.alert_families:
        return OutcomeClass.ALERT
    if rule is not None:
        return rule
    if score >= limits.refer:
        return OutcomeClass.REFER
    is_verified = any(one.is_mandatory for one in claims) and not any(one.bars_clear for one in claims)
    in_doubt = bool(held) or any(item.is_adverse and item.is_uncounted for item in evidence)
    is_verified = is_verified and not in_doubt
    if not is_verified or log10_lr > policy.clear_log10_lr or unmeasured_mandatory(evidence):
        return OutcomeClass.INCONCLUSIVE
    return OutcomeClass.CLEAR


def _ordered(policy: Policy, outcome: OutcomeClass) -> str:
    """Say what the authority has ordered for an outcome."""
    return f"{outcome} by the policy {policy.name}: {policy.meaning.get(outcome, '')}"


def _by_rule(policy: Policy, hits: Sequence[AlertHit], *, is_specimen: bool) -> OutcomeClass | None:
    """Give what rules of the policy come to that ask for no score; None where none applies."""
    if hits:
        return OutcomeClass.ALERT if policy.alerted is AlertedRule.ALERT else OutcomeClass.REFER
    return OutcomeClass.REFER if is_specimen and policy.test_document is SpecimenRule.REFER else None


def unmeasured_mandatory(evidence: Sequence[Evidence]) -> tuple[str, ...]:
    """Name the mandatory checks of the policy that gave no value."""
    return tuple(
        item.check
        for item in evidence
        if item.run_mode is RunMode.MANDATORY and not isinstance(item.outcome, Measured)
    )


def notes_of(evidence: Sequence[Evidence], policy: Policy, *, is_specimen: bool) -> tuple[str, ...]:
    """Collect what shaped the outcome without weighing."""
    said = [outcome.note for outcome in _measured(evidence) if outcome.note]
    if is_specimen and policy.test_document is SpecimenRule.REFER:
        said.append("The policy refers every specimen or test document.")
    said += [f"The policy requires {check}, which gave no value." for check in unmeasured_mandatory(evidence)]
    return tuple(said)


def names_specimen(evidence: Sequence[Evidence]) -> bool:
    """Whether a check found the document to be a specimen or a test document."""
    return any(outcome.is_specimen for outcome in _measured(evidence))


def _measured(evidence: Sequence[Evidence]) -> list[Measured]:
    return [item.outcome for item in evidence if isinstance(item.outcome, Measured)]
