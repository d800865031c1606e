"""The local executor: worker processes that a bad document can break without harming any other document.

Why not a library: `docs/decisions/2026-11-25-batch.md`. Each worker has two chunks of tasks, one running and one waiting, so that
none stands idle; a chunk is about a second of work. The parent alone hands rows on, so what a broken worker had not yet
handed over is simply done again.

When a worker dies or runs over its time, the task that ran is suspected, not convicted: the machine may have been short of
memory for another's sake. It runs once more, alone in a fresh worker: the one that takes the broken one's place. If that one breaks too, the document is recorded
with its reason.

A model, template or calibration that is bad or missing is nobody's fault among the documents: what was handed over by then is
given, and the scan stops.
"""

import os
import pickle
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from typing import Any, Self

import pyarrow as pa

from docforensics.batch.messages import (
    IDLE,
    OUT_OF_MEMORY,
    SLOT_BYTES,
    Done,
    Ready,
    Running,
    Slot,
    Start,
    Unable,
)
from docforensics.batch.schema import scanned_table
from docforensics.batch.serve import unpacked
from docforensics.batch.settings import ScanSettings, refuse_no_workers
from docforensics.batch.work import (
    Row,
    ScanTask,
    failed,
    memory_reason,
    named_inputs,
    started_row,
    time_reason,
)
from docforensics.errors import ScanError
from docforensics.helper_process import ending_of, helper_environment
from docforensics.native_lines import descriptor_of

CHUNK_SECONDS = 1.0
"""Work in a chunk: little is done twice after a break, and messages cost nothing beside it."""
LARGEST_CHUNK = 1000
"""Bounds what is done twice after a break where documents cost next to nothing: a judgement."""
_AHEAD = 2
"""Chunks that a worker has."""
CHUNK_BYTES = 2**16
"""Of a chunk as it is sent: what lies unread while a worker writes, and reads nothing, has to fit into the socket, which holds twice as much."""
_MOST_RINGS = 4096
"""Bytes taken from the bell at once: each only means that there is something."""
_TICK = 0.1
"""Seconds between two looks at the time limit."""
_MOST_GROWTH = 2**29
"""Bytes by which a worker may have grown before it is replaced."""
_PROGRAM = "import sys; from docforensics.helper_process import loading\nwith loading(): from docforensics.batch.worker import main\nmain(sys.argv[1:])"
_IDLE_DEATHS = 3
"""Deaths in a row outside any task before the scan gives up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Rows that are finished, and how many tasks were found done already."""

    table: pa.Table
    skipped: int = 0


@dataclass(slots=True, kw_only=True, eq=False)
class _Worker:
    process: "subprocess.Popen[bytes]"
    pipe: Connection
    slot: Slot
    ready: bool = False
    fresh: bool = True
    """Whether it had no task yet."""
    alone: bool = False
    """Whether it runs a suspect and shall get nothing else."""
    leaving: bool = False
    base: int = 0
    """Bytes it held once loaded."""
    size: int = 1
    """Tasks in its next chunk."""
    assigned: dict[int, list[ScanTask]] = field(default_factory=dict)
    """Chunks it has, by number, in order."""
    ending: threading.Lock = field(default_factory=threading.Lock)

    def kill(self) -> None:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)  # and what it has started itself
        self.process.wait()
        with self.ending:  # who stops the pool may be another thread than the one that meets their ends
            self.pipe.close()
            self.slot.close()


