"""What the desk shows of a document besides its report: written by the worker that examined it, given in the language of who looks.

Sentences stay in English with their blanks apart (`Text`), so that one copy serves every language.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from docforensics.checks.claims import ClaimId, Why
from docforensics.checks.modes import Component
from docforensics.checks.outcome import AlertHit
from docforensics.guidance.claims import CODES
from docforensics.guidance.plan import Round
from docforensics.guidance.words import Text
from docforensics.report.claims import LayerRow, rows
from docforensics.report.headline import headline
from docforensics.report.marks import Mark
from docforensics.report.model import Finding, ReportData
from docforensics.report.picture import Figure, figures
from docforensics.report.reasons import Reason, reasons
from docforensics.report.words import field_name, light_words
from docforensics.scoring.model import Result
from docforensics.service.desk.words import SIGNED_STATES

_SIGNED = "seal"
"""Family of the checks of signed data."""
_CHIP_SIGNATURE = "seal.chip_authenticity"
_PICTURE_BYTES = 3_000_000
"""Of all pictures of a document: four times those of the report's page, since they are magnified. A judgement."""
_MOST_PX = 2400
"""Of a picture's longer side: 19 a millimetre of a passport's page, 480 dpi. A judgement."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SightPicture:
    """One side in one light, and its reference where there is one."""

    side: str
    """In English words."""
    light: str
    page: str
    """`data:` address."""
    width: int
    height: int
    reference: str = ""
    """The same of the reference; empty without one."""
    is_painted: bool = False
    """Whether patches of the reference were painted over."""
    marks: tuple[Mark, ...] = ()
    alerted: tuple[tuple[int, str], ...] = ()
    """Numbers and labels of the marks that are places of an alert."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SightReason:
    """One reason of the report under its number."""

    number: int
    title: Text
    brief: Text
    alert: str = ""
    """Id of the alert that a finding matches; empty where it matches none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SightTask:
    """One thing to do by hand."""

    feature: str
    do: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SightRound:
    """What is done with one piece of equipment."""

    equipment: str
    tasks: tuple[SightTask, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedCheck:
    """What one check of chip or seal came to."""

    title: str
    kind: str
    """A key of `SIGNED_STATES`."""
    said: Text | None = None
    """What was seen; None where nothing was."""
    code: str = ""
    """Why nothing was seen."""
    needs: str = ""
    """What would allow it."""

    @property
    def state(self) -> str:
        """The state in English words."""
        return SIGNED_STATES[self.kind]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskSight:
    """Pictures, what was found in a few words, the checklist, and chip and seal."""

    language: str
    """Of the report's page."""
    meaning: Text
    action: Text
    specimen: Text | None = None
    """That it is a specimen; None for a document of a State."""
    reasons: tuple[SightReason, ...] = ()
    layers: tuple[LayerRow, ...] = ()
    pictures: tuple[SightPicture, ...] = ()
    steps: tuple[Text, ...] = ()
    rounds: tuple[SightRound, ...] = ()
    signed: tuple[SignedCheck, ...] = ()
    alerts: tuple[AlertHit, ...] = ()
    """Alerts in force that the document matched."""

    @property
    def sides(self) -> tuple[tuple[str, tuple[SightPicture, ...]], ...]:
        """The pictures side by side, in every light."""
        found: dict[str, list[SightPicture]] = {}
        for one in self.pictures:
            found.setdefault(one.side, []).append(one)
        return tuple((side, tuple(pictures)) for side, pictures in found.items())


def packed_sight(report: ReportData, language: str) -> bytes:
    """Write what the desk shows of a report whose page is in a language."""
    numbered, top = reasons(report), headline(report)
    shown = figures(report, numbered, budget=_PICTURE_BYTES, max_side=_MOST_PX)
    alerted = frozenset(
        (reason.number, region.label)
        for reason in numbered
        for finding in reason.findings
        if "alert" in finding.facts
        for region in finding.regions
    )
    return msgspec.msgpack.encode(
        DeskSight(
            language=language,
            meaning=top.meaning,
            action=top.action,
            specimen=top.specimen,
            reasons=tuple(map(_reason, numbered)),
            layers=rows(report),
            pictures=tuple(_picture(one, report, alerted) for one in shown),
            steps=tuple(Text(english=step.english, values=dict(step.values)) for step in report.guidance),
            rounds=tuple(map(_round, report.plan.now)),
            signed=tuple(_signed(report)),
            alerts=report.verdict.alerts,
        ),
        enc_hook=dict,
    )


def unpacked_sight(raw: bytes) -> DeskSight:
    """Read what `packed_sight` wrote."""
    return msgspec.msgpack.decode(raw, type=DeskSight)


def _reason(reason: Reason) -> SightReason:
    alerts = (finding.facts.get("alert") for finding in reason.findings)
    return SightReason(
        number=reason.number,
        title=reason.title,
        brief=reason.brief,
        alert=next((one for one in alerts if isinstance(one, str)), ""),
    )


def _picture(figure: Figure, report: ReportData, alerted: frozenset[tuple[int, str]]) -> SightPicture:
    page = report.pages[figure.side]
    places = dict.fromkeys((mark.number, mark.label) for mark in figure.marks)
    return SightPicture(
        side=field_name(report.sides[figure.side].side).capitalize(),
        light=light_words(figure.light),
        page=figure.picture.uri,
        width=figure.picture.width,
        height=figure.picture.height,
        reference=figure.reference.uri if figure.reference else "",
        is_painted=figure.light in page.painted,
        marks=figure.marks,
        alerted=tuple(place for place in places if place in alerted),
    )


def _round(turn: Round) -> SightRound:
    tasks = tuple(SightTask(feature=one.feature, do=one.action.do) for one in turn.tasks)
    return SightRound(equipment=turn.equipment.name, tasks=tasks)


def _signed(report: ReportData) -> Iterator[SignedCheck]:
    """List the checks of chip and seal, what is adverse first; none where no such data were given or expected."""
    unproven = _unproven(report)
    for finding in report.findings:
        if finding.family == _SIGNED:
            yield SignedCheck(title=finding.title, kind=_kind(finding, unproven), said=finding.said)
    for entry in report.unchecked:
        if entry.family == _SIGNED:
            yield SignedCheck(title=entry.title, kind="not_seen", code=CODES[entry.why], needs=entry.needs)


def _kind(finding: Finding, unproven: frozenset[str]) -> str:
    """Give the key of `SIGNED_STATES`: in order is only what was weighed, decided and compared with data that are proven."""
    if finding.adverse:
        return "adverse"
    if finding.unweighed:
        return "unweighed"
    if finding.undecided:
        return "open"
    return "unproven" if finding.check in unproven else "in_order"


def _unproven(report: ReportData) -> frozenset[str]:
    """Collect the checks whose signed data are not proven genuine: by their own word, by the claim, and every one of a chip without a valid signature."""
    checks = {finding.check for finding in report.findings if finding.facts.get("is_proven") is False}
    for claim in report.verdict.claims:
        if claim.claim is ClaimId.SIGNED_DATA:
            checks.update(*(place.checks for place in claim.places if place.why is Why.UNTRUSTED))
    signed = (one for one in report.findings if one.check == _CHIP_SIGNATURE)
    if not any(one.result is Result.SUCCESSFUL for one in signed):
        checks.update(one.check for one in report.findings if one.component is Component.ELECTRONIC)
    return frozenset(checks)
