"""What a worker tells its parent without a message."""

import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from docforensics.batch.messages import SLOT_BYTES, Running, Slot, portable
from docforensics.errors import ResourceError, TemplateError

_WRITE = """
import sys, time
from docforensics.batch.messages import Slot
slot, number, end = Slot(int(sys.argv[1])), 0, time.monotonic() + 60
while time.monotonic() < end:
    number += 1
    slot.write(number, number)
"""


def test_what_runs_is_read_whole_while_it_is_written() -> None:
    """Or a task would seem to have run since the clock began, and its worker would be killed."""
    with tempfile.TemporaryFile() as memory:
        memory.truncate(SLOT_BYTES)
        slot = Slot(memory.fileno())
        slot.write(0, 0)
        begun = time.monotonic()
        writer = subprocess.Popen(
            [sys.executable, "-c", _WRITE, str(memory.fileno())], pass_fds=(memory.fileno(),)
        )
        torn: list[Running] = []
        seen: set[int] = set()
        # Two processes that share a busy core take turns of milliseconds: where they may meet is tested line by line below.
        while len(seen) < 30 and time.monotonic() < begun + 20:
            for _ in range(1000):
                read = slot.read()
                if read.whole:
                    seen.add(read.chunk)
                    if read.chunk != read.position or not begun - 1 < read.since <= time.monotonic():
                        torn.append(read)
        writer.kill()
        writer.wait()
        assert not torn
        assert len(seen) > 10
        slot.close()


class _ByLine:
    """A call in a thread of its own that stops before each line of the function that it calls."""

    def __init__(self, call: Callable[[], Any], function: Callable[..., Any]) -> None:
        self._call, self._code = call, function.__code__
        self._go, self._stopped = threading.Semaphore(0), threading.Semaphore(0)
        self._free = False
        self.result: Any = None
        self._thread = threading.Thread(target=self._run)
        self._thread.start()
        self._stopped.acquire()

    def _run(self) -> None:
        sys.settrace(self._traced)
        self.result = self._call()
        sys.settrace(None)
        self._free = True
        self._stopped.release()

    def _traced(self, frame: FrameType, event: str, _: object) -> Any:
        if frame.f_code is not self._code:
            return None
        if event == "line" and not self._free:
            self._stopped.release()
            self._go.acquire()
        return self._traced

    def step(self, lines: int) -> None:
        """Go on by so many lines, or to the end."""
        for _ in range(lines):
            if self._free:
                return
            self._go.release()
            self._stopped.acquire()

    def end(self) -> Any:
        """Go on to the end, and give what the call gave."""
        self._free = True
        self._go.release()
        self._thread.join()
        return self.result


@contextmanager
def _both_sides() -> Iterator[tuple[Slot, Slot]]:
    """The worker's and the parent's view of one record, in which 1 runs."""
    with tempfile.TemporaryFile() as memory:
        memory.truncate(SLOT_BYTES)
        worker, parent = Slot(memory.fileno()), Slot(memory.fileno())
        worker.write(1, 1)
        yield worker, parent
        worker.close()
        parent.close()


def _met(before: int, between: int, during: int) -> tuple[Running, Running]:
    """What is read that begins after some lines of a writing, and goes on after some lines of it and some more of the writing; and what is read then."""
    with _both_sides() as (worker, parent):
        writing = _ByLine(lambda: worker.write(2, 2), Slot.write)
        writing.step(before)
        reading = _ByLine(parent.read, Slot.read)
        reading.step(between)
        writing.step(during)
        read: Running = reading.end()
        writing.end()
        return read, parent.read()


def test_wherever_reading_and_writing_meet_what_runs_is_whole_or_known_not_to_be() -> None:
    """Line by line of both: numbers in the wrong order, or asked in it, would pass half of each for a whole."""
    lines = range(9)
    met = [_met(before, between, during) for before in lines for between in lines for during in lines]
    assert {after.whole for _, after in met} == {True}
    whole = [read for read, _ in met if read.whole]
    assert {(read.chunk, read.position) for read in whole} == {(1, 1), (2, 2)}
    assert len(whole) < len(met)


def test_what_a_worker_left_that_died_as_it_wrote_is_known_as_such() -> None:
    """The number of the writing stands before it, and not yet behind it."""
    with tempfile.TemporaryFile() as memory:
        memory.truncate(SLOT_BYTES)
        slot = Slot(memory.fileno())
        slot.write(7, 3)
        slot.hashed("a" * 64)
        read = slot.read()
        assert read == Running(chunk=7, position=3, since=read.since, document="a" * 64, whole=True)
        slot.write(7, 4)
        assert slot.read().document == ""
        memory.seek(0)
        memory.write((3).to_bytes(8, "little"))
        memory.flush()
        assert not slot.read().whole
        slot.close()


def test_an_error_of_a_plug_in_travels_as_what_it_is_to_the_caller() -> None:
    """A process that cannot import its type can load it all the same."""

    class OwnError(TemplateError):
        pass

    assert type(portable(OwnError("bad"))) is ResourceError
    ours = TemplateError("bad")
    assert portable(ours) is ours
