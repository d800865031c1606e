"""Documents from their acceptance to their answer: at once, or kept until they are fetched, read, deleted or too old."""

import hashlib
import logging
import secrets
import threading
import time
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace

from docforensics.errors import DocforensicsError
from docforensics.service.asked import Described, ReportForm, WorkResult, packed_tags
from docforensics.service.blobs import ASKED, DRAFT
from docforensics.service.bodies import Submitted
from docforensics.service.keys import DAY, ApiKey
from docforensics.service.linked import hashes_of
from docforensics.service.metrics import Metrics
from docforensics.service.problems import ProblemError, code_of_failure
from docforensics.service.queue import ReservedPlace, Ticket, UnavailableError, WorkQueue
from docforensics.service.records import (
    LEASE,
    DuplicateError,
    ExaminationRecord,
    ExaminationState,
    is_seen_by,
    layers_text,
)
from docforensics.service.settings import FETCH_SECONDS, ServiceSettings
from docforensics.service.store import ServiceStore
from docforensics.service.vault import SealedError

_log = logging.getLogger("docforensics.service")
_PARTS = (ASKED, DRAFT, *ReportForm)
SWEEP_SECONDS = 5.0
"""Between two looks for what is too old, was left behind by another instance, or could not be saved."""
_WRITERS = 2
"""Threads that write what is kept."""


