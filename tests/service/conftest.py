"""A queue with an examiner that obeys what documents say, and the service around it."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from docforensics.batch.entries import EntryFile, EntrySide
from docforensics.batch.settings import ScanSettings
from docforensics.service.asked import AskedWork, ReportForm, WorkKind
from docforensics.service.queue import WorkQueue
from docforensics.service.spool import Spool
from docforensics.service.work import SERVICE_WORK

Asked = Callable[..., bytes]
MakeQueue = Callable[..., WorkQueue]


@pytest.fixture(name="odd", autouse=True)
def fixture_odd(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let workers find the odd examiner."""
    monkeypatch.syspath_prepend(str(Path(__file__).parent))


@pytest.fixture(name="in_extras")
def fixture_in_extras(request: pytest.FixtureRequest) -> None:
    """Skip where `make test-extras` does not run: what takes long, or needs a browser or a PostgreSQL server."""
    if not request.config.getoption("--no-skips"):
        pytest.skip("make test-extras runs it")


def odd_settings(**options: object) -> ScanSettings:
    """Make settings of the odd examiner."""
    told = {
        "inspected_on": date(2026, 11, 28),
        "examiner": "odd_service:make",
        "work": SERVICE_WORK,
        **options,
    }
    return ScanSettings(**told)  # type: ignore[arg-type]


def asked_of(word: str, *forms: ReportForm) -> bytes:
    """Ask for the examination of one file that holds a word."""
    return AskedWork(
        kind=WorkKind.EXAMINE,
        sides=(EntrySide(pictures=(EntryFile(address=""),)),),
        contents=((word.encode(),),),
        forms=forms or (ReportForm.JSON,),
    ).packed()


@pytest.fixture(name="asked")
def fixture_asked() -> Asked:
    """Give what asks for one examination."""
    return asked_of


@pytest.fixture(name="make_queue")
def fixture_make_queue(tmp_path: Path) -> Iterator[MakeQueue]:
    """Make queues; they end with the test."""
    made: list[WorkQueue] = []

    def make(*, workers: int = 1, waiting: int = 4, most_bytes: int = 2**20, **options: object) -> WorkQueue:
        queue = WorkQueue(
            odd_settings(**options), Spool(tmp_path / "spool", most_bytes), workers=workers, waiting=waiting
        )
        queue.begin()
        made.append(queue)
        return queue

    yield make
    for queue in made:
        queue.end(0)
