"""A watched folder, with the odd examiner."""

import hashlib
import json
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import pytest

from docforensics.cli.program import main
from docforensics.errors import UsageError
from docforensics.service.queue import QueueFullError, Ticket, WorkQueue
from docforensics.service.spool import Spool, SpoolFullError
from docforensics.service.watch.profile import ReaderProfile
from docforensics.service.watch.run import JOURNAL, LATEST, Watch, WatchedDocument
from tests.service.conftest import odd_settings

PATIENCE = 30
PROFILE = ReaderProfile(
    files=(r"(?P<document>[^_]+)_(?P<side>A)\.jpg",),
    needed=("other.visible",),
    sides={"A": "other"},
    settle_seconds=0.1,
    wait_seconds=1.0,
)
Look = Callable[[int], list[WatchedDocument]]


@pytest.fixture(name="queue", scope="module")
def fixture_queue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WorkQueue]:
    """Begin a queue with one worker, once: each test waits until all that it handed over is examined."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(Path(__file__).parents[1]))
        spool = Spool(tmp_path_factory.mktemp("watched") / "spool", 2**20)
        queue = WorkQueue(odd_settings(), spool, workers=1, waiting=1)
        queue.begin()
        yield queue
        queue.end(0)


def quick() -> float:
    """Tell a time that passes ten times as fast: what a folder has to be left alone for is waited for in full."""
    return 10 * time.monotonic()


@dataclass(slots=True)
class Clock:
    """A clock that goes on when it is told to."""

    now: float = 0.0

    def __call__(self) -> float:
        """Tell the time."""
        return self.now


def watch_of(tmp_path: Path, queue: WorkQueue, clock: Callable[[], float] = quick) -> Watch:
    """Watch a folder."""
    (tmp_path / "in").mkdir(exist_ok=True)
    return Watch(folder=tmp_path / "in", out=tmp_path / "in/out", profile=PROFILE, queue=queue, clock=clock)


def is_at_rest(watch: Watch, clock: Clock) -> bool:
    """Whether nothing is examined, however long the folder stays as it is."""
    found: list[WatchedDocument] = []
    for clock.now in (0, PROFILE.settle_seconds, PROFILE.wait_seconds, 10 * PROFILE.wait_seconds):
        found += watch.look()
    return not found and watch.is_idle


def seen(watch: Watch, count: int) -> list[WatchedDocument]:
    """Look until so many documents are written."""
    end, found = time.monotonic() + PATIENCE, list[WatchedDocument]()
    while len(found) < count:
        assert time.monotonic() < end
        found += watch.look()
        time.sleep(0.02)
    return found


def picture(word: str) -> bytes:
    """Bytes that say what the examiner shall do: the odd one reads words."""
    return word.encode()


def test_documents_are_examined_once_each_and_their_pages_written(tmp_path: Path, queue: WorkQueue) -> None:
    """More of them than the queue holds; the folder of the pages is not watched; a second watch goes on."""
    watch = watch_of(tmp_path, queue)
    for number, word in enumerate(("refer", "clear", "damaged", "clear", "clear")):
        (tmp_path / f"in/n{number}_A.jpg").write_bytes(picture(word))
    found = {one.name: one for one in seen(watch, 5)}
    assert {name: one.outcome for name, one in found.items()} == {
        "n0": "REFER", "n1": "CLEAR", "n2": "", "n3": "CLEAR", "n4": "CLEAR"
    }  # fmt: skip
    assert "damaged" in found["n2"].reason
    page = found["n0"].page
    assert page is not None
    assert page.read_text().startswith("<!doctype html>")
    assert (tmp_path / "in/out" / LATEST).exists()
    assert json.loads((tmp_path / "in/out/n0.json").read_text())["verdict"]["outcome"] == "REFER"
    clock = Clock()
    again = watch_of(tmp_path, queue, clock)
    assert is_at_rest(again, clock)
    (tmp_path / "in/n9_A.jpg").write_bytes(picture("alert"))
    again.clock = quick
    assert [one.name for one in seen(again, 1)] == ["n9"]


def test_what_has_no_end_is_waited_for_and_examined_at_last(tmp_path: Path, queue: WorkQueue) -> None:
    """A JPEG without its end is half written, until it has waited long enough."""
    clock = Clock()
    watch = watch_of(tmp_path, queue, clock)
    (tmp_path / "in/half_A.jpg").write_bytes(b"\xff\xd8 half")
    for clock.now in (0, PROFILE.settle_seconds, PROFILE.wait_seconds - 0.01):
        assert list(watch.look()) == []
        assert watch.is_idle
    clock.now = PROFILE.wait_seconds
    (one,) = seen(watch, 1)
    assert "damaged" in one.reason


def test_links_lead_nowhere_outside_and_each_document_has_its_own_page(
    tmp_path: Path, queue: WorkQueue
) -> None:
    """Whoever writes into the folder names the documents: as the last page, or as what another's hash is, too."""
    watch = watch_of(tmp_path, queue)
    (tmp_path / "secret.jpg").write_bytes(picture("clear"))
    (tmp_path / "in/link_A.jpg").symlink_to(tmp_path / "secret.jpg")
    (one,) = seen(watch, 1)
    assert one.page is None
    assert "links out of the folder" in one.reason
    names = ("latest", "LATEST", "a b", hashlib.sha256(b"a b").hexdigest()[:32])
    for name in names:
        (tmp_path / f"in/{name}_A.jpg").write_bytes(picture("clear"))
    pages = {one.page for one in seen(watch, len(names))}
    assert len(pages) == len(names)
    assert not {str(page.name).lower() for page in pages if page} & {LATEST}