class Examinations:
    """All that happens to documents but the HTTP of it. Threads share it."""

    def __init__(
        self, settings: ServiceSettings, store: ServiceStore, queue: WorkQueue, metrics: Metrics
    ) -> None:
        self._settings, self._queue, self._metrics = settings, queue, metrics
        self.store = store
        self._owner = secrets.token_hex(8)
        self._lock = threading.Lock()
        self._tickets: dict[str, Ticket] = {}
        """Of asynchronous examinations that are not answered, by id."""
        self._unsaved: dict[str, WorkResult] = {}
        self._in_flight: set[tuple[str, str]] = set()
        """Idempotency keys of requests that are being answered at once."""
        self._writers = ThreadPoolExecutor(_WRITERS, thread_name_prefix="writer")
        self._ended = threading.Event()
        self._sweeper = threading.Thread(target=self._sweep_on, name="sweeper", daemon=True)

    def begin(self, *, alone: bool) -> None:
        """Take up what an earlier run left; `alone` where no other instance uses the store."""
        if alone:
            for record in self.store.records.of_passing_keys(self.store.blobs.vault.id):
                self._forget(record)
        self._claim(all_of_them=alone)
        self._sweeper.start()

    def end(self) -> None:
        """Save what is finished, and hand back what is not."""
        self._ended.set()
        self._sweeper.join(timeout=2 * SWEEP_SECONDS)
        self._writers.shutdown(wait=True)
        with suppress(DocforensicsError):
            self._save_again()
            self.store.records.let_go(self._owner)

    @property
    def is_retaining(self) -> bool:
        """Whether what was examined is kept for days."""
        return self._settings.retain_days > 0

    @property
    def all_forms(self) -> tuple[ReportForm, ...]:
        """What is written of a report that is kept."""
        return tuple(one for one in ReportForm if self.is_retaining or one is not ReportForm.DESK)

    def enter(self, work: bytes, place: ReservedPlace) -> Ticket:
        """Put a document in the queue, for a caller who waits."""
        return self._queue.submit(work, place)

    def withdraw(self, ticket: Ticket) -> None:
        """Give a document up whose caller has gone."""
        self._queue.withdraw(ticket)

    def answered(self, key: ApiKey, asked: Submitted, result: WorkResult, idempotency: str) -> str:
        """Log, count and, where that is so, keep a document that was examined for a caller who waits; give its id."""
        record = self._record(key, asked, idempotency, is_async=False)
        identity = record.id
        if self.is_retaining:
            identity = self._kept(key, asked, idempotency, record).id
            if identity == record.id:
                self._save(identity, result)
        self._logged("examine", key, identity, result)
        return identity

    def accept(
        self, key: ApiKey, asked: Submitted, idempotency: str, place: ReservedPlace
    ) -> ExaminationRecord:
        """Accept a document to be examined later: from here on it is neither lost nor examined for two results.

        Raises ProblemError, or what the queue and the store raise; then nothing is kept.
        """
        record = self._record(key, asked, idempotency, is_async=True)
        kept = self._kept(key, asked, idempotency, record)
        if kept is not record:
            return kept
        try:
            self.store.audit.append("accept", by=key.id, of=record.id)
            self._watch(record.id, self._queue.submit(self._work_of(asked), place))
        except DocforensicsError:
            self.store.undo(record)
            raise
        return record

    def _kept(
        self, key: ApiKey, asked: Submitted, idempotency: str, record: ExaminationRecord
    ) -> ExaminationRecord:
        """Keep what was asked, and its row; or give the record of another instance that was asked the same at this moment."""
        try:
            self.store.keep(record, self._work_of(asked))
        except DuplicateError:
            found = self.repeated(key, asked, idempotency)
            if found is None:  # deleted meanwhile
                raise ProblemError("conflict", headers={"Retry-After": "1"}) from None
            return found
        return record

    def _work_of(self, asked: Submitted) -> bytes:
        """Write what a worker is asked whose results are kept."""
        return replace(asked.work, forms=self.all_forms).packed()

    def repeated(self, key: ApiKey, asked: Submitted, idempotency: str) -> ExaminationRecord | None:
        """Find what was accepted before under an idempotency key; ProblemError where it was another document."""
        found = self.store.records.under(key.id, idempotency) if idempotency else None
        if found is not None and found.fingerprint != _fingerprint(asked):
            raise ProblemError("idempotency_mismatch")
        return found

    def begin_once(self, key: ApiKey, idempotency: str) -> None:
        """Note that a request is being answered; ProblemError `conflict` where it is already."""
        with self._lock:
            if idempotency and (key.id, idempotency) in self._in_flight:
                raise ProblemError("conflict", headers={"Retry-After": "1"})
            self._in_flight.add((key.id, idempotency))

    def end_once(self, key: ApiKey, idempotency: str) -> None:
        """Note that it was answered."""
        with self._lock:
            self._in_flight.discard((key.id, idempotency))

    def found(self, key: ApiKey, identity: str) -> ExaminationRecord:
        """Find an examination that the key sees; ProblemError `not_found`, alike for one of others and one that is not."""
        record = self.store.records.find(identity)
        if record is None or not is_seen_by(record, key):
            raise ProblemError("not_found")
        return record

    def report(self, record: ExaminationRecord, form: ReportForm) -> bytes:
        """Give a form of a report that is kept; ProblemError where it is not."""
        content = self.store.blobs.get(record.id, form)
        if content is None:
            raise ProblemError("not_found", "this form is not kept")
        return content

    def reference_of(self, record: ExaminationRecord) -> str:
        """Give what the client called it."""
        raw = record.client_reference
        with suppress(SealedError):  # kept under another key: listed all the same
            return self.store.blobs.vault.decrypted(raw, record.id).decode() if raw else ""
        return ""

    def fetched(self, key: ApiKey, record: ExaminationRecord) -> None:
        """Log that a report was read, and forget it where nothing is retained."""
        self.store.audit.append("read", by=key.id, of=record.id)
        if not self.is_retaining:
            self._forget(record)

    def delete(self, key: ApiKey, record: ExaminationRecord) -> None:
        """Delete an examination with everything that is kept of it."""
        with self._lock:
            ticket = self._tickets.pop(record.id, None)
            self._unsaved.pop(record.id, None)
        self._forget(record)
        if ticket is not None:
            self._queue.withdraw(ticket)
        self.store.audit.append("delete", by=key.id, of=record.id)

    def _record(
        self, key: ApiKey, asked: Submitted, idempotency: str, *, is_async: bool
    ) -> ExaminationRecord:
        now, identity = time.time(), secrets.token_hex(16)
        vault = self.store.blobs.vault
        reference = asked.client_reference
        return ExaminationRecord(
            id=identity,
            key_id=key.id,
            post=key.post,
            state=ExaminationState.QUEUED,
            is_async=is_async,
            created_at=now,
            idempotency=idempotency or None,
            fingerprint=_fingerprint(asked) if idempotency else "",
            vault=vault.id,
            owner=self._owner,
            lease_until=now + LEASE,
            client_reference=vault.encrypted(reference.encode(), identity) if reference else None,
        )

    def _watch(self, identity: str, ticket: Ticket) -> None:
        with self._lock:
            self._tickets[identity] = ticket
        ticket.future.add_done_callback(lambda future: self._finished(identity, future))

    def _finished(self, identity: str, future: "Future[WorkResult]") -> None:
        with self._lock:
            self._tickets.pop(identity, None)
        try:
            result = future.result()
        except (CancelledError, UnavailableError):
            return  # deleted; or still queued in the store, and entered again by the next sweep or start
        with suppress(RuntimeError):  # writers that have ended: it is still queued in the store
            self._writers.submit(self._save_later, identity, result)

    def _save_later(self, identity: str, result: WorkResult) -> None:
        try:
            if self._save(identity, result):
                self._logged("examine", None, identity, result)
        except Exception as error:  # noqa: BLE001 (whatever hinders it, it is tried again)
            _log.warning("a result could not be saved and is tried again: %s", type(error).__name__)
            with self._lock:
                self._unsaved[identity] = result

    def _save(self, identity: str, result: WorkResult) -> bool:
        """Keep a result, once; False where it was deleted or saved by another instance."""
        described, now = result.described or Described(), time.time()
        for form, content in described.forms.items():
            self.store.blobs.put(identity, form, content)
        days = self._settings.retain_days
        saved = self.store.records.finish(
            identity,
            {
                "state": ExaminationState.FAILED if result.described is None else ExaminationState.DONE,
                "finished_at": now,
                "expires_at": now + (days * DAY if days else FETCH_SECONDS),
                "outcome": described.outcome,
                "first_why": described.first_why,
                "layers": layers_text(described.adverse_layers),
                "alerts": packed_tags(described.alerts),
                "failure": result.failure,
                "reason": result.reason,
                **hashes_of(described, self.store.blobs.vault.link_key),
            },
        )
        if saved and not days:
            self.store.blobs.drop(identity, (ASKED,))
        elif not saved and self.store.records.find(identity) is None:
            self.store.blobs.drop(identity, _PARTS)
        return saved

    def _logged(self, action: str, key: ApiKey | None, identity: str, result: WorkResult) -> None:
        described = result.described
        outcome = described.outcome if described else code_of_failure(result.failure)
        if described:
            self._metrics.examined(described)
        else:
            self._metrics.failed(outcome)
        self.store.audit.append(action, by=key.id if key else "service", of=identity, result=outcome)

    def _forget(self, record: ExaminationRecord) -> None:
        # The row first: a result that comes now finds none, and takes its files away itself.
        self.store.records.delete(record.id)
        self.store.blobs.drop(record.id, _PARTS)

    def _sweep_on(self) -> None:
        while not self._ended.wait(SWEEP_SECONDS):
            try:
                self.sweep()
            except Exception as error:  # noqa: BLE001 (the next one tries again)
                _log.warning("a sweep failed and is tried again: %s", type(error).__name__)

    def sweep(self) -> None:
        """Save what could not be saved, forget what is too old, take over what was left behind."""
        self.store.records.renew(self._owner, time.time())
        self._save_again()
        for record in self.store.records.expired(time.time()):
            self._forget(record)
            self.store.audit.append("expire", by="service", of=record.id)
        self._claim(all_of_them=False)

    def _save_again(self) -> None:
        with self._lock:
            unsaved, self._unsaved = self._unsaved, {}
        for identity, result in unsaved.items():
            self._save_later(identity, result)

    def _claim(self, *, all_of_them: bool) -> None:
        """Enter queued documents that nobody examines: of instances that ended, or handed back by workers that could not be started."""
        if not all_of_them and not self._queue.state.is_ready:
            return
        records, vault = self.store.records, self.store.blobs.vault
        records.claim(self._owner, vault.id, time.time(), all_of_them=all_of_them)
        with self._lock:
            known = {*self._tickets, *self._unsaved}
        for identity in records.queued_of(self._owner):
            if identity not in known:
                self._enter_again(identity, younger=all_of_them)

    def _enter_again(self, identity: str, *, younger: bool) -> None:
        record = self.store.records.find(identity)
        if record is None:
            return
        if not younger and time.time() - record.created_at < SWEEP_SECONDS:
            return  # a moment ago: whoever accepts it is about to enter it, or to save its result
        work = self.store.blobs.get(identity, ASKED)
        if work is None:
            failed = WorkResult(described=None, failure="crash", reason="what was asked is not kept any more")
            self._save_later(identity, failed)
            return
        self._watch(identity, self._queue.submit(work, however_many=True))


def _fingerprint(asked: Submitted) -> str:
    return hashlib.sha256(asked.work.packed() + asked.client_reference.encode()).hexdigest()
