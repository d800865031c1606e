"""What a match with an alert comes to: a rule of the policy, which the score knows nothing of.

An alert states what was seen on other documents. How rare a false match is was never counted on genuine documents of this model, so a match
has no likelihood ratio, and it makes no claim more likely: it refers the document, and the report names it.
"""

from collections.abc import Sequence
from dataclasses import replace

from docforensics.checks.modes import WEIGHED
from docforensics.checks.outcome import AlertHit, Measured
from docforensics.scoring.model import Evidence, Result
from docforensics.scoring.policy import Policy

_A_RULE = -1.0
"""Margin of a finding that rests on an alert: failed by a rule (TR-03135), not by a distance."""


def hits_of(evidence: Sequence[Evidence]) -> tuple[AlertHit, ...]:
    """Give the alerts that the checks found, each with the check; none of a check that the policy does not weigh."""
    return tuple(
        replace(hit, check=item.check)
        for item in evidence
        if item.run_mode in WEIGHED and isinstance(item.outcome, Measured)
        for hit in item.outcome.alerts
    )


def as_findings(evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """Give the evidence with what matches an alert as failed, for claims and the report; no weight differs."""
    return tuple(
        replace(item, result=Result.FAILED, margin=_A_RULE) if hits_of([item]) else item for item in evidence
    )


def notes_of_hits(hits: Sequence[AlertHit], policy: Policy) -> tuple[str, ...]:
    """State once for each alert that it matches, and what the policy makes of it."""
    named = {hit.alert: hit for hit in hits}
    return tuple(
        f"Alert {hit.alert} of {hit.issuer} matches ({hit.title}): {policy.alerted} by the policy, whatever the score."
        for hit in named.values()
    )
