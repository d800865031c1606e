"""What a check measures beyond what the genuine captures of a template show of themselves.

No limit that was set on other models knows that one model frames its portraits softly, or draws its lines so pale that no scanner resolves
them; the captures that its template is learned from do. A check that states what is usual (`CheckSpec.usual`) is asked, on a model whose own
captures show more, for as much beyond that. What one genuine document in a hundred may show is more than any of few captures showed (of one or two the most that they showed is taken); where that is more
than twice what is usual, a forged page may measure as much. A page verifies there up to what is usual, or up to what the captures themselves showed within twice the
usual; a value between that and one that is adverse tells nothing: the check abstains. What the captures of one side show excuses no other side.
"""

from dataclasses import replace

from docforensics.checks.claims import Why
from docforensics.checks.declared import off_templates
from docforensics.checks.outcome import Measured, Outcome, undetermined
from docforensics.checks.spec import DeclaredCheck
from docforensics.checks.views import View
from docforensics.document import Document, Side
from docforensics.templates.comparison.expected import rarely_exceeded
from docforensics.templates.model import Template

FEWEST = 3
"""Captures that show how far genuine documents of a model spread; fewer show what is genuine at least. A judgement; not fitted."""
_MOST = 2.0
"""Times what is usual, beyond which a value that is not adverse verifies nothing. On a design whose captures' colours spread over 1.6 (seen; usual 1.65) genuine pages of its
press measured 1.1 to 2.8, 11 copies and counterfeits 3.6 to 13. A judgement; not fitted."""
AS_GENUINE = undetermined(
    "genuine documents of this model show as much themselves", expected=False, why=Why.NO_REFERENCE_HERE
)


def beyond_own(check: DeclaredCheck, outcome: Outcome, document: Document) -> Outcome:
    """Take from a value what the captures of the template of its side show beyond what is usual; what is no value stays.

    Its side is the one at which the outcome states a place that is adverse, if anything is; where it states none, any side.
    """
    usual = check.spec.usual
    if usual is None or not isinstance(outcome, Measured) or outcome.value <= usual:
        return outcome
    odd = {one.side for one in outcome.sightings if one.is_odd and one.side is not None}
    sides = [side for index, side in enumerate(document.sides) if index in odd or not odd]
    own = max((_own(check, side) for side in sides), default=usual)
    if own <= usual:
        return outcome
    left = outcome.value - (own - usual)
    shown = min(_shown(check, side, usual) for side in sides)
    if left <= usual and own > _MOST * usual and outcome.value > shown:
        return AS_GENUINE
    return replace(outcome, value=max(left, usual))


def sides_apart(check: DeclaredCheck, outcome: Outcome, document: Document) -> tuple[View, ...]:
    """Give a view for each side on a template, in which the others lie on none; none where the captures of no template show more than is usual.

    The largest value may be that of the side whose captures show most, and less than others once that is taken from it.
    """
    usual = check.spec.usual
    matched = [index for index, side in enumerate(document.sides) if side.match is not None]
    if usual is None or len(matched) < 2 or not check.spec.needs_template:
        return ()
    if not isinstance(outcome, Measured) or outcome.value <= usual:
        return ()
    if all(_own(check, side) <= usual for side in document.sides):
        return ()
    sides = tuple(range(len(document.sides)))
    return tuple(
        View(document=off_templates(document, {other for other in matched if other != index}), sides=sides)
        for index in matched
    )


def _own(check: DeclaredCheck, side: Side) -> float:
    """Give what genuine documents of the model of a side show; 0 where it lies on no template, or its captures tell nothing."""
    own = rare_value(side.match.template, check.id) if side.match is not None else None
    return 0.0 if own is None else own


def _shown(check: DeclaredCheck, side: Side, usual: float) -> float:
    """Give the largest value within twice the usual that a capture of the template of a side showed; 0 where none did."""
    values = side.match.template.own_values(check.id) if side.match is not None else ()
    return max((value for value in values if value <= _MOST * usual), default=0.0)


def rare_value(template: Template, check: str) -> float | None:
    """Give the value that one genuine document in a hundred of a template's model exceeds; of fewer than `FEWEST` captures the largest, None without any."""
    values = template.own_values(check)
    return rarely_exceeded(values) if len(values) >= FEWEST else max(values, default=None)
