"""What the service keeps, searched for what later alerts recognise: numbers in kept reports and, where that is asked for, the kept pictures.

Whoever has the key file of the service searches everything that is kept; the desk shows each person what their key sees. Nothing that is
kept is changed.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from docforensics.alerts.book import AlertBook
from docforensics.batch.link.sealed import KeptNumber
from docforensics.batch.link.search import AlertSearch, KeptDocument, NotSearched, search
from docforensics.batch.settings import ScanExaminer
from docforensics.checks.claims import Why
from docforensics.document import Document
from docforensics.errors import InputError, UsageError
from docforensics.examiner import Examiner
from docforensics.service.asked import AskedWork, ReportForm
from docforensics.service.blobs import ASKED, Blobs
from docforensics.service.records import ExaminationRecord, ExaminationState, Records
from docforensics.service.reread import read_asked
from docforensics.service.settings import ServiceSettings
from docforensics.service.upkeep import opened_store
from docforensics.settings import ExaminerSettings

_NO_KEY = "what a service keeps is encrypted: give its key with --key-file"


def search_service(
    settings: ServiceSettings, book: AlertBook, *, on: date, again: ExaminerSettings | None = None
) -> AlertSearch:
    """Search everything that a service keeps.

    Parameters
    ----------
    again
        How kept pictures are examined again where an alert describes print; None names these documents alone. Some seconds a document.

    Raises
    ------
    UsageError
        No key was given: what is kept is encrypted.
    SealedError
        What is kept is encrypted with another key.
    """
    if settings.key is None:
        raise UsageError(_NO_KEY)
    with opened_store(settings) as store:
        found = search(book, _documents(store.records, store.blobs), on=on)
        if again is not None:
            _look_again(found, store.blobs, Examiner(again), on)
        store.audit.append(
            "search-alerts", by="administrator", result=str(len(found.matches) + len(found.shown))
        )
    return found


def read_kept(
    settings: ServiceSettings, examination: str, examiner: ScanExaminer, inspected_on: date | None
) -> Document:
    """Read a document that a service keeps; UsageError where its pictures are not kept.

    Parameters
    ----------
    inspected_on
        Day of the examination; None takes the one that was asked for.
    """
    if settings.key is None:
        raise UsageError(_NO_KEY)
    with opened_store(settings) as store:
        raw = store.blobs.get(examination, ASKED) if store.records.find(examination) else None
        if raw is None:
            raise UsageError(
                f"--kept-id: the service keeps no pictures of {examination[:40]}: give the id of an examination and --data, or the FILE of "
                "the document"
            )
        store.audit.append("draft-alert", by="administrator", of=examination)
    asked = AskedWork.unpacked(raw)
    return read_asked(examiner, asked, inspected_on or asked.inspected_on)


def _documents(records: Records, blobs: Blobs) -> Iterator[KeptDocument]:
    after = ""
    while page := records.done(after):
        yield from (_document(record, blobs) for record in page)
        after = page[-1].id


def _document(record: ExaminationRecord, blobs: Blobs) -> KeptDocument:
    raw = blobs.get(record.id, ReportForm.JSON) if record.state is ExaminationState.DONE else None
    if raw is None:
        return KeptDocument(name=record.id, why=NotSearched.FAILED)
    report = json.loads(raw)
    number = _number(report.get("mrz") or {})
    models = tuple(side["template"] for side in report.get("sides", ()) if side.get("template"))
    return KeptDocument(name=record.id, models=models, number=number, why="" if number else Why.NO_MRZ)


def _number(zone: Mapping[str, Any]) -> KeptNumber | None:
    """Give the number of a kept report: one reading, as sure as the least certain character of its zone."""
    fields = zone.get("fields") or {}
    number = str(fields.get("document_number", "")).strip("<")
    if not number:
        return None
    return KeptNumber(
        issuer=str(fields.get("issuer", "")).strip("<"), readings={number: float(zone.get("confidence", 0.0))}
    )


def _look_again(found: AlertSearch, blobs: Blobs, examiner: Examiner, on: date) -> None:
    """Examine the kept pictures of the documents that print is to be looked for on; what matches is no longer a need."""
    left = []
    for need in found.pictures:
        raw = blobs.get(need.document.name, ASKED)
        if raw is None or need.is_for_the_eye:
            left.append(need)
            continue
        asked = AskedWork.unpacked(raw)
        try:
            document = read_asked(examiner, asked, on)
        except InputError:
            left.append(need)
            continue
        found.examined_again += 1
        hits = examiner.report(document).verdict.alerts
        found.shown += [(need.document, hit) for hit in hits if hit.alert in need.alerts]
    found.pictures = left