def test_a_document_without_a_picture_is_named(tmp_path: Path, queue: WorkQueue) -> None:
    """As one whose file is empty; and a name that is no file name gets another."""
    watch = watch_of(tmp_path, queue)
    (tmp_path / "in/empty_A.jpg").touch()
    (one,) = seen(watch, 1)
    assert "have gone, or never came" in one.reason
    (tmp_path / "in/sub").mkdir()
    profile = PROFILE.files[0].replace("[^_]+", ".+?")
    other = Watch(
        folder=tmp_path / "in",
        out=tmp_path / "second",
        profile=ReaderProfile(
            files=(profile,), needed=("other.visible",), sides={"A": "other"}, settle_seconds=0.1
        ),
        queue=queue,
    )
    (tmp_path / "in/sub/..x_A.jpg").write_bytes(picture("clear"))
    found = {one.name: one.page for one in seen(other, 1) if one.page}
    assert [page.parent for page in found.values()] == [tmp_path / "second"]
    assert len((tmp_path / "second" / JOURNAL).read_text().splitlines()) == 1


class FullQueue:
    """A queue that has no room at first."""

    def __init__(self, error: Exception) -> None:
        self.error: Exception | None = error

    def submit(self, _work: bytes) -> Ticket:
        """Take nothing, and then all."""
        if self.error is not None:
            raise self.error
        return Ticket(name="a", file=Path("a"), size=0)


@pytest.mark.parametrize("error", [QueueFullError("as many wait"), SpoolFullError("no space left")])
def test_a_document_for_which_there_is_no_room_waits(tmp_path: Path, error: Exception) -> None:
    """It is not lost, and ends no watch."""
    queue = FullQueue(error)
    watch = watch_of(tmp_path, cast("WorkQueue", queue))
    (tmp_path / "in/a_A.jpg").write_bytes(picture("clear"))
    end = time.monotonic() + PATIENCE
    while watch.is_idle:
        assert time.monotonic() < end
        assert not list(watch.look())
    queue.error = None
    assert not list(watch.look())
    assert not watch._waiting
    assert len(watch._running) == 1


def test_a_document_whose_file_has_gone_is_not_whole(tmp_path: Path, queue: WorkQueue) -> None:
    """What was there when it was gathered need not be there when it is read."""
    watch = watch_of(tmp_path, queue)
    link = tmp_path / "in/link_A.jpg"
    link.symlink_to(tmp_path / "nothing.jpg")
    (one,) = seen(watch, 1)
    assert not one.is_whole
    (entry,) = (tmp_path / "in/out" / JOURNAL).read_text(encoding="utf-8").splitlines()
    assert json.loads(entry)["is_whole"] is False


