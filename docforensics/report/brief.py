"""A report in a few words: what decides it, what to do first, and by cause what could not be checked."""

import re
from collections import Counter
from collections.abc import Iterable

from docforensics.capture.light import Light
from docforensics.checks.claims import Why
from docforensics.guidance.claims import BRIEF_CODES, CLAIM_STATES
from docforensics.guidance.words import sentences
from docforensics.report.headline import headline
from docforensics.report.model import ReportData, Unchecked
from docforensics.report.reasons import reasons
from docforensics.report.words import light_name
from docforensics.scoring.model import OutcomeClass

_EXTRA = re.compile(r"docforensics\[[\w,]+\]")
"""In what a check needs: an optional part, as pip knows it."""


def decides(report: ReportData) -> str:
    """Give what decides the result, in a clause: the first reason, the first claim that does not hold, or how many claims do."""
    found, verdict = reasons(report), report.verdict
    if verdict.outcome is OutcomeClass.INCONCLUSIVE and verdict.unverified:
        first = verdict.unverified[0]
        state = BRIEF_CODES[first.why] if first.why else CLAIM_STATES[first.state]
        return f"{first.facts.title}: {state}"
    if found:
        return f"{found[0].title}{f' (and {len(found) - 1} more)' if found[1:] else ''}"
    if verdict.outcome is OutcomeClass.CLEAR and verdict.claims:
        verified = sum(claim.is_verified for claim in verdict.claims)
        return f"{verified} of {len(verdict.claims)} claims verified, none contradicted"
    return str(headline(report).meaning)


def first_step(report: ReportData) -> str:
    """Give what to do first: of an inconclusive result what would mend it, else what the result asks for."""
    top = headline(report)
    # That no template is stored here is a cause, and asks for nothing by itself.
    no_step = sentences()["cause"]["no_template"]
    (first, *_) = (*(cause for cause in top.causes if cause.english != no_step), top.action)
    return str(first)


def causes(unchecked: Iterable[Unchecked]) -> tuple[tuple[str, int], ...]:
    """Count checks without a value by their code, in words; what is missing of lights and optional parts by name. The most frequent comes first."""
    counts = Counter(map(_cause, unchecked))
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _cause(entry: Unchecked) -> str:
    if entry.why is Why.NO_LIGHT and entry.lights:
        return f"no {' and '.join(light_name(Light(light)) for light in entry.lights)} image"
    part = _EXTRA.search(entry.needs) if entry.why is Why.NOT_INSTALLED else None
    return f"{part[0]} {BRIEF_CODES[entry.why]}" if part else BRIEF_CODES[entry.why]


def installable(unchecked: Iterable[Unchecked]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Give by what would have to be installed, in the words of the checks, the titles of those that it would let run."""
    found: dict[str, list[str]] = {}
    for entry in unchecked:
        if entry.why is Why.NOT_INSTALLED and entry.needs:
            found.setdefault(entry.needs, []).append(entry.title)
    return tuple((needs, tuple(titles)) for needs, titles in found.items())


def not_run(unchecked: tuple[Unchecked, ...], width: int, more: str) -> str:
    """Count in one line the checks without a value, by cause; causes for which the line has no room are counted together."""
    if not unchecked:
        return "Every check gave a value."
    counted = causes(unchecked)
    number = len(unchecked)
    begin = f"{number} check{'s' * (number != 1)} could not run"
    for shown in range(len(counted), -1, -1):
        left = sum(count for _, count in counted[shown:])
        parts = [f"{words} {count}" for words, count in counted[:shown]]
        parts += [f"other {left}"] if left and shown else []
        line = f"{begin}{': ' if parts else ''}{', '.join(parts)}; {more}"
        if len(line) <= width:
            return line
    return f"{begin}."
