"""What to do next, one sentence a step, in the officer's order of examination."""

from collections.abc import Sequence
from dataclasses import dataclass

from docforensics.checks.check import Check
from docforensics.checks.claims import Why
from docforensics.checks.outcome import Abstained
from docforensics.guidance.claims import mends
from docforensics.guidance.situation import Situation
from docforensics.guidance.words import Blank, Text, text
from docforensics.scoring.model import Evidence, OutcomeClass, Result, Verdict

FAMILY_ORDER = ("portrait", "data", "mrz", "security", "seal", "digital")
"""Face and photo, altered data, then the document's make: the order of the Schengen handbook and of IOM's
F.A.L.S.E.D.O.C. (standards.md 2.7). Families of other packages follow by name."""

MAX_TITLES = 3
"""So many checks are named after a piece of equipment; the rest are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step(Text):
    """One thing to do next."""

    key: str = ""
    """Of the sentence in the catalogue, for example `face`; `advice` for what a check advises."""
    check: str = ""
    """Id of the check that advises it; empty for the others."""


def next_steps(
    *, checks: Sequence[Check], evidence: Sequence[Evidence], verdict: Verdict, situation: Situation
) -> tuple[Step, ...]:
    """Order what the officer should do next.

    The face comes first and is always the officer's own task; then what would let the claims be verified that were not, the advice
    of every adverse check, what would allow more checks, the databases, second line, and last that the result is advisory. Where the
    image shows no document, nothing is asked but for an image of one; where one was sent in, nothing that takes the document itself.
    """
    by_hand = [
        *_advice(checks, evidence),
        *_without_answer(verdict, situation),
        *_needs(checks, evidence, situation),
        _step("databases"),
        *_closing(verdict, situation),
    ]
    steps = [
        *([_step("face" if situation.has_document else "face_image")] if situation.document_found else []),
        *_mending(verdict, situation),
        *(by_hand if situation.document_found else []),
        _step("advisory"),
    ]
    once: dict[str, Step] = {}
    for step in steps:
        once.setdefault(str(step), step)
    return tuple(once.values())


def _step(key: str, **values: Blank) -> Step:
    filled = text("steps", key, **values)
    return Step(english=filled.english, values=filled.values, key=key)


def examination_rank(family: str) -> tuple[int, str]:
    """Sort key of a family in the order of examination."""
    known = FAMILY_ORDER.index(family) if family in FAMILY_ORDER else len(FAMILY_ORDER)
    return known, family


def _advice(checks: Sequence[Check], evidence: Sequence[Evidence]) -> list[Step]:
    """One sentence for every adverse check that has advice."""
    by_id = {check.id: check for check in checks}
    adverse = [entry for entry in evidence if entry.result is Result.FAILED and entry.check in by_id]
    adverse.sort(key=lambda entry: (examination_rank(entry.family), -entry.log10_lr, entry.check))
    return [
        Step(english=advice, key="advice", check=entry.check)
        for entry in adverse
        if (advice := by_id[entry.check].spec.advice)
    ]


def _mending(verdict: Verdict, situation: Situation) -> list[Step]:
    """Say what would let the mandatory claims be verified that were not, the first of them first."""
    if verdict.outcome is not OutcomeClass.INCONCLUSIVE:
        return []
    return [
        Step(english=said.english, values=said.values, key=key)
        for key, said in mends(verdict.unverified, mrz_step=situation.mrz_step).items()
    ]


def _without_answer(verdict: Verdict, situation: Situation) -> list[Step]:
    """Say what to do by hand where the image gave no answer."""
    inconclusive = verdict.outcome is OutcomeClass.INCONCLUSIVE
    by_hand = inconclusive or not situation.template_found
    wanted = {
        "inconclusive": inconclusive,
        "again": (inconclusive and not (verdict.unverified or verdict.is_weakly_adverse))
        or situation.mrz_step == "no_mrz",
        "weak": verdict.is_weakly_adverse,
        situation.mrz_step: bool(situation.mrz_step),
        "no_template": not situation.template_found,
        "feel_look_tilt": by_hand and situation.has_document,
        "original": not situation.has_document,
    }
    return [_step(key) for key, holds in wanted.items() if holds]


def _needs(checks: Sequence[Check], evidence: Sequence[Evidence], situation: Situation) -> list[Step]:
    """One sentence for each piece of equipment that would allow more checks, the most useful first; no light for an image that was sent in."""
    titles = {check.id: check.spec.title for check in checks}
    allowed: dict[str, list[str]] = {}
    for entry in evidence:
        if not isinstance(entry.outcome, Abstained) or not entry.outcome.needs:
            continue
        if situation.has_document or entry.outcome.why is not Why.NO_LIGHT:
            allowed.setdefault(entry.outcome.needs, []).append(titles.get(entry.check, entry.check))
    ranked = sorted(allowed.items(), key=lambda item: (-len(item[1]), item[0]))
    return [_step("needs", needs=needs, titles=_listed(names)) for needs, names in ranked]


def _listed(names: Sequence[str]) -> tuple[str, ...]:
    return (*names[:MAX_TITLES], *(["and others"] if len(names) > MAX_TITLES else []))


def _closing(verdict: Verdict, situation: Situation) -> list[Step]:
    """Say where the document goes; what is said of documents that are not genuine has no place beside a clear result."""
    if verdict.outcome is OutcomeClass.CLEAR:
        return [_step("specimen" if situation.is_specimen else "usual")]
    return [_step("second_line" if situation.has_document else "second_line_image"), _step("claim")]
