"""What the store knows of an examination, as rows: accepted, finished, listed, purged. No personal data but what is encrypted."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, Select, and_, delete, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from docforensics.service.asked import AlertTag, packed_tags, unpacked_tags
from docforensics.service.audit import Head
from docforensics.service.database import Database
from docforensics.service.keys import ApiKey, Scope
from docforensics.service.tables import API_KEYS, AUDIT_HEADS, DECISIONS, EXAMINATIONS
from docforensics.service.vault import PASSING

LEASE = 60.0
"""Seconds for which an instance has a document to itself; it renews it long before. A judgement."""


class ExaminationState(StrEnum):
    """Where an examination stands."""

    QUEUED = "queued"
    DONE = "done"
    FAILED = "failed"
    """The document could not be examined; `failure` and `reason` state why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExaminationRecord:
    """One accepted document. Times are seconds since 1970."""

    id: str
    key_id: str
    post: str
    state: ExaminationState
    is_async: bool
    created_at: float
    finished_at: float | None = None
    expires_at: float | None = None
    outcome: str = ""
    first_why: str = ""
    layers: tuple[str, ...] = ()
    """Adverse ones."""
    failure: str = ""
    reason: str = ""
    idempotency: str | None = None
    fingerprint: str = ""
    vault: str = ""
    owner: str = ""
    lease_until: float = 0.0
    client_reference: bytes | None = None
    decided: str = ""
    """What was decided at the desk, or `proposed` where a second person has to agree; empty where nobody decided."""
    number_hash: str = ""
    identity_hash: str = ""
    alerts: tuple[AlertTag, ...] = ()
    """Alerts that it matched when it was examined."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """What a list shall hold; what is not stated does not matter."""

    outcome: str = ""
    layer: str = ""
    code: str = ""
    since: float | None = None
    until: float | None = None
    before: tuple[float, str] | None = None
    """Time and id of the last one of the page before."""
    limit: int = 50


class DuplicateError(Exception):
    """Another document was accepted under the same idempotency key."""


class Records:
    """Rows of the store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add_key(self, key: ApiKey) -> None:
        """Add a key."""
        told = {name: getattr(key, name) for name in _OF_A_KEY} | {"scopes": " ".join(sorted(key.scopes))}
        with self._database.transaction() as connection:
            connection.execute(insert(API_KEYS).values(told))

    def key(self, identity: str) -> ApiKey | None:
        """Find a key."""
        return next(iter(self._keys(select(API_KEYS).where(API_KEYS.c.id == identity))), None)

    def keys(self) -> tuple[ApiKey, ...]:
        """List all keys, the oldest first."""
        return tuple(self._keys(select(API_KEYS).order_by(API_KEYS.c.created_at, API_KEYS.c.id)))

    def revoke(self, identity: str, now: float) -> bool:
        """Revoke a key; give whether there was one that was not revoked yet."""
        change = update(API_KEYS).where(API_KEYS.c.id == identity, API_KEYS.c.revoked_at.is_(None))
        with self._database.transaction() as connection:
            return connection.execute(change.values(revoked_at=now)).rowcount > 0

    def _keys(self, query: Select[Any]) -> Iterator[ApiKey]:
        with self._database.transaction() as connection:
            rows = connection.execute(query).mappings().all()
        for row in rows:
            told = {name: row[name] for name in _OF_A_KEY}
            yield ApiKey(**told | {"scopes": frozenset(map(Scope, row["scopes"].split()))})

    def accept(self, record: ExaminationRecord) -> None:
        """Add an examination; DuplicateError where its key has one under the same idempotency key."""
        try:
            with self._database.transaction() as connection:
                connection.execute(insert(EXAMINATIONS).values(_row_of(record)))
        except IntegrityError as error:
            raise DuplicateError from error

    def find(self, identity: str) -> ExaminationRecord | None:
        """Find an examination."""
        return self._one(EXAMINATIONS.c.id == identity)

    def under(self, key_id: str, idempotency: str) -> ExaminationRecord | None:
        """Find the examination that a key asked for under an idempotency key."""
        return self._one(and_(EXAMINATIONS.c.key_id == key_id, EXAMINATIONS.c.idempotency == idempotency))

    def _one(self, where: Any) -> ExaminationRecord | None:  # noqa: ANN401 (an SQL expression)
        with self._database.transaction() as connection:
            row = connection.execute(select(EXAMINATIONS).where(where)).first()
        return None if row is None else record_of(row)

    def finish(self, identity: str, values: Mapping[str, object]) -> bool:
        """Write how a queued examination ended; False where it is not queued any more, so that each ends once."""
        change = update(EXAMINATIONS).where(
            EXAMINATIONS.c.id == identity, EXAMINATIONS.c.state == ExaminationState.QUEUED
        )
        with self._database.transaction() as connection:
            return connection.execute(change.values({**values, "owner": ""})).rowcount > 0

    def delete(self, identity: str) -> bool:
        """Delete an examination with its decisions; give whether it was there."""
        with self._database.transaction() as connection:
            connection.execute(delete(DECISIONS).where(DECISIONS.c.examination == identity))
            return connection.execute(delete(EXAMINATIONS).where(EXAMINATIONS.c.id == identity)).rowcount > 0

    def listed(self, key: ApiKey, sought: Sought) -> tuple[ExaminationRecord, ...]:
        """List what a key may see, the newest first."""
        of, columns = [seen_by(key)], EXAMINATIONS.c
        exact = {columns.outcome: sought.outcome, columns.first_why: sought.code}
        of += [column == value for column, value in exact.items() if value]
        if sought.layer:
            of.append(columns.layers.contains(f",{sought.layer},", autoescape=True))
        if sought.since is not None:
            of.append(columns.created_at >= sought.since)
        if sought.until is not None:
            of.append(columns.created_at < sought.until)
        if sought.before is not None:
            at, identity = sought.before
            same = and_(columns.created_at == at, columns.id < identity)
            of.append(or_(columns.created_at < at, same))
        query = select(EXAMINATIONS).where(*of).order_by(columns.created_at.desc(), columns.id.desc())
        return self._listed(query.limit(sought.limit))

    def expired(self, now: float, limit: int = 500) -> tuple[ExaminationRecord, ...]:
        """List what is not to be kept any longer."""
        return self._listed(select(EXAMINATIONS).where(EXAMINATIONS.c.expires_at <= now).limit(limit))

    def kept(self, limit: int = 500) -> tuple[ExaminationRecord, ...]:
        """List some of all that is kept."""
        return self._listed(select(EXAMINATIONS).limit(limit))

    def done(self, after: str = "", limit: int = 500) -> tuple[ExaminationRecord, ...]:
        """List what was examined, whoever asked for it, in the order of ids, from behind an id."""
        columns = EXAMINATIONS.c
        of = (columns.state != ExaminationState.QUEUED, columns.id > after)
        return self._listed(select(EXAMINATIONS).where(*of).order_by(columns.id).limit(limit))

    def of_passing_keys(self, but: str) -> tuple[ExaminationRecord, ...]:
        """List what was encrypted with keys that ended with their process, but for one: nobody can read it."""
        vault = EXAMINATIONS.c.vault
        return self._listed(select(EXAMINATIONS).where(vault.startswith(PASSING), vault != but))

    def claim(self, owner: str, vault: str, now: float, *, all_of_them: bool = False) -> tuple[str, ...]:
        """Take over queued documents that no living instance has; give their ids.

        `all_of_them` takes those of instances that had them a moment ago: there is no other one.
        """
        columns = EXAMINATIONS.c
        free = [columns.state == ExaminationState.QUEUED, columns.vault == vault, columns.owner != owner]
        if not all_of_them:
            free.append(columns.lease_until < now)
        with self._database.transaction() as connection:
            found = (
                connection.execute(select(columns.id).where(*free).order_by(columns.created_at))
                .scalars()
                .all()
            )
            lease = {"owner": owner, "lease_until": now + LEASE}
            return tuple(
                one
                for one in found
                if connection.execute(
                    update(EXAMINATIONS).where(columns.id == one, *free).values(lease)
                ).rowcount
            )

    def queued_of(self, owner: str) -> tuple[str, ...]:
        """List the ids of queued documents that an instance has."""
        of = (EXAMINATIONS.c.state == ExaminationState.QUEUED, EXAMINATIONS.c.owner == owner)
        with self._database.transaction() as connection:
            return tuple(connection.execute(select(EXAMINATIONS.c.id).where(*of)).scalars())

    def renew(self, owner: str, now: float) -> None:
        """Keep what an instance has for a further while."""
        of = (EXAMINATIONS.c.state == ExaminationState.QUEUED, EXAMINATIONS.c.owner == owner)
        with self._database.transaction() as connection:
            connection.execute(update(EXAMINATIONS).where(*of).values(lease_until=now + LEASE))

    def let_go(self, owner: str) -> None:
        """Hand queued documents back, for whichever instance is next."""
        of = (EXAMINATIONS.c.state == ExaminationState.QUEUED, EXAMINATIONS.c.owner == owner)
        with self._database.transaction() as connection:
            connection.execute(update(EXAMINATIONS).where(*of).values(owner="", lease_until=0.0))

    def head(self, log: str) -> Head | None:
        """Give number and hash of the last line of an audit log; None of a log that has none."""
        with self._database.transaction() as connection:
            row = connection.execute(select(AUDIT_HEADS).where(AUDIT_HEADS.c.log == log)).first()
        return None if row is None else (row.number, row.hash)

    def keep_head(self, log: str, head: Head) -> None:
        """Keep number and hash of the last line of an audit log."""
        values = {"number": head[0], "hash": head[1]}
        with self._database.transaction() as connection:
            changed = connection.execute(update(AUDIT_HEADS).where(AUDIT_HEADS.c.log == log).values(values))
            if not changed.rowcount:
                connection.execute(insert(AUDIT_HEADS).values(log=log, **values))

    def _listed(self, query: Select[Any]) -> tuple[ExaminationRecord, ...]:
        with self._database.transaction() as connection:
            return tuple(map(record_of, connection.execute(query).all()))


