"""The bounded queue before the worker processes: one thread hands its documents to the pool of `batch`, and answers whoever waits."""

import logging
import secrets
import socket
import threading
import time
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, InvalidStateError
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any, Self

from docforensics.batch.pool import LocalPool
from docforensics.batch.settings import ScanSettings, configuration, digest
from docforensics.batch.work import ScanTask
from docforensics.errors import DocforensicsError, ResourceError
from docforensics.service.asked import AskedWork, Described, WorkKind, WorkResult
from docforensics.service.spool import Spool

_log = logging.getLogger("docforensics.service")
_LOOK = 0.5
"""Seconds between two looks whether the queue shall end, while nothing rings."""
_PAUSES = (1.0, 2.0, 5.0, 10.0, 30.0)
"""Seconds before workers are started again after they could not be, each time longer: a judgement."""

_MOST_ENDS = 3
"""After which a document is given up that was examined each time that all workers ended: three documents in a row at the least ended
three workers each then. What ends them outside of any document would else do so for ever."""
_ENDED = "its workers ended again and again, outside of its examination"


class QueueFullError(DocforensicsError):
    """As many documents wait as may; to be tried again later."""


class UnavailableError(DocforensicsError):
    """No document can be examined now: a model or template is bad, or the service stops."""


@dataclass(slots=True, kw_only=True, eq=False)
class Ticket:
    """One document in the queue."""

    name: str
    file: Path
    size: int
    future: "Future[WorkResult]" = field(default_factory=Future)
    is_running: bool = False
    is_spooled: bool = True
    """Whether its file is still there."""
    is_withdrawn: bool = False
    ends: int = 0
    """How often all workers ended while it was examined."""


