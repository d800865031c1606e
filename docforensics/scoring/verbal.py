"""The verbal scale for likelihood ratios of the ENFSI guideline (standards.md 2.9). Printed with every report.

Variants differ between laboratories; the words speak of support for one of two hypotheses, H1 "the questioned
document is not genuine" and H2 "it is genuine", never of the probability that either is true.
"""

from dataclasses import dataclass
from math import log10


@dataclass(frozen=True, slots=True, kw_only=True)
class VerbalStep:
    """One row of the scale."""

    log10_lr: float
    """Lower limit of |log10 LR|."""
    range: str
    """In likelihood ratios, for the printed table."""
    words: str


SCALE = (
    VerbalStep(log10_lr=0.0, range="1 to 2", words="no support either way"),
    VerbalStep(log10_lr=log10(2), range="2 to 10", words="weak support"),
    VerbalStep(log10_lr=1.0, range="10 to 100", words="moderate support"),
    VerbalStep(log10_lr=2.0, range="100 to 1,000", words="moderately strong support"),
    VerbalStep(log10_lr=3.0, range="1,000 to 10,000", words="strong support"),
    VerbalStep(log10_lr=4.0, range="10,000 to 1,000,000", words="very strong support"),
    VerbalStep(log10_lr=6.0, range="above 1,000,000", words="extremely strong support"),
)
"""Ascending. The scale starts at a likelihood ratio of 2: below it nothing is said."""

NO_SUPPORT_BELOW = SCALE[1].log10_lr
"""|log10 LR| below which a finding supports neither side, and is therefore not adverse."""


def verbal_equivalent(log10_lr: float) -> str:
    """Put a log10 LR into words, for example `weak support for "not genuine"`."""
    step = next(step for step in reversed(SCALE) if abs(log10_lr) >= step.log10_lr)
    if step is SCALE[0]:
        return step.words
    return f'{step.words} for "{"not genuine" if log10_lr > 0 else "genuine"}"'
