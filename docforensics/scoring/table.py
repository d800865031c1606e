"""Weighs and judges documents of a table as the examiner does those that it reads."""

from docforensics.checks.outcome import Measured
from docforensics.scoring.calibration import Calibration
from docforensics.scoring.condition import Condition
from docforensics.scoring.judge import judge
from docforensics.scoring.model import Evidence, Verdict
from docforensics.scoring.outcomes import Examined
from docforensics.scoring.policy import Policy
from docforensics.scoring.weigh import weigh_outcome


def evidence_of(
    one: Examined, calibration: Calibration, condition: Condition | None = None, policy: Policy | None = None
) -> tuple[Evidence, ...]:
    """Weigh the outcomes of one document."""
    rules = policy or Policy()
    return tuple(
        weigh_outcome(check, outcome, calibration.row(check, condition), rules)
        for check, outcome in one.outcomes.items()
    )


def verdict_of(one: Examined, calibration: Calibration, policy: Policy | None = None) -> Verdict:
    """Judge one document under the condition that it was captured in."""
    rules = policy or Policy()
    here = Condition(channel=one.channel, lights=one.lights)
    return judge(evidence_of(one, calibration, here, rules), calibration, rules, here)


def measured_checks(one: Examined) -> tuple[str, ...]:
    """Name the checks that measured."""
    return tuple(check for check, outcome in one.outcomes.items() if isinstance(outcome, Measured))
