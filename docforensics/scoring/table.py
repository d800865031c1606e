"""Weighs and judges documents of a table as the examiner does those that it reads.

A table holds outcomes and no claims, so nothing of it is CLEAR: what the score flags (REFER, ALERT) is flagged as on the document, and the rest
is INCONCLUSIVE, which says nothing of it. A table holds neither matches with alerts nor marks of specimens: what the policy refers by these
rules, whatever the score, is not flagged here.
"""

from collections.abc import Mapping
from types import MappingProxyType

from docforensics.checks.modes import RunMode
from docforensics.checks.spec import family_of
from docforensics.scoring.calibration import Calibration
from docforensics.scoring.condition import Condition
from docforensics.scoring.judge import judge
from docforensics.scoring.model import Evidence, Verdict
from docforensics.scoring.outcomes import Examined
from docforensics.scoring.policy import Policy
from docforensics.scoring.weigh import weigh_outcome


def evidence_of(
    one: Examined,
    calibration: Calibration,
    condition: Condition | None = None,
    policy: Policy | None = None,
    declared: Mapping[str, RunMode] = MappingProxyType({}),
) -> tuple[Evidence, ...]:
    """Weigh the outcomes of one document; a table names checks by id alone, so the caller gives the modes that they declare."""
    rules, combination = policy or Policy(), calibration.combination(condition)
    return tuple(
        weigh_outcome(
            check,
            outcome,
            calibration.counted_row(check, condition, one.counts.get(check), one.value(check)),
            rules.mode(check, family_of(check), declared.get(check, RunMode.OPTIONAL)),
            policy=rules,
            combination=combination,
        )
        for check, outcome in one.outcomes.items()
    )


def verdict_of(
    one: Examined,
    calibration: Calibration,
    policy: Policy | None = None,
    declared: Mapping[str, RunMode] = MappingProxyType({}),
) -> Verdict:
    """Judge one document under the condition that it was captured in; `declared` as in `evidence_of`."""
    rules = policy or Policy()
    evidence = evidence_of(one, calibration, one.condition, rules, declared)
    return judge(evidence, calibration, rules, one.condition)
