"""The pages of the desk, filled in in the language of who looks at them."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from docforensics.guidance.catalogue import LANGUAGES, catalogue
from docforensics.guidance.claims import CODES, LAYERS
from docforensics.guidance.equipment import equipment
from docforensics.guidance.words import sentences
from docforensics.report.page import asset, environment, sayer
from docforensics.service.asked import AlertTag
from docforensics.service.decisions import OPEN, Decision, DeskVerdict, ForgerySpecies
from docforensics.service.desk.deciding import ENTERED, FIELDS, MOST_REASON, DecisionForm
from docforensics.service.desk.sight import DeskSight
from docforensics.service.desk.words import EXPORTS, PROBLEMS, REFUSALS, SEVERITIES, SPECIES, WORDS
from docforensics.service.keys import ApiKey, Scope
from docforensics.service.records import ExaminationRecord

DESK = "docforensics.service.desk"
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; frame-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Content security policy of every page: nothing from elsewhere, nothing inline."""
NOTHING_ENTERED = DecisionForm()
OUTCOMES = ("ALERT", "REFER", "INCONCLUSIVE", "CLEAR")


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """Who looks at a page."""

    key: ApiKey
    form_token: str
    is_signed_in_here: bool = True
    """Whether by a key at the desk, and not by the proxy."""

    @property
    def may_decide(self) -> bool:
        """Whether this is second line."""
        return self.key.may(Scope.REVIEW)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSetting:
    """To whom a page is shown, and how."""

    language: str
    viewer: Viewer | None = None
    here: str = "/desk/"
    """Address of the page, for the choice of another language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownDecision:
    """A decision as the history shows it, in English words."""

    at: str
    by: str
    verdict: str
    species: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptDecision:
    """The decision that was just taken, as the page confirms it."""

    verdict: str
    """In English words."""
    next: str
    """Id of the first document of the queue that this person has not decided; empty where there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuePart:
    """The documents of one page of the queue."""

    rows: Sequence[tuple[ExaminationRecord, str]]
    """With what their clients call them."""
    total: int
    """Of all pages together."""
    following: str = ""
    """Query of the page of the following ones; empty where there are none."""
    first: str = ""
    """Query of the first page; empty on that."""


def sign_in_page(
    shown: PageSetting, *, problem: str = "", form: DecisionForm = NOTHING_ENTERED, document: str = ""
) -> str:
    """Ask for a key; `problem` is a key of `PROBLEMS`, `form` the decision of a document that goes on once somebody has signed in."""
    carried = {"document": document, **{name: getattr(form, name) for name in ENTERED}} if document else {}
    return filled("sign_in.html.j2", shown, problem=_problem(problem, shown), carried=carried)


def problem_page(shown: PageSetting, code: str, status: int, detail: str) -> str:
    """State why a page is not shown, or a form not taken: the code of a problem in words, and its English detail."""
    said = REFUSALS.get(code, REFUSALS["refused" if status < HTTPStatus.INTERNAL_SERVER_ERROR else "fault"])
    return filled("problem.html.j2", shown, said=said, detail=detail)


def off_page(shown: PageSetting) -> str:
    """State that the desk is off, and how it is switched on."""
    return filled("off.html.j2", shown)


def queue_page(
    shown: PageSetting,
    part: QueuePart,
    counts: dict[str, int],
    chosen: dict[str, str],
    *,
    alerts: Sequence[AlertTag] = (),
) -> str:
    """List documents; `chosen` are the filters in force, `alerts` those to choose from."""
    decided = {OPEN: "Waits for a decision", "": "All", **{one.value: WORDS[one] for one in DeskVerdict}}
    return filled(
        "queue.html.j2",
        shown,
        part=part,
        counts=counts,
        chosen=chosen,
        outcomes=OUTCOMES,
        decided=decided,
        layers=LAYERS,
        codes=CODES,
        exports=EXPORTS,
        alerts=alerts,
        severities=SEVERITIES,
    )


def document_page(
    shown: PageSetting,
    record: ExaminationRecord,
    *,
    sight: DeskSight | None,
    reference: str,
    history: Sequence[ShownDecision],
    linked: Sequence[tuple[ExaminationRecord, str]],
    two_persons: bool,
    form: DecisionForm = NOTHING_ENTERED,
    problem: str = "",
    kept: KeptDecision | None = None,
) -> str:
    """Show one document, what was decided of it, and the form to decide with what was entered; `sight` is None of one that was kept without."""
    return filled(
        "document.html.j2",
        shown,
        record=record,
        sight=sight,
        reference=reference,
        history=history,
        linked=linked,
        two_persons=two_persons,
        form=replace(form, once=secrets.token_hex(16)),
        wrong=FIELDS.get(problem, ""),
        most=MOST_REASON,
        problem=_problem(problem, shown),
        kept=kept,
        verdicts=[(one.value, WORDS[one]) for one in DeskVerdict],
        species={one.value: SPECIES[one] for one in ForgerySpecies},
        sentences=sentences(),
        severities=SEVERITIES,
        tools=equipment(),
    )


def shown_decision(decision: Decision, reason: str) -> ShownDecision:
    """Write a decision for the history."""
    return ShownDecision(
        at=_time(decision.at),
        by=decision.key_id,
        verdict=WORDS[decision.verdict],
        species=SPECIES.get(decision.species, ""),
        reason=reason,
    )


def style() -> str:
    """Give the style sheet: that of reports, and what the desk adds."""
    return asset("report.css") + asset("desk.css", DESK)


def script() -> str:
    """Give the script."""
    return asset("desk.js", DESK)


def _problem(problem: str, shown: PageSetting) -> str:
    return catalogue(shown.language).say(PROBLEMS[problem]).format(most=MOST_REASON) if problem else ""


def filled(page: str, shown: PageSetting, **values: Any) -> str:  # noqa: ANN401 (whatever the template shows)
    """Fill in a template in the language of who looks."""
    said = catalogue(shown.language)
    return (
        environment(DESK)
        .get_template(page)
        .render(
            _=said.say,
            say=sayer(said),
            language=said,
            languages=LANGUAGES,
            viewer=shown.viewer,
            here=shown.here,
            words=WORDS,
            time=_time,
            **values,
        )
    )


def _time(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M")
