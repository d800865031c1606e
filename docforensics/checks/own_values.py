"""What a check measures beyond what the genuine captures of a template show of themselves.

No limit that was set on other models knows that one model frames its portraits softly, or draws its lines so pale that no scanner resolves
them; the captures that its template is learned from do. A check that states what is usual (`CheckSpec.usual`) is asked, on a model whose own
captures show more, for as much beyond that. Where they show more than twice what is usual, a value that is beyond the usual and not adverse tells
nothing: the check abstains. A value within the usual verifies as much as on any other model.
"""

from dataclasses import replace
from statistics import fmean, stdev

from docforensics.checks.claims import Why
from docforensics.checks.outcome import Abstained, Measured, undetermined
from docforensics.checks.spec import DeclaredCheck
from docforensics.document import Document
from docforensics.templates.comparison.expected import rare
from docforensics.templates.model import Template

FEWEST = 3
"""Captures that tell what genuine documents of a model show. A judgement; not fitted."""
_MOST = 2.0
"""Times what is usual, from which a value that is not adverse verifies nothing. A judgement; not fitted."""
AS_GENUINE = undetermined(
    "genuine documents of this model show as much themselves", expected=False, why=Why.NO_REFERENCE_HERE
)


def beyond_own(check: DeclaredCheck, outcome: Measured, document: Document) -> Measured | Abstained:
    """Take from a value what the captures of the document's templates show beyond what is usual."""
    usual = check.spec.usual
    templates = [side.match.template for side in document.sides if side.match is not None]
    if usual is None or not templates or outcome.value <= usual:
        return outcome
    own = max(rare_value(template, check.id) or usual for template in templates)
    if own <= usual:
        return outcome
    left = outcome.value - (own - usual)
    if left <= usual and own > _MOST * usual:
        return AS_GENUINE
    return replace(outcome, value=max(left, usual))


def rare_value(template: Template, check: str) -> float | None:
    """Give the value that one genuine document in a hundred of a template's model exceeds; None with fewer than `FEWEST` captures."""
    values = template.own_values(check)
    return fmean(values) + rare(len(values)) * stdev(values) if len(values) >= FEWEST else None
