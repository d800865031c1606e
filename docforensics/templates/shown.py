"""What checks showed on genuine documents of a template's model: on its own captures, and on others."""

from dataclasses import dataclass
from math import isfinite

from docforensics.capture.model import Channel
from docforensics.errors import TemplateError
from docforensics.templates.ranges import Documents

VALUE_DIGITS = 5
"""Places after the point of what checks show on documents: some measure shares of a hundredth."""
MOST_VALUES = 10_000
"""Values that a count may state: so many false alarms leave no weight, and each finding is compared with every one. A judgement; not fitted."""
MOST_COUNTED = 10_000_000
"""Documents that a count may state: more is an error of writing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmCount:
    """On how many genuine documents of the model a check measured, and on how many of them it was adverse.

    None of them was learned from where it was counted. What a finding may weigh follows from it (`scoring/counted.py`).
    """

    check: str
    channel: Channel
    """How they were captured: what a scanner showed says little of photos."""
    documents: Documents
    false_alarms: Documents
    values: tuple[float, ...] = ()
    """What the adverse ones showed, in the unit of the check, the most adverse first. Of those that it does not state nothing is known."""

    def __post_init__(self) -> None:
        if not 0 <= self.false_alarms <= self.documents <= MOST_COUNTED:
            raise TemplateError(
                f"counts: {self.check}: expected 0 <= false_alarms <= documents <= {MOST_COUNTED}, "
                f"got {self.false_alarms} of {self.documents}"
            )
        most = min(self.false_alarms, MOST_VALUES)
        if len(self.values) > most or not all(map(isfinite, self.values)):
            raise TemplateError(
                f"counts: {self.check}: expected at most one finite value a false alarm, and at most {MOST_VALUES}, "
                f"got {len(self.values)} of {self.false_alarms}"
            )
        object.__setattr__(self, "values", tuple(sorted(self.values, reverse=True)))


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnValues:
    """What a check measured on the genuine captures that a template was learned from, each laid on it: its value, or a fact (`kept_name`)."""

    check: str
    values: tuple[float, ...]
    """One a capture on which it measured, in the unit of the check or of the fact."""
