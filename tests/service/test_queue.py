"""The queue: bounded, a bad document costs itself alone, and what is given up ends."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from docforensics.service.asked import ReportForm
from docforensics.service.queue import QueueFullError, UnavailableError, WorkQueue
from docforensics.service.spool import Spool, SpoolFullError
from tests.service.conftest import odd_settings

Asked = Callable[..., bytes]
MakeQueue = Callable[..., WorkQueue]
PATIENCE = 30
"""Seconds: a worker takes two to load, on a loaded machine more."""


def until(holds: Callable[[], object]) -> None:
    """Wait until something holds."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.01)


@pytest.fixture(name="kept_queue", scope="module")
def fixture_kept_queue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WorkQueue]:
    """Begin a queue of one worker and two waiting places, once: a worker takes a second of processor time to load."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(Path(__file__).parent))
        spool = Spool(tmp_path_factory.mktemp("kept") / "spool", 10_000)
        queue = WorkQueue(odd_settings(), spool, workers=1, waiting=2)
        queue.begin()
        yield queue
        queue.end(0)


@pytest.fixture(name="queue")
def fixture_queue(kept_queue: WorkQueue) -> WorkQueue:
    """Give that queue, ready and empty."""
    until(lambda: kept_queue.state.is_ready and kept_queue.state.room == 3)
    return kept_queue


def test_a_bad_document_costs_itself_alone(make_queue: MakeQueue, asked: Asked) -> None:
    """One that hangs, kills its worker, asks for too much memory or is damaged, among good ones."""
    queue = make_queue(workers=2, waiting=20, time_limit=0.5)
    words = ("clear", "crash", "refer", "hang", "memory", "damaged", "clear")
    results = [queue.submit(asked(word)).future for word in words]
    ended = [one.result(PATIENCE) for one in results]
    assert [one.failure for one in ended] == [
        "", "crash", "", "time_limit", "memory_limit", "DecodeError", ""
    ]  # fmt: skip
    assert "killed" in ended[1].reason
    refer = ended[2].described
    assert refer is not None
    assert refer.outcome == "REFER"
    assert json.loads(refer.forms["json"])["verdict"]["outcome"] == "REFER"
    assert queue.state.restarts >= 4
    assert queue.state.is_ready


def test_every_form_that_is_asked_for_is_written(queue: WorkQueue, asked: Asked) -> None:
    """And no other one."""
    forms = (ReportForm.HTML, ReportForm.REDACTED, ReportForm.TR03135)
    described = queue.submit(asked("refer", *forms)).future.result(PATIENCE).described
    assert described is not None
    assert set(described.forms) == {"html", "redacted", "tr03135"}
    assert b"ERIKSSON" in described.forms["html"]
    assert b"ERIKSSON" not in described.forms["redacted"]
    assert described.adverse_checks == ("data.expired",)


def test_beyond_its_number_nothing_is_taken(queue: WorkQueue, asked: Asked) -> None:
    """Documents and bytes alike; what was accepted before is taken however many wait."""
    held = [queue.submit(asked("wait 30")) for _ in range(3)]
    with pytest.raises(QueueFullError, match="2 documents wait"):
        queue.submit(asked("clear"))
    assert queue.state.room == 0
    with pytest.raises(SpoolFullError, match="the limit is 10000"):
        queue.submit(b"x" * 10_000, however_many=True)
    for ticket in held:
        queue.withdraw(ticket)
    last = queue.submit(asked("clear"), however_many=True)
    assert last.future.result(PATIENCE).failure == ""
    assert queue.state.room == 3


def test_a_reserved_place_is_of_one_document(queue: WorkQueue, asked: Asked) -> None:
    """Given up or used, it is free again once."""
    first, second, third = queue.reserve(), queue.reserve(), queue.reserve()
    with pytest.raises(QueueFullError):
        queue.reserve()
    first.release()
    first.release()
    assert queue.state.room == 1
    assert queue.submit(asked("clear"), second).future.result(PATIENCE).failure == ""
    second.release()
    assert queue.state.room == 2
    third.release()
    assert queue.state.room == 3


def test_what_is_given_up_ends_and_frees_its_place(queue: WorkQueue, asked: Asked) -> None:
    """Whether it was begun or not; its bytes are gone at once."""
    before = queue.state.restarts
    running, waiting = queue.submit(asked("wait 1000")), queue.submit(asked("wait 1000"))
    until(lambda: running.is_running)
    queue.withdraw(waiting)
    queue.withdraw(running)
    assert not running.file.exists()
    assert not waiting.file.exists()
    until(lambda: queue.state.running == queue.state.waiting == 0)
    assert queue.state.restarts == before


def test_a_worker_killed_in_the_midst_loses_nothing(queue: WorkQueue, asked: Asked) -> None:
    """The document that it had is examined by another one."""
    before = queue.state.restarts
    ticket = queue.submit(asked("wait 0.5"))
    until(lambda: ticket.is_running)
    time.sleep(0.1)
    worker = queue._pool._workers[0].process  # type: ignore[union-attr]
    os.kill(worker.pid, signal.SIGKILL)
    assert ticket.future.result(PATIENCE).failure == ""
    assert queue.state.restarts == before + 1


def test_a_damaged_model_makes_it_unready_until_it_is_mended(
    queue: WorkQueue, asked: Asked, tmp_path: Path
) -> None:
    """No document is charged with it."""
    damage = tmp_path / "damage"
    damage.touch()
    with pytest.raises(UnavailableError, match=r"MANIFEST\.toml"):
        queue.submit(asked(f"bad-model {damage}")).future.result(PATIENCE)
    assert "MANIFEST" in queue.state.problem
    damage.unlink()
    until(lambda: queue.state.is_ready)
    assert queue.submit(asked(f"bad-model {damage}")).future.result(PATIENCE).failure == ""


def test_what_ends_all_workers_again_and_again_is_given_up(asked: Asked, tmp_path: Path) -> None:
    """Outside of its examination, where no worker is seen to examine it; what was withdrawn frees its place."""
    queue = WorkQueue(odd_settings(), Spool(tmp_path / "spool", 2**20), workers=1, waiting=3)
    queue._spool.begin()
    poison, gone, waiting = (queue.submit(asked("clear")) for _ in range(3))
    for ends in range(3):
        assert not poison.future.done()
        assert queue.taken() is not None
        if not ends:
            assert queue.taken() is not None
            queue.withdraw(gone)
        queue._begin_again()
    assert poison.future.result(0).failure == "crash"
    assert not waiting.future.done()
    assert queue.state.room == 3
    queue.end(0)


def test_a_stop_finishes_what_runs_and_hands_back_the_rest(make_queue: MakeQueue, asked: Asked) -> None:
    """And takes nothing more."""
    queue = make_queue(workers=1)
    until(lambda: queue.state.is_ready)
    running, waiting = queue.submit(asked("wait 0.3")), queue.submit(asked("clear"))
    until(lambda: running.is_running)
    queue.end(PATIENCE)
    assert running.future.result(0).failure == ""
    with pytest.raises(UnavailableError):
        waiting.future.result(0)
    with pytest.raises(UnavailableError):
        queue.submit(asked("clear"))
    assert not queue.state.is_ready


def test_a_stop_does_not_wait_for_ever(make_queue: MakeQueue, asked: Asked) -> None:
    """What runs longer is ended and said so."""
    queue = make_queue(workers=1, time_limit=1000.0)
    until(lambda: queue.state.is_ready)
    running = queue.submit(asked("hang"))
    until(lambda: running.is_running)
    queue.end(0.1)
    with pytest.raises(UnavailableError, match="before this document was finished"):
        running.future.result(0)


def test_a_spool_takes_away_what_an_ended_process_left(tmp_path: Path) -> None:
    """Its own folder is for this user alone."""
    gone = subprocess.run(
        [sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True
    )
    left = tmp_path / f"docforensics-service-{os.getuid()}-{int(gone.stdout)}-abcd"
    left.mkdir()
    spool = Spool(tmp_path, 100)
    spool.begin()
    assert not left.exists()
    file = spool.put(b"x" * 60)
    assert file.parent.stat().st_mode & 0o777 == 0o700
    with pytest.raises(SpoolFullError):
        spool.put(b"x" * 60)
    spool.drop(file, 60)
    spool.put(b"x" * 60)
    spool.end()
    assert list(tmp_path.iterdir()) == []
