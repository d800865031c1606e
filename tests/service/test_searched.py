"""What the service keeps, searched for what later alerts recognise."""

import secrets
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from docforensics.alerting.draft import MarkRequest
from docforensics.alerting.making import alert_of_document
from docforensics.alerts.book import AlertBook
from docforensics.alerts.numbers import NumberKeys, make_list
from docforensics.batch.entries import EntryFile, EntrySide
from docforensics.capture.model import Channel
from docforensics.errors import UsageError
from docforensics.examiner import Examiner
from docforensics.service.asked import AskedWork, ReportForm, WorkKind
from docforensics.service.blobs import ASKED
from docforensics.service.records import ExaminationRecord, ExaminationState
from docforensics.service.searched import search_service
from docforensics.service.settings import ServiceSettings
from docforensics.service.upkeep import opened_store
from docforensics.service.vault import SealedError
from docforensics.settings import ExaminerSettings
from tests.alerting.test_making import FACTS, RING, _ringed
from tests.alerts.conftest import NUMBER_KEY, make_alert
from tests.service.client import KEY, settings_in

ROOT = Path(__file__).parents[2]
REPORT = (ROOT / "docs/reference/report-example.json").read_bytes()
NUMBER = "FA2549843"
"""Of the report."""
DAY = date(2026, 12, 1)


@pytest.fixture(name="settings")
def fixture_settings(tmp_path: Path) -> ServiceSettings:
    """Of a service that keeps what it examined."""
    return settings_in(tmp_path, retain_days=7, key=KEY)


def keep(
    settings: ServiceSettings, *, report: bytes | None = REPORT, picture: bytes = b"", key_id: str = "one"
) -> str:
    """Keep an examination; give its id."""
    identity = secrets.token_hex(16)
    with opened_store(settings) as store:
        state = ExaminationState.FAILED if report is None else ExaminationState.DONE
        record = ExaminationRecord(
            id=identity, key_id=key_id, post="north", state=state, is_async=False, created_at=1.0
        )
        store.records.accept(record)
        if report is not None:
            store.blobs.put(identity, ReportForm.JSON, report)
        if picture:
            side = EntrySide(pictures=(EntryFile(address=""),), channel=Channel.SCANNER)
            asked = AskedWork(kind=WorkKind.EXAMINE, sides=(side,), contents=((picture,),))
            store.blobs.put(identity, ASKED, asked.packed())
    return identity


def _book(number: str) -> AlertBook:
    alert = make_alert(numbers=(make_list([number], NUMBER_KEY, issuer="UTO"),))
    return AlertBook.of([alert], keys=NumberKeys([NUMBER_KEY]))


def test_numbers_of_kept_reports_are_looked_up_whoever_submitted_them(settings: ServiceSettings) -> None:
    """Documents of the alert's model are named; what failed is counted."""
    one, two, failed = keep(settings), keep(settings, key_id="two"), keep(settings, report=None)
    found = search_service(settings, _book(NUMBER), on=DAY)
    assert {match.document.name for match in found.matches} == {one, two}
    assert all(match.is_sure for match in found.matches)
    assert {need.document.name for need in found.pictures} == {one, two}
    assert found.not_by_number == {"failed": 1}
    assert failed in {document.name for document, _, _ in found.not_searched}
    assert search_service(settings, _book("X1"), on=DAY).matches == []
    log = (settings.data / "audit.jsonl").read_text(encoding="utf-8")
    assert log.count("search-alerts") == 2
    assert NUMBER not in log


def test_without_the_key_of_the_service_nothing_is_read(settings: ServiceSettings) -> None:
    """Nor with another one."""
    keep(settings)
    with pytest.raises(UsageError, match="--key-file"):
        search_service(replace(settings, key=None, retain_days=0), _book(NUMBER), on=DAY)
    with pytest.raises(SealedError):
        search_service(replace(settings, key=bytes(32)), _book(NUMBER), on=DAY)


@pytest.fixture(name="series", scope="module")
def fixture_series(tmp_path_factory: pytest.TempPathFactory) -> tuple[AlertBook, bytes, bytes]:
    """An alert of a ring on the print, and the pictures of a page that shows it and of one that does not."""
    folder, examiner = tmp_path_factory.mktemp("ring"), Examiner()
    page = ROOT / "sample_docs/documents/td3-2-0000-flatbed/data-page-white.jpg"
    plain = examiner.read(page, channel="scanner", inspected_on=FACTS.issued_on)
    document = _ringed(plain, examiner, folder)
    mark = MarkRequest(box=RING, look_for="A purple ring beside the emblem.")
    alert = alert_of_document(document, examiner.report(document), FACTS, marks=[mark])
    return AlertBook.of([alert]), (folder / "ring.png").read_bytes(), page.read_bytes()


def test_kept_pictures_are_examined_again_where_print_is_described(
    settings: ServiceSettings, series: tuple[AlertBook, bytes, bytes]
) -> None:
    """The page with the ring is named; nothing that is kept changes."""
    book, ringed, plain = series
    shown, other = keep(settings, picture=ringed), keep(settings, picture=plain)
    gone = keep(settings)
    kept = {file: file.read_bytes() for file in (settings.data / "kept").rglob("*") if file.is_file()}
    found = search_service(settings, book, on=DAY, again=ExaminerSettings(alerts=book))
    assert [(document.name, hit.place) for document, hit in found.shown] == [(shown, "place-1")]
    assert found.examined_again == 2
    assert [need.document.name for need in found.pictures] == [gone]
    assert other not in {document.name for document, _ in found.shown}
    assert {file: file.read_bytes() for file in kept} == kept