@dataclass(slots=True, eq=False)
class ReservedPlace:
    """A place in the queue for a document that is being taken in, so that no more are taken in than it has room for."""

    queue: "WorkQueue"
    is_held: bool = True

    def release(self) -> None:
        """Give the place up, unless its document has it."""
        self.queue.released(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueState:
    """What the queue holds at this moment."""

    waiting: int
    running: int
    room: int
    """Documents that it would still take."""
    restarts: int
    """Workers that were replaced."""
    is_ready: bool
    problem: str
    """Why no document can be examined; empty where that is not so."""


class WorkQueue:
    """Takes documents up to a number and has them examined; threads share it.

    Parameters
    ----------
    settings
        How documents are examined, with limits of time and memory, and which work a worker does.
    workers, waiting
        Processes, and how many documents may wait for them.
    """

    def __init__(self, settings: ScanSettings, spool: Spool, *, workers: int, waiting: int) -> None:
        self._settings, self._spool = settings, spool
        self._workers, self._waiting = workers, waiting
        self._lock = threading.Lock()
        self._pending: deque[Ticket] = deque()
        self._tickets: dict[str, Ticket] = {}
        """Those that are not answered."""
        self._bell, self._ring = socket.socketpair()
        self._bell.setblocking(False)
        self._ring.setblocking(False)
        self._reserved = 0
        self._is_closing, self._stopped = False, threading.Event()
        self._is_ready, self._problem, self._restarts = False, "", 0
        self._pool: LocalPool | None = None
        self._thread = threading.Thread(target=self._run, name="queue", daemon=True)

    def begin(self) -> None:
        """Start the workers; `state.is_ready` once the first is loaded."""
        self._spool.begin()
        for _ in range(self._workers):
            self._entered(AskedWork(kind=WorkKind.READY).packed())
        self._thread.start()

    def reserve(self) -> ReservedPlace:
        """Reserve a place for a document that is not here yet; QueueFullError where there is none, UnavailableError where the service stops."""
        self._refuse_if_closing()
        with self._lock:
            if self._waiting + self._workers - len(self._tickets) - self._reserved < 1:
                raise QueueFullError(f"{self._waiting} documents wait already")
            self._reserved += 1
        return ReservedPlace(self)

    def released(self, place: ReservedPlace) -> None:
        """Take a place back."""
        with self._lock:
            was_held, place.is_held = place.is_held, False
            self._reserved -= was_held

    def submit(self, raw: bytes, place: ReservedPlace | None = None, *, however_many: bool = False) -> Ticket:
        """Take a document, as `AskedWork.packed`; its `future` gives a WorkResult.

        Parameters
        ----------
        place
            That was reserved for it; None reserves one.
        however_many
            Take it even where the queue is full: it was accepted before the service was started again.

        Raises
        ------
        QueueFullError, SpoolFullError
            There is no room.
        UnavailableError
            The service stops.
        """
        if place is None and not however_many:
            place = self.reserve()
        try:
            return self._entered(raw)
        finally:
            if place is not None:
                place.release()

    def _refuse_if_closing(self) -> None:
        if self._is_closing:
            raise UnavailableError("the service stops")

    def _entered(self, raw: bytes) -> Ticket:
        self._refuse_if_closing()
        ticket = Ticket(name=secrets.token_hex(8), file=self._spool.put(raw), size=len(raw))
        with self._lock:
            self._tickets[ticket.name] = ticket
            self._pending.append(ticket)
        self._rang()
        return ticket

    def withdraw(self, ticket: Ticket) -> None:
        """Give a document up: it is not begun, or ends before its next stage."""
        ticket.is_withdrawn = True
        with self._lock, suppress(ValueError):
            self._pending.remove(ticket)
            self._tickets.pop(ticket.name, None)
        self._dropped(ticket)
        ticket.future.cancel()

    @property
    def state(self) -> QueueState:
        """What it holds now."""
        with self._lock:
            waiting, all_, reserved = len(self._pending), len(self._tickets), self._reserved
        pool = self._pool
        return QueueState(
            waiting=waiting,
            running=all_ - waiting,
            room=0 if self._is_closing else max(0, self._waiting + self._workers - all_ - reserved),
            restarts=self._restarts + (pool.restarts if pool else 0),
            is_ready=self._is_ready and not self._problem and not self._is_closing,
            problem="the service stops" if self._is_closing else self._problem,
        )

    def end(self, seconds: float) -> None:
        """Take nothing more, hand back what was not begun (UnavailableError), and give what runs so many seconds to finish."""
        self._is_closing = True
        with self._lock:
            handed_back, self._pending = list(self._pending), deque()
        for ticket in handed_back:
            self._failed(ticket, UnavailableError("the service stops"))
        until = time.monotonic() + seconds
        while self._tickets and time.monotonic() < until:
            time.sleep(0.05)
        self._stopped.set()
        self._rang()
        if self._tickets and self._pool is not None:
            self._pool.__exit__()  # its thread meets closed sockets and ends
        if self._thread.is_alive():
            self._thread.join(timeout=5)
        for ticket in list(self._tickets.values()):
            self._failed(ticket, UnavailableError("the service stopped before this document was finished"))
        self._spool.end()
        self._bell.close()
        self._ring.close()

    def _run(self) -> None:
        failures = 0
        while not self._stopped.is_set():
            began = time.monotonic()
            try:
                with self._made_pool() as self._pool:
                    self._serve(self._pool)
            except ResourceError as error:
                self._problem = str(error)
                for ticket in list(self._tickets.values()):
                    self._failed(ticket, UnavailableError(str(error)))
            except Exception as error:  # noqa: BLE001 (whatever ends the workers, what they had is done again)
                self._problem = str(error)
            if self._stopped.is_set():
                return
            _log.warning("the workers ended: %s", self._problem)
            failures = 0 if time.monotonic() - began > _PAUSES[-1] else failures
            self._stopped.wait(_PAUSES[min(failures, len(_PAUSES) - 1)])
            failures += 1
            self._begin_again()

    def _made_pool(self) -> LocalPool:
        return LocalPool(
            self._settings,
            configuration=digest(configuration(self._settings)),
            workers=self._workers,
            singly=True,
            bell=self._bell,
        )

    def _serve(self, pool: LocalPool) -> None:
        while not self._stopped.is_set():
            for batch in pool.run(_Source(self)):
                for row in batch.table.select(_COLUMNS).to_pylist():
                    self._answered(row)
            if not self._pending:
                wait([self._bell], timeout=_LOOK)

    def taken(self) -> ScanTask | None:
        """Take the next document for a worker; None where none waits."""
        with self._lock:
            if not self._pending:
                return None
            ticket = self._pending.popleft()
            ticket.is_running = True
            return ScanTask((ticket.name, str(ticket.file)))

    def _answered(self, row: dict[str, Any]) -> None:
        self._is_ready, self._problem = True, ""
        ticket = self._tickets.get(row["name"])
        if ticket is None:
            return
        raw = row["described"]
        result = WorkResult(
            described=Described.unpacked(raw) if raw else None,
            failure=row["failure"] or "",
            reason=row["reason"] or "",
            seconds=row["seconds"] or 0.0,
        )
        self._settle(ticket, result)

    def _settle(self, ticket: Ticket, result: WorkResult) -> None:
        with self._lock:
            self._tickets.pop(ticket.name, None)
        self._dropped(ticket)
        with suppress(InvalidStateError):  # it was withdrawn
            ticket.future.set_result(result)

    def _failed(self, ticket: Ticket, error: Exception) -> None:
        with self._lock:
            self._tickets.pop(ticket.name, None)
            with suppress(ValueError):
                self._pending.remove(ticket)
        self._dropped(ticket)
        with suppress(InvalidStateError):
            ticket.future.set_exception(error)

    def _dropped(self, ticket: Ticket) -> None:
        with self._lock:
            was_there, ticket.is_spooled = ticket.is_spooled, False
        if was_there:
            self._spool.drop(ticket.file, ticket.size)

    def _begin_again(self) -> None:
        """Put what the workers had back to the front, and ask for a sign of each new one."""
        self._restarts += self._pool.restarts if self._pool else 0
        self._pool = None
        with self._lock:
            running = [one for one in self._tickets.values() if one.is_running]
            left = [one for one in running if not one.is_withdrawn]
            for ticket in running:
                if ticket.is_withdrawn:
                    del self._tickets[ticket.name]
            for ticket in left:
                ticket.is_running, ticket.ends = False, ticket.ends + 1
            convicted = [one for one in left if one.ends >= _MOST_ENDS]
            self._pending.extendleft(one for one in reversed(left) if one not in convicted)
        for ticket in convicted:
            self._settle(ticket, WorkResult(described=None, failure="crash", reason=_ENDED))
        if not left and not self._is_closing:
            with suppress(DocforensicsError):
                self._entered(AskedWork(kind=WorkKind.READY).packed())

    def _rang(self) -> None:
        with suppress(OSError):  # it is full of rings already, or closed
            self._ring.send(b"\0")


_COLUMNS = ["name", "status", "failure", "reason", "described", "seconds"]


@dataclass(frozen=True, slots=True)
class _Source(Iterator[ScanTask]):
    """What waits; it ends where nothing waits and goes on where something does again."""

    queue: WorkQueue

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> ScanTask:
        if (task := self.queue.taken()) is None:
            raise StopIteration
        return task