class LocalPool:
    """Examines tasks in worker processes. Use it as a context manager: leaving it ends the workers."""

    def __init__(
        self,
        settings: ScanSettings,
        *,
        configuration: str,
        out: str | None = None,
        workers: int | None = None,
        singly: bool = False,
        bell: socket.socket | None = None,
    ) -> None:
        """Make it; no process is started before the first task.

        Parameters
        ----------
        singly
            Whether a worker has one task at a time, so that none waits behind a slow one while another worker has nothing to do.
        bell
            Where a byte is written when the source, which had no task, has one again: it is asked anew at once.
        """
        refuse_no_workers(workers)
        self._settings = settings
        self._ahead, self._largest_chunk = (1, 1) if singly else (_AHEAD, LARGEST_CHUNK)
        self._bells = [] if bell is None else [bell]
        self._start = Start(settings=settings, configuration=configuration, out=out, path=tuple(sys.path))
        self._wanted = workers or os.cpu_count() or 1
        self._workers: list[_Worker] = []
        self._again: deque[ScanTask] = deque()
        """Tasks that a broken worker had not begun, or that a chunk had no time or room for."""
        self._suspects: deque[ScanTask] = deque()
        self._struck: set[int] = set()
        """Identities of the suspects that are running."""
        self._number = 0
        self._idle_deaths = 0
        self._stop: Exception | None = None
        """What keeps every further document from being examined."""
        self.restarts = 0
        """Workers replaced since the pool was made."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.kill()
        self._workers.clear()

    def run(self, tasks: Iterable[ScanTask]) -> Iterator[Batch]:
        """Examine tasks; rows come as they are finished, in no order. Slow takers slow the work down.

        Raises ScanError, or the examiner's own error, where workers cannot even be loaded; ResourceError before the next document
        where one met a model, template or calibration that is bad or missing.
        """
        source = iter(tasks)
        while True:
            self._feed(source)
            if not any(worker.assigned for worker in self._workers) and not self._suspects:
                return
            ready = wait([*self._bells, *(worker.pipe for worker in self._workers)], timeout=_TICK)
            for bell in self._bells:
                if bell in ready:
                    bell.recv(_MOST_RINGS)
            for worker in [one for one in self._workers if one.pipe in ready]:
                yield from self._received(worker)
            if self._stop is not None:
                raise self._stop
            yield from self._overdue()

    def _feed(self, source: Iterator[ScanTask]) -> None:
        """Give every worker what it has room for, and start workers as long as there is work."""
        for worker in self._workers:
            while worker.ready and not worker.leaving and (tasks := self._next_chunk(worker, source)):
                self._give(worker, tasks)
        while len(self._workers) < self._wanted:
            first = [] if self._suspects else self._next_tasks(source, 1, idle=True)
            if not first and not self._suspects:
                return
            worker = self._started()
            if first:
                self._give(worker, first)

    def _next_chunk(self, worker: _Worker, source: Iterator[ScanTask]) -> list[ScanTask]:
        # Whatever made a task suspect has ended a worker: there is a fresh one, or room for one, for each.
        if self._suspects and worker.fresh:
            worker.alone = True
            suspect = self._suspects.popleft()
            self._struck.add(id(suspect))
            return [suspect]
        if worker.alone or len(worker.assigned) >= self._ahead:
            return []
        return self._next_tasks(source, worker.size, idle=not worker.assigned)

    def _next_tasks(self, source: Iterator[ScanTask], count: int, *, idle: bool) -> list[ScanTask]:
        """Take so many tasks, or as many as there is room for; one that alone is larger, for a worker that is idle, and so reads."""
        tasks: list[ScanTask] = []
        room = CHUNK_BYTES
        while len(tasks) < count:
            task = self._again.popleft() if self._again else next(source, None)
            if task is None:
                break
            room -= len(pickle.dumps(tuple(task)))
            if room < 0 and (tasks or not idle):
                self._again.appendleft(task)
                break
            tasks.append(task)
        return tasks

    def _give(self, worker: _Worker, tasks: list[ScanTask]) -> None:
        worker.fresh = False
        self._number += 1
        worker.assigned[self._number] = tasks
        with suppress(OSError):  # a worker that is dead is noticed when it is listened to
            worker.pipe.send((self._number, [tuple(task) for task in tasks]))

    def _started(self) -> _Worker:
        ours, theirs = socket.socketpair()
        for end, buffer in ((ours, socket.SO_SNDBUF), (theirs, socket.SO_RCVBUF)):
            end.setsockopt(socket.SOL_SOCKET, buffer, 2 * CHUNK_BYTES)
        with theirs, tempfile.TemporaryFile() as memory:
            memory.truncate(SLOT_BYTES)
            slot = Slot(memory.fileno())
            slot.write(0, IDLE)
            descriptors = (theirs.fileno(), memory.fileno())
            process = subprocess.Popen(  # noqa: S603 (this interpreter, this package)
                [sys.executable, "-c", _PROGRAM, *map(str, descriptors)],
                pass_fds=descriptors,
                stdin=subprocess.DEVNULL,
                # The program `docforensics` drops what goes to descriptor 2.
                stderr=descriptor_of(sys.stderr),
                start_new_session=True,  # Ctrl-C is the parent's to handle
                env=helper_environment(),
            )
        worker = _Worker(process=process, pipe=Connection(ours.detach()), slot=slot)
        with suppress(OSError):
            worker.pipe.send(self._start)
        self._workers.append(worker)
        return worker

    def _received(self, worker: _Worker) -> Iterator[Batch]:
        try:
            message: Any = worker.pipe.recv()
        except (EOFError, OSError):
            yield from self._broken(worker, "crash")
            return
        match message:
            case Ready():
                worker.ready, worker.base = True, message.bytes_held
            case Unable():
                self._stop = message.error
            case Done():
                yield self._finished(worker, message)

    def _finished(self, worker: _Worker, done: Done) -> Batch:
        self._idle_deaths = 0
        self._stop = self._stop or done.error
        tasks = worker.assigned.pop(done.chunk)
        self._struck.difference_update(map(id, tasks))
        worker.alone = False
        self._again.extend(tasks[done.count :])
        pace = done.seconds / max(done.count, 1)
        worker.size = max(1, min(int(CHUNK_SECONDS / max(pace, 1e-6)), 4 * done.count, self._largest_chunk))
        if done.bytes_held > worker.base + min(_MOST_GROWTH, self._settings.memory_limit // 2):
            worker.leaving = True
        if worker.leaving and not worker.assigned:
            self._retire(worker)
        return Batch(table=unpacked(done.table), skipped=done.skipped)

    def _retire(self, worker: _Worker) -> None:
        worker.kill()
        self._workers.remove(worker)
        self.restarts += 1

    def _overdue(self) -> Iterator[Batch]:
        """Kill workers whose task runs longer than it may."""
        now = time.monotonic()
        for worker in list(self._workers):
            running = worker.slot.read()
            overdue = running.position != IDLE and now - running.since > self._settings.time_limit
            if running.whole and overdue:
                yield from self._broken(worker, "time_limit")

    def _broken(self, worker: _Worker, kind: str) -> Iterator[Batch]:
        """A worker is gone, or shall be: suspect the task that ran, and do the others again."""
        running = worker.slot.read()
        self._retire(worker)
        code = worker.process.returncode
        chunk = worker.assigned.pop(running.chunk, None) if running.position != IDLE else None
        if chunk is None or running.position >= len(chunk):
            self._died_idle(code)
            self._again.extend(chunk or ())
        else:
            task = chunk.pop(running.position)
            self._again.extend(chunk)
            yield from self._strike(task, running, self._failure(kind, code))
        for tasks in worker.assigned.values():
            self._again.extend(tasks)

    def _strike(self, task: ScanTask, running: Running, failure: Row) -> Iterator[Batch]:
        if id(task) not in self._struck:
            self._suspects.append(task)
            return
        self._struck.discard(id(task))
        row = {
            **started_row(task.entry, self._start.configuration),
            "document": running.document,
            "inputs": named_inputs(task.entry, self._settings.side),
            **failure,
            "seconds": time.monotonic() - running.since,
        }
        held = running.document in task.known
        yield Batch(table=scanned_table([] if held else [row]), skipped=int(held))

    def _died_idle(self, code: int) -> None:
        self._idle_deaths += 1
        if self._idle_deaths >= _IDLE_DEATHS:
            raise ScanError(
                f"{_IDLE_DEATHS} workers in a row ended outside any document ({ending_of(code)}): "
                "is memory short? Give fewer workers"
            )

    def _failure(self, kind: str, code: int) -> Row:
        if kind == "time_limit":
            return failed(kind, time_reason(self._settings))
        if code == OUT_OF_MEMORY:
            return failed("memory_limit", memory_reason(self._settings))
        if code == -signal.SIGKILL:
            reason = "its worker was killed, twice, as a system does that is short of memory: "
            return failed("crash", reason + memory_reason(self._settings))
        return failed("crash", f"its worker ended ({ending_of(code)}), twice")
