"""What checks show on the genuine captures that a template was learned from: no questioned page is adverse for as much.

How that is taken from the value of a page stands in `checks/own_values.py`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from math import isfinite

from docforensics.capture.side import Capture
from docforensics.checks.check import Check
from docforensics.checks.outcome import Measured
from docforensics.checks.registry import discover_checks
from docforensics.checks.run import facts_of, run_check
from docforensics.checks.spec import kept_name
from docforensics.counting import examiner_of, uncounted
from docforensics.document import Document
from docforensics.templates.model import Template
from docforensics.templates.shown import VALUE_DIGITS, OwnValues


def with_own_values(template: Template, captures: Sequence[Capture]) -> Template:
    """Give a template with what checks show on the genuine captures that it was learned from, of those checks that look at it (`CheckSpec.usual`, `CheckSpec.kept_facts`).

    Where a check takes from its value what facts of the captures show, its values are those that are left: less is not taken from a document twice.
    """
    asked = [one for one in discover_checks() if one.spec.usual is not None or one.spec.kept_facts]
    seen = _shown(replace(uncounted(template), own=()), captures, asked)
    again = [check for check in asked if _takes_off(check, seen)]
    if again:
        facts = {name: values for name, values in seen.items() if name not in {check.id for check in asked}}
        left = _shown(replace(uncounted(template), own=_own(facts)), captures, again)
        for check in again:
            seen[check.id] = left.get(check.id, [])
    return replace(template, own=_own(seen), digest="", signed_by="")


def _takes_off(check: Check, seen: Mapping[str, Sequence[float]]) -> bool:
    """Whether a check of which a template keeps values has facts that are above what is usual on all of its captures."""
    usual = check.spec.usual
    prefix = kept_name(check.id, "")
    facts = (
        values
        for name, values in seen.items()
        if name.startswith(prefix) and check.spec.keeps(name.removeprefix(prefix))
    )
    if usual is None or not check.spec.is_less_kept:
        return False
    return any(min(values, default=usual) > usual for values in facts)


def _own(seen: Mapping[str, Sequence[float]]) -> tuple[OwnValues, ...]:
    return tuple(
        OwnValues(check=name, values=tuple(values)) for name, values in sorted(seen.items()) if values
    )


def _shown(template: Template, captures: Iterable[Capture], asked: Sequence[Check]) -> dict[str, list[float]]:
    """Values and facts of checks on the captures that lie on a template."""
    examiner = examiner_of(template, None)
    seen: dict[str, list[float]] = {}
    for capture in captures:
        document = examiner.read(capture)
        if any(side.match is None for side in document.sides):
            continue
        for check in asked:
            for name, value in _kept(check, document):
                seen.setdefault(name, []).append(round(value, VALUE_DIGITS))
    return seen


def _kept(check: Check, document: Document) -> Iterator[tuple[str, float]]:
    """What a template keeps of one of its captures: the value of a check, and facts, its own where it measures nothing without them."""
    outcome = run_check(check, document)
    facts: Mapping[str, object] = facts_of(check, document)
    if isinstance(outcome, Measured):
        facts = {**outcome.facts, **facts}
        if check.spec.usual is not None:
            yield check.id, outcome.value
    for fact, value in facts.items():
        if check.spec.keeps(fact) and isinstance(value, float) and isfinite(value):
            yield kept_name(check.id, fact), value
