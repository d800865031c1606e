"""A worker process of the local executor: one examiner, native threads held to one, memory bounded.

It is started by `pool.py` with two inherited file descriptors, SOCKET and SLOT: the socket
carries tasks and results, the slot tells the parent without a message which task runs, since when, and its content hash.
"""

import faulthandler
import mmap
import os
import resource
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from docforensics.batch.settings import ScanSettings

SLOT_BYTES = 5 * 8 + 64
_NUMBER, _CHUNK, _POSITION, _SINCE, _NUMBER_AGAIN, _DOCUMENT = range(6)
"""Places in the slot, each of eight bytes; the last one is of 64."""
_NO_DOCUMENT = bytes(64)
OUT_OF_MEMORY = 77
"""Exit code of a worker that was refused memory."""
IDLE = -1
"""Position in the slot while no task runs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """What a worker does at this moment."""

    chunk: int
    position: int
    """In the chunk; `IDLE` between tasks."""
    since: float
    """Of the monotonic clock, which all processes of a machine share; seconds."""
    document: str
    """Content hash; empty while the files are read."""
    whole: bool
    """False while the worker is writing this, or where it died as it wrote: then it may be half of what ran before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """The first message to a worker."""

    settings: ScanSettings
    configuration: str
    out: str | None
    path: tuple[str, ...]
    """The parent's module path, so that an examiner that it can import can be imported here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """A worker is loaded."""

    bytes_held: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Unable:
    """A worker cannot be loaded: the error with the reason."""

    error: Exception


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """A chunk is finished."""

    chunk: int
    table: bytes
    """Rows of `schema.SCANNED`, as an Arrow stream."""
    count: int
    """Tasks of the chunk that are finished, from its beginning on; the others are handed back."""
    skipped: int
    """Of these, tasks whose content results hold already."""
    bytes_held: int
    seconds: float


class Slot:
    """One record in memory that a worker writes and its parent reads.

    The number of the writing stands before and behind it. The worker writes from left to right and the parent reads from right to
    left, so that equal numbers mean a whole record (L. Lamport, Concurrent reading and writing, CACM 20(11), 1977). Only the
    document is outside of them: it is asked for when the worker is dead.
    """

    def __init__(self, descriptor: int) -> None:
        self._map = mmap.mmap(descriptor, SLOT_BYTES)
        view = memoryview(self._map)
        places = view[: 8 * _DOCUMENT]
        self._whole, self._real, self._document = places.cast("q"), places.cast("d"), view[8 * _DOCUMENT :]

    def write(self, chunk: int, position: int) -> None:
        """Record what runs from now on."""
        whole = self._whole
        whole[_NUMBER] += 1
        whole[_CHUNK] = chunk
        whole[_POSITION] = position
        self._real[_SINCE] = time.monotonic()
        self._document[:] = _NO_DOCUMENT
        whole[_NUMBER_AGAIN] = whole[_NUMBER]

    def hashed(self, document: str) -> None:
        """Record the content hash of what runs, 64 digits."""
        self._document[:] = document.encode()

    def read(self) -> Running:
        """Give what runs."""
        ended = self._whole[_NUMBER_AGAIN]
        chunk, position = self._whole[_CHUNK], self._whole[_POSITION]
        since, document = self._real[_SINCE], bytes(self._document)
        return Running(
            chunk=chunk,
            position=position,
            since=since,
            document=document.rstrip(b"\0").decode("ascii", "ignore"),
            whole=self._whole[_NUMBER] == ended,
        )

    def close(self) -> None:
        """Let go of it."""
        for view in (self._whole, self._real, self._document):
            view.release()
        self._map.close()


def main(arguments: Sequence[str]) -> None:
    """Work until the parent closes the socket or sends None."""
    socket, slot = Connection(int(arguments[0])), Slot(int(arguments[1]))
    threading.Thread(target=_leave_with_parent, args=(os.getppid(),), daemon=True).start()
    start: Start = socket.recv()
    sys.path[:] = start.path
    try:
        from docforensics.batch.serve import Server  # noqa: PLC0415 (loads everything: after the path is set)

        server = Server(start)
    except Exception as error:  # noqa: BLE001 (whatever it is, the parent says it)
        socket.send(Unable(error=error))
        return
    _bound_memory(start.settings.memory_limit)
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        socket.send(Ready(bytes_held=bytes_held()))
        while (chunk := socket.recv()) is not None:
            number, tasks = chunk
            # Should the parent be gone and native code hang with the interpreter locked, this still ends the process.
            faulthandler.dump_traceback_later(
                2 * start.settings.time_limit * len(tasks) + 60, exit=True, file=sys.__stderr__ or sys.stderr
            )
            try:
                socket.send(server.chunk(number, tasks, slot))
            except MemoryError:
                os._exit(OUT_OF_MEMORY)  # nothing can be relied on now; the slot says which document it was
            faulthandler.cancel_dump_traceback_later()


def _leave_with_parent(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


def bytes_held() -> int:
    """Resident memory of this process; at its peak where the system states nothing else."""
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * resource.getpagesize()
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _bound_memory(limit: int) -> None:
    """Let no more than `limit` bytes of address space be had beyond what is mapped now (Linux; elsewhere nothing is done)."""
    try:
        mapped = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    except OSError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (mapped + limit, resource.getrlimit(resource.RLIMIT_AS)[1]))
