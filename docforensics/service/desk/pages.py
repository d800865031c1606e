"""The pages of the desk, filled in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from docforensics.report.page import asset, environment
from docforensics.service.decisions import PROPOSED, Decision, DeskVerdict, ForgerySpecies
from docforensics.service.keys import ApiKey, Scope
from docforensics.service.records import ExaminationRecord

DESK = "docforensics.service.desk"
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; frame-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Content security policy of every page: nothing from elsewhere, nothing inline."""
OUTCOMES = ("ALERT", "REFER", "INCONCLUSIVE", "CLEAR")
WORDS = {
    "": "Open",
    PROPOSED: "Waits for a second person",
    DeskVerdict.GENUINE: "Genuine",
    DeskVerdict.FORGED: "Forged",
    DeskVerdict.UNDECIDED: "Undecided",
    DeskVerdict.RECAPTURE: "Another picture asked for",
}
"""What was decided, in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """Who looks at a page."""

    key: ApiKey
    form_token: str

    @property
    def may_decide(self) -> bool:
        """Whether this is second line."""
        return self.key.may(Scope.REVIEW)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownDecision:
    """A decision as the history shows it."""

    at: str
    by: str
    verdict: str
    species: str
    reason: str


def sign_in_page(*, problem: str = "") -> str:
    """Ask for a key."""
    return _filled("sign_in.html.j2", viewer=None, problem=problem)


def off_page() -> str:
    """State that the desk is off, and how it is switched on."""
    return _filled("off.html.j2", viewer=None)


def queue_page(
    viewer: Viewer,
    rows: Sequence[tuple[ExaminationRecord, str]],
    counts: dict[str, int],
    chosen: dict[str, str],
) -> str:
    """List documents with what their clients call them; `chosen` are the filters in force."""
    decided = {"open": "Waits for a decision", "": "All", **{one.value: WORDS[one] for one in DeskVerdict}}
    return _filled(
        "queue.html.j2",
        viewer=viewer,
        rows=rows,
        counts=counts,
        chosen=chosen,
        outcomes=OUTCOMES,
        decided=decided,
    )


def document_page(
    viewer: Viewer,
    record: ExaminationRecord,
    *,
    reference: str,
    history: Sequence[ShownDecision],
    linked: Sequence[tuple[ExaminationRecord, str]],
    two_persons: bool,
    problem: str = "",
) -> str:
    """Show one document, what was decided of it, and the form to decide."""
    return _filled(
        "document.html.j2",
        viewer=viewer,
        record=record,
        reference=reference,
        history=history,
        linked=linked,
        two_persons=two_persons,
        problem=problem,
        verdicts=[(one.value, WORDS[one]) for one in DeskVerdict],
        species=list(ForgerySpecies),
    )


def shown(decision: Decision, reason: str) -> ShownDecision:
    """Write a decision for the history."""
    return ShownDecision(
        at=_time(decision.at),
        by=decision.key_id,
        verdict=WORDS[decision.verdict],
        species=decision.species,
        reason=reason,
    )


def style() -> str:
    """Give the style sheet: that of reports, and what the desk adds."""
    return asset("report.css") + asset("desk.css", DESK)


def script() -> str:
    """Give the script."""
    return asset("desk.js", DESK)


def _filled(page: str, **values: Any) -> str:  # noqa: ANN401 (whatever the template shows)
    return environment(DESK).get_template(page).render(words=WORDS, time=_time, **values)


def _time(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M")
