"""Alerts of documents that the service keeps: asked for at the desk, made by a worker, and given out after a person has seen all that leaves.

A form becomes a `DraftWish`; a worker reads the kept pictures and makes a draft without a signature; it is listed, shown and confirmed, and then
given out, signed where the service has a key for that.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from docforensics.alerting.draft import PROPOSED, MarkRequest, placed_mark
from docforensics.alerting.making import AlertFacts, alert_of_document, refuse_vague
from docforensics.alerts.file import SUFFIX, read_alert, write_alert
from docforensics.alerts.model import USUAL_DAYS, Alert, AlertSeverity, FraudSpecies, Tlp
from docforensics.batch.settings import ScanExaminer
from docforensics.choices import chosen
from docforensics.errors import UsageError
from docforensics.guidance.equipment import Profile
from docforensics.service.asked import AskedWork, DraftMark, DraftWish, ReportForm, WorkKind
from docforensics.service.blobs import ASKED, DRAFT, Blobs
from docforensics.service.reread import read_asked

MOST_MARKS = PROPOSED
"""Places that the form of the desk takes: as many as are proposed."""
_VERDICT = "failed"
"""Result of a finding whose places are offered: adverse (TR-03135)."""


def wish_of(fields: Mapping[str, str], today: date) -> DraftWish:
    """Read the form of a draft; UsageError states what is missing or does not fit."""
    told = {name: fields.get(name, "").strip() for name in ("title", "issuer", "summary")}
    if not told["title"] or not told["issuer"]:
        raise UsageError("state a title and the authority that issues the alert")
    try:
        valid_to = date.fromisoformat(fields.get("valid_to", "") or str(today + timedelta(days=USUAL_DAYS)))
    except ValueError as error:
        raise UsageError("the last day: expected a date such as 2027-11-28") from error
    wish = DraftWish(
        **told,
        species=chosen(FraudSpecies, fields.get("species", ""), "species"),
        severity=chosen(AlertSeverity, fields.get("severity", ""), "severity"),
        tlp=chosen(Tlp, fields.get("tlp", ""), "tlp"),
        issued_on=today,
        valid_to=valid_to,
        marks=tuple(_marks(fields)),
    )
    refuse_vague(_requests(wish))
    return wish


def _marks(fields: Mapping[str, str]) -> Iterator[DraftMark]:
    for number in range(1, MOST_MARKS + 1):
        place, look_for, tools = (
            fields.get(f"{name}-{number}", "").strip() for name in ("place", "look-for", "with")
        )
        if place:
            yield DraftMark(place=place, look_for=look_for, tools=(tools,) if tools else ())
        elif look_for:
            raise UsageError(f"place {number}: state where it is, left,top,right,bottom in millimetres")


def _requests(wish: DraftWish) -> list[MarkRequest]:
    requests = []
    for mark in wish.marks:
        box, light = placed_mark(mark.place)
        tools = tuple(piece.slug for piece in Profile.of(mark.tools).owned)
        requests.append(MarkRequest(box=box, light=light, look_for=mark.look_for, equipment=tools))
    return requests


def work_of(blobs: Blobs, examination: str, wish: DraftWish) -> AskedWork | None:
    """Give what a worker is asked for a draft; None where the pictures are not kept."""
    raw = blobs.get(examination, ASKED)
    if raw is None:
        return None
    asked = AskedWork.unpacked(raw)
    return AskedWork(
        kind=WorkKind.ALERT,
        sides=asked.sides,
        contents=asked.contents,
        inspected_on=asked.inspected_on,
        policy=asked.policy,
        equipment=asked.equipment,
        draft=wish,
    )


def made_draft(examiner: ScanExaminer, asked: AskedWork) -> bytes:
    """Make the draft that a worker was asked for: the file of an alert, without a signature.

    Raises AlertError, UsageError or InputError where the document gives none.
    """
    wish = asked.draft
    if wish is None:
        raise UsageError("no draft was asked for")
    document = read_asked(examiner, asked, asked.inspected_on)
    facts = AlertFacts(
        title=wish.title,
        issuer=wish.issuer,
        issued_on=wish.issued_on,
        valid_from=wish.issued_on,
        valid_to=wish.valid_to,
        species=FraudSpecies(wish.species),
        severity=AlertSeverity(wish.severity),
        tlp=Tlp(wish.tlp),
        summary=wish.summary,
    )
    alert = alert_of_document(document, examiner.report(document), facts, marks=_requests(wish))
    return _written(alert, None)


def kept_draft(blobs: Blobs, examination: str) -> Alert | None:
    """Give the draft that is kept of an examination; None where there is none."""
    raw = blobs.get(examination, DRAFT)
    if raw is None:
        return None
    with TemporaryDirectory() as folder:
        file = Path(folder) / f"draft{SUFFIX}"
        file.write_bytes(raw)
        return read_alert(file)


def given_out(alert: Alert, key: Path | None) -> bytes:
    """Write a confirmed draft: signed with the key of the service where it has one."""
    return _written(alert, key)


def _written(alert: Alert, key: Path | None) -> bytes:
    with TemporaryDirectory() as folder:
        return write_alert(alert, Path(folder) / f"draft{SUFFIX}", private_key=key).read_bytes()


def offered_places(blobs: Blobs, examination: str) -> tuple[tuple[str, str], ...]:
    """List the places of adverse findings of the kept report, as the form takes them, each with what was looked at."""
    raw = blobs.get(examination, ReportForm.JSON)
    found: dict[str, str] = {}
    for finding in json.loads(raw)["findings"] if raw else ():
        for region in finding["regions"] if finding["result"] == _VERDICT else ():
            sides = ",".join(f"{side:g}" for side in region["box_mm"])
            light = "" if region["light"] in {None, "visible"} else f"@{region['light']}"
            found.setdefault(f"{sides}{light}", finding["title"])
    return tuple(found.items())
