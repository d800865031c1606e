"""What a worker process and its parent send each other: messages on a socket, and a record in shared memory."""

import mmap
import resource
import time
from dataclasses import dataclass
from pathlib import Path

from docforensics.batch.settings import ScanSettings
from docforensics.errors import ResourceError

SLOT_BYTES = 5 * 8 + 64
"""Five numbers of eight bytes, and 64 for the document's name."""
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
    error: ResourceError | None = None
    """Where a model, template or calibration is bad or missing: no document can be examined until it is put right."""


def portable(error: ResourceError) -> ResourceError:
    """Give an error that every process can load: one of a plug-in's own type becomes what it is to the caller."""
    return error if type(error).__module__ == ResourceError.__module__ else ResourceError(str(error))


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


def bytes_held() -> int:
    """Resident memory of this process; at its peak where the system states nothing else."""
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * resource.getpagesize()
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
