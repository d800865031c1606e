"""What a worker does with a chunk of tasks."""

import sys
import time
from collections.abc import Collection, Sequence
from importlib.abc import MetaPathFinder

import pyarrow as pa

from docforensics.batch.entries import Packed
from docforensics.batch.messages import IDLE, Done, Slot, Start, bytes_held, portable
from docforensics.batch.schema import scanned_table
from docforensics.batch.work import ScanTask, load_work
from docforensics.errors import ResourceError
from docforensics.freed import give_back_freed_memory

GIVE_BACK_SECONDS = 0.5
"""Between two times that freed memory is given back: what comes anew from the system costs 3 microseconds a page."""
MOST_SECONDS = 2.0
"""After which what remains of a chunk is handed back: documents that results hold take a thousandth of the time of others, and
a chunk made for them would keep minutes of work from the results."""


class Server:
    """One examiner and what surrounds it."""

    def __init__(self, start: Start) -> None:
        hold_threads()
        leave_pandas_out()
        set_aside()
        self._work = load_work(start.settings, start.configuration, start.out)
        self._gave_back = time.monotonic()

    def chunk(self, number: int, tasks: Sequence[tuple[Packed, Collection[str]]], slot: Slot) -> Done:
        """Examine the tasks of a chunk, or as many as there is time for; a ResourceError ends it before the next document."""
        begun = time.monotonic()
        rows, count, error = [], 0, None
        for position, told in enumerate(tasks):
            if time.monotonic() - begun > MOST_SECONDS:
                break
            slot.write(number, position)
            try:
                row = self._work.row(ScanTask(*told), slot.hashed)
            except ResourceError as bad:
                error = portable(bad)
                break
            count += 1
            if row is not None:
                rows.append(row)
        # Before the slot is idle: where a document has left no memory for its own row, the worker ends, and that is the document's.
        table = packed(scanned_table(rows))
        slot.write(number, IDLE)
        ended = time.monotonic()
        if ended - self._gave_back >= GIVE_BACK_SECONDS:
            given_back()
            self._gave_back = ended
        seconds = time.monotonic() - begun
        return Done(
            chunk=number,
            table=table,
            count=count,
            skipped=count - len(rows),
            bytes_held=bytes_held(),
            seconds=seconds,
            error=error,
        )


def hold_threads() -> None:
    """Hold native libraries to one thread: the workers are the threads. `pool.py` sets the environment before they load."""
    import cv2  # noqa: PLC0415 (heavy)

    cv2.setNumThreads(1)
    pa.set_cpu_count(1)
    pa.set_io_thread_count(1)


class _NoPandas(MetaPathFinder):
    """Answers as if pandas were not installed."""

    def find_spec(self, fullname: str, path: object, target: object = None) -> None:
        """Refuse it, and leave every other module to the finders after this one."""
        del path, target
        if fullname == "pandas":
            raise ModuleNotFoundError("no pandas while Arrow looks for it")


def leave_pandas_out() -> None:
    """Let Arrow look for pandas, and find none.

    It loads pandas where it is installed, with the first list that becomes a column, to know one of its objects: .27 CPU s and 43 MB a worker (n = 1), which has none of them. Whoever
    asks for pandas afterwards gets it, `Table.to_pandas` too.
    """
    finder = _NoPandas()
    sys.meta_path.insert(0, finder)
    try:
        pa.array([])
    finally:
        sys.meta_path.remove(finder)


def set_aside() -> None:
    """Have Arrow set aside the 1 GiB of address space that its allocator takes at first use: before memory is bounded, so that no document is charged with it."""
    packed(scanned_table([]))


def given_back() -> None:
    """Give freed memory back to the system, that of Arrow too."""
    pa.default_memory_pool().release_unused()
    give_back_freed_memory()


def packed(table: pa.Table) -> bytes:
    """A table as an Arrow stream."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return sink.getvalue().to_pybytes()  # type: ignore[no-any-return]


def unpacked(stream: bytes) -> pa.Table:
    """A table from an Arrow stream."""
    return pa.ipc.open_stream(stream).read_all()
