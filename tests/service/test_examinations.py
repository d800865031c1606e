"""What is kept of a document that was examined for a caller who waits, and what is taken away again."""

import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest

from docforensics.service.app import open_store
from docforensics.service.asked import AskedWork, Described, ReportForm, WorkKind, WorkResult
from docforensics.service.bodies import Submitted
from docforensics.service.database import StoreUnavailableError
from docforensics.service.examinations import Examinations
from docforensics.service.keys import ApiKey, make_api_key
from docforensics.service.metrics import Metrics
from docforensics.service.problems import ProblemError
from docforensics.service.queue import WorkQueue
from docforensics.service.records import ExaminationRecord
from docforensics.service.settings import ServiceSettings
from docforensics.service.upkeep import purge_service

PICTURE = Submitted(work=AskedWork(kind=WorkKind.EXAMINE, contents=((b"picture of a holder",),)))
RESULT = WorkResult(described=Described(forms={ReportForm.JSON: b"{}"}, outcome="CLEAR"))


@pytest.fixture(name="settings")
def fixture_settings(tmp_path: Path) -> ServiceSettings:
    """A service that keeps what was examined for a day."""
    return ServiceSettings(data=tmp_path, key=b"k" * 32, retain_days=1)


@pytest.fixture(name="examinations")
def fixture_examinations(settings: ServiceSettings) -> Iterator[Examinations]:
    """Make them without a queue, which nothing here enters."""
    store, database = open_store(settings)
    with closing(database):
        yield Examinations(settings, store, cast("WorkQueue", None), Metrics())


@pytest.fixture(name="key")
def fixture_key() -> ApiKey:
    """A key that may ask."""
    return make_api_key("a", ["examine"], now=time.time())[0]


def pictures(settings: ServiceSettings) -> set[str]:
    """Name what is kept of pictures."""
    return {file.name for file in settings.data.rglob("*.asked")}


def test_what_two_instances_were_asked_at_once_is_kept_once(
    settings: ServiceSettings, examinations: Examinations, key: ApiKey
) -> None:
    """Under one id, and purging leaves none of it."""
    first = examinations.answered(key, PICTURE, RESULT, "once")
    assert examinations.answered(key, PICTURE, RESULT, "once") == first
    assert pictures(settings) == {f"{first}.asked"}
    assert purge_service(settings) == 1
    assert not pictures(settings)


def test_another_document_under_the_same_idempotency_key_leaves_nothing(
    settings: ServiceSettings, examinations: Examinations, key: ApiKey
) -> None:
    """It is a problem of the caller's."""
    examinations.answered(key, PICTURE, RESULT, "once")
    kept = pictures(settings)
    other = replace(PICTURE, work=replace(PICTURE.work, contents=((b"another",),)))
    with pytest.raises(ProblemError):
        examinations.answered(key, other, RESULT, "once")
    assert pictures(settings) == kept


def test_a_store_that_takes_no_row_leaves_no_picture(
    settings: ServiceSettings,
    examinations: Examinations,
    key: ApiKey,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Nobody would ever delete it."""

    def down(_record: ExaminationRecord) -> None:
        raise StoreUnavailableError("down")

    monkeypatch.setattr(examinations.store.records, "accept", down)
    with pytest.raises(StoreUnavailableError):
        examinations.answered(key, PICTURE, RESULT, "")
    assert not pictures(settings)
