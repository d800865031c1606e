"""The top of a report, in sentences that do not contradict each other: decision, lights, specimen, what to do next."""

from dataclasses import dataclass

from docforensics.capture.light import Light
from docforensics.guidance.situation import Situation
from docforensics.guidance.words import Text, sentences, text
from docforensics.report.claims import causes, covered, unverified
from docforensics.report.model import ReportData
from docforensics.report.words import light_words
from docforensics.scoring.model import OutcomeClass

_ASKED = frozenset(light for light in Light if light.facts.is_usual)
"""Lights without which a clear result says in its first sentence what it rests on."""
_GOES_ON = (OutcomeClass.CLEAR, OutcomeClass.INCONCLUSIVE)
"""Outcomes that let an officer go on: with the exercise, where it is a specimen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """The sentences at the top of a report."""

    specimen: Text | None
    """That it is a specimen, and what this asks for; None for a document of a State."""
    action: Text
    meaning: Text
    no_reasons: Text
    """What stands where a reason would, if there is none."""
    bad: Text
    """What it asks for when a check by hand finds what it should not."""
    good: Text
    """What it asks for when it does not."""
    closing: Text
    """What to do after the checks by hand."""
    hand_over: tuple[Text, ...]
    """Where the result asks for a referral: where to, what to keep, and what holds for the person."""
    notes: tuple[str, ...]
    """What else is said beside the verdict."""
    unverified: tuple[Text, ...] = ()
    """Of an inconclusive result: which mandatory claims do not hold, and why; the first of them by itself."""
    covered: tuple[Text, ...] = ()
    """Of a clear result: which claims it makes, and which it does not."""
    causes: tuple[Text, ...] = ()
    """Of an inconclusive result: what lies behind that, or what would mend it."""


def headline(report: ReportData) -> Headline:
    """Choose the sentences for one report."""
    outcome = report.verdict.outcome
    is_held_up = report.is_specimen and outcome in _GOES_ON
    return Headline(
        specimen=text("specimen", "banner") if report.is_specimen else None,
        action=_action(report),
        meaning=text("outcome", _key(report)),
        no_reasons=text("no_reasons", _key(report)),
        bad=text("found_bad", outcome.value),
        good=text("specimen", "good") if is_held_up else text("found_good", outcome.value),
        closing=text("specimen", "closing") if is_held_up else text("also", outcome.value),
        hand_over=_hand_over(report),
        notes=tuple(note for note in report.verdict.notes if note not in _said_by_the_banner(report)),
        unverified=unverified(report.verdict),
        covered=covered(report.verdict),
        causes=_causes(report),
    )


def _key(report: ReportData) -> str:
    """Give the key of the sentences on an outcome: an inconclusive one of which every mandatory claim holds has its own."""
    verdict = report.verdict
    return f"{verdict.outcome.value}{'_WEAK' if verdict.is_weakly_adverse else ''}"


def _causes(report: ReportData) -> tuple[Text, ...]:
    """Say what lies behind an inconclusive result; by what was read where no claim was looked at."""
    if report.verdict.outcome is not OutcomeClass.INCONCLUSIVE:
        return ()
    known = sentences()["cause"]
    keys = [step.key for step in report.guidance if step.key in known] or ["silent"]
    mended = causes(report.verdict, mrz_step=report.situation.mrz_step)
    return mended or tuple(text("cause", key) for key in keys)


def _action(report: ReportData) -> Text:
    outcome = report.verdict.outcome
    section = "specimen_action" if report.is_specimen and outcome in _GOES_ON else "outcome_action"
    seen = {Light(light) for side in report.sides for light in side.lights}
    if outcome is OutcomeClass.CLEAR and seen and not seen >= _ASKED:
        lights = tuple(light_words(light) for light in Light if light in seen)
        return text(section, "CLEAR_IN", lights=lights)
    case = report.situation
    if outcome is OutcomeClass.INCONCLUSIVE and not case.is_specimen:
        return text(section, outcome.value + _open(case))
    return text(section, outcome.value)


def _open(case: Situation) -> str:
    """Give the end of the key of what an inconclusive result asks for."""
    if not case.document_found:
        return "_NOTHING"
    return "" if case.has_document else "_IMAGE"


def _hand_over(report: ReportData) -> tuple[Text, ...]:
    """Say how a document is handed over, or an image of one passed on; nothing where the result asks for neither."""
    if report.verdict.outcome in _GOES_ON:
        return ()
    is_here = report.situation.has_document
    section = "hand_over" if is_here else "hand_over_image"
    return text(section, "where"), text(section, "keep"), text("hand_over", "person")


def _said_by_the_banner(report: ReportData) -> frozenset[str]:
    return frozenset(finding.note for finding in report.findings if finding.is_specimen)