ANY = ReaderProfile(
    files=(r"(?P<document>.+)_A\.jpg",), needed=("other.visible",), settle_seconds=0.1, wait_seconds=0.2
)


def test_names_are_measured_in_bytes_and_may_be_no_text(tmp_path: Path, queue: WorkQueue) -> None:
    """Eighty letters can have 240 bytes, and a name any byte; each document has its page and is known at the next start."""
    (tmp_path / "in").mkdir()
    names = ("護" * 80, "護" * 76, "x\udcff")
    for name in names:
        (tmp_path / f"in/{name}_A.jpg").write_bytes(picture("clear"))
    watch = Watch(folder=tmp_path / "in", out=tmp_path / "out", profile=ANY, queue=queue)
    found = {one.name: one for one in seen(watch, len(names))}
    assert {name: one.outcome for name, one in found.items()} == dict.fromkeys(names, "CLEAR")
    assert len({one.page for one in found.values()}) == len(names)
    clock = Clock()
    again = Watch(folder=tmp_path / "in", out=tmp_path / "out", profile=ANY, queue=queue, clock=clock)
    assert is_at_rest(again, clock)
    assert again.damaged_lines == 0


def test_what_breaks_with_one_document_is_its_result(tmp_path: Path, queue: WorkQueue) -> None:
    """A page that cannot be written, and work that raises; the watch goes on."""
    watch = watch_of(tmp_path, queue)
    (tmp_path / "in/out/n0.html").mkdir()
    for name in ("n0", "n1"):
        (tmp_path / f"in/{name}_A.jpg").write_bytes(picture("clear"))
    found = {one.name: one for one in seen(watch, 2)}
    assert (found["n0"].outcome, found["n0"].page) == ("", None)
    assert "its page cannot be written: Is a directory" in found["n0"].reason
    assert found["n1"].outcome == "CLEAR"
    watch.queue = cast("WorkQueue", FullQueue(RuntimeError("broken")))
    (tmp_path / "in/n2_A.jpg").write_bytes(picture("clear"))
    (one,) = seen(watch, 1)
    assert "RuntimeError" in one.reason
    (tmp_path / "in/out" / JOURNAL).unlink()
    (tmp_path / "in/out" / JOURNAL).mkdir()
    (tmp_path / "in/empty_A.jpg").touch()
    (one,) = seen(watch, 1)
    assert "a further start examines it again" in one.reason


def test_damaged_lines_are_passed_over_and_counted(tmp_path: Path, queue: WorkQueue) -> None:
    """Also the last one of a run that was killed as it wrote it: the next one does not join it."""
    file = tmp_path / "in/out" / JOURNAL
    file.parent.mkdir(parents=True)
    lines = (
        b"1",
        b"{}",
        b"\xff",
        b"[" * 5000,
        b'{"document": "n", "revision": 1, "parts": {"a": [1]}}',
        b'{"docu',
    )
    file.write_bytes(b"\n".join(lines))
    watch = watch_of(tmp_path, queue)
    assert watch.damaged_lines == len(lines)
    (tmp_path / "in/n0_A.jpg").write_bytes(picture("clear"))
    seen(watch, 1)
    clock = Clock()
    again = watch_of(tmp_path, queue, clock)
    assert again.damaged_lines == len(lines)
    assert is_at_rest(again, clock)
    file.unlink()
    os.mkfifo(file)
    with pytest.raises(UsageError, match="not a regular file"):
        watch_of(tmp_path, queue)


def test_the_command_names_what_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder that is not there; a profile that does not fit."""
    file = tmp_path / "reader.toml"
    file.write_text("x = 1")
    told = ["--profile", str(file), "-o", str(tmp_path / "out")]
    assert main(["watch", str(tmp_path / "none"), *told]) == 2
    assert main(["watch", str(tmp_path), *told]) == 2
    assert "--profile" in capsys.readouterr().err