def seen_by(key: ApiKey) -> Any:  # noqa: ANN401 (an SQL expression)
    """Give the condition under which a key sees an examination."""
    return EXAMINATIONS.c.post == key.post if key.sees_post else EXAMINATIONS.c.key_id == key.id


def is_seen_by(record: ExaminationRecord, key: ApiKey) -> bool:
    """Whether a key sees an examination: its own, or of its post where its scope lets it."""
    return record.post == key.post if key.sees_post else record.key_id == key.id


def layers_text(layers: tuple[str, ...]) -> str:
    """Write layers, each between commas."""
    return f",{','.join(layers)}," if layers else ""


_OF_A_KEY = ("id", "name", "post", "scopes", "secret_hash", "created_at", "expires_at", "revoked_at")


def _row_of(record: ExaminationRecord) -> dict[str, Any]:
    told = {column.name: getattr(record, column.name) for column in EXAMINATIONS.c}
    return told | {
        "layers": layers_text(record.layers),
        "state": record.state.value,
        "alerts": packed_tags(record.alerts),
    }


def record_of(row: Row[Any]) -> ExaminationRecord:
    """Make an examination of its row."""
    told = dict(row._mapping)  # noqa: SLF001 (SQLAlchemy's own name for it)
    layers = tuple(filter(None, told["layers"].split(",")))
    parsed = {
        "layers": layers,
        "state": ExaminationState(told["state"]),
        "alerts": unpacked_tags(told["alerts"]),
    }
    return ExaminationRecord(**told | parsed)
