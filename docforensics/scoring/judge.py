"""Evidence and a policy become a verdict on the document. It advises; it accepts or denies no person."""

from collections.abc import Sequence

from docforensics.checks.modes import RunMode
from docforensics.checks.outcome import Abstained, Measured
from docforensics.scoring.calibration import Calibration
from docforensics.scoring.combine import Combination, combine
from docforensics.scoring.condition import Condition
from docforensics.scoring.model import Evidence, OutcomeClass, Verdict
from docforensics.scoring.policy import Policy, SpecimenRule
from docforensics.scoring.verbal import verbal_equivalent


def judge(
    evidence: Sequence[Evidence],
    calibration: Calibration,
    policy: Policy,
    condition: Condition | None = None,
) -> Verdict:
    """Turn the weighed evidence of one document into a verdict.

    Coverage is the share of what could be weighed on this kind of document that was measured; a low one makes a score
    that is not adverse INCONCLUSIVE, because making checks abstain is what a forger would do.
    """
    combination, shift = calibration.combination(condition), calibration.shift(condition)
    evidence = [item for item in evidence if item.run_mode is not RunMode.OFF]
    combined = combine(evidence, combination)
    total = max(combined.total + (shift.total if shift else 0.0), combination.log10_lr_min)
    score = posterior(total, policy.prior)
    covered = coverage(evidence, calibration, condition)
    is_specimen = names_specimen(evidence)
    limits = limits_of(policy, combination)
    outcome = decide(score, evidence, policy, covered=covered, is_specimen=is_specimen, limits=limits)
    ordered = policy.meaning.get(outcome, "")
    return Verdict(
        score=score,
        prior=policy.prior,
        log10_lr=total,
        family_log10_lr=combined.families,
        coverage=covered,
        outcome=outcome,
        verbal=verbal_equivalent(total),
        notes=(
            *notes_of(evidence, policy, is_specimen=is_specimen),
            *([f"{outcome} by the policy {policy.name}: {ordered}"] if ordered else []),
            *([shift.note] if shift else []),
        ),
    )


def posterior(log10_lr: float, prior: float) -> float:
    """Apply Bayes' rule: probability that the document is not genuine, under this prior."""
    odds = prior / (1 - prior) * 10.0**log10_lr
    return float(odds / (1 + odds))


def limits_of(policy: Policy, combination: Combination) -> tuple[float, float]:
    """Give the scores of REFER and ALERT: the policy's, raised to its target of false alarms where the fit supports one.

    A target can only raise them: where nothing was fitted nothing is known of false alarms, and the limits stay.
    """
    if policy.false_alarms is None:
        return policy.refer, policy.alert
    asked = posterior(combination.threshold(policy.false_alarms), policy.prior)
    refer = max(policy.refer, asked)
    return refer, max(policy.alert, refer)


def decide(
    score: float,
    evidence: Sequence[Evidence],
    policy: Policy,
    *,
    covered: float,
    is_specimen: bool,
    limits: tuple[float, float],
) -> OutcomeClass:
    """Choose the outcome that the policy sets for this score, by the `limits_of` it."""
    refer, alert = limits
    adverse_families = {item.family for item in evidence if item.is_adverse}
    if score >= alert and len(adverse_families) >= policy.alert_families:
        return OutcomeClass.ALERT
    if score >= refer or (is_specimen and policy.test_document is SpecimenRule.REFER):
        return OutcomeClass.REFER
    if covered < policy.minimum_coverage or unmeasured_mandatory(evidence):
        return OutcomeClass.INCONCLUSIVE
    return OutcomeClass.CLEAR


def unmeasured_mandatory(evidence: Sequence[Evidence]) -> tuple[str, ...]:
    """Name the mandatory checks of the policy that gave no value."""
    return tuple(
        item.check
        for item in evidence
        if item.run_mode is RunMode.MANDATORY and not isinstance(item.outcome, Measured)
    )


def coverage(
    evidence: Sequence[Evidence], calibration: Calibration, condition: Condition | None = None
) -> float:
    """Compute the share of the reachable weight that the measured checks could have reached, 0..1.

    The reach of a family follows the rule that combines its evidence (`CombinationRule.reach`), up to the family's bound. So ten small checks of one kind cannot stand in for a kind that could not be looked at. A check that nothing on the
    document calls for is left out of the whole.
    """
    counted = [
        item
        for item in evidence
        if item.run_mode in _WEIGHED
        and not (isinstance(item.outcome, Abstained) and not item.outcome.expected)
    ]
    whole = _reach(counted, calibration, condition)
    spoken = _reach([item for item in counted if isinstance(item.outcome, Measured)], calibration, condition)
    return spoken / whole if whole else 0.0


_WEIGHED = frozenset({RunMode.MANDATORY, RunMode.OPTIONAL})


def _reach(evidence: Sequence[Evidence], calibration: Calibration, condition: Condition | None) -> float:
    """Give the weight that evidence could carry, by the rows of its checks and the rule that combines them."""
    combination = calibration.combination(condition)
    bounds: dict[str, list[tuple[float, float]]] = {}
    for item in evidence:
        row = calibration.row(item.check, condition)
        bounds.setdefault(item.family, []).append((row.log10_lr_min, row.log10_lr_max))
    return sum(combination.reach(family, bounds[family]) for family in sorted(bounds))


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
